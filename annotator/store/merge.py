"""Uniting another file of the same project with this one: articles, decisions, the later run of suggestions.

Everything is read from a private copy, as data; every row is checked before it is taken. Order and repetition of merges
make no difference to the outcome, since liveness, winners and conflicts follow from the set of rows alone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

import msgspec

from annotator.errors import UserError
from annotator.ids import article_id, text_sha256
from annotator.layers import GOLD, PROJECT
from annotator.store import articles, check, connection, journal, snapshots
from annotator.store.articles import NewArticle, Source
from annotator.store.chunks import places
from annotator.store.database import Database
from annotator.store.journal import COLUMNS, MARK
from annotator.store.metas import decode_meta
from annotator.store.projections import Reprojection, Subject
from annotator.store.resolve import Row
from annotator.store.soundness import LARGEST_JUMP, Unsound, check_row, is_sound_run
from annotator.store.suggestions import store_raw

CHUNK = 2000
CACHE_KIB = 200_000
"""Pages that a merge may keep in memory: its rows go to many places of the file."""
_NEEDED = ("decision", "article", "article_source", "suggestion_run", "project_info", "file_info")
JournalRow = tuple[Any, ...]
"""A row of the journal in the order of `COLUMNS`, which the following places name."""
ID, LAYER, AUTHOR, DEVICE, ARTICLE, SUBJECT, KIND, FIELDS = 0, 2, 3, 4, 5, 6, 7, 8
BEFORE, ACTION, BATCH, CLOCK, TIME = 9, 10, 11, 12, 13


class Counts(msgspec.Struct):
    """What a file brought. `refused` rows do not have the id that their content gives, or cannot be read."""

    new_articles: int = 0
    known_articles: int = 0
    new: int = 0
    known: int = 0
    held_back: int = 0
    refused: int = 0


class Taken(msgspec.Struct):
    """The outcome of one merge: counts, sentences, and what changed."""

    counts: Counts = msgspec.field(default_factory=Counts)
    warnings: list[str] = []
    decided: dict[str, set[str]] = {}
    """Subjects by kind."""
    articles: set[str] = set()
    """The articles that they stand in."""
    added: list[str] = []
    suggested: list[str] = []
    work: Counter[tuple[str, str]] = msgspec.field(default_factory=Counter[tuple[str, str]])
    """How many decisions came, undone or redone ones too, by layer and article."""

    def note(self, subject: str, kind: str, article: str | None, layer: str) -> None:
        """Remember that a subject may amount to something else now."""
        self.decided.setdefault(kind, set()).add(subject)
        if article is not None:
            self.articles.add(article)
            self.work[layer, article] += 1


def check_other(other: Database, project_id: str, name: str) -> None:
    """Raise UserError unless the file holds this project, in tables that this program can read."""
    if connection.newer(other):
        raise UserError(
            f"{name} was written by a newer version of the program.", "Update this program, then merge it again."
        )
    tables = {row[0] for row in other.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")}
    if not set(_NEEDED) <= tables:
        raise UserError(f"{name} is not a News Annotator project.", "Nothing was taken from it.")
    found = dict(other.execute("SELECT key, value FROM project_info").fetchall()).get("id")
    if found != project_id:
        raise UserError(f"{name} belongs to another project.", "Only files that come from this project can be merged.")


def take(db: Database, other: Database, project_id: str, name: str, *, all_layers: bool) -> Taken:
    """Bring over what `other` holds and `db` does not. The caller holds the transaction.

    Raises:
        UserError: another project, a newer program, or no project at all.
    """
    check_other(other, project_id, name)
    with connection.large_cache(db, CACHE_KIB):
        return _Take(db, other, project_id, name, None if all_layers else _Door(db, other)).run()


class _Door:
    """What may come in. From a handout its annotator's layer; into one what a newer one of the same annotator holds."""

    def __init__(self, db: Database, other: Database) -> None:
        self._db = db
        self._other = other
        theirs, self._ours = check.handout(other), check.handout(db)
        self._layers: frozenset[str] | None = None
        if self._ours is not None:
            # The lead's decisions are chosen for a handout: after the annotator's own on the same article.
            feedback = (GOLD,) if theirs == self._ours else ()
            self._layers = frozenset((PROJECT, self._ours, *feedback))
        elif theirs is not None:
            self._layers = frozenset((theirs,))

    def is_shut_to(self, row: JournalRow) -> bool:
        """Whether a row stays outside: another layer's, or a mark on what another layer did."""
        layers = self._layers
        if layers is None:
            return False
        if row[KIND] == MARK:
            touched = self._layers_of(row[SUBJECT])
            if self._ours is not None:
                return bool(touched) and touched.isdisjoint(layers)
            return row[LAYER] not in layers or not touched <= layers
        return row[LAYER] not in layers

    def _layers_of(self, batch: str) -> set[str]:
        query = "SELECT DISTINCT layer FROM decision WHERE batch = ? AND kind != ?"
        return {row[0] for db in (self._db, self._other) for row in db.execute(query, (batch, MARK))}


