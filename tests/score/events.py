"""Which event an article or a sentence is about: articles arrive one by one, the program is asked before each is filed.

    python -m tests.score.events FILE… [--seed N] [--parts N | --deal LEAST MOST]

An event is a chain of mentions that goes across articles; an article without one is an event of its own. Events in
question are those of the articles filed before. With `--parts N` each article is dealt out sentence by sentence to N
texts that tell of one event: harder, and hundreds of cases where a corpus has few chains across its articles. With
`--deal` the sentences are dealt out at random, to so many texts at least and at most, and of every tenth article one
text alone stays: short and noisy texts of many small events among single ones. Each time the nearest text by plain
TF-IDF is measured too, its threshold the best one: what there is to beat.
"""

from __future__ import annotations

import argparse
import os
import random
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec
import regex

from annotator.model import Event, Span
from annotator.operations import AddEvent, AddStatement, LinkEvent
from annotator.project import Project
from annotator.proposals.headlines import headline
from annotator.proposals.words import STOP, Index, rarity, unit_vector
from annotator.sentences import sentences_around
from annotator.views.candidates import Offer
from tests.score.corpora import Record, aside, read

LEAST_SENTENCES = 3
LEAST_WORDS = 4
"""A line with fewer is a date or a byline."""
STEPS = 20
LINK_AT = 0.4
"""The probability from which on linking does better (F1) than making a new event."""
BINS = 5


class _Asked(msgspec.Struct, frozen=True):
    """One article that was asked about: the best event's probability, whether it is right, whether one was there."""

    known: float
    is_right: bool
    is_there: bool


