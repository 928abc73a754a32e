"""Which columns a CoNLL file has, and which holds what: told from its first lines. Lines are read in `lines`.

`EU NNP B-NP B-ORG` (2003), `EU<tab>B-ORG`, `EU _ _ B-ORG`, `1 EU B-ORG …`, `B-ORG EU` (tag first), a header that names
the columns, labels inside labels in columns of their own (GermEval, LitBank), words that all begin with a language
(`fr:EU`, WikiANN), labels without B and I, and labels in brackets (`(ORG*`, CoNLL-2012, OntoNotes).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import islice

import msgspec

from annotator.errors import UserError
from annotator.formats.conll.marks import is_mark
from annotator.formats.tags import OUTSIDE, runs_of

SAMPLE_LINES = 20_000
"""How many lines tell what the columns hold."""
MOST_LABELS = 60
"""With more different words than this, a column holds no labels."""
TAGGED_SHARE = 0.95
SNIFFED_LINES = 5
"""How many lines of tokens a file of any name needs to be taken for this format."""
LONGEST_LINE = 400
_PHRASES = "NP VP PP ADJP ADVP SBAR CONJP INTJ LST PRT UCP"
CHUNKS = frozenset(_PHRASES.split())
"""Labels of phrases, as the third column of the data of 2003 has them."""
WORD_NAMES = frozenset(("token", "tokens", "word", "words", "form"))
TAG_NAMES = (
    *("ne-coarse-lit", "ner", "ner_tag", "ner_tags", "ner-tag", "ner-tags", "ne", "entity", "tag", "tags", "label"),
    *("labels", "iob", "bio"),
)
"""What headers call columns, the best first."""
BRACKETED_COLUMNS, BRACKETED_WORDS, BRACKETED_TAGS = 12, 3, 10
"""How many columns the lines of CoNLL-2012 have at least, and which of them hold words and names."""

TAG = re.compile(r"O|[BIELUSMWbielusmw][-_]\S+")
_BARE = re.compile(r"[A-Za-z][\w./-]*")
_NUMBER = re.compile(r"\d+(?:[-.]\d+)?")
_BRACKETS = re.compile(r"(?:\([^\s()*]+)*\*?\)*")
_LANGUAGE = re.compile(r"([a-z]{2,3}(?:-[a-z]+)*:).")
_BLANKS = re.compile(r"[ \t]+")


class Dialect(msgspec.Struct, frozen=True):
    """How lines fall into columns, and which of them hold words and tags.

    `inner`: columns of labels inside those of `tags`. `others`: further columns of tags. `header`: the line that names
    the columns. `prefix`: what every word begins with.
    """

    is_tabbed: bool
    columns: int
    words: int
    tags: int
    inner: tuple[int, ...] = ()
    others: tuple[int, ...] = ()
    header: tuple[str, ...] = ()
    prefix: str = ""
    is_bracketed: bool = False

    def cells(self, line: str) -> list[str]:
        return [cell.strip() for cell in line.split("\t")] if self.is_tabbed else _BLANKS.split(line.strip(" \t\r\n"))

    def row(self, line: str) -> tuple[str, str]:
        """The word and the tag of a line; the tag is empty where there is none."""
        word, tag = self._row(self.cells(line), line)
        return word.removeprefix(self.prefix) or word, tag

    def inner_tags(self, line: str) -> tuple[str, ...]:
        """The tags of the labels inside others; "O" where a line has none."""
        if not self.inner:
            return ()
        cells = self.cells(line)
        return tuple(cells[at] if at < len(cells) else "O" for at in self.inner)

    def is_header(self, line: str) -> bool:
        return bool(self.header) and tuple(self.cells(line)) == self.header

    def _row(self, cells: list[str], line: str) -> tuple[str, str]:
        if self.tags < self.words:
            if len(cells) <= self.words:
                return line.strip(), ""
            return " ".join(cells[self.words :]) if self.columns == self.words + 1 else cells[self.words], cells[0]
        # A word with a blank inside makes a column more.
        at = len(cells) - 1 if self.tags == self.columns - 1 else self.tags
        if len(cells) < 2 or at >= len(cells) or at <= self.words:
            return line.strip(), ""
        return " ".join(cells[: at or 1]) if self.columns == 2 else cells[self.words], cells[at]


def find_dialect(lines: Iterable[str], given: Mapping[str, str]) -> Dialect:
    """The dialect that the first lines show; `given` may name the columns "text" and "tag" by their numbers from 1.

    Raises:
        UserError: no column holds tags.
    """
    sample = [line for line in islice(lines, SAMPLE_LINES) if line.strip() and not is_mark(line)]
    is_tabbed = 2 * sum("\t" in line.strip() for line in sample) > len(sample)
    plain = Dialect(is_tabbed, 0, 0, 0)
    rows = [cells for cells in map(plain.cells, sample) if len(cells) > 1 and not _is_comment(cells)]
    header = tuple(rows[0]) if rows and _is_header(rows[0]) else ()
    rows = rows[1:] if header else rows
    if not given and _are_bracketed(rows):
        return Dialect(is_tabbed, BRACKETED_COLUMNS, BRACKETED_WORDS, BRACKETED_TAGS, is_bracketed=True)
    columns = Counter(map(len, rows)).most_common(1)[0][0] if rows else 0
    table = list(zip(*(cells for cells in rows if len(cells) == columns), strict=True))
    words, found = _words_and_tags(table, given)
    if "tag" not in given and not found:
        said = "No column of the file holds tags of tokens (B-PER, I-PER, O …)."
        raise UserError(said, "Say with --columns tag=NUMBER which column holds them, counted from 1.")
    tags = _given(given, "tag", columns, _best(found, table, header) if found else columns - 1)
    inner = tuple(at for at in found if at != tags and _is_inside(table[at], table[tags]))
    others = tuple(at for at in found if at != tags and at not in inner)
    return Dialect(is_tabbed, columns, words, tags, inner, others, header, _prefix(table, words))


def looks_tagged(text: str, *, is_cut: bool) -> bool:
    """Whether a text, of which this is the beginning, is lines of tokens and tags, and nothing else."""
    lines = text.split("\n")[: -1 if is_cut else None]
    filled = [line for line in lines if line.strip() and not line.startswith("#") and not is_mark(line)]
    if len(filled) < SNIFFED_LINES or any(len(line) >= LONGEST_LINE for line in filled):
        return False
    try:
        dialect = find_dialect(filled, {})
    except UserError:
        return False
    if dialect.is_bracketed:
        return True
    filled = [line for line in filled if not dialect.is_header(line)]
    tags = [dialect.row(line)[1] for line in filled]
    has_articles = any(line.startswith("-DOCSTART-") for line in lines)
    if any(tag[1:2] in ("-", "_") for tag in tags) or has_articles:
        good = sum(TAG.fullmatch(tag) is not None for tag in tags)
        if good >= TAGGED_SHARE * len(tags):
            return True
    return _are_bare(dialect, filled, tags) and (has_articles or (dialect.is_tabbed and _has_sentences(lines)))


def _are_bare(dialect: Dialect, lines: Sequence[str], tags: Sequence[str]) -> bool:
    """Whether lines are two columns, the second labels without B and I."""
    return (
        dialect.columns == 2
        and all(len(dialect.cells(line)) == 2 for line in lines)
        and len(set(tags)) > 1
        and _holds_labels(tags)
    )


def _has_sentences(lines: Sequence[str]) -> bool:
    """Whether an empty line or a full stop stands between lines, which a table has not."""
    inside = "\n".join(lines).strip("\n")
    return "\n\n" in inside or ".\tO" in lines


def _words_and_tags(table: Sequence[Sequence[str]], given: Mapping[str, str]) -> tuple[int, list[int]]:
    """The column of the words, and those that hold tags."""
    first = 1 if len(table) > 2 and all(map(_NUMBER.fullmatch, table[0])) else 0
    words = _given(given, "text", len(table), first)
    found = [at for at in range(words + 1, len(table)) if _holds_tags(table[at])]
    if not found and "text" not in given and len(table) > 1 and _holds_tags(table[0]) and _has_edges(table[0]):
        return 1, [0]
    found = found or [at for at in range(len(table) - 1, words, -1) if _holds_labels(table[at])][:1]
    return words, [at for at in found if not _holds_only(table[at], CHUNKS | {""})] or found


def _best(found: Sequence[int], table: Sequence[Sequence[str]], header: Sequence[str]) -> int:
    """The column of tags that counts: the one that a header names so, the outer of several, else the last."""
    filled = [at for at in found if set(table[at]) - set(OUTSIDE)] or list(found)
    names = {header[at].casefold(): at for at in filled if at < len(header)}
    named = next((names[name] for name in TAG_NAMES if name in names), None)
    if named is not None:
        return named
    is_outer = all(_is_inside(table[at], table[filled[0]]) for at in filled[1:])
    return filled[0] if is_outer else filled[-1]


def _is_inside(inner: Sequence[str], outer: Sequence[str]) -> bool:
    """Whether the labels of a column stand inside those of another, and are not the same over again."""
    around = [(run.first, run.last) for run in runs_of(outer)]
    held = [(run.first, run.last) for run in runs_of(inner)]
    same, at, inside = set(around), 0, 0
    for first, last in held:
        while at < len(around) and around[at][1] < first:
            at += 1
        inside += at < len(around) and around[at][0] <= first and last <= around[at][1]
    twice = sum(place in same for place in held)
    return inside >= TAGGED_SHARE * len(held) and 5 * twice <= len(held)


def _prefix(table: Sequence[Sequence[str]], words: int) -> str:
    """A language with a colon, where every word begins with it."""
    column = list(table[words]) if words < len(table) else []
    match = _LANGUAGE.match(column[0]) if len(column) >= SNIFFED_LINES else None
    return match[1] if match and all(word.startswith(match[1]) for word in column) else ""


def _are_bracketed(rows: Sequence[Sequence[str]]) -> bool:
    return len(rows) > 1 and all(
        len(cells) >= BRACKETED_COLUMNS
        and cells[2].isdigit()
        and "*" in cells[5] + cells[BRACKETED_TAGS]
        and _BRACKETS.fullmatch(cells[BRACKETED_TAGS])
        for cells in rows
    )


def _is_header(cells: Sequence[str]) -> bool:
    names = {cell.casefold() for cell in cells}
    return bool(names & WORD_NAMES) and bool(names & set(TAG_NAMES))


def _is_comment(cells: Sequence[str]) -> bool:
    return cells[0].startswith("#") and not TAG.fullmatch(cells[-1])


def _given(given: Mapping[str, str], name: str, columns: int, otherwise: int) -> int:
    said = given.get(name)
    if said is None:
        return otherwise
    if not said.isdecimal() or not 0 < int(said) <= columns:
        raise UserError(f"There is no column {said!r}; there are {columns}.", "Count the columns from 1.")
    return int(said) - 1


def _holds_tags(cells: Sequence[str]) -> bool:
    return sum(TAG.fullmatch(cell) is not None for cell in cells) >= TAGGED_SHARE * len(cells)


def _has_edges(cells: Sequence[str]) -> bool:
    return any(cell[1:2] in ("-", "_") for cell in cells)


def _holds_labels(cells: Sequence[str]) -> bool:
    """Whether a column holds labels without a mark for the beginning: O for the most, and few others."""
    kinds = Counter(cells)
    return kinds["O"] >= len(cells) / 4 and len(kinds) <= MOST_LABELS and all(map(_BARE.fullmatch, kinds))


def _holds_only(cells: Sequence[str], labels: frozenset[str]) -> bool:
    return any(cell != "O" for cell in cells) and all(cell[2:] in labels for cell in set(cells))
