"""Other words that make it a statement, or none."""

from __future__ import annotations

from annotator.review.comparing.kinds.base import STATEMENTS, DisagreementKind, in_parts

KIND = DisagreementKind("cue", "Cue", STATEMENTS, in_parts("cue"), ("cue",), weight=0.4)
