"""`ActorForm`: the fields of an actor: name, kind, aliases and what it is elsewhere called (links)."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from annotator.errors import UserError
from annotator.model import Actor
from ui.forms.event_form import form_layout
from ui.forms.token_field import TokenField
from ui.wording import ACTOR_KINDS

COMPACT = ("name", "kind", "aliases")
FULL = (*COMPACT, "same_as")
LABELS = {"name": "Name", "kind": "Kind", "aliases": "Aliases", "same_as": "Same as"}


class ActorForm(QWidget):
    """Shows `fields` of an actor. `edited` is sent when a field that was changed is left or Enter is pressed in it."""

    edited = Signal()

    def __init__(self, fields: Sequence[str] = FULL, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._actor: Actor | None = None
        self.name = QLineEdit()
        self.kind = QComboBox()
        self.aliases = TokenField("Aliases", "Another spelling…")
        self.same_as = TokenField("Same as", "https://www.wikidata.org/…")
        for kind, title in ACTOR_KINDS.items():
            self.kind.addItem(title, kind)
        form = form_layout()
        self.setLayout(form)
        for name, label in LABELS.items():
            widget: QWidget = getattr(self, name)
            widget.setObjectName(f"actor_{name}")
            if name in fields:
                form.addRow(label, widget)
                widget.setAccessibleName(label)
            else:
                widget.setParent(self)
                widget.hide()
        self.name.editingFinished.connect(self._on_edited)
        self.kind.activated.connect(self._on_edited)
        self.aliases.edited.connect(self._on_edited)
        self.same_as.edited.connect(self._on_edited)

    def set_actor(self, actor: Actor) -> None:
        """Show an actor instead of what is there."""
        self._actor = None
        self.name.setText(actor.name)
        self.name.setCursorPosition(0)
        self.kind.setCurrentIndex(max(0, self.kind.findData(actor.kind)))
        self.aliases.set_values([(alias, alias) for alias in actor.aliases])
        self.same_as.set_values([(url, url) for url in actor.same_as])
        self._actor = actor

    def shown(self) -> Actor | None:
        """The actor as it was given to the form."""
        return self._actor

    def actor_now(self) -> Actor:
        """The actor as the fields say.

        Raises:
            UserError: it has no name, or a link is none.
        """
        assert self._actor is not None
        name = self.name.text().strip()
        if not name:
            raise UserError("An actor needs a name.", "Write the full name, as a newspaper would.")
        links = self.same_as.values()
        wrong = next((link for link in links if not link.startswith(("http://", "https://"))), None)
        if wrong is not None:
            raise UserError(f"“{wrong}” is no link.", "A link begins with http:// or https://.")
        return msgspec.structs.replace(
            self._actor, name=name, kind=self.kind.currentData(), aliases=self.aliases.values(), same_as=links
        )

    def _on_edited(self) -> None:
        if self._actor is not None:
            self.edited.emit()
