"""Other mentions of who speaks, none, or an anonymous source."""

from __future__ import annotations

from annotator.review.comparing.kinds.base import STATEMENTS, DisagreementKind, in_parts

KIND = DisagreementKind("speaker", "Speaker", STATEMENTS, in_parts("speaker"), ("speaker",), weight=0.8)
