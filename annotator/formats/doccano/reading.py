"""From doccano's records to articles and labels. Shapes are in `rows`, the unit of offsets in `units`.

doccano does not check its labels, and its own examples hold wrong ones. A label beyond its text is left out, one that
begins or ends inside a word is kept and said. One rule finds labels whose start was never set: a label that begins at 0
and holds two ordinary words in lower case or more, where its name stands elsewhere in the file twice or more and
never on such a word ("Find a flight from Memphis" as a City), is left out and said.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import cast

import msgspec
from msgspec import structs

from annotator.formats.doccano.labels import annotator_by_file, is_config, label_names
from annotator.formats.doccano.rows import (
    ANNOTATED,
    ARTICLE,
    COMMENTS,
    UNIT,
    Mark,
    Row,
    marks_of,
    metadata,
    own_metadata,
    relations_of,
    text_key,
    unread_keys,
)
from annotator.formats.doccano.units import UnitGuess, UnitTeller, has_special, inside_word, insides
from annotator.formats.gold.reading import UNITS, place
from annotator.formats.gold.schema import GoldArticle
from annotator.formats.graph.model import Edge, LabelGraph, Node
from annotator.formats.graph.reading import ROLES, Labels, labels_of
from annotator.formats.json_values import values_of
from annotator.formats.offsets import converter
from annotator.formats.records import ArticleRecord, BadRecord, OffsetUnit, ReadOptions, Record
from annotator.formats.tally import Tally, say_joining
from annotator.ids import article_id
from annotator.model import PASSES, PassName
from annotator.text import normalise
from annotator.wording import clipped

UNIT_NAMES: Mapping[str, str] = {**UNITS, "codepoints": "code points"}
ASKED = "Say it with --offset-unit utf16, codepoints or graphemes if that is not right."
CONNECTORS = frozenset(
    (
        *("a", "al", "and", "at", "da", "das", "de", "del", "der", "di", "do", "dos", "du", "el", "en", "et", "for"),
        *("in", "la", "le", "of", "on", "the", "und", "van", "von", "y"),
    )
)
"""Words in lower case that names hold too."""
ORDINARY_WORDS = 2
OTHERS = 2
SHOWN_CHARS = 40


class _Survey(msgspec.Struct):
    """What only the whole file tells: its unit, its users, and how many labels of each name are `plain` or `wordy`:
    without ordinary words, or with them and elsewhere than at the start of a text."""

    unit: UnitGuess
    users: set[str]
    plain: dict[str, int]
    wordy: dict[str, int]


def read(path: Path, options: ReadOptions) -> Iterator[Record]:
    """The articles of an export of doccano, or of a file that it is to be given."""
    names = label_names(path)
    yield from _Reader(path, options, names, _survey(path, options, names)).records()


def guess_unit(path: Path) -> UnitGuess:
    """What the offsets of a file count, judged by where its labels would begin and end."""
    return _survey(path, ReadOptions(), {}).unit


def is_ambiguous(path: Path) -> bool:
    """Whether somebody has to be asked what the offsets of a file count: it matters, and nothing there tells."""
    guess = guess_unit(path)
    return guess.matters and not guess.is_sure


def _survey(path: Path, options: ReadOptions, names: Mapping[int, str]) -> _Survey:
    teller = UnitTeller()
    found = _Survey(UnitGuess(), set(), {}, {})
    for item in values_of(path):
        row = item[1] if not isinstance(item, BadRecord) else None
        key = text_key(cast("Row", row), options.columns.get("text")) if isinstance(row, dict) else None
        if key is None:
            continue
        row = cast("Row", row)
        text: str = row[key]
        marks = marks_of(row, names)[0]
        if UNIT not in row:
            teller.hear(text, [(mark.start, mark.end) for mark in marks])
        for mark in marks:
            found.users.add(mark.user)
            is_wordy = _ordinary_words(text[mark.start : mark.end]) > 0
            if mark.start > 0 or not is_wordy:
                counts = found.wordy if is_wordy else found.plain
                counts[mark.label] = counts.get(mark.label, 0) + 1
    found.unit = teller.guess()
    return found


def _ordinary_words(words: str) -> int:
    return sum(word[0].islower() and word not in CONNECTORS for word in words.split())


class _Reader:
    def __init__(self, path: Path, options: ReadOptions, names: Mapping[int, str], survey: _Survey) -> None:
        self._path = path
        self._file = str(path)
        self._options = options
        self._names = names
        self._survey = survey
        self._annotator = annotator_by_file(path) if len(survey.users) <= 1 else ""
        self._tally = Tally(self._file)
        self._number = 0
        self._line: int | None = None

    def records(self) -> Iterator[Record]:
        yield from self._say_unit()
        for item in values_of(self._path):
            if isinstance(item, BadRecord):
                yield item
                continue
            self._number += 1
            self._line, value = item
            row = cast("Row", value) if isinstance(value, dict) else {}
            if is_config(row):
                self._tally.warn("A label of a project and no record, passed over", self._line, "label")
                continue
            key = text_key(row, self._options.columns.get("text"))
            if key is None:
                self._tally.fail("Without text, not taken", self._line)
            else:
                yield from self._row(row, key)
        yield from self._tally.records()

    def _say_unit(self) -> Iterator[BadRecord]:
        guess = self._survey.unit
        if self._options.offset_unit != "auto" or not guess.matters:
            return
        said = f"The offsets were taken to count {UNIT_NAMES[guess.unit]}: "
        if guess.is_sure:
            said += f"so {guess.good} of the {guess.ends} ends of labels on which it depends are ends of words."
        else:
            said += "the labels do not tell, and doccano counts so by default."
        yield BadRecord(self._file, None, said, ASKED, is_warning=True)

    def _row(self, row: Row, key: str) -> Iterator[Record]:
        text: str = row[key]
        is_ours = UNIT in row and row.get(ARTICLE) == article_id(normalise(text))
        meta = own_metadata(row) if is_ours else metadata(row, key, text)
        for name in unread_keys(row):
            self._tally.warn(f"Data under {name!r} that is not read here, left out", self._line)
        marks = self._marks(row, text)
        by_user = {mark.user if len(self._survey.users) > 1 else "": list[Mark]() for mark in marks} or {"": []}
        for mark in marks:
            by_user.get(mark.user, by_user.get("", [])).append(mark)
        if not marks and not isinstance(row.get(ANNOTATED), list):
            yield ArticleRecord(normalise(text), meta, self._file, self._number, self._line)
            return
        for user, own in sorted(by_user.items()):
            annotator = self._annotator or (f"user-{user}" if user else "")
            for made in place(self._labelled(row, text, own), self._file, self._line, "codepoints"):
                if isinstance(made, GoldArticle):
                    yield ArticleRecord(made.text, meta, self._file, self._number, self._line, made, annotator)
                else:
                    yield made

    def _marks(self, row: Row, text: str) -> list[Mark]:
        """The labels of a record that are taken, their offsets in code points."""
        marks, categories, unreadable = marks_of(row, self._names)
        tally, line = self._tally, self._line
        tally.warn("Categories of whole texts are not read, left out", line, "category", count=categories)
        tally.fail("Labels without a name or a place, left out", line, "label", count=unreadable)
        numbered = sum(mark.is_numbered for mark in marks)
        hint = "Put doccano's label_config.json, with their ids, beside the file to have their names."
        tally.warn("Labels known by their number only, named by it", line, "label", count=numbered, hint=hint)
        unit = self._unit(row)
        halves = insides(text, unit) if has_special(text) else set[int]()
        split = sum(mark.start in halves or mark.end in halves for mark in marks)
        tally.warn("Labels that begin or end inside a character, taken as near as they are", line, "label", count=split)
        to_text = converter(text, unit)
        placed = [structs.replace(mark, start=to_text(mark.start), end=to_text(mark.end)) for mark in marks]
        return [mark for mark in placed if self._is_sound(mark, text)]

    def _unit(self, row: Row) -> OffsetUnit:
        own = row.get(UNIT)
        if isinstance(own, str) and own in UNIT_NAMES:
            return cast("OffsetUnit", own)
        given = self._options.offset_unit
        return self._survey.unit.unit if given == "auto" else given

    def _is_sound(self, mark: Mark, text: str) -> bool:
        """Whether a label may stand where it says; one inside a word may, and is counted."""
        if self._has_no_start(mark, text):
            self._tally.fail(
                f"The {mark.label} label “{clipped(text[: mark.end], SHOWN_CHARS)}” begins at 0 and is unlike all"
                " others of its name, as if its start had never been set; left out",
                *(self._line, "label"),
            )
            return False
        is_inside = inside_word(text, mark.start) or inside_word(text, mark.end)
        hint = "Look through them: their offsets may be wrong."
        said = "Labels that begin or end inside a word, kept as in the file"
        self._tally.warn(said, self._line, "label", count=int(is_inside), hint=hint)
        return True

    def _has_no_start(self, mark: Mark, text: str) -> bool:
        name = mark.label
        if mark.start != 0 or name.casefold() in ROLES or name in self._survey.wordy:
            return False
        return (
            self._survey.plain.get(name, 0) >= OTHERS and _ordinary_words(text[mark.start : mark.end]) >= ORDINARY_WORDS
        )

    def _labelled(self, row: Row, text: str, marks: list[Mark]) -> GoldArticle:
        """The labels of one person as statements and entities. What is given twice, without ids, is taken once."""
        ids: dict[tuple[int, int, str, str], str] = {}
        by_own: dict[str, str] = {}
        for number, mark in enumerate(marks):
            there = ids.setdefault((mark.start, mark.end, mark.label, mark.id), f"#{number}")
            by_own[mark.id or there] = there
        self._tally.warn("Labels given twice, taken once", self._line, "label", count=len(marks) - len(ids))
        nodes = tuple(Node(own, label, ((start, end),)) for (start, end, label, _), own in ids.items())
        edges = [Edge(name, by_own[source], by_own[target])
                 for name, source, target in relations_of(row) if {source, target} <= by_own.keys()]  # fmt: skip
        labels = labels_of(LabelGraph(nodes, tuple(dict.fromkeys(edges))), text)
        say_joining(labels, self._tally, self._line)
        lost = sum(1 for _ in relations_of(row)) - len(edges)
        self._tally.fail("Relations between labels that are not there, left out", self._line, "relation", count=lost)
        return GoldArticle(
            text=text,
            annotated=_passes(row, labels),
            spans=labels.spans,
            statements=labels.statements,
            excluded=labels.excluded,
        )


def _passes(row: Row, labels: Labels) -> tuple[PassName, ...]:
    """The passes that our own rows name, with those of labels that were made in doccano since."""
    done = row.get(ANNOTATED)
    if not isinstance(done, list):
        return labels.passes
    told = {name for name in PASSES if name in cast("list[object]", done)}
    if COMMENTS in row and (labels.spans or labels.statements):
        told |= set(labels.passes)
    return tuple(name for name in PASSES if name in told)