class _Filer:
    """Files articles under events as an annotator would: a new event for what is new, a link for each sentence."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self._events: dict[str, str] = {}

    def add(self, article: str, spans: Iterable[Span]) -> dict[Span, str]:
        """A statement on each sentence, by its span."""
        text = self._project.article(article).text
        found = dict.fromkeys(_trimmed(text, sentences_around(text, (span,))) for span in spans)
        made = {span: AddStatement(article, (span,), "indirect") for span in found}
        for statement in made.values():
            self._project.run(statement)
        return {span: statement.id for span, statement in made.items()}

    def knows(self, chain: str) -> bool:
        return chain in self._events

    def is_right(self, offer: Offer, chains: Iterable[str]) -> bool:
        """Whether the first event on offer is one of these chains."""
        events = {self._events.get(chain) for chain in chains}
        return bool(offer.candidates) and offer.candidates[0].event.id in events

    def link(self, article: str, chain: str, statements: Sequence[str]) -> None:
        if chain not in self._events:
            event = Event(f"{len(self._events):032x}", headline(self._project.article(article).title))
            self._project.run(AddEvent(event))
            self._events[chain] = event.id
        self._project.run(LinkEvent(article, tuple(statements), self._events[chain], "reports"))


def measure(records: Sequence[Record], seed: int = 1) -> dict[str, Any]:
    """Shares from 0 to 1: `sentence_hit` and `article_hit` (the right event comes first, where it is there at all),
    `link_or_new` (F1 of right links at the program's threshold), `link_or_new_best` (at the best one), with counts and
    how often the first event is right by its probability (`reliability`).
    """
    crossing = _crossing(records)
    sentences = Counter[bool]()
    asked: list[_Asked] = []
    with (
        tempfile.TemporaryDirectory(prefix="annotator-events-") as folder,
        Project.create(Path(folder) / "events.annodb", annotator="scorer") as project,
    ):
        ids = _imported(project, records, Path(folder))
        filer = _Filer(project)
        order = sorted(records, key=lambda record: record["id"])
        random.Random(seed).shuffle(order)
        for record in order:
            asked.append(_ask(project, filer, ids[record["id"]], _chains(record, crossing), sentences))
    return _figures(asked, sentences)


def parts(records: Iterable[Record], number: int) -> list[Record]:
    """Each article dealt out sentence by sentence to `number` records of one chain."""
    found: list[Record] = []
    for record in records:
        sentences = _sentences(record["text"])
        for part in range(number):
            lines = sentences[part::number]
            if len(lines) >= LEAST_SENTENCES:
                found.append(_part(f"{record['id']}/{part}", record["id"], lines))
    return found


def dealt(records: Iterable[Record], least: int, most: int, seed: int) -> list[Record]:
    """Each article's sentences dealt out at random to `least` to `most` records; one record of every tenth article."""
    rng = random.Random(seed)
    found: list[Record] = []
    for place, record in enumerate(records):
        sentences = _sentences(record["text"])
        rng.shuffle(sentences)
        number = min(rng.randint(least, most), len(sentences) // LEAST_SENTENCES)
        for part in range(number if place % 10 else min(1, number)):
            found.append(_part(f"{record['id']}/{part}", record["id"], sentences[part::number]))
    return found


def nearest(records: Sequence[Record], seed: int = 1) -> dict[str, Any]:
    """The same by the nearest text that is filed, of plain TF-IDF: `article_hit`, and `link_or_new_best`."""
    crossing = _crossing(records)
    order = sorted(records, key=lambda record: record["id"])
    random.Random(seed).shuffle(order)
    counts = [Counter(regex.findall(r"\w\w+", record["text"].casefold())) for record in order]
    texts = Counter[str](word for count in counts for word in count)
    filed: dict[str, set[str]] = {}
    index = Index()
    asked: list[_Asked] = []
    for record, count in zip(order, counts, strict=True):
        rare = {word: number * rarity(len(order), texts[word]) for word, number in count.items() if word not in STOP}
        vector = unit_vector(rare, len(rare))
        like, best = max(((like, key) for key, like in index.like(vector).items()), default=(0.0, ""))
        chains = set(_chains(record, crossing))
        is_there = any(chains & known for known in filed.values())
        asked.append(_Asked(like, bool(chains & filed.get(best, set())), is_there))
        index.put(record["id"], vector)
        filed[record["id"]] = chains
    there = [one for one in asked if one.is_there]
    return {
        "article_hit": sum(one.is_right for one in there) / len(there) if there else None,
        "link_or_new_best": max(_f1(asked, step / 100) for step in range(1, 100)),
    }


def main() -> int:
    """Print the figures of each file."""
    parser = argparse.ArgumentParser(prog="python -m tests.score.events", description="How well events are found.")
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--parts", type=int, default=0, help="deal each article out to so many texts")
    parser.add_argument("--deal", type=int, nargs=2, metavar=("LEAST", "MOST"), help="at random, to so many texts")
    parser.add_argument("--tuning", action="store_true", help="without the third of the articles that is kept aside")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as home:
        os.environ["ANNOTATOR_HOME"] = home
        for file in arguments.files:
            records = [record for record in read(file) if not (arguments.tuning and aside(record))]
            if arguments.parts:
                records = parts(records, arguments.parts)
            elif arguments.deal:
                records = dealt(records, arguments.deal[0], arguments.deal[1], arguments.seed)
            figures = measure(records, arguments.seed) | {"nearest": nearest(records, arguments.seed)}
            sys.stdout.write(f"{file.name}: {msgspec.json.encode(figures).decode()}\n")
    return 0


def _ask(
    project: Project, filer: _Filer, article: str, chains: Mapping[str, list[Span]], sentences: Counter[bool]
) -> _Asked:
    """Ask about an article and its sentences, then file it."""
    statements = filer.add(article, [span for spans in chains.values() for span in spans])
    text = project.article(article).text
    offer = project.proposals.candidates(article)
    is_there = any(filer.knows(chain) for chain in chains)
    asked = _Asked(1 - offer.new, filer.is_right(offer, chains), is_there)
    here: dict[str, set[str]] = {}
    for chain, spans in chains.items():
        for span in spans:
            here.setdefault(statements[_trimmed(text, sentences_around(text, (span,)))], set()).add(chain)
    for statement, about in here.items():
        if any(filer.knows(chain) for chain in about):
            sentences[filer.is_right(project.proposals.candidates(article, statement), about)] += 1
    for chain in chains:
        filer.link(article, chain, [statement for statement, about in here.items() if chain in about])
    return asked


def _figures(asked: Sequence[_Asked], sentences: Counter[bool]) -> dict[str, Any]:
    there = [one for one in asked if one.is_there]
    scores = [_f1(asked, step / STEPS) for step in range(1, STEPS)]
    bins: dict[str, list[float]] = {}
    for place in range(BINS):
        inside = [one for one in asked if min(BINS - 1, int(one.known * BINS)) == place]
        bins[f"{place / BINS:.1f}"] = [len(inside), sum(one.is_right for one in inside) / max(1, len(inside))]
    return {
        "sentence_hit": sentences[True] / sentences.total() if sentences else None,
        "article_hit": sum(one.is_right for one in there) / len(there) if there else None,
        "link_or_new": _f1(asked, LINK_AT),
        "link_or_new_best": max(scores),
        "articles": len(asked),
        "articles_there": len(there),
        "sentences": sentences.total(),
        "reliability": bins,
    }


def _f1(asked: Sequence[_Asked], threshold: float) -> float:
    made = [one for one in asked if one.known >= threshold]
    right = sum(one.is_right for one in made)
    total = len(made) + sum(one.is_there for one in asked)
    return 2 * right / total if total else 0.0


def _crossing(records: Iterable[Record]) -> set[str]:
    """The chains that more than one article holds."""
    articles: dict[str, set[str]] = {}
    for record in records:
        for event in record["events"]:
            articles.setdefault(event["chain"], set()).add(record["id"])
    return {chain for chain, found in articles.items() if len(found) > 1}


def _chains(record: Record, crossing: set[str]) -> dict[str, list[Span]]:
    """The article's events with their mentions; without any, the article itself with its first sentence."""
    found: dict[str, list[Span]] = {}
    for event in record["events"]:
        if event["chain"] in crossing:
            found.setdefault(event["chain"], []).extend(Span(*pair) for pair in event["span"][:1])
    return found or {f"only {record['id']}": [Span(0, 1)]}


def _imported(project: Project, records: Iterable[Record], folder: Path) -> dict[str, str]:
    """The project's ids of the articles, by theirs."""
    file = folder / "articles.jsonl"
    file.write_bytes(b"".join(msgspec.json.encode({"id": r["id"], "text": r["text"]}) + b"\n" for r in records))
    project.import_files([file])
    return {article.meta["id"]: article.id for article in project.texts(project.article_ids())}


def _part(part_id: str, chain: str, lines: Sequence[str]) -> Record:
    events: list[dict[str, Any]] = []
    start = 0
    for line in lines:
        events.append({"span": [[start, start + 1]], "type": "", "chain": chain, "cross_doc": True, "desc": ""})
        start += len(line) + 1
    return {"id": part_id, "text": "\n".join(lines), "entities": [], "quotes": [], "events": events}


def _sentences(text: str) -> list[str]:
    found: list[str] = []
    at = 0
    while at < len(text):
        end = max(at + 1, sentences_around(text, (Span(at, at + 1),)).end)
        if len(text[at:end].split()) >= LEAST_WORDS:
            found.append(text[at:end].strip())
        at = end
    return found


def _trimmed(text: str, span: Span) -> Span:
    words = text[span.start : span.end]
    start = span.start + len(words) - len(words.lstrip())
    return Span(start, max(start + 1, span.start + len(words.rstrip())))


if __name__ == "__main__":
    raise SystemExit(main())
