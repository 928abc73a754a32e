"""Which layer labels go to that are imported: the one asked for, or one in it for each annotator that files name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from urllib.parse import unquote

from annotator.exchange.problems import Problems
from annotator.formats.records import ADJUDICATED
from annotator.layers import RESERVED, settled_layer

NAME_CHARS = 80


class Layering:
    """Layers by annotator. `layer`: what was asked for, None for suggestions; `named`: whom the files name.

    Where they name several, what each made goes to `layer/annotator`, what was settled between them to `layer/gold`,
    and what nobody is named for to `layer`; where they name one or none, all goes to `layer`. An e-mail address stays
    one: two people of one name at two houses are two.
    """

    def __init__(self, layer: str | None, named: Iterable[str] = (), problems: Problems | None = None) -> None:
        self.layer = layer
        self._named = sorted(set(filter(None, named)))
        self._names = _clean_names([name for name in self._named if name != ADJUDICATED])
        changed = [f"{name!r} is {self._names[name]!r}" for name in self._named if self._names.get(name, name) != name]
        if changed and self.is_several and problems is not None:
            problems.warn(f"Annotators have other names here than in the files: {'; '.join(changed)}.")

    @property
    def is_several(self) -> bool:
        """Whether the files name more than one annotator."""
        return len(self._named) > 1

    def of(self, annotator: str) -> str | None:
        """The layer for what an annotator made; None for suggestions."""
        if self.layer is None or not annotator or not self.is_several:
            return self.layer
        if annotator == ADJUDICATED:
            return settled_layer(self.layer)
        return f"{self.layer}/{self._names.get(annotator) or _clean(annotator)}"


def _clean_names(named: list[str]) -> dict[str, str]:
    """What each of the names is called here: no two alike."""
    clean = {name: _clean(name) for name in named}
    twice = Counter(clean.values())
    taken = {name for name in named if clean[name] == name}
    for name in named:
        if clean[name] == name or (twice[clean[name]] == 1 and clean[name] not in taken):
            taken.add(clean[name])
            continue
        number = 2
        while f"{clean[name]}-{number}" in taken:
            number += 1
        clean[name] = f"{clean[name]}-{number}"
        taken.add(clean[name])
    return clean


def _clean(name: str) -> str:
    """A name that a layer can have: without escapes, line ends, slashes and what cannot be printed."""
    name = unquote(name, errors="replace")
    name = "".join(letter if letter.isprintable() else " " for letter in name.replace("/", "-").replace("\\", "-"))
    name = " ".join(name.split())[:NAME_CHARS].strip() or "unnamed"
    return f"{name}-1" if name in RESERVED else name
