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
        known, threshold_of = self._learn(text, proposed), self.thresholds.get
        is_redirected = self._registry.has_merged
        for suggestion in proposed:
            value = suggestion.value
            if isinstance(value, Entity):
                span = value.span
                unit = machine_unit(suggestion, hidden=suggestion.score < threshold_of(value.label, 0.0))
                if known and text[span.start : span.end] in known:
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

    def _learn(self, text: str, proposed: Sequence[Suggestion]) -> set[str]:
        """Look everything up that these suggestions may need, in one go. Gives the names that something is known of."""
        names: set[str] = set()
        words: set[str] = set()
        for suggestion in proposed:
            value = suggestion.value
            if isinstance(value, Entity):
                names.add(text[value.span.start : value.span.end])
            else:
                names |= speaker_names(text, value)
                words.add(refusable(text, value))
        self._recall.names.learn(names)
        if words:
            self._recall.refused.learn(words - {""})
        answers = self._recall.names.answers
        found = {name: answer for name in names if (answer := answers[name]) is not None}
        self._recall.names.learn({answer.words for answer in found.values() if answer.words})
        return set(found)


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
