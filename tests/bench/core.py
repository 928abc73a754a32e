"""The rows that need no window: import, search, twins, export, merge, pre-annotation."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import msgspec

from annotator.model import Article
from annotator.operations import AcceptUnits, Together
from annotator.project import Project
from tests.bench import corpus, yardsticks
from tests.bench.measure import Budget, Measured, median, seconds

FULL = 10_000
"""The size that the design's ratios are about; on small projects they show what a start costs."""
IMPORT = Budget(ratio=3)
EXPORT = Budget(ratio=3)
SEARCH = Budget(limit=50)
MERGE = Budget(ratio=5)
PREANNOTATE = Budget(ratio=1.15)
QUERIES = ("harbour", "ceasefire talks", "Lindmark", "grain", "tariff envoy")
LAYERS = ("ann", "ben", "eve")
REPEATS = 5
ARTICLES_A_BATCH = 25
PREANNOTATED = 60
"""How many articles the pre-annotation is measured on, whatever the size of the project: it takes each by itself."""


class Bench:
    """One folder with the made articles and the projects of one size, which the rows share."""

    def __init__(self, folder: Path, articles: int) -> None:
        self.folder = folder
        self.articles = articles
        self.size = f"{articles:,} articles"
        self.project = folder / "bench.annodb"
        folder.mkdir(parents=True)

    def measured(
        self, row: str, unit: str, ours: float, yardstick: float | None, budget: Budget, note: str = ""
    ) -> Measured:
        """A row of this size; a mere ratio counts as a budget only where the project is as large as the design's."""
        is_asked = self.articles >= FULL or budget.limit is not None
        return Measured(row, self.size, unit, ours, yardstick, budget if is_asked else Budget(), note)


def measure_import(bench: Bench) -> Iterator[Measured]:
    """Import the articles into a new project, which the later rows use."""
    source = bench.folder / "articles.jsonl"
    corpus.write_articles(source, bench.articles)
    with Project.create(bench.project, name="Bench", annotator="ann") as project:
        ours = seconds(lambda: project.import_files([source]))
        assert len(project.articles()) == bench.articles
    rows = yardsticks.article_rows(corpus.make_article(number).text for number in range(bench.articles))
    bare = seconds(lambda: yardsticks.insert_articles(bench.folder / "bare.db", rows))
    yield bench.measured("import", "s", ours, bare, IMPORT)


def store_suggestions(bench: Bench) -> None:
    """Give every article of the project its suggestions, as the pre-annotation would."""
    made = {made.text: made for made in (corpus.make_article(number) for number in range(bench.articles))}
    with Project.open(bench.project, annotator="ann") as project:
        keys = [row.id for row in project.articles()]
        for first in range(0, len(keys), ARTICLES_A_BATCH):
            articles = project.texts(keys[first : first + ARTICLES_A_BATCH])
            found = [(one.id, corpus.suggest(one.id, made[one.text]), ()) for one in articles]
            project.store_suggestions(found, model="bench")


def measure_search(bench: Bench) -> Iterator[Measured]:
    """Search the project for a word, as the search over all articles does."""
    with Project.open(bench.project, annotator="ann") as project:
        ours = [seconds(lambda query=query: project.search(query)) for query in QUERIES * REPEATS]
    with closing(sqlite3.connect(bench.project)) as connection:
        bare = [seconds(lambda query=query: yardsticks.match(connection, query, 200)) for query in QUERIES * REPEATS]
    yield bench.measured("search", "ms", 1000 * median(ours), 1000 * median(bare), SEARCH)


def measure_twins(bench: Bench) -> Iterator[Measured]:
    """Look for twins of all articles, which are made of few sentences and far more alike than real ones."""
    with Project.open(bench.project, annotator="ann") as project:
        ours = seconds(project.twins.renew)
        note = f"{project.twins.count():,} passages"
    yield bench.measured("twins", "s", ours, None, Budget(), note)


def measure_export(bench: Bench) -> Iterator[Measured]:
    """Export every article with its suggestions."""
    with Project.open(bench.project, annotator="ann") as project:
        ours = seconds(lambda: project.export(bench.folder / "out", layer="suggestions"))
    bare = seconds(lambda: yardsticks.write_suggestions(bench.project, bench.folder / "bare.jsonl"))
    yield bench.measured("export", "s", ours, bare, EXPORT)


def measure_merge(bench: Bench) -> Iterator[Measured]:
    """Merge three files, each with one annotator's decisions on every suggestion of up to 2,500 articles."""
    files = [_decided(bench, layer) for layer in LAYERS]
    target = bench.folder / "merged.annodb"
    shutil.copy(bench.project, target)
    with Project.open(target, annotator="lead") as project:
        ours = seconds(lambda: project.merge(files))
        merged = project.status()["decisions"]
    bare = seconds(lambda: yardsticks.insert_decisions(bench.folder / "bare-merge.db", files))
    yield bench.measured("merge of 3 files", "s", ours, bare, MERGE, f"{merged:,} decisions")


def _decided(bench: Bench, layer: str, most: int = 2_500) -> Path:
    path = bench.folder / f"{layer}.annodb"
    shutil.copy(bench.project, path)
    with Project.open(path, annotator=layer) as project:
        rows = project.articles()[:most]
        for first in range(0, len(rows), ARTICLES_A_BATCH):
            acts = [_accept_all(project, row.id) for row in rows[first : first + ARTICLES_A_BATCH]]
            project.run(Together("Accept", tuple(acts)))
    return path


def _accept_all(project: Project, article: str) -> AcceptUnits:
    return AcceptUnits(article, tuple(unit.id for unit in project.work(article).every()), bulk=True)


def measure_preannotate(bench: Bench) -> Iterator[Measured]:
    """Pre-annotate articles of the sample corpus against the bare model on the same texts."""
    import spacy

    from annotator.preannotate.pipeline import DEFAULT_MODEL, load

    articles = _sample_articles(min(bench.articles, PREANNOTATED))
    texts = [article.text for article in articles]
    bare, pipeline = spacy.load(DEFAULT_MODEL), load(None)
    runs = [
        (seconds(lambda: list(pipeline.annotate(articles))), seconds(lambda: list(bare.pipe(texts)))) for _ in range(3)
    ]
    ours, yardstick = min(run[0] for run in runs), min(run[1] for run in runs)
    yield Measured("pre-annotate", f"{len(articles)} articles", "s", ours, yardstick, PREANNOTATE)


def _sample_articles(count: int) -> list[Article]:
    lines = (Path(__file__).parents[2] / "resources" / "sample" / "articles.jsonl").read_bytes().splitlines()
    texts = [msgspec.json.decode(line)["text"] for line in lines if line.strip()]
    return [Article(id=f"{number:032x}", text=texts[number % len(texts)]) for number in range(count)]
