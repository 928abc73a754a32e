"""Units are found by place, whatever changed."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from annotator.model import Article, Entity, Span, Speaker, Statement
from annotator.units import Unit
from annotator.work import ArticleWork
from ui.text.index import UnitIndex, joined

TEXT = "x" * 9000


def entity(key: str, start: int, end: int, state: str = "suggested", **other: bool) -> Unit:
    return Unit(Entity(key, Span(start, end), "GPE"), state, **other)


def work_of(*units: Unit) -> ArticleWork:
    return ArticleWork(Article("a", TEXT), "ann", units)


def found(index: UnitIndex, start: int, end: int, *, hidden: bool = False) -> list[str]:
    return [unit.id for unit in index.overlapping(start, end, hidden=hidden)]


def test_only_what_reaches_into_a_stretch_is_found() -> None:
    index = UnitIndex(work_of(entity("a", 0, 10), entity("b", 1000, 1100), entity("c", 8000, 8010)))
    assert found(index, 1050, 3000) == ["b"]
    assert found(index, 10, 1000) == []


def test_a_unit_as_long_as_the_article_is_found_everywhere() -> None:
    index = UnitIndex(work_of(entity("all", 0, 9000)))
    assert found(index, 4000, 4001) == ["all"]


def test_hidden_and_rejected_units_stay_away_until_asked_for() -> None:
    index = UnitIndex(work_of(entity("h", 0, 5, hidden=True), entity("r", 0, 5, "rejected")))
    assert found(index, 0, 5) == []
    assert found(index, 0, 5, hidden=True) == ["h"]


def test_a_moved_unit_is_found_where_it_went_and_nowhere_else() -> None:
    work = work_of(entity("a", 0, 10))
    index = UnitIndex(work)
    work.put(entity("a", 5000, 5010, "kept"))
    assert index.update(["a"]) == [Span(0, 10), Span(5000, 5010)]
    assert found(index, 0, 100) == []
    assert found(index, 5005, 5006) == ["a"]


def test_a_unit_that_went_is_found_no_more_and_a_new_one_is() -> None:
    work = work_of(entity("a", 0, 10))
    index = UnitIndex(work)
    work.drop("a")
    work.put(entity("b", 3, 6))
    index.update(["a", "b", "never there"])
    assert found(index, 0, 100) == ["b"]


def test_the_smallest_unit_at_a_place_comes_first() -> None:
    statement = Unit(Statement("s", (Span(0, 50),), "direct"), "kept")
    index = UnitIndex(work_of(entity("wide", 5, 20), entity("narrow", 8, 12), statement))
    assert [unit.id for unit in index.at(9, hidden=False)] == ["narrow", "wide", "s"]


def test_a_statement_is_found_at_its_cue_and_speaker_but_not_between_them() -> None:
    speaker = Speaker(Span(70, 80), others=(Speaker(Span(90, 95)),))
    statement = Statement("s", (Span(0, 50),), "direct", cue=Span(60, 64), speaker=speaker)
    index = UnitIndex(work_of(Unit(statement, "kept")))
    hits = {offset: bool(index.at(offset, hidden=False)) for offset in (10, 55, 61, 66, 75, 92)}
    assert hits == {10: True, 55: False, 61: True, 66: False, 75: True, 92: True}


spans = st.lists(
    st.builds(lambda start, length: Span(start, start + length), st.integers(0, 8000), st.integers(1, 900)), max_size=25
)


@given(spans, st.integers(0, 8000), st.integers(1, 900))
def test_looking_up_finds_what_looking_at_everything_finds(all_spans: list[Span], start: int, length: int) -> None:
    units = [entity(f"{at:02}", span.start, span.end) for at, span in enumerate(all_spans)]
    wanted = {unit.id for unit in units if unit.spans[0].overlaps(Span(start, start + length))}
    assert set(found(UnitIndex(work_of(*units)), start, start + length)) == wanted


@given(spans, spans)
def test_bringing_up_to_date_is_as_good_as_making_anew(before: list[Span], after: list[Span]) -> None:
    work = work_of(*(entity(f"{at:02}", span.start, span.end) for at, span in enumerate(before)))
    index = UnitIndex(work)
    for at, span in enumerate(after):
        work.put(replace(entity(f"{at:02}", span.start, span.end), state="kept"))
    index.update([f"{at:02}" for at in range(len(after))])
    assert found(index, 0, 9000) == found(UnitIndex(work), 0, 9000)


def test_close_fragments_are_joined_and_far_ones_are_not() -> None:
    assert joined([Span(0, 10), Span(40, 50), Span(2000, 2010)]) == [Span(0, 50), Span(2000, 2010)]
