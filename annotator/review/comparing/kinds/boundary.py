"""The same unit, with other words in it: its span, its fragments, or what is verbatim in a mixed statement."""

from __future__ import annotations

from annotator.review.comparing.kinds.base import BOTH, DisagreementKind, in_parts

KIND = DisagreementKind(
    "boundary",
    "Boundary",
    BOTH,
    in_parts("content", "verbatim"),
    (
        "content",
        "verbatim",
    ),
    weight=0.6,
)
