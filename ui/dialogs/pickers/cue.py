"""`CuePicker`: the words that say that somebody said it: the selection, the words beside the speaker, or none."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from annotator.model import Span
from annotator.operations import SetCue
from annotator.text import span_text
from ui.dialogs.pickers.list_picker import ListPicker
from ui.session import Session
from ui.widgets.items import Item
from ui.wording import around

NO_CUE = object()
REACH_CHARS = 60
MOST_WORDS = 5
SNIPPET_CHARS = 30


class CuePicker(ListPicker):
    """The key C takes the selection at once; this list is for the mouse, and for a cue next to the speaker."""

    width_wanted = 420

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__(session, parent, "Cue", "Type the word")
        self.setObjectName("cue_picker")

    def _items(self) -> list[Item]:
        text, selection = self.session.text, self.session.selection()
        now = self.statements[0].cue
        spans = dict.fromkeys(span for span in (selection, now, *self._words_around()) if span is not None)
        items = [
            Item(
                span_text(text, span),
                "the selection" if span == selection else around(text, span, SNIPPET_CHARS),
                badge="now" if span == now else "",
                key=str(at) if at <= 9 else "",
                data=span,
                is_current=span == now,
            )
            for at, span in enumerate(spans, 1)
        ]
        return [*items, Item("None", "no word says that it was said", data=NO_CUE, key="0", always=True)]

    def _take(self, item: Item) -> bool:
        cue = None if item.data is NO_CUE else item.data
        self._run([SetCue(self.article, statement.id, cue) for statement in self.statements])
        return True

    def _words_around(self) -> list[Span]:
        """The words next to the speaker's mention, else next to the content, the nearest first."""
        statement, text = self.statements[0], self.session.text
        mention = statement.speaker.mention if statement.speaker else None
        anchors = [mention] if mention else [statement.content[0], statement.content[-1]]
        taken = (*statement.content, *([mention] if mention else []))
        words = [
            word for anchor in anchors for word in _words(text, anchor) if not any(word.overlaps(t) for t in taken)
        ]
        nearest = sorted(set(words), key=lambda word: min(_gap(word, anchor) for anchor in anchors))
        return nearest[:MOST_WORDS]


def _words(text: str, anchor: Span) -> list[Span]:
    """The words within reach of `anchor` in its paragraph."""
    low, high = max(0, anchor.start - REACH_CHARS), min(len(text), anchor.end + REACH_CHARS)
    low = max(low, text.rfind("\n", low, anchor.start) + 1)
    end = text.find("\n", anchor.end, high)
    high = end if end >= 0 else high
    found: list[Span] = []
    start: int | None = None
    for at in range(low, high + 1):
        is_word = at < high and (text[at].isalpha() or text[at] in "’'-")
        if is_word and start is None:
            start = at
        elif not is_word and start is not None:
            found.append(Span(start, at))
            start = None
    return [span for span in found if span.end <= anchor.start or span.start >= anchor.end]


def _gap(one: Span, other: Span) -> int:
    return max(one.start - other.end, other.start - one.end, 0)
