"""Rows of others' datasets: spans by any name, tokens beside their text."""

import json
from pathlib import Path
from typing import Any

import pytest

from annotator.formats import detecting
from annotator.formats.huggingface.spans import names_of_labels, spanned
from annotator.formats.reading import read_paths
from annotator.formats.records import ArticleRecord, BadRecord

TEXT = "Ilse Maran spoke."
NAME = {"start": 0, "end": 10}
ROWS: list[dict[str, Any]] = [
    {"text": TEXT, "entities": [{**NAME, "type": "PER"}]},
    {"text": TEXT, "entities": {"start": [0], "end": [10], "label": ["PER"]}},
    {"text": TEXT, "entities": [{"start_offset": 0, "end_offset": 10, "entity_group": "PER", "word": "Ilse Maran"}]},
    {"source_text": TEXT, "privacy_mask": [{**NAME, "value": "Ilse Maran", "label": "PER"}]},
    {"source_text": TEXT, "spans": [{**NAME, "label": "PER"}]},
    {"text": TEXT, "tokens": ["Ilse", "Maran", "spoke", "."], "ner_tags": ["B-PER", "I-PER", "O", "O"]},
    {"tokenized_text": ["Ilse", "Maran", "spoke."], "ner": [[0, 1, "PER"]]},
    {"words": ["Ilse", "Maran", "spoke."], "ner": ["B-PER", "I-PER", "O"]},
]


@pytest.fixture(autouse=True)
def no_monitor(monkeypatch: pytest.MonkeyPatch) -> None:
    """Progress bars start no thread, which would outlive its test."""
    monkeypatch.setattr("tqdm.std.tqdm.monitor_interval", 0)


def read(path: Path) -> tuple[list[ArticleRecord], list[BadRecord]]:
    records = list(read_paths([path]))
    articles = [record for record in records if isinstance(record, ArticleRecord)]
    return articles, [record for record in records if isinstance(record, BadRecord)]


def labels(record: ArticleRecord) -> list[tuple[str, str]]:
    assert record.annotations is not None
    return [(span.text, span.label) for span in record.annotations.spans]


@pytest.mark.parametrize("row", ROWS, ids="-".join)
def test_a_column_of_spans_is_read_whatever_it_is_called(tmp_path: Path, row: dict[str, Any]) -> None:
    (tmp_path / "train.jsonl").write_text(json.dumps(row) + "\n")
    (made,), said = read(tmp_path / "train.jsonl")
    assert made.text == TEXT
    assert labels(made) == [("Ilse Maran", "PER")]
    assert not said


def test_spans_in_parquet_are_read_with_the_names_of_their_labels(tmp_path: Path) -> None:
    import datasets

    label = datasets.ClassLabel(names=["ORG", "PER"])
    span = {"start": datasets.Value("int32"), "end": datasets.Value("int32"), "label": label}
    features = datasets.Features({"text": datasets.Value("string"), "entities": [span]})
    rows = {"text": [TEXT], "entities": [[{**NAME, "label": 1}]]}
    datasets.Dataset.from_dict(rows, features).to_parquet(str(tmp_path / "x.parquet"))
    (made,), said = read(tmp_path / "x.parquet")
    assert labels(made) == [("Ilse Maran", "PER")]
    assert not said


def test_spans_without_a_place_are_counted_and_other_columns_are_metadata(tmp_path: Path) -> None:
    row = {"text": TEXT, "title": "T", "entities": [{**NAME, "type": "PER"}, {"type": "ORG"}]}
    (tmp_path / "train.jsonl").write_text(json.dumps(row) + "\n")
    (made,), (said,) = read(tmp_path / "train.jsonl")
    assert (labels(made), made.meta["title"]) == ([("Ilse Maran", "PER")], "T")
    assert said.reason.startswith("Labels without a place or a name, left out: 1 label")


def test_spans_are_checked_against_their_words(tmp_path: Path) -> None:
    row = {"text": TEXT, "entities": [{"start": 1, "end": 11, "type": "PER", "text": "Ilse Maran"}]}
    (tmp_path / "train.jsonl").write_text(json.dumps(row) + "\n")
    (made,), said = read(tmp_path / "train.jsonl")
    assert labels(made) == [("Ilse Maran", "PER")]
    assert said


def test_rows_of_the_gold_format_are_left_to_it(tmp_path: Path) -> None:
    for row in ({"text": TEXT, "spans": [{**NAME, "label": "PER"}]}, {"text": TEXT, "entities": []}, {"text": TEXT}):
        (tmp_path / "train.jsonl").write_text(json.dumps(row) + "\n")
        assert detecting.detect(tmp_path / "train.jsonl").name != "huggingface"


@pytest.mark.parametrize(
    "row",
    [{}, {"text": TEXT, "tokens": ["Not", "there"], "ner_tags": ["O", "O"]}, {"text": TEXT, "entities": "none"},
     {"text": TEXT, "entities": {"start": [0], "end": []}}, {"tokens": ["a"], "ner": [[0, 5, "PER"]]},
     {"text": TEXT, "entities": [{"start": True, "end": None, "label": []}]}, {"text": TEXT, "tokens": TEXT}],
    ids=str,
)  # fmt: skip
def test_what_is_no_such_row_is_none(row: dict[str, Any]) -> None:
    assert spanned(row) is None


@pytest.mark.parametrize(
    "features", [None, [], {"entities": None}, {"entities": []}, {"entities": [[]]}, {"ner": {"feature": 1}}]
)
def test_features_that_name_nothing_name_nothing(features: Any) -> None:
    assert names_of_labels(features) == {}
