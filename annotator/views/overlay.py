"""Suggestions as units under the scheme and memory: what is shown of what nobody has decided."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

import msgspec

from annotator.model import Actor, Article, Entity, Span, Speaker, Statement, Suggestion
from annotator.store.lessons import SHORT_CHARS
from annotator.units import Unit, machine_unit
from annotator.views import memory
from annotator.views.recall import Recall
from annotator.views.registry import Registry

Actors = Mapping[str, Actor]


class Overlay:
    """Lays what a layer knows over suggestions. `thresholds` says under which score a label or type is hidden."""

    def __init__(self, recall: Recall, registry: Registry) -> None:
        self._recall = recall
        self._registry = registry
        self.thresholds: dict[str, float] = {}

    def units(self, article: Article, proposed: Sequence[Suggestion], actors: Actors) -> Iterator[Unit]:
        """Suggestions that nobody decided as units. Made for many thousands at once."""
        text = article.text
        self._learn(text, proposed)
        known, threshold_of = self._recall.names.answers, self.thresholds.get
        is_redirected = self._registry.has_merged
        for suggestion in proposed:
            value = suggestion.value
            if isinstance(value, Entity):
                span = value.span
                unit = machine_unit(suggestion, hidden=suggestion.score < threshold_of(value.label, 0.0))
                if known.get(text[span.start : span.end]) is not None:
                    unit = self.as_suggested(text, unit, suggestion.score, actors)
            else:
                unit = self.as_suggested(text, machine_unit(suggestion), suggestion.score, actors)
            yield self.with_live_actors(unit) if is_redirected else unit

    def as_suggested(self, text: str, unit: Unit, score: float, actors: Actors) -> Unit:
        """An undecided unit as memory and the scheme would have it; `score` is the machine's own."""
        unit = msgspec.structs.replace(unit, hidden=False) if unit.hidden else unit
        if isinstance(unit.value, Entity):
            unit = memory.overlay_entity(unit, text, self._recall.names.find, self._finder(actors))
        else:
            unit = self.with_speakers(text, unit, actors)
            words = refusable(text, unit.value)
            times = self._recall.refused.find(words) if words else None
            unit = memory.refuse_words(unit, times) if times else unit
        name = unit.value.label if isinstance(unit.value, Entity) else unit.value.type
        is_low = score < self.thresholds.get(name, 0.0)
        return msgspec.structs.replace(unit, hidden=True) if is_low and not unit.hidden else unit

    def with_speakers(self, text: str, unit: Unit, actors: Actors) -> Unit:
        """A statement with the actors that its speakers' names have elsewhere, unless its own is decided."""
        if not isinstance(unit.value, Statement) or unit.value.speaker is None:
            return unit
        return memory.overlay_statement(unit, text, self._recall.names.find, self._finder(actors))

    def with_live_actors(self, unit: Unit) -> Unit:
        """The unit with actors that were merged read as those they were merged into."""
        value = unit.value
        if not self._registry.has_merged:
            return unit
        if isinstance(value, Statement):
            speaker = self._resolved_speaker(value.speaker)
            if speaker == value.speaker:
                return unit
            return msgspec.structs.replace(unit, value=msgspec.structs.replace(value, speaker=speaker))
        if value.actor is None or self._registry.target(value.actor) == value.actor:
            return unit
        actor = self._registry.target(value.actor)
        return msgspec.structs.replace(unit, value=msgspec.structs.replace(value, actor=actor))

    def _resolved_speaker(self, speaker: Speaker | None) -> Speaker | None:
        if speaker is None:
            return None
        others = tuple(found for other in speaker.others if (found := self._resolved_speaker(other)))
        actor = self._registry.target(speaker.actor) if speaker.actor else None
        return msgspec.structs.replace(speaker, actor=actor, others=others)

    def _finder(self, actors: Actors) -> Callable[[str], Actor | None]:
        return lambda actor_id: self._registry.find_actor(actor_id) or actors.get(actor_id)

    def _learn(self, text: str, proposed: Sequence[Suggestion]) -> None:
        """Look everything up that these suggestions may need, in one go."""
        names = {text[s.value.span.start : s.value.span.end] for s in proposed if isinstance(s.value, Entity)}
        statements = [s.value for s in proposed if isinstance(s.value, Statement)]
        for statement in statements:
            names |= speaker_names(text, statement)
        self._recall.names.learn(names)
        if statements:
            self._recall.refused.learn({words for one in statements if (words := refusable(text, one))})
        moved = {found.words for name in names if (found := self._recall.names.find(name)) and found.words}
        self._recall.names.learn(moved)


def mentions(statement: Statement) -> Iterable[Span]:
    """Where the speakers of a statement are named."""
    speaker = statement.speaker
    return [one.mention for one in (speaker, *speaker.others) if one.mention is not None] if speaker else []


def speaker_names(text: str, statement: Statement) -> set[str]:
    """The names by which a statement's speakers are called in it."""
    words = {text[span.start : span.end] for span in mentions(statement)}
    return {one for one in words if memory.is_name(one)}


def refusable(text: str, value: Entity | Statement) -> str:
    """The words of a statement that is short enough to be known by them, else ""."""
    if not isinstance(value, Statement) or len(value.content) != 1:
        return ""
    span = value.content[0]
    return text[span.start : span.end] if span.end - span.start <= SHORT_CHARS else ""
