"""The only SQL: tables, journal, projections, merging, search. Functions take `db` first, give structs, never rows."""

from annotator.store.database import Database

__all__ = ["Database"]
