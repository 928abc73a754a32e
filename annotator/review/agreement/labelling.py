"""What of a layer's work labels characters: its entities, and what is content, cue and speaker of its statements."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from annotator.model import Statement
from annotator.review.agreement.counting import FacetKind
from annotator.review.agreement.model import Submitted
from annotator.review.agreement.side import speakers

CONTENT, CUE, SPEAKER = "content", "cue", "speaker"
Labelled = Sequence[tuple[int, int, str]]
"""(start, end, label) of everything that a layer labelled in an article."""


class Labelling(NamedTuple):
    """What of a layer's work labels characters, in which pass; `facet` says what kind of thing such a label is."""

    pass_name: str
    facet: FacetKind
    spans: Callable[[Submitted], Labelled]


def entity_labels(work: Submitted) -> Labelled:
    """The entities of a layer with their labels."""
    return [row[:3] for row in work.entities]


def statement_roles(work: Submitted) -> Labelled:
    """What of an article is content, cue and speaker of a statement in a layer."""
    found: list[tuple[int, int, str]] = []
    for unit in work.statements:
        statement = unit.value
        assert isinstance(statement, Statement)
        found += [(span.start, span.end, CONTENT) for span in statement.content]
        if statement.cue:
            found.append((statement.cue.start, statement.cue.end, CUE))
        mentions = [one.mention for one in speakers(statement.speaker) if one.mention]
        found += [(mention.start, mention.end, SPEAKER) for mention in mentions]
    return found


ENTITY_LABELS = Labelling("entities", "label", entity_labels)
STATEMENT_ROLES = Labelling("statements", "role", statement_roles)
