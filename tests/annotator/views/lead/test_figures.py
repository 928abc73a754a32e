"""The figures of a project against small ones counted by hand."""

from __future__ import annotations

import datetime

import pytest

from annotator import committing
from annotator.errors import UserError
from annotator.operations import AcceptUnits, Assign, RejectUnits, Reopen, SetAside, SetLabel, Submit
from annotator.project import Project
from annotator.review import figures as pure
from annotator.review.figures import Behind, DayWork, Tally
from annotator.review.handing_out import AssignmentRow
from tests.annotator.making import TEXT, propose_usual, unit_on

MINUTE_MS = 60_000
LIMIT = 100


@pytest.fixture
def work(make_project) -> Project:
    """Two articles, the first with the usual six suggestions; ann has opened the project."""
    project = make_project(TEXT, "Moscow waits.")
    propose_usual(project)
    return project


def as_(project: Project, name: str) -> Project:
    return Project.open(project.path, annotator=name)


def first(project: Project) -> str:
    return project.article_ids()[0]


def on_day(monkeypatch, day: str) -> None:
    """Let what is decided from now on be decided at noon of that day."""
    noon = datetime.datetime.fromisoformat(f"{day}T12:00:00").astimezone(datetime.UTC)
    monkeypatch.setattr(committing, "_now", lambda: noon.isoformat(timespec="milliseconds"))


def decide(project: Project) -> None:
    """Accept a Kursk, correct one, reject one; accept the rest; submit."""
    article = first(project)
    places = [unit_on(project, article, "Kursk", nth).id for nth in range(3)]
    project.run(AcceptUnits(article, (places[0],)), active_ms=MINUTE_MS)
    project.run(SetLabel(article, places[1], "GPE"), active_ms=2 * MINUTE_MS)
    project.run(RejectUnits(article, (places[2],)))
    project.run(AcceptUnits(article, tuple(unit.id for unit in project.work(article).undecided())))
    project.run(Submit(article, ("entities", "statements")))


def figures(project: Project, **options) -> pure.ProjectFigures:
    return project.lead.figures.count(**options)


def total(found: pure.ProjectFigures) -> Tally:
    return sum((row.tally for row in found.acceptance), Tally())


def test_articles_are_counted_by_state_and_annotator(work):
    decide(work)
    with as_(work, "ben") as ben:
        ben.run(SetAside(ben.article_ids()[1], "irrelevant"))
        found = {one.name: one.states for one in figures(ben).annotators}
    assert found["ann"] == {"submitted": 1, "in work": 0, "returned": 0, "set aside": 0, "todo": 1}
    assert found["ben"] == {"submitted": 0, "in work": 0, "returned": 0, "set aside": 1, "todo": 1}


def test_nothing_submitted_gives_no_acceptance_and_no_pace(work):
    found = figures(work)
    assert found.articles == 2
    assert (found.annotators, found.acceptance, found.days) == ((), (), ())


def test_suggestions_are_accepted_corrected_or_rejected(work):
    decide(work)
    by_label = pure.summed(figures(work).acceptance, lambda row: row.label)
    assert by_label["PERSON"] == Tally(accepted=2, corrected=1, rejected=1)
    assert by_label["direct"].acceptance == 1.0
    assert total(figures(work)).decided == 6


def test_suggestions_of_an_article_that_is_open_again_do_not_count(work):
    decide(work)
    work.run(Reopen(first(work)))
    assert figures(work).acceptance == ()


def test_what_was_undone_is_no_work(work):
    work.run(AcceptUnits(first(work), (unit_on(work, first(work), "Kursk").id,)), active_ms=MINUTE_MS)
    work.undo()
    assert figures(work).days == ()
    assert figures(work).times == ()


def test_active_time_median_and_pace_are_of_submitted_articles_with_time(work):
    decide(work)
    (ann,) = figures(work).annotators
    assert (ann.active_ms, ann.timed, ann.median_ms) == (3 * MINUTE_MS, 1, 3 * MINUTE_MS)
    assert ann.per_hour == 20.0
    (time,) = figures(work).times
    assert (time.article, time.layers) == (first(work), {"ann": 3 * MINUTE_MS})


def test_without_measured_time_there_is_no_pace_and_no_median(work):
    work.run(Submit(first(work), ("entities",), reject_rest=True))
    (ann,) = figures(work).annotators
    assert (ann.median_ms, ann.per_hour) == (None, None)


