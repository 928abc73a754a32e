"""Puts the entities of one article together: the model's, cleaned and labelled alike, and the ones that it missed.

Scores are priors by label and evidence, to be calibrated by whoever shows them; within one kind of evidence a higher
score is a better suggestion.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import structs

from annotator.preannotate.entities import missed
from annotator.preannotate.entities.joins import listed_names, mended
from annotator.preannotate.entities.signs import BESIDE, LIST, TITLE, Sign, beside, here
from annotator.preannotate.entities.spans import extended, parts
from annotator.preannotate.entities.view import NAMED, Bounds, Name, View, view_of_doc
from annotator.preannotate.entities.votes import Verdict, Votes
from annotator.preannotate.gazetteer import gazetteer

if TYPE_CHECKING:
    from spacy.tokens import Doc

SCORES = {
    "PERSON": 0.9,
    "GPE": 0.92,
    "NORP": 0.92,
    "ORG": 0.78,
    "DATE": 0.9,
    "MONEY": 0.92,
    "PERCENT": 0.95,
    "LOC": 0.75,
}
OTHER_SCORE = 0.65
BEST_SCORE = 0.98
CHANGED, ADDED = 0.95, 0.85
ALONE = {"model": 0.7, "model repeated": 0.8, "model divided": 0.75}
"""How much of its score the model keeps where nothing else speaks for it."""
STAYS_IN_HEADER = frozenset(["GPE", "NORP"])


def consistent_entities(doc: Doc) -> list[Name]:
    """The entities of a doc, made consistent; needs `doc.ents`. In text order, not overlapping."""
    return consistent_names(view_of_doc(doc))


def consistent_names(view: View) -> list[Name]:
    """The names of an article from its tokens and the model's entities. In text order, not overlapping."""
    listed = listed_names(view)
    raw = _apart([each for start, end, label in view.raw for each in parts(view, start, end, label)])
    raw = _apart(mended(view, raw, listed))
    taken = {index for start, end, _ in raw for index in range(start, end)}
    raw = _apart([_grown(view, each, taken) for each in raw])
    votes = Votes()
    votes.tally(view, raw)
    names = [_decide(view, each, votes) for each in raw if _is_believed(view, each, votes)]
    taken = {index for name in names for index in range(name.start, name.end)}
    names.extend(_added(each) for each in missed.spread(view, votes, taken))
    names.extend(_added(each) for each in missed.from_lists(view, listed, taken))
    names.extend(_added(each, "capitals") for each in missed.by_capitals(view, taken))
    return sorted(names, key=lambda name: name.start)


def _apart(bounds: list[Bounds]) -> list[Bounds]:
    """Bounds in order without what overlaps one before."""
    kept: list[Bounds] = []
    for each in sorted(bounds, key=lambda each: (each[0], -each[1])):
        if not kept or kept[-1][1] <= each[0]:
            kept.append(each)
    return kept


def _grown(view: View, bounds: Bounds, taken: set[int]) -> Bounds:
    grown = extended(view, bounds, taken)
    taken.update(range(grown[0], grown[1]))
    return grown


def _is_believed(view: View, bounds: Bounds, votes: Votes) -> bool:
    """Whether an entity is a name: in a header where the article or a list knows it, or its kind is seldom wrong."""
    start, end, label = bounds
    if end - start == 1 and label in NAMED and _is_word(view, start, votes):
        return False
    if label not in NAMED or start not in view.headers or label in STAYS_IN_HEADER:
        return True
    name = view.said(start, end)
    return votes.outside_headers(name) or name in votes.surnames or bool(votes.signs[name])


def _is_word(view: View, index: int, votes: Votes) -> bool:
    """Whether a word has its capital only because it begins a sentence: the article writes it small elsewhere."""
    word = view.words[index]
    if not (view.begins[index] or index in view.headers) or word in votes.inside or word in votes.surnames:
        return False
    known = gazetteer().find(word)
    return word.lower() in view.small and (known is None or known.is_doubtful)


def _decide(view: View, bounds: Bounds, votes: Votes) -> Name:
    start, end, label = bounds
    if label not in NAMED:
        return Name(start, end, label, SCORES.get(label, OTHER_SCORE), f"model says {label}")
    name = view.said(start, end)
    sign = here(view, start, end, label)
    if sign is not None:
        return _changed(bounds, Verdict(sign.label, sign.reason, sign.evidence, 1.0))
    verdict = votes.verdict(name)
    if verdict is not None and verdict.evidence in (TITLE, BESIDE) and not _stands_here(view, bounds, verdict):
        verdict = structs.replace(verdict, reason=f"{verdict.reason} elsewhere in the article")
    if verdict is None:
        return Name(start, end, label, SCORES.get(label, OTHER_SCORE), f"model says {label}")
    if verdict.label != label:
        return _changed(bounds, verdict)
    return _agreed(bounds, verdict, votes, name, in_header=start in view.headers)


def _stands_here(view: View, bounds: Bounds, verdict: Verdict) -> bool:
    return any(sign.reason == verdict.reason for sign in beside(view, *bounds))


def _changed(bounds: Bounds, verdict: Verdict) -> Name:
    start, end, label = bounds
    if verdict.label == label:
        return Name(start, end, label, SCORES.get(label, OTHER_SCORE), verdict.reason, evidence=verdict.evidence)
    score = SCORES.get(verdict.label, OTHER_SCORE) * CHANGED * (0.7 + 0.3 * verdict.share)
    reason = f"{verdict.reason}; model says {label}"
    return Name(start, end, verdict.label, score, reason, by_model=False, evidence=verdict.evidence)


def _agreed(bounds: Bounds, verdict: Verdict, votes: Votes, name: str, *, in_header: bool) -> Name:
    start, end, label = bounds
    counts = votes.model[name]
    total = sum(counts.values())
    score = SCORES.get(label, OTHER_SCORE)
    reason, evidence = f"model says {label}", "model"
    if verdict.evidence != "vote":
        reason = f"{verdict.reason}, and the model says {label}"
        evidence = "model and list" if verdict.evidence in (LIST, "word inside") else verdict.evidence
        score = min(BEST_SCORE, score + 0.05)
    elif len(counts) > 1:
        reason, evidence = f"model says {label}, but not every time", "model divided"
    elif total > 1:
        reason, evidence = f"the same name is {label} {round(total)} times here", "model repeated"
        score = min(BEST_SCORE, score + 0.02 * min(total - 1, 4))
    score *= ALONE.get(evidence, 1.0) * (0.6 + 0.4 * verdict.share)
    return Name(start, end, label, score, reason, evidence="header" if in_header else evidence)


def _added(found: tuple[int, int, Sign], evidence: str = "") -> Name:
    start, end, sign = found
    score = SCORES.get(sign.label, OTHER_SCORE) * ADDED
    return Name(start, end, sign.label, score, sign.reason, by_model=False, evidence=evidence or sign.evidence)
