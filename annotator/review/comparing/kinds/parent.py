"""Nested in another statement, or in none. Parents are compared as cards: each layer has an id of its own for them."""

from __future__ import annotations

from annotator.review.comparing.kinds.base import STATEMENTS, DisagreementKind, in_parts

KIND = DisagreementKind("parent", "Parent", STATEMENTS, in_parts("parent"), ("parent",), weight=0.4)
