"""SQLite's failures in words: what the machine refuses, what is damaged, and what is a bug of ours."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from annotator.errors import UserError

DatabaseError = sqlite3.DatabaseError
ENVIRONMENT = frozenset(
    (
        sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_READONLY,
        sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM, sqlite3.SQLITE_NOLFS,
    )
)  # fmt: skip
"""SQLite's codes for what the machine refuses; any other failure of a write is a bug of ours."""


def damaged(path: Path, error: Exception) -> UserError:
    """That the file is damaged, and what may still be done about it."""
    return UserError(
        f"{path} is damaged: {error}.",
        "Restore a backup (annotator restore), or save what can be read with: annotator check --salvage OUT.",
    )


def explained(path: Path, error: Exception) -> UserError | None:
    """What went wrong with the file, if it is the file or the machine; None for a bug of ours."""
    if not isinstance(error, sqlite3.DatabaseError):
        return None
    if result_code(error) in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
        return damaged(path, error)
    if result_code(error) in ENVIRONMENT:
        return UserError(f"{path} cannot be read just now: {reason(error)}.", "Try again in a moment.")
    return None


def unusable(path: Path, error: sqlite3.DatabaseError) -> UserError:
    """Why a file cannot be opened."""
    if result_code(error) in ENVIRONMENT:
        return UserError(f"{path} cannot be opened just now: {reason(error)}.", "Try again in a moment.")
    return damaged(path, error)


def result_code(error: sqlite3.Error) -> int:
    """SQLite's primary result code."""
    return (getattr(error, "sqlite_errorcode", None) or 0) & 0xFF


def reason(error: sqlite3.Error) -> str:
    """What SQLite says, or in plain words what it means by "locked"."""
    busy = result_code(error) in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
    return "another program is writing to it" if busy else str(error)
