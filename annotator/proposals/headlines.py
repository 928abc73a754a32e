"""Headlines as titles of events. Pure."""

from __future__ import annotations

import regex

TITLE_CHARS = 90

_PAPER = regex.compile(r"\s+(?:[-–—|•·»]|::)\s+(?:\p{Lu}[\w.&’' ]*){1,5}$")
_PLAN = regex.compile(
    r"\b(?:plans?|planning|set|due|expected|scheduled) (?:to|for)\b|\bwill\b"
    r"|(?<!\b(?:fails?|failed|refuses?|continues?|begins?|starts?|seeks?|wants?|agrees?|says?|used|close|back|up|due"
    r"|response|allowed|votes?|not|asked|ordered|forced|right|how) )"
    r"\bto (?:be )?\p{Ll}{3,}\b(?<!ing)(?! of)",
)
_LABEL = regex.compile(
    r"^(?:(?:breaking|exclusive|watch|video|live|update\w*|analysis|opinion|explainer)\b[^:|]{0,12}[:|]\s*)+", regex.I
)


def headline(title: str) -> str:
    """A title without the paper's name, marks around it and words such as "Breaking:"; cut after a word."""
    title = _LABEL.sub("", _PAPER.sub("", " ".join(title.split())))
    bare = title.strip(" “”\"‘’'.,;:–—-")
    title = _with_marks(bare, title)
    if len(title) > TITLE_CHARS:
        title = title[:TITLE_CHARS].rsplit(" ", 1)[0].rstrip(" ,;:–—-") + "…"
    return title[:1].upper() + title[1:]


def _with_marks(bare: str, title: str) -> str:
    """What was taken off the ends, back where it belongs to a mark inside: "Mayor calls blast an 'accident'"."""
    at = title.index(bare)
    before, behind = title[:at], title[at + len(bare) :]
    for opening, closing in ("“”", "‘’", '""', "''"):
        opened = len(regex.findall(rf"(?<!\w){opening}(?=\w)", bare))
        closed = len(regex.findall(rf"(?<=[\w\p{{P}}]){closing}(?!\w)", bare))
        if opening in before and closed > opened:
            return opening + bare
        if closing in behind and opened > closed:
            return bare + closing
    return bare


def is_plan(title: str) -> bool:
    """Whether a headline tells of what is to come: "Parliament to vote on the budget"."""
    return _PLAN.search(title) is not None
