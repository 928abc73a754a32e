"""Suggestions of several sources as one set: what a file brought, what a model proposes. Equal values count once."""

from __future__ import annotations

import msgspec

from annotator.model import Entity, Statement, Suggestion, SuggestionRun


def united(before: dict[str, Suggestion], added: dict[str, Suggestion]) -> dict[str, Suggestion]:
    """Both by id; of equal values under two ids the one that was there before, to which parents then point."""
    there = {_value(one): key for key, one in before.items()}
    same = {key: there[_value(one)] for key, one in added.items() if there.get(_value(one), key) != key}
    found = dict(before)
    for key, one in added.items():
        if key in same:
            continue
        if isinstance(one.value, Statement) and one.value.parent in same:
            one = msgspec.structs.replace(one, value=msgspec.structs.replace(one.value, parent=same[one.value.parent]))  # noqa: PLW2901
        found[key] = one
    return found


def with_imported(run: SuggestionRun, imported: SuggestionRun | None) -> SuggestionRun:
    """What a model proposes for an article, and beside it what a file had brought."""
    if imported is None:
        return run
    found = united({one.id: one for one in run.suggestions}, {one.id: one for one in imported.suggestions})
    actors = {actor.id: actor for actor in (*imported.actors, *run.actors)}
    return msgspec.structs.replace(run, suggestions=tuple(found.values()), actors=tuple(actors.values()))


def values(found: dict[str, Suggestion]) -> set[object]:
    """What is proposed, whatever it is called."""
    return {_value(one) for one in found.values()}


def equal_to(one: Suggestion, found: set[object]) -> bool:
    """Whether the same is among what `values` gave."""
    return _value(one) in found


def _value(suggestion: Suggestion) -> object:
    value = suggestion.value
    if isinstance(value, Entity):
        return value.span, value.label
    return value.content, value.type, value.cue, value.speaker
