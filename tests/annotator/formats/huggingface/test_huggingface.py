"""Datasets for the Hugging Face hub, read by `datasets` itself and by us."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from annotator.exchange.verifying import differences
from annotator.formats.reading import detect, read_paths
from annotator.formats.records import ArticleRecord, BadRecord
from annotator.model import Span
from annotator.operations import AddEntity, Submit
from annotator.project import Project
from tests.annotator.exchange.test_exporting import lines
from tests.annotator.making import TEXT, span_of


@pytest.fixture(autouse=True)
def no_monitor(monkeypatch: pytest.MonkeyPatch) -> None:
    """Progress bars start no thread, which would outlive its test."""
    monkeypatch.setattr("tqdm.std.tqdm.monitor_interval", 0)


@pytest.fixture
def project(make_project: Callable[..., Project]) -> Project:
    made = make_project(TEXT, "Osk is far 😀. Maran left Osk.", annotator="ann")
    first, second = made.article_ids()
    made.run(AddEntity(first, span_of(TEXT, "Kursk"), "GPE"))
    made.run(AddEntity(second, Span(14, 28), "ORG"))
    made.run(AddEntity(second, Span(14, 19), "PERSON"))
    made.run(Submit(first))
    made.run(Submit(second))
    return made


def load(folder: Path, tmp_path: Path, **options: Any) -> Any:
    import datasets

    datasets.disable_progress_bars()
    return datasets.load_dataset(str(folder), "articles", cache_dir=str(tmp_path / "cache"), **options)


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("name", ["huggingface", "parquet"])
def test_datasets_reads_what_was_written(project: Project, tmp_path: Path, name: str) -> None:
    report = project.export(tmp_path / "out", format=name, layer="ann")
    assert not report.losses
    rows = load(tmp_path / "out", tmp_path, split="train")
    tags = rows.features["ner_tags"].feature
    first = next(row for row in rows if "Rubio" in row["text"])
    named = {tags.int2str(tag): token for token, tag in zip(first["tokens"], first["ner_tags"], strict=True) if tag}
    assert named == {"B-GPE": "Kursk"}
    for row in rows:
        assert all(row["text"][span["start"] : span["end"]] == span["text"] for span in row["spans"])
        assert all(
            row["text"][at : at + len(token)] == token
            for token, at in zip(row["tokens"], row["token_starts"], strict=True)
        )


@pytest.mark.parametrize("name", ["huggingface", "parquet"])
def test_a_dataset_of_ours_reads_back_whole(project: Project, tmp_path: Path, name: str) -> None:
    project.export(tmp_path / "out", format=name, layer="ann", split=(50, 50, 0))
    with Project.create(tmp_path / "other.annodb", annotator="lead") as other:
        report = other.import_files([tmp_path / "out"], layer="ann")
        assert (report.new, report.labels, report.failed) == (2, 3, ())
        other.export(tmp_path / "again", layer="ann")
    project.export(tmp_path / "ours", layer="ann")
    assert not differences(tmp_path / "ours", tmp_path / "again")


def test_of_overlapping_labels_the_tags_tell_the_longest(project: Project, tmp_path: Path) -> None:
    project.export(tmp_path / "out", format="huggingface", layer="ann")
    rows = lines(tmp_path / "out" / "data", "train.jsonl")
    row = next(row for row in rows if "Maran" in row["text"])
    card = (tmp_path / "out" / "README.md").read_text(encoding="utf-8")
    names = card.split("names:\n")[1].split("\n  - name")[0]
    first = next(tag for tag in row["ner_tags"] if tag)
    assert f"'{first}': \"B-ORG\"" in names
    assert len(row["spans"]) == 2


def read(path: Path) -> tuple[list[ArticleRecord], list[BadRecord]]:
    records = list(read_paths([path]))
    return (
        [record for record in records if isinstance(record, ArticleRecord)],
        [record for record in records if isinstance(record, BadRecord)],
    )


def test_tokens_and_tags_of_others_become_articles(tmp_path: Path) -> None:
    row = {"id": "7", "tokens": ["Maran", "left", "Marl", "Lock"], "ner_tags": ["B-PER", "O", "B-LOC", "I-LOC"]}
    (tmp_path / "x.jsonl").write_text(json.dumps(row) + "\n")
    (made,), said = read(tmp_path / "x.jsonl")
    assert made.text == "Maran left Marl Lock"
    assert made.annotations is not None
    assert [(span.text, span.label) for span in made.annotations.spans] == [("Maran", "PER"), ("Marl Lock", "LOC")]
    assert not said


def test_numbers_for_tags_need_names(tmp_path: Path) -> None:
    row = {"tokens": ["Maran", "left"], "ner_tags": [1, 0]}
    (tmp_path / "x.jsonl").write_text((json.dumps(row) + "\n") * 2)
    made, (said,) = read(tmp_path / "x.jsonl")
    assert [record.annotations for record in made] == [None, None]
    assert "nothing here says what they stand for" in said.reason
    assert not said.is_warning
    card = "---\ndataset_info:\n  features:\n  - name: ner_tags\n    sequence:\n      class_label:\n        names:\n"
    (tmp_path / "README.md").write_text(card + "          '0': O\n          '1': B-PER\n---\n")
    made = read(tmp_path / "x.jsonl")[0][0]
    assert made.annotations is not None
    assert [span.label for span in made.annotations.spans] == ["PER"]


def test_rows_as_the_viewer_of_the_hub_answers_them_are_read(tmp_path: Path) -> None:
    tags = {"feature": {"names": ["O", "B-PER", "I-PER"], "_type": "ClassLabel"}, "_type": "Sequence"}
    row = {"tokens": ["Ilse", "Maran", "left"], "ner_tags": [1, 2, 0], "pos_tags": [3, 3, 4]}
    answer = {"features": [{"feature_idx": 0, "name": "ner_tags", "type": tags}], "rows": [{"row_idx": 0, "row": row}]}
    (tmp_path / "rows.json").write_text(json.dumps(answer))
    assert detect(tmp_path / "rows.json").name == "huggingface"
    (made,), (said,) = read(tmp_path / "rows.json")
    assert made.annotations is not None
    assert [(span.text, span.label) for span in made.annotations.spans] == [("Ilse Maran", "PER")]
    assert "'pos_tags'" in said.reason


def test_parquet_of_others_is_read_with_the_names_of_its_tags(tmp_path: Path) -> None:
    import datasets

    features = datasets.Features(
        {
            "tokens": datasets.Sequence(datasets.Value("string")),
            "ner_tags": datasets.Sequence(datasets.ClassLabel(names=["O", "B-PER", "I-PER"])),
        }
    )
    made = datasets.Dataset.from_dict({"tokens": [["Ilse", "Maran", "left"]], "ner_tags": [[1, 2, 0]]}, features)
    made.to_parquet(str(tmp_path / "x.parquet"))
    (record,), said = read(tmp_path / "x.parquet")
    assert record.annotations is not None
    assert [(span.text, span.label) for span in record.annotations.spans] == [("Ilse Maran", "PER")]
    assert not said


def test_a_file_that_is_no_parquet_is_said(tmp_path: Path) -> None:
    (tmp_path / "x.parquet").write_bytes(b"PAR1 and nothing else")
    assert "is no Parquet" in read(tmp_path / "x.parquet")[1][0].reason


def test_more_tokens_than_tags_are_said(tmp_path: Path) -> None:
    (tmp_path / "x.jsonl").write_text(json.dumps({"tokens": ["a", "b"], "ner_tags": ["O"]}) + "\n")
    assert "2 tokens and 1 tags" in read(tmp_path / "x.jsonl")[1][0].reason
