"""The article's title, source, date and link, to be corrected. Its text cannot be."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QFormLayout, QLineEdit, QWidget

from annotator.operations import EditMeta
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
