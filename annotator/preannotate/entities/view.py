"""The tokens of an article as plain lists, and the names made of them. From a spaCy doc or, without one, a pattern."""

from __future__ import annotations

from bisect import bisect_left
from functools import cached_property
from typing import TYPE_CHECKING, cast

import msgspec
import regex

from annotator.preannotate.entities.headers import header_lines
from annotator.preannotate.gazetteer import plain_marks
from annotator.preannotate.labels import our_label

if TYPE_CHECKING:
    from spacy.tokens import Doc

NAMED = frozenset(["PERSON", "ORG", "GPE", "LOC", "FAC", "NORP", "EVENT", "LAW", "PRODUCT", "WORK_OF_ART"])
"""Labels of names, which the rules may change; the others (dates, numbers) stay as the model has them."""
SPREAD = frozenset(["PERSON", "ORG", "GPE", "LOC", "FAC", "NORP"])
PLACES = frozenset(["GPE", "LOC", "FAC"])
POSSESSIVE = frozenset(["'s", "’s", "'", "’"])
TOKEN = regex.compile(
    r"\n+|[^\W_](?:\.[^\W_])+\.?|\b(?:[A-Z]|Mr|Mrs|Ms|Dr|St|Gen|Gov|Sen|Rep|Prof|Jr|Sr|Inc|Corp|Ltd|Co|Bros)\.(?=[ ,])"
    r"|(?:O['’])?[^\W_]+(?:&[^\W_]+)?|['’]s\b|[^\w\s]|_"
)
ENDS_SENTENCE = frozenset('.!?:“"‘(*')
TICKER = regex.compile(r"[(<] ?\.?[A-Z0-9]{1,6}(?:_?[a-z])?\.[A-Z]{1,2} ?[)>]|[(<] ?\.[A-Z0-9]{2,8} ?[)>]")
Bounds = tuple[int, int, str]


class Name(msgspec.Struct, frozen=True):
    """An entity as token bounds, with the score and the reason that an annotator sees.

    `evidence` is the coarse kind of reason by which scores are calibrated, one of:
    `model` (alone, once), `model repeated`, `model divided` (it gives other labels elsewhere in the article),
    `model and list` (a list or a word inside the name agrees), `list` (a list against the model), `word inside`,
    `title before`, `words beside`, `surname`, `acronym`, `vote` (the same name elsewhere, against the model),
    `spread` (not seen by the model here, known from elsewhere in the article), `list alone`, `capitals` (both not seen
    by the model), `header`.
    """

    start: int
    end: int
    label: str
    score: float
    reason: str
    by_model: bool = True
    evidence: str = "model"


class View(msgspec.Struct, dict=True):
    """Tokens in order. `pos` is a universal part of speech or empty; `raw` are the model's entities as token bounds."""

    text: str
    words: list[str]
    starts: list[int]
    pos: list[str]
    begins: list[bool]
    raw: list[Bounds]

    @cached_property
    def lower(self) -> list[str]:
        return [word.lower() for word in self.words]

    @cached_property
    def headers(self) -> set[int]:
        """The tokens that stand in headers."""
        inside: set[int] = set()
        lines = header_lines(self.text)
        at = 0
        for index, start in enumerate(self.starts if lines else ()):
            while at < len(lines) and lines[at].end <= start:
                at += 1
            if at < len(lines) and lines[at].start <= start:
                inside.add(index)
        return inside

    @cached_property
    def small(self) -> set[str]:
        """The words that the article writes without a capital."""
        return {word for word in self.words if word[:1].islower()}

    @cached_property
    def tickers(self) -> set[int]:
        """The tokens of share symbols in brackets: "(UMBG.DE)", "<UMB.N>"."""
        inside: set[int] = set()
        for match in TICKER.finditer(self.text):
            at = bisect_left(self.starts, match.start())
            while at < len(self.starts) and self.starts[at] < match.end():
                inside.add(at)
                at += 1
        return inside

    def offset_end(self, index: int) -> int:
        """The offset at which a token ends."""
        return self.starts[index] + len(self.words[index])

    def said(self, start: int, end: int) -> str:
        """The text of some tokens with single spaces and straight apostrophes."""
        return plain_marks(self.text[self.starts[start] : self.offset_end(end - 1)])

    def word(self, index: int) -> str:
        return self.words[index] if 0 <= index < len(self.words) else ""

    def low(self, index: int) -> str:
        return self.words[index].lower() if 0 <= index < len(self.words) else ""

    def is_capital(self, index: int) -> bool:
        return 0 <= index < len(self.words) and self.words[index][:1].isupper()

    def touches(self, left: int, right: int) -> bool:
        """Whether nothing stands between two neighbouring tokens, not even a space."""
        return left >= 0 and right < len(self.words) and self.offset_end(left) == self.starts[right]

    def same_line(self, left: int, right: int) -> bool:
        return "\n" not in self.text[self.starts[left] : self.starts[right]]


def view_of_doc(doc: Doc) -> View:
    """The view of a parsed doc; what the pipeline did not set is empty."""
    columns: list[int | str] = ["POS", "SENT_START", "IDX"]
    rows = cast("list[tuple[int, int, int]]", doc.to_array(columns).tolist()) if len(doc) else []
    names = {tag: doc.vocab.strings[tag] for tag in {tag for tag, _, _ in rows}}
    return View(
        text=doc.text,
        words=[token.text for token in doc],
        starts=[start for _, _, start in rows],
        pos=[names[tag] for tag, _, _ in rows],
        begins=[first == 1 for _, first, _ in rows],
        raw=[(ent.start, ent.end, our_label(ent.label_)) for ent in doc.ents],
    )


def view_of_text(text: str) -> View:
    """The view of a text that nothing has parsed: no parts of speech, no entities."""
    found = list(TOKEN.finditer(text))
    words = [each.group() for each in found]
    begins = [at == 0 or words[at - 1][0] == "\n" or words[at - 1] in ENDS_SENTENCE for at in range(len(words))]
    return View(text, words, [each.start() for each in found], [""] * len(words), begins, [])
