"""The sections of the Progress place: figures in, tables out; what is not there is empty and says why."""

from __future__ import annotations

import pytest

from annotator.review.agreement.measures import MEASURES
from annotator.review.agreement.model import MISSED, AgreementReport, Confusion, PairAgreement
from annotator.review.figures import (
    Acceptance,
    AnnotatorFigures,
    ArticleTime,
    Behind,
    BlockGroup,
    DayWork,
    PeriodAgreement,
    ProjectFigures,
    Tally,
)
from ui.panels.progress_place.page import Page, Shown
from ui.panels.progress_place.sections import SECTIONS, agreement, articles, labels, pairs, release, suggestions, time
from ui.widgets.grid import Cell, Grid

ANN = AnnotatorFigures(
    name="ann", states={"submitted": 3, "in work": 1, "returned": 0, "set aside": 0, "todo": 6}, decisions=40,
    active_ms=600_000, timed=3, median_ms=180_000.0, per_hour=18.0,
)  # fmt: skip
BEN = AnnotatorFigures(name="ben", states={"submitted": 1, "todo": 9})
ACCEPTANCE = (
    Acceptance("ann", "entity", "PERSON", "ner 1", Tally(6, 2, 1, 1, 4)),
    Acceptance("ann", "statement", "direct", "statements 1", Tally(3)),
    Acceptance("ben", "entity", "PERSON", "ner 1", Tally(2)),
    Acceptance("ben", "entity", "CARDINAL", "ner 1", Tally(hidden=5)),
)
DAYS = (DayWork("ann", "2031-03-03", 1, 10, 60_000, 3, 4), DayWork("ben", "2031-03-05", 1, 5, 0, 2, 2))
FIGURES = ProjectFigures(
    articles=10, made="2031-03-05T12:00:00+00:00", submissions="x", annotators=(ANN, BEN), acceptance=ACCEPTANCE,
    days=DAYS, times=(ArticleTime("a1", "Border talks", 60_000, {"ann": 60_000}),), articles_timed=1,
)  # fmt: skip
NOTHING = ProjectFigures(articles=2, made="2031-03-05T12:00:00+00:00", submissions="")
KEYS = [measure.key for measure in MEASURES]
MEASURED = dict.fromkeys(KEYS, None) | {"entity_f1_exact": 0.81}
REPORT = AgreementReport(
    articles=3, layers=("ann", "ben"), measures=MEASURED, intervals={"entity_f1_exact": (0.7, 0.9)},
    absent=dict.fromkeys(KEYS[1:], "no two layers linked any statement"), labels={"PERSON": {"entity_f1_exact": 0.9}},
    label_intervals={"PERSON": {"entity_f1_exact": (0.8, 1.0)}}, by_how={"blind": {"entity_f1_exact": 0.5}},
    pairs=(PairAgreement("ann", "ben", 3, MEASURED, {"entity_f1_exact": (0.7, 0.9)}),),
    confusion=(Confusion("PERSON", "PERSON", 8), Confusion("PERSON", "ORG", 1), Confusion("ORG", "PERSON", 1),
               Confusion("PERSON", MISSED, 2), Confusion(MISSED, "PERSON", 2)), samples=1000,
)  # fmt: skip


def grid(page: Page, name: str) -> Grid:
    return next(one for one in page.grids if one.name == name)


def cell(found: Grid, row: str, column: str) -> Cell:
    at = [one.title for one in found.columns].index(column)
    return next(cells for cells in found.rows if cells[0].text == row)[at]


def test_each_state_of_each_annotator_leads_to_its_articles():
    found = grid(articles.page(Shown(FIGURES)), "articles")
    assert cell(found, "ann", "Submitted").behind == Behind(
        what="articles", title="ann: submitted", layer="ann", state="submitted"
    )
    assert cell(found, "ben", "In work").behind is None


def test_the_bar_is_as_long_as_the_share_of_each_state():
    found = grid(articles.page(Shown(FIGURES)), "articles")
    assert sum(share for _, share in found.rows[0][1].bar) == pytest.approx(1.0)
    assert found.rows[0][1].bar[0] == ("full", 0.3)


def test_assigned_articles_are_counted_only_where_some_are():
    found = grid(articles.page(Shown(FIGURES)), "articles")
    assert "Assigned" not in [column.title for column in found.columns]


def test_a_measure_has_its_interval_and_an_absent_one_is_empty_with_its_reason():
    found = grid(agreement.page(Shown(FIGURES, REPORT)), "agreement")
    first, second = found.rows[0], found.rows[1]
    assert (first[2].text, first[3].text, first[1].interval) == ("0.81", "0.70–0.90", (0.7, 0.81, 0.9))
    assert [one.text for one in second[1:4]] == ["", "", ""]
    assert second[2].value is None
    assert second[4].text == "no two layers linked any statement"


def test_agreement_is_split_by_how_units_were_decided():
    found = grid(agreement.page(Shown(FIGURES, REPORT)), "agreement_by_how")
    assert cell(found, "Entities, exact F1", "Blind").text == "0.50"


def test_the_confusion_shows_counts_and_leads_to_the_places():
    found = grid(labels.page(Shown(FIGURES, REPORT)), "confusion")
    confused = cell(found, "PERSON", "ORG")
    assert (confused.text, confused.behind.label, confused.behind.against) == ("1", "PERSON", "ORG")
    assert cell(found, "PERSON", "nothing").behind.against == MISSED
    assert cell(found, "PERSON", "PERSON").heat > cell(found, "PERSON", "nothing").heat > confused.heat > 0


