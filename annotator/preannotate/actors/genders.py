"""Whether somebody is a man or a woman, where neither title nor first name tells: by the pronouns that follow."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from functools import cache

from annotator.model import Span
from annotator.names import fold
from annotator.preannotate.actors.clusters import Cluster
from annotator.preannotate.actors.scene import Scene
from annotator.preannotate.gazetteer import gazetteer

HIS = re.compile(r"\b(?:he|him|his|himself)\b", re.IGNORECASE)
HERS = re.compile(r"\b(?:she|her|hers|herself)\b", re.IGNORECASE)
MAJORITY = 3
"""How many times as many pronouns of one gender as of the other it takes."""


@cache
def _given() -> dict[str, str]:
    return {fold(name): gender for name, gender in gazetteer().given.items()}


def first_name_gender(first: str) -> str:
    """ "f" or "m" where a folded first name is nearly always a woman's or a man's; else empty."""
    return _given().get(first, "")


def note_genders(scene: Scene, named_in: Mapping[int, Sequence[tuple[Span, Cluster | None]]]) -> None:
    """Set the gender of those of whom it is unknown, from sentences in which nobody else is named."""
    votes: dict[int, Counter[str]] = defaultdict(Counter)
    people: dict[int, Cluster] = {}
    for sentence, named in named_in.items():
        who = named[0][1]
        if who is None or who.gender or any(each is not who for _, each in named):
            continue
        rest = scene.unquoted(Span(named[0][0].end, scene.bounds(sentence).end))
        if sentence + 1 not in named_in:
            rest += scene.unquoted(scene.bounds(sentence + 1))
        people[id(who)] = who
        votes[id(who)]["m"] += len(HIS.findall(rest))
        votes[id(who)]["f"] += len(HERS.findall(rest))
    for at, who in people.items():
        he, she = votes[at]["m"], votes[at]["f"]
        if he > MAJORITY * she:
            who.gender = "m"
        elif she > MAJORITY * he:
            who.gender = "f"
