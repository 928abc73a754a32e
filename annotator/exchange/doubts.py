"""What a merge brought that a lead may doubt, in sentences: work that is nobody's any more, or under other rules.

Nothing is held back for it: whoever reads the sentences decides.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from annotator.layers import PROJECT
from annotator.review.guidelines import guidelines_version
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
    """On submissions that came, made under another scheme or other guidelines than those that count now."""
    by_layer: dict[str, list[str]] = defaultdict(list)
    for layer, article in work:
        by_layer[layer].append(article)
    if not by_layer:
        return []
    now = _scheme(db, project_id)
    found: Counter[tuple[str, str]] = Counter()
    for layer, own in by_layer.items():
        for submission in assignments.submissions(db, layer, sorted(own)).values():
            found.update((layer, what) for what in _otherwise(submission, now))
    return [
        f"{layer} submitted {counted(count, 'article')} under {what}" for (layer, what), count in sorted(found.items())
    ]


def _otherwise(submission: Mapping[str, Any], now: Scheme) -> list[str]:
    """What a submission was made under, where that is not what counts now. What it does not say is not asked."""
    said: list[str] = []
    version, name = submission.get("scheme"), submission.get("scheme_name") or now.name
    if version and (version, name) != (now.version, now.name):
        said.append(f"version {version} of the scheme {name}; version {now.version} of {now.name} counts now.")
    guidelines = submission.get("guidelines")
    if guidelines and guidelines != guidelines_version(now.guidelines):
        said.append("guidelines that were changed since.")
    return said


def _scheme(db: Database, project_id: str) -> Scheme:
    info = check.project_info(db, connection.path_of(db) or Path())
    return parse_scheme({**info, **queries.settings(db, project_id)}["scheme"], "of the project")


def _listed(titles: Iterable[str]) -> str:
    """The first titles, and how many more there are."""
    names = [f"“{title}”" for title in titles]
    more = len(names) - MOST_NAMES
    return ", ".join(names[:MOST_NAMES]) + (f" and {more:,} more" if more > 0 else "")
