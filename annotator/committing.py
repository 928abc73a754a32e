"""From drafts to the journal: one batch, with ids, clocks and what each replaces; and the marks of undo and redo."""

from __future__ import annotations

import datetime
import secrets
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

import msgspec

from annotator.changes import Changes
from annotator.operations.base import Draft
from annotator.progress import Progress
from annotator.store import Database, assignments, check, journal, projections, queries
from annotator.store.journal import MARK, Decision, canonical, encode_fields
from annotator.wording import counted

ACTION_WORDS = {
    "accept": "accept",
    "accept_bulk": "accept all",
    "reject": "reject",
    "reject_bulk": "reject all",
    "add": "add",
    "add_bulk": "add many",
    "remove": "remove",
    "correct": "change",
    "flag": "flag",
    "link": "link",
    "unlink": "unlink",
    "submit": "submit",
    "reopen": "reopen",
    "set_aside": "set aside",
    "pass": "pass",
    "merge": "merge",
    "retire": "retire",
    "restore": "restore",
    "settle": "settle",
    "scheme": "change scheme",
    "rename": "rename project",
    "import": "import",
    "adjudicate": "settle",
    "assign": "assign",
    "unassign": "take back",
    "return": "return",
    "publish": "publish",
    "align": "align",
    "split": "split",
    "case": "write down",
    "release": "release",
    "rule": "change rule",
}
"""The actions of the journal in words, for the undo menu."""
UNITS = ("entity", "statement")
BULK = ("accept_bulk", "reject_bulk")
"""Acts on all units of an article or of many, of whatever kind they are."""
KIND_WORDS = {
    "setting": "",
    "assignment": "article",
    "redirect": "",
    "casebook": "case",
    "snapshot": "",
    "article": "article",
    "meta": "metadata",
    "link": "",
}


class Author(msgspec.Struct, frozen=True):
    """Whose decisions they are, in which layer, and on which device they are made."""

    project: str
    author: str
    layer: str
    device: str


def new_batch() -> str:
    """The id of a new batch."""
    return secrets.token_hex(16)


def commit(
    db: Database, author: Author, drafts: Sequence[Draft], active_ms: int = 0, *, batch: str | None = None
) -> Changes:
    """Write drafts as one batch (or into `batch`) and bring the projections up to date, in the caller's transaction."""
    joined = _joined(drafts)
    if not joined:
        return Changes()
    batch = batch or new_batch()
    clock = check.next_clock(db, len(joined))
    time = _now()
    # The time belongs to the article, not to an actor or event that was made on the way.
    timed = next((at for at, draft in enumerate(joined) if draft.article is not None), 0)
    decisions = [
        _decision(db, author, draft, batch, clock - len(joined) + 1 + at, time, active_ms if at == timed else 0)
        for at, draft in enumerate(joined)
    ]
    journal.append(db, decisions)
    journal.note_batches(db, [(batch, author.author, author.device, clock)])
    projections.reproject(db, [(draft.layer, draft.subject) for draft in joined])
    return changes_of(db, [(draft.subject, draft.kind, draft.article) for draft in joined])


def mark(db: Database, author: Author, batch: str, *, undone: bool, progress: Progress | None = None) -> Changes:
    """Undo or redo a batch by a mark on it. The caller holds the transaction, in which `progress` is called."""
    clock = check.next_clock(db)
    row = journal.make_decision(
        project=author.project,
        layer=author.layer,
        author=author.author,
        device=author.device,
        article=None,
        subject=batch,
        kind=MARK,
        fields=encode_fields({"undone": undone}, {}),
        before="[]",
        action="undo" if undone else "redo",
        batch=new_batch(),
        clock=clock,
        time=_now(),
        active_ms=0,
        nonce=secrets.token_hex(8),
    )
    journal.append(db, [row])
    journal.mark_batches(db, [(batch, row.action, clock, row.id)])
    found = journal.batch_decisions(db, batch)
    projections.reproject(db, [(layer, subject) for layer, subject, *_ in found], progress)
    return changes_of(db, [(subject, kind, article) for _, subject, kind, article, _ in found])


