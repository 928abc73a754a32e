import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.errors import Invalid
from annotator.model import Span
from annotator.text import (
    check_span,
    cluster_start,
    normalise,
    normalise_with_map,
    reanchor,
    snap_span,
    snippet,
    word_boundary_left,
    word_boundary_right,
)

FAMILY = "👨‍👩‍👧"
FLAGS = "🇬🇧🇫🇷"
AWKWARD = st.text(
    st.one_of(
        st.sampled_from("a \t\r\n\x00\x0b\x0c\x1c\x1f\x7f\x85\xa0\u2028\u2029\ufeff\ufffc\ufdd0\ufffe\ud800\udc00"),
        st.sampled_from("e\u0301👨\u200d👩🇬🇧ש\u05b8نक्"),
        st.characters(codec=None),
    ),
    max_size=60,
)


@given(AWKWARD)
def test_normalising_twice_changes_nothing_more(text: str) -> None:
    once = normalise(text)
    assert normalise(once) == once
    once.encode("utf-8")


@given(AWKWARD)
def test_the_map_agrees_with_normalising_every_prefix(text: str) -> None:
    normalised, offsets = normalise_with_map(text)
    for raw in range(len(text) + 1):
        if text[raw - 1 : raw + 1] != "\r\n":
            assert offsets.offset(raw) == len(normalise(text[:raw]))
    assert offsets.offset(len(text)) == len(normalised)


@given(AWKWARD)
def test_only_line_ends_and_a_leading_mark_change_the_length(text: str) -> None:
    body = text.lstrip("\ufeff")
    assert len(normalise(text)) == len(body) - body.count("\r\n")


@pytest.mark.parametrize(
    ("raw", "stored"),
    [
        ("\ufeff\ufeffa\ufeffb", "a\ufeffb"),
        ("a\r\nb\rc\r\r\nd", "a\nb\nc\n\nd"),
        ("a\x00b\x1bc", "a\ufffdb\ufffdc"),
        ("page\x0cpage\x0bx\x1cy", "page\npage\nx y"),
        ("\ud83d\ude00", "\ufffd\ufffd"),
        ("\ufffc\ufdd0\ufdef\uffff\U0001fffe", "\ufffd" * 5),
        ("a\xa0b\u2028c\u2029d\x85e\xad", "a\xa0b\u2028c\u2029d\x85e\xad"),
        (f"{FAMILY}{FLAGS}e\u0301", f"{FAMILY}{FLAGS}e\u0301"),
    ],
)
def test_the_normaliser_does_what_its_table_says(raw: str, stored: str) -> None:
    assert normalise(raw) == stored


def test_every_stored_character_can_be_written_as_xml() -> None:
    everything = "".join(chr(code) for code in range(0x110000))
    allowed = {0x9, 0xA, *range(0x20, 0xD800), *range(0xE000, 0xFFFE), *range(0x10000, 0x110000)}
    assert {ord(char) for char in normalise(everything)} <= allowed


def test_offsets_of_a_crlf_text_move_with_it() -> None:
    text, offsets = normalise_with_map("\ufeffOne\r\ntwo\r\nthree")
    assert offsets.span(Span(11, 16)) == Span(8, 13)
    assert text[8:13] == "three"


def is_boundary(text: str, offset: int) -> bool:
    return cluster_start(text, offset) == offset


@pytest.mark.parametrize("text", [FAMILY, "🇬🇧", "e\u0301\u0302", "क्षि", "👍🏽", "1️⃣"])
def test_no_boundary_lies_inside_a_cluster(text: str) -> None:
    around = f"a{text} {text}"
    inside = [offset for offset in range(len(around) + 1) if not is_boundary(around, offset)]
    first = range(2, 1 + len(text))
    assert inside == [*first, *(offset + len(text) + 1 for offset in first)]


def test_flags_are_counted_in_pairs_from_the_left() -> None:
    text = "x" + "🇬🇧" * 50
    assert [is_boundary(text, offset) for offset in (1, 2, 3, 98, 99)] == [True, False, True, False, True]


