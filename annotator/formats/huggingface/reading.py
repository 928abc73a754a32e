"""Reading datasets of the Hugging Face hub: our own columns, others' tokens and tags, or texts with metadata.

The text of tokens is the tokens joined by blanks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, cast

import msgspec

from annotator.errors import UserError
from annotator.formats.articles import gold_meta, read_objects
from annotator.formats.columns import find_columns, meta_from, unread
from annotator.formats.dataset import SPLITS
from annotator.formats.gold.reading import place, read_record
from annotator.formats.gold.schema import GoldActor, GoldArticle, GoldEvent, GoldSpan
from annotator.formats.huggingface.features import arrow, parquet, tag_names
from annotator.formats.huggingface.registry import is_there, read_registry
from annotator.formats.huggingface.rows import record_of
from annotator.formats.huggingface.spans import Spanned, has_spans, names_of_labels, spanned
from annotator.formats.json_values import values_of
from annotator.formats.peeking import peek
from annotator.formats.prodigy.rows import objects
from annotator.formats.records import ArticleRecord, BadRecord, ReadOptions, Record, read_text
from annotator.formats.tags import runs_of
from annotator.formats.tally import Tally

BATCH_ROWS = 200
TAG_COLUMNS = ("ner_tags", "tags", "labels", "ner", "fine_ner_tags")
OURS = frozenset({"raw", "ner_tags", "statements"})
CARD_BYTES = 1 << 20

_COLUMN = re.compile(r"^\s*- name: \"?(\w+)\"?\s*$")
_NAME = re.compile(r"^\s*'?(\d+)'?:\s*\"?([^\s\"]+)\"?\s*$")

Rows = Iterator[tuple[int, Any] | BadRecord]


def read_lines(path: Path, options: ReadOptions) -> Iterator[Record]:
    """The articles of JSON or JSON Lines: tokens and tags, our own columns, or what the hub's viewer answers."""
    names = dict(_names_in_card(path.parent))
    yield from _read(_rows(path, names), path, options, names)


def _rows(path: Path, names: dict[str, Sequence[str]]) -> Rows:
    """The rows of a file. Where the viewer's answer holds them, its features are added to `names`."""
    for item in values_of(path):
        value = item[1] if not isinstance(item, BadRecord) else None
        if isinstance(value, dict) and _is_viewed(held := cast("dict[str, Any]", value)):
            features = {each.get("name"): each.get("type") for each in objects(held["features"])}
            names |= {column: found for column in TAG_COLUMNS if (found := tag_names(features, column))}
            yield from (
                (cast("tuple[int, Any]", item)[0], each["row"]) for each in objects(held["rows"]) if "row" in each
            )
        else:
            yield item


def _is_viewed(value: Mapping[str, Any]) -> bool:
    return isinstance(value.get("features"), list) and isinstance(value.get("rows"), list)


def read_parquet(path: Path, options: ReadOptions) -> Iterator[Record]:
    """The articles of a Parquet file: our columns, tokens and tags, or texts with metadata.

    Raises:
        UserError: pyarrow is not installed, or the file is no Parquet.
    """
    arrow()
    try:
        file: Any = parquet().ParquetFile(path)
        held: dict[bytes, bytes] = file.schema_arrow.metadata or {}
    except (OSError, ValueError) as error:
        raise UserError(f"The file is no Parquet: {str(error).splitlines()[0]}", "Check the file.") from error
    features = (
        cast("dict[str, Any]", msgspec.json.decode(held.get(b"huggingface", b"{}"))).get("info", {}).get("features", {})
    )
    names = {column: found for column in TAG_COLUMNS if (found := tag_names(features, column))}
    names |= names_of_labels(features)

    def rows() -> Rows:
        number = 0
        for batch in file.iter_batches(batch_size=BATCH_ROWS):
            for row in batch.to_pylist():
                number += 1
                yield number, row

    yield from _read(rows(), path, options, names or _names_in_card(path.parent))


def _read(rows: Rows, path: Path, options: ReadOptions, names: Mapping[str, Sequence[str]]) -> Iterator[Record]:
    beside, said = _beside(path)
    number, tally = 0, Tally(str(path))
    for item in rows:
        if isinstance(item, BadRecord):
            yield item
            continue
        number += 1
        for record in _read_row(item[1], path, number, options, names, tally):
            if isinstance(record, ArticleRecord) and beside is not None:
                # What the dataset says of events and actors comes with its first article.
                yield msgspec.structs.replace(record, events=beside[0], actors=beside[1])
                beside = None
            else:
                yield record
    yield from said
    yield from tally.records()


def _read_row(
    value: Any, path: Path, number: int, options: ReadOptions, names: Mapping[str, Sequence[str]], tally: Tally
) -> Iterator[Record]:
    file = str(path)
    row = cast("dict[str, Any]", value) if isinstance(value, dict) else {}
    if isinstance(row.get("raw"), str) and isinstance(row.get("text"), str):
        try:
            record = record_of(row)
        except msgspec.DecodeError as error:
            yield BadRecord(file, number, f"The column raw cannot be read: {error}.", "The article was left out.")
            return
        for made in read_record(record, file, number, options.offset_unit):
            yield _record(record, made, path, number) if isinstance(made, GoldArticle) else made
        return
    tags = next((column for column in TAG_COLUMNS if isinstance(row.get(column), list)), None)
    has_tags = tags is not None and isinstance(row.get("tokens"), list)
    if not (has_tags and "text" not in row) and "text" not in options.columns:
        found = spanned(row, names)
        if found is not None:
            yield from _spanned(row, found, path, number, options, tally)
            return
    if tags is not None and has_tags:
        yield from _tagged(row, tags, path, number, names.get(tags, ()), tally)
        return
    objects: list[tuple[int, Any]] = [(number, value)]
    yield from read_objects(objects, path, options)


