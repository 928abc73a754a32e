"""The cue and the speaker of words in marks, found in the writer's words before and after them.

Works on the parse where it helps and on order where the marks have confused it ("…," said Rubio).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import msgspec

from annotator.model import Span
from annotator.preannotate.statements.cues import CueTable
from annotator.preannotate.statements.found import Attribution
from annotator.preannotate.statements.speakers import SPEECH, SUBJECTS, Speakers

if TYPE_CHECKING:
    from spacy.tokens import Token

AFTER_TOKENS = 45
BEFORE_TOKENS = 45
NOUN_START = frozenset(["DET", "PROPN", "NOUN", "ADJ", "PRON", "NUM"])
FINITE = frozenset(["VBD", "VBZ", "VBP", "MD"])
GOES_ON = frozenset(["go", "continue", "proceed", "begin", "hasten", "like", "use", "love"])
SENTENCE_ENDS = frozenset([".", "!", "?"])
COLON_TOKENS = 12
NEAR_TOKENS = 9
SIGNATURE_TOKENS = 6
PLAIN_TRUST = 0.98
CONTEXT_TRUST = {"sentence": 0.55, "paragraph": 0.5}
NOBODY = frozenset(["it", "that", "this", "there", "which", "what", "who"])
SIGNED = re.compile(r"[”\"’'»)]*\s*[-–—―]{1,2}\s*(?=[A-Z])")
ITSELF = frozenset(["itself", "himself", "herself", "themselves"])
LEADS = frozenset(["that", "although", "though", "while", "if", "because"])


class Gap:
    """The writer's words between two quotations, or between one and the edge of its paragraph, as token indices."""

    def __init__(self, first: int, end: int, start: int = 0) -> None:
        self.first = first
        self.end = end
        self.start = start
        """The offset at which the words begin; the token there may begin before it."""


