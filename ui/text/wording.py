"""A unit in one sentence, for screen readers."""

from __future__ import annotations

from annotator.model import Entity
from annotator.text import span_text
from annotator.units import Unit

WORDS_CHARS = 120


def describe_unit(unit: Unit, text: str) -> str:
    """What it is, whose, and its words: "PERSON, suggested, Ilse Maran"."""
    value = unit.value
    what = value.label if isinstance(value, Entity) else f"{value.type} statement"
    words = " … ".join(span_text(text, span) for span in unit.spans)
    if len(words) > WORDS_CHARS:
        words = words[:WORDS_CHARS].rsplit(" ", 1)[0] + " …"
    parts = [what, "suggested" if unit.is_machine else "decided", *value.flags]
    if isinstance(value, Entity):
        return ", ".join([*parts, words])
    parts.append(words)
    if value.speaker is not None and value.speaker.mention is not None:
        mention = value.speaker.mention
        parts.append(f"speaker {text[mention.start : mention.end]}")
    return ", ".join(parts)
