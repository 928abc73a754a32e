"""What `annotator.open` gives: a project as a notebook or a script wants it, in plain structs and flat rows.

The structs are the records of the gold format (`annotator.formats.gold.schema`), the same that an export writes; rows
of them are `notebook_work`'s. Nothing here writes; `View.project` can.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from annotator.errors import UserError
from annotator.layers import GOLD, RESERVED, SUGGESTIONS
from annotator.model import Article
from annotator.notebook_work import Row, Work
from annotator.project import Project
from annotator.wording import counted

__all__ = ("Row", "View", "Work", "open_view")


class View:
    """An open project. Use it in a `with` statement, or `close` it.

    What others write to the file meanwhile, the window too, is there at the next call.
    """

    def __init__(self, project: Project) -> None:
        self._project = project
        self._is_open = True

    def __repr__(self) -> str:
        if not self._is_open:
            return f"<project {self.name!r}: closed>"
        layers = ", ".join(self.layers) or "nobody's work"
        return f"<project {self.name!r}: {counted(len(self.project.article_ids()), 'article')}; {layers}>"

    @property
    def project(self) -> Project:
        """All else that can be asked of a project: `project.lead`, `project.search`, `project.export` …

        Raises:
            UserError: it was closed.
        """
        if not self._is_open:
            raise UserError("The project was closed.", "Open it again: annotator.open(path).")
        return self._project

    @property
    def name(self) -> str:
        return self._project.name

    @property
    def layers(self) -> tuple[str, ...]:
        """The annotators who have work in the project, in order of their names."""
        return tuple(sorted(set(self.project.status()["layers"]) - set(RESERVED)))

    @property
    def releases(self) -> tuple[str, ...]:
        """The names of gold that was frozen, to be given to `gold`."""
        return tuple(release.name for release in self.project.lead.gold.releases())

    def articles(self) -> Iterator[Article]:
        """Every article with its text and metadata, in project order."""
        return self.project.texts(self.project.article_ids())

    def layer(self, name: str, *, with_rejected: bool = False) -> Work:
        """What one annotator decided, or `"suggestions"`: what the machine proposes.

        With `with_rejected` each article has `rejected`: the suggestions that the annotator refused.

        Raises:
            UserError: there is no work of that name.
        """
        return self._work(name, with_rejected=with_rejected)

    def suggestions(self) -> Work:
        """What the machine proposes, whatever people made of it."""
        return self._work(SUGGESTIONS)

    def gold(self, release: str | None = None, *, incomplete: bool = False) -> Work:
        """The gold as it is now, or as a release froze it.

        Raises:
            UserError: disagreements are open, or articles not done, and `incomplete` does not allow it; or there is no
                such release.
        """
        return self._work(GOLD, release=release, incomplete=incomplete)

    def agreement_rows(self) -> list[Row]:
        """How far annotators agree, before anything was settled: one row a measure, over all, by label and by pair.

        `label`, `a` and `b` are "" in the rows over all. `low` and `high` are the ends of the 95 % interval, `value`
        is None where nothing could be computed, and `reason` says why.
        """
        found = self.project.lead.agreement().as_json()
        return [
            *_measured(found["measures"], found["intervals"], found["absent"]),
            *(row for label, measures in found["labels"].items()
              for row in _measured(measures, found["label_intervals"].get(label, {}), label=label)),
            *(row for pair in found["pairs"] for row in _measured(pair["measures"], a=pair["a"], b=pair["b"])),
        ]  # fmt: skip

    def close(self) -> None:
        """Close the file. Closing twice does no harm."""
        self._is_open = False
        self._project.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _work(self, layer: str, **options: Any) -> Work:
        from annotator.exchange.gold.state import HINT
        from annotator.exchange.selecting import select

        self.project.refresh()
        try:
            selection = select(self.project, layer, **options)
            articles = tuple(selection.articles)
            selection.facts()  # only now is it known whether something blocks the gold
        except UserError as error:
            if error.hint == HINT:
                raise UserError(error.message, "gold(incomplete=True) gives what there is.") from None
            raise
        return Work(layer, articles, tuple(selection.events()), tuple(selection.actors()))


def open_view(path: Path | str, *, annotator: str | None = None, read_only: bool = True) -> View:
    """The project at `path`, to be read; see `annotator.open`."""
    return View(Project.open(path, annotator=annotator, read_only=read_only))


def _measured(
    measures: Mapping[str, float | None],
    intervals: Mapping[str, list[float]] | None = None,
    absent: Mapping[str, str] | None = None,
    *,
    label: str = "",
    a: str = "",
    b: str = "",
) -> Iterator[Row]:
    for measure, value in measures.items():
        low, high = (intervals or {}).get(measure) or (None, None)
        reason = (absent or {}).get(measure, "")
        yield {"measure": measure, "label": label, "a": a, "b": b, "value": value, "low": low, "high": high,
               "reason": reason}  # fmt: skip
