"""Why an event may be the right one, in plain words. Pure."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from annotator.model import Event
from annotator.proposals.candidates import Evidence
from annotator.wording import counted

WORDS_SHOWN = 4
ACTORS_SHOWN = 3
INNER = str.maketrans("“”„", "‘’‚")
"""Marks inside marks."""


class Spoken(msgspec.Struct, frozen=True):
    """What the words of a reason are taken from: terms as they are spelled, article titles, names of actors by id."""

    words: Mapping[str, str]
    titles: Mapping[str, str]
    names: Mapping[str, str]


def reasons(evidence: Evidence, event: Event, spoken: Spoken) -> list[str]:
    """What speaks for an event, the clearest first; empty where nothing does."""
    found: list[str] = []
    if evidence.actors:
        named = [spoken.names.get(actor, "?") for actor in evidence.actors[:ACTORS_SHOWN]]
        found.append("same people: " + ", ".join(named))
    words = [spoken.words[term] for term in evidence.words if term in spoken.words][:WORDS_SHOWN]
    if words:
        found.append("words: " + ", ".join(words))
    if evidence.parts.get("place") and event.place:
        found.append(f"same place: {event.place}")
    if evidence.parts.get("date", 0.0) > 0:
        found.append(when(evidence))
    if evidence.parts.get("type"):
        found.append(f"same kind: {event.type.replace('_', ' ')}")
    if evidence.nearest is not None and evidence.nearest in spoken.titles:
        title = spoken.titles[evidence.nearest].translate(INNER)
        found.append(f"like “{title}”, which is linked to it")
    return found


def when(evidence: Evidence) -> str:
    """How an event lies in time to what the text names, or else to its publication."""
    apart = evidence.days_apart or 0
    what = "the day named" if evidence.is_named_day else "publication"
    if not apart:
        return what if evidence.is_named_day else "the day of publication"
    return f"{counted(abs(apart), 'day')} {'after' if apart > 0 else 'before'} {what}"
