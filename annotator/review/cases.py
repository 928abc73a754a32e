"""The case book: why leads decided as they did, to be looked up, and found again where a like case is met. Pure.

Each time a reason is given is an entry; entries of the same section and the same reason are one case, used so often.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from functools import lru_cache

import msgspec

from annotator.names import fold

SHORTEST_WORD = 3
LIKE_KIND, LIKE_LABEL, LIKE_WORD = 2.0, 2.0, 3.0
"""What a shared kind of disagreement, a shared label and all words shared count in the order of like cases."""


class CaseEntry(msgspec.Struct, frozen=True):
    """One time that a reason was written down: for a card of an article, or by itself ("" and None).

    `kinds` of disagreement, `labels` of entities or types of statements, and `words` of the unit are those of the card;
    `outcome` says in words what was decided; `author` and `time` are of the decision that wrote it.
    """

    id: str
    reason: str
    section: str = ""
    comment: str = ""
    kinds: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    words: str = ""
    outcome: str = ""
    card: str = ""
    article: str | None = None
    author: str = ""
    time: str = ""


class Case(msgspec.Struct, frozen=True):
    """One reason, and every time that it was given, as they were written. `section`: its number in the guidelines."""

    reason: str
    section: str
    entries: tuple[CaseEntry, ...]

    @property
    def id(self) -> str:
        return self.entries[0].id

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids of its entries: what is edited or removed together."""
        return tuple(entry.id for entry in self.entries)

    @property
    def used(self) -> int:
        """How many times it was given."""
        return len(self.entries)

    @property
    def comment(self) -> str:
        """The latest word to the annotators."""
        return next((entry.comment for entry in reversed(self.entries) if entry.comment), "")

    @property
    def kinds(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(kind for entry in self.entries for kind in entry.kinds))

    @property
    def labels(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(label for entry in self.entries for label in entry.labels))


class LikeCase(msgspec.Struct, frozen=True):
    """A case and how like it is, greater than 0, with why in words."""

    case: Case
    weight: float
    why: str


def cases_of(entries: Iterable[CaseEntry]) -> list[Case]:
    """The cases that entries amount to, by section and then as they were first written."""
    groups: dict[tuple[str, str], list[CaseEntry]] = {}
    for entry in sorted(entries, key=lambda one: (one.time, one.id)):
        groups.setdefault((entry.section, " ".join(entry.reason.split())), []).append(entry)
    cases = [Case(own[0].reason, section, tuple(own)) for (section, _), own in groups.items()]
    return sorted(cases, key=lambda case: _section_key(case.section))


def search(cases: Iterable[Case], query: str) -> list[Case]:
    """The cases in which every word of the query begins some word, in their order; all for an empty query."""
    wanted = fold(query).split()
    return [case for case in cases if all(_begins(case, word) for word in wanted)]


def like(
    cases: Iterable[Case], kinds: Collection[str], labels: Collection[str], words: str, *, most: int = 5
) -> list[LikeCase]:
    """The likest cases, at most so many: by shared kinds and labels, and the share of these words that they have.

    A case that only shares a kind is not alike. Among equals the one that was used more comes first.
    """
    told = _words_of(words)
    found: list[LikeCase] = []
    for case in cases:
        shared_labels = [label for label in case.labels if label in labels]
        shared_kinds = [kind for kind in case.kinds if kind in kinds]
        best = max((_words_of(entry.words) & told for entry in case.entries), key=len)
        if not shared_labels and not best:
            continue
        weight = LIKE_KIND * bool(shared_kinds) + LIKE_LABEL * bool(shared_labels)
        weight += LIKE_WORD * len(best) / len(told) if told else 0.0
        why = ", ".join([*shared_kinds, *shared_labels, *(f"“{word}”" for word in sorted(best)[:3])])
        found.append(LikeCase(case, weight, why))
    return sorted(found, key=lambda one: (-one.weight, -one.case.used, one.case.id))[:most]


def _begins(case: Case, word: str) -> bool:
    return any(one.startswith(word) for one in _searched(case))


def _searched(case: Case) -> set[str]:
    told = [case.reason, case.section, *case.kinds, *case.labels]
    told += [words for entry in case.entries for words in (entry.comment, entry.words, entry.outcome)]
    folded = {word for words in told for word in fold(words).split()}
    return folded | {word.strip(".,;:!?()[]“”\"'‘’…–—") for word in folded}


@lru_cache(maxsize=8192)
def _words_of(words: str) -> frozenset[str]:
    plain = (word.strip(".,;:!?()[]“”\"'‘’…–—") for word in fold(words).split())
    return frozenset(word for word in plain if len(word) >= SHORTEST_WORD)


def _section_key(section: str) -> tuple[bool, list[tuple[int, str]]]:
    """In the order of numbers ("1.10" after "1.9"), what cites no section last."""
    return not section, [(int(one), "") if one.isdigit() else (0, one) for one in section.split(".")]
