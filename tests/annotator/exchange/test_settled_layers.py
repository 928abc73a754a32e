"""What was settled elsewhere is a layer that can be exported, and nobody's work."""

from __future__ import annotations

import json

import pytest

from annotator.errors import Invalid
from annotator.layers import annotator_name, is_adjudicated
from annotator.store import inventories, queries

RECORD = {
    "text": "Witkoff said in Doha that it was positive.",
    "annotated": ["entities"],
    "spans": [{"start": 0, "end": 7, "label": "PERSON"}],
}


def labels(folder) -> list[str]:
    return [span["label"] for span in json.loads((folder / "train.jsonl").read_text())["spans"]]


@pytest.fixture
def project(make_project, tmp_path):
    made = make_project()
    file = tmp_path / "a.jsonl"
    file.write_text(json.dumps(RECORD))
    for layer in ("team/ann", "team/ben"):
        made.import_files([file], layer=layer)
    file.write_text(json.dumps({**RECORD, "spans": [{"start": 16, "end": 20, "label": "GPE"}]}))
    made.import_files([file], layer="team/gold")
    return made


def test_no_annotator_can_be_called_like_it() -> None:
    assert is_adjudicated("team/gold")
    assert not is_adjudicated("team/golden")
    with pytest.raises(Invalid):
        annotator_name("team/gold")


def test_it_counts_as_no_annotators_work(project) -> None:
    article = project.articles()[0].id
    assert queries.layers(project.db) == ["team/ann", "team/ben"]
    assert queries.settled_layers(project.db) == ["team/gold"]
    assert queries.submitters(project.db) == {article: ["team/ann", "team/ben"]}
    assert inventories.layers(project.db) == ["project"]
    assert "team/gold" not in project.lead.team.names()
    assert project.lead.team.standing(article) == {"team/ann": "submitted", "team/ben": "submitted"}


def test_agreement_and_gold_leave_it_out(project, tmp_path) -> None:
    report = project.lead.agreement()
    assert report.layers == ("team/ann", "team/ben")
    assert report.measures["entity_f1_exact"] == 1.0
    project.export(tmp_path / "gold", layer="gold")
    assert [span["label"] for span in json.loads((tmp_path / "gold" / "train.jsonl").read_text())["spans"]] == [
        "PERSON"
    ]


def test_it_can_be_exported_and_read_back(project, tmp_path) -> None:
    report = project.export(tmp_path / "out", layer="team/gold", verify=True)
    assert report.failed == ()
    assert labels(tmp_path / "out") == ["GPE"]
