"""What a lead decides in review: decisions of the layer `gold`, in nobody's name but the lead's."""

from __future__ import annotations

from typing import Any

import msgspec

from annotator.errors import Invalid
from annotator.fields import link_fields
from annotator.ids import link_id
from annotator.layers import GOLD
from annotator.model import Entity, Span, Speaker, Statement
from annotator.operations.base import Desk, Draft, check_choice, check_label, check_span
from annotator.review.settling.decided import GoldDecision, gold_fields


class Adjudicate(msgspec.Struct, frozen=True):
    """Settle one card. `base`: a value that some layer had, which says where what is refused would have stood."""

    decision: GoldDecision
    base: Entity | Statement
    title: str = "Settle disagreement"

    def drafts(self, desk: Desk) -> list[Draft]:
        decision = self.decision
        if desk.is_handout:
            raise Invalid("In a handout nothing is reviewed.")
        for value in (decision.value, *decision.alternatives):
            if value is not None:
                _check(desk, decision.article, value)
        fields = gold_fields(decision, self.base)
        draft = Draft(GOLD, decision.article, decision.id, decision.kind, "adjudicate", fields)
        return [draft, *self._links(desk)]

    def _links(self, desk: Desk) -> list[Draft]:
        """The links of the statement as it is now, and the end of those that an earlier decision gave it."""
        decision = self.decision
        if decision.kind != "statement":
            return []
        value = decision.value
        wanted = {(one.event, one.relation): one for one in value.links} if isinstance(value, Statement) else {}
        drafts: list[Draft] = []
        for (event, relation), link in wanted.items():
            link_id_here = link_id(decision.id, event, relation)
            own = msgspec.structs.replace(link, id=link_id_here, statement=decision.id)
            drafts.append(Draft(GOLD, decision.article, link_id_here, "link", "adjudicate", link_fields(own)))
        ends: dict[str, Any] = {"state": "removed"}
        drafts += [
            Draft(GOLD, decision.article, old.id, "link", "adjudicate", ends)
            for old in desk.gold_links(decision.id)
            if (old.event, old.relation) not in wanted
        ]
        return drafts


def _check(desk: Desk, article: str, value: Entity | Statement) -> None:
    if isinstance(value, Entity):
        check_span(desk, article, value.span)
        check_label(desk.scheme, value.label)
        return
    if not value.content:
        raise Invalid("A statement needs a content.")
    check_choice((choice.name for choice in desk.scheme.statement_types), "statement type", value.type)
    for span in (*value.content, *value.verbatim, *([value.cue] if value.cue else []), *_mentions(value.speaker)):
        check_span(desk, article, span)
    for link in value.links:
        check_choice((choice.name for choice in desk.scheme.relations), "relation", link.relation)


def _mentions(speaker: Speaker | None) -> list[Span]:
    if speaker is None:
        return []
    own = [speaker.mention] if speaker.mention else []
    return [*own, *(span for other in speaker.others for span in _mentions(other))]
