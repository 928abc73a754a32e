"""Opening and creating project files: pragmas, what is checked before the first write, transactions, checkpoints.

A file that this program did not make, a newer one or one with foreign triggers or views is never written to.
"""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec
from sqlite_utils import Database

from annotator.errors import UserError
from annotator.store import schema

DatabaseError = sqlite3.DatabaseError
HEADER = b"SQLite format 3\x00"
BUSY_MS = 15_000


class Opened(msgspec.Struct, frozen=True):
    """An open file: whether it may be written, and what its user should know."""

    db: Database
    is_read_only: bool
    warnings: tuple[str, ...]


def create(path: Path) -> Database:
    """A new, empty project file at `path`.

    Raises:
        UserError: something is there already, or the folder cannot be written.
    """
    if path.exists():
        raise UserError(f"{path} is there already.", "Choose another name, or open it.")
    if not path.parent.is_dir():
        raise UserError(f"The folder {path.parent} does not exist.", "Make it first, or choose another.")
    try:
        db = _connect(path, "rwc")
        db.execute(f"PRAGMA application_id = {schema.APPLICATION_ID}")
        db.execute("PRAGMA journal_mode = WAL")
        with write(db):
            schema.migrations.apply(db)
        db.execute(f"PRAGMA user_version = {schema.version()}")
    except sqlite3.OperationalError as error:
        raise UserError(f"{path} cannot be made: {error}.") from error
    return db


def open_file(path: Path, *, read_only: bool = False) -> Opened:
    """Open the project file at `path`, migrating an older one after a verified backup.

    Raises:
        UserError: no such file, no SQLite file, another program's file, or a damaged one.
    """
    check_header(path)
    db = _connect(path, "ro" if read_only else "rw")
    try:
        check_application(db, path)
        warnings = _reasons_against_writing(db)
        if not warnings and not read_only:
            warnings = _migrate(db, path)
        if not warnings and schema.schema_rows(db) != schema.expected_schema():
            db.close()
            return Opened(
                private_copy(path),
                True,
                (
                    f"{path.name} holds tables, triggers or views that this program did "
                    "not make. It was opened as a copy to read; merge it into a project of your own to work on it.",
                ),
            )
    except sqlite3.DatabaseError as error:
        db.close()
        raise damaged(path, error) from error
    if warnings and not read_only:
        db.close()
        return Opened(_connect(path, "ro"), True, warnings)
    if not read_only:
        db.execute("PRAGMA journal_mode = WAL")
    return Opened(db, read_only, warnings)


def damaged(path: Path, error: Exception) -> UserError:
    return UserError(
        f"{path} is damaged: {error}.",
        "Restore a backup (annotator restore), or save what can be read with: annotator check --salvage OUT.",
    )


def private_copy(path: Path) -> Database:
    """A copy of the file and its write-ahead log in a private folder, opened to read. Close with `close`."""
    folder = Path(tempfile.mkdtemp(prefix="annotator-"))
    copy = folder / "copy.annodb"
    shutil.copyfile(path, copy)
    wal = path.with_name(path.name + "-wal")
    if wal.exists():
        shutil.copyfile(wal, copy.with_name(copy.name + "-wal"))
    db = _connect(copy, "rw")
    db.execute("PRAGMA query_only = ON")
    return db


def close(db: Database) -> None:
    """Close a connection; a private copy goes with it."""
    own = path_of(db)
    db.close()
    folder = own.parent if own else None
    if folder is not None and folder.name.startswith("annotator-") and (folder / "copy.annodb").exists():
        shutil.rmtree(folder, ignore_errors=True)


def path_of(db: Database) -> Path | None:
    """The file that a connection is open on."""
    row = db.execute("PRAGMA database_list").fetchone()
    return Path(row[2]) if row and row[2] else None


@contextmanager
def write(db: Database) -> Iterator[Database]:
    """One write transaction: `BEGIN IMMEDIATE`, so that it waits for its turn instead of failing half-way.

    Nested, it is a savepoint of the outer one.

    Raises:
        UserError: another process holds the file for longer than anyone should, or the disk is full.
    """
    if db.conn.in_transaction:
        with db.atomic():
            yield db
        return
    try:
        db.execute("BEGIN IMMEDIATE")
    except sqlite3.OperationalError as error:
        raise UserError(f"The project file cannot be written just now: {error}.", "Try again in a moment.") from error
    try:
        with db.atomic():
            yield db
        db.execute("COMMIT")
    except sqlite3.OperationalError as error:
        _roll_back(db)
        raise UserError(f"The project file could not be written: {error}.", "Nothing was changed.") from error
    except BaseException:
        _roll_back(db)
        raise