def test_work_is_counted_for_the_day_on_which_it_was_done(work, monkeypatch):
    on_day(monkeypatch, "2031-03-10")
    work.run(AcceptUnits(first(work), (unit_on(work, first(work), "Kursk").id,)), active_ms=MINUTE_MS)
    on_day(monkeypatch, "2031-03-12")
    work.run(Submit(first(work), ("entities", "statements"), reject_rest=True))
    early, late = figures(work).days
    assert early == DayWork("ann", "2031-03-10", 0, 1, MINUTE_MS, 0, 0)
    assert (late.day, late.submissions, late.accepted, late.decided) == ("2031-03-12", 1, 1, 6)


def test_the_mark_of_the_submissions_changes_with_them_and_only_then(work):
    decide(work)
    before = figures(work).submissions
    work.run(AcceptUnits(work.article_ids()[1], ()))
    assert figures(work).submissions == before
    work.run(Reopen(first(work)))
    assert figures(work).submissions != before


def test_figures_of_one_annotator_hold_nobody_else(work):
    decide(work)
    with as_(work, "ben") as ben:
        decide(ben)
        found = figures(ben, only="ben")
    assert [one.name for one in found.annotators] == ["ben"]
    assert {row.layer for row in found.acceptance} == {day.layer for day in found.days} == {"ben"}


@pytest.mark.parametrize(
    ("cell", "words"),
    [
        (Behind(what="suggestions", outcome="corrected"), ["Kursk"]),
        (Behind(what="suggestions", label="PERSON", outcome="accepted"), ["Kursk", "Rubio"]),
        (Behind(what="suggestions", kind="statement"), ["We will go,” Rubio said in Kursk. “And then we will see"]),
        (Behind(what="suggestions", layer="ben"), []),
    ],
)
def test_a_number_of_suggestions_leads_to_them(work, cell, words):
    decide(work)
    found = work.lead.figures.behind(cell, limit=LIMIT)
    assert sorted(unit.words for unit in found.units) == words
    assert not found.is_cut


def test_a_corrected_suggestion_says_what_stands_instead(work):
    decide(work)
    (unit,) = work.lead.figures.behind(Behind(what="suggestions", outcome="corrected"), limit=LIMIT).units
    assert unit.detail == "PERSON → GPE · corrected by ann"


@pytest.mark.parametrize(("state", "number"), [("submitted", 1), ("todo", 1), ("set aside", 0), (None, 1)])
def test_a_number_of_articles_leads_to_them(work, state, number):
    decide(work)
    found = work.lead.figures.behind(Behind(what="articles", layer="ann", state=state), limit=LIMIT)
    assert len(found.units) == number


def test_a_day_leads_to_the_articles_worked_on(work, monkeypatch):
    on_day(monkeypatch, "2031-03-10")
    decide(work)
    cell = Behind(what="work", layer="ann", day="2031-03-10", until="2031-03-16")
    (unit,) = work.lead.figures.behind(cell, limit=LIMIT).units
    assert (unit.article, unit.detail) == (first(work), "ann · 7 decisions · 3.0 min")


def test_a_long_list_is_cut_and_says_so(work):
    decide(work)
    found = work.lead.figures.behind(Behind(what="suggestions"), limit=2)
    assert (len(found.units), found.is_cut) == (2, True)
    assert not work.lead.figures.behind(Behind(what="suggestions"), limit=6).is_cut


def test_what_nobody_counts_is_said(work):
    with pytest.raises(UserError, match="Nobody counts"):
        work.lead.figures.behind(Behind(what="moons"), limit=LIMIT)


@pytest.mark.parametrize(("values", "middle"), [([], None), ([3], 3.0), ([9, 1, 4], 4.0), ([8, 2, 4, 1], 3.0)])
def test_the_median_of_an_even_number_lies_between_two(values, middle):
    assert pure.median_of(values) == middle


def test_work_over_a_month_is_shown_by_days_and_longer_by_weeks_from_monday():
    days = [DayWork("ann", "2031-03-05"), DayWork("ann", "2031-03-07")]
    assert pure.periods(days)[0] == "day"
    assert len(pure.periods(days)[1]) == 3
    word, bounds = pure.periods([*days, DayWork("ben", "2031-05-01")])
    assert (word, bounds[0]) == ("week", ("2031-03-03", "2031-03-09"))


