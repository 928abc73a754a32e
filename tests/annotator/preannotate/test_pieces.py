"""Quotations as pieces: nicknames and stage directions left out, labels and sentence ends seen."""

from __future__ import annotations

import pytest

from annotator.preannotate.pipeline import ModelPipeline
from annotator.preannotate.statements.marks import find_quotations, paragraphs
from annotator.preannotate.statements.pieces import Piece, ends_within, make_pieces


def pieces_of(pipeline: ModelPipeline, text: str) -> list[Piece]:
    return make_pieces(pipeline.nlp.make_doc(text), find_quotations(text), paragraphs(text))


def test_a_nickname_in_a_name_is_no_piece(pipeline: ModelPipeline) -> None:
    assert not pieces_of(pipeline, "We met Joseph “Beau” Lindqvist there.")


def test_a_capital_at_the_start_of_a_sentence_makes_no_nickname(pipeline: ModelPipeline) -> None:
    assert len(pieces_of(pipeline, "The “Old” Town burned.")) == 1


def test_a_stage_direction_is_no_piece(pipeline: ModelPipeline) -> None:
    assert not pieces_of(pipeline, "“(Applause.)”")


def test_a_label_is_no_part_of_the_words(pipeline: ModelPipeline) -> None:
    text = "“HOLM: We will go.”"
    (piece,) = pieces_of(pipeline, text)
    assert piece.label is not None
    assert text[piece.label.start : piece.label.end] == "HOLM"
    assert text[piece.content.start : piece.content.end] == "We will go"


@pytest.mark.parametrize(
    ("lead", "starts"),
    [
        ("She left. ", True),
        ("She left ", False),
        ("The States’ ", False),
        ("She met Dr. ", False),
        ("He wrote: ", True),
        ("It was late (", True),
    ],
)
def test_words_in_marks_start_a_sentence_where_the_one_before_is_over(
    pipeline: ModelPipeline, lead: str, starts: bool
) -> None:
    assert pieces_of(pipeline, f"{lead}“calm seas”")[0].starts_sentence is starts


def test_an_abbreviation_ends_no_sentence() -> None:
    assert not ends_within("said Dr. Holm of the U.S. navy")
    assert ends_within("Holm said. He left")
