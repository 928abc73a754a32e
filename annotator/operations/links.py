"""Operations on links of statements to events. A link is a subject of its own; another relation makes another link."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from annotator.errors import Invalid
from annotator.fields import link_fields
from annotator.ids import link_id
from annotator.model import Link
from annotator.operations.base import Desk, Draft, check_choice
from annotator.operations.units import as_statement, decide


class LinkEvent(msgspec.Struct, frozen=True):
    """Link statements to an event. A statement has one link at most to an event: another relation replaces it."""

    article: str
    statements: tuple[str, ...]
    event: str
    relation: str
    conditional: bool = False

    @property
    def title(self) -> str:
        return "Link to event"

    def drafts(self, desk: Desk) -> list[Draft]:
        _check_relation(desk, self.relation)
        if desk.find_event(self.event) is None:
            raise Invalid("That event is not in the project.")
        target = desk.redirect_target(self.event)
        drafts: list[Draft] = []
        for statement in self.statements:
            link = Link(link_id(statement, target, self.relation), statement, target, self.relation, self.conditional)
            old = [had for had in desk.links(statement) if desk.redirect_target(had.event) == target]
            drafts += _open_for_links(desk, self.article, statement, nothing=False)
            drafts += [_removal(desk, self.article, had) for had in old if had.id != link.id]
            if link not in old:
                drafts.append(_addition(desk, self.article, link))
        return drafts


class Unlink(msgspec.Struct, frozen=True):
    """Take links away again."""

    article: str
    statement: str
    ids: tuple[str, ...]

    @property
    def title(self) -> str:
        return "Unlink"

    def drafts(self, desk: Desk) -> list[Draft]:
        found = _links(desk, self.statement, self.ids)
        return [_removal(desk, self.article, link) for link in found]


class SetRelation(msgspec.Struct, frozen=True):
    """Another relation for a link: it is removed and added in one gesture."""

    article: str
    statement: str
    link: str
    relation: str

    @property
    def title(self) -> str:
        return f"Relation {self.relation}"

    def drafts(self, desk: Desk) -> list[Draft]:
        (link,) = _links(desk, self.statement, (self.link,))
        return LinkEvent(self.article, (self.statement,), link.event, self.relation, link.conditional).drafts(desk)


class SetConditional(msgspec.Struct, frozen=True):
    """Say of a link that it holds under a condition, or that it does not."""

    article: str
    statement: str
    link: str
    on: bool

    @property
    def title(self) -> str:
        return "Conditional" if self.on else "Not conditional"

    def drafts(self, desk: Desk) -> list[Draft]:
        (link,) = _links(desk, self.statement, (self.link,))
        fields = {"conditional": self.on}
        return [Draft(desk.layer, self.article, link.id, "link", "correct", fields)]


class NothingToLink(msgspec.Struct, frozen=True):
    """Say that these statements are about no event; links that they have are taken away."""

    article: str
    statements: tuple[str, ...]

    @property
    def title(self) -> str:
        return "Nothing to link"

    def drafts(self, desk: Desk) -> list[Draft]:
        drafts: list[Draft] = []
        for statement in self.statements:
            drafts += [_removal(desk, self.article, link) for link in desk.links(statement)]
            drafts += _open_for_links(desk, self.article, statement, nothing=True)
        return drafts


def _open_for_links(desk: Desk, article: str, statement: str, *, nothing: bool) -> list[Draft]:
    """Say whether there is nothing to link. A suggested statement stands from then on, its parts still open."""
    unit = desk.unit(article, statement)
    if as_statement(unit).nothing_to_link == nothing and unit.state == "kept":
        return []
    fields = {} if unit.is_machine and not nothing else {"nothing_to_link": nothing}
    return decide(desk, article, unit, "link", {**fields, "state": "kept"})


def _check_relation(desk: Desk, relation: str) -> None:
    check_choice((choice.name for choice in desk.scheme.relations), "relation", relation)


def _links(desk: Desk, statement: str, ids: Sequence[str]) -> list[Link]:
    found = {link.id: link for link in desk.links(statement)}
    missing = [link for link in ids if link not in found]
    if missing:
        raise Invalid("The statement has no such link.")
    return [found[link] for link in ids]


def _addition(desk: Desk, article: str, link: Link) -> Draft:
    return Draft(desk.layer, article, link.id, "link", "link", link_fields(link))


def _removal(desk: Desk, article: str, link: Link) -> Draft:
    return Draft(desk.layer, article, link.id, "link", "unlink", {"state": "removed"})
