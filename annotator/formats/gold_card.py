"""The dataset card: the README.md of an export, with front matter for dataset hubs, counts and checksums. Pure."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence

import msgspec

from annotator.formats.card_tables import plain, table
from annotator.formats.folder import FileSum
from annotator.formats.gold_schema import GoldActor, GoldArticle, GoldEvent

NOT_COMPUTED = "not computed: one layer"
SIZES = ((1_000, "n<1K"), (10_000, "1K<n<10K"), (100_000, "10K<n<100K"), (1_000_000, "100K<n<1M"))


class CardInfo(msgspec.Struct, frozen=True, kw_only=True):
    """What the card says and the records do not. `labels`: label → its title; `made` is a date in ISO form.

    `agreement` is the text of that section. `incomplete`: sentences on what keeps the gold from being complete, which
    go to the top; `review`: (what, value) rows on how it was reviewed; `release`: the name of the frozen gold it is.
    `loading`: the section on how the files are read; `losses`: (what, number) rows on what the format could not carry.
    """

    name: str
    layer: str
    scheme: str = ""
    guidelines: str = ""
    program: str = ""
    made: str = ""
    labels: dict[str, str] = {}
    agreement: str = NOT_COMPUTED
    notes: tuple[str, ...] = ()
    incomplete: tuple[str, ...] = ()
    review: tuple[tuple[str, str | int], ...] = ()
    release: str = ""
    loading: str = ""
    losses: tuple[tuple[str, int], ...] = ()


class Counts(msgspec.Struct):
    """How many of what went into an export; fed record by record."""

    articles: int = 0
    characters: int = 0
    entities: int = 0
    statements: int = 0
    links: int = 0
    excluded: int = 0
    rejected: int = 0
    events: int = 0
    actors: int = 0
    labels: Counter[str] = msgspec.field(default_factory=Counter[str])
    types: Counter[str] = msgspec.field(default_factory=Counter[str])
    relations: Counter[str] = msgspec.field(default_factory=Counter[str])
    passes: Counter[str] = msgspec.field(default_factory=Counter[str])
    how: Counter[str] = msgspec.field(default_factory=Counter[str])
    languages: Counter[str] = msgspec.field(default_factory=Counter[str])
    annotators: Counter[str] = msgspec.field(default_factory=Counter[str])

    def article(self, article: GoldArticle) -> GoldArticle:
        """Count an article, and give it back."""
        self.articles += 1
        self.characters += len(article.text)
        self.entities += len(article.spans)
        self.statements += len(article.statements)
        self.excluded += len(article.excluded)
        self.labels.update([span.label for span in article.spans])
        self.how.update([span.how for span in article.spans])
        for statement in article.statements:
            self.types[statement.type] += 1
            self.how[statement.how] += 1
            self.links += len(statement.links)
            self.relations.update([link.relation for link in statement.links])
        if article.rejected:
            self.rejected += len(article.rejected.spans) + len(article.rejected.statements)
        self.passes.update(article.annotated)
        self.annotators.update(article.provenance.annotators)
        if language := article.meta.get("language"):
            self.languages[language] += 1
        return article

    def event(self, event: GoldEvent) -> GoldEvent:
        self.events += 1
        return event

    def actor(self, actor: GoldActor) -> GoldActor:
        self.actors += 1
        return actor


def card_text(info: CardInfo, counts: Counts, files: Sequence[FileSum]) -> str:
    """The text of README.md. `files` are those written before it."""
    splits = [file for file in files if file.name in ("train.jsonl", "dev.jsonl", "test.jsonl")]
    parts = [
        _front_matter(info, counts, files),
        f"# {plain(info.name)}\n",
        *([_warning(info)] if info.incomplete else []),
        _introduction(info, counts),
        _counts_section(info, counts, splits),
        f"## Agreement\n\n{info.agreement}\n",
        *([table("## Review", ("what", "value"), info.review)] if info.review else []),
        _provenance_section(info, counts),
        *([table("## What was lost", ("what", "number"), info.losses)] if info.losses else []),
        info.loading.replace("FILE", splits[0].name if splits else ""),
        table("## Files", ("file", "lines", "bytes", "SHA-256"), _file_rows(files)),
    ]
    return "\n".join(parts)


def _front_matter(info: CardInfo, counts: Counts, files: Sequence[FileSum]) -> str:
    lines = ["---", f"pretty_name: {_yaml(info.name)}"]
    languages = sorted(code for code in counts.languages if code.isascii() and code.isalpha() and len(code) in (2, 3))
    if languages:
        lines += ["language:", *(f"- {_yaml(code.lower())}" for code in languages)]
    lines += ["task_categories:", "- token-classification", "tags:", "- news", "- quotation-attribution", "- events"]
    size = next((name for limit, name in SIZES if counts.articles < limit), "n>1M")
    lines += ["size_categories:", f"- {_yaml(size)}", "configs:", "- config_name: articles", "  default: true"]
    lines.append("  data_files:")
    for file in files:
        split = file.name.removesuffix(".jsonl")
        # A hub calls the second split "validation", and refuses a split without a line.
        if split in ("train", "dev", "test") and file.lines:
            lines += [f"  - split: {'validation' if split == 'dev' else split}", f"    path: {file.name}"]
    for file in files:
        if file.name in ("events.jsonl", "actors.jsonl") and file.lines:
            lines += [f"- config_name: {file.name.removesuffix('.jsonl')}", f"  data_files: {file.name}"]
    return "\n".join([*lines, "---", ""])


def _warning(info: CardInfo) -> str:
    lines = ["> **Incomplete.** This gold was exported before it was finished:", ">"]
    return "\n".join([*lines, *(f"> - Incomplete: {plain(sentence)}" for sentence in info.incomplete), ""])


def _introduction(info: CardInfo, counts: Counts) -> str:
    if info.layer == "suggestions":
        what = "**Machine suggestions that nobody has decided.** News articles"
    else:
        what = "News articles"
    numbers = {
        "article": counts.articles,
        "statement": counts.statements,
        "link": counts.links,
        "event": counts.events,
        "actor": counts.actors,
    }
    entities = f"{counts.entities:,} {'entity' if counts.entities == 1 else 'entities'}"
    listed = ", ".join(f"{number:,} {word if number == 1 else word + 's'}" for word, number in numbers.items())
    return (
        f"{what} with entities, statements (what somebody said, their cue, speaker and type) and links from statements "
        f"to events: {entities}, {listed}.\n"
    )


def _counts_section(info: CardInfo, counts: Counts, splits: Sequence[FileSum]) -> str:
    rows = [
        *((f"articles in {file.name}", file.lines) for file in splits),
        *((f"articles annotated for {name}", count) for name, count in sorted(counts.passes.items())),
        ("characters (code points)", counts.characters),
        ("excluded regions", counts.excluded),
        ("rejected suggestions", counts.rejected),
    ]
    labels = [(label, info.labels.get(label, ""), count) for label, count in _most(counts.labels)]
    tables = [
        table("## Counts", ("what", "number"), rows),
        table("### Entity labels", ("label", "title", "number"), labels),
    ]
    for title, head, counted in (
        ("### Statement types", "type", counts.types),
        ("### Relations of links", "relation", counts.relations),
        ("### How it was decided", "how", counts.how),
    ):
        tables.append(table(title, (head, "number"), _most(counted)))
    return "\n".join(tables)


def _provenance_section(info: CardInfo, counts: Counts) -> str:
    rows = [
        ("layer", info.layer),
        *([("release", info.release)] if info.release else []),
        ("annotators", ", ".join(sorted(counts.annotators)) or "none"),
        ("label scheme", info.scheme or "not named"),
        ("guidelines", info.guidelines or "not named"),
        ("program", f"News Annotator {info.program}".strip()),
        ("made", info.made or "not dated"),
    ]
    notes = "".join(f"\n- {plain(note)}" for note in info.notes)
    return table("## Provenance", ("what", "value"), rows) + (f"{notes}\n" if notes else "")


def _file_rows(files: Sequence[FileSum]) -> list[tuple[object, ...]]:
    return [
        (f"`{file.name}`", file.lines if file.name.endswith(".jsonl") else "", file.size, f"`{file.sha256}`")
        for file in files
    ]


def _most(counted: Counter[str]) -> list[tuple[str, int]]:
    return sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))


def _yaml(value: str) -> str:
    """A string as YAML: a JSON string is one."""
    return json.dumps(plain(value), ensure_ascii=False)


LOADING = """\
## Loading

