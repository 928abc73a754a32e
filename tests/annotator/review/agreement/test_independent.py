"""Agreement against other implementations: one by hand that tries everything, and `nervaluate`."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from nervaluate import Evaluator

from annotator.review.agreement.report import agreement
from tests.annotator.review.agreement import by_hand
from tests.annotator.review.agreement.layers import article, corpora, entity, layer


@given(corpora())
def test_every_figure_is_that_of_the_long_way(articles):
    try:
        expected = by_hand.measures(articles)
    except by_hand.Ambiguous:
        assume(False)
    found = agreement(articles, samples=2).measures
    for key, value in expected.items():
        assert found[key] == (None if value is None else pytest.approx(value, abs=1e-9)), key


def spans_of(one):
    return [{"label": row.label, "start": row.start, "end": row.end} for row in one.entities]


def strategy(name, a, b):
    results = Evaluator([spans_of(a)], [spans_of(b)], tags=["PERSON", "ORG"], loader="dict").evaluate()
    return results["overall"][name].f1


@st.composite
def apart(draw):
    """Two layers in which entities overlap at most one of the other layer, and none of their own."""
    sides = ([], [])
    for place in range(draw(st.integers(1, 5))):
        for side in sides:
            if draw(st.booleans()):
                label = draw(st.sampled_from(("PERSON", "ORG")))
                side.append(entity(10 * place + draw(st.integers(0, 3)), 10 * place + draw(st.integers(5, 9)), label))
    return sides


@given(apart())
def test_f1_of_entities_is_that_of_nervaluate(sides):
    a, b = layer("ann", *sides[0]), layer("ben", *sides[1])
    assume(a.entities and b.entities)
    found = agreement([article(a, b)], samples=1).measures
    assert found["entity_f1_exact"] == pytest.approx(strategy("strict", a, b), abs=1e-9)
    assert found["entity_f1_overlap"] == pytest.approx(strategy("ent_type", a, b), abs=1e-9)


def without_samples(report):
    """A report as JSON without what the draw of the samples decides."""
    told = msgspec.to_builtins(report)
    for one in (told, *told["pairs"]):
        one["intervals"] = sorted(one["intervals"])
    del told["label_intervals"]
    return told


@given(corpora(most_layers=3), st.permutations(["layer 0", "layer 1", "layer 2"]))
def test_what_layers_are_called_makes_no_difference(articles, names):
    named = dict(zip(("layer 0", "layer 1", "layer 2"), names, strict=True))
    renamed = [
        article(*(msgspec.structs.replace(one, layer=named[one.layer]) for one in each.submitted), key=each.id)
        for each in articles
    ]
    try:
        by_hand.measures(articles)
    except by_hand.Ambiguous:
        assume(False)
    found, other = agreement(articles, samples=2), agreement(renamed, samples=2)
    for some, others in (
        [(found.measures, other.measures)]
        + [(found.labels[name], other.labels[name]) for name in found.labels]
        + [(found.roles[name], other.roles[name]) for name in found.roles]
    ):
        assert some == {
            key: value if value is None else pytest.approx(value, abs=1e-12) for key, value in others.items()
        }
    assert found.confusion == other.confusion


@given(corpora(most_layers=2))
def test_of_assignments_that_are_as_good_none_is_taken_for_the_layers_names(articles):
    turned = {"layer 0": "layer 1", "layer 1": "layer 0"}
    renamed = [
        article(*(msgspec.structs.replace(one, layer=turned[one.layer]) for one in each.submitted), key=each.id)
        for each in articles
    ]
    found, other = agreement(articles, samples=2).measures, agreement(renamed, samples=2).measures
    for key in ("statement_f1", "type_accuracy", "cue_accuracy", "speaker_accuracy", "link_f1", "relation_accuracy"):
        assert found[key] == (None if other[key] is None else pytest.approx(other[key], abs=1e-12)), key


@given(corpora(most_layers=3))
def test_the_order_of_articles_and_layers_makes_no_difference(articles):
    turned = [msgspec.structs.replace(each, submitted=each.submitted[::-1]) for each in reversed(articles)]
    assert agreement(turned, samples=5, seed=3) == agreement(articles, samples=5, seed=3)


@given(corpora(most_layers=3))
def test_what_labels_are_called_makes_no_difference(articles):
    def renamed(one):
        rows = tuple(sorted(row._replace(label={"X": "B", "Y": "A", "Z": "C"}[row.label]) for row in one.entities))
        return msgspec.structs.replace(one, entities=rows)

    others = [msgspec.structs.replace(one, submitted=tuple(map(renamed, one.submitted))) for one in articles]
    found, other = agreement(articles, samples=2), agreement(others, samples=2)
    assert {k: v for k, v in found.measures.items() if k.startswith("entity")} == pytest.approx(
        {k: v for k, v in other.measures.items() if k.startswith("entity")}
    )


@given(corpora(most_layers=1))
def test_two_layers_that_say_the_same_agree_wholly_where_there_is_something(articles):
    twice = [
        msgspec.structs.replace(
            each, submitted=(each.submitted[0], msgspec.structs.replace(each.submitted[0], layer="second"))
        )
        for each in articles
    ]
    report = agreement(twice, samples=3)
    assert set(report.measures.values()) <= {1.0, None}
    assert {key for key, value in report.measures.items() if value is None} == set(report.absent)
    has_entities = any(one.entities and "entities" in one.passes for each in articles for one in each.submitted)
    assert report.measures["entity_f1_exact"] == (1.0 if has_entities else None)
