"""The same words under another label."""

from __future__ import annotations

from annotator.review.comparing.kinds.base import DisagreementKind, in_parts

KIND = DisagreementKind("label", "Label", ("entity",), in_parts("label"), ("label",), weight=0.8)
