"""Why a measure cannot be computed, in a sentence without a full stop, as a cell of a table has room for."""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from annotator.model import PASSES
from annotator.review.agreement.pairing import Pairing
from annotator.review.agreement.side import NOTHING_TO_LINK

NOT_SHARED = "no two layers submitted the same article"
NOT_LINKED = "no two layers linked any statement on the same article"


class Facts(msgspec.Struct):
    """What pairs of layers had to compare, counted over pairs: articles by pass that both did, and what is there."""

    pairs: int = 0
    passes: dict[str, int] = {}
    entities: int = 0
    statements: int = 0
    matched: int = 0
    linked: int = 0
    events: int = 0

    def see(self, pair: Pairing) -> None:
        """Count an article that both layers of a pair submitted."""
        self.pairs += 1
        a, b = pair.a, pair.b
        did = [name for name in PASSES if pair.both_did(name)]
        for name in did:
            self.passes[name] = self.passes.get(name, 0) + 1
        if "entities" in did:
            self.entities += len(a.entities) + len(b.entities)
        if "statements" in did:
            self.statements += len(a.statements) + len(b.statements)
            self.matched += len(pair.statements)
        if "links" in did:
            said = [[event for found in side.events for event in found] for side in (a, b)]
            self.linked += bool(said[0] and said[1])
            self.events += sum(event != NOTHING_TO_LINK for events in said for event in events)


def no_entities(facts: Facts) -> str:
    """The reason for measures of entities."""
    return _no_pass(facts, "entities") or "no entities"


def no_entity_alpha(facts: Facts) -> str:
    """The reason for α of entities."""
    return _no_pass(facts, "entities") or _no_variation(facts.entities, "entities")


def no_statements(facts: Facts) -> str:
    """The reason for measures of statements."""
    return _no_pass(facts, "statements") or "no statements"


def no_statement_alpha(facts: Facts) -> str:
    """The reason for α of statements."""
    return _no_pass(facts, "statements") or _no_variation(facts.statements, "statements")


def no_part(part: str) -> Callable[[Facts], str]:
    """The reason for a measure of a part of matched statements."""

    def reason(facts: Facts) -> str:
        found = _no_pass(facts, "statements") or ("" if facts.statements else "no statements")
        if found:
            return found
        return f"no matched statement of which both decided the {part}" if facts.matched else "no matched statements"

    return reason


def no_links(facts: Facts) -> str:
    """The reason for the measure of links."""
    return NOT_LINKED if facts.pairs else NOT_SHARED


def no_relations(facts: Facts) -> str:
    """The reason for the measure of relations."""
    return "no agreed links" if facts.pairs else NOT_SHARED


def no_events(facts: Facts) -> str:
    """The reason for the measure of events."""
    if not facts.pairs:
        return NOT_SHARED
    return "no matched statement that both linked to an event" if facts.events else "no events"


def _no_pass(facts: Facts, name: str) -> str:
    if not facts.pairs:
        return NOT_SHARED
    return "" if facts.passes.get(name) else f"no two layers did the pass for {name} on the same article"


def _no_variation(units: int, plural: str) -> str:
    return "every character has the same value in all layers" if units else f"no {plural}"
