"""Shift+A: every place where a name stands, here and in all articles, with check boxes, labelled as one act."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QListWidget, QListWidgetItem, QPushButton, QWidget

from annotator.operations import LabelEverywhere
from annotator.views.inquiries import Hit
from ui.dialogs.sheet import Sheet
from ui.session import Session
from ui.widgets.named import named

HIT_ROLE = Qt.ItemDataRole.UserRole


class EverywhereDialog(Sheet):
    """Opens with the hits of the open article checked; Space checks one, Enter labels what is checked."""

    wanted = QSize(680, 540)

    def __init__(self, session: Session, words: str, label: str, window: QWidget) -> None:
        super().__init__(f"“{words}” everywhere", window)
        self._session = session
        self._words = words
        self._label = named(QComboBox(), "everywhere_label")
        self._label.setAccessibleName("Label")
        for choice in session.project.scheme.labels:
            self._label.addItem(f"{choice.name} – {choice.title}", choice.name)
        self._label.setCurrentIndex(max(self._label.findData(label), 0))
        self._hits = named(QListWidget(), "everywhere_hits")
        self._hits.setAccessibleName("Places, with a box each")
        self._hits.setWordWrap(True)
        self._hits.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._hits.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self._count = QLabel()
        self._count.setProperty("role", "secondary")
        self._fill()
        self._hits.itemChanged.connect(self._say_count)
        head = QHBoxLayout()
        head.addWidget(QLabel("Label"))
        head.addWidget(self._label, 1)
        for title, choose in self._choices().items():
            head.addWidget(self._chooser(title, choose))
        self.body.addLayout(head)
        self.body.addWidget(self._hits, 1)
        self.body.addWidget(self._count)
        self.add_button("Cancel", self.leave)
        self._go = self.add_button("Label them", self.accept, is_primary=True)
        self._say_count()

    def first_focus(self) -> QWidget:
        return self._hits

    def accept(self) -> None:
        chosen = [item.data(HIT_ROLE) for item in self._items() if item.checkState() == Qt.CheckState.Checked]
        if not chosen:
            return
        hits = tuple((hit.article, hit.span) for hit in chosen)
        label = self._label.currentData()
        if self._session.run(LabelEverywhere(hits, label)):
            self._session.say(f"“{self._words}” is {label} in {len(hits)} places now.")
        self.leave()

    def _fill(self) -> None:
        here = self._session.article_id
        hits = [hit for hit in self._session.project.occurrences(self._words) if hit.span is not None]
        hits.sort(key=lambda hit: hit.article != here)
        for hit in hits:
            where = "this article" if hit.article == here else hit.title
            longer = self._longer_name(hit)
            item = QListWidgetItem(f"{hit.snippet}\n{where}" + (f" · in “{longer}”" if longer else ""))
            item.setData(HIT_ROLE, hit)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            is_wanted = hit.article == here and not longer
            item.setCheckState(Qt.CheckState.Checked if is_wanted else Qt.CheckState.Unchecked)
            self._hits.addItem(item)
        self._hits.setCurrentRow(0)

    def _longer_name(self, hit: Hit) -> str:
        """The longer name of the open article that a hit is only a part of: "Putin" in "Vladimir Putin"."""
        work, span = self._session.work, hit.span
        if work is None or span is None or hit.article != work.article.id:
            return ""
        around = [unit for unit in work.at(span.start) if unit.kind == "entity" and unit.spans[0].covers(span)]
        longer = next((unit.spans[0] for unit in around if unit.spans[0] != span), None)
        return work.article.text[longer.start : longer.end] if longer else ""

    def _choices(self) -> dict[str, Callable[[Hit], bool]]:
        here = self._session.article_id
        return {
            "All": lambda _hit: True,
            "This article": lambda hit: hit.article == here and not self._longer_name(hit),
            "None": lambda _hit: False,
        }

    def _chooser(self, title: str, choose: Callable[[Hit], bool]) -> QPushButton:
        button = QPushButton(title)
        button.setProperty("flat", "true")
        button.setAutoDefault(False)
        button.clicked.connect(lambda: self._check(choose))
        return button

    def _check(self, choose: Callable[[Hit], bool]) -> None:
        for item in self._items():
            item.setCheckState(Qt.CheckState.Checked if choose(item.data(HIT_ROLE)) else Qt.CheckState.Unchecked)

    def _items(self) -> list[QListWidgetItem]:
        return [self._hits.item(row) for row in range(self._hits.count())]

    def _say_count(self) -> None:
        chosen = sum(item.checkState() == Qt.CheckState.Checked for item in self._items())
        self._count.setText(f"{chosen} of {self._hits.count()} places")
        self._go.setEnabled(chosen > 0)
