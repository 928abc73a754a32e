"""The article's title, source, date and link, to be corrected; its text cannot be. And under what it was submitted."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QFormLayout, QLabel, QLineEdit, QWidget

from annotator.operations import EditMeta
from annotator.project import Project
from annotator.review.guidelines import guidelines_version
from ui.dialogs.sheet import Sheet
from ui.session import Session
from ui.widgets.named import named

FIELDS = (
    ("title", "Title"),
    ("source", "Source"),
    ("published", "Published"),
    ("author", "Author"),
    ("url", "Link"),
    ("language", "Language"),
    ("group", "Group"),
)


class MetaDialog(Sheet):
    """A form; only what was changed is decided."""

    wanted = QSize(560, 0)

    def __init__(self, session: Session, window: QWidget) -> None:
        super().__init__("About this article", window)
        assert session.work is not None
        self._session = session
        self._article = session.work.article
        self._fields: dict[str, QLineEdit] = {}
        form = QFormLayout()
        form.setSpacing(8)
        for key, title in FIELDS:
            field = named(QLineEdit(self._article.meta.get(key, "")), f"meta_{key}")
            field.setAccessibleName(title)
            field.setCursorPosition(0)
            form.addRow(title, field)
            self._fields[key] = field
        self._fields["published"].setPlaceholderText("2025-03-16")
        self.body.addLayout(form)
        self.submitted = named(QLabel(submitted_under(session.project, self._article.id)), "meta_submitted")
        self.submitted.setProperty("role", "secondary")
        self.submitted.setWordWrap(True)
        self.submitted.setVisible(bool(self.submitted.text()))
        self.body.addWidget(self.submitted)
        self.body.addSpacing(6)
        self.add_button("Cancel", self.leave)
        self.add_button("Correct", self.accept, is_primary=True)

    def first_focus(self) -> QWidget:
        return self._fields["title"]

    def accept(self) -> None:
        meta = self._article.meta
        changes = {
            key: field.text().strip()
            for key, field in self._fields.items()
            if field.text().strip() != meta.get(key, "")
        }
        if not changes or self._session.run(EditMeta(self._article.id, changes)):
            self.leave()


def submitted_under(project: Project, article: str) -> str:
    """Under which scheme and guidelines this annotator submitted the article, in a sentence; "" where they did not."""
    told = project.lead.cases.submission(article, project.annotator)
    if told is None:
        return ""
    scheme = " ".join(part for part in (told.scheme_name, told.scheme) if part) or "a scheme without a name"
    if not told.guidelines:
        return f"Submitted under {scheme}, without guidelines."
    is_old = told.guidelines != guidelines_version(project.scheme.guidelines)
    since = " They have changed since." if is_old else ""
    return f"Submitted under {scheme}, guidelines {told.guidelines}.{since}"
