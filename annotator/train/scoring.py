"""What was proposed on held-out articles against what people decided: counts by label, and the rows of a report. Pure.

An entity is right where its boundaries and label are. Contents are compared by the words that they hold: one is right
where it has four fifths of all words in common with its counterpart; a cue or a speaker where it shares a word with it.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import TypeVar

import msgspec

from annotator.formats.gold.schema import GoldArticle, GoldSpan, GoldStatement
from annotator.preannotate.labels import scheme_label
from annotator.train_report import Kind, Row, Score

WORD = re.compile(r"\w+(?:[’'\-.]\w+)*")
CONTENT_SHARE = 0.8
STATEMENT_KINDS: tuple[Kind, ...] = ("content", "cue", "speaker")
Pair = tuple[int, int]
Pieces = tuple[Pair, ...]
Bounds = tuple[int, int, str]
Key = TypeVar("Key", bound=tuple[object, ...])


class Found(msgspec.Struct, frozen=True):
    """What somebody, or a machine, sees in an article: entities, and pieces of contents, cues and speakers by kind."""

    entities: frozenset[Bounds] = frozenset()
    parts: Mapping[Kind, tuple[Pieces, ...]] = {}


class Tally(msgspec.Struct):
    """Counts of what is right, proposed and in gold, by label; "" is all."""

    right: Counter[str] = msgspec.field(default_factory=Counter[str])
    proposed: Counter[str] = msgspec.field(default_factory=Counter[str])
    gold: Counter[str] = msgspec.field(default_factory=Counter[str])

    def score(self, label: str = "") -> Score:
        return Score.of(self.right[label], self.proposed[label], self.gold[label])


Tallies = dict[Kind, Tally]


def seen_in(article: GoldArticle, labels: Collection[str]) -> Found:
    """What a record holds, its entities under `labels`; those that have no counterpart there are left out."""
    return found_of(article.spans, article.statements, labels)


def found_of(spans: Iterable[GoldSpan], statements: Iterable[GoldStatement], labels: Collection[str]) -> Found:
    """The same of spans and statements."""
    entities = frozenset(
        (span.start, span.end, label) for span in spans if (label := scheme_label(span.label, labels)) is not None
    )
    contents: list[Pieces] = []
    cues: dict[Pieces, None] = {}
    speakers: dict[Pieces, None] = {}
    for statement in statements:
        contents.append(tuple((piece.start, piece.end) for piece in statement.content))
        if statement.cue:
            cues[((statement.cue.start, statement.cue.end),)] = None
        if statement.speaker and (mention := statement.speaker.mention):
            speakers[((mention.start, mention.end),)] = None
    return Found(entities, {"content": tuple(contents), "cue": tuple(cues), "speaker": tuple(speakers)})


def tallied(gold: Sequence[GoldArticle], found: Sequence[Found], labels: Collection[str]) -> Tallies:
    """Counts over articles; `found` has one for each of `gold`. What nobody looked for in an article does not count."""
    tallies: Tallies = defaultdict(Tally)
    for article, proposed in zip(gold, found, strict=True):
        there = seen_in(article, labels)
        if "entities" in article.annotated:
            _count_entities(tallies["entity"], there.entities, proposed.entities)
        if "statements" in article.annotated:
            words = [match.span() for match in WORD.finditer(article.text)]
            for kind in STATEMENT_KINDS:
                _count_parts(tallies[kind], kind, words, there.parts.get(kind, ()), proposed.parts.get(kind, ()))
    return dict(tallies)


def _count_entities(tally: Tally, gold: frozenset[Bounds], proposed: frozenset[Bounds]) -> None:
    for counter, bounds in ((tally.gold, gold), (tally.proposed, proposed), (tally.right, gold & proposed)):
        counter.update(label for _, _, label in bounds)
        counter[""] += len(bounds)


def _count_parts(
    tally: Tally, kind: Kind, words: Sequence[Pair], gold: Sequence[Pieces], proposed: Sequence[Pieces]
) -> None:
    shares = matched([_words_in(words, each) for each in gold], [_words_in(words, each) for each in proposed])
    enough = CONTENT_SHARE if kind == "content" else 0.0
    tally.gold[""] += len(gold)
    tally.proposed[""] += len(proposed)
    tally.right[""] += sum(share > enough or share == 1 or (kind == "content" and share == enough) for share in shares)


def matched(gold: Sequence[frozenset[int]], proposed: Sequence[frozenset[int]]) -> list[float]:
    """The shares of words that pairs have in common (0..1), paired one to one, the greatest share first."""
    at_word: dict[int, list[int]] = defaultdict(list)
    for index, each in enumerate(proposed):
        for word in each:
            at_word[word].append(index)
    near = {(one, other) for one, each in enumerate(gold) for word in each for other in at_word.get(word, ())}
    ranked = sorted(
        ((len(gold[one] & proposed[other]) / len(gold[one] | proposed[other]), -one, -other) for one, other in near),
        reverse=True,
    )
    taken: tuple[set[int], set[int]] = (set(), set())
    shares: list[float] = []
    for share, one, other in ranked:
        if one not in taken[0] and other not in taken[1]:
            taken[0].add(one)
            taken[1].add(other)
            shares.append(share)
    return shares


def _words_in(words: Sequence[Pair], pieces: Pieces) -> frozenset[int]:
    return frozenset(
        number
        for start, end in pieces
        for number, (begins, ends) in enumerate(words)
        if begins < end and ends > start
    )  # fmt: skip


def rows(
    after: Tallies, before: Tallies, base: Tallies, alone: Tallies, examples: Mapping[tuple[Kind, str], int]
) -> tuple[tuple[Row, ...], tuple[Row, ...]]:
    """The rows of a report: all of each kind, and each label of entities that there is in gold or was proposed."""

    def row(kind: Kind, label: str) -> Row:
        others = [each[kind].score(label) if kind in each else None for each in (before, base, alone)]
        return Row(
            kind,
            label,
            after[kind].score(label),
            before=others[0],
            base=others[1],
            alone=others[2],
            examples=examples.get((kind, label), 0),
        )

    overall = tuple(row(kind, "") for kind in ("entity", *STATEMENT_KINDS) if kind in after)
    labels = sorted(set(after["entity"].gold) | set(after["entity"].proposed) - {""}) if "entity" in after else []
    return overall, tuple(row("entity", label) for label in labels if label)


def examples_in(articles: Iterable[GoldArticle]) -> Counter[tuple[Kind, str]]:
    """How many there are to learn from, by kind and label; "" is all of a kind."""
    found: Counter[tuple[Kind, str]] = Counter()
    count: Callable[[Kind, str], None] = lambda kind, label: found.update([(kind, label)])  # noqa: E731
    for article in articles:
        for span in article.spans if "entities" in article.annotated else ():
            count("entity", span.label)
            count("entity", "")
        for statement in article.statements if "statements" in article.annotated else ():
            count("content", "")
            if statement.cue:
                count("cue", "")
            if statement.speaker and statement.speaker.mention:
                count("speaker", "")
    return found
