"""The entries of the case book as the journal has them. Reads only; what a case is says `annotator.review.cases`."""

from __future__ import annotations

from annotator.layers import PROJECT
from annotator.review.cases import CaseEntry
from annotator.store import queries
from annotator.store.chunks import chunks, places
from annotator.store.database import Database

KIND = "casebook"


def is_kept(db: Database) -> bool:
    """Whether the file has room for a case book: one that an older program made and nobody may write has not."""
    return bool(db.execute("SELECT 1 FROM sqlite_schema WHERE name = 'casebook'").fetchone())


def entries(db: Database) -> list[CaseEntry]:
    """All entries that stand, in the order in which they were written."""
    if not is_kept(db):
        return []
    kept = {one.id: one for one in queries.decided_in_layer(db, KIND, PROJECT) if one.state == "kept"}
    found: dict[str, CaseEntry] = {}
    for chunk in chunks(sorted(kept)):
        rows = db.execute(
            "SELECT d.subject, d.author, d.time, d.article FROM decision d INDEXED BY decision_subject "
            "LEFT JOIN batch b ON b.id = d.batch "
            f"WHERE d.subject IN ({places(chunk)}) AND d.kind = ? AND coalesce(b.undone, 0) = 0 ORDER BY d.clock, d.id",
            (*chunk, KIND),
        )
        for subject, author, time, article in rows:
            if subject not in found:
                fields = kept[subject].fields
                found[subject] = CaseEntry(
                    id=subject,
                    reason=fields.get("reason") or "",
                    section=fields.get("section") or "",
                    comment=fields.get("comment") or "",
                    kinds=tuple(fields.get("kinds") or ()),
                    labels=tuple(fields.get("labels") or ()),
                    words=fields.get("words") or "",
                    outcome=fields.get("outcome") or "",
                    card=fields.get("unit") or "",
                    article=article,
                    author=author,
                    time=time,
                )
    return sorted(found.values(), key=lambda one: (one.time, one.id))