def undo_title(db: Database, batch: str | None) -> str | None:
    """What a batch did, in words."""
    found = journal.batch_decisions(db, batch) if batch else []
    if not found:
        return None
    # The last row is what the gesture was for: an actor or event made on the way comes before it.
    _, _, kind, _, action = found[-1]
    kinds = Counter(each for _, _, each, _, _ in found)
    told = [each for each in UNITS if kinds[each]] if kind in UNITS and action in BULK else [kind]
    what = " and ".join(_counted(each, kinds[each], is_one_bare=len(told) == 1) for each in told)
    return f"{ACTION_WORDS.get(action, action)} {what}".strip()


def _counted(kind: str, count: int, *, is_one_bare: bool) -> str:
    word = KIND_WORDS.get(kind, kind)
    if not word or (count == 1 and is_one_bare):
        return word
    return counted(count, word, "entities" if word == "entity" else "")


def changes_of(db: Database, subjects: Iterable[tuple[str, str, str | None]]) -> Changes:
    """The `Changes` that decisions on these (subject, kind, article) amount to."""
    ids: dict[str, set[str]] = {}
    articles: set[str] = set()
    for subject, kind, article in subjects:
        ids.setdefault(kind, set()).add(subject)
        if article is not None:
            articles.add(article)
    return changes_by_kind(db, ids, articles)


def changes_by_kind(db: Database, ids: Mapping[str, set[str]], articles: Iterable[str]) -> Changes:
    """The same for subjects by kind, and the articles that they stand in."""
    some = frozenset[str]()
    events = frozenset(ids.get("event", some)) | frozenset(ids.get("redirect", some))
    statements, linked = queries.ends_of_links(db, sorted(ids.get("link", ())))
    assigned = assignments.articles_of(db, ids.get("assignment", some))
    return Changes(
        articles=frozenset(articles),
        units=frozenset(ids.get("entity", some)) | frozenset(ids.get("statement", some)) | statements,
        events=events | linked,
        actors=frozenset(ids.get("actor", some)) | frozenset(ids.get("redirect", some)),
        notes=frozenset(ids.get("note", some)),
        regions=frozenset(ids.get("region", some)),
        statuses=frozenset(ids.get("article", some)) | frozenset(ids.get("meta", some)) | assigned,
        cases=frozenset(ids.get("casebook", some)),
        releases=frozenset(ids.get("snapshot", some)),
        scheme="setting" in ids,
    )


def _decision(
    db: Database, author: Author, draft: Draft, batch: str, clock: int, time: str, active_ms: int
) -> Decision:
    before = queries.winners_before(db, draft.layer, draft.subject, draft.kind, draft.set)
    return journal.make_decision(
        project=author.project,
        layer=draft.layer,
        author=author.author,
        device=author.device,
        article=draft.article,
        subject=draft.subject,
        kind=draft.kind,
        fields=encode_fields(dict(draft.set), dict(draft.machine)),
        before=canonical(before),
        action=draft.action,
        batch=batch,
        clock=clock,
        time=time,
        active_ms=active_ms,
        nonce=secrets.token_hex(8),
    )


def _joined(drafts: Sequence[Draft]) -> list[Draft]:
    """One draft a subject: what a later one sets goes over an earlier one; a first decision stays a first one."""
    found: dict[tuple[str, str, str], Draft] = {}
    for draft in drafts:
        key = (draft.layer, draft.subject, draft.kind)
        old = found.get(key)
        if old is not None:
            decided = {**old.set, **draft.set}
            machine = {k: v for k, v in {**old.machine, **draft.machine}.items() if k not in decided}
            # What was taken away and put back in one gesture was put there.
            action = draft.action if old.action in ("unlink", "remove") else old.action
            found[key] = msgspec.structs.replace(
                old, set=decided, machine=machine, action=action, article=draft.article
            )
        else:
            found[key] = draft
    return list(found.values())


def _now() -> str:
    return datetime.datetime.now(datetime.UTC).isoformat(timespec="milliseconds")