def test_nobody_knows_how_often_both_saw_nothing():
    found = grid(labels.page(Shown(FIGURES, REPORT)), "confusion")
    assert cell(found, "nothing", "nothing").value is None


def test_acceptance_is_of_what_was_decided_and_hidden_ones_stand_apart():
    found = grid(suggestions.page(Shown(FIGURES)), "suggestions_labels")
    person = cell(found, "PERSON", "Accepted, %")
    assert person.value == pytest.approx(8 / 11)
    assert cell(found, "PERSON", "Hidden").text == "4"
    assert cell(found, "CARDINAL", "Accepted, %").value is None


def test_acceptance_of_one_annotator_leads_to_that_annotators_suggestions():
    page = suggestions.page(Shown(FIGURES, choices={"suggestions": "ben"}))
    found = cell(grid(page, "suggestions_labels"), "PERSON", "Accepted")
    assert (found.text, found.behind.layer, found.behind.label) == ("2", "ben", "PERSON")
    assert cell(grid(page, "suggestions_annotators"), "ann", "Accepted").text == "9"


def test_pairs_stand_in_a_matrix_and_nobody_beside_oneself():
    found = grid(pairs.page(Shown(FIGURES, REPORT)), "pairs")
    assert cell(found, "ann", "ben").text == cell(found, "ben", "ann").text == "0.81"
    assert cell(found, "ann", "ann").value is None


def test_a_measure_that_no_pair_has_cannot_be_chosen():
    choice = pairs.page(Shown(FIGURES, REPORT, choices={"pairs": "link_f1"})).choice
    assert choice is not None
    assert (choice.current, [key for key, _ in choice.options]) == ("entity_f1_exact", ["entity_f1_exact"])


def test_time_that_was_not_measured_is_empty_and_says_so():
    found = grid(time.page(Shown(FIGURES)), "pace")
    assert (cell(found, "ann", "Median article").text, cell(found, "ann", "Articles an hour").text) == ("3 min", "18.0")
    assert (cell(found, "ben", "Active time").value, cell(found, "ben", "Active time").why) == (
        None,
        "no time was measured",
    )


def test_periods_run_from_the_first_day_to_the_last_and_an_empty_one_stays():
    found = grid(time.page(Shown(FIGURES, choices={"time": "submissions"})), "periods")
    assert [row[0].text for row in found.rows] == ["5 Mar", "4 Mar", "3 Mar"]
    assert cell(found, "4 Mar", "All").text == "0"
    assert cell(found, "3 Mar", "ann").behind == Behind(
        what="work", title="ann, 3 Mar", layer="ann", day="2031-03-03", until="2031-03-03"
    )


def test_acceptance_of_a_day_without_submissions_is_empty():
    found = grid(time.page(Shown(FIGURES, choices={"time": "acceptance"})), "periods")
    assert (cell(found, "3 Mar", "ann").text, cell(found, "4 Mar", "ann").value) == ("75 %", None)


def test_what_blocks_the_release_leads_to_the_articles():
    blocks = (
        BlockGroup("Not submitted by anybody", ("a1",)),
        BlockGroup("Disagreements that wait for a lead", ("a2", "a3"), 7),
    )
    found = grid(release.page(Shown(FIGURES, blocks=blocks)), "release")
    assert cell(found, "Not submitted by anybody", "Articles").behind.label == "Not submitted by anybody"
    assert cell(found, "Disagreements that wait for a lead", "Disagreements").text == "7"


def test_where_nothing_is_open_the_release_is_free():
    page = release.page(Shown(FIGURES, blocks=()))
    assert page.empty is not None
    assert page.empty[0] == "Nothing blocks the release"


@pytest.mark.parametrize("section", SECTIONS, ids=lambda section: section.name)
def test_where_nobody_has_begun_every_section_says_so(section):
    report = AgreementReport(articles=0, layers=(), measures=dict.fromkeys(KEYS), absent=dict.fromkeys(KEYS, "none"))
    page = section.make(Shown(NOTHING, report))
    assert page.empty is not None or all(row[2].value is None for row in page.grids[0].rows)


@pytest.mark.parametrize("section", SECTIONS, ids=lambda section: section.name)
def test_every_row_has_a_cell_for_every_column(section):
    for found in section.make(Shown(FIGURES, REPORT)).grids:
        assert {len(row) for row in found.rows} == {len(found.columns)}


def test_agreement_over_time_has_a_line_for_each_measure_that_is_there():
    periods = (
        PeriodAgreement("2031-03-03", "2031-03-03", 2, {"entity_f1_exact": 0.5, "link_f1": None}),
        PeriodAgreement("2031-03-04", "2031-03-04", 0),
    )
    page = time.page(Shown(FIGURES, periods=periods, choices={"time": "agreement"}))
    trend = page.blocks[0]
    assert [(line.name, line.values) for line in trend.lines] == [("Entities, exact F1", (0.5, None))]
    found = grid(page, "agreement_periods")
    assert cell(found, "3 Mar", "Entities, exact F1").behind.day == "2031-03-03"
    assert cell(found, "4 Mar", "Entities, exact F1").value is None


def test_agreement_over_time_says_that_it_is_being_worked_out():
    page = time.page(Shown(FIGURES, choices={"time": "agreement"}))
    assert page.note == "Agreement is being worked out"
