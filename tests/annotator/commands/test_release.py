"""`annotator release`, and `export` of what it froze: exit status, what goes where, JSON where that is asked for."""

from __future__ import annotations

import json

import pytest

from annotator import cli
from annotator.operations import SetLabel, Submit
from annotator.project import Project
from tests.annotator.exchange.team import settle_all, submit, submit_all
from tests.annotator.making import TEXT, propose_usual, unit_on

DONE, FAILED, BAD_ARGUMENTS = 0, 1, 2


@pytest.fixture
def annotator(capsys):
    def run(*arguments):
        status = cli.main([str(argument) for argument in arguments])
        said = capsys.readouterr()
        return status, said.out, said.err

    return run


@pytest.fixture
def project(make_project):
    return make_project(TEXT, annotator="lead")


@pytest.fixture
def path(project):
    """A project of which ann alone has submitted the one article."""
    article = propose_usual(project)
    with Project.open(project.path, annotator="ann") as ann:
        submit(ann, article)
    return project.path


def test_a_release_is_made_listed_and_exported(annotator, path, tmp_path):
    status, out, err = annotator("release", path, "v1")
    assert status == DONE
    assert out.startswith("Released v1: 1 article with 5 entities, 1 statement, 0 links")
    assert "annotated by one person" in err
    status, out, _ = annotator("release", path, "--list")
    assert (status, out.splitlines()[0].split(",")[1]) == (DONE, " 1 article")
    assert annotator("export", path, tmp_path / "out", "--release", "v1", "--verify")[0] == DONE


def test_json_holds_nothing_but_json(annotator, path):
    made = json.loads(annotator("release", path, "v1", "--json")[1])
    assert (made["name"], made["articles"], made["counts"]["entities"]) == ("v1", 1, 5)
    (listed,) = json.loads(annotator("release", path, "--list", "--json")[1])
    assert listed == made
    assert json.loads(annotator("release", path, "--compare", "v1", "--json")[1])["differences"] == []


def test_blocked_gold_is_status_1_with_all_that_blocks_it(annotator, project, tmp_path):
    article = submit_all(project)
    for arguments in (("release", project.path, "v1"), ("export", project.path, tmp_path / "out")):
        status, out, err = annotator(*arguments)
        assert (status, out) == (FAILED, "")
        assert "2 disagreements in 1 article are not decided" in err
        assert "Use --incomplete" in err
    assert annotator("release", project.path, "draft", "--incomplete")[0] == DONE
    settle_all(project, article)
    assert annotator("release", project.path, "v1")[0] == DONE
    status, out, _ = annotator("release", project.path, "--compare", "draft", "v1")
    assert status == DONE
    assert "v1 beside draft" in out
    assert "entities: 2 added" in out


def test_a_comparison_with_the_gold_as_it_is_shows_what_was_changed(annotator, project, path):
    annotator("release", path, "v1")
    with Project.open(path, annotator="ann") as ann:
        article = ann.article_ids()[0]
        ann.run(SetLabel(article, unit_on(ann, article, "Moscow").id, "ORG"))
        ann.run(Submit(article))
    _, out, _ = annotator("release", path, "--compare", "v1", "now")
    assert "ORG: 1 changed" in out
    assert "changed entity (label)" in out
    assert "Moscow [GPE] → Moscow [ORG]" in out


def test_what_is_not_there_or_taken_is_status_1(annotator, path, tmp_path):
    assert annotator("release", path, "--list")[1] == "No release.\n"
    annotator("release", path, "v1")
    for arguments, said in (
        (("release", path, "v1"), "a release 'v1' already"),
        (("release", path, "--compare", "v2"), "no release 'v2'"),
        (("export", path, tmp_path / "out", "--release", "v2"), "no release 'v2'"),
        (("export", path, tmp_path / "out", "--release", "v1", "--layer", "ann"), "as it was frozen"),
    ):
        status, _, err = annotator(*arguments)
        assert status == FAILED
        assert said in err


@pytest.mark.parametrize("arguments", [(), ("v1", "--list"), ("--compare", "a", "b", "c")])
def test_one_thing_is_asked_at_a_time(annotator, path, arguments):
    with pytest.raises(SystemExit) as stopped:
        annotator("release", path, *arguments)
    assert stopped.value.code == BAD_ARGUMENTS
