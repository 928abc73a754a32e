"""C: a whole class of alike disagreements settled by one choice, after a look at what that does to each of them."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QSize
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QLabel, QWidget

from annotator.review.comparing.classes import ClassChoice, DisagreementClass, PreviewRow, preview
from annotator.wording import counted
from ui.dialogs.sheet import Sheet
from ui.panels.review_place.reviewing import Reviewing
from ui.widgets.item_delegate import dress
from ui.widgets.items import Item, ItemModel
from ui.widgets.named import named
from ui.widgets.row_lists import TickList

NOTHING = "nothing"


class ClassSheet(Sheet):
    """Nothing is decided before Enter; what is unticked stays as it is. One gesture, one undo."""

    wanted = QSize(760, 620)

    def __init__(self, reviewing: Reviewing, window: QWidget) -> None:
        super().__init__("Settle a whole class", window)
        self.setObjectName("class_sheet")
        self._reviewing = reviewing
        self._classes: list[DisagreementClass] = []
        self._rows: list[PreviewRow] = []
        self._out: set[str] = set()
        self.all_articles = named(QCheckBox("In all articles"), "class_everywhere")
        self.all_articles.setChecked(True)
        self.classes = named(QComboBox(), "class_which")
        self.classes.setAccessibleName("Class of disagreements")
        self.choices = named(QComboBox(), "class_choice")
        self.choices.setAccessibleName("How all of them are settled")
        self.model = ItemModel(self)
        self.list = named(TickList(self._toggle), "class_rows")
        self.list.setAccessibleName("What is settled: Space takes one out")
        self.list.setModel(self.model)
        dress(self.list)
        self.list.clicked.connect(self._toggle)
        self.told = QLabel()
        self.told.setProperty("role", "secondary")
        self.told.setWordWrap(True)
        row = QHBoxLayout()
        row.addWidget(self.classes, 3)
        row.addWidget(self.choices, 2)
        for part in (self.all_articles, self.told):
            self.body.addWidget(part)
        self.body.insertLayout(1, row)
        self.body.addWidget(self.list, 1)
        self.add_button("Cancel", self.leave)
        self.settle = named(self.add_button("Settle", self.accept, is_primary=True), "class_settle")
        self.all_articles.toggled.connect(self._fill)
        self.classes.currentIndexChanged.connect(self._on_class_changed)
        self.choices.currentIndexChanged.connect(self._on_choice_changed)
        self._fill()

    def first_focus(self) -> QWidget:
        return self.classes if self._classes else self.all_articles

    def accept(self) -> None:
        """Settle all that are ticked by the choice that is shown."""
        found, choice = self._class(), self._choice()
        wanted = [row.card.id for row in self._rows if row.card.id not in self._out]
        if found is None or choice is None or not wanted:
            return
        review = self._reviewing
        operation = review.review.settle_class(found, choice, wanted)
        self.leave()
        if review.session.run(operation):
            review.session.say(f"{found.title}: {choice.title}. {counted(len(wanted), 'disagreement')} settled.")
            if review.card is None or not review.card.is_waiting:
                review.go_to_waiting()

    def _fill(self) -> None:
        article = self._reviewing.article
        only = None if self.all_articles.isChecked() or article is None else article.article.id
        self._classes = list(self._reviewing.review.classes(only))
        self.classes.blockSignals(True)
        self.classes.clear()
        self.classes.addItems([f"{found.title} · {len(found)}" for found in self._classes])
        self.classes.blockSignals(False)
        self.classes.setEnabled(bool(self._classes))
        self._on_class_changed()

    def _on_class_changed(self) -> None:
        found = self._class()
        self.choices.blockSignals(True)
        self.choices.clear()
        self.choices.addItems([choice.title for choice in found.choices] if found else [])
        self.choices.blockSignals(False)
        self.choices.setEnabled(found is not None)
        self._out = set()
        self._on_choice_changed()

    def _on_choice_changed(self) -> None:
        found, choice = self._class(), self._choice()
        texts: dict[str, str] = {}

        def text_of(article: str) -> str:
            if article not in texts:
                texts[article] = self._reviewing.session.project.article(article).text
            return texts[article]

        self._rows = preview(found, choice, text_of) if found and choice else []
        self._show()
        if self._rows:
            self.list.setCurrentIndex(self.model.index(0, 0))

    def _show(self) -> None:
        self.model.set_items(self._item(row) for row in self._rows)
        ticked = len(self._rows) - len(self._out)
        self.settle.setEnabled(ticked > 0)
        self.settle.setText(f"Settle {counted(ticked, 'disagreement')}" if ticked else "Settle")
        self.told.setText(
            "Space takes a row out, or back in. Enter settles the rest as one act; Ctrl+Z takes it back."
            if self._rows
            else "No two disagreements that wait are alike: settle them one by one."
        )

    def _item(self, row: PreviewRow) -> Item:
        is_in = row.card.id not in self._out
        row_of = next((one for one in self._reviewing.rows if one.article == row.card.article), None)
        leaves = ", ".join(words or NOTHING for words in row.leaves)
        return Item(
            f"{'☑' if is_in else '☐'}  {row.takes or NOTHING}",
            f"instead of {leaves}",
            badge=row_of.title if row_of else "",
            data=row.card.id,
            is_marked=is_in,
        )

    def _toggle(self, index: QModelIndex) -> None:
        at = index.row()
        if 0 <= at < len(self._rows):
            self._out ^= {self._rows[at].card.id}
            self._show()
            self.list.setCurrentIndex(self.model.index(at, 0))

    def _class(self) -> DisagreementClass | None:
        at = self.classes.currentIndex()
        return self._classes[at] if 0 <= at < len(self._classes) else None

    def _choice(self) -> ClassChoice | None:
        found, at = self._class(), self.choices.currentIndex()
        return found.choices[at] if found is not None and 0 <= at < len(found.choices) else None
