"""Who has the article: a list of annotators to be ticked, with what each has done; a new name can be added."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QSize
from PySide6.QtWidgets import QLabel, QLineEdit, QWidget

from annotator.errors import UserError
from annotator.layers import annotator_name
from annotator.operations import Assign, Together, Unassign
from annotator.review.handing_out import AssignmentRow
from ui.dialogs.sheet import Sheet
from ui.models.article_list import STATE_WORDS
from ui.session import Session
from ui.widgets.item_delegate import dress
from ui.widgets.items import Item, ItemModel
from ui.widgets.named import named
from ui.widgets.row_lists import TickList


class ArticleTeamSheet(Sheet):
    """Enter gives the article to those who are ticked, and takes it from the others: one batch."""

    wanted = QSize(520, 440)

    def __init__(self, session: Session, article_id: str, window: QWidget) -> None:
        super().__init__("Who has this article", window)
        self.setObjectName("article_team_sheet")
        self._session = session
        self._article = article_id
        team = session.project.lead.team
        self._had = {row.annotator: row for row in team.assignments(article_id)}
        self._states = team.standing(article_id)
        self._names = sorted({*team.names(), *self._had, *self._states})
        self._ticked = set(self._had)
        title = QLabel(session.project.article(article_id).title)
        title.setProperty("role", "secondary")
        title.setWordWrap(True)
        self.model = ItemModel(self)
        self.list = named(TickList(self._toggle), "article_team_list")
        self.list.setAccessibleName("Annotators: Space gives the article, or takes it back")
        self.list.setModel(self.model)
        dress(self.list)
        self.list.clicked.connect(self._toggle)
        self.other = named(QLineEdit(), "article_team_other")
        self.other.setPlaceholderText("Somebody else: name, Enter")
        self.other.setAccessibleName("Somebody else")
        self.told = QLabel("Space ticks. What was done on an article that is taken back is kept.")
        self.told.setProperty("role", "secondary")
        self.told.setWordWrap(True)
        self.body.addWidget(title)
        self.body.addWidget(self.list, 1)
        self.body.addWidget(self.other)
        self.body.addWidget(self.told)
        self.add_button("Cancel", self.leave)
        self.add_button("Assign", self.accept, is_primary=True)
        self._show(0)

    def first_focus(self) -> QWidget:
        return self.list if self._names else self.other

    def accept(self) -> None:
        """Give and take as ticked; a name that stands in the field is added to the list first."""
        if self.other.text().strip():
            self._add(self.other.text())
            return
        given = [AssignmentRow(self._article, name, order=self._order()) for name in self._ticked - set(self._had)]
        taken = tuple((self._article, name) for name in sorted(set(self._had) - self._ticked))
        parts = [Assign(tuple(sorted(given)))] if given else []
        both = Together("Assign the article", (*parts, *([Unassign(taken)] if taken else [])))
        if not both.operations:
            self.leave()
        elif self._session.run(both):
            self.leave()
            names = ", ".join(sorted(self._ticked))
            self._session.say(f"The article is with {names}." if names else "The article is with nobody.")

    def _order(self) -> int:
        return self._session.project.article_ids().index(self._article) + 1

    def _add(self, words: str) -> None:
        try:
            name = annotator_name(words)
        except UserError as error:
            self.told.setText(str(error))
            return
        self.other.clear()
        self._names = sorted({*self._names, name})
        self._ticked.add(name)
        self._show(self._names.index(name))
        self.list.setFocus()

    def _toggle(self, index: QModelIndex) -> None:
        if 0 <= index.row() < len(self._names):
            self._ticked ^= {self._names[index.row()]}
            self._show(index.row())

    def _show(self, at: int) -> None:
        self.model.set_items(self._item(name) for name in self._names)
        self.list.setCurrentIndex(self.model.index(at, 0))

    def _item(self, name: str) -> Item:
        is_in = name in self._ticked
        state = self._states.get(name)
        row = self._had.get(name)
        kinds = ["without suggestions"] if row is not None and row.blind else []
        kinds += ["calibration"] if row is not None and row.calibration else []
        return Item(
            f"{'☑' if is_in else '☐'}  {name}",
            badge=" · ".join([*kinds, *([STATE_WORDS.get(state, state)] if state else [])]),
            data=name,
            is_marked=is_in,
        )
