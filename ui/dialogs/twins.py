"""T: the other places where a passage stands, with check boxes and with what is taken over to each, as one act."""

from __future__ import annotations

import time
from collections.abc import Iterator

import msgspec
from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QLabel, QListWidget, QListWidgetItem, QWidget

from annotator.model import Span
from annotator.operations import TakeOver, TwinPlace
from annotator.operations.twins import PlacePlan, outcome
from annotator.text import snippet
from annotator.wording import counted
from ui.dialogs.sheet import Sheet
from ui.session import Session
from ui.widgets.named import named, once_after
from ui.wording import clipped

PLACE_ROLE = Qt.ItemDataRole.UserRole
PLAN_ROLE = Qt.ItemDataRole.UserRole + 1
SLICE_SECONDS = 0.02
EXCERPT_CHARS = 150
NO_FLAGS = Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEnabled


class TwinsDialog(Sheet):
    """Opens with every place checked where there is something to do; what is submitted is left unchecked.

    What would be done is worked out place by place, so that a line of a thousand articles opens at once too.
    """

    wanted = QSize(700, 540)

    def __init__(self, session: Session, operation: TakeOver, passage: Span | None, window: QWidget) -> None:
        super().__init__("Take decisions over to twins", window)
        self._session = session
        self._operation = operation
        self._plans: Iterator[PlacePlan] = session.project.twins.plan(operation)
        excerpt = QLabel(self._excerpt(passage))
        excerpt.setWordWrap(True)
        excerpt.setProperty("role", "secondary")
        self._places = named(QListWidget(), "twin_places")
        self._places.setAccessibleName("Places, with a box each")
        self._places.setWordWrap(True)
        self._places.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._places.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self._count = named(QLabel(), "twin_count")
        self._count.setProperty("role", "secondary")
        self._count.setWordWrap(True)
        self.body.addWidget(excerpt)
        self.body.addWidget(self._places, 1)
        self.body.addWidget(self._count)
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
        places = tuple(item.data(PLACE_ROLE) for item in self._items() if _is_checked(item))
        if not places or self._more.isActive():
            return
        # What is checked among submitted articles was checked by hand: it is taken up again.
        operation = msgspec.structs.replace(self._operation, places=places, around=self._around(places), reopen=True)
        plans = list(self._session.project.twins.plan(operation))
        if self._session.run(operation):
            self._session.say(outcome(plans))
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
        context = clipped(snippet(article.text, plan.place.other, EXCERPT_CHARS), EXCERPT_CHARS)
        item = QListWidgetItem(f"{'this article' if is_here else article.title}\n{context}\n{said_of(plan)}")
        item.setData(PLACE_ROLE, plan.place)
        item.setData(PLAN_ROLE, plan)
        if plan.done:
            item.setFlags(NO_FLAGS | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Unchecked if plan.is_closed else Qt.CheckState.Checked)
        else:
            item.setFlags(Qt.ItemFlag.ItemIsSelectable)
        self._places.addItem(item)

    def _excerpt(self, passage: Span | None) -> str:
        if passage is None:
            spans = {place.span for place in self._operation.places}
            return f"{counted(len(spans), 'paragraph')} of this article also stand elsewhere."
        text = self._session.text[passage.start : passage.end]
        return f"“{clipped(' '.join(text.split()), EXCERPT_CHARS)}”"

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
        parts.append("submitted or set aside: would be taken up again")
    return " · ".join(parts) or "nothing to take over"


def _is_checked(item: QListWidgetItem) -> bool:
    return item.checkState() == Qt.CheckState.Checked
