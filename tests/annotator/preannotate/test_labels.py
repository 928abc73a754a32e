"""Labels of other label sets in ours, and ours in those of a project's scheme."""

from __future__ import annotations

import pytest

from annotator import ids
from annotator.model import Entity, Span, Statement, Suggestion
from annotator.preannotate.labels import in_scheme, our_label, scheme_label

NEWS = {"PERSON", "ORG", "GPE", "LOC", "DATE"}
CONLL = {"PER", "ORG", "LOC", "MISC"}


def entity(label: str, start: int = 0) -> Suggestion:
    own_id = ids.suggestion_id("a", "entity", [(start, start + 4)], label)
    return Suggestion(Entity(own_id, Span(start, start + 4), label), score=0.9, source="m 1", reason="model")


@pytest.mark.parametrize(
    ("label", "known", "expected"),
    [
        ("PERSON", NEWS, "PERSON"),
        ("PER", NEWS, "PERSON"),
        ("LOCATION", NEWS, "LOC"),
        ("MISC", NEWS, None),
        ("PERSON", CONLL, "PER"),
        ("GPE", CONLL, "LOC"),
        ("NORP", CONLL, "MISC"),
        ("DATE", CONLL, None),
        ("ORG", {"ORGANISATION"}, "ORGANISATION"),
        ("PER", {"PER", "PERSON"}, "PER"),
    ],
)
def test_a_label_goes_by_the_name_that_the_scheme_has_for_it(label: str, known: set[str], expected: str | None) -> None:
    assert scheme_label(label, known) == expected


def test_the_rules_know_labels_of_other_sets_by_our_names() -> None:
    assert [our_label(label) for label in ("PER", "MISC", "GPE")] == ["PERSON", "MISC", "GPE"]


def test_suggestions_get_the_schemes_labels_with_ids_to_match() -> None:
    kept, unknown = in_scheme("a", [entity("PERSON"), entity("DATE", 5)], CONLL)
    assert kept == [entity("PER")]
    assert unknown == {"DATE"}


def test_statements_stay_as_they_are() -> None:
    statement = Suggestion(Statement("s", (Span(0, 4),), "direct"), score=0.5, source="s 1", reason="marks")
    assert in_scheme("a", [statement], CONLL) == ([statement], set())
