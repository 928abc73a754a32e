"""Another actor, or none, behind the speaker's mention; another actor behind an entity."""

from __future__ import annotations

from annotator.review.comparing.kinds.base import BOTH, DisagreementKind, in_parts

KIND = DisagreementKind("actor", "Actor", BOTH, in_parts("actor"), ("actor",), weight=0.8)