def test_the_work_of_a_period_is_summed_and_an_empty_one_stays():
    days = [DayWork("ann", "2031-03-05", 1, 5, 10, 2, 4), DayWork("ann", "2031-03-05", 0, 1, 0, 1, 1)]
    bounds = [("2031-03-04", "2031-03-04"), ("2031-03-05", "2031-03-05")]
    empty, full = pure.by_period(days, bounds)["ann"]
    assert (empty.decisions, empty.acceptance) == (0, None)
    assert (full.submissions, full.decisions, full.active_ms, full.acceptance) == (1, 6, 10, 0.6)


@pytest.fixture
def team(work) -> Project:
    """ann and ben have submitted the first article: ben has another label on one Kursk and refused Moscow."""
    decide(work)
    article = first(work)
    with as_(work, "ben") as ben:
        ben.run(SetLabel(article, unit_on(ben, article, "Kursk").id, "ORG"))
        ben.run(RejectUnits(article, (unit_on(ben, article, "Moscow").id,)))
        ben.run(AcceptUnits(article, tuple(unit.id for unit in ben.work(article).undecided())))
        ben.run(Submit(article, ("entities", "statements")))
    return work


def behind(project: Project, **cell: str) -> list[pure.FoundUnit]:
    return list(project.lead.figures.behind(Behind(**cell), limit=LIMIT).units)


def test_a_measure_leads_to_the_disagreements_that_lower_it(team):
    found = behind(team, what="places", measure="entity_f1_exact", layer="ann", other="ben")
    assert [unit.words for unit in found] == ["Kursk", "Kursk", "Moscow", "Kursk"]
    assert all(unit.is_disagreement for unit in found)
    assert behind(team, what="places", measure="cue_accuracy") == []


def test_a_label_leads_to_the_disagreements_in_which_it_occurs(team):
    found = behind(team, what="places", measure="entity_f1_exact", label="ORG")
    assert found[0].detail == "label · ann: PERSON, ben: ORG"
    assert [unit.words for unit in found] == ["Kursk"] * 3


def test_two_labels_lead_to_the_places_where_one_is_taken_for_the_other(team):
    (unit,) = behind(team, what="places", label="ORG", against="PERSON")
    assert (unit.words, unit.detail) == ("Kursk", "ben: ORG, ann: PERSON")


def test_what_nobody_else_has_is_found_too(team):
    assert [unit.words for unit in behind(team, what="places", label="GPE", against="")] == ["Moscow"]


def test_a_pair_leads_to_the_articles_that_both_submitted(team):
    assert [unit.article for unit in behind(team, what="shared", layer="ann", other="ben")] == [first(team)]


def test_what_blocks_the_release_is_told_by_kind_with_its_articles(team):
    nobody, waiting = team.lead.figures.blocks()
    assert nobody.articles == (team.article_ids()[1],)
    assert (waiting.articles, waiting.disagreements) == ((first(team),), 4)
    assert [unit.article for unit in behind(team, what="blocks", label=nobody.sentence)] == [team.article_ids()[1]]


def test_assigned_articles_are_counted_and_lead_to_themselves(team):
    second = team.article_ids()[1]
    team.run(Assign((AssignmentRow(second, "eve", blind=True),)))
    eve = next(one for one in figures(team).annotators if one.name == "eve")
    assert (eve.assigned, eve.states["todo"]) == (1, 1)
    (unit,) = behind(team, what="assigned", layer="eve")
    assert (unit.article, unit.detail) == (second, "todo · blind")
    assert [unit.article for unit in behind(team, what="articles", layer="eve", state="todo")] == [second]


def test_agreement_is_told_for_the_day_of_the_last_submission(work, monkeypatch):
    on_day(monkeypatch, "2031-03-10")
    decide(work)
    on_day(monkeypatch, "2031-03-12")
    with as_(work, "ben") as ben:
        decide(ben)
    early, between, late = work.lead.figures.agreement_by_period()
    assert (early.articles, between.articles, late.articles) == (0, 0, 1)
    assert (early.measures, late.measures["entity_f1_exact"]) == ({}, 1.0)


def test_agreement_of_a_day_leads_to_the_disagreements_of_its_articles(team):
    today = work_days(team)[-1]
    assert len(behind(team, what="places", measure="entity_f1_exact", day=today)) == 4
    assert behind(team, what="places", measure="entity_f1_exact", day="2001-01-01") == []


def work_days(project: Project) -> list[str]:
    return sorted({day.day for day in figures(project).days})
