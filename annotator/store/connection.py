"""Opening and creating project files: pragmas, what is checked before the first write, transactions, checkpoints.

A file that this program did not make, a newer one or one with foreign triggers or views is never written to.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
from collections.abc import Generator
from pathlib import Path

import msgspec

from annotator.errors import UserError
from annotator.leftovers import Held, private
from annotator.store import schema
from annotator.store.copying import copy_whole
from annotator.store.database import Database
from annotator.store.failures import ENVIRONMENT, reason, result_code, unusable

HEADER = b"SQLite format 3\x00"
SUFFIX = ".annodb"
BUSY_MS = 15_000
CACHE_KIB = 16_000
_private_folders: dict[Path, Held] = {}


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
        db.execute("PRAGMA journal_mode = WAL")
        with write(db):
            db.execute(f"PRAGMA application_id = {schema.APPLICATION_ID}")
            _apply_migrations(db)
    except (sqlite3.OperationalError, UserError) as error:
        # Nothing was there before: half a project would stand in the way of the next try.
        for end in ("", "-wal", "-shm"):
            path.with_name(path.name + end).unlink(missing_ok=True)
        raise UserError(f"{path} cannot be made: {str(error).rstrip('.')}.") from error
    db.hold(path.resolve())
    return db


def open_file(path: Path, *, read_only: bool = False) -> Opened:
    """Open the project file at `path`, migrating an older one after a verified backup.

    Raises:
        UserError: no such file, no SQLite file, another program's file, or a damaged one.
    """
    check_header(path)
    try:
        return _open_checked(path, read_only=read_only)
    except sqlite3.DatabaseError as error:
        raise unusable(path, error) from error


def _open_checked(path: Path, *, read_only: bool) -> Opened:
    if not read_only and not _may_be_written(path):
        opened = _open_checked(path, read_only=True)
        said = f"{path.name} or its folder is protected against writing. It was opened to read."
        return Opened(opened.db, True, opened.warnings or (said,))
    try:
        db = _connect(path, "ro" if read_only else "rw")
        check_application(db, path)
    except sqlite3.OperationalError as error:
        if result_code(error) not in ENVIRONMENT:
            raise
        # A read-only medium: SQLite cannot make the files that it needs beside this one.
        return _open_copy(path, f"{path.name} lies where nothing can be written. It was opened as a copy to read.")
    try:
        warnings = newer(db)
        if not warnings and not _is_ours(db):
            return _open_copy(
                path,
                f"{path.name} holds tables, triggers or views that this program did not make. It was opened as a copy "
                "to read; merge it into a project of your own to work on it.",
            )
        if not warnings and not read_only:
            warnings = _migrate(db, path)
            db.execute("PRAGMA journal_mode = WAL")
        is_older = not newer(db) and _is_older(db)
    except BaseException:
        db.close()
        raise
    if is_older:
        db.close()
        return Opened(_copy_to_read(path), True, warnings)
    if warnings and not read_only:
        db.close()
        return Opened(_connect(path, "ro"), True, warnings)
    db.hold(path.resolve())
    return Opened(db, read_only, warnings)


def _copy_to_read(path: Path) -> Database:
    """A private copy, of an older file one with today's tables if it can be brought up to date."""
    copy = private_copy(path)
    if _is_older(copy) and not newer(copy) and _is_ours(copy):
        copy.execute("PRAGMA query_only = OFF")
        with contextlib.suppress(UserError, sqlite3.Error), write(copy):
            _apply_migrations(copy)
        copy.execute("PRAGMA query_only = ON")
    return copy


def _may_be_written(path: Path) -> bool:
    """Whether the file and its folder, where SQLite puts the log, can be written. SQLite itself says so only later."""
    return os.access(path, os.W_OK) and os.access(path.absolute().parent, os.W_OK)


def _open_copy(path: Path, warning: str) -> Opened:
    return Opened(_copy_to_read(path), True, (warning,))