class _Take:
    """One file's way into ours."""

    def __init__(self, db: Database, other: Database, project_id: str, name: str, door: _Door | None) -> None:
        self._db = db
        self._other = other
        self._project = project_id
        self._name = name
        self._door = door
        self._limit = check.clock(db) + LARGEST_JUMP
        self._taken = Taken()
        self._batches: dict[str, tuple[int, str, str]] = {}
        self._stale: list[Subject] = []
        """Subjects with rows from before, to be read from the journal when all is there."""
        self._layers = journal.layers(db)
        """The layers of which our journal has rows: what comes of another one is new without a look."""
        self._seen: set[Subject] = set()

    def run(self) -> Taken:
        take_articles(self._db, self._other, self._name, self._taken)
        self._take_runs()
        work = Reprojection(self._db)
        self._take_marks()
        self._take_decisions(work)
        work.read(self._stale)
        work.finish()
        snapshots.take_contents(self._db, self._other)
        check.set_clock(self._db, max(check.top_clock(self._db), self._believable_clock()))
        return self._taken

    def _believable_clock(self) -> int:
        theirs = check.clock(self._other)
        return theirs if theirs <= self._limit else 0

    def _take_runs(self) -> None:
        db, taken = self._db, self._taken
        ours = dict(db.execute("SELECT article, clock || ' ' || id FROM suggestion_run").fetchall())
        present = {row[0] for row in db.execute("SELECT id FROM article")}
        for article, clock, run in self._other.execute("SELECT article, clock, id FROM suggestion_run").fetchall():
            if article not in present or ours.get(article) == f"{clock} {run}":
                continue
            row = self._other.execute(
                "SELECT article, id, clock, model, visible, total, body FROM suggestion_run WHERE article = ?",
                (article,),
            ).fetchone()
            if not is_sound_run(row, self._limit):
                taken.warnings.append(f"{self._name}: the suggestions for article {article} were refused.")
            elif store_raw(db, row):
                taken.suggested.append(article)

    def _take_marks(self) -> None:
        """Marks first, so that liveness is known when the decisions come."""
        marks = [row for chunk in self._unknown(f"kind = '{MARK}'") for row in self._sound(chunk)]
        journal.append_rows(self._db, marks)
        journal.mark_batches(self._db, [(row[SUBJECT], row[ACTION], row[CLOCK], row[ID]) for row in marks])
        for batch in dict.fromkeys(row[SUBJECT] for row in marks):
            for layer, subject, kind, article, _ in journal.batch_decisions(self._db, batch):
                self._stale.append((layer, subject))
                self._taken.note(subject, kind, article, layer)

    def _take_decisions(self, work: Reprojection) -> None:
        undone = journal.undone_batches(self._db)
        for rows in self._unknown(f"kind != '{MARK}'"):
            good = list(self._sound(rows))
            known = self._known_subjects(good)
            journal.append_rows(self._db, good)
            fresh: dict[Subject, list[tuple[str, str | None, Row]]] = {}
            for row in good:
                key = (row[LAYER], row[SUBJECT])
                if key in known or key in self._seen:
                    self._stale.append(key)
                else:
                    said = _said(row, is_live=row[BATCH] not in undone)
                    fresh.setdefault(key, []).append((row[KIND], row[ARTICLE], said))
                self._note(row)
            work.put(fresh)
            self._seen.update(fresh)
        journal.note_batches(
            self._db, [(batch, author, device, top) for batch, (top, author, device) in self._batches.items()]
        )

    def _known_subjects(self, rows: list[JournalRow]) -> set[Subject]:
        """(layer, subject) of what had rows before this file, among others."""
        subjects = list({row[SUBJECT] for row in rows if row[LAYER] in self._layers})
        return set(
            self._db.execute(
                f"SELECT DISTINCT layer, subject FROM decision WHERE subject IN ({places(subjects)})", subjects
            ).fetchall()
        )

    def _note(self, row: JournalRow) -> None:
        self._taken.note(row[SUBJECT], row[KIND], row[ARTICLE], row[LAYER])
        found = (row[CLOCK], row[AUTHOR], row[DEVICE])
        old = self._batches.get(row[BATCH])
        if old is None or found > old:
            self._batches[row[BATCH]] = found

    def _unknown(self, where: str) -> Iterator[list[JournalRow]]:
        """The other file's journal rows that ours lacks, in chunks; counts the rest as known."""
        cursor = self._other.execute(f"SELECT {COLUMNS} FROM decision WHERE {where} ORDER BY rowid")
        while rows := cursor.fetchmany(CHUNK):
            ids = [row[ID] for row in rows if row[LAYER] in self._layers]
            known = {row[0] for row in self._db.execute(f"SELECT id FROM decision WHERE id IN ({places(ids)})", ids)}
            self._taken.counts.known += len(known)
            yield [row for row in rows if row[ID] not in known] if known else rows

    def _sound(self, rows: list[JournalRow]) -> Iterator[JournalRow]:
        """Those of the rows that may be taken; counts and names the others."""
        counts = self._taken.counts
        for row in rows:
            if self._door is not None and self._door.is_shut_to(row):
                counts.held_back += 1
                continue
            try:
                check_row(row, self._project, self._limit)
            except Unsound as error:
                counts.refused += 1
                self._taken.warnings.append(f"{self._name}: the decision {row[ID]} was refused: {error}.")
                continue
            counts.new += 1
            yield row


