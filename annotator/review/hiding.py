"""What annotators are shown as where nobody should see who says what: letters, dealt by a seed. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from annotator.review.sampling import rank

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def lettered(layers: Iterable[str], seed: str) -> dict[str, str]:
    """Layer → its letter (A, B … Z, A2 …). The same layers and seed give the same letters, on every laptop alike."""
    dealt = sorted(layers, key=lambda layer: rank(layer, seed))
    return {layer: _letter(number) for number, layer in enumerate(dealt)}


def _letter(number: int) -> str:
    round_, place = divmod(number, len(LETTERS))
    return LETTERS[place] + (str(round_ + 1) if round_ else "")
