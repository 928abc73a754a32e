"""Who speaks: from a verb to its subject in the parse, and from the subject to the mention of a speaker.

The name alone is the mention ("Dr. Elena Petrovna, a specialist at …" gives the name); of common nouns it is the noun
phrase without appositions and relative clauses. Who the mention is, is found in `annotator.preannotate.actors`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from annotator.model import Span
from annotator.preannotate.statements.cues import CueTable
from annotator.preannotate.statements.found import Attribution

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token
    from spacy.tokens import Span as DocSpan

SUBJECTS = frozenset(["nsubj", "nsubjpass", "csubj"])
INHERIT = frozenset(["conj", "advcl", "xcomp", "pcomp", "dep", "ccomp", "acl", "relcl"])
SPEAKING = frozenset(["PERSON", "ORG", "GPE", "NORP", "FAC", "PRODUCT", "WORK_OF_ART", "LAW"])
AGENTS = re.compile(r"(?:er|or|ist|ian|eer|ant|man|men|woman|women|person|maker|crat|ee)$")
NAMES = frozenset(["PERSON", "ORG", "GPE", "NORP", "LOC", "FAC"])
BODIES = frozenset(["ORG", "GPE", "NORP"])
NICKNAME_BEFORE = re.compile(r"[A-Z][\w.’-]*(?: [A-Z][\w.’-]*)? [“\"‘'][A-Z][^”\"’'\n.!?,;]{0,30}[”\"’'] $")
NICKNAME_CHARS = 80
RECEIVES = frozenset(["receive", "get", "see", "read", "find", "obtain", "cite", "quote"])
PERSONS = frozenset(["he", "she", "they", "we", "i", "you", "who"])
RELATIVES = frozenset(["who", "which", "that"])
SOME = frozenset(["some", "others", "many", "another"])
FINITE = frozenset(["VBD", "VBZ", "VBP", "MD"])
CLOSING = frozenset("”\"’'»“")
MARK_ENDS = frozenset(["”", '"', "’", "'", "»", ","])
NEAR_CUE = 30
MAX_CLIMB = 4
SPEECH = 0.9
"""The trust from which a verb is one of saying."""


class Speakers:
    """The speakers of one parsed article."""

    def __init__(self, doc: Doc, table: CueTable) -> None:
        self.doc = doc
        self.text = doc.text
        self.table = table
        self._entity_at: dict[int, DocSpan] = {}
        for entity in doc.ents:
            for index in range(entity.start, entity.end):
                self._entity_at[index] = entity

    def entity_at(self, token: Token) -> DocSpan | None:
        return self._entity_at.get(token.i)

    def subject_of(self, verb: Token) -> Token | None:
        """The subject of a verb; of the verb above it where it has none of its own or one that cannot speak."""
        outer = self._outer_cue(verb) or self._cue_of_marks(verb)
        if outer is not None:
            return self.subject_of(outer)
        near = self._name_before(verb)
        if near is not None:
            return near
        current, fallback, document = verb, None, None
        for _ in range(MAX_CLIMB):
            own = self._own_subject(current)
            if own is not None and (current.i == verb.i or self.can_speak(own)):
                owns = current.lemma_.lower() not in RECEIVES and self._is_somebody(own)
                return own if document is None or owns else document
            fallback = fallback or own
            above = self._above(current)
            if above is None:
                return fallback
            if current.dep_ in ("acl", "relcl") and self.can_speak(current.head):
                if not self.is_document(current.head):
                    return current.head
                document = document or current.head
            current = above
        return document or fallback

    def _is_somebody(self, noun: Token) -> bool:
        """Whether a subject is a person or a body, to whom a document belongs: "he sent a letter saying …"."""
        entity = self._entity_at.get(noun.i)
        if entity is not None:
            return entity.label_ in ("PERSON", "ORG", "GPE")
        return noun.lower_ in PERSONS or (noun.pos_ == "NOUN" and not self.is_document(noun))

    def _outer_cue(self, verb: Token) -> Token | None:
        """The verb of saying from which a cue in its clause goes on: "said it failed, adding …", "… and warned …"."""
        if verb.dep_ not in ("conj", "advcl") or any(child.dep_ in SUBJECTS for child in verb.children):
            return None
        if verb.lemma_.lower() not in self.table.verbs or any(child.lower_ == "to" for child in verb.lefts):
            return None
        clause = verb.head
        while clause.dep_ in ("conj", "advcl", "xcomp") and clause.head.i != clause.i:
            clause = clause.head
        outer = clause.head
        if clause.dep_ != "ccomp" or outer.i >= verb.i or self.table.trust(outer.lemma_.lower(), "clause") < SPEECH:
            return None
        return outer if verb.tag_ in ("VBG", outer.tag_) else None

    def _cue_of_marks(self, verb: Token) -> Token | None:
        """The cue whose words in marks end right before a cue: "with critics calling it “a joke”, implying that …"."""
        if verb.tag_ != "VBG" or verb.dep_ != "advcl" or verb.i < 2 or self.doc[verb.i - 1].text not in MARK_ENDS:
            return None
        if self.doc[verb.i - 1].text == "," and self.doc[verb.i - 2].text not in MARK_ENDS:
            return None
        near = range(verb.i - 3, max(verb.sent.start, verb.i - NEAR_CUE), -1)
        tokens = (self.doc[i] for i in near if self.doc[i].dep_ in ("acl", "pcomp") and self.doc[i].tag_ == "VBG")
        return next((token for token in tokens if token.lemma_.lower() in self.table.verbs), None)

    def _name_before(self, verb: Token) -> Token | None:
        """The name right before a cue that the parse hangs on another verb: "word came of Ana Ruiz hinting at …"."""
        token = self.doc[verb.i - 1] if verb.i else verb
        if verb.tag_ != "VBG" or verb.dep_ != "advcl" or token.dep_ not in ("pobj", "dobj"):
            return None
        entity = self._entity_at.get(token.i)
        return token if entity is not None and entity.label_ == "PERSON" else None

    def _own_subject(self, verb: Token) -> Token | None:
        own = next((child for child in verb.children if child.dep_ in SUBJECTS), None)
        if own is None and verb.dep_ in ("xcomp", "ccomp") and verb.tag_ != "VBG":
            return next((child for child in verb.head.children if child.dep_ in ("dobj", "dative")), None)
        return own or self._inverted(verb)

    def _inverted(self, verb: Token) -> Token | None:
        """The subject behind a verb of saying that follows marks, where the parse took it for an object."""
        if not verb.i or self.doc[verb.i - 1].text[-1:] not in CLOSING or verb.tag_ not in FINITE:
            return None
        if self.table.trust(verb.lemma_.lower(), "clause") < SPEECH:
            return None
        return next((child for child in verb.rights if child.dep_ == "dobj" and self.can_speak(child)), None)

    def _above(self, verb: Token) -> Token | None:
        """The verb that a verb without a subject hangs on."""
        head = verb.head
        if head.i == verb.i or verb.dep_ not in INHERIT:
            return None
        for _ in range(MAX_CLIMB):
            if head.pos_ in ("VERB", "AUX") or head.head.i == head.i:
                break
            head = head.head
        return head if head.i != verb.i else None

    def can_speak(self, noun: Token) -> bool:
        """Whether a noun names somebody or something that says things: a person, a body, a document."""
        entity = self._entity_at.get(noun.i)
        if entity is not None and entity.label_ in SPEAKING:
            return True
        lemma = noun.lemma_.lower()
        if noun.pos_ == "PRON":
            return noun.lower_ in self.table.pronouns
        if noun.pos_ == "PROPN":
            return entity is None or entity.label_ in SPEAKING
        return (
            lemma in self.table.people or lemma in self.table.bodies or self.is_document(noun) or self._is_agent(lemma)
        )

    def _is_agent(self, lemma: str) -> bool:
        return len(lemma) > 4 and lemma not in self.table.not_agents and AGENTS.search(lemma) is not None

    def is_document(self, noun: Token) -> bool:
        return noun.lemma_.lower() in self.table.documents

    def agent_of(self, verb: Token) -> Token | None:
        """The noun after "by" of a passive verb."""
        for child in verb.children:
            if child.dep_ == "agent":
                return next((noun for noun in child.children if noun.dep_ == "pobj"), None)
        return None

    def attribution(
        self, subject: Token | None, cue: Span | None, trust: float, why: str, frame: str = "clause"
    ) -> Attribution:
        """The attribution to a subject; without one only the cue is known."""
        if subject is None:
            return Attribution(cue=cue, trust=trust * 0.6, why=f"{why}, nobody named", frame="unnamed")
        subject = self._name_behind(subject) or self.meant(subject)
        span = self.mention(subject)
        others = tuple(
            self.mention(token) for token in subject.conjuncts if token.i > subject.i and _names_somebody(token)
        )
        anonymous = self._is_anonymous(subject)
        return Attribution(
            cue=cue,
            mention=span,
            others=tuple(other for other in others if not other.overlaps(span)),
            is_anonymous=anonymous,
            body=self._body(subject, span) if anonymous else None,
            trust=trust,
            why=f"{why}, subject “{' '.join(self.text[span.start : span.end].split())}”",
            frame=frame,
        )

    def meant(self, subject: Token) -> Token:
        """The noun for which a relative pronoun stands: "Ana Ruiz, who said …"; any other subject itself."""
        if subject.lower_ not in RELATIVES or subject.head.dep_ != "relcl":
            return subject
        noun = subject.head.head
        return noun if noun.i < subject.i and _names_somebody(noun) else subject

    def mention(self, head: Token) -> Span:
        """The span that names the speaker whose head word is given."""
        entity = self._entity_at.get(head.i)
        if entity is not None and entity.label_ in NAMES and not self._goes_on(head, entity):
            return self._with_nickname(_chars(entity))
        named = self._name_beside(head)
        if named is not None:
            return _chars(named)
        if head.pos_ == "PRON":
            return Span(head.idx, head.idx + len(head))
        start, end = self._noun_phrase(head)
        return Span(self.doc[start].idx, self.doc[end - 1].idx + len(self.doc[end - 1]))

    def _with_nickname(self, name: Span) -> Span:
        """A name with what stands before a nickname in marks: Ana “Nan” Ruiz."""
        begin = max(0, name.start - NICKNAME_CHARS)
        before = NICKNAME_BEFORE.search(self.text[begin : name.start])
        return name if before is None else Span(begin + before.start(), name.end)

    def _goes_on(self, head: Token, entity: DocSpan) -> bool:
        """Whether the noun phrase goes on behind a name that is no name of a person: "Trump campaign"."""
        return head.i >= entity.end

    def _name_beside(self, head: Token) -> DocSpan | None:
        """A person's name beside a common noun: "special envoy, Steve Witkoff"; "Secretary of State Marco Rubio"."""
        for child in head.children:
            entity = self._entity_at.get(child.i)
            if entity is None or entity.label_ != "PERSON":
                continue
            if child.dep_ == "appos" or (child.dep_ in ("compound", "nmod") and child.i > head.i):
                return entity
        end = self._noun_phrase(head)[1]
        entity = self._entity_at.get(end) if end < len(self.doc) else None
        if entity is not None and entity.label_ == "PERSON" and entity.start == end and head.pos_ in ("NOUN", "PROPN"):
            return entity
        return None

    def _noun_phrase(self, head: Token) -> tuple[int, int]:
        start = min(head.left_edge.i, head.i)
        for index in range(head.i - 1, start - 1, -1):
            token = self.doc[index]
            outside = head.pos_ == "PROPN" and token.pos_ in ("ADP", "VERB") and token.lower_ != "of"
            if token.is_space or token.text in ',;:"“”()—–―' or token.tag_ in FINITE or outside:
                start = index + 1
                break
        if start < head.i and self.doc[start].lower_ == "that" and head.tag_ == "NNS":
            start += 1
        end = head.i + 1
        for child in head.rights:
            if (
                child.i == end
                and child.dep_ in ("prep", "case", "amod", "acl")
                and child.lower_ in self.table.postposed
            ):
                stop = child.right_edge.i + 1
                end = next((i for i in range(end, stop) if self._breaks(i)), stop)
        while end > head.i + 1 and (self.doc[end - 1].dep_ in ("prep", "case") or self.doc[end - 1].pos_ == "CCONJ"):
            end -= 1
        while (
            start < head.i
            and self.doc[start + 1].text != "-"
            and self.doc[start].pos_ in ("CCONJ", "SCONJ", "ADV", "PUNCT", "INTJ", "VERB", "ADP")
        ):
            start += 1
        return start, end

    def _breaks(self, index: int) -> bool:
        """Whether a noun phrase ends before this token; a hyphen inside a word ends none."""
        token = self.doc[index]
        if token.text == "-" and not token.whitespace_ and not self.doc[index - 1].whitespace_:
            return False
        return token.is_punct or token.is_space

    def _name_behind(self, subject: Token) -> Token | None:
        """The name to which a title belongs that the parse took for a list: "head of news and sport Ana Ruiz said"."""
        at = subject.head.i - 1
        while at > subject.i and self.doc[at].pos_ == "ADV":
            at -= 1
        name, own = self._entity_at.get(at), self._entity_at.get(subject.i)
        if name is None or name.label_ != "PERSON" or name.start <= subject.i or own is not None:
            return None
        before = self.doc[name.start - 1]
        is_title = before.text.islower() and before.pos_ in ("NOUN", "ADJ")
        return self.doc[name.end - 1] if is_title and subject.lemma_.lower() not in self.table.bodies else None

    def _is_anonymous(self, subject: Token) -> bool:
        if (
            subject.pos_ != "NOUN"
            or self._entity_at.get(subject.i) is not None
            or self._name_beside(subject) is not None
        ):
            return subject.dep_ in SUBJECTS and (subject.lower_ in SOME or self._is_one_of(subject))
        if subject.lemma_.lower() not in self.table.people:
            return False
        start, _ = self._noun_phrase(subject)
        first = self.doc[start]
        plural = subject.tag_ in ("NNS", "NNPS")
        definite = any(
            token.lower_ in ("the", "this", "that", "these", "those", "his", "her", "its", "their")
            for token in self.doc[start : subject.i]
        )
        both = first.lower_ == "both"
        return (first.lower_ in self.table.indefinite or (plural and not definite)) and not both

    def _is_one_of(self, subject: Token) -> bool:
        """One of the sailors: a single one of several whom nobody names."""
        link = next((child for child in subject.rights if child.lower_ == "of"), None)
        return subject.lower_ == "one" and link is not None and any(child.tag_ == "NNS" for child in link.children)

    def _body(self, subject: Token, mention: Span) -> Span | None:
        start, end = self._noun_phrase(subject)
        bodies = (self._entity_at[i] for i in range(start, end) if i in self._entity_at)
        return next((_chars(each) for each in bodies if each.label_ in BODIES and mention.overlaps(_chars(each))), None)


def _names_somebody(token: Token) -> bool:
    return token.pos_ in ("PROPN", "NOUN", "PRON")


def _chars(span: DocSpan) -> Span:
    return Span(span.start_char, span.end_char)
