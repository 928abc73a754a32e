"""What tests of the window share: an article with suggestions made by hand, and a real window on it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from annotator import ids
from annotator.model import Entity, Span, Speaker, Statement, Suggestion
from annotator.project import Project
from annotator.units import Unit

FIRST = (
    "Trump and Putin spoke on Tuesday about Kursk.\n\n"
    "“It was positive,” Witkoff said in Moscow. “It was a solutions-based discussion.”\n\n"
    "Trump will meet Putin in Riyadh, Lavrov told reporters. Kursk is quiet.\n\n"
    "Kyiv waits, Zelensky said."
)
SECOND = "Kursk again. Putin met Lavrov in Moscow on Friday."
ENTITIES = (("Trump", "PERSON"), ("Putin", "PERSON"), ("Tuesday", "DATE"), ("Kursk", "ORG"), ("Witkoff", "PERSON"))
LATER = (("Moscow", "GPE"), ("Riyadh", "GPE"), ("Lavrov", "PERSON"))


def span_of(text: str, words: str, nth: int = 0) -> Span:
    """The span of the `nth` place of `words`."""
    at = -1
    for _ in range(nth + 1):
        at = text.index(words, at + 1)
    return Span(at, at + len(words))


def entity(article: str, text: str, words: str, label: str, nth: int = 0) -> Suggestion:
    """A machine's entity on the `nth` place of `words`."""
    span = span_of(text, words, nth)
    found = ids.suggestion_id(article, "entity", [(span.start, span.end)], label)
    return Suggestion(Entity(found, span, label), score=0.9, source="test 1", reason="a test says so")


def quote(article: str, text: str) -> Suggestion:
    """The machine's statement of the first text: two fragments, a cue, a speaker."""
    content = (span_of(text, "It was positive"), span_of(text, "It was a solutions-based discussion"))
    found = ids.suggestion_id(article, "statement", [(one.start, one.end) for one in content], "direct")
    statement = Statement(
        found, content, "direct", cue=span_of(text, "said"), speaker=Speaker(mention=span_of(text, "Witkoff"))
    )
    return Suggestion(statement, score=0.9, source="test 1", reason="marks and a cue")


def suggest(project: Project) -> None:
    """Store suggestions for the two articles, as the machine would."""
    first, second = (row.id for row in project.articles())
    found = [entity(first, FIRST, words, label) for words, label in (*ENTITIES, *LATER)]
    found += [entity(first, FIRST, "Trump", "PERSON", 1), entity(first, FIRST, "Kursk", "ORG", 1), quote(first, FIRST)]
    found.append(entity(first, FIRST, "Putin", "PERSON", 1))
    others = [entity(second, SECOND, words, label) for words, label in (("Kursk", "ORG"), ("Putin", "PERSON"))]
    project.store_suggestions([(first, found, ()), (second, others, ())], model="test 1")


@contextmanager
def make_and_open(make_project: Callable[..., Project]) -> Iterator[Any]:
    """A window on a project with the two articles and their suggestions; closed at the end."""
    from shiboken6 import isValid

    from ui.app import open_window

    project = make_project(FIRST, SECOND)
    suggest(project)
    window = open_window(project.path, annotator="ann")
    try:
        yield window
    finally:
        if isValid(window):  # a test may have closed it itself
            window.close()


def find(window: Any, words: str, nth: int = 0) -> Unit | None:
    """The unit of the open article that stands on the `nth` place of `words`, in whatever state."""
    work = window.session.work
    span = span_of(work.article.text, words, nth)
    found = [unit for unit in work.every() if span in unit.spans]
    return max(found, key=lambda unit: unit.is_shown, default=None)


def go_to(window: Any, words: str, nth: int = 0) -> Unit:
    """Make that unit current."""
    unit = find(window, words, nth)
    assert unit is not None
    window.session.set_current(unit.id)
    return unit


def select(window: Any, words: str, nth: int = 0) -> Span:
    """Select words in the article, as with the mouse."""
    span = span_of(window.session.text, words, nth)
    window.annotate.view.select(span)
    return span