def _said(row: JournalRow, *, is_live: bool) -> Row:
    return Row(row[ID], row[CLOCK], row[ACTION], row[AUTHOR], row[TIME], row[FIELDS], row[BEFORE], is_live)


def take_articles(db: Database, other: Database, name: str, taken: Taken) -> None:
    """Bring over the articles that are missing, and what files said of all of them."""
    known = {row[0] for row in db.execute("SELECT id FROM article")}
    theirs = [row[0] for row in other.execute("SELECT id FROM article").fetchall()]
    new = [_article(other, found) for found in theirs if found not in known]
    good = [article for article in new if article is not None]
    taken.warnings += _differing_texts(db, good, name)
    articles.add_texts(db, good)
    present = known | {article.id for article in good}
    sources, refused = _sources(other, present)
    articles.add_sources(db, sources)
    articles.wake(db, [article.id for article in good])
    taken.added = sorted(article.id for article in good)
    taken.counts.new_articles = len(good)
    taken.counts.known_articles = sum(found in known for found in theirs)
    if len(good) < len(new):
        taken.warnings.append(f"{name}: {len(new) - len(good)} articles were refused: a text does not fit its id.")
    if refused:
        taken.warnings.append(f"{name}: what {refused} files said of articles could not be read.")


def _article(other: Database, found: Any) -> NewArticle | None:
    """The other file's article with this id, None where its text is not the one of that id."""
    text, meta, origin, record = other.execute(
        "SELECT a.text, s.meta, s.origin, s.record FROM article a LEFT JOIN article_source s ON s.article = a.id "
        "WHERE a.id = ? ORDER BY s.added LIMIT 1",
        (found,),
    ).fetchone()
    if not isinstance(text, str) or found != article_id(text):
        return None
    return NewArticle(found, text_sha256(text), text, _meta(meta) or {}, origin or "", record or 1)


def _sources(other: Database, present: set[str]) -> tuple[list[Source], int]:
    """What the other file's files said of articles that are here now, and how much of it is none."""
    good: list[Source] = []
    refused = 0
    for row in other.execute("SELECT article, meta, origin, record, added FROM article_source"):
        if row[0] not in present:
            continue
        if _meta(row[1]) is None or [type(value) for value in row[2:]] != [str, int, int]:
            refused += 1
        else:
            good.append(Source(*row))
    return good, refused


def _meta(text: Any) -> dict[str, str] | None:
    try:
        return decode_meta(text)
    except (msgspec.MsgspecError, TypeError):
        return None


def _differing_texts(db: Database, new: list[NewArticle], name: str) -> list[str]:
    """Articles with the identity of one of ours and another text: both are kept, and a person should know."""
    if not new:
        return []
    ours: dict[tuple[str, str], str] = {}
    for title, body in db.execute("SELECT title, body FROM article_meta"):
        meta = decode_meta(body)
        ours |= {(key, meta[key]): title for key in ("id", "url") if meta.get(key)}
    said: list[str] = []
    for article in new:
        twin = next((key for key in ("id", "url") if (key, article.meta.get(key, "")) in ours), None)
        if twin:
            value = article.meta[twin]
            said.append(f"{name}: the text of “{ours[twin, value]}” ({twin} {value}) differs there; both are kept.")
    return said
