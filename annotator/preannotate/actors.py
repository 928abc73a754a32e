"""Who is who inside one article: names of one person or organisation joined, pronouns and bare titles resolved.

Pure: it works on the text, the entities and the speakers' mentions, needs no parse, knows nothing of other articles.
Precise before complete: a mention that could be two people stays unresolved.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

import msgspec
from rapidfuzz.fuzz import ratio

from annotator import ids
from annotator.model import Actor, Span

Named = tuple[Span, str]
KINDS = {
    "PERSON": "person",
    "ORG": "organisation",
    "GPE": "place",
    "NORP": "group",
    "FAC": "organisation",
    "LOC": "place",
}
ALWAYS = frozenset(["PERSON", "ORG"])
"""Labels whose entities get actors; the others only where they speak (Kyiv, the Kremlin)."""
SPELLING = 85
SHORT = 5
HE = frozenset(["he", "she"])
WHO = frozenset(["who"])
SENTENCE = re.compile(r"(?<=[.!?…])[\"”’'»)\]]*\s+(?=[\"“‘«(\[]?[A-Z])|\n+")
SENTENCES_BACK = 3
DESCRIPTION_CHARS = 70
JOINED = re.compile(r"\s*(?:,|&|and\b|or\b)")
SMALL = frozenset(["of", "the", "and", "for", "in", "on", "at", "de", "la", "del", "von", "van", "der", "al"])
MASCULINE = re.compile(r"\b(?:Mr|Sir|Lord|King|Prince|Congressman|Chairman|Spokesman)\.?\s*$")
FEMININE = re.compile(r"\b(?:Mrs|Ms|Miss|Lady|Dame|Queen|Princess|Congresswoman|Chairwoman|Spokeswoman)\.?\s*$")


class Resolution(msgspec.Struct, frozen=True):
    """The actors of an article, and which one each entity or mention (by its span) is."""

    actors: tuple[Actor, ...]
    actor_at: dict[Span, str]


class _Cluster(msgspec.Struct):
    label: str
    forms: Counter[str]
    spans: list[Span]
    gender: str = ""

    @property
    def name(self) -> str:
        return max(self.forms, key=lambda form: (len(form.split()), self.forms[form], len(form), form))

    @property
    def words(self) -> list[str]:
        return self.name.split()

    @property
    def actor(self) -> Actor:
        kind = KINDS.get(self.label, "other")
        aliases = tuple(sorted(form for form in self.forms if form != self.name))
        return Actor(id=ids.suggested_actor_id(self.name, kind), name=self.name, kind=kind, aliases=aliases)


def resolve(
    text: str, entities: Sequence[Named], mentions: Sequence[Span], *, quoted: Iterable[Span] = ()
) -> Resolution:
    """The actors of one article.

    `entities` are spans with labels, `mentions` the speakers' (names, pronouns, noun phrases), `quoted` what stands in
    marks: no pronoun outside refers to a name inside.
    """
    resolver = _Resolver(text, entities, mentions, list(quoted))
    actor_at = resolver.named()
    for mention in sorted(mentions):
        actor = actor_at.get(mention) or resolver.refer(mention, actor_at)
        if actor is not None:
            actor_at[mention] = actor
    used = set(actor_at.values())
    actors = {cluster.actor.id: cluster.actor for cluster in resolver.clusters if cluster.actor.id in used}
    return Resolution(tuple(actors.values()), actor_at)


class _Resolver:
    def __init__(self, text: str, entities: Sequence[Named], mentions: Sequence[Span], quoted: list[Span]) -> None:
        self.text = text
        self.mentions = sorted(mentions)
        self.entities = sorted(entities)
        self.clusters = self._persons() + self._organisations()
        self.persons = [cluster for cluster in self.clusters if cluster.label == "PERSON"]
        self._ends = [match.end() for match in SENTENCE.finditer(text)]
        self._quoted = sorted(quoted)
        self._quoted_starts = [span.start for span in self._quoted]
        self._descriptions = {id(cluster): self._description(cluster) for cluster in self.persons}
        self._person_spans = sorted((span, at) for at, each in enumerate(self.persons) for span in each.spans)
        self._named_in: dict[int, list[tuple[Span, _Cluster]]] = defaultdict(list)
        for span, at in self._person_spans:
            if not self._is_quoted(span):
                self._named_in[self._sentence(span.start)].append((span, self.persons[at]))
        self._mentions_in: dict[int, list[Span]] = defaultdict(list)
        for mention in self.mentions:
            if not self._is_quoted(mention):
                self._mentions_in[self._sentence(mention.start)].append(mention)
        self._by_id = {cluster.actor.id: cluster for cluster in self.persons}

    def named(self) -> dict[Span, str]:
        """The actor of each entity, and of each mention that is one or ends in one."""
        at: dict[Span, str] = {}
        for cluster in self.clusters:
            actor = cluster.actor.id
            if cluster.label in ALWAYS:
                at.update(dict.fromkeys(cluster.spans, actor))
        by_span = {span: cluster for cluster in self.clusters for span in cluster.spans}
        for mention in self.mentions:
            if mention in by_span:
                at[mention] = by_span[mention].actor.id
        return at

    def refer(self, mention: Span, actor_at: dict[Span, str]) -> str | None:
        """Who a pronoun or a description is, from what stands before it."""
        words = self.text[mention.start : mention.end].lower()
        if words in HE:
            found = self._antecedent(mention, actor_at, "m" if words == "he" else "f")
        elif words in WHO:
            found = self._just_before(mention)
        elif words.startswith(("the ", "this ", "that ")):
            found = self._described(mention)
        else:
            found = None
        return found.actor.id if found is not None else None

    def _persons(self) -> list[_Cluster]:
        clusters: list[_Cluster] = []
        named = [(span, self.text[span.start : span.end]) for span, label in self.entities if label == "PERSON"]
        spans: dict[str, list[Span]] = {}
        for span, name in named:
            spans.setdefault(" ".join(name.split()), []).append(span)
        for name in sorted(spans, key=lambda each: (-len(each.split()), spans[each][0])):
            fits = _fitting(name.split(), clusters)
            if len(fits) > 1:
                continue
            cluster = fits[0] if fits else _Cluster("PERSON", Counter(), [])
            if not fits:
                clusters.append(cluster)
            cluster.forms[name] += len(spans[name])
            cluster.spans.extend(spans[name])
        for cluster in clusters:
            cluster.gender = self._gender(cluster)
        return clusters

    def _gender(self, cluster: _Cluster) -> str:
        before = [self.text[max(0, span.start - 16) : span.start] for span in cluster.spans]
        if any(FEMININE.search(each) for each in before):
            return "f"
        return "m" if any(MASCULINE.search(each) for each in before) else ""

    def _organisations(self) -> list[_Cluster]:
        clusters: dict[tuple[str, str], _Cluster] = {}
        initials: dict[str, str] = {}
        others = [(span, label) for span, label in self.entities if label in KINDS and label != "PERSON"]
        for span, label in others:
            name = " ".join(self.text[span.start : span.end].split())
            words = [word for word in re.split(r"[\s-]+", name) if word.lower() not in SMALL]
            if label == "ORG" and len(words) > 1:
                initials.setdefault("".join(word[0] for word in words if word).upper(), name)
        for span, label in others:
            name = " ".join(self.text[span.start : span.end].split())
            full = initials.get(name.replace(".", ""), name) if label == "ORG" and name.isupper() else name
            cluster = clusters.setdefault((full.casefold(), KINDS[label]), _Cluster(label, Counter(), []))
            cluster.forms[name] += 1
            cluster.spans.append(span)
        return list(clusters.values())

    def _sentence(self, offset: int) -> int:
        return bisect_right(self._ends, offset)

    def _is_quoted(self, span: Span) -> bool:
        at = bisect_right(self._quoted_starts, span.start) - 1
        return at >= 0 and self._quoted[at].covers(span)

    def _antecedent(self, pronoun: Span, actor_at: dict[Span, str], gender: str) -> _Cluster | None:
        """The last speaker in this sentence or the few before; else the only person, or the first, named there."""
        here = self._sentence(pronoun.start)
        for sentence in range(here, max(here - SENTENCES_BACK, -1), -1):
            found = self._last_speaker(sentence, pronoun, actor_at) or self._only_or_first(sentence, pronoun.start)
            if found is not None:
                return found if found.gender in ("", gender) else None
            if any(span.start < pronoun.start for span, _ in self._named_in.get(sentence, ())):
                return None
        return None

    def _last_speaker(self, sentence: int, pronoun: Span, actor_at: dict[Span, str]) -> _Cluster | None:
        for mention in reversed(self._mentions_in.get(sentence, ())):
            found = self._by_id.get(actor_at.get(mention, "")) if mention.end <= pronoun.start else None
            if found is not None:
                return found
        return None

    def _only_or_first(self, sentence: int, limit: int) -> _Cluster | None:
        named = [(span, each) for span, each in self._named_in.get(sentence, ()) if span.start < limit]
        if not named:
            return None
        if all(each is named[0][1] for _, each in named):
            return named[0][1]
        begins = self._ends[sentence - 1] if sentence else 0
        lead = self.text[begins : named[0][0].start]
        between = self.text[named[0][0].end : named[1][0].start]
        is_subject = len(lead.split()) <= SHORT and "," not in lead and not JOINED.match(between)
        return named[0][1] if is_subject else None

    def _just_before(self, mention: Span) -> _Cluster | None:
        at = bisect_left(self._person_spans, (mention, -1)) - 1
        if at < 0:
            return None
        span, cluster = self._person_spans[at]
        if span.end > mention.start or self._sentence(span.start) != self._sentence(mention.start):
            return None
        return self.persons[cluster] if len(self.text[span.end : mention.start].split()) <= SHORT else None

    def _description(self, cluster: _Cluster) -> frozenset[str]:
        """The words that stand with a person's name: "Russian President", ", Chief of the Russian General Staff,"."""
        words: set[str] = set()
        for span in cluster.spans:
            before = re.search(
                r"(?:[\w.’'-]+\s+){1,5}$", self.text[max(0, span.start - DESCRIPTION_CHARS) : span.start]
            )
            if before:
                words.update(_description_words(before.group()))
            after = re.match(r",\s([^,.;\n]{3,70})[,.]", self.text[span.end : span.end + DESCRIPTION_CHARS])
            if after and re.match(r"(?:an?|the|[a-z]|[A-Z]\w+ of)\b", after.group(1)):
                words.update(_description_words(after.group(1)))
        return frozenset(words)

    def _described(self, mention: Span) -> _Cluster | None:
        """The only person of whom all the words of a description are said in the article."""
        words = _description_words(self.text[mention.start : mention.end])
        if not words:
            return None
        fits = [each for each in self.persons if words <= self._descriptions[id(each)]]
        return fits[0] if len(fits) == 1 else None


def _description_words(text: str) -> set[str]:
    return {word.lower().removesuffix("'s").removesuffix("’s") for word in text.split()} - SMALL - {"this", "that"}


def _fitting(words: list[str], clusters: list[_Cluster]) -> list[_Cluster]:
    """The clusters that a name may belong to: by its last word, a spelling of it, or else by its first."""
    if len(words) > 1:
        return [each for each in clusters if len(each.words) > 1 and _same_full_name(words, each.words)][:1]
    by_last = [each for each in clusters if _same_word(words[0], each.words[-1])]
    return by_last or [each for each in clusters if each.words[0] == words[0]]


def _same_full_name(left: list[str], right: list[str]) -> bool:
    first, other = left[0].rstrip("."), right[0].rstrip(".")
    fits = (
        _same_word(first, other)
        or (len(first) == 1 and other.startswith(first))
        or (len(other) == 1 and first.startswith(other))
    )
    return fits and _same_word(left[-1], right[-1])


def _same_word(left: str, right: str) -> bool:
    if left == right:
        return True
    long_enough = min(len(left), len(right)) > SHORT
    return long_enough and left[0] == right[0] and ratio(left.lower(), right.lower()) >= SPELLING
