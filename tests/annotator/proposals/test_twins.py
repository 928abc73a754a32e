from __future__ import annotations

import random
from array import array

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.model import Span
from annotator.proposals.twins import BANDS, NO_BANDS, Sketcher, candidates, is_short, similarity, words_of

LONG = "The harbour council said on Tuesday that the two grain ships may leave the port before the winter storms begin."
NEARLY = LONG.replace("Tuesday", "Wednesday").replace("two", "three")
OTHER = "Nobody in the valley remembers a summer in which the railway bridge was closed for longer than this one was."
WORDS = [f"word{number}" for number in range(2000)]


def passages(text):
    return Sketcher().passages(text)


def test_each_line_that_holds_a_word_is_a_passage_without_its_white_space():
    text = f"  {LONG} \n\n***\nMenu"
    found = passages(text)
    assert [text[p.span.start : p.span.end] for p in found] == [LONG, "Menu"]


def test_exact_twins_differ_in_case_marks_and_white_space_only():
    one, other = passages('He said: "We  will go."\nHE SAID: “we will go”')
    assert one.key == other.key


def test_other_words_make_another_key():
    one, other = passages(f"{LONG}\n{NEARLY}")
    assert one.key != other.key


def test_near_twins_share_a_band_and_strangers_none():
    one, near, far = passages(f"{LONG}\n{NEARLY}\n{OTHER}")
    assert any(one.bands[band] == near.bands[band] for band in range(BANDS))
    assert not any(one.bands[band] == far.bands[band] for band in range(BANDS))


@pytest.mark.parametrize(("every", "found"), [(20, 0.95), (12, 0.88), (8, 0.65)])
def test_most_passages_with_words_changed_all_over_still_share_a_band(every, found):
    chance = random.Random(every)
    texts = [" ".join(chance.choices(WORDS, k=48)) for _ in range(300)]
    changed = [" ".join(f"new{at}" if at % every == 3 else word for at, word in enumerate(t.split())) for t in texts]
    pairs = [(passages(one)[0].bands, passages(other)[0].bands) for one, other in zip(texts, changed, strict=True)]
    shared = sum(any(one[band] == other[band] for band in range(BANDS)) for one, other in pairs)
    assert shared >= found * len(pairs)


def test_a_line_of_few_words_can_have_exact_twins_only():
    (menu,) = passages("Go To Main Page")
    assert menu.bands == NO_BANDS
    assert is_short(menu.words, 15)


def test_a_sketch_does_not_depend_on_what_was_sketched_before():
    sketcher = Sketcher()
    sketcher.passages(OTHER)
    assert sketcher.passages(LONG) == passages(LONG)


def test_similarity_counts_the_words_in_order():
    hashes = Sketcher().hashes
    assert similarity(hashes(words_of(LONG)), hashes(words_of(LONG.upper()))) == 1
    assert 0.8 < similarity(hashes(words_of(LONG)), hashes(words_of(NEARLY))) < 1
    assert similarity(hashes(words_of(LONG)), hashes(words_of(OTHER))) == 0


def test_a_new_passage_is_paired_with_old_ones_and_old_ones_not_with_each_other():
    bands = [array("I", [7, 7, 7, 1])]
    assert list(candidates(bands, [0, 1, 2, 3], first_new=2)) == [(2, 0), (2, 1)]


def test_thousands_alike_make_few_pairs():
    bands = [array("I", [7] * 3000)]
    assert len(list(candidates(bands, range(3000), first_new=0))) < 3000 * 8


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=200))
def test_any_text_has_passages_inside_it_that_do_not_overlap(text):
    end = 0
    for passage in passages(text):
        assert end <= passage.span.start < passage.span.end <= len(text)
        assert not text[passage.span.start].isspace()
        assert isinstance(passage.span, Span)
        end = passage.span.end