Offsets are Unicode code points of `text`, half open: in Python, `text[start:end]` is the span, and its `text`.

```python
import json

with open("FILE", encoding="utf-8") as lines:
    articles = [json.loads(line) for line in lines]

article = articles[0]
for span in article["spans"]:
    assert article["text"][span["start"]:span["end"]] == span["text"]
```

With spaCy:

```python
import spacy

nlp = spacy.blank("en")
doc = nlp.make_doc(article["text"])
spans = [doc.char_span(s["start"], s["end"], label=s["label"], alignment_mode="expand") for s in article["spans"]]
doc.ents = spacy.util.filter_spans([span for span in spans if span is not None])
```

With Hugging Face datasets, from the folder that holds this file:

```python
from datasets import load_dataset

articles = load_dataset(".", "articles")
```

## Format

One article a line, in UTF-8; `schema.json` is the JSON Schema of every line of every `.jsonl` file.

- `annotated` lists the passes that were done: only there does an absence mean that there is nothing. A pass of which
  disagreements wait for a lead is not among them.
- `decided` lists the parts of a statement that somebody decided: `null` or `[]` in such a part means "none", elsewhere
  "not looked at".
- `how` says how a unit was decided: `single`, `bulk`, `added`, `imported`, `unanimous`, `rule`, `adjudicated`; or
  `machine`, with `score` and `source`, for what nobody decided.
- Where several annotators decided: `votes` says how many of those who looked have the unit, `rule` by which rule that
  made it gold; `by` and `at` say who settled it, and when. `alternatives` are other readings that were kept, the unit
  itself being preferred.
- `excluded` are regions of the text that are no article; of several annotators more than half excluded them.
  `rejected`, where it is there, are suggestions that people refused.
- Ids are stable: the same object has the same id in every export of a project.
"""
