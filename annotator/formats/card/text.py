"""The text of a dataset card: what there is, where it comes from, how far annotators agreed, what is missing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

import msgspec

from annotator.formats.card.counts import Counts
from annotator.formats.card.front_matter import front_matter, split_of_file
from annotator.formats.card.tables import plain, table
from annotator.formats.dataset import SPLITS
from annotator.formats.folder import FileSum

NOT_COMPUTED = "not computed: one layer"
SUMS = "SHA256SUMS"
MOST_FILES = 40
"""With more files than this, their checksums stand in a file of their own."""
MOST_SOURCES = 25
NO_LICENCE = (
    "No licence was stated for the annotation. The texts belong to those who published them; who passes them on has to "
    "ask."
)


class CardInfo(msgspec.Struct, frozen=True, kw_only=True):
    """What the card says and the records do not. `labels`: label → its title; `made` is a date in ISO form.

    `agreement` is the text of that section. `incomplete`: sentences on
    what keeps the gold from being complete, which go to the top; `review`: (what, value) rows on how it was reviewed;
    `release`: the name of the frozen gold it is. `licence`: of the annotation, by the hubs' identifier or in words.
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
    licence: str = ""
    loading: str = ""
    losses: tuple[tuple[str, int], ...] = ()


def card_text(info: CardInfo, counts: Counts, files: Sequence[FileSum], further: Sequence[str] = ()) -> str:
    """The text of README.md. `files` are those written before it; `further`: lines for its front matter."""
    first = next((file.name for file in files if split_of_file(file.name)), files[0].name if files else "")
    parts = [
        front_matter(info.name, info.licence, counts, files, further),
        f"# {plain(info.name)}\n",
        *([_warning(info)] if info.incomplete else []),
        _introduction(info, counts),
        _counts_section(info, counts),
        _texts_section(counts),
        f"## Agreement\n\n{info.agreement}\n",
        *([table("## Review", ("what", "value"), info.review)] if info.review else []),
        _provenance_section(info, counts),
        _gaps_section(info, counts),
        *([table("## What was lost", ("what", "number"), info.losses)] if info.losses else []),
        _licence_section(info, counts),
        info.loading.replace("FILE", first),
        _files_section(files),
    ]
    return "\n".join(parts)


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


def _counts_section(info: CardInfo, counts: Counts) -> str:
    rows = [
        *((f"articles in {split}", counts.splits[split]) for split in SPLITS if counts.splits[split]),
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
    if len(counts.by_split) > 1:
        names = [split for split in SPLITS if split in counts.by_split]
        every = Counter[str]()
        for found in counts.by_split.values():
            every.update(found)
        shared = [(what, *(counts.by_split[split][what] for split in names)) for what, _ in _most(every)]
        tables.append(table("### By split", ("label, type or relation", *names), shared))
    return "\n".join(tables)


def _texts_section(counts: Counts) -> str:
    shown = counts.sources.most_common(MOST_SOURCES)
    rest = counts.sources.total() - sum(count for _, count in shown)
    unnamed = counts.articles - counts.sources.total()
    sources: list[tuple[str, int]] = [*shown]
    if rest:
        sources.append((f"{len(counts.sources) - len(shown)} further ones", rest))
    if unnamed:
        sources.append(("not named", unnamed))
    undated = counts.articles - counts.years.total()
    years: list[tuple[str, int]] = [*sorted(counts.years.items())]
    if undated:
        years.append(("not dated", undated))
    between = f" ({counts.first_day} to {counts.last_day})" if counts.first_day else ""
    return "\n".join(
        [
            "## Texts\n",
            table("### Sources", ("source", "articles"), sources),
            table(f"### Published{between}", ("year", "articles"), years),
            table("### Languages", ("language", "articles"), _most(counts.languages)),
        ]
    )


def _provenance_section(info: CardInfo, counts: Counts) -> str:
    annotators = ", ".join(f"{name} ({count:,})" for name, count in sorted(counts.annotators.items()))
    rows = [
        ("layer", info.layer),
        *([("release", info.release)] if info.release else []),
        ("annotators (articles)", annotators or "none"),
        ("label scheme", info.scheme or "not named"),
        ("guidelines", info.guidelines or "not named"),
        ("program", f"News Annotator {info.program}".strip()),
        ("made", info.made or "not dated"),
    ]
    notes = "".join(f"\n- {plain(note)}" for note in info.notes)
    return table("## Provenance", ("what", "value"), rows) + (f"{notes}\n" if notes else "")


def _gaps_section(info: CardInfo, counts: Counts) -> str:
    gaps = [*_gaps(info, counts)]
    return (
        "## Known gaps\n\n"
        + ("\n".join(f"- {gap}" for gap in gaps) if gaps else "None that the program knows of.")
        + "\n"
    )


def _gaps(info: CardInfo, counts: Counts) -> Iterator[str]:
    for name in ("entities", "statements", "links"):
        done = counts.passes[name]
        if not done:
            yield f"No article was annotated for {name}: that there are none means nothing."
        elif done < counts.articles:
            yield f"{counts.articles - done:,} of {counts.articles:,} articles were not annotated for {name}."
    if unused := [label for label in info.labels if not counts.labels[label]]:
        yield f"Labels of the scheme without an example: {', '.join(unused)}."
    if undated := counts.articles - counts.years.total():
        yield f"{undated:,} of {counts.articles:,} articles have no date."
    yield from (plain(sentence) for sentence in info.incomplete)


def _licence_section(info: CardInfo, counts: Counts) -> str:
    said = f"The annotation: {plain(info.licence)}." if info.licence.strip() else NO_LICENCE
    texts = table("Of the texts, as their sources say:\n", ("licence", "articles"), _most(counts.licences))
    return f"## Licence\n\n{said}\n" + (f"\n{texts}" if counts.licences else "")


def _files_section(files: Sequence[FileSum]) -> str:
    if len(files) > MOST_FILES:
        size = sum(file.size for file in files)
        return f"## Files\n\n{len(files):,} files of {size:,} bytes; their checksums stand in `{SUMS}`.\n"
    rows = [
        (f"`{file.name}`", file.lines if file.name.endswith(".jsonl") else "", file.size, f"`{file.sha256}`")
        for file in files
    ]
    return table("## Files", ("file", "lines", "bytes", "SHA-256"), rows)


def sums_of(files: Sequence[FileSum]) -> Iterator[bytes]:
    """The lines of `SHA256SUMS`, as `sha256sum --check` reads them; nothing where the card lists them itself."""
    for file in files if len(files) > MOST_FILES else ():
        yield f"{file.sha256}  {file.name}\n".encode()


def _most(counted: Counter[str]) -> list[tuple[str, int]]:
    return sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))


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
