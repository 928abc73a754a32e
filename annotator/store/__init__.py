"""The only SQL: tables, journal, projections, merging, search. Functions take `db` first and give back structs, never rows."""

from sqlite_utils import Database

__all__ = ["Database"]
