"""The seeded sample of agreed units that is put before a lead, and what it tells of the others. Pure."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterable

import msgspec

NORMAL_95 = 1.959963984540054
"""How many standard deviations to both sides hold 95 % of a normal distribution."""
SCALE = 2**64


class ErrorRate(msgspec.Struct, frozen=True):
    """How many of the agreed units that a lead checked were wrong.

    `rate` is in 0..1, with its 95 % interval from `low` to `high`; all None, and a `reason`, if nothing was checked.
    The interval is Wilson's score interval (Wilson 1927), which holds for few and for no errors too.
    """

    checked: int
    wrong: int
    rate: float | None = None
    low: float | None = None
    high: float | None = None
    reason: str = ""


def sampled(ids: Iterable[str], share: float, seed: str | int) -> frozenset[str]:
    """Those of these ids that are in the sample: each by a hash of itself and the seed, whatever else is there.

    So a unit is in the sample or out of it for good, however many come or go beside it, on every laptop alike, and the
    share is hit in expectation. Hand in the units of the whole project, not article by article: where units are there,
    a share above 0 and none of them drawn, the one with the smallest hash is taken, so that something is always
    checked. Only that one may change when units come.
    """
    ranks = {one: rank(one, seed) for one in ids}
    if not ranks or share <= 0:
        return frozenset()
    found = frozenset(one for one, rank in ranks.items() if rank < share)
    return found or frozenset([min(ranks, key=lambda one: (ranks[one], one))])


def error_rate(checked: int, wrong: int) -> ErrorRate:
    """The share of wrong units among those checked, with its interval; no rate where nothing was checked."""
    if not 0 <= wrong <= checked:
        raise ValueError("of the checked units none to all can be wrong")
    if checked == 0:
        return ErrorRate(0, 0, reason="no agreed unit has been checked")
    rate, z2 = wrong / checked, NORMAL_95**2
    middle = (rate + z2 / (2 * checked)) / (1 + z2 / checked)
    half = NORMAL_95 * math.sqrt(rate * (1 - rate) / checked + z2 / (4 * checked**2)) / (1 + z2 / checked)
    low = 0.0 if wrong == 0 else middle - half
    high = 1.0 if wrong == checked else middle + half
    return ErrorRate(checked, wrong, rate, low, high)


def rank(one: str, seed: str | int) -> float:
    """A number in 0..1 that the id and the seed alone decide."""
    digest = hashlib.blake2b(f"{seed}\x1f{one}".encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big") / SCALE
