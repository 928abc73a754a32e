"""Names of people in one article brought together: the full name, the surname alone, a first name, another spelling."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict

from annotator.model import Span
from annotator.names import (
    PersonName,
    first_letters,
    is_same_first,
    is_same_person,
    is_same_spelling,
    person_name,
    role_gender,
    skeleton,
    surname_parts,
    without_titles,
)
from annotator.preannotate.actors.clusters import Cluster, written
from annotator.preannotate.actors.genders import first_name_gender
from annotator.preannotate.actors.scene import Scene

MASCULINE = re.compile(
    r"\b(?:Mr|Sir|Lord|King|Prince|Pope|Congressman|Chairman|Spokesman|Msgr|Fr)\.?\s*$", re.IGNORECASE
)
FEMININE = re.compile(
    r"\b(?:Mrs|Ms|Miss|Lady|Dame|Queen|Princess|Congresswoman|Chairwoman|Spokeswoman|Madam|Sister)\.?\s*$",
    re.IGNORECASE,
)
KIN = (
    r"(?:daughter|son|wife|husband|brother|sister|father|mother|widow|niece|nephew|cousin|uncle|aunt|grandson"
    r"|granddaughter|grandfather|grandmother|spouse|partner)"
)
RELATIVE = re.compile(rf"\b{KIN}s?,?\s*$", re.IGNORECASE)
RELATIVE_BEHIND = re.compile(rf",\s(?:(?:his|her|their)\s|[^,.]{{2,60}}[’']s?\s)(?:\w+\s)?{KIN}\b", re.IGNORECASE)
BEHIND_CHARS = 90
TITLE_CHARS = 16
EDGE = " \"“”‘’'`«»*,;:"
MOST_COMPARED = 100
MOST_NAMESAKES = 12
"""People of one surname beyond which nobody could tell any more."""
APART = 2
"""Sentences after which somebody of the same surname does not come to mind any more."""

Named = tuple[Span, str]


def persons(scene: Scene, entities: list[Named]) -> tuple[list[Cluster], list[Span]]:
    """The people of an article, and the spans of names that could be two of them."""
    named = sorted((span, _bare_name(scene.text, span)) for span, label in entities if label == "PERSON")
    book = _Book(scene)
    for span, name in sorted(named, key=lambda each: (-len(person_name(each[1]).middle), each[0])):
        if person_name(name).is_full:
            book.add_full(span, name)
    bare = [(span, name) for span, name in named if person_name(name).last and not person_name(name).is_full]
    open_spans = [span for span, name in bare if not book.add_bare(span, name)]
    for cluster in book.clusters:
        cluster.spans.sort()
    return sorted(book.clusters, key=lambda cluster: cluster.spans[0]), open_spans


class _Book:
    """People by surname. Full names come first, then names of one word find whose they are."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.clusters: list[Cluster] = []
        self._by_last: dict[str, list[Cluster]] = defaultdict(list)
        self._by_full: dict[tuple[str, str], list[Cluster]] = defaultdict(list)
        self._by_first: dict[str, list[Cluster]] = defaultdict(list)
        self._holder: dict[str, Cluster] = {}
        self._bare: dict[str, Cluster] = {}
        self._bare_by_sound: dict[str, Cluster] = {}
        self._by_name: dict[str, Cluster] = {}
        self._full_spans: dict[int, list[Span]] = defaultdict(list)

    def add_full(self, span: Span, name: str) -> None:
        parsed = person_name(name)
        found = self._by_name.get(name) or self._same_person(parsed)
        if found is None:
            found = Cluster("PERSON", name)
            self.clusters.append(found)
            found.gender = first_name_gender(found.person.first)
            self._by_first[found.person.first].append(found)
            for part in {skeleton(part) for part in surname_parts(found.person.last)}:
                self._by_last[part].append(found)
            for key in _keys(found.person):
                self._by_full[key].append(found)
        self._by_name[name] = found
        reason = "" if name == found.name else f"the same person as {found.name}"
        found.add(span, name, reason)
        self._full_spans[id(found)].append(span)
        self._note_gender(found, span)

    def add_bare(self, span: Span, name: str) -> bool:
        """Put a name of one word where it belongs; False where that could be two people."""
        word = person_name(name).last
        fits = self._called(word)
        if not fits and role_gender(word):
            return True  # "the Republican", which the model took for a name
        gender = self._title_gender(span)
        if gender:
            fits = [each for each in fits if each.gender in ("", gender)] or fits
        fits = self._without_relatives(span, word, fits[: MOST_NAMESAKES + 1])
        chosen = fits[0] if len(fits) == 1 else self._nearest(span, word, fits)
        if chosen is None and fits:
            return False
        if chosen is None:
            chosen = self._bare.get(word) or self._bare_like(word) or self._new_bare(word, name)
            reason = "" if name == chosen.name else f"another spelling of {chosen.name}"
        else:
            reason = _why_bare(word, chosen)
            self._holder[word] = chosen
        chosen.add(span, name, reason)
        self._note_gender(chosen, span)
        return True

    def _same_person(self, name: PersonName) -> Cluster | None:
        near = (each for key in _keys(name) for each in self._by_full.get(key, [])[:MOST_COMPARED])
        return next((each for each in near if is_same_person(name, each.person)), None)

    def _like(self, last: str) -> list[Cluster]:
        parts = dict.fromkeys(skeleton(part) for part in surname_parts(last))
        found = [each for part in parts for each in self._by_last.get(part, [])[:MOST_COMPARED]]
        return list({id(each): each for each in found}.values())

    def _called(self, word: str) -> list[Cluster]:
        """Who may be called by one word: by surname, else by another spelling of it, else by first name."""
        by_last = self._like(word)
        exact = [each for each in by_last if word in surname_parts(each.person.last)]
        if exact:
            return exact
        by_first = list(self._by_first.get(word, ()))
        spelt = [each for each in by_last if any(is_same_spelling(word, p) for p in surname_parts(each.person.last))]
        return by_first or spelt

    def _bare_like(self, word: str) -> Cluster | None:
        found = self._bare_by_sound.get(skeleton(word))
        return found if found is not None and is_same_spelling(word, found.person.last) else None

    def _new_bare(self, word: str, name: str) -> Cluster:
        made = Cluster("PERSON", name)
        self.clusters.append(made)
        self._bare[word] = made
        self._bare_by_sound[skeleton(word)] = made
        return made

    def _nearest(self, span: Span, word: str, fits: list[Cluster]) -> Cluster | None:
        """Of people of one surname the one whom it meant before, or who alone was named in full a short while ago."""
        if len(fits) > MOST_NAMESAKES:
            return None
        last: list[tuple[Span, Cluster]] = []
        for cluster in fits:
            spans = self._full_spans[id(cluster)]
            at = bisect_left(spans, span) - 1
            if at >= 0:
                last.append((spans[at], cluster))
        here = self.scene.sentence(span.start)
        last = [each for each in last if not self._is_relative(each[0])]
        near = [each for at, each in last if here - self.scene.sentence(at.start) <= APART]
        holder = self._holder.get(word)
        if holder is not None and all(each is holder for each in near):
            return holder
        if len(near) == 1:
            return near[0] if self._leads(near[0], last) else None
        return last[0][1] if not near and len(last) == 1 else None

    def _without_relatives(self, span: Span, word: str, fits: list[Cluster]) -> list[Cluster]:
        """Without those of whom it is said whose daughter or husband they are, where it can be somebody else."""
        heads = [each for each in fits if not self._is_relative(self._full_spans[id(each)][0])]
        if heads or not fits:
            return heads
        is_first = all(span < self._full_spans[id(each)][0] for each in fits)
        return [] if is_first or word in self._bare else fits

    def _leads(self, cluster: Cluster, last: list[tuple[Span, Cluster]]) -> bool:
        """Whether nobody of the same surname was named in full more often."""
        ours = len(self._full_spans[id(cluster)])
        return all(len(self._full_spans[id(other)]) <= ours for _, other in last)

    def _is_relative(self, span: Span) -> bool:
        text = self.scene.text
        is_called_so = RELATIVE.search(text, max(0, span.start - TITLE_CHARS), span.start) is not None
        return is_called_so or RELATIVE_BEHIND.match(text, span.end, span.end + BEHIND_CHARS) is not None

    def _title_gender(self, span: Span) -> str:
        before = self.scene.text[max(0, span.start - TITLE_CHARS) : span.start]
        own = self.scene.text[span.start : span.end].split()[0] + " "
        if FEMININE.search(before) or FEMININE.search(own):
            return "f"
        return "m" if MASCULINE.search(before) or MASCULINE.search(own) else ""

    def _note_gender(self, cluster: Cluster, span: Span) -> None:
        told = self._title_gender(span)
        if told and len(self._full_spans[id(cluster)]) <= 1:
            cluster.gender = told


def _bare_name(text: str, span: Span) -> str:
    return without_titles(written(text, span).strip(EDGE))


def _keys(name: PersonName) -> list[tuple[str, str]]:
    """What full names are compared by: a part of the surname, and a letter that the first name may begin with."""
    parts = {skeleton(part) for part in (*surname_parts(name.last), *name.middle[-1:])}
    letters = first_letters(name.first) | {middle[:1] for middle in name.middle}
    return sorted((part, letter) for part in parts for letter in letters)


def _why_bare(word: str, cluster: Cluster) -> str:
    person = cluster.person
    if word in surname_parts(person.last):
        return f"last name of {cluster.name}"
    if is_same_first(word, person.first):
        return f"first name of {cluster.name}"
    return f"another spelling of the last name of {cluster.name}"
