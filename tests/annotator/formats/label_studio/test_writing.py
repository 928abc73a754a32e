"""What is written for Label Studio: validated and converted by its own library, and read back."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from lxml import etree
from msgspec import structs

from annotator.formats import label_studio
from annotator.formats.gold.schema import GoldArticle
from annotator.formats.records import ADJUDICATED
from tests.annotator.formats.datasets import (
    ACTOR,
    EVENT,
    TEXT,
    articles,
    assert_comes_back,
    dataset,
    labels_of,
    one_article,
    places,
    read,
    write,
)


@pytest.fixture(scope="module")
def interface() -> Any:
    """Label Studio's own reader of labelling configurations."""
    return pytest.importorskip("label_studio_sdk.label_interface").LabelInterface


def tasks_in(out: Path) -> list[dict[str, Any]]:
    return json.loads((out / "tasks.json").read_text(encoding="utf-8"))


def test_an_article_comes_back_as_it_was(tmp_path: Path) -> None:
    article = one_article()
    losses = write(label_studio.FORMAT, tmp_path / "out", dataset(article))
    (record,), said = read(tmp_path / "out")
    found = labels_of(record)
    assert found.spans == article.spans
    assert found.excluded == article.excluded
    assert found.annotated == article.annotated
    assert record.meta == article.meta
    assert not said
    assert Counter(loss.kind for loss in losses) == {"event": 1}


def test_a_statement_comes_back_with_its_pieces_speaker_and_links(tmp_path: Path) -> None:
    article = one_article()
    write(label_studio.FORMAT, tmp_path / "out", dataset(article))
    (record,), _ = read(tmp_path / "out")
    (back,), (given_one,) = labels_of(record).statements, article.statements
    assert places(back.content) == places(given_one.content)
    assert (back.cue, back.speaker, back.type, back.flags) == (
        given_one.cue,
        given_one.speaker,
        given_one.type,
        given_one.flags,
    )
    assert [(link.event, link.relation, link.conditional) for link in back.links] == [(EVENT.id, "denies", True)]
    assert [(event.id, event.title) for event in record.events] == [(EVENT.id, EVENT.title)]
    assert ACTOR in record.actors


def test_gold_is_ground_truth_and_other_layers_bear_their_name(tmp_path: Path) -> None:
    write(label_studio.FORMAT, tmp_path / "gold", dataset(one_article()))
    write(label_studio.FORMAT, tmp_path / "ann", dataset(one_article(), layer="ann"))
    assert [record.annotator for record in read(tmp_path / "gold")[0]] == [ADJUDICATED]
    assert [record.annotator for record in read(tmp_path / "ann")[0]] == ["ann"]
    assert tasks_in(tmp_path / "ann")[0]["annotations"][0]["completed_by"] == 1


def test_suggestions_are_predictions_with_their_scores(tmp_path: Path) -> None:
    span = one_article().spans[1]
    scored = one_article(spans=(structs.replace(span, score=0.7, source="ner 1"),), statements=())
    write(label_studio.FORMAT, tmp_path / "out", dataset(scored, layer="suggestions"))
    (task,) = tasks_in(tmp_path / "out")
    assert "annotations" not in task
    assert task["predictions"][0]["model_version"] == "ner 1"
    (record,), _ = read(tmp_path / "out")
    assert [(one.score, one.source) for one in labels_of(record).spans] == [(0.7, "ner 1")]
    assert record.annotator == ""


def test_splits_are_files_and_an_empty_one_is_an_empty_list(tmp_path: Path) -> None:
    article = one_article()
    write(label_studio.FORMAT, tmp_path / "out", dataset(article, splits={article.id: "dev"}))
    assert json.loads((tmp_path / "out" / "tasks-train.json").read_text(encoding="utf-8")) == []
    assert len(json.loads((tmp_path / "out" / "tasks-dev.json").read_text(encoding="utf-8"))) == 1
    assert len(read(tmp_path / "out")[0]) == 1


def test_label_studio_accepts_what_is_written(tmp_path: Path, interface: Any) -> None:
    spans = one_article().spans
    used = one_article(spans=(*spans, structs.replace(spans[1], id="9" * 32, label="ODD & <new>")))
    write(label_studio.FORMAT, tmp_path / "out", dataset(used))
    config = interface((tmp_path / "out" / "config.xml").read_text(encoding="utf-8"))
    config.validate()
    (task,) = tasks_in(tmp_path / "out")
    (annotation,) = task["annotations"]
    assert config.validate_prediction({"result": annotation["result"]}, return_errors=True) == []
    assert config.validate_annotation(annotation)


def test_label_studio_converts_what_is_written(tmp_path: Path) -> None:
    converter = pytest.importorskip("label_studio_sdk.converter")
    write(label_studio.FORMAT, tmp_path / "out", dataset(one_article()))
    made = converter.Converter(config=(tmp_path / "out" / "config.xml").read_text(encoding="utf-8"), project_dir=None)
    made.convert_to_json_min(str(tmp_path / "out" / "tasks.json"), str(tmp_path / "min"), is_dir=False)
    made.convert_to_conll2003(str(tmp_path / "out" / "tasks.json"), str(tmp_path / "conll"), is_dir=False)
    (row,) = json.loads((tmp_path / "min" / "result.json").read_text(encoding="utf-8"))
    assert {(each["start"], each["end"], each["labels"][0]) for each in row["label"]} >= {(16, 26, "PERSON")}
    assert "B-GPE" in (tmp_path / "conll" / "result.conll").read_text(encoding="utf-8")
    ((record,), _) = read(tmp_path / "min" / "result.json")
    assert {"PERSON", "GPE"} <= {span.label for span in labels_of(record).spans}
    assert record.text == TEXT


def test_the_configuration_has_the_schemes_labels_with_colours_and_keys(tmp_path: Path) -> None:
    write(label_studio.FORMAT, tmp_path / "out", dataset(one_article()))
    root = etree.fromstring((tmp_path / "out" / "config.xml").read_bytes())
    labels = {each.get("value"): each for each in root.iter("Label")}
    assert {"PERSON", "CONTENT", "CUE", "SPEAKER"} <= labels.keys()
    assert labels["PERSON"].get("hotkey") == "1"
    assert all(each.get("background", "").startswith("#") for each in labels.values())


@given(articles())
@settings(max_examples=80)
def test_what_the_losses_do_not_name_comes_back(article: GoldArticle) -> None:
    assert_comes_back(label_studio.FORMAT, article)
