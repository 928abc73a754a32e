"""The letters that annotators are shown as."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from annotator.review.hiding import lettered

LAYERS = st.sets(st.text(min_size=1, max_size=5), max_size=60)


@given(LAYERS, st.text(max_size=5))
def test_every_annotator_has_a_letter_of_their_own(layers, seed):
    found = lettered(layers, seed)
    assert set(found) == layers
    assert len(set(found.values())) == len(layers)


@given(LAYERS, st.text(max_size=5))
def test_letters_do_not_depend_on_the_order_in_which_layers_came(layers, seed):
    assert lettered(sorted(layers), seed) == lettered(sorted(layers, reverse=True), seed)


def test_after_z_comes_a2():
    found = lettered([str(number) for number in range(28)], "project")
    assert sorted(found.values(), key=lambda word: (len(word), word))[-3:] == ["Z", "A2", "B2"]


def test_another_article_deals_them_anew():
    team = ("ann", "ben", "eve")
    assert {lettered(team, f"article {number}")["ann"] for number in range(20)} == {"A", "B", "C"}
