"""How a project is reviewed: what becomes gold by itself, how many agreed units are checked, who sees whose name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

import msgspec

RuleName = Literal["unanimous", "majority", "none"]
Registry = Literal["open", "closed"]
PREFIX = "review_"
"""Before the names of these settings among the fields of the project's settings."""


class ReviewSettings(msgspec.Struct, frozen=True):
    """The lead's choices, one field of the project's settings each.

    `rule`: what becomes gold without a lead: `unanimous` what all say, `majority` what `at_least` layers say, `none`
    nothing. `sample`: the share of agreed units, in 0..1, that is put before the lead all the same. `shows_names`:
    whether annotators go by their names in review. `registry`: whether annotators may make events (`open`) or choose
    among the published ones (`closed`).
    """

    rule: RuleName = "unanimous"
    at_least: int = 2
    sample: float = 0.05
    shows_names: bool = False
    registry: Registry = "open"

    @property
    def rule_title(self) -> str:
        """The rule in words."""
        return f"majority of at least {self.at_least}" if self.rule == "majority" else self.rule


def review_settings(fields: Mapping[str, Any]) -> ReviewSettings:
    """The settings among the fields of a project's settings; a value that makes no sense counts as not set."""
    found: dict[str, Any] = {}
    for name in ReviewSettings.__struct_fields__:
        value = fields.get(PREFIX + name)
        if value is not None and _fits(name, value):
            found[name] = value
    return ReviewSettings(**found)


def review_fields(settings: ReviewSettings) -> dict[str, Any]:
    """The settings as fields of a decision on the project."""
    return {PREFIX + name: value for name, value in msgspec.structs.asdict(settings).items()}


def _fits(name: str, value: Any) -> bool:
    try:
        made = msgspec.convert({name: value}, ReviewSettings)
    except msgspec.ValidationError:
        return False
    return made.at_least >= 1 and 0 <= made.sample <= 1
