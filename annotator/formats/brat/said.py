"""What attributes, references and notes of a brat file say of its annotations: types, flags, actors, links, scores."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from msgspec import structs

from annotator.formats.brat.ann import Attribute, Reference, Remark
from annotator.formats.brat.names import ACTOR, ANONYMOUS, FLAGS, LINK, NONE_FOUND, NOTHING_TO_LINK, SCORE, label_of
from annotator.formats.gold.schema import GoldActor, GoldEvent
from annotator.formats.graph.model import ANONYMOUS as IS_ANONYMOUS
from annotator.formats.graph.model import FLAGS as FLAGGED
from annotator.formats.graph.model import (
    LINKS,
    NONE,
    NOTHING,
    SPEAKER_ACTOR,
    SPEAKER_ANONYMOUS,
    SPEAKER_NAME,
    TYPE,
    TYPES,
    YES,
    Node,
)
from annotator.formats.graph.reading import ROLES
from annotator.formats.link_words import link_from
from annotator.model import UNSURE

KINDS = {
    **dict.fromkeys(("org", "organization", "organisation", "company"), "organisation"),
    **dict.fromkeys(("gpe", "loc", "location", "place", "fac", "facility"), "place"),
    "norp": "group",
}
"""Label, lower case → the kind of actor that it stands for; all others are persons."""
SILENT = ("cue", "verbatim", "excluded")
"""The parts that name nobody."""
NONE_OF = {name.casefold(): part for part, name in NONE_FOUND.items()}
PAGES = {
    "wikidata": "https://www.wikidata.org/wiki/{}",
    "wikipedia": "https://en.wikipedia.org/?curid={}",
    "geonames": "https://www.geonames.org/{}",
}


class Saying:
    """Tells nodes what is said of them. `owners`: id of a trigger or content → that of its statement.

    `events` and `actors` are those that were named.
    """

    def __init__(self, nodes: dict[str, Node], owners: Mapping[str, str], parts: Iterable[str]) -> None:
        self._nodes = nodes
        self._owners = owners
        self._parts = tuple(parts)
        self.actors: dict[str, GoldActor] = {}
        self.events: dict[str, GoldEvent] = {}

    def attribute(self, said: Attribute) -> bool:
        """Whether an attribute means something here; then its node has it."""
        for node in self._targets(said.target):
            if new := _attribute_of(node, said):
                self._nodes[node.id] = structs.replace(node, attributes={**node.attributes, **new})
                return True
        return False

    def reference(self, said: Reference) -> bool:
        """Whether a reference says who somebody is; then its node names him."""
        key = said.key if said.database == ACTOR else f"{said.database}:{said.key}".strip(":")
        named = [node for node in self._targets(said.target) if ROLES.get(node.label.casefold()) not in SILENT]
        if not named:
            return False
        node, is_content = named[0], ROLES.get(named[0].label.casefold()) == "content"
        name = said.name or key if is_content else said.name or node.text or key
        if is_content:
            told = {**node.attributes, SPEAKER_ACTOR: key, SPEAKER_NAME: name}
            self._nodes[node.id] = structs.replace(node, attributes=told)
        elif not node.actor:
            self._nodes[node.id] = structs.replace(node, actor=key, actor_name=name)
        self._name(node.actor or key, name, KINDS.get(node.label.casefold(), "person"), said)
        return True

    def remark(self, said: Remark) -> bool:
        """Whether a note is one that we write; then its node has what it says."""
        node = self._nodes.get(said.target)
        if node is None or said.kind not in (LINK, SCORE):
            return False
        return self._link(node, said.text) if said.kind == LINK else self._score(node, said.text)

    def _targets(self, own: str) -> list[Node]:
        """What an id may mean: an annotation, the statement that it is the trigger of, a part of one."""
        meant = [own, self._owners.get(own, ""), *(f"{own} {part}" for part in self._parts)]
        return [self._nodes[one] for one in meant if one in self._nodes]

    def _name(self, actor: str, name: str, kind: str, said: Reference) -> None:
        known = self.actors.setdefault(actor, GoldActor(id=actor, name=name, kind=kind))
        if said.database != ACTOR:
            same = tuple(dict.fromkeys((*known.same_as, page_of(said.database, said.key))))
            self.actors[actor] = structs.replace(known, same_as=same)

    def _link(self, node: Node, text: str) -> bool:
        link = link_from(text)
        if link is None:
            return False
        self._nodes[node.id] = structs.replace(node, links=(*node.links, link))
        if link.title:
            self.events.setdefault(link.event, GoldEvent(id=link.event, title=link.title))
        return True

    def _score(self, node: Node, text: str) -> bool:
        score, _, source = text.partition(" | ")
        try:
            self._nodes[node.id] = structs.replace(node, score=float(score), source=source)
        except ValueError:
            return False
        return True


def page_of(database: str, key: str) -> str:
    """The address of a database's entry where it is known, else the way the file names it."""
    pattern = PAGES.get(database.casefold())
    return pattern.format(key) if pattern else f"{database}:{key}".strip(":")


def _attribute_of(node: Node, said: Attribute) -> dict[str, str]:
    """An attribute in our words; empty where it says nothing that a node can hold."""
    name, value = said.name.casefold(), said.value
    is_content = ROLES.get(node.label.casefold()) == "content"
    if is_content and (told := _of_content(node, name, value)):
        return told
    if not is_content and name == ANONYMOUS.casefold() and not value:
        return {IS_ANONYMOUS: YES}
    if name == FLAGS.casefold() and value:
        return {FLAGGED: " ".join(label_of(word) for word in value.split("+"))}
    return {FLAGGED: UNSURE} if name == UNSURE and not value else {}


def _of_content(node: Node, name: str, value: str) -> dict[str, str]:
    if name in TYPES and not value:
        return {TYPE: name}
    if value.casefold() in TYPES and ("type" in name or "quot" in name):
        return {TYPE: value.casefold()}
    if name == TYPE and value:
        return {TYPE: label_of(value)}
    if name == ANONYMOUS.casefold() and not value:
        return {SPEAKER_ANONYMOUS: YES}
    if name == NOTHING_TO_LINK.casefold():
        return {LINKS: NONE}
    if name in NONE_OF and not value:
        return {NOTHING: f"{node.attributes.get(NOTHING, '')} {NONE_OF[name]}".strip()}
    return {}
