"""Labels that come with imported articles, as suggestions: beside what was proposed already, or in place of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import msgspec

from annotator.exchange.layer_labels import actors_in
from annotator.exchange.problems import Problems
from annotator.formats.gold import work as gold_work
from annotator.ids import random_id
from annotator.model import Actor, Statement, Suggestion, SuggestionRun
from annotator.scheme import Scheme
from annotator.store import Database, check, suggestions
from annotator.uniting import equal_to, united, values
from annotator.units import Unit
from annotator.views.inquiries import visible_count
from annotator.wording import counted


class SuggestedLabels:
    """Makes suggestion runs of labels. Several records of one article add up, and equal values count once."""

    def __init__(self, db: Database, scheme: Scheme, problems: Problems) -> None:
        self._db = db
        self._scheme = scheme
        self._problems = problems
        self._left: dict[str, frozenset[str]] = {}
        """For each article, the suggestions that it had before and no record has brought."""
        self._voices: dict[str, str] = {}
        self._shared: set[str] = set()
        self.new = 0

    def take(self, article: str, annotator: str, work: gold_work.GoldWork, known: Mapping[str, Actor]) -> bool:
        """Unite a record's labels with what is proposed for its article. Gives whether that changed anything."""
        self._note_voice(article, annotator)
        old = suggestions.find(self._db, article)
        before = {one.id: one for one in old.suggestions} if old else {}
        proposed = {unit.id: _suggestion(unit) for unit in work.units}
        found = united(before, proposed) if article in self._left else {**before, **proposed}
        brought = values(proposed)
        self.new += len(found.keys() - before.keys())
        left = self._left.get(article, frozenset(before))
        self._left[article] = frozenset(key for key in left if not equal_to(before[key], brought))
        actors = _actors_of(found.values(), (*(old.actors if old else ()), *work.actors), known)
        if old is not None and before == found and set(actors) == set(old.actors):
            return False
        self._store(article, found.values(), actors, old.model if old else suggestions.IMPORTED)
        return True

    def lacking(self) -> int:
        """How much of what was proposed before the import did not bring."""
        return sum(map(len, self._left.values()))

    def remove(self) -> Iterator[str]:
        """Take away what was proposed before and the import did not bring. Gives the articles that this changes."""
        for article, left in self._left.items():
            old = suggestions.find(self._db, article) if left else None
            if old is not None:
                kept = [one for one in old.suggestions if one.id not in left]
                self._store(article, kept, _actors_of(kept, old.actors, {}), old.model)
                yield article

    def say_united(self) -> None:
        """Put into the report that several people's labels became one set of suggestions."""
        if self._shared:
            said = f"Several people labelled {counted(len(self._shared), 'article')}."
            self._problems.warn(said, "As suggestions, theirs are united; with --layer NAME each has a layer.")

    def _note_voice(self, article: str, annotator: str) -> None:
        if annotator and self._voices.setdefault(article, annotator) != annotator:
            self._shared.add(article)

    def _store(self, article: str, found: Iterable[Suggestion], actors: Iterable[Actor], model: str) -> None:
        # Beside what a model proposed, what is imported is part of its run: the article has been pre-annotated.
        run = SuggestionRun(random_id(), article, check.next_clock(self._db), model, tuple(found), tuple(actors))
        suggestions.store(self._db, run, visible_count(self._scheme, run.suggestions))


def _suggestion(unit: Unit) -> Suggestion:
    value = unit.value
    if isinstance(value, Statement):
        value = msgspec.structs.replace(value, links=(), nothing_to_link=False)
    score = 1.0 if unit.score is None else unit.score
    return Suggestion(value, score, unit.source or suggestions.IMPORTED, unit.reason)


def _actors_of(proposed: Iterable[Suggestion], named: Iterable[Actor], known: Mapping[str, Actor]) -> list[Actor]:
    """The actors that suggestions name, with all that a file says of them."""
    by_id = {**{actor.id: actor for actor in named}, **known}
    wanted = dict.fromkeys(name for suggestion in proposed for name in actors_in(suggestion.value))
    return [by_id[name] for name in wanted if name in by_id]
