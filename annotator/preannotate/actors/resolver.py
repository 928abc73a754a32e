"""`resolve`: the actors of an article and which one each entity and each speaker's mention is, with a reason each."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence

import msgspec

from annotator.model import Actor, Span
from annotator.names import fold
from annotator.preannotate.actors.bodies import bodies, without_the
from annotator.preannotate.actors.clusters import Cluster, written
from annotator.preannotate.actors.persons import persons
from annotator.preannotate.actors.pronouns import GENDERS, Pronouns, Verdict
from annotator.preannotate.actors.roles import CONNECTIVES, Roles, note_person, role_of
from annotator.preannotate.actors.scene import Scene
from annotator.preannotate.actors.things import Things, named_lately

Named = tuple[Span, str]
ALWAYS = frozenset(["PERSON", "ORG"])
"""Labels whose entities get actors; the others only where they speak (Kyiv, the Kremlin)."""
SELF = frozenset(["i", "me", "myself"])
THINGS = frozenset(["it", "they"])
DEFINITE = ("the ", "this ", "that ")
POSSESSOR = re.compile(r"[\w.]+[’']s?\s")


class Voice(msgspec.Struct, frozen=True):
    """Words in marks and the mention of who says them: "I" inside them is that mention."""

    mention: Span | None
    words: tuple[Span, ...]


class Resolution(msgspec.Struct, frozen=True):
    """The actors of an article, which one each entity or mention (by its span) is, and why if its words do not say so.

    `reason_at` is one line for an annotator ("last name of Anna Keller"); a full name has none.
    """

    actors: tuple[Actor, ...]
    actor_at: dict[Span, str]
    reason_at: dict[Span, str] = {}


def resolve(
    text: str, entities: Sequence[Named], mentions: Sequence[Span], *, voices: Iterable[Voice] = ()
) -> Resolution:
    """The actors of one article.

    `entities` are spans with labels, `mentions` the speakers' (names, pronouns, noun phrases), `voices` what stands in
    marks: no pronoun outside refers to a name inside. Spans are in code points. Time is linear in the text.
    """
    resolver = _Resolver(text, entities, sorted(set(mentions)), list(voices))
    resolver.run()
    used = {id(each) for each in resolver.found.values()}
    actors = {each.id: each.actor for each in resolver.clusters if id(each) in used}
    actor_at = {span: each.id for span, each in resolver.found.items()}
    return Resolution(
        tuple(actors.values()), actor_at, {s: why for s, why in resolver.reasons.items() if s in actor_at}
    )


class _Resolver:
    def __init__(self, text: str, entities: Sequence[Named], mentions: list[Span], voices: list[Voice]) -> None:
        self.text = text
        self.mentions = mentions
        self.scene = Scene(text, [span for voice in voices for span in voice.words])
        people, open_names = persons(self.scene, list(entities))
        self.open_names = frozenset(open_names)
        others = bodies(text, sorted(entities))
        self.clusters = [*people, *others]
        self.by_span = {span: each for each in self.clusters for span in each.spans}
        self.by_end = {span.end: (span, each) for span, each in self.by_span.items()}
        self.roles = Roles()
        for cluster in people:
            for span in cluster.spans:
                note_person(self.roles, text, cluster, span)
        unsaid = [span for voice in voices if voice.mention is None for span in voice.words]
        things = [span for each in others for span in each.spans if len(text[span.start : span.end].split()) == 1]
        self.pronouns = Pronouns(self.scene, people, open_names, mentions, sorted(things), unsaid)
        self.things = Things(self.scene, others)
        self.voices = voices
        self.found: dict[Span, Cluster] = {}
        self.reasons: dict[Span, str] = {}
        self._by_form = self._forms()

    def run(self) -> None:
        for cluster in self.clusters:
            if cluster.label in ALWAYS:
                self.found.update(dict.fromkeys(cluster.spans, cluster))
            self.reasons.update(cluster.reasons)
        outside = [mention for mention in self.mentions if not self.scene.is_quoted(mention.start)]
        inside = [mention for mention in self.mentions if self.scene.is_quoted(mention.start)]
        spoken: dict[Span, Cluster] = {}
        for number, mention in enumerate(outside):
            self._take(
                mention, self._named(mention) or self._refer(mention, outside[max(0, number - 1) : number], spoken)
            )
            if mention in self.found:
                spoken[mention] = self.found[mention]
        for mention in inside:
            self._take(mention, self._named(mention) or self._speaker_of(mention) or self._refer(mention, (), spoken))

    def _take(self, mention: Span, verdict: Verdict | None) -> None:
        if verdict is not None and verdict.who is not None:
            self.found[mention] = verdict.who
            if verdict.why:
                self.reasons[mention] = verdict.why

    def _forms(self) -> dict[str, Cluster | None]:
        """Who goes by each form of a name; None where two do."""
        found: dict[str, Cluster | None] = {}
        for cluster in self.clusters:
            for form in cluster.forms:
                key = without_the(form)
                found[key] = cluster if found.get(key, cluster) is cluster else None
        return found

    def _named(self, mention: Span) -> Verdict | None:
        """Whose name a mention is, or ends in after a title or description."""
        exact = self.by_span.get(mention)
        if exact is not None:
            return Verdict(exact, exact.reasons.get(mention, ""))
        last = self.by_end.get(mention.end)
        if last is not None and last[0].start > mention.start:
            before = self.text[mention.start : last[0].start].split()
            is_title = last[1].label == "PERSON" and _is_title(before)
            if is_title or fold(" ".join(before)) == "the":
                return Verdict(last[1], last[1].reasons.get(last[0], ""))
        if mention in self.open_names:
            return None
        form = self._by_form.get(without_the(written(self.text, mention)))
        return (
            Verdict(form, "" if form.name in written(self.text, mention) else f"short for {form.name}")
            if form
            else None
        )

    def _refer(self, mention: Span, before: Sequence[Span], spoken: dict[Span, Cluster]) -> Verdict | None:
        words = self.text[mention.start : mention.end].lower()
        if words in GENDERS:
            return self.pronouns.personal(mention, words, spoken)
        if words == "who":
            return self.pronouns.relative(mention)
        if words in THINGS:
            found = self.things.pronoun(mention, words, before, spoken)
        elif words.startswith(DEFINITE) or POSSESSOR.match(words):
            found = self._described(mention) or self.things.described(mention)
        else:
            found = None
        return Verdict(*found) if found else None

    def _described(self, mention: Span) -> tuple[Cluster, str] | None:
        """The only person of whom a description was said before; of several the only one named just before."""
        phrase = role_of(self.text[mention.start : mention.end], mention.start)
        fits = self.roles.who(phrase) if phrase is not None else []
        words = written(self.text, mention)
        if len(fits) == 1:
            return fits[0], f"“{words}”: said of {fits[0].name} above"
        near = named_lately(self.scene, fits, mention)
        return (near[0], f"“{words}”: said of {near[0].name}, named just before") if len(near) == 1 else None

    def _speaker_of(self, mention: Span) -> Verdict | None:
        """For "I" in quoted words: who says them."""
        if self.text[mention.start : mention.end].lower() not in SELF:
            return None
        around = [
            (span.end - span.start, voice)
            for voice in self._voices_at(mention)
            for span in voice.words
            if span.covers(mention) and voice.mention is not None and voice.mention != mention
        ]
        if not around:
            return None
        voice = min(around, key=lambda each: each[0])[1]
        who = self.found.get(voice.mention) if voice.mention else None
        return Verdict(who, "“I”: the speaker of the words around") if who else None

    def _voices_at(self, mention: Span) -> list[Voice]:
        if not hasattr(self, "_by_quote"):
            self._by_quote: dict[Span | None, list[Voice]] = defaultdict(list)
            for voice in self.voices:
                for span in voice.words:
                    self._by_quote[self.scene.quotation(span.start)].append(voice)
        return self._by_quote.get(self.scene.quotation(mention.start), [])


def _is_title(words: list[str]) -> bool:
    """Whether words before a person's name say who it is: "US President", "Governor of Osk", "his lawyer"."""
    is_office = role_of(" ".join(words)) is not None or words[-1][:1].isupper()
    return is_office and words[-1].lower() not in CONNECTIVES
