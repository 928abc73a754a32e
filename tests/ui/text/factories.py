"""A small article of our own and short ways to make its units."""

from __future__ import annotations

from annotator.model import PARTS, Article, Entity, Span, Speaker, Statement
from annotator.units import Unit
from annotator.work import ArticleWork

TEXT = (
    "Talks broke off on Thursday. Valdor’s minister, Ilse Maran, said the list was “three points” long.\n"
    "“It was a hard day,” said Tomas Brede of Keth. “The bridges are closed.”\n"
    "👩🏽‍🚒 crews from Café Zürich\u00a0left; line\u2028separator.\n"
    "قال الوزير إلياس مران يوم الخميس «لن نوقع» مع Tomas Brede ثم غادر.\n" + "More words that fill the sheet. " * 120
)


def span_of(words: str, nth: int = 0) -> Span:
    """Where words stand in `TEXT`."""
    at = -1
    for _ in range(nth + 1):
        at = TEXT.index(words, at + 1)
    return Span(at, at + len(words))


def entity(key: str, words: str, label: str = "GPE", state: str = "suggested", nth: int = 0, **other: bool) -> Unit:
    return Unit(Entity(key, span_of(words, nth), label), state, **other)


def statement(key: str, *content: str, cue: str = "", speaker: str = "", state: str = "suggested") -> Unit:
    value = Statement(
        key,
        tuple(span_of(words) for words in content),
        "direct",
        cue=span_of(cue) if cue else None,
        speaker=Speaker(span_of(speaker)) if speaker else None,
    )
    return Unit(value, state, decided=frozenset(PARTS) if state == "kept" else frozenset())


def work_of(*units: Unit, text: str = TEXT) -> ArticleWork:
    meta = {"title": "Talks break off", "source": "The Harbour Record", "published": "2031-03-14"}
    return ArticleWork(Article("a", text, meta), "ann", units)
