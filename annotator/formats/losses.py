"""What a format could not carry: each loss with its place, counted by kind, and listed in `losses.jsonl`.

A writer adds a loss for every unit, or part of one, of which a reader of what it writes will not know as much as the
project does. What becomes of a loss is for `annotator.exchange` to say.
"""

from __future__ import annotations

from collections import Counter
from contextlib import ExitStack
from typing import Self

import msgspec

from annotator.formats.folder import Folder, SummedFile
from annotator.formats.one_line import line_of

FILE = "losses.jsonl"

KINDS: dict[str, str] = {
    "fragments": "units in several pieces, which were parted or joined",
    "overlap": "units left out since they overlap others",
    "moved": "boundaries moved to tokens",
    "unaligned": "units left out since no token begins or ends where they do",
    "entity": "entities left out",
    "statement": "statements left out",
    "cue": "cues lost, or cut off from their statement",
    "speaker": "speakers lost, or cut off from their statement",
    "others": "further speakers of a statement lost",
    "anonymous": "marks lost that a source is anonymous",
    "type": "types of statements lost",
    "parent": "nestings of statements lost",
    "verbatim": "words in marks inside mixed statements lost",
    "actor": "actors of entities or speakers lost",
    "link": "links to events lost",
    "event": "events left out, or with less than is known of them",
    "nothing_to_link": "words lost that there is nothing to link",
    "none": "statements of which it is lost which parts somebody found to be none",
    "alternatives": "second readings lost",
    "flags": "flags lost",
    "excluded": "excluded regions lost",
    "text": "texts that read back otherwise",
    "meta": "metadata lost",
    "passes": "articles of which it is not said what was looked for in them",
    "rejected": "refused suggestions lost",
}
"""Kind of loss → what happened, in the plural, as a report says it."""


class Loss(msgspec.Struct, frozen=True, omit_defaults=True):
    """One loss. `unit` is the id of an entity, statement, event …; `start`, `end` and `text` where it stands or stood.

    `reason` says in a sentence what the format lacks and what was written instead.
    """

    article: str
    kind: str
    reason: str
    unit: str = ""
    label: str = ""
    start: int | None = None
    end: int | None = None
    text: str = ""


class Losses:
    """Collects losses while a folder is written; the file appears with the first one. Use it in a `with` statement."""

    def __init__(self, folder: Folder) -> None:
        self._folder = folder
        self._open = ExitStack()
        self._file: SummedFile | None = None
        self.counts: Counter[str] = Counter()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self._open.__exit__(*exception)  # type: ignore[arg-type]

    def add(self, loss: Loss) -> None:
        """Note a loss. Its kind is one of `KINDS`."""
        if loss.kind not in KINDS:
            raise KeyError(loss.kind)
        if self._file is None:
            self._file = self._open.enter_context(self._folder.open(FILE))
        self.counts[loss.kind] += 1
        self._file.write(line_of(loss))


def loss_sentences(counts: Counter[str]) -> list[str]:
    """The counts in words, the most frequent first: "links to events lost: 12"."""
    return [f"{KINDS[kind]}: {count:,}" for kind, count in counts.most_common()]
