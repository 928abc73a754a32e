"""`ProposedDetail`: a proposed event: its fields, to be put right before it is accepted, why, and what tells of it."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QListView,
    QVBoxLayout,
    QWidget,
)

from annotator.errors import NotFound, UserError
from annotator.model import Actor, Event
from annotator.project import Project
from annotator.proposals.stories import EventProposal
from annotator.wording import clipped, counted
from ui.forms.event_form import EventForm
from ui.session import Session
from ui.widgets.buttons import tipped_button
from ui.widgets.elided_label import ElidedLabel
from ui.widgets.fitting_scroll import FittingScroll
from ui.widgets.item_delegate import ItemDelegate
from ui.widgets.items import Item, ItemModel
from ui.widgets.scrolled import scrolled
from ui.wording import FindActor, day_text, percent

LEAD_CHARS = 1500
GUTTER_PX = 8
"""What is left free for the bar of what scrolls; all else ends where the fields end."""
ENTER_KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class CoveredArticles(QListView):
    """The articles that seem to tell of the event. The arrows choose one, Enter or a double click opens it."""

    opened = Signal(str)
    chosen = Signal(str)

    def __init__(self, project: Project) -> None:
        super().__init__()
        self._project = project
        self._articles = ItemModel(self)
        self.setObjectName("proposed_articles")
        self.setAccessibleName("Articles that seem to tell of it")
        self.setModel(self._articles)
        self.setItemDelegate(ItemDelegate(self))
        self.setMouseTracking(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.doubleClicked.connect(self._on_double_clicked)
        self.selectionModel().currentChanged.connect(self._on_current_changed)

    def show_articles(self, articles: tuple[str, ...]) -> None:
        """Show these by date of publication."""
        rows = [row for row in map(self._project.article_row, articles) if row is not None]
        rows.sort(key=lambda row: (row.published, row.title))
        self._articles.set_items(
            Item(row.title, " · ".join(part for part in (row.source, day_text(row.published)) if part), data=row.id)
            for row in rows
        )
        self.setCurrentIndex(self._articles.index(0, 0))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in ENTER_KEYS and self.currentIndex().isValid():
            self._on_double_clicked(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def _on_double_clicked(self, index: QModelIndex) -> None:
        item = self._articles.item(index.row())
        if item is not None:
            self.opened.emit(item.data)

    def _on_current_changed(self, index: QModelIndex) -> None:
        item = self._articles.item(index.row())
        if item is not None:
            self.chosen.emit(item.data)


class Lead(QFrame):
    """What an article begins with, for reading. A click opens the article."""

    opened = Signal(str)

    def __init__(self, project: Project) -> None:
        super().__init__()
        self._project = project
        self._article: str | None = None
        self.setProperty("card", "true")
        self.setAccessibleName("What the article begins with")
        self.setToolTip("Open the article")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._text = QLabel()
        self._text.setProperty("role", "reading")
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self._text.setWordWrap(True)
        self._text.setAlignment(Qt.AlignmentFlag.AlignTop)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(14, 10, 14, 10)
        column.addWidget(self._text)
        column.addStretch()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(2, 2, 2, 2)
        outer.addWidget(scrolled(inside))

    def show_article(self, article_id: str) -> None:
        """Show the beginning of this article."""
        self._article = article_id
        try:
            text = self._project.article(article_id).text
        except NotFound:
            text = ""
        self._text.setText(clipped(text.strip(), LEAD_CHARS))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._article and event.button() == Qt.MouseButton.LeftButton:
            self.opened.emit(self._article)


class ProposedDetail(QWidget):
    """What was written stays in `edited`; nothing is saved before the event is accepted. Enter in a field accepts."""

    edited = Signal(object)
    """The `Event` as the fields say now."""
    accept_requested = Signal()
    dismiss_requested = Signal()
    left = Signal()
    """Esc: the keyboard goes back to the list."""
    opened = Signal(str)
    """An article that somebody wants to read."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._shown: EventProposal | None = None
        self.heading = ElidedLabel(role="heading")
        self.summary = ElidedLabel(role="secondary")
        self.why = QLabel()
        self.why.setWordWrap(True)
        self.why.setProperty("role", "secondary")
        self.error = QLabel()
        self.error.setWordWrap(True)
        self.error.setProperty("role", "danger")
        self.error.hide()
        self.form = EventForm(session.project)
        self.accept = tipped_button("Accept", "proposed_accept", "An event of the project from now on (Enter)")
        self.accept.setProperty("primary", "true")
        self.dismiss = tipped_button(
            "Dismiss", "proposed_dismiss", "None, or of no interest: not proposed again (Backspace)"
        )
        self.articles = CoveredArticles(session.project)
        self.lead = Lead(session.project)
        self._told = QLabel()
        self._told.setProperty("role", "title")
        self._arrange()
        self.form.edited.connect(self._on_form_edited)
        self.accept.clicked.connect(self.accept_requested)
        self.dismiss.clicked.connect(self.dismiss_requested)
        self.articles.opened.connect(self.opened)
        self.articles.chosen.connect(self.lead.show_article)
        self.lead.opened.connect(self.opened)

    def show_proposal(self, proposal: EventProposal) -> None:
        """Show a proposed event; if it is the one shown already, what is being written stays."""
        if proposal == self._shown:
            return
        is_other = self._shown is None or self._shown.event.id != proposal.event.id
        self._shown = proposal
        event = proposal.event
        self.heading.setText(event.title)
        where = counted(len(proposal.articles), "article")
        self.summary.setText(f"proposed by the machine · {percent(proposal.score)} sure · {where}")
        self.why.setText(f"Why: {'; '.join(proposal.reasons)}." if proposal.reasons else "")
        self.why.setVisible(bool(proposal.reasons))
        if is_other:
            self._say_error("")
            self.form.find_actor = proposed_finder(self._session.project, proposal.articles)
            self.form.set_event(event)
            self._told.setText(
                "The article that tells of it" if len(proposal.articles) == 1 else "Articles that tell of it"
            )
            self.articles.show_articles(proposal.articles)

    def event_now(self) -> Event | None:
        """The event as the fields say; None, and a sentence above the fields, if something in them is wrong."""
        try:
            event = self.form.event_now()
        except UserError as error:
            self._say_error(str(error))
            return None
        self._say_error("")
        return event

    def focus_first(self) -> None:
        """Put the keyboard into the title, all of it selected."""
        self.form.title.setFocus(Qt.FocusReason.OtherFocusReason)
        self.form.title.selectAll()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in ENTER_KEYS and self._is_in_form():
            self.accept_requested.emit()
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _arrange(self) -> None:
        names = QVBoxLayout()
        names.setSpacing(2)
        names.addWidget(self.heading)
        names.addWidget(self.summary)
        names.addWidget(self.why)
        head = QHBoxLayout()
        head.setContentsMargins(0, 0, GUTTER_PX, 0)
        head.addLayout(names, 1)
        head.addWidget(self.dismiss, 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(self.accept, 0, Qt.AlignmentFlag.AlignTop)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, GUTTER_PX, 0)
        column.addWidget(self.error)
        column.addWidget(self.form)
        column.addStretch()
        line = QFrame()
        line.setProperty("line", "true")
        line.setFixedHeight(1)
        rule = QHBoxLayout()
        rule.setContentsMargins(0, 0, GUTTER_PX, 0)
        rule.addWidget(line)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 16, 12)
        layout.setSpacing(12)
        layout.addLayout(head)
        layout.addWidget(FittingScroll(inside))
        layout.addLayout(rule)
        layout.addWidget(self._told)
        told = QHBoxLayout()
        told.setContentsMargins(0, 0, GUTTER_PX, 0)
        told.setSpacing(12)
        told.addWidget(self.articles, 2)
        told.addWidget(self.lead, 3)
        layout.addLayout(told, 1)

    def _is_in_form(self) -> bool:
        focus = self.window().focusWidget()
        return focus is not None and self.form.isAncestorOf(focus) and not self.form.keeps_enter(focus)

    def _say_error(self, sentence: str) -> None:
        self.error.setText(sentence)
        self.error.setVisible(bool(sentence))

    def _on_form_edited(self) -> None:
        event = self.event_now()
        if event is not None and self._shown is not None and event != self._shown.event:
            self.edited.emit(event)


def proposed_finder(project: Project, articles: tuple[str, ...]) -> FindActor:
    """A function that finds an actor by id: of the project, else proposed by the machine in one of the articles."""

    def find(actor_id: str) -> Actor | None:
        found = project.find_actor(actor_id)
        proposed = (project.suggested_actor(article, actor_id) for article in articles)
        return found or next((actor for actor in proposed if actor is not None), None)

    return find
