"""Checking the spans of one record against its text: mapped through the normaliser, re-anchored where that is clear."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from msgspec import structs

from annotator.formats.gold.schema import GoldFragment, GoldSpan, GoldSpeaker, GoldStatement
from annotator.formats.records import BadRecord
from annotator.model import Span
from annotator.text import normalise, reanchor, snap_span

SHOWN_CHARS = 40


class Anchor:
    """The spans of one record, brought to the normalised `text` by `to_text`; what moves or is left out goes to `said`.

    A moved span is a warning, a lost one a failure: its entity or fragment, or the statement whose content it was, is
    left out; a lost cue, mention or parenthesis leaves its statement without it, and that part undecided.
    """

    def __init__(
        self, text: str, to_text: Callable[[int], int], file: str, line: int | None, said: list[BadRecord]
    ) -> None:
        self.text = text
        self._to_text = to_text
        self._file = file
        self._line = line
        self._said = said
        self._uneven = 0

    def spans(self, spans: Iterable[GoldSpan]) -> tuple[GoldSpan, ...]:
        return tuple(placed for span in spans if (placed := self._span(span)) is not None)

    def statements(self, statements: Iterable[GoldStatement]) -> tuple[GoldStatement, ...]:
        return tuple(placed for statement in statements if (placed := self._statement(statement)) is not None)

    def fragments(self, fragments: Iterable[GoldFragment], what: str) -> tuple[GoldFragment, ...]:
        return tuple(placed for fragment in fragments if (placed := self._fragment(fragment, what)) is not None)

    def say_uneven(self) -> None:
        """Report how many spans were kept although no hand would have made them so."""
        if self._uneven:
            spans = "1 span begins or ends" if self._uneven == 1 else f"{self._uneven} spans begin or end"
            self._say(f"{spans} in white space or inside a character; kept as in the file.", is_warning=True)

    def _span(self, span: GoldSpan) -> GoldSpan | None:
        alternatives = span.alternatives or ()
        place = self._place(span.start, span.end, span.text, f"{span.label} span")
        if place is None:
            return None
        words = self.text[place[0] : place[1]]
        if not alternatives and place == (span.start, span.end) and span.text == words:
            return span
        placed = structs.replace(span, start=place[0], end=place[1], text=words)
        return structs.replace(placed, alternatives=self.spans(alternatives)) if alternatives else placed

    def _fragment(self, fragment: GoldFragment, what: str) -> GoldFragment | None:
        place = self._place(fragment.start, fragment.end, fragment.text, what)
        if place is None:
            return None
        words = self.text[place[0] : place[1]]
        is_same = place == (fragment.start, fragment.end) and fragment.text == words
        return fragment if is_same else GoldFragment(place[0], place[1], words)

    def _statement(self, statement: GoldStatement) -> GoldStatement | None:
        content = self.fragments(statement.content, "statement")
        if not content or len(content) < len(statement.content):
            if not statement.content:
                self._say("A statement has no content.", "It was left out; the rest of the article was taken.")
            return None
        content = self._in_order(content)
        cue = self._fragment(statement.cue, "cue") if statement.cue else None
        speaker = self._speaker(statement.speaker) if statement.speaker else None
        lost = {"cue"} if statement.cue and not cue else set[str]()
        if statement.speaker and speaker and statement.speaker.mention and not speaker.mention:
            lost.add("speaker")
        return structs.replace(
            statement,
            content=content,
            text=" ".join(fragment.text for fragment in content),
            verbatim=self._in_order(self.fragments(statement.verbatim, "verbatim part")),
            cue=cue,
            speaker=speaker,
            decided=tuple(part for part in statement.decided if part not in lost),
            alternatives=self.statements(statement.alternatives) if statement.alternatives else statement.alternatives,
        )

    def _speaker(self, speaker: GoldSpeaker) -> GoldSpeaker:
        mention = self._fragment(speaker.mention, "speaker") if speaker.mention else None
        return structs.replace(speaker, mention=mention, others=tuple(self._speaker(other) for other in speaker.others))

    def _in_order(self, fragments: tuple[GoldFragment, ...]) -> tuple[GoldFragment, ...]:
        """Fragments in text order; those that overlap become one."""
        kept: list[GoldFragment] = []
        for fragment in sorted(fragments, key=lambda fragment: (fragment.start, fragment.end)):
            last = kept[-1] if kept else None
            if last is None or last.end <= fragment.start:
                kept.append(fragment)
                continue
            end = max(last.end, fragment.end)
            kept[-1] = GoldFragment(last.start, end, self.text[last.start : end])
            self._say(f"Two fragments of a statement overlap at {fragment.start}; they became one.", is_warning=True)
        return tuple(kept)

    def _place(self, start: int, end: int, expected: str, what: str) -> tuple[int, int] | None:
        """Where a span of the file stands in the text; None, with a word said, where that cannot be told."""
        start, end = self._to_text(start), self._to_text(end)
        fits = 0 <= start < end <= len(self.text)
        if fits and (not expected or self.text[start:end] in (expected, normalise(expected))):
            if snap_span(self.text, Span(start, end)) != Span(start, end):
                self._uneven += 1
            return start, end
        shown = _shortened(expected)
        if not expected:
            self._lose(f"The {what} {start}–{end} does not fit a text of {len(self.text)} characters.")
            return None
        place = reanchor(self.text, Span(start, end), expected)
        if place is None:
            self._lose(
                f"The {what} {start}–{end} is not “{shown}” in the text, and where else it belongs is not clear."
            )
            return None
        said = f"The {what} “{shown}” does not stand at {start}–{end} but at {place.start}–{place.end}; it was moved."
        self._say(said, is_warning=True)
        return place.start, place.end

    def _lose(self, reason: str) -> None:
        self._say(reason, "It was left out; the rest of the article was taken.")

    def _say(self, reason: str, hint: str = "", *, is_warning: bool = False) -> None:
        self._said.append(BadRecord(self._file, self._line, reason, hint, is_warning))


def _shortened(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= SHOWN_CHARS else f"{line[:SHOWN_CHARS]}…"
