"""Giving the gold of a project a name under which it stays as it is: a decision of the layer `project`.

What it froze is written beside the journal (`annotator.store.snapshots`), in the same transaction.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

import msgspec

from annotator.errors import Invalid
from annotator.ids import snapshot_id
from annotator.layers import PROJECT
from annotator.operations.base import Desk, Draft

MOST_CHARS = 80
IN_HANDOUT = ("A handout holds one annotator's work: it is no gold.", "Release in the project that it comes from.")


class Release(msgspec.Struct, frozen=True):
    """Freeze gold under a name that no live release has. `sha256` is that of its contents, `counts` says how many of
    what, `notes` are the sentences that go on its card.
    """

    name: str
    sha256: str
    articles: int
    counts: Mapping[str, int] = {}
    notes: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        return f"Release {self.name}"

    def drafts(self, desk: Desk) -> list[Draft]:
        name = release_name(self.name)
        if desk.is_handout:
            raise Invalid(*IN_HANDOUT)
        subject = snapshot_id(name)
        if desk.is_published("snapshot", subject):
            raise Invalid(f"There is a release {name!r} already.", "Choose another name: releases never change.")
        fields: dict[str, Any] = {
            "state": "kept",
            "name": name,
            "time": dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
            "sha256": self.sha256,
            "articles": self.articles,
            "counts": dict(sorted(self.counts.items())),
            "notes": list(self.notes),
        }
        return [Draft(PROJECT, None, subject, "snapshot", "release", fields)]


def release_name(name: str) -> str:
    """The name of a release as it is kept.

    Raises:
        Invalid: it is empty, too long, or holds what cannot be printed.
    """
    name = " ".join(name.split())
    if not name or not name.isprintable() or len(name) > MOST_CHARS:
        raise Invalid(f"A release cannot be called {name!r}.", f"Choose a name of at most {MOST_CHARS} characters.")
    return name
