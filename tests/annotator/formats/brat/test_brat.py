"""brat standoff in: what the annotations of a file mean, and what is said where they mean nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.formats.brat.ann import parse_ann
from annotator.formats.brat.reading import read_standoff
from annotator.formats.gold.schema import GoldActor, GoldFragment, GoldSpeaker
from tests.annotator.formats.brat.brats import TEXT, at, made, one, t
from tests.annotator.formats.datasets import (
    labels_of,
    read,
    speakers_of,
)


def test_an_attribution_is_a_statement_with_its_cue_and_speaker(tmp_path: Path) -> None:
    parts = (
        t(1, "Source", "Maran"),
        t(2, "Cue", "said"),
        t(3, "Content", "We go", "We stay"),
        t(4, "Attribution", "said"),
    )
    found, said = one(tmp_path, *parts, "E1\tAttribution:T4 Content:T3 Cue:T2 Source:T1")
    (statement,) = found.statements
    assert [piece.text for piece in statement.content] == ["We go", "We stay"]
    assert (statement.cue or GoldFragment(0, 0)).text == "said"
    assert [one.mention and one.mention.text for one in speakers_of(statement.speaker)] == ["Maran"]
    assert (found.spans, found.annotated, said) == ((), ("statements",), [])


def test_a_trigger_is_the_cue_where_it_is_not_on_the_content(tmp_path: Path) -> None:
    parts = (t(1, "Content", "We go"), t(2, "Quote", "said"), t(3, "Quote", "We stay"), t(4, "Person", "Maran"))
    found, _ = one(tmp_path, *parts, "E1\tQuote:T2 Content:T1 Speaker:T4", "E2\tQuote:T3 Speaker-Arg:T4")
    assert [one.cue and one.cue.text for one in found.statements] == ["said", None]
    assert [one.text for one in found.statements] == ["We go", "We stay"]
    assert [one.speaker and one.speaker.mention and one.speaker.mention.text for one in found.statements] == [
        "Maran"
    ] * 2
    assert [(one.label, one.text) for one in found.spans] == [("Person", "Maran")]


def test_numbered_roles_are_further_pieces_and_further_speakers(tmp_path: Path) -> None:
    parts = (t(1, "Content", "We go"), t(2, "Content", "We stay"), t(3, "Source", "Maran"), t(4, "Source", "she"))
    trigger = t(5, "Attribution", "added")
    found, _ = one(tmp_path, *parts, trigger, "E1\tAttribution:T5 Content:T1 Content2:T2 Source:T3 Source2:T4")
    assert [piece.text for piece in found.statements[0].content] == ["We go", "We stay"]
    assert [each.mention and each.mention.text for each in speakers_of(found.statements[0].speaker)] == ["Maran", "she"]


def test_a_content_with_its_marks_is_direct_and_a_source_that_there_is_not_is_decided(tmp_path: Path) -> None:
    parts = (t(1, "Content", "“We go,”", "“We stay,”"), t(2, "Attribution-no-source", "said"))
    found, _ = one(tmp_path, *parts, "E1\tAttribution-no-source:T2 Content:T1")
    (statement,) = found.statements
    assert (statement.type, statement.speaker) == ("direct", None)
    assert "speaker" in statement.decided
    assert "type" not in statement.decided


def test_an_attribution_without_content_is_said_and_gives_its_parts_to_nobody(tmp_path: Path) -> None:
    parts = (t(1, "Source", "she"), t(2, "Content", "We go"), t(3, "Attribution", "said"), t(4, "Attribution", "added"))
    found, said = one(tmp_path, *parts, "E1\tAttribution:T3 Content:T2", "E2\tAttribution:T4 Source:T1")
    assert found.statements[0].speaker is None
    assert {one.label for one in found.spans} == {"Source", "Attribution"}
    assert any("event Attribution (1)" in each.reason for each in said)


def test_other_events_relations_and_attributes_are_counted_and_their_words_kept(tmp_path: Path) -> None:
    parts = (t(1, "Person", "Maran"), t(2, "GPE", "Kursk"), t(3, "Go", "go"))
    rest = ("E1\tGo:T3 Agent-Arg:T1 Place-Arg:T2", "E2\tGo:T3", "R1\tOrigin Arg1:T1 Arg2:T2\t", "A1\tMention T1 Name")
    found, (said,) = one(tmp_path, *parts, *rest, "M1\tNegation E1", "*\tEquiv T1 T2")
    assert [one.label for one in found.spans] == ["Go", "Person", "GPE"]
    assert said.is_warning
    assert said.reason.endswith(
        "attribute Mention (1), attribute Negation (1), event Go (2), relation Equiv (1), relation Origin (1)."
    )


def test_notes_are_said_word_by_word_with_their_lines(tmp_path: Path) -> None:
    _, (said,) = one(tmp_path, t(1, "GPE", "Kursk"), "#1\tAnnotatorNotes T1\tthe town?")
    assert (said.line, said.is_warning) == (2, True)
    assert said.reason == "A note on “Kursk” has no place here: “the town?”."


def test_types_flags_and_anonymous_sources_are_attributes(tmp_path: Path) -> None:
    parts = (t(1, "Content", "We go"), t(2, "Source", "Maran"), "E1\tStatement:T1 Content:T1 Speaker:T2")
    found, said = one(tmp_path, *parts, "A1\tQuote-type E1 Mixed", "A2\tAnonymous T2", "A3\tUnsure E1")
    (statement,) = found.statements
    assert (statement.type, statement.flags) == ("mixed", ("unsure",))
    assert statement.speaker == GoldSpeaker(mention=statement.speaker and statement.speaker.mention, anonymous=True)
    assert said == []


def test_a_reference_says_who_is_meant(tmp_path: Path) -> None:
    lines = (t(1, "Person", "Maran"), "N1\tReference T1 Wikipedia:64488\tIlse Maran", "N2\tReference T1 Wikidata:Q42")
    (record,), said = read(made(tmp_path, *lines))
    assert labels_of(record).spans[0].actor == "Wikipedia:64488"
    pages = ("https://en.wikipedia.org/?curid=64488", "https://www.wikidata.org/wiki/Q42")
    assert record.actors == (GoldActor(id="Wikipedia:64488", name="Ilse Maran", same_as=pages),)
    assert said == []


def test_a_text_that_goes_on_over_line_ends_is_read(tmp_path: Path) -> None:
    whole = "“We stay,” she added.\nNobody answered."
    found, said = one(tmp_path, f"T1\tPassage {at(whole)}\t{whole}", t(2, "GPE", "Kursk"))
    assert [one.text for one in found.spans] == ["Kursk", whole]
    assert said == []


def test_pieces_that_a_line_end_parts_are_one_again(tmp_path: Path) -> None:
    found, (said,) = one(tmp_path, t(1, "Content", "she added.", "Nobody answered"))
    assert [piece.text for piece in found.statements[0].content] == ["she added.\nNobody answered"]
    assert "1 annotation" in said.reason


def test_an_entity_in_pieces_is_widened_and_said(tmp_path: Path) -> None:
    found, (said,) = one(tmp_path, t(1, "GPE", "said", "Kursk"))
    assert found.spans[0].text == "said in Kursk"
    assert "“said in Kursk”" in said.reason


def test_pieces_that_an_old_version_joined_without_a_blank_are_read(tmp_path: Path) -> None:
    found, said = one(tmp_path, f"T1\tContent {at('We go')};{at('We stay')}\tWe goWe stay")
    assert [piece.text for piece in found.statements[0].content] == ["We go", "We stay"]
    assert said == []


def test_a_text_that_stands_elsewhere_is_found_piece_by_piece(tmp_path: Path) -> None:
    lines = ("T1\tGPE 20 25\tKursk", "T2\tContent 0 5;30 37\tWe go We stay")
    found, said = one(tmp_path, *lines)
    assert found.spans[0].start == TEXT.index("Kursk")
    assert [piece.text for piece in found.statements[0].content] == ["We go", "We stay"]
    assert len(said) == 3
    assert all(each.is_warning for each in said)


def test_lines_that_make_no_sense_are_failures_with_their_numbers(tmp_path: Path) -> None:
    lines = (t(1, "GPE", "Kursk"), "W1\tx T1", "T2 GPE 3 4 go", "T3\tGPE three 4\tgo", "E1\tGo T1", "A1\tLonely")
    found, said = one(tmp_path, *lines)
    assert len(found.spans) == 1
    assert [(each.line, each.is_warning) for each in said] == [(number, False) for number in (2, 3, 4, 5, 6)]


def test_an_id_given_twice_loses_nothing(tmp_path: Path) -> None:
    found, (said,) = one(tmp_path, t(1, "GPE", "Kursk"), t(1, "Person", "Maran"))
    assert len(found.spans) == 2
    assert (said.line, said.is_warning) == (2, True)


def test_an_argument_that_the_file_lacks_is_said(tmp_path: Path) -> None:
    found, (said,) = one(tmp_path, t(1, "Content", "We go"), "E1\tStatement:T1 Content:T1 Cue:T9")
    assert found.statements[0].cue is None
    assert (said.line, said.is_warning) == (2, False)
    assert "T9" in said.reason


@pytest.mark.parametrize("counted", [TEXT, TEXT.replace("\n", "\r\n")])
def test_line_ends_of_two_characters_count_as_the_annotations_say(tmp_path: Path, counted: str) -> None:
    start = counted.index("Nobody")
    text = TEXT.replace("\n", "\r\n")
    found, said = one(tmp_path, f"T1\tPerson {start} {start + 6}\tNobody\r", text=text)
    assert found.spans[0].start == TEXT.index("Nobody")
    assert said == []


@pytest.mark.parametrize("shift", [0, 1])
def test_a_byte_order_mark_counts_or_not(tmp_path: Path, shift: int) -> None:
    start = TEXT.index("Kursk") + shift
    found, said = one(tmp_path, f"T1\tGPE {start} {start + 5}\tKursk", text=f"\ufeff{TEXT}")
    assert found.spans[0].start == TEXT.index("Kursk")
    assert said == []


def test_numbers_of_any_length_are_refused_or_out_of_the_text(tmp_path: Path) -> None:
    found, said = one(tmp_path, t(1, "GPE", "Kursk"), f"T2\tGPE {'9' * 5000} 9\tKursk", "T3\tGPE 3 99999999999\tgone")
    assert [span.text for span in found.spans] == ["Kursk"]
    assert [each.is_warning for each in said] == [False, False]


PIECES = (
    "T1",
    "T2",
    "E1",
    "R1",
    "A1",
    "N1",
    "#1",
    "*",
    "\t",
    "\t",
    " ",
    " ",
    ":",
    ";",
    "\n",
    "0",
    "5",
    "Content",
    "Cue",
    "We",
)


@given(st.lists(st.sampled_from(PIECES), max_size=60))
def test_no_file_is_too_broken_to_be_read(pieces: list[str]) -> None:
    found = read_standoff(parse_ann("".join(pieces)), TEXT, "talks.ann")
    assert found.article.text == TEXT
