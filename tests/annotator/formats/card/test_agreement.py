"""The agreement section of a dataset card: figures as they are, reasons where there are none."""

from __future__ import annotations

from annotator.formats.card.agreement import agreement_line, agreement_text

FOUND = {
    "articles": 24,
    "layers": ["ann", "ben", "eve"],
    "measures": {"entity_f1_exact": 0.81234, "link_f1": None},
    "intervals": {"entity_f1_exact": [0.77, 0.84]},
    "absent": {"link_f1": "no layers linked any statement"},
    "pairs": [
        {"a": "ann", "b": "ben", "articles": 24, "measures": {"entity_f1_exact": 1.0, "link_f1": None}},
        {"a": "ann", "b": "eve", "articles": 20, "measures": {"entity_f1_exact": None, "link_f1": None}},
    ],
    "samples": 1000,
    "seed": 7,
}


def test_a_figure_stands_with_its_interval_and_an_absent_one_with_its_reason():
    text = agreement_text(FOUND, {"entity_f1_exact": "Entities"})
    assert "Over 24 articles that two or more annotators submitted, between ann, ben, eve" in text
    assert "| Entities | 0.812 | 0.770 to 0.840 |" in text
    assert "| link_f1 | not computed: no layers linked any statement |  |" in text
    assert "(1,000 samples, seed 7)" in text


def test_pairs_stand_by_themselves_without_measures_that_none_has():
    text = agreement_text(FOUND, {})
    assert "| measure | ann – ben | ann – eve |" in text
    assert "| articles | 24 | 20 |" in text
    assert "| entity_f1_exact | 1.000 |  |" in text
    assert "| link_f1 | 1.000" not in text


def test_a_single_pair_is_not_told_twice():
    assert "Pairs" not in agreement_text({**FOUND, "pairs": FOUND["pairs"][:1]}, {})


def test_labels_stand_with_how_far_annotators_agree_on_them():
    labels = {"GPE": {"entity_f1_exact": 0.9, "entity_alpha": -0.0001}, "LAW": {"entity_f1_exact": None}}
    ends = {"GPE": {"entity_f1_exact": [0.8, 1.0]}}
    text = agreement_text(
        {**FOUND, "labels": labels, "label_intervals": ends, "types": {"direct": {"statement_f1": 1}}}, {}
    )
    assert "| GPE | 0.900 | 0.800 to 1.000 | 0.000 |" in text
    assert "| LAW |  |  |  |" in text
    assert "| direct statements | 1.000 |  |  |" in text


def test_the_main_figures_stand_in_one_line_and_absent_ones_do_not():
    assert agreement_line(FOUND, {"entity_f1_exact": "Entities"}) == "Entities 0.812 (0.770 to 0.840)"
    assert agreement_line({}, {}) == ""
