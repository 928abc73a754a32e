"""What is counted in an agreement report, and what is left out with a reason."""

from __future__ import annotations

import pytest

from annotator.review.agreement.confusion import units_behind
from annotator.review.agreement.measures import MEASURES
from annotator.review.agreement.model import MISSED, Confusion
from annotator.review.agreement.report import agreement
from tests.annotator.review.agreement.layers import article, entity, layer, statement

WHOLE = ("content", "cue", "speaker", "actor", "type", "parent", "links")


def measures(*layers, **options):
    return agreement([article(*layers)], samples=2, **options).measures


def one_statement(name, passes=("statements", "links"), **options):
    return layer(name, statement((0, 10), **options), passes=passes)


def test_every_measure_is_there_and_every_absent_one_has_a_reason():
    report = agreement([])
    assert list(report.measures) == [measure.key for measure in MEASURES] == list(report.absent)
    assert set(report.absent.values()) == {"no two layers submitted the same article"}
    assert (report.articles, report.layers, report.pairs) == (0, (), ())


def test_an_article_of_one_layer_is_left_out():
    shared = article(layer("ann", entity(0, 5)), layer("ben", entity(0, 5)), key="a1")
    alone = article(layer("eve", entity(0, 5)), key="a2")
    report = agreement([shared, alone], samples=2)
    assert (report.articles, report.layers) == (1, ("ann", "ben"))
    assert report.measures == agreement([shared], samples=2).measures


def test_articles_that_were_submitted_without_a_unit_leave_the_figures_empty():
    report = agreement([article(layer("ann"), layer("ben"))])
    assert set(report.measures.values()) == {None}
    assert report.absent["entity_f1_exact"] == report.absent["entity_alpha"] == "no entities"
    assert report.absent["statement_f1"] == "no statements"
    assert report.absent["link_f1"] == "no two layers linked any statement on the same article"
    assert report.absent["relation_accuracy"] == "no agreed links"
    assert report.absent["event_b3_f1"] == "no events"


def test_a_layer_without_a_unit_disagrees_with_one_that_has_some():
    assert measures(layer("ann"), layer("ben", entity(0, 5)))["entity_f1_exact"] == 0


def test_alpha_says_why_where_nothing_varies():
    report = agreement([article(layer("ann", entity(0, 60)), layer("ben", entity(0, 60)))])
    assert report.measures["entity_f1_exact"] == 1
    assert report.measures["entity_alpha"] is None
    assert report.absent["entity_alpha"] == "every character has the same value in all layers"


def test_a_layer_that_did_not_do_a_pass_has_missed_nothing_in_it():
    ann, ben = layer("ann", entity(0, 5)), layer("ben", passes=("statements",))
    report = agreement([article(ann, ben)])
    assert report.measures["entity_f1_exact"] is None
    assert report.absent["entity_f1_exact"] == "no two layers did the pass for entities on the same article"
    assert report.absent["statement_f1"] == "no statements"


def test_equal_entities_of_one_layer_are_matched_once_each():
    doubled = layer("ann", entity(0, 5), entity(0, 5))
    assert measures(doubled, layer("ben", entity(0, 5)))["entity_f1_exact"] == pytest.approx(2 / 3)


def test_overlapping_entities_of_one_label_are_assigned_for_the_most_shared_characters():
    ann = layer("ann", entity(0, 10), entity(12, 20))
    ben = layer("ben", entity(8, 20), entity(0, 4))
    assert measures(ann, ben)["entity_f1_overlap"] == 1
    assert measures(ann, ben)["entity_f1_exact"] == 0


def test_an_entity_over_everything_leaves_thousands_within_to_be_matched_as_without_it():
    def work(name, moved, whole):
        names = (entity(10 * at, 10 * at + 5 + moved * (at % 2)) for at in range(3000))
        return layer(name, *names, *([entity(moved, 30_000)] if whole else []))

    alone, within = (
        agreement([article(work("ann", 0, whole), work("ben", 1, whole), chars=30_000)], samples=1).measures
        for whole in (False, True)
    )
    assert (alone["entity_f1_exact"], alone["entity_f1_overlap"]) == (0.5, 1)
    assert (within["entity_f1_exact"], within["entity_f1_overlap"]) == (pytest.approx(1500 / 3001), 1)


def test_the_mean_is_over_pairs_and_skips_those_with_nothing():
    ann, ben, eve = layer("ann", entity(0, 5)), layer("ben", entity(0, 5)), layer("eve", passes=())
    report = agreement([article(ann, ben, eve)], samples=2)
    assert report.measures["entity_f1_exact"] == 1
    assert [pair.measures["entity_f1_exact"] for pair in report.pairs] == [1, None, None]


def test_within_a_pair_counts_are_pooled_over_articles():
    wrong = article(layer("ann", entity(0, 5)), layer("ben", entity(6, 9)), key="a1")
    right = article(
        *(layer(name, *(entity(at, at + 2) for at in range(0, 30, 3))) for name in ("ann", "ben")), key="a2"
    )
    assert agreement([wrong, right], samples=2).measures["entity_f1_exact"] == pytest.approx(20 / 22)


def test_that_both_say_there_is_none_is_agreement_in_a_part():
    found = measures(one_statement("ann"), one_statement("ben"))
    assert [found[f"{part}_accuracy"] for part in ("cue", "speaker", "actor", "type")] == [1, 1, 1, 1]