def _spanned(
    row: dict[str, Any], found: Spanned, path: Path, number: int, options: ReadOptions, tally: Tally
) -> Iterator[Record]:
    """The article of a row whose labels are spans of its text."""
    rest = {key: value for key, value in row.items() if key not in found.columns}
    columns = find_columns(rest, {})
    tally.fail("Labels without a place or a name, left out", number, "label", count=found.unread)
    for name in unread(rest, columns):
        tally.warn(f"Data under {name!r} that is not read here, left out", number)
    for made in place(found.article, str(path), number, options.offset_unit):
        if isinstance(made, GoldArticle):
            yield ArticleRecord(made.text, meta_from(rest, columns, made.text), str(path), number, number, made)
        else:
            yield made


def _record(record: dict[str, Any], made: GoldArticle, path: Path, number: int) -> ArticleRecord:
    meta = gold_meta(record, find_columns(record, {}), made)
    return ArticleRecord(made.text, meta, str(path), number, number, made)


def _tagged(
    row: dict[str, Any], tags: str, path: Path, number: int, known: Sequence[str], tally: Tally
) -> Iterator[Record]:
    """The article of a row of tokens and tags. `known`: what the numbers of the tags stand for."""
    tokens, numbers = [str(token) for token in row["tokens"]], cast("list[Any]", row[tags])
    if len(tokens) != len(numbers):
        said = f"The row has {len(tokens)} tokens and {len(numbers)} tags."
        yield BadRecord(str(path), number, said, "It was left out.")
        return
    rest = {key: value for key, value in row.items() if key not in ("tokens", tags)}
    columns, text = find_columns(rest, {}), " ".join(tokens)
    for name in unread(rest, columns):
        tally.warn(f"Data under {name!r} that is not read here, left out", number)
    told = [known[tag] if isinstance(tag, int) and 0 <= tag < len(known) else str(tag) for tag in numbers]
    if not known and any(isinstance(tag, int) for tag in numbers):
        said = f"The tags in {tags!r} are numbers, and nothing here says what they stand for; taken without labels"
        tally.fail(said, number, hint="Put the dataset's card, README.md, beside the file: it names them.")
        yield ArticleRecord(text, meta_from(rest, columns, text), str(path), number, number)
        return
    for made in place(_labelled(tokens, told, has_names=bool(known)), str(path), number):
        if isinstance(made, GoldArticle):
            yield ArticleRecord(made.text, meta_from(rest, columns, made.text), str(path), number, number, made)
        else:
            yield made


def _labelled(tokens: Sequence[str], tags: Sequence[str], *, has_names: bool) -> GoldArticle:
    starts = [0]
    for token in tokens:
        starts.append(starts[-1] + len(token) + 1)
    text = " ".join(tokens)
    spans = tuple(
        GoldSpan(start=starts[run.first], end=starts[run.last + 1] - 1, label=run.label,
                 text=text[starts[run.first] : starts[run.last + 1] - 1])
        for run in runs_of(tags)
    )  # fmt: skip
    return GoldArticle(text=text, spans=spans, annotated=("entities",) if has_names or spans else ())


def _beside(path: Path) -> tuple[tuple[tuple[GoldEvent, ...], tuple[GoldActor, ...]] | None, list[BadRecord]]:
    """The events and actors that a dataset of ours holds beside its first split, and what could not be read of them."""
    first = next((name for name in SPLITS for file in path.parent.glob(f"{name}*") if file.suffix == path.suffix), None)
    if first is None or not path.name.startswith(first):
        return None, []
    events, actors, said = read_registry(path.parent)
    return (events, actors), said


def _names_in_card(folder: Path) -> dict[str, Sequence[str]]:
    """What the numbers in a column of tags stand for, by the front matter of the card in or above the folder."""
    card = next((place / "README.md" for place in (folder, folder.parent) if (place / "README.md").is_file()), None)
    if card is None:
        return {}
    found: dict[str, list[str]] = {}
    column = ""
    for line in read_text(card, CARD_BYTES)[0].split("\n---", 1)[0].split("\n"):
        if named := _COLUMN.match(line):
            column = named[1]
        elif (match := _NAME.match(line)) and column in TAG_COLUMNS and int(match[1]) == len(found.get(column, ())):
            found.setdefault(column, []).append(match[2])
    return {name: tuple(names) for name, names in found.items()}


def is_ours(head: bytes) -> bool:
    """Whether a file begins with a row of our own columns, of tokens and tags, or of a text and a column of spans."""
    found = peek(head)
    if found is not None and isinstance(found.get("features"), list) and b'"row_idx"' in head:
        return True
    return found is not None and (
        found.keys() >= OURS
        or has_spans(found)
        or (
            isinstance(found.get("tokens"), list) and any(name in found for name in TAG_COLUMNS) and "text" not in found
        )
    )


def is_parquet(head: bytes) -> bool:
    """Whether a file begins as Parquet files do."""
    return head.startswith(b"PAR1")


def dataset_files(suffix: str, folder: Path) -> list[Path] | None:
    """The files with this extension that hold the articles of a dataset that we wrote; None for other folders."""
    data = folder / "data"
    files = [file for name in SPLITS for file in sorted(data.glob(f"{name}*")) if file.suffix == suffix]
    if not files or not is_there(folder):
        return None
    return [file for file in files if file.stat().st_size]
