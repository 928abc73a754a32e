"""The known gaps of a dataset, worked out from its counts: what an absence in it does not mean. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from annotator.formats.card.counts import Counts
from annotator.formats.card.figures import PASSES
from annotator.formats.card.tables import shown
from annotator.formats.card.terms import Term
from annotator.wording import counted

MOST_NAMES = 20


def gaps_section(terms: Sequence[Term], counts: Counts, *, is_short: bool = False) -> str:
    """The section. `is_short`: whether the top of the card says what keeps the gold from being complete."""
    gaps = [*(["What stands at the top of this card is still to be done."] if is_short else []), *_gaps(terms, counts)]
    listed = "\n".join(f"- {gap}" for gap in gaps) if gaps else "None that the program knows of."
    return f"## Known gaps\n\n{listed}\n"


def _gaps(terms: Sequence[Term], counts: Counts) -> Iterator[str]:
    if not counts.articles:
        yield "There are no articles."
        return
    yield from _passes(counts)
    labels = {term.name: term for term in terms if term.kind == "label"}
    if unused := [name for name, term in labels.items() if term.is_on and not counts.labels[name]]:
        yield f"Labels of the scheme without an example: {_names(unused)}."
    if labels and (unknown := [name for name in counts.labels if name not in labels]):
        yield f"Labels that the scheme does not have: {_names(unknown)}."
    articles = f"of {counted(counts.articles, 'article')}"
    if undated := counts.articles - counts.years.total() - counts.unread_dates:
        yield f"{undated:,} {articles} {'has' if undated == 1 else 'have'} no date."
    if counts.unread_dates:
        yield f"{counts.unread_dates:,} {articles} {'has' if counts.unread_dates == 1 else 'have'} no date in ISO form."
    if unnamed := counts.articles - counts.sources.total():
        yield f"{unnamed:,} {articles} {'names' if unnamed == 1 else 'name'} no source."


def _passes(counts: Counts) -> Iterator[str]:
    """Passes that were not done in some articles, those with the same number in one sentence."""
    missing: dict[int, list[str]] = {}
    for name in PASSES:
        if open_ones := counts.articles - counts.passes[name]:
            missing.setdefault(open_ones, []).append(name)
    for number, names in missing.items():
        listed = " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)
        if number == counts.articles:
            yield f"In no article are {listed} done: that there are none in a place means nothing."
        else:
            yield (
                f"In {number:,} of {counts.articles:,} articles {listed} are not done, or disagreements wait there: "
                "see `annotated` of each article."
            )


def _names(names: Sequence[str]) -> str:
    more = f" and {len(names) - MOST_NAMES:,} more" if len(names) > MOST_NAMES else ""
    return ", ".join(map(shown, names[:MOST_NAMES])) + more
