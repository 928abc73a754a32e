"""`RegistryBox`: whether annotators may make events of their own, or choose among those that a lead published."""

from __future__ import annotations

from msgspec.structs import replace
from PySide6.QtWidgets import QComboBox, QWidget

from annotator.operations import SetReviewSettings
from annotator.project import Project
from annotator.review.settings import Registry
from ui.session import Session

CHOICES: tuple[tuple[Registry, str, str], ...] = (
    ("open", "Annotators may add events", "They make events of their own, which nobody else sees before review."),
    ("closed", "Published events only", "Annotators link to published events, or say that none fits."),
)


def publishes_new(project: Project) -> bool:
    """Whether new events are published at once: in a closed registry, where a lead makes them."""
    return project.lead.settings.registry == "closed" and not project.lead.is_handout


class RegistryBox(QComboBox):
    """Not there in a handout: it is the lead's to decide."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.setObjectName("registry")
        self.setAccessibleName("Who makes events")
        for at, (_, title, why) in enumerate(CHOICES):
            self.addItem(title)
            self.setItemData(at, why)
        self.activated.connect(self._on_activated)

    def reload(self) -> None:
        """Show what holds now."""
        lead = self._session.project.lead
        at = next(at for at, (name, _, _) in enumerate(CHOICES) if name == lead.settings.registry)
        self.setCurrentIndex(at)
        self.setToolTip(CHOICES[at][2])
        self.setVisible(not lead.is_handout)

    def _on_activated(self, at: int) -> None:
        before = self._session.project.lead.settings
        name, _, why = CHOICES[at]
        if name != before.registry and self._session.run(SetReviewSettings(before, replace(before, registry=name))):
            self._session.say(why)
        self.reload()
