"""Tokens and tags of CoNLL files, in the dialects that are met: which columns there are, and which holds what.

`EU NNP B-NP B-ORG` (2003), `EU<tab>B-ORG`, `EU _ _ B-ORG`, `1 EU B-ORG …`; blank lines between sentences; articles
begin at -DOCSTART-, `# newdoc`, `# doc_id = …` or `#begin document`. What the tags amount to is in `tags`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice

import msgspec

from annotator.errors import UserError
from annotator.formats.records import BadRecord

SAMPLE_LINES = 20_000
"""How many lines tell what the columns hold."""
MOST_LABELS = 60
"""With more different words than this, a column holds no labels."""
BLOCKS = "-DOCSTART- -X- O"
"""What Label Studio puts before all of its tasks; no empty line follows it, and one stands after each task."""
TAGGED_SHARE = 0.95
SNIFFED_LINES = 5
"""How many lines of tokens a file of any name needs to be taken for this format."""
_PHRASES = "NP VP PP ADJP ADVP SBAR CONJP INTJ LST PRT UCP"
CHUNKS = frozenset(_PHRASES.split())
"""Labels of phrases, as the third column of the data of 2003 has them."""

_TAG = re.compile(r"O|[BIELUSMWbielusmw][-_]\S+")
_BARE = re.compile(r"[A-Za-z][\w./-]*")
_NUMBER = re.compile(r"\d+(?:[-.]\d+)?")
_DOCSTART = re.compile(r"-DOCSTART-(?=\s|$)(?:\s*\((?P<name>[^)]*)\))?")
_COMMENT_START = re.compile(r"#\s*(?:newdoc|doc_?id|document)\b(?:\s+id)?\s*(?:[=:]\s*(?P<name>.*))?", re.IGNORECASE)
_BEGIN = re.compile(r"#begin document\s*(?P<name>.*)")
_BLANKS = re.compile(r"[ \t]+")


class Row(msgspec.Struct, frozen=True, gc=False):
    """A token. `tag` is empty where the line has none."""

    line: int
    word: str
    tag: str


class Document(msgspec.Struct, frozen=True):
    """An article: its sentences, the name that the file gives it, and the line where it begins."""

    sentences: list[list[Row]]
    name: str = ""
    line: int = 1
    is_marked: bool = False

    @property
    def rows(self) -> list[Row]:
        return [row for sentence in self.sentences for row in sentence]


class Dialect(msgspec.Struct, frozen=True):
    """How lines fall into columns, and which of them hold words and tags. `others`: further columns of tags."""

    is_tabbed: bool
    columns: int
    words: int
    tags: int
    others: tuple[int, ...] = ()

    def cells(self, line: str) -> list[str]:
        return [cell.strip() for cell in line.split("\t")] if self.is_tabbed else _BLANKS.split(line.strip(" \t\r\n"))

    def row(self, line: str) -> tuple[str, str]:
        """The word and the tag of a line; the tag is empty where there is none."""
        cells = self.cells(line)
        at = len(cells) - 1 if self.tags == self.columns - 1 else self.tags
        if len(cells) < 2 or at >= len(cells) or at <= self.words:
            return line.strip(), ""
        # A word with a blank inside makes a column more.
        word = " ".join(cells[: at or 1]) if self.columns == 2 else cells[self.words]
        return word, cells[at]


def find_dialect(lines: Iterable[str], given: Mapping[str, str]) -> Dialect:
    """The dialect that the first lines show; `given` may name the columns "text" and "tag" by their numbers from 1.

    Raises:
        UserError: no column holds tags.
    """
    sample = [line for line in islice(lines, SAMPLE_LINES) if line.strip() and not _is_mark(line)]
    is_tabbed = 2 * sum("\t" in line.strip() for line in sample) > len(sample)
    plain = Dialect(is_tabbed, 0, 0, 0)
    rows = [cells for cells in map(plain.cells, sample) if len(cells) > 1]
    columns = Counter(map(len, rows)).most_common(1)[0][0] if rows else 0
    rows = [cells for cells in rows if len(cells) == columns and not _is_comment(cells)]
    table = list(zip(*rows, strict=True))
    first = 1 if len(table) > 2 and all(map(_NUMBER.fullmatch, table[0])) else 0
    words = _given(given, "text", columns, first)
    found = [at for at in range(words + 1, len(table)) if _holds_tags(table[at])]
    found = found or [at for at in range(len(table) - 1, words, -1) if _holds_labels(table[at])][:1]
    named = [at for at in found if not _holds_only(table[at], CHUNKS | {""})] or found
    if "tag" not in given and not named:
        said = "No column of the file holds tags of tokens (B-PER, I-PER, O …)."
        raise UserError(said, "Say with --columns tag=NUMBER which column holds them, counted from 1.")
    tags = _given(given, "tag", columns, named[-1] if named else columns - 1)
    return Dialect(is_tabbed, columns, words, tags, tuple(at for at in named if at != tags))


def looks_tagged(text: str, *, is_cut: bool) -> bool:
    """Whether a text, of which this is the beginning, is lines of tokens and tags, and nothing else."""
    lines = text.split("\n")[: -1 if is_cut else None]
    filled = [line for line in lines if line.strip() and not line.startswith("#") and not _is_mark(line)]
    if len(filled) < SNIFFED_LINES:
        return False
    try:
        dialect = find_dialect(filled, {})
    except UserError:
        return False
    tags = [dialect.row(line)[1] for line in filled]
    is_short = all(len(line) < 400 for line in filled)
    good = sum(_TAG.fullmatch(tag) is not None for tag in tags)
    marked = any(tag[1:2] in ("-", "_") for tag in tags) or any(map(_DOCSTART.match, lines))
    return is_short and marked and good >= TAGGED_SHARE * len(tags)


def documents(lines: Iterable[str], dialect: Dialect, file: str) -> Iterator[Document | BadRecord]:
    """The articles of a file, and the lines that hold no tag."""
    current, blocks_from = Document([[]]), 0
    for number, raw in enumerate(lines, 1):
        line = raw.rstrip("\r\n")
        name = _mark_of(line)
        if name is not None:
            yield from _closed(current)
            current, blocks_from = Document([[]], name, number, is_marked=True), number if line == BLOCKS else 0
        elif not line.strip() or line.startswith("#end document"):
            blocks_from = 0 if number == blocks_from + 1 else blocks_from
            if blocks_from:
                yield from _closed(current)
                current = Document([[]], "", number + 1, is_marked=True)
            elif current.sentences[-1]:
                current.sentences.append([])
        else:
            yield from _add(current, number, line, dialect, file)
    yield from _closed(current)


def _add(current: Document, number: int, line: str, dialect: Dialect, file: str) -> Iterator[BadRecord]:
    """Add a line's token to an article, unless the line is a comment."""
    word, tag = dialect.row(line)
    if line.startswith("#") and not _TAG.fullmatch(tag):
        return
    if not tag:
        yield BadRecord(file, number, f"The line “{word[:60]}” has no tag.", "Its words were kept without a label.")
    if word:
        current.sentences[-1].append(Row(number, word, tag or "O"))


