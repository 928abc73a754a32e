"""What the card of a dataset says beyond counts: where it comes from, how far annotators agreed, what is missing.

A release keeps it as it was (`CardFacts` as JSON), so that its card never changes; names of people stand in it as they
are, and become pseudonyms when the card is written.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import msgspec

from annotator import __version__
from annotator.exchange.gold.blocking import Block, named, sentences
from annotator.exchange.gold.state import GoldState
from annotator.exchange.pseudonyms import anonymised_agreement
from annotator.formats.card.agreement import agreement_line, agreement_text
from annotator.formats.card.terms import Term, terms_of
from annotator.formats.card.text import ONE_LAYER, SUGGESTED, CardInfo
from annotator.layers import SUGGESTIONS
from annotator.review.guidelines import guidelines_version
from annotator.review.sampling import error_rate
from annotator.scheme import Scheme
from annotator.views.lead import Lead
from annotator.wording import counted

ONE_PERSON = "Every article was annotated by one person; there is no agreement to report."


class GoldFacts(msgspec.Struct, frozen=True):
    """What gold comes from. `single`, `several`: articles by whether one annotator submitted them, or more.

    `agreement`: what `agreement --json` prints; `titles` names its measures. `checked`, `wrong`, `unchecked`: agreed
    units of the sample. `blocks`: what is missing; `left_out`: titles of articles that were set aside.
    """

    rule: str
    single: int
    several: int
    agreement: dict[str, Any] | None = None
    titles: dict[str, str] = {}
    checked: int = 0
    wrong: int = 0
    unchecked: int = 0
    blocks: tuple[Block, ...] = ()
    left_out: tuple[str, ...] = ()


class CardFacts(msgspec.Struct, frozen=True):
    """What a card says of the project that a dataset comes from, and of gold where it is gold.

    `terms` and `guidelines_text` are missing in releases of earlier versions; `labels`: label → title.
    """

    scheme: str
    guidelines: str
    program: str
    labels: dict[str, str]
    gold: GoldFacts | None = None
    terms: tuple[Term, ...] = ()
    guidelines_text: str = ""


def card_facts(scheme: Scheme, gold: GoldFacts | None = None) -> CardFacts:
    """The facts of a project as it is now."""
    return CardFacts(
        scheme=f"{scheme.name} {scheme.version}",
        guidelines=guidelines_version(scheme.guidelines),
        program=__version__,
        labels={label.name: label.title for label in scheme.labels},
        gold=gold,
        terms=terms_of(scheme),
        guidelines_text=scheme.guidelines,
    )


def gold_facts(lead: Lead, state: GoldState) -> GoldFacts:
    """What the gold of a project comes from, as things stand."""
    several = sum(len(people) > 1 for people in state.submitted.values())
    agreement, titles = None, dict[str, str]()
    if several:
        from annotator.review.agreement.measures import TITLES

        agreement, titles = lead.agreement().as_json(), dict(TITLES)
    waiting = state.undecided
    return GoldFacts(
        rule=lead.settings.rule_title,
        single=len(state.marked),
        several=several,
        agreement=agreement,
        titles=titles,
        checked=waiting.checked,
        wrong=waiting.wrong,
        unchecked=waiting.unchecked,
        blocks=tuple(state.blocks),
        left_out=tuple(state.titles(state.left_out).values()),
    )


def gold_notes(facts: GoldFacts) -> list[str]:
    """Sentences on what is not as one might think it is; what is missing apart."""
    notes: list[str] = []
    if facts.left_out:
        are = "1 article is" if len(facts.left_out) == 1 else f"{len(facts.left_out):,} articles are"
        notes.append(f"{are} set aside and left out: {named(facts.left_out)}.")
    if facts.single and facts.several:
        were = "was" if facts.single == 1 else "were"
        notes.append(
            f"{counted(facts.single, 'article')} {were} annotated by one person: its units say so by `how` and carry "
            "no votes."
        )
    elif facts.single:
        notes.append(ONE_PERSON)
    if facts.unchecked:
        notes.append(f"{counted(facts.unchecked, 'agreed unit')} of the sample to be checked: nobody has looked yet.")
    return notes


def card_info(
    facts: CardFacts,
    *,
    project: str,
    layer: str,
    notes: tuple[str, ...] = (),
    release: str = "",
    licence: str = "",
    loading: str = "",
    losses: tuple[tuple[str, int], ...] = (),
    name: Callable[[str], str] = str,
) -> CardInfo:
    """The card of a dataset with what its records do not tell. `name`: of a person, or a pseudonym."""
    gold = facts.gold
    return CardInfo(
        name=project,
        layer=layer,
        scheme=facts.scheme,
        guidelines=facts.guidelines,
        program=facts.program,
        made=dt.datetime.now(dt.UTC).date().isoformat(),
        terms=facts.terms or tuple(Term("label", label, title) for label, title in facts.labels.items()),
        guidelines_text="" if layer == SUGGESTIONS else facts.guidelines_text,
        agreement=_agreement(gold, name) if gold else (SUGGESTED if layer == SUGGESTIONS else ONE_LAYER),
        agreed=agreement_line(gold.agreement, gold.titles) if gold and gold.agreement else "",
        notes=(*(gold_notes(gold) if gold else ()), *notes),
        incomplete=tuple(sentences(gold.blocks, name)) if gold else (),
        review=tuple(_review(gold)) if gold and gold.several else (),
        release=release,
        licence=licence,
        loading=loading,
        losses=losses,
    )


def _agreement(gold: GoldFacts, name: Callable[[str], str]) -> str:
    if gold.agreement is None:
        return ONE_PERSON if gold.single else "No article was submitted."
    return agreement_text(anonymised_agreement(gold.agreement, name), gold.titles)


def _review(gold: GoldFacts) -> list[tuple[str, str | int]]:
    rate = error_rate(gold.checked, gold.wrong)
    found = f"{rate.rate:.1%}" if rate.rate is not None else rate.reason
    if rate.low is not None and rate.high is not None:
        found += f" (95 % interval {rate.low:.1%} to {rate.high:.1%})"
    return [
        ("articles of several annotators", gold.several),
        ("articles of one annotator", gold.single),
        ("merge rule", gold.rule),
        ("agreed units that a lead checked", gold.checked),
        ("of these wrong", gold.wrong),
        ("error rate of agreed units", found),
        ("agreed units of the sample that nobody checked", gold.unchecked),
    ]