class Attributor:
    """Finds attributions in the gaps of one parsed article."""

    def __init__(self, speakers: Speakers, table: CueTable) -> None:
        self.doc = speakers.doc
        self.speakers = speakers
        self.table = table

    def after(self, gap: Gap, *, ended: bool) -> Attribution | None:
        """The attribution that follows words in marks; `ended`: the words ended their sentence with a full stop."""
        tokens = self._sentence(gap)
        signed = self._signature(gap)
        if signed is not None:
            return signed
        for position, token in enumerate(tokens):
            if token.lower_ == "according":
                return self._phrase(tokens[position:]) if not position or tokens[position - 1].is_punct else None
            if not self._is_cue(token) or self._is_infinitive(token) or self._is_relative(token, tokens[0]):
                continue
            subject = self._subject_after(tokens, position)
            if subject is None or not self._is_near(tokens, subject, position):
                return None
            if ended and self._is_other_sentence(token, tokens):
                return None
            return self._make(self._said_by_others(tokens, position), subject, "after")
        return None

    def _is_relative(self, token: Token, first: Token) -> bool:
        """Whether a verb stands in a relative clause of the words behind the marks: "…," a book that few have read."""
        return token.dep_ == "relcl" and first.i <= token.head.i < token.i

    def _said_by_others(self, tokens: list[Token], position: int) -> Token:
        """The cue in "was quoted as saying" and "went on to say" is the last verb."""
        if tokens[position].lemma_.lower() in GOES_ON:
            last = next((child for child in tokens[position].rights if child.dep_ == "xcomp"), None)
            return last if last is not None and self._is_cue(last) else tokens[position]
        rest = tokens[position + 1 : position + 3]
        if tokens[position].tag_ == "VBN" and len(rest) == 2 and rest[0].lower_ == "as" and rest[1].tag_ == "VBG":
            return rest[1]
        return tokens[position]

    def _is_near(self, tokens: list[Token], subject: Token, position: int) -> bool:
        """Whether subject and cue begin the words after the marks: no clause of the writer's stands before them."""
        first = min(subject.i, tokens[position].i)
        lead = [token for token in tokens[:position] if token.i < first]
        return not any(token.tag_ in FINITE or (token.pos_ == "SCONJ" and token.lower_ != "as") for token in lead)

    def _is_infinitive(self, token: Token) -> bool:
        """Whether a verb only follows "to", save where somebody goes on to say something."""
        if token.tag_ != "VB" or not any(child.lower_ == "to" for child in token.lefts):
            return False
        return not (token.dep_ == "xcomp" and token.head.lemma_.lower() in GOES_ON)

    def has_verb(self, before: Gap, after: Gap) -> bool:
        """Whether a finite verb or an order stands between two gaps, in the words that the marks hold."""
        return any(self.doc[i].tag_ in FINITE or self.doc[i].tag_ == "VB" for i in range(before.end, after.first))

    def runs_on(self, gap: Gap) -> bool:
        """Whether the writer's sentence runs on behind the marks with words that belong to what stands in them."""
        tokens = self._sentence(gap)
        if not tokens or tokens[0].i != gap.first:
            return False
        return tokens[0].pos_ in ("NOUN", "PROPN", "ADJ", "AUX", "VERB") or tokens[0].lower_ == "that"

    def labelled(self, label: Span) -> Attribution:
        """The attribution of a name with a colon that stands in the marks, before the words: a transcript's."""
        words = self.speakers.text[label.start : label.end]
        return Attribution(mention=label, trust=0.9, why=f"colon before the words, subject “{words}”", frame="name")

    def again(self, by: Attribution) -> Attribution | None:
        """The speaker of an attribution once more, for words in the paragraph after; the cue is not theirs."""
        if by.mention is None:
            return None
        words = self.speakers.text[by.mention.start : by.mention.end]
        why = f"paragraph before the marks, subject “{words}”"
        return msgspec.structs.replace(by, cue=None, trust=0.5, why=why, frame="context")

    def before(self, gap: Gap) -> Attribution | None:
        """The attribution that leads to words in marks: its cue is the last before them."""
        tokens = self._lead(gap)
        if not tokens:
            return None
        last = tokens[-1]
        for position in range(len(tokens) - 1, -1, -1):
            token = tokens[position]
            if not self._is_cue(token):
                continue
            if self._is_noun_like(tokens, position) or self._is_far(token, tokens[position:]):
                continue
            if self._is_aside(token, tokens[position + 1 :]):
                continue
            if last.text not in ",:—–-" and len(tokens) - position > 4 and last.lower_ != "that":
                return None
            if self._is_over(token, tokens, position):
                return None
            return self._make(token, self._subject_before(tokens, position), "before")
        return (self._colon(tokens) if last.text == ":" else None) or self._phrase(tokens)

    def _is_over(self, cue: Token, tokens: list[Token], position: int) -> bool:
        """Whether a cue before the marks has its words: "explained itself, “…”"; "thought to take it down: “…”"."""
        last = tokens[-1]
        if last.text == ":":
            is_thought = 0 < self.table.trust(cue.lemma_.lower(), "clause") < SPEECH
            return is_thought and any(child.dep_ == "xcomp" for child in cue.rights)
        if last.text != ",":
            return False
        itself = any(token.lower_ in ITSELF for token in tokens[position + 1 :])
        return itself or self._has_own_content(cue, tokens) or self._leads_into_clause(tokens[position + 1 :])

    def lead_subject(self, gap: Gap, where: str = "sentence") -> Attribution | None:
        """The subject of the last sentence before the quotation, for words that nothing else attributes."""
        tokens = [self.doc[i] for i in range(gap.first, gap.end) if not self.doc[i].is_space]
        if not tokens:
            return None
        start = next((k for k in range(len(tokens) - 2, -1, -1) if tokens[k].text in SENTENCE_ENDS), -1) + 1
        subjects = [token for token in tokens[start:] if token.dep_ == "nsubj" and token.head.dep_ != "relcl"]
        main = next((token for token in subjects if token.head.dep_ == "ROOT"), subjects[0] if subjects else None)
        if main is None or main.head.pos_ not in ("VERB", "AUX"):
            return None
        entity = self.speakers.entity_at(main)
        if main.lower_ not in ("he", "she") and (entity is None or entity.label_ != "PERSON"):
            return None
        return self.speakers.attribution(main, None, CONTEXT_TRUST[where], f"{where} before the marks", "context")

    def _sentence(self, gap: Gap) -> list[Token]:
        tokens: list[Token] = []
        for index in range(gap.first, min(gap.end, gap.first + AFTER_TOKENS)):
            token = self.doc[index]
            if token.text in SENTENCE_ENDS or (token.is_space and "\n" in token.text):
                if tokens or token.is_space:
                    break
                continue
            if not token.is_space and (tokens or not token.is_punct):
                tokens.append(token)
        return tokens

    def _lead(self, gap: Gap) -> list[Token]:
        tokens: list[Token] = []
        for index in range(gap.end - 1, max(gap.first, gap.end - BEFORE_TOKENS) - 1, -1):
            token = self.doc[index]
            if token.text in SENTENCE_ENDS or (token.is_space and "\n" in token.text):
                break
            if not token.is_space:
                tokens.append(token)
        return tokens[::-1]

    def _is_cue(self, token: Token) -> bool:
        if not self.table.trust(token.lemma_.lower(), "direct"):
            return False
        return (token.tag_.startswith("VB") and token.dep_ not in ("amod", "aux")) or token.lower_ in ("said", "says")

    def _subject_after(self, tokens: list[Token], position: int) -> Token | None:
        """The subject of a cue behind the words: before it in the gap, or, inverted, behind it."""
        cue = tokens[position]
        before = tokens[:position]
        own = self.speakers.subject_of(cue)
        first, last = tokens[0].i, tokens[-1].i
        if own is not None and first <= own.i <= last:
            return own
        if all(token.pos_ in ("ADV", "AUX", "CCONJ", "PUNCT") for token in before):
            return self._noun_in(tokens[position + 1 :], adjacent=True)
        return self._noun_in(before)

    def _subject_before(self, tokens: list[Token], position: int) -> Token | None:
        cue = tokens[position]
        own = self.speakers.subject_of(cue)
        if own is not None and tokens[0].i <= own.i <= tokens[-1].i:
            return own
        if own is not None and cue.dep_ in ("advcl", "conj", "acl"):
            return own
        return self._noun_in(tokens[:position])

    def _noun_in(self, tokens: list[Token], *, adjacent: bool = False) -> Token | None:
        """The head of the first noun phrase; with `adjacent` only of one that starts at once."""
        if not tokens or (adjacent and tokens[0].pos_ not in NOUN_START):
            return None
        for index, token in enumerate(tokens):
            if token.is_punct and index:
                return None
            if token.pos_ not in ("NOUN", "PROPN", "PRON") or token.tag_ in ("PRP$", "WDT"):
                continue
            following = tokens[index + 1] if index + 1 < len(tokens) else None
            if following is not None and following.pos_ in ("NOUN", "PROPN", "PART") and following.i == token.i + 1:
                continue
            entity = self.speakers.entity_at(token)
            if entity is not None and entity.label_ in ("DATE", "TIME"):
                return None
            return token
        return None

    def _is_noun_like(self, tokens: list[Token], position: int) -> bool:
        """Whether what is tagged a verb is a noun that the marks have hidden: "the ceasefire offer as, “…”"."""
        following = tokens[position + 1].lower_ if position + 1 < len(tokens) else ""
        return following == "as" and not self.table.trust(tokens[position].lemma_.lower(), "naming")

    def _is_aside(self, cue: Token, rest: list[Token]) -> bool:
        """Whether a verb stands in a relative clause that is over: "who had ruled it out, took a softer tone: “…”"."""
        return cue.dep_ == "relcl" and any(token.tag_ in FINITE for token in rest)

    def _is_far(self, cue: Token, tokens: list[Token]) -> bool:
        """Whether a verb that takes no clause stands too far before the marks to lead to them: "began to see …:"."""
        takes_clause = self.table.trust(cue.lemma_.lower(), "clause") > 0
        if self.table.trust(cue.lemma_.lower(), "naming") and any(c.dep_ == "auxpass" for c in cue.children):
            return True
        own = any(child.dep_ == "xcomp" and child.i <= tokens[-1].i for child in cue.rights)
        return not takes_clause and (own or len(tokens) > NEAR_TOKENS)

    def _has_own_content(self, cue: Token, tokens: list[Token]) -> bool:
        """Whether what a cue says stands in the writer's words beside it."""
        last = tokens[-1].i
        return any(child.dep_ in ("ccomp", "xcomp") and cue.i < child.i <= last for child in cue.children)

    def _leads_into_clause(self, tokens: list[Token]) -> bool:
        """Whether a clause of the writer's begins between the cue and the marks: "said that, although …, “…”"."""
        return any(token.lower_ in LEADS for token in tokens)

    def _is_other_sentence(self, cue: Token, tokens: list[Token]) -> bool:
        """Whether the sentence behind finished words tells something of its own, instead of who said them."""
        if tokens[0].pos_ in ("SCONJ", "ADP") or self._has_own_content(cue, tokens):
            return True
        if any(child.dep_ == "neg" for child in cue.children):
            return True
        if cue.lemma_.lower() not in self.table.plain or any(
            token.i == cue.i + 1 and token.lower_ == "that" for token in tokens
        ):
            return True
        objects = [child for child in cue.rights if child.dep_ == "dobj"]
        return bool(objects) and not self.table.trust(cue.lemma_.lower(), "addressee")

    def _phrase(self, tokens: list[Token]) -> Attribution | None:
        """According to somebody; in the words of somebody."""
        for position, token in enumerate(tokens[:-2]):
            if token.lower_ == "according" and tokens[position + 1].lower_ == "to":
                to = tokens[position + 1]
                noun = next((child for child in to.children if child.dep_ == "pobj"), None)
                cue = Span(token.idx, to.idx + len(to))
                noun = noun or self._noun_in(tokens[position + 2 :])
                return self.speakers.attribution(noun, cue, self.table.phrase_trust, "cue “according to”", "according")
        return self._words_of(tokens)

    def _words_of(self, tokens: list[Token]) -> Attribution | None:
        """A set phrase of several words that takes the speaker as its object, right before the marks."""
        if not tokens:
            return None
        start = tokens[0].idx
        words = self.speakers.text[start : tokens[-1].idx + len(tokens[-1])].lower()
        for phrase in self.table.before_speaker:
            at = words.rfind(phrase + " ") if phrase.count(" ") > 1 else -1
            behind = [token for token in tokens if token.idx >= start + at + len(phrase)]
            noun = self._noun_in(behind) if at >= 0 and len(behind) <= SIGNATURE_TOKENS + 2 else None
            if noun is not None:
                cue = Span(start + at, start + at + len(phrase))
                return self.speakers.attribution(noun, cue, self.table.phrase_trust, f"cue “{phrase}”", "according")
        return None

    def _signature(self, gap: Gap) -> Attribution | None:
        """A name alone after a dash: “…” — Ana Ruiz."""
        dash = SIGNED.match(self.speakers.text, gap.start)
        if dash is None:
            return None
        tokens: list[Token] = []
        for index in range(gap.first, gap.end):
            token = self.doc[index]
            if token.idx < dash.end():
                continue
            if token.is_space or (token.is_punct and token.text in ".,;("):
                break
            tokens.append(token)
        if not 0 < len(tokens) <= SIGNATURE_TOKENS or not all(_is_name_word(token) for token in tokens):
            return None
        span = Span(tokens[0].idx, tokens[-1].idx + len(tokens[-1]))
        words = self.speakers.text[span.start : span.end]
        return Attribution(mention=span, trust=0.8, why=f"name after a dash, subject “{words}”", frame="name")

    def _colon(self, tokens: list[Token]) -> Attribution | None:
        """A name before a colon; in a short sentence its subject; in a longer one a subject that can speak."""
        noun = self._name_at_end(tokens[:-1])
        subjects = [token for token in tokens if token.dep_ in SUBJECTS and token.lower_ not in NOBODY]
        if noun is None:
            noun = next((token for token in subjects if self.speakers.can_speak(token)), None)
        if noun is None and len(tokens) <= COLON_TOKENS:
            noun = subjects[0] if subjects else self._noun_in(tokens)
            noun = noun if noun is not None and self.speakers.can_speak(noun) else None
        if noun is None:
            return None
        trust = 0.75 if len(tokens) <= COLON_TOKENS else 0.6
        return self.speakers.attribution(noun, None, trust, "colon before the marks", "colon")

    def _name_at_end(self, tokens: list[Token]) -> Token | None:
        """The last word of a person's name, or of two names' words, with which the words before a colon end."""
        if not tokens:
            return None
        last = tokens[-1]
        entity = self.speakers.entity_at(last)
        if entity is not None:
            return last if entity.label_ == "PERSON" or len(entity) == len(tokens) else None
        is_name = len(tokens) > 1 and last.pos_ == "PROPN" and tokens[-2].pos_ == "PROPN"
        return last if is_name else None

    def _make(self, cue: Token, subject: Token | None, where: str) -> Attribution:
        lemma = cue.lemma_.lower()
        trust = max(self.table.trust(lemma, "direct"), PLAIN_TRUST if lemma in self.table.plain else 0.0)
        if any(child.dep_ == "auxpass" for child in cue.children):
            subject = self.speakers.agent_of(cue) or subject
        span = Span(cue.idx, cue.idx + len(cue))
        is_rare = where == "before" and not self.table.trust(lemma, "clause")
        frame = f"{where}, other verb" if is_rare else where
        return self.speakers.attribution(subject, span, trust, f"cue “{cue.text}” {where} the marks", frame)


def _is_name_word(token: Token) -> bool:
    return token.text[:1].isupper() or token.lower_ in ("of", "de", "van", "von", "al", "the", "-")
