"""Events proposed over all articles, so that whoever starts a project starts from a list. Pure.

Articles that tell of one happening stand together: each, in the order of publication, joins the cluster that it is
likest to (single pass, Allan et al. 1998), if that is near in time; an inverted index finds the few to compare it with.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

import msgspec

from annotator.dates import days_of
from annotator.ids import derived_id
from annotator.model import Event, EventStatus, When
from annotator.proposals.headlines import headline, is_plan
from annotator.proposals.words import Index, Vector, added, surfaces, unit_vector

JOIN = 0.22
"""How like the texts of one cluster must be."""
NAMES_SHARE = 0.06
"""What it adds that an article names the people and places that its cluster is about."""
WINDOW_DAYS = 10
"""An article that came this long after the last one of a cluster tells of something else."""
CLUSTER_TERMS = 80
LARGEST = 60
MOST_PARTICIPANTS = 5
WORDS_SAID = 4
NAMES_SAID = 3
SINGLE_SCORE = 0.2
NO_HEADLINE, NOTHING_NAMED = 0.2, 0.45
"""What a cluster is behind in which no title names a happening, or no place and nobody is named either: comment on the
times is alike as well."""


class Name(msgspec.Struct, frozen=True, gc=False):
    """Somebody or something that an article names: how often, and whether in its title or first sentences."""

    name: str
    label: str
    actor: str | None = None
    times: int = 1
    leads: bool = False


class Told(msgspec.Struct, frozen=True, gc=False):
    """An article as far as it matters here. `day` is the one that its first sentences name, if they do.

    `tells` says that its very title names a happening.
    """

    id: str
    title: str
    vector: Vector
    published: dt.date | None = None
    day: When | None = None
    type: str = "other"
    tells: bool = False
    names: tuple[Name, ...] = ()
    group: str | None = None


class EventProposal(msgspec.Struct, frozen=True):
    """An event that some articles seem to tell of, with those articles, why, and how sure that is, from 0 to 1."""

    event: Event
    articles: tuple[str, ...]
    reasons: tuple[str, ...]
    score: float


class _Cluster(msgspec.Struct):
    key: str
    members: list[Told]
    sum: dict[str, float]
    last: dt.date | None
    likeness: float = 0.0


def propose_events(articles: Iterable[Told]) -> list[EventProposal]:
    """An event for each cluster, and for each single article that clearly tells of one; the best first.

    The same articles give the same proposals with the same ids, in whatever order they come.
    """
    found = [_proposal(cluster) for cluster in clusters(articles)]
    kept = [each for each in found if each is not None]
    return sorted(kept, key=lambda each: (-each.score, each.event.title, each.event.id))


def clusters(articles: Iterable[Told]) -> list[_Cluster]:
    """The articles in clusters, single ones too; the first of each came first."""
    made: dict[str, _Cluster] = {}
    index = Index()
    for article in sorted(articles, key=lambda each: (each.published or dt.date.max, each.id)):
        best = _best(article, index.like(article.vector), made)
        if best is None:
            best = _Cluster(article.id, [], {}, None)
            made[article.id] = best
        _join(best, article)
        index.put(best.key, unit_vector(best.sum, CLUSTER_TERMS))
    return list(made.values())


def _best(article: Told, likes: Mapping[str, float], made: Mapping[str, _Cluster]) -> _Cluster | None:
    best: tuple[float, str] | None = None
    for key, like in likes.items():
        if like + NAMES_SHARE < JOIN:
            continue
        cluster = made[key]
        if not _fits(article, cluster):
            continue
        total = like + NAMES_SHARE * _shared_names(article, cluster)
        if article.group and article.group == cluster.members[0].group:
            total += JOIN / 2
        if total >= JOIN and (best is None or (total, key) > best):
            best = (total, key)
    if best is None:
        return None
    cluster = made[best[1]]
    cluster.likeness += best[0]
    return cluster


def _fits(article: Told, cluster: _Cluster) -> bool:
    if len(cluster.members) >= LARGEST:
        return False
    if article.published is None or cluster.last is None:
        return article.published is cluster.last
    return abs((article.published - cluster.last).days) <= WINDOW_DAYS


def _shared_names(article: Told, cluster: _Cluster) -> float:
    own = {name.name.casefold() for name in article.names if name.leads}
    theirs = {name.name.casefold() for member in cluster.members[:3] for name in member.names if name.leads}
    return len(own & theirs) / len(own) if own else 0.0


def _join(cluster: _Cluster, article: Told) -> None:
    cluster.members.append(article)
    cluster.last = article.published or cluster.last
    cluster.sum = added(((cluster.sum, 1.0), (article.vector, 1.0)))
    if len(cluster.sum) > 3 * CLUSTER_TERMS:
        heaviest = sorted(cluster.sum.items(), key=lambda pair: (-pair[1], pair[0]))[: 2 * CLUSTER_TERMS]
        cluster.sum = dict(heaviest)


def _proposal(cluster: _Cluster) -> EventProposal | None:
    members = cluster.members
    centre = unit_vector(cluster.sum, CLUSTER_TERMS)
    head = max(members, key=lambda each: (_is_headline(each.title), _closeness(each.vector, centre), each.id))
    kind = _commonest(member.type for member in members if member.type != "other") or "other"
    names = _names(members)
    place = next((name.name for name, _ in names if name.label in ("GPE", "LOC", "FAC")), None)
    title = headline(head.title) or _title_of_names(kind, [name.name for name, _ in names], len(members))
    who = [name for name, _ in names if name.actor and name.label in ("PERSON", "ORG", "GPE", "NORP")]
    participants = tuple(dict.fromkeys(name.actor for name in who if name.actor))[:MOST_PARTICIPANTS]
    if not title or (len(members) == 1 and not (head.tells and (place or participants))):
        return None
    when = _when(members)
    event = Event(
        id=derived_id("event", cluster.key),
        title=title,
        type=kind,
        status=_status(head, when),
        when=when,
        place=place,
        participants=participants,
    )
    score = _score(cluster, is_named=bool(place) or len(participants) > 1)
    return EventProposal(event, tuple(m.id for m in members), _reasons(cluster, names, centre), score)


def _is_headline(title: str) -> bool:
    """Whether an article has a title of its own: without one it is called by the beginning of its text, cut off."""
    return bool(title) and not title.endswith(("…", "..."))


def _title_of_names(kind: str, names: Sequence[str], articles: int) -> str:
    """A title where the articles of a cluster have none: what kind it is of and whom they name."""
    said = list(dict.fromkeys(names))[:NAMES_SAID]
    if articles == 1 or not said:
        return ""
    return f"{'' if kind == 'other' else kind.replace('_', ' ').capitalize() + ': '}{', '.join(said)}"


def _closeness(vector: Vector, centre: Vector) -> float:
    return sum(value * centre[term] for term, value in vector.items() if term in centre)


def _commonest(values: Iterable[str]) -> str | None:
    counts = Counter(values)
    return min(counts, key=lambda value: (-counts[value], value)) if counts else None


def _names(members: Sequence[Told]) -> list[tuple[Name, int]]:
    """The names that most of the articles lead with, with the number of articles."""
    first: dict[str, Name] = {}
    articles = Counter[str]()
    times = Counter[str]()
    for member in members:
        for name in member.names:
            key = name.actor or name.name.casefold()
            first.setdefault(key, name)
            articles[key] += 1
            times[key] += name.times + 3 * name.leads
    least = 1 if len(members) == 1 else max(2, len(members) // 3)
    order = sorted(articles, key=lambda key: (-articles[key], -times[key], key))
    return [(first[key], articles[key]) for key in order if articles[key] >= least]


def _when(members: Sequence[Told]) -> When | None:
    """The day that most first sentences name, else the day on which the first article came."""
    named = [member.day for member in members if member.day is not None]
    common = _commonest(day.edtf for day in named)
    if common is not None:
        return next(day for day in named if day.edtf == common)
    published = members[0].published
    return When(published.isoformat(), "day") if published else None


def _status(head: Told, when: When | None) -> EventStatus:
    """Planned where its day comes after the article, or the headline says so."""
    days = days_of(when)
    if days and head.published and days[0] != head.published:
        return "planned" if days[0] > head.published else "happened"
    return "planned" if is_plan(head.title) else "happened"


def _reasons(cluster: _Cluster, names: Sequence[tuple[Name, int]], centre: Vector) -> tuple[str, ...]:
    members = cluster.members
    if len(members) == 1:
        return ("the headline of one article",)
    reasons = [f"{len(members)} articles tell of it"]
    shared = [name.name for name, _ in names[:3]]
    if shared:
        reasons.append("they name " + ", ".join(dict.fromkeys(shared)))
    dated = [member.published for member in members if member.published]
    if dated:
        days = (max(dated) - min(dated)).days
        reasons.append("published on one day" if days == 0 else f"published within {days + 1} days")
    # Terms are stems: only those are said that a headline spells out.
    spelled = surfaces("\n".join(member.title for member in members))
    words = [spelled[term] for term in sorted(centre, key=lambda term: (-centre[term], term)) if term in spelled]
    return (*reasons, "words: " + ", ".join(words[:WORDS_SAID])) if words else tuple(reasons)


def _score(cluster: _Cluster, *, is_named: bool) -> float:
    """Surer the more articles tell of it and the liker they are."""
    joined = len(cluster.members) - 1
    if not joined:
        only = cluster.members[0]
        return round(SINGLE_SCORE + 0.1 * (only.day is not None) + 0.1 * any(name.leads for name in only.names), 3)
    mean = min(1.0, cluster.likeness / joined / (2 * JOIN))
    lack = 0.0 if any(member.tells for member in cluster.members) else NO_HEADLINE if is_named else NOTHING_NAMED
    return round(0.4 + 0.3 * mean + 0.3 * joined / (joined + 1) - lack, 3)
