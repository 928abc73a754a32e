"""What organisations are called beside their names ("the company", "the ministry"), and the pronouns for them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence

from annotator.model import Span
from annotator.names import body_words, fold, known_words
from annotator.preannotate.actors.clusters import Cluster
from annotator.preannotate.actors.scene import Scene

FIRMS = frozenset(["company", "firm"])
AFTER_CHARS = 90
APPOSITION = re.compile(r",\s(?:an?|the|one of the)\s([^,.;\n“”\"]{3,80})[,.]")
BEFORE = re.compile(r"(\w+)\s(?:the\s)?$")
BEFORE_CHARS = 24
NEAR, FEW = 1, 4
SAYING = re.compile(
    r"\s(?:has\s|have\s|also\s|later\s|then\s)*(?:said|says|say|added|adds|stated|states|wrote|writes|warned|warns|noted"
    r"|notes|announced|claimed|claims|insisted|argued|argues|told|continued|concluded|reported|reports|declared)\b"
)


def named_lately(scene: Scene, clusters: Sequence[Cluster], mention: Span) -> list[Cluster]:
    """Those of some actors that were named in the sentence of a mention before it, or in the one before."""
    here = scene.sentence(mention.start)
    last = ((each, each.last_before(mention)) for each in clusters)
    return [each for each, span in last if span is not None and here - scene.sentence(span.start) <= NEAR]


class Things:
    """The organisations of an article by the nouns that may mean them."""

    def __init__(self, scene: Scene, bodies: Sequence[Cluster]) -> None:
        self.scene = scene
        self._by_noun: dict[str, list[Cluster]] = defaultdict(list)
        for cluster in bodies:
            if cluster.label == "ORG":
                for noun in self._nouns(cluster):
                    self._by_noun[noun].append(cluster)

    def described(self, mention: Span) -> tuple[Cluster, str] | None:
        """The only organisation that "the company" may mean: the only such one named before, or the only one near."""
        words = [fold(word) for word in self.scene.text[mention.start : mention.end].split()]
        if len(words) != 2 or words[0] not in ("the", "this") or words[1] not in known_words().nouns:
            return None
        noun = words[1]
        before = [each for each in self._by_noun.get(noun, ()) if each.spans[0] < mention]
        if len(before) == 1 and self._is_salient(before[0], mention):
            return before[0], f"“the {noun}”: the only {noun} named above"
        near = named_lately(self.scene, before, mention)
        return (near[0], f"“the {noun}”: the only {noun} named just before") if len(near) == 1 else None

    def _is_salient(self, cluster: Cluster, mention: Span) -> bool:
        """Whether an organisation was named a few sentences ago, or more than once."""
        last = cluster.last_before(mention)
        if last is None or cluster.spans[0] < last:
            return True
        return self.scene.sentence(mention.start) - self.scene.sentence(last.start) <= FEW

    def pronoun(
        self, mention: Span, word: str, before: Sequence[Span], spoken: Mapping[Span, Cluster]
    ) -> tuple[Cluster, str] | None:
        """Who "it" or "they" is with a verb of saying: the organisation that spoke last, here or one sentence back."""
        if not before or not SAYING.match(self.scene.text, mention.end):
            return None
        last = before[-1]
        found = spoken.get(last)
        is_near = self.scene.sentence(mention.start) - self.scene.sentence(last.start) <= NEAR
        if found is None or not is_near or found.label not in ("ORG", "GPE"):
            return None
        return found, f"“{word}”: whoever spoke last before"

    def _nouns(self, cluster: Cluster) -> set[str]:
        nouns: set[str] = set()
        for form in cluster.forms:
            words = body_words(form)
            nouns.update(word for word in (*words[-1:], *words[:1]) if word in known_words().nouns and len(words) > 1)
            if fold(form.split()[-1]).strip(".") in known_words().corporate:
                nouns.update(FIRMS)
        for span in cluster.spans:
            said = APPOSITION.match(self.scene.text, span.end, span.end + AFTER_CHARS)
            if said:
                head = re.split(r"\s(?:of|for|in|that|which|based|with|at|on|from)\b", said.group(1))[0].split()
                nouns.update({fold(head[-1])} & known_words().nouns if head else set())
            title = BEFORE.search(self.scene.text, max(0, span.start - BEFORE_CHARS), span.start)
            if title and title.group(1) in known_words().nouns:
                nouns.add(title.group(1))
        return nouns
