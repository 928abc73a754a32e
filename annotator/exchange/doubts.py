"""What a merge brought that a lead may doubt, in sentences: work that is nobody's any more, or under other rules.

Nothing is held back for it: whoever reads the sentences decides.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import Path

from annotator.layers import PROJECT
from annotator.scheme import Scheme, parse_scheme
from annotator.store import Database, articles, assignments, check, connection, merge, queries
from annotator.wording import counted

MOST_NAMES = 3


def not_assigned(db: Database, name: str, taken: merge.Taken) -> list[str]:
    """On work in the file `name` on articles that were taken from its annotator meanwhile."""
    said: list[str] = []
    by_layer: dict[str, list[str]] = defaultdict(list)
    for layer, article in taken.work:
        if layer != PROJECT:
            by_layer[layer].append(article)
    for layer, own in sorted(by_layer.items()):
        lost = assignments.taken_back(db, layer, sorted(own))
        if lost:
            titles = articles.titles(db, lost)
            said.append(
                f"{name}: {layer} worked on {counted(len(lost), 'article')} that {'is' if len(lost) == 1 else 'are'} "
                f"not assigned to {layer} any more: {_listed(titles[article] for article in lost)}. The work is kept."
            )
    return said


def other_versions(db: Database, project_id: str, work: Iterable[tuple[str, str]]) -> list[str]:
    """On submissions that came, made under another version of the scheme and guidelines than the one that counts."""
    by_layer: dict[str, list[str]] = defaultdict(list)
    for layer, article in work:
        by_layer[layer].append(article)
    found: Counter[tuple[str, str]] = Counter()
    now = _scheme(db, project_id) if by_layer else None
    for layer, own in by_layer.items():
        for submission in assignments.submissions(db, layer, sorted(own)).values():
            version, name = submission.get("scheme"), submission.get("scheme_name")
            if now and version and (version != now.version or (name and name != now.name)):
                found[layer, f"version {version} of the scheme {name or now.name}"] += 1
    return [
        f"{layer} submitted {counted(count, 'article')} under {what}; version {now.version} of {now.name} counts now."
        for (layer, what), count in sorted(found.items())
        if now
    ]


def _scheme(db: Database, project_id: str) -> Scheme:
    info = check.project_info(db, connection.path_of(db) or Path())
    return parse_scheme({**info, **queries.settings(db, project_id)}["scheme"], "of the project")


def _listed(titles: Iterable[str]) -> str:
    """The first titles, and how many more there are."""
    names = [f"“{title}”" for title in titles]
    more = len(names) - MOST_NAMES
    return ", ".join(names[:MOST_NAMES]) + (f" and {more:,} more" if more > 0 else "")