def _is_ours(db: Database) -> bool:
    """Whether the file holds exactly what this program put there, up to the migrations that it has seen."""
    return schema.schema_rows(db) == schema.expected_schema(schema.applied_migrations(db))


def private_copy(path: Path, *, is_damaged: bool = False) -> Database:
    """A copy of the file and its logs in a private folder, opened to read. Close with `close`.

    Of one that `is_damaged`, those tables can be read that are whole.

    Raises:
        UserError: the file cannot be read, or there is no room for a copy.
    """
    copy: Path | None = None
    try:
        held = private()
        _private_folders[held.path] = held
        copy = held.path / "copy.annodb"
        copy_whole(path, copy)
        db = _connect(copy, "rw", is_damaged=is_damaged)
        db.execute("PRAGMA query_only = ON")
    except BaseException as error:
        if copy is not None:
            _drop_folder(copy.parent)
        if isinstance(error, OSError):
            raise UserError(f"{path} cannot be copied to be read: {error.strerror}.") from error
        raise
    return db


def copy_to_write(db: Database) -> Database:
    """A private copy of what an open file holds, to try out what would be written to it. Close with `close`.

    Raises:
        UserError: the file is of another version of the program, or there is no room for a copy.
    """
    path = path_of(db)
    assert path is not None
    copy = private_copy(path)
    copy.execute("PRAGMA query_only = OFF")
    if schema.known_migrations() != schema.applied_migrations(copy):
        close(copy)
        raise UserError(
            f"{path} is of another version of the program, and cannot be written.", "Open it once to write."
        )
    return copy


def _drop_folder(folder: Path) -> None:
    _private_folders.pop(folder.resolve()).close()


def close(db: Database) -> None:
    """Close a connection; a private copy goes with it."""
    own = path_of(db)
    db.close()
    if own is not None and own.parent.resolve() in _private_folders:
        _drop_folder(own.parent)


def path_of(db: Database) -> Path | None:
    """The file that a connection is open on."""
    row = db.execute("PRAGMA database_list").fetchone()
    return Path(row[2]) if row and row[2] else None


@contextlib.contextmanager
def write(db: Database) -> Generator[Database]:
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
        raise UserError(
            f"The project cannot be written just now: {reason(error)}.", "Try again in a moment."
        ) from error
    try:
        with db.atomic():
            yield db
        db.execute("COMMIT")
    except sqlite3.OperationalError as error:
        _roll_back(db)
        if result_code(error) not in ENVIRONMENT:
            raise
        raise UserError(f"The project could not be written: {reason(error)}.", "Nothing was changed.") from error
    except BaseException:
        _roll_back(db)
        raise


def is_read_only(db: Database) -> bool:
    """Whether a connection was opened to read."""
    return bool(db.execute("PRAGMA query_only").fetchone()[0])


