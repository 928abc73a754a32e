"""All measures of agreement. A measure is one function and one row of `MEASURES`; everything else follows from it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import msgspec

from annotator.review.agreement import counting, linking, reasons
from annotator.review.agreement.b3 import Kind
from annotator.review.agreement.counting import Counts
from annotator.review.agreement.labelling import ENTITY_LABELS, STATEMENT_ROLES, Labelling
from annotator.review.agreement.pairing import Pairing
from annotator.review.agreement.reasons import Facts


class Measure(msgspec.Struct, frozen=True):
    """One measure. `title` is for tables; `about` says in a sentence what it counts.

    One of three is given: `quotient`, what of a pair of layers is agreed of what could be (the value is the quotient of
    sums over articles, and the mean of it over pairs); `labelling`, what α over characters is worked out from, of all
    layers at once; `grouping`, the items of which two layers' groupings are compared by B³. `reason` says why a measure
    is absent.
    """

    key: str
    title: str
    about: str
    reason: Callable[[Facts], str]
    quotient: Callable[[Pairing], Counts] | None = None
    labelling: Labelling | None = None
    grouping: Callable[[Pairing], Sequence[Kind]] | None = None


MEASURES: tuple[Measure, ...] = (
    Measure("entity_f1_exact", "Entities, exact F1", "Entities with the same boundaries and label.",
            reasons.no_entities, quotient=counting.entities_exact),
    Measure("entity_f1_overlap", "Entities, overlapping F1", "Entities of the same label that share characters.",
            reasons.no_entities, quotient=counting.entities_overlapping),
    Measure("entity_alpha", "Entities, α", "Krippendorff's α over characters: which labels are on each.",
            reasons.no_entity_alpha, labelling=ENTITY_LABELS),
    Measure("statement_f1", "Statements, F1", "Statements whose contents share characters.",
            reasons.no_statements, quotient=counting.statements_matched),
    Measure("statement_boundary_f1", "Statements, boundary F1", "Statements with the very same content.",
            reasons.no_statements, quotient=counting.statements_exact),
    Measure("statement_alpha", "Statements, α", "Krippendorff's α over characters: content, cue, speaker or none.",
            reasons.no_statement_alpha, labelling=STATEMENT_ROLES),
    Measure("type_accuracy", "Type", "Matched statements of the same type.",
            reasons.no_part("type"), quotient=counting.types),
    Measure("cue_accuracy", "Cue", "Matched statements with the same cue, or both without.",
            reasons.no_part("cue"), quotient=counting.cues),
    Measure("speaker_accuracy", "Speaker", "Matched statements with the same mention of who speaks, or both without.",
            reasons.no_part("speaker"), quotient=counting.speakers),
    Measure("actor_accuracy", "Actor", "Matched statements attributed to the same actor, or both to none.",
            reasons.no_part("actor"), quotient=counting.speaking_actors),
    Measure("parent_accuracy", "Parent", "Matched statements inside of matched statements, or both inside of none.",
            reasons.no_part("parent"), quotient=counting.parents),
    Measure("link_f1", "Links, F1", "Links of matched statements to the same event, whatever the relation.",
            reasons.no_links, quotient=linking.links),
    Measure("relation_accuracy", "Relation", "Agreed links with the same relation.",
            reasons.no_relations, quotient=linking.relations),
    Measure("event_b3_f1", "Events, B³ F1", "Matched statements: which of them are about the same event.",
            reasons.no_events, grouping=linking.linked),
)  # fmt: skip
"""In the order of every table."""
TITLES: Mapping[str, str] = {measure.key: measure.title for measure in MEASURES}
