"""Links to events and actors as one line of words, for formats that have no place for them but an answer in words.

"denies: The trip to Kursk [id]", "denies if: The trip to Kursk [id]", "Ilse Maran [id]": a person can read and write
them, and a program finds the ids again.
"""

from __future__ import annotations

import re

from annotator.formats.graph.model import NodeLink

_LINK = re.compile(r"(?P<relation>[^:]+?)(?P<conditional> if)?: (?P<title>.*?)(?: ?\[(?P<id>[^\[\]]+)\])?", re.DOTALL)
_NAMED = re.compile(r"(?P<name>.*?)(?: ?\[(?P<id>[^\[\]]+)\])?", re.DOTALL)


def link_words(link: NodeLink) -> str:
    """A link as words."""
    return f"{link.relation}{' if' if link.conditional else ''}: {actor_words(link.event, link.title)}"


def link_from(words: str) -> NodeLink | None:
    """The link that words say, also without an id: then the event goes by its title. None for other words."""
    match = _LINK.fullmatch(words.strip())
    if match is None or not (match["id"] or match["title"].strip()):
        return None
    title = match["title"].strip()
    return NodeLink(match["id"] or title, match["relation"].strip(), bool(match["conditional"]), title)


def actor_words(key: str, name: str) -> str:
    """An actor, or an event, by name and id."""
    return f"{name} [{key}]" if key != name else name


def actor_from(words: str) -> tuple[str, str]:
    """The id and the name of an actor, or event, that words give; who has no id goes by the name."""
    match = _NAMED.fullmatch(words.strip())
    name = match["name"].strip() if match else words.strip()
    return (match["id"] if match and match["id"] else name), name
