"""From what was found to suggestions: spans in whole grapheme clusters."""

from __future__ import annotations

from annotator import ids
from annotator.model import Article, Entity, Span, Statement, Suggestion
from annotator.preannotate.calibration import calibrations
from annotator.preannotate.statements.found import Attribution, Found
from annotator.preannotate.suggest import FoundName, suggestions_of


def suggest(text: str, names: list[FoundName], found: list[Found]) -> tuple[Suggestion, ...]:
    article = Article(ids.article_id(text), text)
    return suggestions_of(article, names, found, "rules", calibrations()["rules"])[0]


def test_spans_that_end_within_a_cluster_are_widened_to_all_of_it() -> None:
    text = "Rene\u0301 said: the cafe\u0301 is shut"
    found = Found((Span(12, 20),), "indirect", Attribution(Span(6, 10), Span(0, 4)), 0.5, "why")
    entity, statement = suggest(text, [FoundName(Span(0, 4), "PERSON", 0.9, "rules", "a name")], [found])
    assert isinstance(entity.value, Entity)
    assert isinstance(statement.value, Statement)
    assert entity.value.span == Span(0, 5)
    assert statement.value.content == (Span(12, 21),)
    assert statement.value.speaker is not None
    assert statement.value.speaker.mention == Span(0, 5)
    assert statement.value.speaker.actor == entity.value.actor


def test_what_is_nothing_but_unseen_blanks_is_no_name_and_no_cue() -> None:
    text = "\u200b said\u200b we go"
    found = Found((Span(8, 13),), "direct", Attribution(Span(0, 1), Span(7, 8)), 0.5, "why")
    (statement,) = suggest(text, [FoundName(Span(0, 1), "ORG", 0.9, "rules", "a name")], [found])
    assert isinstance(statement.value, Statement)
    assert statement.value.cue is None
    assert statement.value.speaker is None
