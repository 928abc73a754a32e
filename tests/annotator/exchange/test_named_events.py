"""Events that an imported file links statements to but does not describe: they are made, so that the links stand."""

from __future__ import annotations

import json

import pytest

TEXT = "He said that talks may fail soon.\n"
UUID = "0a1b2c3d-0000-4000-8000-000000000001"


@pytest.fixture
def bring(make_project, tmp_path):
    """`bring("ann", "Talks", described=True)` imports statement and link, with an events.jsonl beside them if asked."""
    project = make_project(TEXT, annotator="lead")

    def run(layer, event, described=False):
        folder = tmp_path / f"{layer}-{described}"
        folder.mkdir()
        statement = {"content": [{"start": 13, "end": 32}], "links": [{"event": event, "relation": "reports"}]}
        (folder / "train.jsonl").write_text(
            json.dumps({"text": TEXT, "annotated": ["links"], "statements": [statement]})
        )
        if described:
            (folder / "events.jsonl").write_text(json.dumps({"id": event, "title": "Talks in Osk"}))
        return project, project.import_files([folder if described else folder / "train.jsonl"], layer=layer)

    return run


def titles(project, layer):
    (unit,) = project.work(project.article_ids()[0], layer=layer).units()
    return [project.lead.works.reading(layer).registry.find_event(link.event).title for link in unit.value.links]


@pytest.mark.parametrize(("given", "title"), [("Talks", "Talks"), (UUID, "Event 0a1b2c3d")])
def test_an_event_that_only_a_link_names_is_made_and_told(bring, given, title):
    project, report = bring("ann", given)
    assert titles(project, "ann") == [title]
    assert any("1 event to which statements are linked" in said for said in report.warnings)


def test_two_layers_that_name_the_same_event_agree_on_it(bring):
    bring("ann", "Talks")
    project, _ = bring("ben", "Talks")
    measures = project.lead.agreement(samples=1).measures
    assert (measures["link_f1"], measures["event_b3_f1"]) == (1, 1)


def test_a_description_that_comes_with_the_file_or_later_is_what_counts(bring):
    project, report = bring("ann", UUID, described=True)
    assert report.warnings == ()
    assert titles(project, "ann") == ["Talks in Osk"]
    project, _ = bring("ben", UUID)
    assert titles(project, "ben") == ["Event 0a1b2c3d"]
    bring("ben", UUID, described=True)
    assert titles(project, "ben") == ["Talks in Osk"]
