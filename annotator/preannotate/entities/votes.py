"""The label of each name in an article: the model's for its mentions, weighed with lists and the words beside."""

from __future__ import annotations

from collections import Counter, defaultdict

import msgspec

from annotator.preannotate.entities.signs import (
    ACRONYM,
    BESIDE,
    INSIDE,
    LIST,
    Sign,
    beside,
    initials_fit,
    inside,
    listed,
)
from annotator.preannotate.entities.view import NAMED, PLACES, Bounds, View
from annotator.preannotate.gazetteer import gazetteer, name_words

HEADER_WEIGHT = 0.4
SURNAME_WEIGHT = 5
ACRONYM_WEIGHT = 4
SHORT_FORM_WEIGHT = 3
SHORTEST = 2
OFTEN = 3
STANDING = frozenset([LIST, INSIDE])
"""Evidence that holds for each mention: the model errs alike on all of them."""


class Verdict(msgspec.Struct, frozen=True):
    """The label of a name in this article, why, and how far ahead it is (share of all weight, 0 … 1)."""

    label: str
    reason: str
    evidence: str
    share: float


def _standing(view: View, start: int, end: int) -> list[Sign]:
    """What holds for a name wherever it stands: the lists', else its own words'."""
    of_lists, own = listed(view, start, end), inside(view, start, end)
    if of_lists is not None and end - start > 1:
        return [of_lists]
    return [sign for sign in (of_lists, own) if sign is not None]


class Votes:
    """Weights for and against each label of each name; `surnames` and `short` lead from a form to the full name."""

    def __init__(self) -> None:
        self.model: dict[str, Counter[str]] = defaultdict(Counter)
        self.signs: dict[str, list[Sign]] = defaultdict(list)
        self.surnames: dict[str, str] = {}
        self.acronyms: dict[str, str] = {}
        self.short: dict[str, str] = {}
        self.inside: set[str] = set()
        self._verdicts: dict[str, Verdict | None] = {}

    def verdict(self, name: str) -> Verdict | None:
        """The label of a name, None where nobody knows it."""
        if name not in self._verdicts:
            self._verdicts[name] = self._decided(name)
        return self._verdicts[name]

    def _decided(self, name: str) -> Verdict | None:
        if name not in self.model and name not in self.signs:
            return None
        weights: Counter[str] = Counter()
        for label, count in self.model.get(name, Counter[str]()).items():
            weights[label] += count  # pyright: ignore[reportArgumentType]
        often = max(1.0, weights.total() / OFTEN)
        for sign in self.signs.get(name, ()):
            weights[sign.label] += sign.weight * (often if sign.evidence in STANDING else 1)  # pyright: ignore[reportArgumentType]
        label = max(weights, key=lambda each: (weights[each], each))
        signs = [sign for sign in self.signs.get(name, ()) if sign.label == label]
        best = max(signs, key=lambda sign: sign.weight, default=None)
        share = weights[label] / sum(weights.values())
        if best is None:
            return Verdict(label, f"{label} by the rest of the article", "vote", share)
        return Verdict(label, best.reason, best.evidence, share)

    def is_derived(self, name: str) -> bool:
        """Whether a name is the short form of a longer one in the article."""
        return name in self.surnames or name in self.acronyms or name in self.short

    def outside_headers(self, name: str) -> bool:
        """Whether the model saw the name in a sentence, not in headers alone."""
        return sum(self.model[name].values()) >= 1

    def tally(self, view: View, raw: list[Bounds]) -> None:
        """Count what the model says and what the words beside say; to be called once, before any verdict is asked."""
        for start, end, label in raw:
            if label not in NAMED:
                continue
            name = view.said(start, end)
            in_header = start in view.headers
            if name not in self.model:
                self.signs[name].extend(_standing(view, start, end))
            self.model[name][label] += HEADER_WEIGHT if in_header else 1  # pyright: ignore[reportArgumentType]
            if not in_header and not view.begins[start]:
                self.inside.add(name)
            if not in_header:
                self.signs[name].extend(beside(view, start, end, label))
        self._link_acronyms(view, raw)
        self._link_short_forms()
        self._link_surnames(view, raw)

    def _link_short_forms(self) -> None:
        """Umbra is a body where Umbra Holdings Ltd stands in the article."""
        suffixes = name_words().company_suffixes
        for name in list(self.model):
            words = name.split()
            last = len(words)
            while last > 1 and words[last - 1].lower() in suffixes:
                last -= 1
            short = " ".join(words[:last])
            known = gazetteer().find(short)
            if last == len(words) or (known is not None and known.label != "ORG") or short in gazetteer().given:
                continue
            verdict = self._decided(name)
            if verdict is not None and verdict.label == "ORG" and len(short) > SHORTEST:
                self.short[short] = name
                self.signs[short].append(Sign("ORG", SHORT_FORM_WEIGHT, f"short for {name}", "acronym"))

    def _link_surnames(self, view: View, raw: list[Bounds]) -> None:
        """A surname is a person where the full name stands in the article, unless it is a place there more often."""
        full: dict[str, str] = {}
        for start, end, label in raw:
            last = end - 1
            if view.lower[last] in name_words().person_ends and last > start + 1:
                last -= 1
            surname = view.words[last]
            if label in ("PERSON", "ORG") and end - start > 1 and surname[:1].isupper() and surname.isalpha():
                full.setdefault(surname, view.said(start, end))
        for surname, name in full.items():
            verdict = self._decided(name)
            if not self.outside_headers(name) and not self.signs[name]:
                continue
            if verdict is None or verdict.label != "PERSON" or self._is_place(surname, name):
                continue
            self.surnames[surname] = name
            self.signs[surname].append(Sign("PERSON", SURNAME_WEIGHT, f"surname of {name}", "surname"))

    def _is_place(self, surname: str, name: str) -> bool:
        counts = self.model.get(surname, Counter[str]())
        places = counts["GPE"] + counts["NORP"] + counts["LOC"]
        known = gazetteer().names.get(surname)
        if any(sign.evidence == BESIDE and sign.label == "GPE" for sign in self.signs.get(surname, ())):
            return places >= counts["PERSON"]
        if known is not None and known.label in PLACES | {"NORP"} and known.what != "a city":
            return places >= counts["PERSON"]
        return places > 2 * max(counts["PERSON"], self.model[name]["PERSON"])

    def _link_acronyms(self, view: View, raw: list[Bounds]) -> None:
        """The World Trade Council (WTC), and WTC (World Trade Council): one label for both."""
        for start, end, label in raw:
            if label not in NAMED or view.word(end) != "(" or view.word(end + 2) not in (")", ",", ";"):
                continue
            short = view.words[end + 1]
            if ACRONYM.match(short) and initials_fit(short, view.words[start:end]):
                self.link_acronym(short, view.said(start, end))

    def link_acronym(self, short: str, name: str) -> None:
        """Take a short form for a name's, with the name's label."""
        verdict = self._decided(name) if short not in self.acronyms else None
        if verdict is not None:
            self.acronyms[short] = name
            label = "ORG" if verdict.label == "PERSON" else verdict.label
            self.signs[short].append(Sign(label, ACRONYM_WEIGHT, f"short for {name}", "acronym"))
            self.signs[name].append(Sign(label, 1, f"{short} for short", "acronym"))
