"""What keeps gold from being complete, a block each, and the sentences in which it is told. Pure, store apart."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Literal

import msgspec

from annotator.wording import counted

BlockKind = Literal["unsubmitted", "unfinished", "undecided"]
ORDER: tuple[BlockKind, ...] = ("unsubmitted", "unfinished", "undecided")
NAMED = 5
"""How many articles a sentence names by their titles."""
NO_TITLES: Mapping[str, str] = {}


class Block(msgspec.Struct, frozen=True):
    """Why an article is not gold: nobody submitted it, `people` who have it have not yet, or disagreements wait.

    `count`: how many disagreements, or people. `title` is the article's.
    """

    kind: BlockKind
    article: str
    title: str
    count: int = 0
    people: tuple[str, ...] = ()

    @property
    def sentence(self) -> str:
        """What blocks this one article."""
        return sentences([self])[0]


def find_blocks(
    article_ids: Sequence[str],
    *,
    submitted: Mapping[str, Sequence[str]],
    aside: Mapping[str, Sequence[str]],
    unfinished: Mapping[str, Sequence[str]],
    undecided: Mapping[str, int],
    titles: Mapping[str, str] = NO_TITLES,
) -> list[Block]:
    """What blocks the gold of these articles, in their order; each mapping is by article.

    `submitted`, `aside`: who did so; `unfinished`: who was given it and did neither; `undecided`: how many
    disagreements wait for a lead.
    """
    found: list[Block] = []
    for article in article_ids:
        title = titles.get(article, "")
        people = tuple(sorted(unfinished.get(article, ())))
        if people:
            found.append(Block("unfinished", article, title, len(people), people))
        elif article not in submitted and article not in aside:
            found.append(Block("unsubmitted", article, title))
        if count := undecided.get(article, 0):
            found.append(Block("undecided", article, title, count))
    return found


def sentences(blocks: Iterable[Block], name: Callable[[str], str] = str) -> list[str]:
    """What blocks, a sentence for each kind and each group of people waited for; `name` says what they are called."""
    # In the order of what people are called here: that of their names would tell who is behind a pseudonym.
    groups = [(kind, sorted(map(name, people)), found) for (kind, people), found in grouped(blocks).items()]
    groups.sort(key=lambda group: (ORDER.index(group[0]), group[1]))
    return [_sentence(kind, people, found) for kind, people, found in groups]


def grouped(blocks: Iterable[Block]) -> dict[tuple[BlockKind, tuple[str, ...]], list[Block]]:
    """The blocks of one kind that wait for the same people together: kinds in the order of `ORDER`, then by people."""
    groups: dict[tuple[BlockKind, tuple[str, ...]], list[Block]] = {}
    for block in sorted(blocks, key=lambda block: (ORDER.index(block.kind), block.people)):
        groups.setdefault((block.kind, block.people), []).append(block)
    return groups


def _sentence(kind: str, people: Sequence[str], blocks: Sequence[Block]) -> str:
    are = "1 article is" if len(blocks) == 1 else f"{len(blocks):,} articles are"
    if kind == "unsubmitted":
        return f"{are} not submitted by anybody: {named(block.title for block in blocks)}."
    if kind == "unfinished":
        waits = "1 article waits" if len(blocks) == 1 else f"{len(blocks):,} articles wait"
        return f"{waits} for {joined(people)}: {named(block.title for block in blocks)}."
    total = sum(block.count for block in blocks)
    where = "1 article" if len(blocks) == 1 else f"{len(blocks):,} articles"
    verb = "is" if total == 1 else "are"
    listed = listing([f"“{block.title}” ({block.count:,})" for block in blocks])
    return f"{counted(total, 'disagreement')} in {where} {verb} not decided: {listed}."


def named(titles: Iterable[str]) -> str:
    """Some titles, and how many more there are."""
    return listing([f"“{title}”" for title in titles])


def listing(words: Sequence[str]) -> str:
    """Some words, and how many more there are."""
    more = f" and {len(words) - NAMED:,} more" if len(words) > NAMED else ""
    return ", ".join(words[:NAMED]) + more


def joined(words: Sequence[str]) -> str:
    """ "ann, ben and eve"."""
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)
