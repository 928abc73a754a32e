"""Which files of brat's belong together, and whose annotations they are."""

from __future__ import annotations

from pathlib import Path

import pytest

from annotator.formats.reading import detect
from tests.annotator.formats.brat.brats import TEXT, made, t
from tests.annotator.formats.datasets import (
    labels_of,
    read,
)


def test_a_text_with_annotations_beside_it_is_brats_and_without_them_it_is_not(tmp_path: Path) -> None:
    assert detect(made(tmp_path, t(1, "GPE", "Kursk"))).name == "brat"
    (tmp_path / "alone.txt").write_text("Nobody answered.")
    assert detect(tmp_path / "alone.txt").name == "txt"


def test_the_annotations_stand_for_their_article(tmp_path: Path) -> None:
    (record,), _ = read(made(tmp_path, t(1, "GPE", "Kursk")).with_suffix(".ann"))
    assert labels_of(record).spans[0].text == "Kursk"


def test_annotations_without_a_text_are_a_failure_in_a_sentence(tmp_path: Path) -> None:
    made(tmp_path, t(1, "GPE", "Kursk")).unlink()
    for path in (tmp_path / "talks.ann", tmp_path):
        records, (said,) = read(path)
        assert not records
        assert not said.is_warning
        assert "talks.txt" in said.hint


def test_an_empty_file_does_not_say_that_anybody_looked(tmp_path: Path) -> None:
    (record,), (said,) = read(made(tmp_path))
    assert record.annotations is None
    assert said.is_warning


def test_folders_with_the_same_texts_are_annotators(tmp_path: Path) -> None:
    for name in ("ann", "ben", "gold"):
        made(tmp_path / name, t(1, "GPE", "Kursk"))
    made(tmp_path / "ann", t(1, "GPE", "Kursk"), text=f"{TEXT} Only hers.", name="other")
    records, _ = read(tmp_path)
    found = sorted((Path(record.origin).stem, record.annotator) for record in records)
    assert found == [("other", "ann"), ("talks", "ann"), ("talks", "ben"), ("talks", "gold")]


def test_annotations_in_a_folder_of_their_own_are_those_of_the_annotators_in_their_names(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("talks_4b22", "talks_ef2d"):
        made(tmp_path / "attributions", t(1, "GPE", "Kursk"), name=name).unlink()
    made(tmp_path / "text").with_suffix(".ann").unlink()
    records, said = read(tmp_path)
    assert [(record.record_number, record.annotator) for record in records] == [(1, "4b22"), (2, "ef2d")]
    assert said == []
    monkeypatch.chdir(tmp_path)
    (record,), _ = read(Path("attributions") / "talks_ef2d.ann")
    assert record.annotator == "ef2d"


def test_annotations_in_two_files_are_one(tmp_path: Path) -> None:
    made(tmp_path, t(1, "Person", "Maran")).with_suffix(".ann").rename(tmp_path / "talks.a1")
    (tmp_path / "talks.a2").write_text(t(2, "GPE", "Kursk"), encoding="utf-8")
    (record,), _ = read(tmp_path)
    assert [span.label for span in labels_of(record).spans] == ["Person", "GPE"]


def test_a_collection_is_read_without_its_configuration(tmp_path: Path) -> None:
    made(tmp_path, t(1, "GPE", "Kursk"))
    for name in ("annotation.conf", "visual.conf", "README.md", "losses.jsonl", "SHA256SUMS"):
        (tmp_path / name).write_text("# nothing\n")
    (tmp_path / "unopened.txt").write_text("Nobody answered.")
    records, said = read(tmp_path)
    assert [Path(record.origin).name for record in records] == ["talks.txt", "unopened.txt"]
    assert said == []
