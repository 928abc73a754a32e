"""`assign` and `handout` as a lead would script them, and with arguments that make no sense."""

from __future__ import annotations

import json

import pytest

from annotator import cli
from annotator.operations import Submit
from annotator.project import Project
from tests.annotator.making import TEXT, propose_usual

DONE, FAILED, BAD_ARGUMENTS = 0, 1, 2


@pytest.fixture
def path(make_project):
    """A closed project with six articles, the first of them pre-annotated."""
    project = make_project(TEXT, *(f"Article {number}. {'More words. ' * number}" for number in range(5)))
    propose_usual(project)
    project.close()
    return project.path


@pytest.fixture
def annotator(capsys):
    """`annotator("assign", …)`: (exit status, standard output, standard error)."""

    def run(*arguments):
        try:
            status = cli.main([str(argument) for argument in arguments])
        except SystemExit as stopped:
            status = stopped.code
        said = capsys.readouterr()
        return status, said.out, said.err

    return run


@pytest.fixture
def team(annotator, path):
    """The project with two annotators for each article."""
    assert annotator("assign", path, "--annotator", "ann", "ben", "eve", "--overlap", 2)[0] == DONE
    return path


def listed(path, name):
    with Project.open(path, annotator=name) as project:
        return [row for row in project.listed_articles() if row.is_assigned]


def submit(path, name, *articles):
    with Project.open(path, annotator=name) as project:
        for article in articles:
            project.run(Submit(article))


def test_articles_are_assigned_and_it_is_said_how(annotator, path):
    status, out, err = annotator("assign", path, "--annotator", "ann", "ben", "--overlap", 2, "--calibration", 1)
    assert (status, err) == (DONE, "")
    assert "Assigned 6 articles, 12 times in all." in out
    assert "ann: 6 articles (6 new)" in out
    assert "ann and ben share 6 articles" in out
    assert [row.is_calibration for row in listed(path, "ann")] == [True, *[False] * 5]


def test_assigning_again_changes_nothing_and_says_so(annotator, team):
    again = ("assign", team, "--annotator", "ann", "ben", "--annotator", "eve", "--overlap", "2")
    assert "nothing was changed" in annotator(*again)[1]
    with Project.open(team) as project:
        assert project.status()["decisions"] == 12


def test_a_dry_run_assigns_nothing(annotator, path):
    _, out, _ = annotator("assign", path, "--annotator", "ann", "--dry-run")
    assert "Would assign 6 articles" in out
    assert listed(path, "ann") == []


def test_the_plan_as_json_is_all_that_is_printed(annotator, path):
    _, out, _ = annotator("assign", path, "--annotator", "ann", "ben", "--blind", "50%", "--json")
    said = json.loads(out)
    assert (said["new"], said["kept"], said["unassigned"], said["dry_run"]) == (6, 0, 0, False)
    assert said["annotators"].keys() == {"ann", "ben"}
    assert sum(row.is_blind for row in listed(path, "ann")) == said["annotators"]["ann"]["blind"] > 0
    assert said["pairs"] == []


def test_open_articles_are_given_to_another_annotator(annotator, team):
    first = listed(team, "ben")[0].id
    submit(team, "ben", first)
    status, out, _ = annotator("assign", team, "--from", "ben", "--to", "kim")
    assert (status, len(listed(team, "kim"))) == (DONE, 3)
    assert [row.id for row in listed(team, "ben")] == [first]
    assert "Left with ben: 1 article submitted or set aside" in out


def test_what_is_done_moves_only_where_that_is_asked(annotator, team):
    submit(team, "ben", listed(team, "ben")[0].id)
    said = json.loads(annotator("assign", team, "--from", "ben", "--to", "kim", "--with-done", "--json")[1])
    assert said == {"moved": 4, "done": 0, "shared": 0, "dry_run": False}
    assert listed(team, "ben") == []


def test_the_rest_is_opened_with_the_agreement_on_the_calibration(annotator, path):
    annotator("assign", path, "--annotator", "ann", "ben", "--calibration", 1)
    (first,) = (row.id for row in listed(path, "ann") if row.is_calibration)
    status, _, err = annotator("assign", path, "--open-rest")
    assert (status, "nothing to compare" in err) == (FAILED, True)
    submit(path, "ann", first)
    submit(path, "ben", first)
    assert listed(path, "ann")[1].locked
    status, out, _ = annotator("assign", path, "--open-rest")
    assert status == DONE
    assert "Agreement on 1 calibration article (ann, ben)" in out
    assert not listed(path, "ann")[1].locked
    assert "open already" in annotator("assign", path, "--open-rest")[1]


def test_without_a_calibration_there_is_nothing_to_open(annotator, team):
    status, _, err = annotator("assign", team, "--open-rest")
    assert (status, "no calibration articles" in err) == (FAILED, True)