def test_a_part_that_one_did_not_decide_is_no_disagreement():
    report = agreement(
        [article(one_statement("ann", cue=(12, 14)), one_statement("ben", cue=(20, 22), decided=("content",)))]
    )
    assert report.measures["cue_accuracy"] is None
    assert report.absent["cue_accuracy"] == "no matched statement of which both decided the cue"


def test_a_parent_agrees_where_the_parents_are_matched():
    def nested(name, inside=True):
        outer, alone = statement((0, 30)), statement((40, 50))
        return layer(name, outer, alone, statement((5, 10), parent=outer.id if inside else None), passes=["statements"])

    assert measures(nested("ann"), nested("ben"))["parent_accuracy"] == 1
    assert measures(nested("ann"), nested("ben", inside=False))["parent_accuracy"] == pytest.approx(2 / 3)


def test_nothing_to_link_said_by_both_is_an_agreeing_link():
    found = measures(one_statement("ann", nothing=True), one_statement("ben", nothing=True))
    assert (found["link_f1"], found["relation_accuracy"], found["event_b3_f1"]) == (1, None, None)


def test_links_agree_by_their_event_alone_and_relations_over_those():
    ann = one_statement("ann", links=[("E1", "reports"), ("E2", "denies")])
    ben = one_statement("ben", links=[("E1", "denies")])
    found = measures(ann, ben)
    assert found["link_f1"] == pytest.approx(2 / 3)
    assert found["relation_accuracy"] == 0
    assert found["event_b3_f1"] == pytest.approx(2 / 3)


def test_links_count_only_where_both_did_the_pass():
    ann = one_statement("ann", links=[("E1", "reports")])
    ben = one_statement("ben", links=[("E1", "reports")], passes=["statements"])
    assert measures(ann, ben)["link_f1"] is None


def test_events_group_statements_across_articles():
    def layers(first, second):
        return [
            article(
                one_statement("ann", links=[(event, "reports")]),
                one_statement("ben", links=[(other, "reports")]),
                key=key,
            )
            for key, event, other in (("a1", "E1", first), ("a2", "E1", second))
        ]

    same, apart = (agreement(layers(*events), samples=2).measures for events in (("X", "X"), ("X", "Y")))
    assert (same["event_b3_f1"], same["link_f1"]) == (1, 0)
    assert apart["event_b3_f1"] == pytest.approx(2 / 3)


def test_ways_of_deciding_are_told_apart_and_blind_ones_are_by_themselves():
    ann = layer("ann", entity(0, 5, how="bulk"), entity(10, 15, how="single"))
    ben = layer("ben", entity(0, 5, how="added"), entity(20, 25, how="added"), is_blind=True)
    found = agreement([article(ann, ben)], samples=2).by_how
    assert {how: one["entity_f1_exact"] for how, one in found.items()} == {"blind": 0.5, "single": 0, "bulk": 1}
    assert list(found) == ["blind", "single", "bulk"]


def test_labels_have_figures_of_their_own():
    ann, ben = layer("ann", entity(0, 5), entity(10, 15, "ORG")), layer("ben", entity(0, 5), entity(10, 15, "GPE"))
    labels = agreement([article(ann, ben)], samples=2).labels
    assert {name: one["entity_f1_exact"] for name, one in labels.items()} == {"GPE": 0, "ORG": 0, "PERSON": 1}
    assert labels["PERSON"]["entity_alpha"] == 1
    assert labels["ORG"]["entity_alpha"] < 0.01


def test_a_label_confusion_is_counted_from_both_sides_and_leads_to_its_units():
    ann, ben = layer("ann", entity(0, 5), entity(10, 15, "ORG")), layer("ben", entity(0, 4, "GPE"))
    shared = [article(ann, ben)]
    assert agreement(shared, samples=2).confusion == (
        Confusion(MISSED, "ORG", 1),
        Confusion("GPE", "PERSON", 1),
        Confusion("ORG", MISSED, 1),
        Confusion("PERSON", "GPE", 1),
    )
    (found,) = units_behind(shared, "GPE", "PERSON")
    assert (found.start, found.end, found.layers, found.labels) == (0, 5, ("ben", "ann"), ("GPE", "PERSON"))
    assert found.units == (ben.entities[0].id, ann.entities[0].id)
    (missed,) = units_behind(shared, "ORG", MISSED)
    assert (missed.layers, missed.units) == (("ann", "ben"), (ann.entities[1].id, ""))


def test_intervals_hold_the_value_and_are_the_same_for_the_same_seed():
    articles = [
        article(
            layer("ann", entity(0, 5)), layer("ben", entity(0, 5) if number % 3 else entity(7, 9)), key=f"a{number}"
        )
        for number in range(12)
    ]
    first, again, other = (agreement(articles, samples=9, seed=seed) for seed in (1, 1, 2))
    low, high = first.intervals["entity_f1_exact"]
    assert low < first.measures["entity_f1_exact"] < high
    assert first == again
    assert first.intervals != other.intervals
    assert first.measures == other.measures


def test_one_article_alone_has_no_interval():
    report = agreement([article(layer("ann", entity(0, 5)), layer("ben", entity(0, 5)))])
    assert report.measures["entity_f1_exact"] == 1
    assert report.intervals == {}


def test_more_labels_than_a_number_has_bits_are_told_apart():
    entities = [entity(0, 1 + number % 40, f"L{number:03}") for number in range(150)]
    ann, ben = layer("ann", *entities), layer("ben", *entities[:-1])
    report = agreement([article(ann, ben)], samples=2)
    assert 0 < report.measures["entity_alpha"] < 1
    assert [name for name, one in report.labels.items() if one["entity_alpha"] != 1] == ["L149"]
