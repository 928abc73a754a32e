import json
from typing import Any

import pytest

from annotator import ids
from annotator.formats.gold import work as gold_work
from annotator.formats.gold.reading import place, read_record
from annotator.formats.gold.schema import GoldArticle, GoldSpan
from annotator.formats.records import BadRecord, OffsetUnit
from annotator.model import Statement

TEXT = "😀 “We will sign,” Rubio said on Monday. He left Arland. 👨‍👩‍👧 fin\u2028."


def read_one(raw: dict[str, Any], unit: OffsetUnit = "auto") -> tuple[GoldArticle, list[BadRecord]]:
    *said, made = read_record(json.loads(json.dumps(raw)), "a.jsonl", 7, unit)
    assert isinstance(made, GoldArticle)
    return made, [item for item in said if isinstance(item, BadRecord)]


def test_only_what_is_required_is_needed() -> None:
    raw = {
        "text": TEXT,
        "spans": [{"start": 18, "end": 23, "label": "PERSON", "token_start": 4}],
        "statements": [{"content": [{"start": 3, "end": 16}], "cue": {"start": 24, "end": 28}, "speaker": None}],
    }
    made, said = read_one(raw)
    assert not said
    assert made.annotated == ("entities", "statements")
    assert (made.spans[0].text, made.spans[0].how) == ("Rubio", "imported")
    assert made.statements[0].decided == ("content", "cue")
    assert made.sha256 == ids.text_sha256(TEXT)


def test_ids_that_are_no_uuids_become_derived_ones_that_stay() -> None:
    raw = {"text": TEXT, "spans": [{"id": "T1", "start": 18, "end": 23, "label": "PERSON"}]}
    raw["statements"] = [{"id": "S1", "content": [[3, 16]]}, {"id": 2, "content": [[40, 45]], "parent": "S1"}]
    works = [gold_work.work_from(read_one(raw)[0], layer="a1") for _ in range(2)]
    assert works[0] == works[1]
    values = [unit.value for unit in works[0].units]
    assert values[0].id == ids.imported_id(ids.article_id(TEXT), "entity", [(18, 23)], "PERSON", "a1")
    assert isinstance(values[2], Statement)
    assert values[2].parent == values[1].id


def test_offsets_of_a_raw_text_are_brought_to_the_stored_one() -> None:
    raw = "\ufeffA\r\n\r\n“Yes,” Ann\r\nsaid."
    start = raw.index("Ann")
    made, said = read_one(
        {"text": raw, "spans": [{"start": start, "end": start + 9, "label": "X", "text": "Ann\r\nsaid"}]}
    )
    assert not said
    span = made.spans[0]
    assert made.text[span.start : span.end] == span.text == "Ann\nsaid"


def test_a_span_that_moved_is_anchored_again_and_said() -> None:
    made, said = read_one({"text": TEXT, "spans": [{"start": 20, "end": 25, "label": "PERSON", "text": "Rubio"}]})
    assert (made.spans[0].start, made.spans[0].end) == (18, 23)
    assert said[0].is_warning
    assert str(said[0]).startswith("a.jsonl, line 7: The PERSON span “Rubio” does not stand at 20–25 but at 18–23")


@pytest.mark.parametrize(
    "span",
    [
        {"start": 2, "end": 7, "label": "X", "text": "Lavrov"},
        {"start": 5, "end": 5, "label": "X"},
        {"start": 9, "end": 3, "label": "X"},
        {"start": -2, "end": 3, "label": "X"},
        {"start": 5, "end": 5000, "label": "X"},
        {"start": 5, "end": 9},
        {"start": "five", "end": 9, "label": "X"},
        "nonsense",
    ],
)
def test_a_span_that_cannot_be_placed_or_read_is_left_out_and_said(span: object) -> None:
    good = {"start": 18, "end": 23, "label": "PERSON"}
    made, said = read_one({"text": TEXT, "spans": [span, good]})
    assert [item.label for item in made.spans] == ["PERSON"]
    assert [(item.line, item.is_warning) for item in said] == [(7, False)]


def test_a_statement_without_its_content_is_lost_but_a_lost_cue_leaves_it_whole() -> None:
    lost = {"content": [{"start": 3, "end": 6, "text": "They"}]}
    cueless = {"content": [[3, 16]], "cue": {"start": 3, "end": 6, "text": "cried"}, "decided": ["content", "cue"]}
    made, said = read_one({"text": TEXT, "statements": [lost, cueless, {"content": []}]})
    assert [(item.cue, item.decided) for item in made.statements] == [(None, ("content",))]
    assert len(said) == 3


def test_fragments_are_put_in_order_and_overlapping_ones_joined() -> None:
    made, said = read_one({"text": TEXT, "statements": [{"content": [[40, 50], [3, 10], [8, 16]]}]})
    assert [(piece.start, piece.end) for piece in made.statements[0].content] == [(3, 16), (40, 50)]
    assert said[0].is_warning


def test_uneven_spans_are_kept_and_counted() -> None:
    made, said = read_one({"text": TEXT, "spans": [{"start": 17, "end": 23, "label": "X"}] * 2})
    assert len(made.spans) == 2
    assert said[0].reason.startswith("2 spans begin or end in white space")


def test_a_text_that_is_not_the_one_of_its_checksum_is_said() -> None:
    _, said = read_one({"text": TEXT, "sha256": "0" * 64})
    assert "checksum" in said[0].reason


@pytest.mark.parametrize("raw", [{}, {"text": None}, {"text": " "}, {"text": 3, "spans": []}])
def test_a_record_without_text_is_left_out(raw: dict[str, Any]) -> None:
    (bad,) = read_record(raw, "a.jsonl", 1)
    assert isinstance(bad, BadRecord)


@pytest.mark.parametrize(("unit", "start"), [("utf16", 66), ("graphemes", 58)])
def test_offsets_in_another_unit_are_told_by_their_texts_or_said(unit: OffsetUnit, start: int) -> None:
    span = {"start": start, "end": start + 3, "label": "X"}
    told, said = read_one({"text": TEXT, "spans": [{**span, "text": "fin"}]})
    given, nothing = read_one({"text": TEXT, "spans": [span]}, unit)
    assert [(item.spans[0].start, item.spans[0].text) for item in (told, given)] == [(62, "fin")] * 2
    assert [item.is_warning for item in said] == [True]
    assert not nothing


def test_words_are_given_back_as_the_text_has_them() -> None:
    article = GoldArticle(text="A\x00B.", spans=(GoldSpan(start=0, end=3, label="X", text="A\x00B"),))
    (placed,) = [made for made in place(article, "a.json", 1) if isinstance(made, GoldArticle)]
    assert placed.spans[0].text == placed.text[:3]
