"""T: the other places where a passage stands, with check boxes and with what is taken over to each, as one act."""

from __future__ import annotations

import time
from collections.abc import Iterator
from functools import partial

import msgspec
from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QLabel, QListWidget, QListWidgetItem, QWidget

from annotator.model import Span
from annotator.operations import TakeOver, TwinPlace
from annotator.operations.twins import PlacePlan, outcome
from annotator.text import span_text
from annotator.wording import clipped, counted
from ui.dialogs.sheet import Sheet
from ui.session import Session
from ui.widgets.named import named, once_after

PLAN_ROLE = Qt.ItemDataRole.UserRole
SLICE_SECONDS = 0.02
EXCERPT_CHARS = 150
START_CHARS = 40
WORDS_CHARS = 40
MOST_DIFFERENCES = 3
ROW_PX, LEAST_PX, MOST_PX = 44, 240, 580
NO_FLAGS = Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEnabled


class TwinsDialog(Sheet):
    """Opens with every place checked where there is something to do; what is submitted is left unchecked.

    What would be done is worked out place by place, so that a line of a thousand articles opens at once too.
    """

    def __init__(self, session: Session, operation: TakeOver, window: QWidget) -> None:
        super().__init__("Take decisions over to twins", window)
        self.wanted = QSize(700, min(LEAST_PX + ROW_PX * len(operation.places), MOST_PX))
        self._session = session
        self._operation = operation
        self._plans: Iterator[PlacePlan] = session.project.twins.plan(operation)
        self._has_several = len({place.span for place in operation.places}) > 1
        passage = QLabel(self._excerpt())
        passage.setWordWrap(True)
        passage.setProperty("role", "secondary")
        self._places = named(QListWidget(), "twin_places")
        self._places.setAccessibleName("Places, with a box each")
        self._places.setWordWrap(True)
        self._places.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._places.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self._count = named(QLabel(), "twin_count")
        self._count.setProperty("role", "secondary")
        self._count.setWordWrap(True)
        self.body.addWidget(passage)
        self.body.addWidget(self._places, 1)
        self.body.addWidget(self._count)
        for title, state in (("All", Qt.CheckState.Checked), ("None", Qt.CheckState.Unchecked)):
            button = self.add_button(title, partial(self._check_all, state))
            button.setProperty("flat", "true")
        self.add_button("Cancel", self.leave)
        self._go = self.add_button("Take over", self.accept, is_primary=True)
        self._more = once_after(0, self._plan_some, self)
        self.left.connect(self._more.stop)
        self._plan_some()
        self._places.setCurrentRow(0)
        self._places.itemChanged.connect(self._say_count)

    def first_focus(self) -> QWidget:
        return self._places

    def accept(self) -> None:
        plans = [item.data(PLAN_ROLE) for item in self._items() if _is_checked(item)]
        if not plans or self._more.isActive():
            return
        places = tuple(plan.place for plan in plans)
        # What is checked among submitted articles was checked by hand: it is taken up again.
        operation = msgspec.structs.replace(self._operation, places=places, around=self._around(places), reopen=True)
        if self._session.run(operation):
            self._session.say(outcome(msgspec.structs.replace(plan, is_closed=False) for plan in plans))
        self.leave()

    def _around(self, places: tuple[TwinPlace, ...]) -> tuple[TwinPlace, ...]:
        """All other ways into the articles of `places`: a statement may reach over several passages."""
        every = (*self._operation.places, *self._operation.around)
        return tuple(place for place in every if place not in places)

    def _plan_some(self) -> None:
        """Add rows for a fraction of a second; the rest follows."""
        end = time.monotonic() + SLICE_SECONDS
        for plan in self._plans:
            self._add(plan)
            if time.monotonic() > end:
                self._more.start()
                break
        self._say_count()

    def _add(self, plan: PlacePlan) -> None:
        article = self._session.project.article(plan.place.article)
        is_here = article.id == self._session.article_id
        where = "This article, once more" if is_here else article.title
        if self._has_several:
            where += f" · “{excerpt(self._session.text, plan.place.span, START_CHARS)}”"
        item = QListWidgetItem(f"{where}\n{' · '.join([said_of(plan), *differing(plan)])}")
        item.setData(PLAN_ROLE, plan)
        if plan.done:
            item.setFlags(NO_FLAGS | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Unchecked if plan.is_closed else Qt.CheckState.Checked)
        else:
            item.setFlags(Qt.ItemFlag.ItemIsSelectable)
        self._places.addItem(item)

    def _excerpt(self) -> str:
        spans = sorted({place.span for place in self._operation.places})
        if len(spans) > 1:
            return f"{len(spans):,} paragraphs of this article in which something is decided also stand elsewhere."
        return f"“{excerpt(self._session.text, spans[0], EXCERPT_CHARS)}”"

    def _check_all(self, state: Qt.CheckState) -> None:
        for item in self._items():
            if item.data(PLAN_ROLE).done and not item.data(PLAN_ROLE).is_closed:
                item.setCheckState(state)

    def _items(self) -> list[QListWidgetItem]:
        return [self._places.item(row) for row in range(self._places.count())]

    def _say_count(self) -> None:
        chosen = [item.data(PLAN_ROLE) for item in self._items() if _is_checked(item)]
        decisions = counted(sum(plan.done for plan in chosen), "decision")
        places = f"{len(chosen)} of {counted(self._places.count(), 'place')}"
        self._count.setText(f"{decisions} in {places}" + (" …" if self._more.isActive() else ""))
        self._go.setEnabled(bool(chosen))


def said_of(plan: PlacePlan) -> str:
    """What taking over does in a place, in words."""
    parts = [counted(plan.done, "decision")] if plan.done else []
    parts += [f"{plan.left_out} left out, the words differ"] if plan.left_out else []
    parts += [f"{plan.decided} decided there already"] if plan.decided else []
    if plan.is_closed and plan.done:
        parts.append("submitted or set aside, ticked it is taken up again")
    return " · ".join(parts) or "nothing to take over"


def excerpt(text: str, span: Span, chars: int) -> str:
    """The beginning of a passage on one line."""
    return clipped(span_text(text, span), chars)


def differing(plan: PlacePlan) -> list[str]:
    """In words where a twin reads otherwise; empty for one that says the same."""
    said = [_difference(*words) for words in plan.differences[:MOST_DIFFERENCES]]
    if len(plan.differences) > MOST_DIFFERENCES:
        said.append(f"{len(plan.differences) - MOST_DIFFERENCES} more")
    return [f"reads otherwise: {', '.join(said)}"] if said else []


def _difference(here: str, there: str) -> str:
    if not there:
        return f"without “{clipped(here, WORDS_CHARS)}”"
    new = f"“{clipped(there, WORDS_CHARS)}”"
    return f"{new} for “{clipped(here, WORDS_CHARS)}”" if here else f"with {new}"


def _is_checked(item: QListWidgetItem) -> bool:
    return item.checkState() == Qt.CheckState.Checked