@pytest.mark.parametrize(
    "arguments",
    [
        [], ["--annotator"], ["--annotator", "ann", "--blind", "0.1"], ["--annotator", "ann", "--blind", "120%"],
        ["--annotator", "ann", "--overlap", "0"], ["--annotator", "ann", "--calibration", "few"],
        ["--annotator", "ann", "--twins", "apart"], ["--annotator", "ann", "--seed", "-1"], ["--from", "ann"],
        ["--to", "ann"], ["--annotator", "ann", "--from", "ann", "--to", "ben"], ["--open-rest", "--overlap", "2"],
        ["--annotator", "ann", "--with-done"], ["--from", "ann", "--to", "ben", "--open-rest"],
    ],
)  # fmt: skip
def test_arguments_that_make_no_sense_together_are_bad_arguments(annotator, path, arguments):
    status, out, err = annotator("assign", path, *arguments)
    assert (status, out) == (BAD_ARGUMENTS, "")
    assert "annotator assign: error: " in err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--annotator", "gold"], "cannot be called 'gold'"),
        (["--annotator", "ann", "ann"], "named twice"),
        (["--annotator", "ann", "--overlap", "2"], "1 annotator is named"),
        (["--annotator", "ann", "--calibration", "7"], "there are 6"),
        (["--from", "zoe", "--to", "ann"], "Nothing is assigned to zoe"),
        (["--from", "ann", "--to", "ann"], "already"),
    ],
)
def test_what_cannot_be_assigned_is_said_in_a_sentence(annotator, path, arguments, said):
    status, out, err = annotator("assign", path, *arguments)
    assert (status, out) == (FAILED, "")
    assert said in err
    assert err.count("\n") == 1


def test_a_handout_is_written_for_one_annotator(annotator, team, tmp_path):
    status, out, err = annotator("handout", team, "--annotator", "ann", tmp_path / "ann.annodb")
    assert (status, err) == (DONE, "")
    count = len(listed(team, "ann"))
    assert out.startswith(f"Handed out to ann: {count} articles")
    status, out, _ = annotator("status", tmp_path / "ann.annodb", "--json")
    assert json.loads(out)["articles"] == count
    status, out, _ = annotator("handout", team, "--annotator", "ben", tmp_path / "ben.annodb", "--json")
    assert json.loads(out)["annotator"] == "ben"


def test_a_handout_for_nobody_or_over_a_file_is_refused(annotator, team, tmp_path):
    for name, out, said in (("zoe", tmp_path / "zoe.annodb", "Nothing is assigned"), ("ann", team, "there already")):
        status, _, err = annotator("handout", team, "--annotator", name, out)
        assert (status, said in err) == (FAILED, True)
    assert annotator("handout", team, tmp_path / "x.annodb")[0] == BAD_ARGUMENTS


def test_where_nothing_is_assigned_to_anybody_a_handout_holds_every_article(annotator, path, tmp_path):
    assert annotator("handout", path, "--annotator", "ann", tmp_path / "ann.annodb")[0] == DONE
    with Project.open(path) as project, Project.open(tmp_path / "ann.annodb") as handed:
        assert handed.annotator == "ann"
        assert handed.article_ids() == project.article_ids()


def test_in_a_handout_nothing_is_assigned(annotator, team, tmp_path):
    own = tmp_path / "ann.annodb"
    annotator("handout", team, "--annotator", "ann", own)
    for arguments in (["--annotator", "ann"], ["--from", "ann", "--to", "ben", "--dry-run"]):
        status, _, err = annotator("assign", own, *arguments)
        assert (status, "ann's handout" in err) == (FAILED, True)


def test_the_status_says_who_has_how_many_articles(annotator, team, tmp_path):
    submit(team, "ann", listed(team, "ann")[0].id)
    out = annotator("status", team)[1]
    assert "ann: 3 articles assigned, 1 decision in 1 article, 1 submitted" in out
    assert "eve: 4 articles assigned, nothing decided" in out or "ben: 4 articles assigned, nothing decided" in out
    annotator("handout", team, "--annotator", "ann", tmp_path / "ann.annodb")
    assert "This file is ann's handout." in annotator("status", tmp_path / "ann.annodb")[1]


def test_a_merge_shows_first_what_it_would_bring(annotator, team, tmp_path):
    own = tmp_path / "ann.annodb"
    annotator("handout", team, "--annotator", "ann", own)
    submit(own, "ann", *(row.id for row in listed(own, "ann")[:2]))
    status, out, _ = annotator("merge", team, own, "--dry-run")
    assert status == DONE
    assert "ann: work on 2 articles that had none of theirs here, 2 submitted" in out
    assert "Would bring 0 new articles, 2 new decisions" in out
    assert listed(team, "ann")[0].state == "todo"
    annotator("merge", team, own)
    assert listed(team, "ann")[0].state == "submitted"


def test_a_merge_of_which_nothing_came_does_not_say_that_it_brought_anything(annotator, team, tmp_path):
    (tmp_path / "note.annodb").write_text("no project")
    status, out, err = annotator("merge", team, tmp_path / "note.annodb", tmp_path / "none.annodb")
    assert (status, out) == (FAILED, "Nothing was merged.\n")
    assert err.count("\n") == 2