def checkpoint(db: Database) -> None:
    """Bring the write-ahead log into the file, so that a copy of the file alone is whole. Skipped where others read."""
    db.execute("PRAGMA busy_timeout = 0")
    try:
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    except sqlite3.OperationalError:
        pass
    finally:
        db.execute(f"PRAGMA busy_timeout = {BUSY_MS}")


def data_version(db: Database) -> int:
    """A number that changes when another connection has written."""
    return int(db.execute("PRAGMA data_version").fetchone()[0])


def backup_to(db: Database, out: Path) -> None:
    """Copy the open file to `out` with SQLite's backup API, then open the copy and check it.

    Raises:
        UserError: the copy is not sound; it is taken away again.
    """
    target = sqlite3.connect(out)
    try:
        db.conn.backup(target)
        target.execute("PRAGMA journal_mode = DELETE")
        result = target.execute("PRAGMA quick_check").fetchone()[0]
    finally:
        target.close()
    if result != "ok":
        out.unlink()
        raise UserError(f"The backup {out} is not sound: {result}.", "The project itself was left as it is.")


def _roll_back(db: Database) -> None:
    if db.conn.in_transaction:
        db.execute("ROLLBACK")


def _connect(path: Path, mode: str) -> Database:
    # The window's jobs each have a connection of their own; none is used by two threads at a time.
    conn = sqlite3.connect(
        f"{path.resolve().as_uri()}?mode={mode}",
        uri=True,
        isolation_level=None,
        check_same_thread=False,
        cached_statements=512,
    )
    for pragma in (
        f"busy_timeout = {BUSY_MS}",
        "foreign_keys = ON",
        "recursive_triggers = ON",
        "trusted_schema = OFF",
        "synchronous = FULL",
        "cache_size = -16000",
    ):
        conn.execute(f"PRAGMA {pragma}")
    return Database(conn, execute_plugins=False)


def check_header(path: Path) -> None:
    """Raise UserError unless an SQLite file lies there."""
    if not path.exists():
        raise UserError(f"There is no {path}.", f"Make it with: annotator new {path}")
    if path.is_dir():
        raise UserError(f"{path} is a folder, not a project.", "A project is one file, named *.annodb.")
    try:
        with path.open("rb") as file:
            header = file.read(len(HEADER))
    except OSError as error:
        raise UserError(f"{path} cannot be read: {error.strerror}.") from error
    if header != HEADER:
        raise UserError(
            f"{path} is not a News Annotator project.",
            "To bring articles into a project use: annotator import PROJECT FILE.",
        )


def check_application(db: Database, path: Path) -> None:
    """Raise UserError unless the file is this program's."""
    if db.execute("PRAGMA application_id").fetchone()[0] != schema.APPLICATION_ID:
        raise UserError(f"{path} is an SQLite file of another program, not a News Annotator project.")


def _reasons_against_writing(db: Database) -> tuple[str, ...]:
    known = set(schema.known_migrations())
    applied = {migration.name for migration in schema.migrations.applied(db)}
    if db.execute("PRAGMA user_version").fetchone()[0] > schema.version() or applied - known:
        return (
            "This project was written by a newer version of the program. It was opened to read; update to work on it.",
        )
    return ()


def _migrate(db: Database, path: Path) -> tuple[str, ...]:
    """Bring an older file up to date, after a backup beside it; the original is left alone where that fails."""
    if not schema.migrations.pending(db):
        return ()
    kept = path.with_name(f"{path.name}.before-{schema.version()}")
    try:
        backup_to(db, kept)
        with write(db):
            schema.migrations.apply(db)
        db.execute(f"PRAGMA user_version = {schema.version()}")
    except (UserError, sqlite3.Error) as error:
        return (
            f"This project is of an older version and could not be brought up to date: {error}. It was opened to read.",
        )
    return ()
