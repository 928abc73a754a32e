"""Ctrl+Shift+A: accept every suggestion above a score, here or in all open articles, as one act."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QLabel,
    QListView,
    QSpinBox,
    QWidget,
)

from annotator.changes import Changes
from annotator.errors import UserError
from annotator.ids import random_id
from annotator.operations import AcceptAbove, Together
from annotator.wording import clipped, counted
from ui.dialogs.sheet import Sheet
from ui.session import Session
from ui.slices import Slices
from ui.tally import LabelCount, Tally
from ui.widgets.item_delegate import ItemDelegate
from ui.widgets.items import Item, ItemModel
from ui.widgets.named import named, once_after
from ui.wording import percent

FIRST_PERCENT = 95
COUNT_MS = 60
EXAMPLE_CHARS = 36
PORTION_UNITS = 250
"""Accepted and written in a tenth of a second."""
OPEN_STATES = ("todo", "in work", "returned")
HERE, EVERYWHERE = 0, 1

Portion = list[tuple[str, tuple[str, ...]]]
"""Articles, each with the ids of the suggestions to be accepted in it."""


class AcceptAboveDialog(Sheet):
    """Says before anything is done how many of each label it would be, and how many of them are likely wrong.

    Hidden suggestions and submitted articles are left alone. Esc while it works stops it; what was accepted stays.
    """

    wanted = QSize(600, 560)

    def __init__(self, session: Session, window: QWidget) -> None:
        super().__init__("Accept all above a score", window)
        self._session = session
        self._tally = Tally()
        self._here = session.article_id
        rows = session.project.listed_articles()
        self._articles = [row.id for row in rows if row.state in OPEN_STATES and not row.locked]
        self._batch = random_id()
        self._wanted = self._accepted = 0
        self._changed = Changes()
        self._slices = Slices(self)
        self._count_later = once_after(COUNT_MS, self._show_counts, self)
        self._least = self._make_least()
        self._scope = self._make_scope()
        self._kinds = {kind: self._make_kind(kind, title) for kind, title in KINDS.items()}
        self._rows = ItemModel(self)
        self._fill_body()
        self.add_button("Cancel", self.leave)
        self._go = named(self.add_button("Accept", self.accept, is_primary=True), "accept_above_go")
        self._slices.progressed.connect(self._on_progressed)
        self._slices.finished.connect(self._on_finished)
        self._look()

    def first_focus(self) -> QWidget:
        self._least.selectAll()
        return self._least

    def leave(self) -> None:
        self._count_later.stop()
        if self._slices.is_running:
            self._slices.stop()
            self._tell("Stopped after")
        super().leave()

    def accept(self) -> None:
        chosen = self._chosen()
        if self._slices.is_running or not chosen:
            return
        for widget in (self._least, self._scope, self._go, *self._kinds.values()):
            widget.setEnabled(False)
        self.setFocus()
        self._wanted = sum(map(len, chosen.values()))
        self._slices.start(self._portions(chosen), self._accept_in)

    # What there is

    def _look(self) -> None:
        here = [self._here] if self._here in self._articles else []
        rest = [article for article in self._articles if article != self._here]
        self._slices.start([*here, *rest], self._look_into)
        self._show_counts()

    def _look_into(self, article: str) -> None:
        self._tally.put(article, self._session.project.sureness.undecided(article))
        self._count_later.start()

    def _only(self) -> str | None:
        return self._here if self._scope.currentData() == HERE else None

    def _wanted_kinds(self) -> list[str]:
        return [kind for kind, box in self._kinds.items() if box.isChecked()]

    def _chosen(self) -> dict[str, tuple[str, ...]]:
        return self._tally.ids(self._least.value() / 100, self._wanted_kinds(), self._only())

    def _show_counts(self) -> None:
        kinds, only = self._wanted_kinds(), self._only()
        counts = self._tally.counts(self._least.value() / 100, kinds, only)
        self._rows.set_items(self._items(counts))
        number = sum(one.count for one in counts)
        total, errors = self._tally.total(kinds, only), sum(one.errors for one in counts)
        self._said.setText(_sentence(number, total, errors, self._tally.surest(kinds, only)))
        self._go.setText(f"Accept {number:,}" if number else "Accept")
        self._go.setEnabled(number > 0 and not self._slices.is_running)

    def _items(self, counts: list[LabelCount]) -> list[Item]:
        scheme = self._session.project.scheme
        titles = {label.name: label.title for label in scheme.labels}
        titles |= {choice.name: f"{choice.title.capitalize()} statements" for choice in scheme.statement_types}
        return [_item(one, titles.get(one.label, one.label)) for one in counts]

    # Doing it

    def _portions(self, chosen: dict[str, tuple[str, ...]]) -> list[Portion]:
        """Articles that are written together: one at a time, most of the time would go into waiting for the disk."""
        portions: list[Portion] = []
        count = PORTION_UNITS
        for article, ids in chosen.items():
            if count >= PORTION_UNITS or self._here in (article, portions[-1][-1][0]):
                portions.append([])
                count = 0
            portions[-1].append((article, ids))
            count += len(ids)
        return portions

    def _accept_in(self, portion: Portion) -> None:
        acts = tuple(AcceptAbove(article, ids, self._least.value() / 100) for article, ids in portion)
        try:
            changes = self._session.project.run(Together("Accept", acts), batch=self._batch, learns=False)
        except UserError as error:
            self._slices.stop()
            self._show_accepted()
            self._session.say_error(error)
            self.leave()
            return
        self._accepted += len(changes.units)
        # Of other articles only that something was decided in them: their units are read when they are opened.
        units = changes.units if changes.articles == {self._here} else frozenset(list(changes.units)[:1])
        self._changed |= Changes(articles=changes.articles, actors=changes.actors, units=units)

    def _on_progressed(self, done: int, total: int) -> None:
        if self._least.isEnabled():
            self._progress.setText(f"Looking: {done:,} of {total:,} articles…")
        else:
            self._progress.setText(f"Accepting: {self._accepted:,} of {self._wanted:,}…")

    def _on_finished(self) -> None:
        self._progress.setText("")
        if self._least.isEnabled():
            self._show_counts()
            return
        self._tell("Accepted")
        super().leave()

    def _show_accepted(self) -> None:
        self._session.project.learn()
        self._session.take(self._changed)

    def _tell(self, before: str) -> None:
        """Let the window show what was accepted, and say it."""
        self._show_accepted()
        if self._accepted:
            where = counted(len(self._changed.articles), "article")
            what = f"{counted(self._accepted, 'suggestion')} in {where}"
            self._session.say(f"{before} {what}: one Ctrl+Z takes all of it back.")
            unit = self._session.current_unit()
            if unit is None or not unit.is_machine:
                self._session.go_next()

    # Its parts

    def _fill_body(self) -> None:
        head = QHBoxLayout()
        head.addWidget(QLabel("At least"))
        head.addWidget(self._least)
        head.addWidget(QLabel("in"))
        head.addWidget(self._scope, 1)
        for box in self._kinds.values():
            head.addWidget(box)
        view = named(QListView(), "accept_above_counts")
        view.setAccessibleName("How many of each label, and how many of them are likely wrong")
        view.setModel(self._rows)
        view.setItemDelegate(ItemDelegate(view))
        view.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._said = named(QLabel(), "accept_above_said")
        self._said.setWordWrap(True)
        self._progress = named(QLabel(), "accept_above_progress")
        self._progress.setProperty("role", "secondary")
        self.body.addLayout(head)
        self.body.addWidget(view, 1)
        self.body.addWidget(self._said)
        self.buttons.insertWidget(0, self._progress)

    def _make_least(self) -> QSpinBox:
        box = named(QSpinBox(), "accept_above_least")
        box.setAccessibleName("The least score")
        box.setRange(50, 100)
        box.setSuffix(" %")
        box.setValue(FIRST_PERCENT)
        box.valueChanged.connect(self._count_later.start)
        return box

    def _make_scope(self) -> QComboBox:
        box = named(QComboBox(), "accept_above_scope")
        box.setAccessibleName("Where")
        if self._here in self._articles:
            box.addItem("this article", HERE)
        box.addItem(f"all {counted(len(self._articles), 'open article')}", EVERYWHERE)
        box.currentIndexChanged.connect(self._count_later.start)
        return box

    def _make_kind(self, kind: str, title: str) -> QCheckBox:
        box = named(QCheckBox(title), f"accept_above_{kind}")
        box.setChecked(True)
        box.toggled.connect(self._count_later.start)
        return box


KINDS = {"entity": "Entities", "statement": "Statements"}


def _item(one: LabelCount, title: str) -> Item:
    least = ", ".join(f"“{clipped(each.words, EXAMPLE_CHARS)}” {percent(each.score)}" for each in one.least)
    return Item(title, f"least certain: {least}", f"{one.count:,}", aside=_wrong(one.errors))


def _wrong(errors: float) -> str:
    return f"about {max(1, round(errors)):,} wrong" if errors >= 0.5 else "hardly any wrong"


def _sentence(number: int, total: int, errors: float, surest: float) -> str:
    if not total:
        return "Nothing is left to decide there."
    if not number:
        return f"None of {counted(total, 'undecided suggestion')} is that sure: the surest has {percent(surest)}."
    return f"{number:,} of {counted(total, 'undecided suggestion')}, {_wrong(errors)} by their scores."
