"""Going on from what a recogniser knows: a label that gives way takes nothing else with it."""

from __future__ import annotations

from typing import Any

import pytest

from annotator.train import entities

TEXT = "Marco Rubio met Angela Merkel in Paris on Monday. They paid $5 million to Microsoft."


def found(nlp: Any) -> set[tuple[str, str]]:
    return {(ent.text, ent.label_) for ent in nlp(TEXT).ents}


@pytest.mark.model
def test_a_label_that_gives_way_takes_no_other_with_it(model: str) -> None:
    spacy = pytest.importorskip("spacy")
    nlp = spacy.load(model)
    before = found(nlp)
    component = nlp.get_pipe("ner")
    component.add_label("PLACE")
    entities._copy_weights(component, {"PLACE": "GPE"}, ["GPE"])
    assert ("Paris", "GPE") in before
    after = found(nlp)
    assert after >= {each for each in before if each[1] != "GPE"}
    assert "GPE" not in {label for _, label in after}


@pytest.mark.model
def test_the_weights_of_a_new_label_are_those_of_its_counterpart(model: str) -> None:
    spacy = pytest.importorskip("spacy")
    component = spacy.load(model).get_pipe("ner")
    component.add_label("PLACE")
    entities._copy_weights(component, {"PLACE": "GPE"}, [])
    weights = component.model.get_ref("upper").get_param("W")
    names = [component.moves.get_class_name(number) for number in range(component.moves.n_moves)]
    assert (weights[names.index("B-PLACE")] == weights[names.index("B-GPE")]).all()


@pytest.mark.model
def test_a_new_label_is_found_where_its_counterpart_was_before_anything_is_learned(model: str) -> None:
    spacy = pytest.importorskip("spacy")
    nlp = spacy.load(model)
    before = found(nlp)
    nlp.get_pipe("ner").add_label("PLACE")
    entities._copy_weights(nlp.get_pipe("ner"), {"PLACE": "GPE"}, ["GPE"])
    assert found(nlp) == {(words, "PLACE" if label == "GPE" else label) for words, label in before}
