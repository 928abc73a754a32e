"""Words behind somebody's name and a colon, without marks: in a headline ("Voss: Ferry is unsafe") or a transcript.

The same with marks is in `attribution`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from annotator.model import Span
from annotator.preannotate.statements.cues import CueTable
from annotator.preannotate.statements.found import Attribution
from annotator.preannotate.statements.speakers import Speakers

if TYPE_CHECKING:
    from spacy.tokens import Token

TURN = re.compile(r"^[\t \"“]*(?P<who>[^:\n\"“”]{1,60}):[ \t]+(?P<said>\S[^\n]*)$", re.MULTILINE)
LABEL = re.compile(r"[A-Z][A-Z.’' -]*")
INITIALS = frozenset(["Q", "A"])
MIN_TURNS = 3
MAX_NAME_WORDS = 6
MIN_TITLE_WORDS = 4
MAX_TITLE_CHARS = 200
TITLE_TRUST = 0.8
TURN_TRUST = 0.85

Turn = tuple[int, Span, str, Attribution]
"""The index of the token before the colon, the words said, the class of the statement, and who said them."""


class Turns:
    """Finds the words behind names and colons in one parsed article."""

    def __init__(self, speakers: Speakers, table: CueTable) -> None:
        self.doc = speakers.doc
        self.text = speakers.doc.text
        self.speakers = speakers
        self.table = table

    def find(self) -> Iterator[Turn]:
        """The turns of a transcript, or what its headline reports, in text order."""
        matches = list(TURN.finditer(self.text))
        turns = [match for match in matches if LABEL.fullmatch(match["who"])]
        title = next((match for match in matches if not self.text[: match.start()].strip()), None)
        if title is not None and title not in turns:
            yield from self._title(title)
        if len(turns) >= MIN_TURNS:
            for match in turns:
                yield from self._turn(match)

    def _turn(self, match: re.Match[str]) -> Iterator[Turn]:
        """One turn; of "Q:" and "A:" nobody knows who speaks."""
        who = Span(*match.span("who"))
        span = self.doc.char_span(who.start, who.end, alignment_mode="expand")
        if span is None:
            return
        mention = None if match["who"] in INITIALS else who
        named = "nobody named" if mention is None else f"subject “{match['who']}”"
        by = Attribution(mention=mention, trust=TURN_TRUST, why=f"colon in a transcript, {named}")
        yield span[-1].i, Span(*match.span("said")), "turn", by

    def _title(self, match: re.Match[str]) -> Iterator[Turn]:
        said = Span(*match.span("said"))
        is_short = said.end - said.start <= MAX_TITLE_CHARS and len(match["who"].split()) <= MAX_NAME_WORDS
        noun = self._speaker(Span(*match.span("who"))) if is_short else None
        if noun is not None and self._says(said):
            by = self.speakers.attribution(noun, None, TITLE_TRUST, "colon in the headline")
            yield noun.i, said, "headline", by

    def _says(self, said: Span) -> bool:
        """Whether words behind a colon say something of somebody, as a title does not: "Voss: A Life at Sea"."""
        span = self.doc.char_span(said.start, said.end, alignment_mode="contract")
        return (
            span is not None and len(span) >= MIN_TITLE_WORDS and any(token.pos_ in ("VERB", "AUX") for token in span)
        )

    def _speaker(self, who: Span) -> Token | None:
        """Who is named before a colon; None for a rubric ("Analysis:") and for words that name nobody."""
        span = self.doc.char_span(who.start, who.end, alignment_mode="expand")
        if span is None or any(token.pos_ in ("VERB", "AUX", "ADP", "SCONJ") for token in span):
            return None
        noun = next((token for token in reversed(span) if token.pos_ in ("NOUN", "PROPN")), None)
        if noun is None or span[0].lower_ in self.table.rubrics:
            return None
        is_known = self.speakers.entity_at(noun) is not None or noun.pos_ != "PROPN" or self._is_named_again(noun)
        return noun if is_known and self.speakers.can_speak(noun) else None

    def _is_named_again(self, noun: Token) -> bool:
        """Whether the name before a headline's colon is a name in the article too: not "Wind Over Water: …"."""
        return any(entity[-1].text == noun.text for entity in self.doc.ents)
