"""From units to records of the gold format."""

from __future__ import annotations

from annotator.formats.gold.model import GoldContext, gold_article
from annotator.formats.gold.schema import GoldProvenance
from annotator.model import Article, Span, Statement
from annotator.units import Unit


def test_a_statement_whose_parent_was_refused_is_written_without_a_parent() -> None:
    text = "He said that she said that it rains."
    outer = Statement("a" * 32, (Span(8, 35),), "indirect")
    inner = Statement("b" * 32, (Span(22, 35),), "indirect", parent=outer.id)
    units = [Unit(outer, "rejected"), Unit(inner, "kept", decided=frozenset({"content", "parent"}), how="single")]
    context = GoldContext(provenance=GoldProvenance())
    record = gold_article(Article("c" * 32, text), {}, units, context)
    assert [(found.parent, found.decided) for found in record.statements] == [(None, ("content",))]
