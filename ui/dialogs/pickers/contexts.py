"""`Contexts`: a statement where it stands, beside those that an event has already: do they belong together?"""

from __future__ import annotations

from html import escape

from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from annotator.model import Article, Event, Span, Statement
from annotator.project import Project
from annotator.views.inquiries import LinkedStatement
from annotator.wording import clipped, counted
from ui.widgets.scrolled import scrolled
from ui.widgets.themed import current_theme
from ui.wording import FindActor, actor_finder, day_text, event_detail, relation_text, speaker_line, word_bounds

BEFORE_CHARS = 140
AFTER_CHARS = 220
LATEST = 4
DESCRIPTION_CHARS = 240


class Contexts(QWidget):
    """Two columns of reading text. It shows; it changes nothing."""

    def __init__(self, project: Project, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._project = project
        self._types = {choice.name: choice.title for choice in project.scheme.event_types}
        self._find: FindActor = project.find_actor
        self._article = ""
        self._here = _column("This statement")
        self._there = _column("The event")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(10)
        layout.addWidget(self._here[0], 1)
        layout.addWidget(self._there[0], 1)

    def show_other(self, on: bool) -> None:
        """Show the event beside the statement, or the statement alone."""
        self._there[0].setVisible(on)

    def show_statement(self, article: Article, statement: Statement) -> None:
        """Show where the statement stands, its own words on the statement's ground."""
        meta = _published(article.meta.get("source", ""), article.meta.get("published"))
        self._find, self._article = actor_finder(self._project, article.id), article.id
        speaker = speaker_line(article.text, statement.speaker, self._find)
        words = _marked(article.text, statement.content, current_theme().statement_ground.name())
        self._fill(self._here[1], [(article.title, meta), ("", speaker)], [("", words)])

    def show_event(self, event: Event | None, linked: list[LinkedStatement], why: str = "") -> None:
        """Show an event, why it is offered, and the latest statements linked to it; an invitation without an event."""
        if event is None:
            self._fill(self._there[1], [("", "Choose an event, or make a new one.")], [])
            return
        heads = self._heads(event)
        if why:
            heads.append(("", f"Why it is offered: {why}."))
        if event.description:
            heads.append(("", clipped(event.description, DESCRIPTION_CHARS)))
        latest = sorted(linked, key=lambda one: one.published or "", reverse=True)
        heads.append(("", counted(len(linked), "linked statement") if linked else "No statement is linked yet."))
        entries = [(self._where(one), escape(one.snippet)) for one in latest[:LATEST]]
        self._fill(self._there[1], heads, entries)

    def show_proposed(self, event: Event, why: str = "") -> None:
        """Show an event that only the machine proposes, and the articles that it was found in."""
        heads = self._heads(event)
        heads.append(("", "Proposed by the machine; nobody has accepted it yet."))
        if why:
            heads.append(("", f"Why it is offered: {why}."))
        proposal = self._project.proposals.event(event.id)
        found = proposal.articles if proposal else ()
        is_here_alone = found == (self._article,)
        heads.append(
            ("", "Found in this article alone." if is_here_alone else f"Found in {counted(len(found), 'article')}:")
        )
        found = () if is_here_alone else found
        rows = [row for row in map(self._project.article_row, found[:LATEST]) if row is not None]
        entries = [(_published(row.source, row.published), escape(row.title)) for row in rows]
        if len(found) > LATEST:
            entries.append((f"and in {counted(len(found) - LATEST, 'other')}", ""))
        self._fill(self._there[1], heads, entries)

    def show_draft(self, event: Event, title: str = "") -> None:
        """Show what a new event would begin with; `title` is what was typed for it."""
        heads = [("A new event", "Enter shows its fields to be checked, Enter again creates and links it.")]
        heads += self._heads(replace(event, title=title or event.title))
        self._fill(self._there[1], heads, [])

    def _heads(self, event: Event) -> list[tuple[str, str]]:
        """Title, kind and date of an event, and who takes part."""
        names = [actor.name for actor in map(self._find, event.participants) if actor]
        return [(event.title, event_detail(event, self._types)), ("", ", ".join(names))]

    def _where(self, one: LinkedStatement) -> str:
        relation = relation_text(one.link.relation, conditional=one.link.conditional)
        speaker = speaker_line("", one.statement.speaker, self._project.find_actor) if _has_actor(one.statement) else ""
        return " · ".join(part for part in (relation, speaker, one.source, day_text(one.published)) if part)

    @staticmethod
    def _fill(column: QVBoxLayout, heads: list[tuple[str, str]], entries: list[tuple[str, str]]) -> None:
        """Headings with a quiet line each, then passages of reading text (HTML) with a quiet line above each."""
        while column.count():
            entry = column.takeAt(0)
            old = entry.widget() if entry else None
            if old:
                old.hide()
                old.deleteLater()
        for title, quiet in heads:
            if title:
                column.addWidget(_label(escape(title), "title"))
            if quiet:
                column.addWidget(_label(escape(quiet), "secondary"))
        for quiet, words in entries:
            if quiet:
                column.addWidget(_label(escape(quiet), "secondary"))
            if words:
                column.addWidget(_label(words, "reading"))
        column.addStretch()


def _column(name: str) -> tuple[QFrame, QVBoxLayout]:
    frame = QFrame()
    frame.setProperty("card", "true")
    frame.setAccessibleName(name)
    inside = QWidget()
    column = QVBoxLayout(inside)
    column.setContentsMargins(12, 10, 12, 10)
    column.setSpacing(6)
    outer = QVBoxLayout(frame)
    outer.setContentsMargins(2, 2, 2, 2)
    outer.addWidget(scrolled(inside))
    return frame, column


def _label(words: str, role: str) -> QLabel:
    label = QLabel(words)
    label.setTextFormat(Qt.TextFormat.RichText)
    label.setProperty("role", role)
    label.setWordWrap(True)
    label.setMinimumWidth(10)
    return label


def _marked(text: str, content: tuple[Span, ...], ground: str) -> str:
    """The passage around the content as HTML, the content on `ground`."""
    start, end = word_bounds(text, Span(content[0].start, content[-1].end), BEFORE_CHARS, AFTER_CHARS)
    parts = ["…" if start else ""]
    at = start
    for span in content:
        parts.append(escape(text[at : span.start]))
        parts.append(f'<span style="background-color:{ground}">{escape(text[span.start : span.end])}</span>')
        at = span.end
    parts.append(escape(text[at:end]) + ("…" if end < len(text) else ""))
    return "".join(parts).replace("\n", "<br>")


def _published(source: str, published: str | None) -> str:
    return " · ".join(part for part in (source, day_text(published)) if part)


def _has_actor(statement: Statement) -> bool:
    return statement.speaker is not None and statement.speaker.actor is not None
