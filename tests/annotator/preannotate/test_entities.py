"""Entities made consistent: one name, one label; spans trimmed; headers read with the body's names."""

from __future__ import annotations

import pytest

from annotator.preannotate.entities import consistent_entities, header_lines
from annotator.preannotate.pipeline import ModelPipeline

spacy = pytest.importorskip("spacy")


def entities(text: str, *given: tuple[str, str, int]) -> list[tuple[str, str]]:
    """The consistent entities of a text in which a model found these (words, label, nth occurrence)."""
    doc = spacy.blank("en")(text)
    spans = []
    for words, label, nth in given:
        start = -1
        for _ in range(nth):
            start = text.index(words, start + 1)
        spans.append(doc.char_span(start, start + len(words), label=label, alignment_mode="expand"))
    for token in doc:
        token.pos_ = "PROPN" if token.text[:1].isupper() else "NOUN"
    doc.set_ents(spans)
    return [(doc[name.start : name.end].text, name.label) for name in consistent_entities(doc)]


def test_a_surname_is_a_person_where_the_full_name_stands() -> None:
    text = "They met Anna Keller at noon. Then Keller spoke, and nobody but Keller did."
    got = entities(text, ("Anna Keller", "PERSON", 1), ("Keller", "ORG", 2))
    assert got == [("Anna Keller", "PERSON"), ("Keller", "PERSON"), ("Keller", "PERSON")]


def test_the_label_given_most_often_wins() -> None:
    text = "We saw Orsk. In Orsk it rained, and Orsk slept."
    got = entities(text, ("Orsk", "ORG", 1), ("Orsk", "GPE", 2), ("Orsk", "GPE", 3))
    assert {label for _, label in got} == {"GPE"}


def test_possessives_titles_and_the_article_are_no_part_of_a_name() -> None:
    text = "We saw President Anna Keller's boat near the Senate Harbor."
    got = entities(text, ("President Anna Keller's", "PERSON", 1), ("the Senate Harbor", "FAC", 1))
    assert got == [("Anna Keller", "PERSON"), ("Senate Harbor", "FAC")]


def test_a_title_before_a_name_makes_it_a_person() -> None:
    assert entities("We saw President Keller today.", ("Keller", "ORG", 1)) == [("Keller", "PERSON")]


def test_the_word_region_beside_a_name_makes_it_a_place() -> None:
    text = "Fighting went on in the Orsk region of the north."
    assert entities(text, ("Orsk", "PRODUCT", 1)) == [("Orsk", "GPE")]


def test_a_false_name_in_a_header_is_dropped_and_a_known_one_kept() -> None:
    text = "Hopes Rise as Keller Meets Council\nOn Friday the engineer Anna Keller met the council."
    got = entities(text, ("Hopes Rise", "PERSON", 1), ("Anna Keller", "PERSON", 1))
    assert got == [("Keller", "PERSON"), ("Anna Keller", "PERSON")]


def test_a_list_of_names_taken_for_one_is_parted() -> None:
    got = entities("They buy from Tesoro, Umbra and Snafel now.", ("Tesoro, Umbra and Snafel", "ORG", 1))
    assert got == [("Tesoro", "ORG"), ("Umbra", "ORG"), ("Snafel", "ORG")]


def test_a_header_is_short_capitalised_and_never_the_whole_text() -> None:
    text = "Hopes Rise for a New Bridge\nThe council met on Friday and decided nothing at all."
    assert [text[line.start : line.end] for line in header_lines(text)] == ["Hopes Rise for a New Bridge"]
    assert header_lines("Hopes Rise for a New Bridge") == []


def test_a_line_end_ends_a_sentence(pipeline: ModelPipeline) -> None:
    doc = pipeline.nlp("Hopes Rise for a New Bridge\nThe council met on Friday.")
    assert [sentence.text.strip() for sentence in doc.sents][-1] == "The council met on Friday."
