"""Looking up what a layer decided about names and words, and knowing what a decision changed of it.

What was looked up stays true until something is decided. Then all of it is in doubt, until somebody says which words
the decision was about (`settle`), so that a keypress asks for a name or two and not for those of a whole article.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Generic, TypeVar

from annotator.layers import GOLD
from annotator.store import Database, lessons, snapshots
from annotator.views import memory
from annotator.views.memory import Verdict

T = TypeVar("T")


class Known(Generic[T]):
    """Answers on words, looked up many at once and kept. `turned` says which differ from before the last decision."""

    def __init__(self, look_up: Callable[[Sequence[str]], dict[str, T]]) -> None:
        self._look_up = look_up
        self._found: dict[str, T | None] = {}
        self._before: dict[str, T | None] = {}
        self._fresh: set[str] = set()
        self._doubt = 0

    def expire(self) -> None:
        """Doubt everything: something was decided."""
        if not self._doubt:
            self._before, self._fresh = {}, set()
        self._doubt += 1

    def settle(self, words: Iterable[str]) -> None:
        """Say that the last decision was about these words alone."""
        if self._doubt == 1:
            self._forget([one for one in words if one in self._found])
            self._doubt = 0

    def learn(self, words: Iterable[str]) -> None:
        """Look up those of these words that are not known, in one go."""
        if self._doubt:
            self._forget(list(self._found))
            self._doubt = 0
        new = sorted({one for one in words if one not in self._found})
        if new:
            answers = self._look_up(new)
            self._found.update((one, answers.get(one)) for one in new)
            self._fresh.update(one for one in new if one not in self._before)

    def find(self, words: str) -> T | None:
        """The answer on words, looked up if need be."""
        if self._doubt or words not in self._found:
            self.learn([words])
        return self._found[words]

    @property
    def answers(self) -> Mapping[str, T | None]:
        """All that was looked up, for many questions at once; `learn` the words first."""
        return self._found

    def before(self, words: str) -> T | None:
        """The answer before the last decision, if it was known then."""
        return self._before.get(words)

    def turned(self, words: Iterable[str]) -> list[str]:
        """The words of which something else is known than before the last decision, maybe for the first time."""
        wanted = list(words)
        self.learn(wanted)
        return [
            one for one in wanted if one in self._fresh or self._before.get(one, self._found[one]) != self._found[one]
        ]

    def _forget(self, words: Iterable[str]) -> None:
        for one in words:
            self._before.setdefault(one, self._found.pop(one))


class Recall:
    """What one layer and the published gold know: `names`, words `refused` as statements, names that were `added`."""

    def __init__(self, db: Database, layer: str) -> None:
        self._db = db
        self._layer = layer
        self._has_lessons = lessons.is_kept(db)
        self.names: Known[Verdict] = Known(self._verdicts)
        self.refused: Known[int] = Known(self._refusals)
        self._added: set[str] = set()
        self._doubt = 2
        """How many decisions `_added` does not know of; at first it knows of none."""

    def expire(self) -> None:
        """Doubt everything: something was decided, by whomever."""
        self.names.expire()
        self.refused.expire()
        self._doubt += 1

    def settle(self, names: Collection[str], words: Iterable[str]) -> None:
        """Say that the last decision was about these names, and these words of statements, alone."""
        self.names.settle(names)
        self.refused.settle(words)
        if self._doubt == 1:
            self._added -= set(names)
            self._added |= set(self._taught(lessons.ADDED, sorted(names)))
            self._doubt = 0

    def added(self) -> set[str]:
        """The names that a person added, wherever the machine had missed them."""
        if self._doubt:
            self._added = lessons.all_words(self._db, lessons.ADDED, self._layers) if self._has_lessons else set()
            self._doubt = 0
        return self._added

    @property
    def _layers(self) -> tuple[str, ...]:
        """Whose decisions count: one's own, and a lead's once they are published."""
        return (self._layer, GOLD) if snapshots.has_releases(self._db) else (self._layer,)

    def _verdicts(self, names: Sequence[str]) -> dict[str, Verdict]:
        rows = lessons.names(self._db, self._layers, names)
        moved, spoke = self._taught(lessons.MOVED, names), self._taught(lessons.SPEAKER, names)
        found = {
            name: memory.verdict(rows.get(name, ()), moved=moved.get(name), spoke=spoke.get(name)) for name in names
        }
        return {name: verdict for name, verdict in found.items() if verdict is not None}

    def _taught(self, kind: str, words: Sequence[str]) -> dict[str, dict[str, int]]:
        return lessons.taught(self._db, kind, self._layers, words) if self._has_lessons else {}

    def _refusals(self, words: Sequence[str]) -> dict[str, int]:
        """How often words were refused as a statement, where that hides them."""
        refused = lessons.times(self._db, lessons.REFUSED, self._layers, words) if self._has_lessons else {}
        said = lessons.times(self._db, lessons.SAID, self._layers, list(refused)) if refused else {}
        return {one: count for one, count in refused.items() if count >= memory.REFUSALS and one not in said}