@contextlib.contextmanager
def large_cache(db: Database, kib: int) -> Generator[None]:
    """More memory for pages, as long as it lasts."""
    db.execute(f"PRAGMA cache_size = -{kib}")
    try:
        yield
    finally:
        db.execute(f"PRAGMA cache_size = -{CACHE_KIB}")
        db.execute("PRAGMA shrink_memory")


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
        UserError: the copy cannot be written or is not sound; what there is of it is taken away again.
    """
    try:
        with contextlib.closing(sqlite3.connect(out)) as target:
            db.conn.backup(target)
            target.execute("PRAGMA journal_mode = DELETE")
        with contextlib.closing(_connect(out, "ro")) as copy:
            result = copy.execute("PRAGMA quick_check").fetchone()[0]
            check_application(copy, out)
    except sqlite3.DatabaseError as error:
        out.unlink(missing_ok=True)
        raise UserError(f"The backup {out} could not be made: {reason(error)}.") from error
    if result != "ok":
        out.unlink()
        raise UserError(f"The backup {out} is not sound: {result}.", "The project itself was left as it is.")


def settle(path: Path) -> None:
    """Bring a file's logs into it before it is moved, and make sure that nobody has it open.

    Raises:
        UserError: another process has it open.
    """
    try:
        with contextlib.closing(_connect(path, "rw")) as db:
            db.execute("PRAGMA busy_timeout = 0")
            db.execute("PRAGMA journal_mode = DELETE")
    except sqlite3.DatabaseError as error:
        if result_code(error) in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            raise UserError(f"{path} is open in another window.", "Close it there, then try again.") from error


def _roll_back(db: Database) -> None:
    if db.conn.in_transaction:
        db.execute("ROLLBACK")


def _connect(path: Path, mode: str, *, is_damaged: bool = False) -> Database:
    # The window's jobs each have a connection of their own; none is used by two threads at a time.
    conn = sqlite3.connect(
        f"{path.resolve().as_uri()}?mode={mode}",
        uri=True,
        isolation_level=None,
        check_same_thread=False,
        cached_statements=512,
    )
    if is_damaged:
        # Else SQLite refuses all tables of a file that was cut short, for the sake of one that it cannot find.
        conn.execute("PRAGMA writable_schema = ON")
    for pragma in (
        f"busy_timeout = {BUSY_MS}",
        "foreign_keys = ON",
        "recursive_triggers = ON",
        "trusted_schema = OFF",
        "synchronous = FULL",
        f"cache_size = -{CACHE_KIB}",
    ):
        conn.execute(f"PRAGMA {pragma}")
    if mode == "ro":
        conn.execute("PRAGMA query_only = ON")
    return Database(conn)


def check_header(path: Path) -> None:
    """Raise UserError unless an SQLite file lies there."""
    if not path.exists():
        raise UserError(f"There is no {path}.", "Check the name. A new project is made with: annotator new PROJECT.")
    if path.is_dir():
        raise UserError(f"{path} is a folder, not a project.", "A project is one file, named *.annodb.")
    try:
        with path.open("rb") as file:
            header = file.read(len(HEADER))
    except OSError as error:
        raise UserError(f"{path} cannot be read: {error.strerror}.") from error
    if header != HEADER and path.suffix == SUFFIX:
        raise UserError(f"{path} is damaged at its beginning, or no project.", "Restore a backup (annotator restore).")
    if header != HEADER:
        raise UserError(
            f"{path} is not a News Annotator project.",
            "To bring articles into a project use: annotator import PROJECT FILE.",
        )


def check_application(db: Database, path: Path) -> None:
    """Raise UserError unless the file is this program's."""
    if db.execute("PRAGMA application_id").fetchone()[0] != schema.APPLICATION_ID:
        raise UserError(f"{path} is an SQLite file of another program, not a News Annotator project.")


def newer(db: Database) -> tuple[str, ...]:
    """A sentence where a newer program wrote the file: it must not be written to, and cannot be merged."""
    unknown = set(schema.applied_migrations(db)) - set(schema.known_migrations())
    if db.execute("PRAGMA user_version").fetchone()[0] > schema.version() or unknown:
        return (
            "This project was written by a newer version of the program. It was opened to read; update to work on it.",
        )
    return ()


def _is_older(db: Database) -> bool:
    """Whether the file lacks migrations that this program knows."""
    return not set(schema.known_migrations()) <= set(schema.applied_migrations(db))


def _migrate(db: Database, path: Path) -> tuple[str, ...]:
    """Bring an older file up to date, after a backup beside it; the original is left alone where that fails."""
    if not _is_older(db):
        return ()
    kept = path.with_name(f"{path.name}.before-{schema.version()}")
    try:
        backup_to(db, kept)
        with write(db):
            _apply_migrations(db)
    except (UserError, sqlite3.Error) as error:
        return (
            f"This project is of an older version and could not be brought up to date: {error}. It was opened to read.",
        )
    return ()


def _apply_migrations(db: Database) -> None:
    """Apply what is pending. The caller holds the transaction: the version is of one piece with the tables."""
    schema.migrate(db)
    db.execute(f"PRAGMA user_version = {schema.version()}")