def test_a_boundary_deep_in_a_long_text_is_found_from_its_neighbourhood() -> None:
    text = "ש" * 500_000 + FAMILY + "ש" * 500_000
    assert not is_boundary(text, 500_002)
    assert is_boundary(text, 500_000 + len(FAMILY))


def test_a_snapped_span_has_no_white_space_at_its_ends() -> None:
    text = "He\xa0 \u2028said\u3000\n it"
    assert snap_span(text, Span(2, 12)) == Span(5, 9)


def test_a_span_that_cuts_a_cluster_is_widened_to_it() -> None:
    text = f"a {FAMILY}{FLAGS} e\u0301 b"
    assert snap_span(text, Span(3, 8)) == Span(2, 9)
    assert snap_span(text, Span(12, 13)) == Span(12, 14)


def test_a_span_of_white_space_snaps_to_nothing() -> None:
    assert snap_span("a  \n b", Span(1, 5)) is None
    assert snap_span("a", Span(5, 9)) is None


@given(AWKWARD.map(normalise), st.integers(0, 60), st.integers(0, 60))
def test_a_snapped_span_fits_and_stays_as_it_is(text: str, start: int, end: int) -> None:
    span = snap_span(text, Span(start, end))
    if span is not None:
        check_span(text, span)
        assert is_boundary(text, span.start)
        assert is_boundary(text, span.end)
        assert snap_span(text, span) == span


@pytest.mark.parametrize("span", [Span(2, 2), Span(3, 1), Span(-1, 2), Span(0, 6)])
def test_a_span_that_does_not_fit_is_refused(span: Span) -> None:
    with pytest.raises(Invalid, match="5 characters"):
        check_span("Hello", span)


def test_words_are_walked_with_their_possessive_apart() -> None:
    text = "Said Trump’s envoy, “no”."
    ends = [offset := 0]
    while offset < len(text):
        ends.append(offset := word_boundary_right(text, offset))
    assert [text[a:b].strip() for a, b in itertools.pairwise(ends)] == [
        "Said", "Trump", "’s", "envoy", ",", "“", "no", "”.",
    ]  # fmt: skip


def test_walking_left_finds_the_starts_of_words() -> None:
    text = "Said Trump’s envoy"
    assert [word_boundary_left(text, at) for at in (18, 14, 13, 12, 5, 0)] == [13, 13, 12 - 2, 10, 0, 0]
    assert word_boundary_left(text, 12, edge="end") == 10
    assert word_boundary_right(text, 0, edge="start") == 5


def test_walking_by_words_crosses_long_runs_and_emoji() -> None:
    text = f"go {'x' * 5000} {FAMILY}"
    assert word_boundary_left(text, 5003) == 3
    assert word_boundary_right(text, 5004) == len(text)
    assert word_boundary_left(text, len(text)) == 5004


def test_a_snippet_is_one_line_cut_at_blanks() -> None:
    text = "Alpha beta gamma\ndelta epsilon zeta eta theta iota"
    assert snippet(text, Span(17, 22), 25) == "…gamma delta epsilon…"
    assert snippet(text, Span(17, 22), 500) == text.replace("\n", " ")


def test_a_long_span_is_cut_in_its_snippet() -> None:
    text = "word " * 100
    shown = snippet(text, Span(0, 400), 40)
    assert len(shown) <= 41
    assert shown.endswith("…")


def test_a_text_that_moved_a_little_is_anchored_again() -> None:
    text = "😀 Rubio met Lavrov. Rubio left. " + "x " * 200 + "Rubio"
    assert reanchor(text, Span(2, 7), "Rubio") == Span(2, 7)
    assert reanchor(text, Span(3, 8), "Rubio") == Span(2, 7)
    assert reanchor(text, Span(400, 406), "Lavrov") == Span(12, 18)


def test_a_text_with_two_likely_places_is_not_anchored() -> None:
    assert reanchor("he and he", Span(4, 6), "he") is None
    assert reanchor("nothing", Span(0, 2), "he") is None
    assert reanchor("nothing", Span(0, 2), "") is None


def test_the_expected_text_is_normalised_before_it_is_looked_for() -> None:
    assert reanchor("a\nb\n", Span(0, 4), "a\r\nb") == Span(0, 3)
