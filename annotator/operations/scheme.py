"""Operations on the project itself: its scheme and its name. They are decisions of the layer `project`."""

from __future__ import annotations

import msgspec

from annotator.errors import Invalid
from annotator.layers import PROJECT
from annotator.operations.base import Desk, Draft
from annotator.scheme import parse_scheme


class SetScheme(msgspec.Struct, frozen=True):
    """Another scheme, as the text of a scheme file. What was decided under the old one stays."""

    text: str

    @property
    def title(self) -> str:
        return "Change scheme"

    def drafts(self, desk: Desk) -> list[Draft]:
        parse_scheme(self.text, "given")
        return [Draft(PROJECT, None, desk.project_id, "setting", "scheme", {"scheme": self.text})]


class RenameProject(msgspec.Struct, frozen=True):
    """Another name for the project."""

    name: str

    @property
    def title(self) -> str:
        return "Rename project"

    def drafts(self, desk: Desk) -> list[Draft]:
        if not self.name.strip():
            raise Invalid("A project needs a name.")
        return [Draft(PROJECT, None, desk.project_id, "setting", "rename", {"name": self.name.strip()})]
