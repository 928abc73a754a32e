"""Datasets for the Hugging Face hub: `data/train.jsonl` or Parquet, beside a card that says how they are loaded.

What columns there are is in `rows`, how types are told in `features`, reading in `reading`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from functools import partial
from typing import Any, cast

from annotator.formats.dataset import Dataset
from annotator.formats.folder import Folder
from annotator.formats.huggingface.features import arrow, as_schema, as_yaml, parquet
from annotator.formats.huggingface.reading import (
    BATCH_ROWS,
    dataset_files,
    is_ours,
    is_parquet,
    read_lines,
    read_parquet,
)
from annotator.formats.huggingface.registry import write_lines as write_registry_lines
from annotator.formats.huggingface.registry import write_tables as write_registry_tables
from annotator.formats.huggingface.rows import columns_of, row_of
from annotator.formats.losses import Losses
from annotator.formats.one_line import line_of
from annotator.formats.records import Format

LOADING = """\
## Loading

```python
from datasets import load_dataset

articles = load_dataset(".", "articles")
```

from the folder that holds this file, written as HOW. Offsets are Unicode code points of `text`, half open.

## Columns

- `spans` and `statements` hold every label, nested ones too; `cue` and `speaker` are lists of one or none.
- `tokens`, `token_starts` and `ner_tags` are a view of `spans` for token classification, in IOB2: of labels that
  overlap the longest is told. No boundary was moved, since tokens are cut at the boundaries of labels.
- `annotated` lists the passes that were done: only there does an absence mean that there is nothing.
- `raw` is the whole record as JSON, with what has no column of its own: how each unit was decided and by whom, further
  speakers, words in marks, other readings, metadata.
- The configurations `events` and `actors` hold what links and speakers name, by `id`.
"""


def write_lines(dataset: Dataset, folder: Folder, losses: Losses) -> None:  # noqa: ARG001 - `raw` holds all of it
    """Write `data/<split>.jsonl`, and what they name beside them."""
    columns = columns_of(dataset.scheme)
    with ExitStack() as open_files:
        files = {
            name: open_files.enter_context(folder.open(f"data/{name}.jsonl")) for name in reversed(dataset.split_names)
        }
        for split, row in _rows(dataset):
            files[split].write(line_of(row))
    write_registry_lines(folder, dataset.events(), dataset.actors())
    _say_features(folder, columns)


def write_parquet(dataset: Dataset, folder: Folder, losses: Losses) -> None:  # noqa: ARG001 - as above
    """Write `data/<split>-00000-of-00001.parquet` for each split that has a row, and what they name beside them.

    Raises:
        UserError: pyarrow is not installed.
    """
    pa = arrow()
    columns = columns_of(dataset.scheme)
    schema = as_schema(columns)
    (folder.path / "data").mkdir(parents=True, exist_ok=True)
    waiting: dict[str, list[dict[str, Any]]] = {split: [] for split in dataset.split_names}
    counts: Counter[str] = Counter()
    tables: dict[str, Any] = {}
    with ExitStack() as open_files:

        def flush(split: str) -> None:
            if split not in tables:
                writer = parquet().ParquetWriter(folder.path / PARQUET_FILE.format(split), schema)
                tables[split] = open_files.enter_context(writer)
            tables[split].write_table(pa.Table.from_pylist(waiting[split], schema=schema))
            counts[split] += len(waiting[split])
            waiting[split] = []

        for split, row in _rows(dataset):
            waiting[split].append(row)
            if len(waiting[split]) == BATCH_ROWS:
                flush(split)
        for split in [split for split, rows in waiting.items() if rows]:
            flush(split)
    for split, count in counts.items():
        folder.add(PARQUET_FILE.format(split), lines=count)
    write_registry_tables(folder, dataset.events(), dataset.actors())
    _say_features(folder, columns)


def _rows(dataset: Dataset) -> Iterator[tuple[str, dict[str, Any]]]:
    tags = columns_of(dataset.scheme)["ner_tags"]
    numbers = {name: number for number, name in enumerate(cast("Any", tags)[0].names)}
    for article in dataset.articles:
        yield dataset.split_of(article.id), row_of(article, numbers, dataset.find_actor)


def _say_features(folder: Folder, columns: Mapping[str, Any]) -> None:
    folder.front_matter += ["dataset_info:", "  config_name: articles", "  features:", *as_yaml(columns, 2)]


PARQUET_FILE = "data/{}-00000-of-00001.parquet"

LINES = Format(
    name="huggingface",
    title="Hugging Face dataset (JSON Lines)",
    extensions=(".jsonl", ".json"),
    sniff=is_ours,
    read=read_lines,
    write=write_lines,
    folder_files=partial(dataset_files, ".jsonl"),
    cannot_carry=("notes",),
    loading=LOADING.replace("HOW", "rows of `data/<split>.jsonl`"),
)
PARQUET = Format(
    name="parquet",
    title="Hugging Face dataset (Parquet)",
    extensions=(".parquet",),
    folder_files=partial(dataset_files, ".parquet"),
    sniff=is_parquet,
    read=read_parquet,
    write=write_parquet,
    cannot_carry=("notes",),
    loading=LOADING.replace("HOW", "Parquet"),
)
