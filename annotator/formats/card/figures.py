"""The tables of a dataset card: labels with their meaning, what statements have, sources and dates. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from statistics import median

from annotator.formats.card.counts import Counts
from annotator.formats.card.tables import MOST_ROWS, most, table
from annotator.formats.card.terms import Term, TermKind
from annotator.formats.dataset import SPLITS

HOW = {
    "unanimous": "all annotators who looked agree",
    "rule": "by the merge rule, some disagreeing",
    "adjudicated": "settled by a lead",
    "single": "by one annotator, a suggestion accepted or corrected by itself",
    "bulk": "by one annotator, suggestions accepted together",
    "added": "by one annotator, who found it",
    "imported": "came with an imported file",
    "machine": "proposed by a machine, decided by nobody",
}
PASSES = ("entities", "statements", "links")
MOST_LABELS = 100
UNKNOWN = "not in the scheme"


def labels_section(terms: Sequence[Term], counts: Counts) -> str:
    """Every label, type and relation with its meaning and how often it is there, in each split where there are some."""
    splits = [split for split in SPLITS if split in counts.by_split] if len(counts.by_split) > 1 else []
    parts = ["## Labels\n"]
    kinds: tuple[tuple[TermKind, str, Counter[str]], ...] = (
        ("label", "### Entities", counts.labels),
        ("type", "### Statement types", counts.types),
        ("relation", "### Relations of links", counts.relations),
    )
    for kind, title, found in kinds:
        meanings = _meanings(terms, kind)
        rows = [
            (name, meanings.get(name, UNKNOWN if meanings else ""), count,
             *(counts.by_split[split][kind, name] for split in splits))
            for name, count in sorted(found.items(), key=lambda pair: (-pair[1], pair[0]))
        ]  # fmt: skip
        if len(rows) > MOST_LABELS:
            rest = rows[MOST_LABELS:]
            sums = [sum(int(row[column]) for row in rest) for column in range(2, len(rest[0]))]
            rows = [*rows[:MOST_LABELS], (f"{len(rest):,} others", "", *sums)]
        if rows:
            parts.append(table(title, (kind, "what it is", "number", *splits), rows))
    if counts.event_types:
        meanings = _meanings(terms, "event")
        events = [
            (name, meanings.get(name, UNKNOWN if meanings else ""), count) for name, count in most(counts.event_types)
        ]
        parts.append(table("### Types of events", ("type", "what it is", "number"), events))
    if len(parts) == 1:
        parts.append("Nothing is labelled.\n")
    return "\n".join(parts)


def _meanings(terms: Sequence[Term], kind: TermKind) -> dict[str, str]:
    return {
        term.name: term.meaning if term.is_on else f"{term.meaning} (Switched off in the scheme.)"
        for term in terms
        if term.kind == kind
    }


def counts_section(counts: Counts) -> str:
    """How long the articles are, what entities and statements have, and how each unit was decided."""
    lengths = counts.lengths or [0]
    parts = counts.parts
    longest = f"{min(lengths):,} / {median(lengths):,.0f} / {max(lengths):,}"
    rows: list[tuple[str, int | str]] = [
        *((f"articles annotated for {name}", count) for name in PASSES if (count := counts.passes[name])),
        ("characters (code points)", counts.characters),
        ("of an article: fewest / median / most", longest),
    ]
    if counts.entities:
        rows += [("entities that overlap one before them", counts.overlapping)]
        rows += [("entities resolved to an actor", counts.resolved)]
    if counts.statements:
        rows += [
            ("statements with a cue", parts["cue"]),
            ("statements with a speaker", parts["speaker"]),
            ("… with a mention in the text", parts["mention"]),
            ("… resolved to an actor", parts["actor"]),
            ("… anonymous", parts["anonymous"]),
            ("statements of several fragments", parts["several fragments"]),
            ("statements inside another", parts["parent"]),
            ("statements with a link", parts["links"]),
        ]
    rows += [("links that hold under a condition", counts.conditional)] if counts.links else []
    rows += [("excluded regions", counts.excluded)] if counts.excluded else []
    rows += [("rejected suggestions, beside the labels", counts.rejected)] if counts.rejected else []
    decided = [(name, HOW.get(name, ""), count) for name, count in most(counts.how)]
    found = [table("## Counts", ("what", "number"), rows)]
    if decided:
        found.append(table("### How it was decided", ("how", "what it means", "entities and statements"), decided))
    return "\n".join(found)


def texts_section(counts: Counts) -> str:
    """Sources, years and languages, and how many articles say none."""
    sources = most(counts.sources)
    if unnamed := counts.articles - counts.sources.total():
        sources.append(("not named", unnamed))
    years = _years(counts.years)
    years += [("date that is no ISO date", counts.unread_dates)] if counts.unread_dates else []
    if undated := counts.articles - counts.years.total() - counts.unread_dates:
        years.append(("not dated", undated))
    languages = most(counts.languages)
    if silent := counts.articles - counts.languages.total():
        languages.append(("not named", silent))
    between = f" ({counts.first_day} to {counts.last_day})" if counts.first_day else ""
    return "\n".join(
        [
            "## Texts\n",
            table("### Sources", ("source", "articles"), sources),
            table(f"### Published{between}", ("published", "articles"), years),
            table("### Languages", ("language", "articles"), languages),
        ]
    )


def _years(years: Counter[str]) -> list[tuple[str, int]]:
    """Years in order; where they are many, decades."""
    if len(years) <= MOST_ROWS:
        return sorted(years.items())
    decades = Counter[str]()
    for year, count in years.items():
        decades[f"{year[:3]}0 to {year[:3]}9"] += count
    return sorted(decades.items())
