"""The same statement, direct for one and indirect or mixed for another."""

from __future__ import annotations

from annotator.review.comparing.kinds.base import STATEMENTS, DisagreementKind, in_parts

KIND = DisagreementKind("type", "Type", STATEMENTS, in_parts("type"), ("type",), weight=0.5)
