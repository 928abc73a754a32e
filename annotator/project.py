"""`Project`: what the window, the command line and scripts talk to. Opens a file, runs operations, answers questions.

It forwards to where each thing is done: `annotator.store` (the file), `annotator.views` (what one layer sees),
`annotator.operations` (changes, carried out by `annotator.writing`). What goes in and out is `annotator.exchanging`'s.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from annotator import paths
from annotator.changes import Changes
from annotator.committing import Author
from annotator.errors import UserError
from annotator.exchanging import Exchanging
from annotator.ids import random_id
from annotator.layers import annotator_name
from annotator.model import Actor, Article, Event, Suggestion, SuggestionRun
from annotator.operations.base import Operation
from annotator.progress import Progress
from annotator.scheme import Scheme, parse_scheme, read_scheme
from annotator.store import Database, articles, check, connection, queries, suggestions
from annotator.store.articles import ArticleRow
from annotator.store.location import location_warnings
from annotator.text import normalise
from annotator.uniting import with_imported
from annotator.views import inquiries
from annotator.views.inquiries import Conflict, Hit, LinkedStatement, PlacedStatement
from annotator.views.own_articles import OwnArticles
from annotator.views.reading import Reading
from annotator.views.registry import ActorRow, EventRow
from annotator.views.sureness import Sureness
from annotator.views.twins import Twins
from annotator.work import ArticleWork
from annotator.writing import Writing

if TYPE_CHECKING:
    from annotator.views.lead import Lead
    from annotator.views.proposals import Proposals


class Project(Exchanging):
    """An open project file, seen by one annotator. One thread at a time; the window's jobs open their own.

    Use `create` or `open`, and `close` it or use it in a `with` statement. `twins` answers about repeated passages.
    """

    def __init__(self, path: Path, opened: connection.Opened, annotator: str) -> None:
        self.path = path
        self.is_read_only = opened.is_read_only
        self.warnings = (*opened.warnings, *location_warnings(path))
        self.annotator = annotator
        self._db = opened.db
        self.id = check.project_info(self._db, path)["id"]
        author = Author(project=self.id, author=annotator, layer=annotator, device=paths.device_id())
        self._load_settings()
        self._reading = Reading(self._db, annotator, self.scheme)
        self._own = OwnArticles(self._db, annotator, self.id)
        self.twins = Twins(self._db, self._reading, self._own.is_open)
        self._writing = Writing(self._db, author, self._reading, self._load_settings)
        self.handout = check.handout(self._db)
        """Whose handout the file is; None for a project that is nobody's alone."""
        if self.handout not in (None, annotator):
            said = (
                f"This file is {self.handout}'s handout: what {annotator} decides in it is held back when it is merged."
            )
            self.warnings = (*self.warnings, said)
        self._is_open = True

    @classmethod
    def create(
        cls, path: Path | str, *, name: str | None = None, scheme_file: Path | None = None, annotator: str | None = None
    ) -> Project:
        """A new, empty project at `path`.

        Raises:
            UserError: the file is there already, the folder cannot be written, or the scheme file is wrong.
        """
        path = Path(path)
        _, text = read_scheme(scheme_file)
        author = annotator_name(annotator)
        db = connection.create(path)
        with connection.write(db):
            check.write_project_info(db, {"id": random_id(), "name": normalise(name or path.stem), "scheme": text})
        return cls(path, connection.Opened(db, False, ()), author)

    @classmethod
    def open(cls, path: Path | str, *, annotator: str | None = None, read_only: bool = False) -> Project:
        """The project at `path`, as `annotator` sees it; else as whose handout it is, else as the system's user.

        A file from a newer program, or one with foreign tables or triggers, opens read-only with a word in `warnings`.

        Raises:
            UserError: no such file, no project, or a damaged one.
        """
        path = Path(path)
        author = annotator_name(annotator)
        opened = connection.open_file(path, read_only=read_only)
        check.project_info(opened.db, path)
        return cls(path, opened, author if annotator else check.handout(opened.db) or author)

    def close(self) -> None:
        """Bring everything into the one file and close it. Closing twice does no harm."""
        if self._is_open:
            self._is_open = False
            self.checkpoint()
            connection.close(self._db)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    # Changes

    def run(
        self, operation: Operation, *, active_ms: int = 0, batch: str | None = None, learns: bool = True
    ) -> Changes:
        """Carry out an operation as one batch (or into `batch`): validated, on disk when this returns, undone as one.

        With `learns` False, memory looks up what it taught at the next `learn`: after the last of the parts of a batch.

        Raises:
            Invalid: it would break a rule; nothing was written.
            UserError: the file cannot be written.
        """
        self._check_writable()
        return self._writing.run(operation, active_ms, batch, learns=learns)

    def learn(self) -> None:
        """Look up again what is known of names."""
        self._reading.expire_names()

    def undo(self, progress: Progress | None = None) -> Changes:
        """Take back this annotator's latest live batch made on this device; what came later stays.

        `progress` is called now and then while a large batch is turned, and must not write: all or nothing is undone.
        """
        self._check_writable()
        return self._writing.undo(progress)

    def redo(self, progress: Progress | None = None) -> Changes:
        """Bring back what was undone last, unless something new was done since. `progress` as for `undo`."""
        self._check_writable()
        return self._writing.redo(progress)

    def undo_title(self) -> str | None:
        """What `undo` would take back, in words; None where there is nothing."""
        return self._writing.undo_title()

    def redo_title(self) -> str | None:
        """What `redo` would bring back, in words; None where there is nothing."""
        return self._writing.redo_title()

    def refresh(self) -> Changes:
        """What other processes have written since the last look: pre-annotation, a second window, a merge."""
        changes = self._writing.overhearing.take()
        if changes.scheme:
            self._load_settings()
        if changes:
            self._reading.forget(changes.suggested)
            self._reading.renew(changes.statuses)
        return changes

    def store_suggestions(
        self, found: Sequence[tuple[str, Sequence[Suggestion], Sequence[Actor]]], *, model: str
    ) -> Changes:
        """Keep what the machine proposes for these articles, in place of what it proposed before.

        What came from a file before any model had read the article stays beside it, until it is read again.
        """
        self._check_writable()
        stored: list[str] = []
        with self._writing.transaction():
            for article, proposed, actors in found:
                clock = check.next_clock(self._db)
                run = SuggestionRun(random_id(), article, clock, model, tuple(proposed), tuple(actors))
                run = with_imported(run, suggestions.find_imported(self._db, article))
                if suggestions.store(self._db, run, inquiries.visible_count(self.scheme, run.suggestions)):
                    stored.append(article)
            self._writing.overhearing.skip_own()
        self._reading.forget(stored)
        return Changes(articles=frozenset(stored), suggested=frozenset(stored))

    # Questions

    def articles(self) -> list[ArticleRow]:
        """All articles in project order, with the state that this annotator's layer gave them."""
        return self._own.rows()

    def listed_articles(self) -> list[ArticleRow]:
        """What this annotator's list shows: their own articles in the order to work on them; all where none is."""
        return self._own.listed()

    def article_ids(self) -> list[str]:
        """The ids of all articles in project order."""
        return articles.ids(self._db)

    def article_row(self, article_id: str) -> ArticleRow | None:
        """One row of `articles`."""
        return self._own.row(article_id)

    def article(self, article_id: str) -> Article:
        """An article with its metadata.

        Raises:
            NotFound: there is none with this id.
        """
        return articles.get(self._db, article_id)

    def work(self, article_id: str, *, layer: str | None = None) -> ArticleWork:
        """The article as this annotator's layer (or another) sees it, read anew."""
        if layer is not None and layer != self.annotator:
            return Reading(self._db, layer, self.scheme).work(article_id)
        return self._reading.open(article_id)

    def refresh_work(self, work: ArticleWork, changes: Changes) -> frozenset[str]:
        """Bring a work up to date, unit by unit. Gives the units that changed.

        New suggestions for the article are left out: what is open never alters under its reader's hands.
        """
        reading = self._reading if work.layer == self.annotator else Reading(self._db, work.layer, self.scheme)
        return frozenset(reading.refresh(work, changes))

    def progress(self, article_id: str) -> tuple[int, int]:
        """(decided, total) units of an article, as this annotator sees it; what was refused is decided."""
        return self._reading.work(article_id).progress()

    def events(self) -> list[EventRow]:
        """Every event that this annotator can see, by date and title; the retired and merged ones too."""
        return self._reading.registry.events()

    def actors(self) -> list[ActorRow]:
        """Every actor that this annotator can see, by name."""
        return self._reading.registry.actors()

    def find_event(self, event_id: str) -> Event | None:
        """The event with this id, or the one that it was merged into."""
        return self._reading.registry.find_event(event_id)

    def find_actor(self, actor_id: str) -> Actor | None:
        """The actor with this id, or the one that it was merged into."""
        return self._reading.registry.find_actor(actor_id)

    def suggested_actor(self, article_id: str, actor_id: str) -> Actor | None:
        """The actor with this id that the machine proposes in an article."""
        return self._reading.suggested_actors(article_id).get(actor_id)

    def event_links(self, event_id: str) -> list[LinkedStatement]:
        """This annotator's statements that are linked to an event, from all articles."""
        return inquiries.event_links(self._db, self._reading, event_id)

    def actor_statements(self, actor_id: str) -> list[PlacedStatement]:
        """This annotator's statements that are attributed to an actor, from all articles, linked or not."""
        return inquiries.actor_statements(self._db, self._reading, actor_id)

    def recent_actors(self, article_id: str) -> list[Actor]:
        """The actors to choose a speaker from: those of the article first, then those used last, then all others."""
        return inquiries.recent_actors(self._db, self._reading, article_id)

    def search(self, query: str, *, limit: int = 200) -> list[Hit]:
        """Articles that hold all words of the query (the last one may be unfinished), the best first."""
        return inquiries.search(self._db, query, limit)

    def occurrences(self, surface: str, *, limit: int = 2000) -> list[Hit]:
        """Where exactly these characters stand as whole words, in all articles that are this annotator's to decide."""
        return inquiries.occurrences(self._db, surface, limit, self._own.is_open)

    def conflicts(self) -> list[Conflict]:
        """Where two laptops decided one field differently."""
        return inquiries.conflicts(self._db)

    def status(self) -> dict[str, Any]:
        """What `annotator status --json` prints."""
        return inquiries.status(self._db)

    def articles_to_preannotate(self, *, again: bool = False) -> list[str]:
        """The articles that the machine has not read yet; with `again` all."""
        return articles.ids(self._db) if again else suggestions.articles_without(self._db)

    def texts(self, article_ids: Sequence[str]) -> Iterator[Article]:
        """Several articles, in the order of their ids."""
        return articles.texts(self._db, article_ids)

    # The file

    def check(self) -> list[str]:
        """What is wrong with the file, in sentences; empty where all is well."""
        return check.problems(self._db)

    def rebuild(self) -> list[str]:
        """Work every projection out again from the journal; says in sentences what had been wrong."""
        self._check_writable()
        with self._writing.transaction():
            found = check.rebuild(self._db)
        self._reading.forget()
        return found

    def checkpoint(self) -> None:
        """Bring the write-ahead log into the file, so that a copy of the file alone is whole."""
        if not self.is_read_only:
            connection.checkpoint(self._db)

    @cached_property
    def proposals(self) -> Proposals:
        """The events, and the joining of actors, that the machine proposes."""
        from annotator.views.proposals import Proposals  # knows words and dates that the window starts without

        return Proposals(self._db, self._reading, self.id)

    @cached_property
    def lead(self) -> Lead:
        """What a lead asks of the work of all layers."""
        from annotator.views.lead import Lead  # an annotator's window starts without it

        return Lead(self._db, self._reading, self.id)

    @property
    def sureness(self) -> Sureness:
        """How sure the machine is of what this annotator has not decided."""
        return Sureness(self._db, self._reading)

    @property
    def db(self) -> Database:
        """The store's connection, for the modules of `annotator` that the façade forwards to."""
        return self._db

    @property
    def reading(self) -> Reading:
        """This annotator's view, for the modules of `annotator` that the façade forwards to."""
        return self._reading

    def _load_settings(self) -> None:
        settings = {**check.project_info(self._db, self.path), **queries.settings(self._db, self.id)}
        self.name: str = settings["name"]
        self.scheme: Scheme = parse_scheme(settings["scheme"], f"of {self.path.name}")
        self.scheme_text: str = settings["scheme"]
        if hasattr(self, "_reading"):
            self._reading.scheme = self.scheme

    def _check_writable(self) -> None:
        if self.is_read_only:
            raise UserError(f"{self.path.name} is open to read only.", " ".join(self.warnings))
