"""Suggestions and units made by hand, for tests: `propose` stores them in a project as a run of the machine would."""

from __future__ import annotations

from annotator.ids import suggested_actor_id, suggestion_id
from annotator.model import Actor, Entity, Span, Speaker, Statement, Suggestion
from annotator.project import Project
from annotator.units import Unit

TEXT = (
    "“We will go,” Rubio said in Kursk. “And then we will see.”\n\n"
    "Officials in Kursk said that the talks may fail. Moscow did not comment on Kursk.\n"
)
RUBIO = Actor(suggested_actor_id("Marco Rubio", "person"), "Marco Rubio")


def span_of(text: str, words: str, nth: int = 0) -> Span:
    """The span of the `nth` occurrence of some words."""
    start = -1
    for _ in range(nth + 1):
        start = text.index(words, start + 1)
    return Span(start, start + len(words))


def entity(
    article: str, text: str, words: str, label: str, *, nth: int = 0, score: float = 0.9, actor: str | None = None
) -> Suggestion:
    """A suggested entity on some words of a text."""
    span = span_of(text, words, nth)
    return Suggestion(
        Entity(suggestion_id(article, "entity", [span_pair(span)], label), span, label, actor), score, "ner 1"
    )


def statement(
    article: str,
    text: str,
    *words: str,
    kind: str = "direct",
    cue: str | None = None,
    speaker: Speaker | None = None,
    parent: str | None = None,
) -> Suggestion:
    """A suggested statement with these fragments."""
    content = tuple(span_of(text, each) for each in words)
    key = suggestion_id(article, "statement", [span_pair(span) for span in content], kind)
    value = Statement(key, content, kind, cue=span_of(text, cue) if cue else None, speaker=speaker, parent=parent)
    return Suggestion(value, 0.8, "statements 1")


def span_pair(span: Span) -> tuple[int, int]:
    return span.start, span.end


def propose(project: Project, *proposed: Suggestion, article: str | None = None, actors: tuple[Actor, ...] = ()) -> str:
    """Store a run for an article (the first without). Gives the article's id."""
    key = article or project.articles()[0].id
    project.store_suggestions([(key, proposed, actors)], model="by hand")
    return key


def propose_usual(project: Project) -> str:
    """The usual suggestions on an article with `TEXT`: three times Kursk, Rubio, Moscow, and what Rubio said."""
    key = project.articles()[0].id
    speaker = Speaker(mention=span_of(TEXT, "Rubio"), actor=RUBIO.id)
    return propose(
        project,
        *(entity(key, TEXT, "Kursk", "PERSON", nth=nth) for nth in range(3)),
        entity(key, TEXT, "Rubio", "PERSON", actor=RUBIO.id),
        entity(key, TEXT, "Moscow", "GPE"),
        statement(key, TEXT, "We will go", "And then we will see", cue="said", speaker=speaker),
        actors=(RUBIO,),
    )


def unit_on(project: Project, article: str, words: str, nth: int = 0) -> Unit:
    """The one visible unit that begins where these words stand and, if it is an entity, has their span."""
    work = project.work(article)
    span = span_of(work.article.text, words, nth)
    return next(u for u in work.units(hidden=True) if u.start == span.start and span in u.spans)


def told(project: Project, article: str) -> list[tuple[str, str, frozenset[str], object]]:
    """Everything that shows of an article's units, for comparing a state with another."""
    return [(unit.id, unit.state, unit.decided, unit.value) for unit in project.work(article).every()]
