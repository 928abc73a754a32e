"""From what was found in a text to suggestions with ids, actors and parents. Pure."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from annotator import ids
from annotator.model import Actor, Article, Entity, Span, Speaker, Statement, Suggestion
from annotator.preannotate.actors import Resolution, Voice, resolve
from annotator.preannotate.calibration import Calibration
from annotator.preannotate.statements.found import Found
from annotator.text import snap_span


class FoundName(msgspec.Struct, frozen=True):
    """An entity found in a text, before it has an id."""

    span: Span
    label: str
    score: float
    source: str
    reason: str
    evidence: str = ""


def suggestions_of(
    article: Article, names: Sequence[FoundName], found: Sequence[Found], source: str, calibration: Calibration
) -> tuple[tuple[Suggestion, ...], tuple[Actor, ...]]:
    """The suggestions for an article in text order and the actors they name. `source` made the statements."""
    names, found = _whole_clusters(article.text, names, found)
    mentions = [span for each in found for span in _mentions(each)]
    voices = [Voice(each.by.mention, each.content if each.type == "direct" else each.verbatim) for each in found]
    resolution = resolve(article.text, [(name.span, name.label) for name in names], mentions, voices=voices)
    entities = [_entity(article, name, resolution, calibration) for name in names]
    return (*_unique(entities), *_statements(article, found, resolution, source, calibration)), resolution.actors


def _whole_clusters(
    text: str, names: Sequence[FoundName], found: Sequence[Found]
) -> tuple[list[FoundName], list[Found]]:
    """The same names and statements, their spans in whole grapheme clusters and without blanks at their ends.

    spaCy cuts at code points: a word may begin or end within a cluster. What is nothing but blanks is left out.
    """
    if text.isascii():
        return list(names), list(found)
    spans = [(snap_span(text, name.span), name) for name in names]
    kept = [msgspec.structs.replace(name, span=span) for span, name in spans if span is not None]
    return kept, [_whole(text, each) for each in found]


def _whole(text: str, found: Found) -> Found:
    by = found.by
    cue, mention, body = (snap_span(text, span) if span is not None else None for span in (by.cue, by.mention, by.body))
    others = tuple(snapped for span in by.others if (snapped := snap_span(text, span)) is not None)
    by = msgspec.structs.replace(by, cue=cue, mention=mention, body=body, others=others)
    content = _snapped(text, found.content) or found.content
    return msgspec.structs.replace(found, content=content, verbatim=_snapped(text, found.verbatim), by=by)


def _snapped(text: str, spans: Sequence[Span]) -> tuple[Span, ...]:
    """Spans in whole clusters; one that a wider one before it touches begins after that, or is left out."""
    out: list[Span] = []
    for span in spans:
        start = max(span.start, out[-1].end) if out else span.start
        snapped = snap_span(text, Span(start, span.end)) if start < span.end else None
        if snapped is not None:
            out.append(snapped)
    return tuple(out)


def _mentions(found: Found) -> list[Span]:
    spans = [found.by.mention, *found.by.others, found.by.body]
    return [span for span in spans if span is not None]


def _entity(article: Article, name: FoundName, resolution: Resolution, calibration: Calibration) -> Suggestion:
    entity = Entity(
        id=ids.suggestion_id(article.id, "entity", [(name.span.start, name.span.end)], name.label),
        span=name.span,
        label=name.label,
        actor=resolution.actor_at.get(name.span),
    )
    score = calibration.of_entity(name.label, name.evidence, name.score)
    return Suggestion(entity, score=round(score, 3), source=name.source, reason=name.reason)


def _statements(
    article: Article, found: Sequence[Found], resolution: Resolution, source: str, calibration: Calibration
) -> list[Suggestion]:
    own_ids = [_statement_id(article, each) for each in found]
    made: list[Suggestion] = []
    for own_id, each in zip(own_ids, found, strict=True):
        parent = own_ids[each.parent] if each.parent is not None else None
        statement = Statement(
            id=own_id,
            content=each.content,
            type=each.type,
            verbatim=each.verbatim,
            cue=each.by.cue,
            speaker=_speaker(each, resolution),
            parent=parent if parent != own_id else None,
        )
        score = calibration.of_statement(each.frame, each.score)
        made.append(Suggestion(statement, score=round(score, 3), source=source, reason=_reason(each, resolution)))
    return _unique(made)


def _reason(found: Found, resolution: Resolution) -> str:
    """Why the statement, and why its speaker is this actor where the mention does not say so."""
    who = resolution.reason_at.get(_named_by(found)) if found.by.mention is not None else None
    return f"{found.reason}; {who}" if who else found.reason


def _statement_id(article: Article, found: Found) -> str:
    return ids.suggestion_id(article.id, "statement", [(span.start, span.end) for span in found.content], found.type)


def _speaker(found: Found, resolution: Resolution) -> Speaker | None:
    by = found.by
    if by.mention is None:
        return None
    others = tuple(Speaker(mention=span, actor=resolution.actor_at.get(span)) for span in by.others)
    actor = resolution.actor_at.get(_named_by(found))
    return Speaker(mention=by.mention, actor=actor, anonymous=by.is_anonymous, others=others)


def _named_by(found: Found) -> Span:
    """The mention that says who the actor is: of an anonymous source the body it speaks for."""
    by = found.by
    named = by.body if by.is_anonymous and by.body is not None else by.mention
    assert named is not None
    return named


def _unique(suggestions: list[Suggestion]) -> list[Suggestion]:
    """One suggestion for each id: of two for the same words the better scored."""
    best: dict[str, Suggestion] = {}
    for each in suggestions:
        known = best.get(each.id)
        if known is None or each.score > known.score:
            best[each.id] = each
    return list(best.values())
