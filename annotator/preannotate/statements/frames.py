"""From a reporting verb to the words that it reports, one small function for each frame of the cue table.

All work on token indices of one parsed article. Who speaks, and what is made of the words, is in `indirect`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from annotator.preannotate.statements.cues import CueTable
from annotator.preannotate.statements.extent import SPEECH, Extent, Range
from annotator.preannotate.statements.speakers import SUBJECTS, Speakers

if TYPE_CHECKING:
    from spacy.tokens import Token

PASSIVE_SUBJECTS = ("nsubjpass", "expl")
NAMED = frozenset(["oprd", "attr", "acomp"])
REPORTED = frozenset(["dobj", "oprd", "prep", "acl", "xcomp", "ccomp", "advcl"])
REASONS = frozenset(
    ["as", "for", "of", "to", "by", "than", "despite", "including", "against", "over", "about", "without"]
)
TO_WHOM = frozenset(["on", "upon", "for"])
VISITS = frozenset(["call"])
"""Verbs that ask somebody only with a preposition: "called on her to …", but "called her to …" on the telephone."""
QUESTIONS = frozenset(["when", "where", "how", "why", "whether", "if"])
ASIDES = ("prep", "npadvmod", "dobj", "dative", "advmod", "agent")
FINITE = ("VBD", "VBZ", "VBP")
FINITE_OR_MODAL = (*FINITE, "MD")
ACTS = frozenset(["confirm", "offer", "promise", "repeat", "reflect", "threaten", "order", "demand", "propose", "cite"])
"""Verbs whose "what" names a thing: "promised what they wanted"."""
LEADING = frozenset(["while", "when", "although", "though", "if", "since", "after", "before", "because"])
TAIL_TOKENS = 2
MAX_ASIDE = 6
RESUMES = frozenset(["that", "when", "whether", "deal", "if", "unless", "because", "with", "without", "or"])
GAPS = frozenset(["who", "whom", "which", "that"])
REASON_LINKS = ("for", "of")
NAMES_ONLY = frozenset(["call", "label", "brand", "dub", "term", "describe", "declare", "pronounce", "see", "view"])
"""Verbs that give no reason: "blamed him for …", but "called a march for Saturday"."""


class Frames:
    """What the verbs of one parsed article report, frame by frame."""

    def __init__(self, speakers: Speakers, table: CueTable) -> None:
        self.doc = speakers.doc
        self.speakers = speakers
        self.table = table
        self.extent = Extent(speakers.doc, table)
        self._frames: dict[str, Callable[[Token], list[Range]]] = {
            "clause": self.clause,
            "infinitive": self.infinitive,
            "addressee": self.addressee,
            "gerund": self.gerund,
            "naming": self.naming,
            "object": self.object,
            "picture": self.picture,
            "passive": self.passive,
        }

    def ranges(self, cue: Token, frame: str) -> list[Range]:
        """The words that a verb reports in a frame, as token bounds; none where the verb does not stand in it."""
        of = self._frames.get(frame)
        return of(cue) if of is not None else self.preposition(cue, frame)

    def subject_of(self, cue: Token) -> Token | None:
        """The subject of a verb; of two the one behind it: "The bridge, said Ana Ruiz, is safe"."""
        own = [child for child in cue.children if child.dep_ in SUBJECTS]
        if len(own) > 1 and own[0].i < cue.i < own[-1].i:
            return own[-1]
        return self.speakers.subject_of(cue)

    def clause(self, cue: Token) -> list[Range]:
        """Said (that) …, asked whether …; fronted, trailing and parenthetical too."""
        if self._interrupts(cue):
            return self.around(self._part_start(cue), cue.sent.end, cue)
        for child in cue.children:
            if child.dep_ != "ccomp" or not (is_clause(child) or self._lost_subject(cue, child)):
                continue
            if self._interrupts(child):
                continue
            start, end = child.left_edge.i, child.right_edge.i + 1
            if start > cue.i:
                start = self.extent.from_that(cue, self._with_lost_subject(cue, child, start))
                return [] if self._is_nothing_said(cue, child, start) else self._behind(cue, start, end)
            if not any(token.text == ";" for token in self.doc[child.i : cue.i]):
                return self.around(start, max(end, cue.i), cue)
        return self._by_order(cue)

    def _interrupts(self, cue: Token) -> bool:
        """Whether subject and cue stand between commas in the middle of a clause: "It expects, she says, that …"."""
        subject = next((child for child in cue.lefts if child.dep_ in SUBJECTS), None)
        following = self.doc[cue.i + 1] if cue.i + 1 < cue.sent.end else cue
        if subject is None or following.text != "," or cue.tag_ not in FINITE or cue.i + 3 >= cue.sent.end:
            return False
        first = subject.left_edge.i
        if cue.i - first > MAX_ASIDE or first - 1 <= cue.sent.start or self.doc[first - 1].text != ",":
            return False
        before = self.doc[cue.sent.start : first - 1]
        told = self.table.trust(cue.lemma_.lower(), "clause") > SPEECH and following.i + 1 < cue.sent.end
        is_open = any(token.tag_ in FINITE_OR_MODAL for token in before)
        return told and is_open and self.doc[following.i + 1].lower_ in RESUMES

    def _part_start(self, cue: Token) -> int:
        """Where the part of a sentence begins that a cue interrupts: behind the last semicolon before it."""
        near = range(cue.i - 1, cue.sent.start, -1)
        return next((i + 1 for i in near if self.doc[i].text == ";"), cue.sent.start)

    def _behind(self, cue: Token, start: int, end: int) -> list[Range]:
        """A clause behind its cue, with the relative pronoun before the cue that belongs to it."""
        said = self.extent.cut(start, self.extent.to_verb(end, cue), cue)
        first = cue.left_edge
        is_gap = cue.dep_ == "relcl" and first.lower_ in GAPS and self.doc[start].tag_ in FINITE_OR_MODAL
        return [(first.i, first.i + 1), said] if is_gap and first.i < cue.i else [said]

    def _by_order(self, cue: Token) -> list[Range]:
        """What a verb says where no clause hangs on it that is surely its own."""
        gap = next((child for child in cue.rights if self._is_gap(child, cue)), None)
        if gap is not None:
            return self._behind(cue, gap.left_edge.i, gap.right_edge.i + 1)
        joined = self._spliced(cue)
        if joined is not None:
            return [self.extent.cut(*joined, cue)]
        open_question = next((child for child in cue.rights if self._is_open(child, cue)), None)
        if open_question is not None:
            return [self.extent.cut(open_question.left_edge.i, open_question.right_edge.i + 1, cue)]
        if cue.dep_ == "advcl" and any(child.lower_ == "as" for child in cue.lefts):
            return self.extent.without(cue.head, cue) if self._is_aside(cue) else []
        if cue.dep_ == "parataxis" and cue.head.i != cue.i:
            head = cue.head
            return self.around(head.left_edge.i, head.right_edge.i + 1, cue)
        subject = self.subject_of(cue) if self.table.trust(cue.lemma_.lower(), "clause") > SPEECH else None
        if subject is not None and cue.tag_ in FINITE:
            return self.extent.by_order(cue, subject)
        return []

    def _is_gap(self, child: Token, cue: Token) -> bool:
        """Whether a finite verb behind a cue goes with the pronoun before it: "whom he said do not count"."""
        if cue.dep_ != "relcl" or child.dep_ != "xcomp" or cue.left_edge.lower_ not in GAPS:
            return False
        return self.doc[child.left_edge.i].tag_ in FINITE_OR_MODAL and child.left_edge.i == cue.i + 1

    def _spliced(self, cue: Token) -> Range | None:
        """A clause that the parse tore, in another tense: "sources suggest the talks, though tense, brought …"."""
        torn = next((child for child in cue.rights if child.dep_ == "conj" and child.tag_ == "VBD"), None)
        thing = next((child for child in cue.rights if child.dep_ == "dobj"), None)
        if torn is None or thing is None or cue.tag_ not in ("VBP", "VBZ") or thing.i > torn.i:
            return None
        if any(child.dep_ == "cc" for child in cue.rights) or any(each.dep_ in SUBJECTS for each in torn.children):
            return None
        return thing.left_edge.i, torn.right_edge.i + 1

    def _is_nothing_said(self, cue: Token, child: Token, start: int) -> bool:
        """Whether a clause says when ("expects it if …"), which ("remarks that are …") or what thing ("what I see")."""
        lemma, first = cue.lemma_.lower(), child.left_edge
        if first.lower_ == "if":
            return lemma in self.table.thoughts
        if first.lower_ in ("what", "whatever"):
            return lemma in ACTS
        following = self.doc[start + 1] if start + 1 < len(self.doc) else None
        is_relative = following is not None and first.lower_ == "that" and following.tag_ in FINITE_OR_MODAL
        return is_relative and cue.tag_ == "VBZ" and lemma not in self.table.plain

    def _lost_subject(self, cue: Token, child: Token) -> bool:
        """Whether a finite clause lacks only the subject that the parse gave its cue: "suggest factions may be …"."""
        if child.i < cue.i or not any(each.tag_ in FINITE_OR_MODAL for each in (child, *child.lefts)):
            return False
        thing = next((each for each in cue.rights if each.dep_ == "dobj" and each.i < child.i), None)
        return (
            thing is not None
            and self.doc[child.left_edge.i].tag_ in FINITE_OR_MODAL
            and child.left_edge.i == (thing.right_edge.i + 1)
        )

    def _is_open(self, child: Token, cue: Token) -> bool:
        """Whether a clause of time or manner is what was not said: "has not said when it will open"."""
        if child.dep_ != "advcl" or child.left_edge.i != cue.i + 1 or not is_clause(child):
            return False
        return child.left_edge.lower_ in QUESTIONS and any(each.dep_ == "neg" for each in cue.lefts)

    def _is_aside(self, cue: Token) -> bool:
        """Whether "as she said" speaks of the clause around it: nothing but somebody told hangs on its verb."""
        told = self.table.trust(cue.lemma_.lower(), "addressee") > 0
        return told or not any(child.dep_ in ("dobj", "xcomp", "oprd") for child in cue.rights)

    def _with_lost_subject(self, cue: Token, clause: Token, start: int) -> int:
        """The start of a clause whose subject the parse took for the cue's object: "suggest factions may …"."""
        if any(child.dep_ in SUBJECTS or child.dep_ == "mark" for child in clause.children):
            return start
        lost = next((child for child in cue.rights if child.dep_ == "dobj" and child.i < clause.i), None)
        if lost is None or self.table.trust(cue.lemma_.lower(), "addressee"):
            return start
        return min(start, lost.left_edge.i)

    def around(self, start: int, end: int, cue: Token) -> list[Range]:
        """A clause before its cue or around it, without the cue and its subject."""
        subject = self.subject_of(cue)
        own = [cue.i, *(child.i for child in cue.children if child.dep_ in ("aux", "neg", *ASIDES))]
        edges = [subject.left_edge.i, subject.right_edge.i + 1] if subject is not None else []
        first = min([index for index in own if index <= cue.i] + edges[:1])
        last = max([cue.i + 1, *edges[1:]])
        for child in cue.rights:
            if child.dep_ in ASIDES and child.left_edge.i <= last + 1:
                last = max(last, child.right_edge.i + 1)
        end = max(end, self.extent.beyond_aside(cue, subject, first, last))
        start = self.extent.first_of(start, min(first, end), cue, last)
        ranges = [self.extent.tidy(a, b) for a, b in ((start, min(first, end)), (last, end)) if b - a > 1]
        return [] if len(ranges) == 1 and self._only_leads(*ranges[0], cue) else ranges

    def _only_leads(self, start: int, end: int, cue: Token) -> bool:
        """Whether a clause before its cue is the writer's that leads to what follows: "When asked, she said no"."""
        is_led = self.doc[start].lower_ in LEADING and self.doc[start].pos_ in ("SCONJ", "ADV", "ADP")
        return is_led and end <= cue.i and cue.right_edge.i + 1 < cue.sent.end - TAIL_TOKENS

    def infinitive(self, cue: Token) -> list[Range]:
        """Promised to …: the to-clause of the speaker's own deeds."""
        for child in cue.rights:
            if child.dep_ == "xcomp" and child.pos_ in ("VERB", "AUX") and is_infinitive(child):
                return [self.extent.cut(child.left_edge.i, child.right_edge.i + 1, cue)]
        return []

    def addressee(self, cue: Token) -> list[Range]:
        """Urged somebody to …: whoever should do it belongs to what is said."""
        for child in cue.rights:
            if child.dep_ == "ccomp" and is_infinitive(child) and any(each.dep_ in SUBJECTS for each in child.children):
                return [self.extent.cut(child.left_edge.i, child.right_edge.i + 1, cue)]
        kinds = ("prep",) if cue.lemma_ in VISITS else ("dobj", "prep")
        objects = [
            child for child in cue.rights if child.dep_ in kinds and (child.dep_ == "dobj" or child.lower_ in TO_WHOM)
        ]
        for child in cue.rights:
            if child.dep_ == "xcomp" and is_infinitive(child) and objects and objects[0].i < child.i:
                first = objects[0].left_edge.i
                first += self.doc[first].lower_ in TO_WHOM
                return [self.extent.cut(first, child.right_edge.i + 1, cue)]
        return []

    def gerund(self, cue: Token) -> list[Range]:
        """Denied having …"""
        for child in cue.rights:
            verbs = [child, *(each for each in child.lefts if each.dep_ in ("aux", "auxpass"))]
            if child.dep_ in ("xcomp", "pcomp") and any(verb.tag_ == "VBG" for verb in verbs):
                return [self.extent.cut(child.left_edge.i, child.right_edge.i + 1, cue)]
        return []

    def naming(self, cue: Token) -> list[Range]:
        """Called X Y, described X as Y, blamed X for Y: from X to the end of Y."""
        thing = next((child for child in cue.rights if child.dep_ in ("dobj", "ccomp", "nsubj")), None)
        if thing is not None and thing.dep_ == "ccomp" and thing.pos_ not in ("NOUN", "ADJ", "PROPN"):
            return []
        name = next((child for child in cue.rights if child.dep_ in NAMED), None)
        link = (
            self.link(cue, ("as", *REASON_LINKS) if cue.lemma_.lower() not in NAMES_ONLY else ("as",))
            or (self.link(thing, ("as",)) if thing else None)
            or _as_clause(cue)
        )
        last = max((each.right_edge.i + 1 for each in (thing, name, link) if each is not None), default=0)
        if name is None and link is None and (thing is None or thing.dep_ != "ccomp"):
            return []
        if thing is None and name is None and link is not None and link.lower_ in ("for", "of"):
            return []  # "is to blame for …": nobody is blamed by anybody
        first = thing.left_edge.i if thing is not None else (name or link or cue).left_edge.i
        return [self.extent.cut(first, last, cue)] if first > cue.i else []

    def object(self, cue: Token) -> list[Range]:
        """Announced a ceasefire."""
        thing = next((child for child in cue.rights if child.dep_ == "dobj"), None)
        if thing is None:
            thing = next((child for child in cue.rights if child.dep_ == "ccomp" and not is_clause(child)), None)
        if thing is None and self.speakers.agent_of(cue) is not None:
            of = next((child for child in cue.lefts if child.dep_ in PASSIVE_SUBJECTS), None)
            return [self.extent.bare(of.left_edge.i, of.right_edge.i + 1, cue)] if of is not None else []
        if thing is None or thing.pos_ == "PRON":
            return []
        last = max(child.right_edge.i + 1 for child in cue.rights if child.i == thing.i or _belongs(child))
        last = max(last, *(child.right_edge.i + 1 for child in cue.rights if child.dep_ == "dobj"), 0)
        last = max(last, self._joined_deed(cue, last))
        return [self.extent.bare(thing.left_edge.i, last, cue)] if thing.left_edge.i < last else []

    def _joined_deed(self, cue: Token, last: int) -> int:
        """Where "and doing …" ends behind an object that speaks of deeds: "the urgency of leaving and finding …"."""
        deed = next((child for child in cue.rights if child.dep_ == "conj" and child.tag_ == "VBG"), None)
        if deed is None or cue.tag_ == "VBG" or deed.i != last + 1 or self.doc[last].lower_ not in ("and", "or"):
            return 0
        return next(
            (i for i in range(last + 1, deed.right_edge.i + 1) if self.doc[i].text == ","), deed.right_edge.i + 1
        )

    def picture(self, cue: Token) -> list[Range]:
        """The poll shows somebody with …, ahead by …: from the object to the end of all that hangs on the verb."""
        thing = next((child for child in cue.rights if child.dep_ in REPORTED), None)
        if thing is None or thing.dep_ in ("prep", "advcl"):
            return []
        last = max(child.right_edge.i + 1 for child in cue.rights if child.dep_ in REPORTED)
        return [self.extent.cut(thing.left_edge.i, last, cue)]

    def preposition(self, cue: Token, word: str) -> list[Range]:
        """Called for …: what follows the preposition."""
        link = self.link(cue, (word,))
        if link is None:
            thing = next((child for child in cue.rights if child.dep_ == "dobj"), None)
            link = self.link(thing, (word,)) if thing is not None else None
        if link is None:
            return []
        inner = next((child for child in link.rights if child.dep_ in ("pobj", "pcomp")), None)
        if inner is None:
            return []
        bound = self.extent.bare if inner.dep_ == "pobj" else self.extent.cut
        return [bound(inner.left_edge.i, inner.right_edge.i + 1, cue)]

    def passive(self, cue: Token) -> list[Range]:
        """He is said to …, was accused of …; it was reported that …: of whom it is said, then what is said."""
        subject = next((child for child in cue.lefts if child.dep_ in PASSIVE_SUBJECTS), None)
        said = next((child for child in cue.rights if self._is_told(child)), None)
        if subject is None or said is None:
            return []
        behind = self.extent.cut(max(said.left_edge.i, cue.i + 1), said.right_edge.i + 1, cue)
        if subject.lower_ == "it" or said.dep_ == "ccomp":
            return [behind] if subject.lower_ == "it" and said.dep_ == "ccomp" else []
        return [self.extent.bare(subject.left_edge.i, subject.right_edge.i + 1, cue), behind]

    def _is_told(self, child: Token) -> bool:
        if child.dep_ in ("xcomp", "ccomp"):
            return is_infinitive(child) if child.dep_ == "xcomp" else is_clause(child)
        return child.dep_ == "oprd" or (child.dep_ == "prep" and child.lower_ in ("of", "for", "as"))

    def link(self, head: Token, words: tuple[str, ...]) -> Token | None:
        """The first of these prepositions that hangs on a word."""
        return next((child for child in head.rights if child.dep_ == "prep" and child.lower_ in words), None)


def _belongs(child: Token) -> bool:
    """Whether what hangs on a verb says what its object is, or why it is judged: "praised him as …, for …"."""
    return child.lower_ in REASONS if child.dep_ == "prep" else child.dep_ in NAMED or child.dep_ in ("xcomp", "ccomp")


def _as_clause(cue: Token) -> Token | None:
    """Sees X "as captured by …", where the parse takes what X is seen as for a clause."""
    return next((child for child in cue.rights if child.dep_ == "advcl" and child.left_edge.lower_ == "as"), None)


def is_infinitive(token: Token) -> bool:
    """Whether a verb has its "to"."""
    return any(child.dep_ == "aux" and child.lower_ == "to" for child in token.children)


def is_clause(token: Token) -> bool:
    """Whether a verb's clause is finite or a question, as against a noun phrase that the parse took for one."""
    verbs = [token, *(child for child in token.children if child.dep_ in ("aux", "auxpass", "cop"))]
    if any(verb.tag_ in (*FINITE, "MD") for verb in verbs):
        return token.head.dep_ == "relcl" or any(child.dep_ in (*SUBJECTS, "expl", "mark") for child in token.children)
    return any(child.dep_ == "mark" or child.tag_ in ("WRB", "WP") for child in token.children)
