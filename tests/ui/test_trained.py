"""A training's outcome as sentences and tables."""

from __future__ import annotations

from annotator.train_report import Row
from tests.ui.trainings import report, score
from ui.trained import (
    OWN_MODEL,
    comparison_grids,
    f1,
    gain_text,
    is_worth_using,
    model_title,
    outcome_sentence,
    trainings_grid,
    used_sentence,
)

REPORT = report("p", "/nowhere/news-1")


def test_the_outcome_names_what_is_better_and_what_is_as_before() -> None:
    said = outcome_sentence(REPORT)
    assert said == "On 3 articles that it never saw: entities 0.80 in place of 0.70; cues 0.50, as before (F1)."


def test_a_training_that_gained_nothing_says_so() -> None:
    worse = report("p", "/nowhere/news-1", overall=(Row("entity", "", score(0.86), score(0.9)),))
    assert is_worth_using(REPORT)
    assert not is_worth_using(worse)
    assert outcome_sentence(worse).endswith("entities 0.86 in place of 0.90 (F1). Nothing is found better than before.")


def test_a_label_that_was_not_there_to_be_found_has_no_score() -> None:
    (grid,) = comparison_grids(report("p", "/x", overall=(), labels=(Row("entity", "MONEY", score(0.0, gold=0)),)))
    assert [cell.text for cell in grid.rows[0]] == ["MONEY", *[""] * 6, "0", "0"]
    assert grid.rows[0][3].why == "none in the articles that are compared"


def test_gains_carry_their_sign_and_little_is_nothing() -> None:
    assert [gain_text(gain) for gain in (0.3, -0.2, 0.004, -0.004, None)] == ["+0.30", "−0.20", "±0", "±0", ""]


def test_what_is_nearly_all_is_not_rounded_to_it() -> None:
    assert [f1(value) for value in (0.834, 0.996, 0.9999, 1.0, 0.0)] == ["0.83", "0.99", "0.99", "1.00", "0.00"]


def test_the_bars_say_what_was_gained_and_lost_beside_the_numbers() -> None:
    overall, labels = comparison_grids(REPORT)
    assert [row[0].text for row in overall.rows] == ["Entities", "Cues"]
    bars = {row[0].text: dict(row[1].bar) for row in labels.rows}
    assert round(bars["PERSON"]["half"], 2) == 0.3
    assert round(bars["GPE"]["warned"], 2) == 0.2
    assert [row[4].text for row in labels.rows] == ["+0.30", "−0.20", ""]
    assert labels.rows[2][4].why == "no suggestions to compare with"


def test_a_row_of_a_pipeline_leads_to_its_report_and_says_whether_it_is_used_or_gone(tmp_path) -> None:
    (tmp_path / "meta.json").write_text("{}")
    here = report("p", tmp_path)
    grid = trainings_grid([here, REPORT], str(tmp_path))
    assert [row[-1].text for row in grid.rows] == ["pre-annotates", "not there any more"]
    assert [row[0].behind for row in grid.rows] == [here, REPORT]


def test_what_pre_annotation_takes_from_where_is_said() -> None:
    assert used_sentence(REPORT) == "Pre-annotation takes entities from this pipeline and cues from the rules."


def test_a_model_is_called_by_its_training_else_by_its_folder() -> None:
    assert [model_title(path, [REPORT]) for path in ("", "/nowhere/news-1", "/x/other")] == [
        OWN_MODEL, "news 1", "other",
    ]  # fmt: skip


def test_without_anything_to_compare_it_says_so() -> None:
    assert "nothing to compare" in outcome_sentence(report("p", "/x", overall=(), labels=()))
    assert score(0.5).gold == 40