def _closed(document: Document) -> Iterator[Document]:
    """An article without empty sentences, if it has any words."""
    if sentences := [sentence for sentence in document.sentences if sentence]:
        yield msgspec.structs.replace(document, sentences=sentences)


def _mark_of(line: str) -> str | None:
    """The name of the article that begins at a line, "" where it has none; None if none begins."""
    if not line.startswith(("-DOCSTART-", "#")):
        return None
    match = _DOCSTART.match(line) or _BEGIN.match(line) or _COMMENT_START.fullmatch(line.strip())
    return (match["name"] or "").strip() if match else None


def _is_mark(line: str) -> bool:
    return _mark_of(line) is not None


def _is_comment(cells: Sequence[str]) -> bool:
    return cells[0].startswith("#") and not _TAG.fullmatch(cells[-1])


def _given(given: Mapping[str, str], name: str, columns: int, otherwise: int) -> int:
    said = given.get(name)
    if said is None:
        return otherwise
    if not said.isdecimal() or not 0 < int(said) <= columns:
        raise UserError(f"There is no column {said!r}; there are {columns}.", "Count the columns from 1.")
    return int(said) - 1


def _holds_tags(cells: Sequence[str]) -> bool:
    return sum(_TAG.fullmatch(cell) is not None for cell in cells) >= TAGGED_SHARE * len(cells)


def _holds_labels(cells: Sequence[str]) -> bool:
    """Whether a column holds labels without a mark for the beginning: O for the most, and few others."""
    kinds = Counter(cells)
    return kinds["O"] >= len(cells) / 4 and len(kinds) <= MOST_LABELS and all(map(_BARE.fullmatch, kinds))


def _holds_only(cells: Sequence[str], labels: frozenset[str]) -> bool:
    return any(cell != "O" for cell in cells) and all(cell[2:] in labels for cell in set(cells))
