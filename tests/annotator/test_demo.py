"""The sample project and its team."""

from __future__ import annotations

from annotator import demo
from annotator.demo_team import ARTICLES, TEAM, add_team
from annotator.project import Project
from tests.windows import entity


def test_the_team_has_submitted_the_first_articles_and_disagrees_in_some(tmp_path):
    path = demo.make_project(tmp_path / "demo")
    with Project.open(path) as project:
        for row in project.articles()[:ARTICLES]:
            text = project.article(row.id).text
            words = sorted({word for word in text.split() if word.isalpha() and text.count(word) == 1})[:30]
            found = [entity(row.id, text, word, "PERSON") for word in words]
            project.store_suggestions([(row.id, found, ())], model="test 1")
    add_team(path)
    with Project.open(path) as project:
        layers = project.status()["layers"]
        assert {name: layers[name]["submitted"] for name in TEAM} == dict.fromkeys(TEAM, ARTICLES)
        first = project.articles()[0].id
        kept = [
            {(unit.start, unit.value.label) for unit in project.work(first, layer=name).every() if unit.state == "kept"}
            for name in TEAM
        ]
        assert kept[0] != kept[1]
        assert len(kept[0] & kept[1]) > len(kept[0] ^ kept[1]) / 2


def test_the_sample_is_exported_beside_the_project(tmp_path):
    path = demo.make_project(tmp_path / "demo")
    assert (demo.export_suggestions(path) / "train.jsonl").exists()
