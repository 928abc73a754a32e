"""The text of a dataset card, section by section. What is counted on it is in `counts`, tables of that in `figures`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec

from annotator.formats.card.counts import Counts
from annotator.formats.card.figures import counts_section, labels_section, texts_section
from annotator.formats.card.front_matter import front_matter, split_of_file
from annotator.formats.card.gaps import gaps_section
from annotator.formats.card.tables import Code, most, plain, shown, table
from annotator.formats.card.terms import Term
from annotator.formats.dataset import SPLITS
from annotator.formats.folder import FileSum
from annotator.wording import counted

ONE_LAYER = "None is told: this is the work of one annotator. How far annotators agree stands on the card of the gold."
SUGGESTED = "None is told: nobody has decided any of it."
SUMS = "SHA256SUMS"
GUIDELINES = "GUIDELINES.md"
MOST_FILES = 40
"""With more files than this, their checksums stand in a file of their own."""
NO_LICENCE = (
    "No licence was stated for the annotation. The texts belong to those who published them; who passes them on has to "
    "ask."
)
SPLIT_NAMES = {"train": "train", "dev": "dev (validation)", "test": "test"}


class CardInfo(msgspec.Struct, frozen=True, kw_only=True):
    """What the card says and the records do not. `terms`: the words of the scheme; `made` is a date in ISO form.

    `agreement` is the text of that section, `agreed` the same in a line ("" where there is nothing to tell).
    `incomplete`: sentences on what keeps the gold from being complete, which go to the top; `review`: (what, value)
    rows on how it was reviewed; `release`: the name of the frozen gold it is. `licence`: of the annotation, by the
    hubs' identifier or in words. `guidelines`: their version; `guidelines_text`, where there is one, stands in a file
    beside the card. `loading`: the section on how the files are read; `losses`: (what, number) rows on what the format
    could not carry.
    """

    name: str
    layer: str
    scheme: str = ""
    guidelines: str = ""
    guidelines_text: str = ""
    program: str = ""
    made: str = ""
    terms: tuple[Term, ...] = ()
    agreement: str = ONE_LAYER
    agreed: str = ""
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
        f"# {shown(info.name)}\n",
        *([_warning(info)] if info.incomplete else []),
        _introduction(info, counts),
        _summary(info, counts),
        labels_section(info.terms, counts),
        counts_section(counts),
        texts_section(counts),
        f"## Agreement\n\n{info.agreement.rstrip()}\n",
        *_review_section(info, counts),
        gaps_section(info.terms, counts, is_short=bool(info.incomplete)),
        *([table("## What was lost", ("what", "number"), info.losses)] if info.losses else []),
        _licence_section(info, counts),
        info.loading.replace("FILE", first),
        _files_section(files),
    ]
    return "\n".join(parts)


def _warning(info: CardInfo) -> str:
    lines = ["> **Incomplete.** This gold was exported before it was finished:", ">"]
    return "\n".join([*lines, *(f"> - {shown(sentence)}" for sentence in info.incomplete), ""])


def _introduction(info: CardInfo, counts: Counts) -> str:
    what = counted(counts.articles, "news article")
    if info.layer == "suggestions":
        what = f"**Machine suggestions that nobody has decided**, for {what}"
    numbers = [
        counted(counts.entities, "entity", "entities"),
        f"{counted(counts.statements, 'statement')} (what somebody said, with cue, speaker and type)",
    ]
    if counts.links or counts.events:
        numbers.append(f"{counted(counts.links, 'link')} from statements to {counted(counts.events, 'event')}")
    if counts.actors:
        numbers.append(f"{counted(counts.actors, 'actor')}")
    return f"{what}: {'; '.join(numbers)}.\n"


def _summary(info: CardInfo, counts: Counts) -> str:
    annotators = ", ".join(f"{name} ({count:,})" for name, count in sorted(counts.annotators.items()))
    guidelines = f"[version {info.guidelines}]({GUIDELINES})" if info.guidelines_text.strip() else info.guidelines
    rows = [
        ("layer", shown(info.layer)),
        *([("release", shown(info.release))] if info.release else []),
        *([("articles in splits", _splits(counts))] if len(counts.splits) > 1 else []),
        ("annotators (articles)", shown(annotators or "none")),
        *([("agreement", info.agreed)] if info.agreed else []),
        ("label scheme", shown(info.scheme or "not named")),
        ("guidelines", guidelines or "none"),
        ("licence of the annotation", shown(info.licence) or "not stated"),
        ("made", f"{info.made or 'not dated'}, with News Annotator {info.program}".strip()),
    ]
    notes = "".join(f"\n- {shown(note)}" for note in info.notes)
    lines = [f"| {what} | {value} |" for what, value in rows]
    return "\n".join(["| what | value |", "| --- | --- |", *lines, ""]) + (f"{notes}\n" if notes else "")


def _splits(counts: Counts) -> str:
    return ", ".join(f"{counts.splits[split]:,} {SPLIT_NAMES[split]}" for split in SPLITS if counts.splits[split])


def _review_section(info: CardInfo, counts: Counts) -> Iterator[str]:
    """How it was reviewed, and who settled how much of it; nothing where nobody reviewed."""
    settled = [(f"units settled by {name}", count) for name, count in most(counts.leads)]
    if info.review or settled:
        yield table("## Review", ("what", "value"), [*info.review, *settled])


def _licence_section(info: CardInfo, counts: Counts) -> str:
    said = f"The annotation: {shown(info.licence)}." if info.licence.strip() else NO_LICENCE
    texts = table("Of the texts, as their sources say:", ("licence", "articles"), most(counts.licences))
    named = plain(info.name).replace("{", "").replace("}", "").replace("`", "'")
    said_of = (("release", info.release), ("layer", info.layer), ("label scheme", info.scheme),
               ("guidelines", info.guidelines))  # fmt: skip
    note = ", ".join(f"{what} {plain(value)}" for what, value in said_of if value)
    cite = [
        "To cite it, add who made it and where it stands:\n",
        "```bibtex",
        "@misc{dataset,",
        f"  title = {{{named}}},",
        f"  note = {{{note.replace('`', chr(39))}}},",
        f"  year = {{{info.made[:4]}}}",
        "}",
        "```\n",
    ]
    return "\n".join([f"## Licence and citation\n\n{said}\n", *([texts] if counts.licences else []), *cite])


def _files_section(files: Sequence[FileSum]) -> str:
    if len(files) > MOST_FILES:
        size = sum(file.size for file in files)
        said = f"{len(files):,} files of {size:,} bytes; `sha256sum --check {SUMS}` checks them."
        return f"## Files\n\n{said}\n"
    rows = [
        (Code(file.name), file.lines if file.name.endswith(".jsonl") else "", file.size, Code(file.sha256))
        for file in files
    ]
    return table("## Files", ("file", "lines", "bytes", "SHA-256"), rows)


def sums_of(files: Sequence[FileSum]) -> Iterator[bytes]:
    """The lines of `SHA256SUMS`, as `sha256sum --check` reads them; nothing where the card lists them itself."""
    for file in files if len(files) > MOST_FILES else ():
        yield f"{file.sha256}  {file.name}\n".encode()


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
