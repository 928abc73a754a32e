"""`Changes`: what an operation changed, by kind. Panels decide from it whether to refresh."""

from __future__ import annotations

import msgspec

NOTHING: frozenset[str] = frozenset()


class Changes(msgspec.Struct, frozen=True):
    """Ids of what changed. Combinable with `|`, falsy when empty.

    `articles` are those whose content of any kind changed (for a list to refresh its rows), `added` those that are new,
    `suggested` those with a new suggestion run; `units` are entities and statements (a statement also when its links
    changed), `cases` entries of the case book, `releases` those made or taken back, and so on. `scheme` says that the
    project's scheme, name or settings changed.
    """

    articles: frozenset[str] = NOTHING
    added: frozenset[str] = NOTHING
    suggested: frozenset[str] = NOTHING
    units: frozenset[str] = NOTHING
    events: frozenset[str] = NOTHING
    actors: frozenset[str] = NOTHING
    notes: frozenset[str] = NOTHING
    regions: frozenset[str] = NOTHING
    statuses: frozenset[str] = NOTHING
    cases: frozenset[str] = NOTHING
    releases: frozenset[str] = NOTHING
    scheme: bool = False

    def __or__(self, other: Changes) -> Changes:
        merged = {
            name: getattr(self, name) | getattr(other, name) for name in self.__struct_fields__ if name != "scheme"
        }
        return Changes(**merged, scheme=self.scheme or other.scheme)

    def __bool__(self) -> bool:
        return any(getattr(self, name) for name in self.__struct_fields__)
