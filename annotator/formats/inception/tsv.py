r"""WebAnno TSV 3: the header, sentences and rows of a file, to a document with spans, relations and chains.

The cells of a row are told in `tsv_cells`. Offsets in the file are UTF-16 units of a text that it holds sentence by
sentence; what stood between them is rebuilt as WebAnno does: a line end, and blanks up to the next sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from annotator.errors import UserError
from annotator.formats.inception.cas_model import CasDocument
from annotator.formats.inception.tsv_cells import Annotations, Column, columns_of, unescape
from annotator.formats.offsets import Convert, converter
from annotator.wording import counted

FORMAT_LINE = "#FORMAT=WebAnno TSV"
KINDS = {"#T_SP=": "span", "#T_RL=": "relation", "#T_CH=": "chain"}
TEXT_LINE = "#Text="
SHOWN = 3
PADDING_CHARS = 1 << 20
"""How many blanks in all are put where the file says that there was text: more is a mistake, or no text."""

_UNIT = re.compile(r"(\d+-\d+)(?:\.\d+)?\t(\d{1,12})-(\d{1,12})\t")


class Row(msgspec.Struct, frozen=True):
    """A token or sub-token: its id, place in UTF-16 units of the text as it was rebuilt, words, and cells."""

    unit: str
    start: int
    end: int
    words: str
    cells: tuple[str, ...]

    @property
    def is_token(self) -> bool:
        return "." not in self.unit


def read_tsv(content: str) -> CasDocument:
    """The document of a file.

    Raises:
        UserError: it is of another version, or nothing in it can be read.
    """
    lines = [line.removesuffix("\r") for line in content.split("\n")]
    if not lines[0].startswith(f"{FORMAT_LINE} 3"):
        raise UserError("The file is no WebAnno TSV 3.", "Export it again as WebAnno TSV 3, UIMA CAS XMI or CAS JSON.")
    columns = [column for line in lines for column in _header(line)]
    text = _Text()
    annotations = Annotations(columns)
    said: list[str] = []
    wide = 0
    for number, line in enumerate(lines, 1):
        if line.startswith(TEXT_LINE):
            text.header(unescape(line.removeprefix(TEXT_LINE)))
        elif match := _UNIT.match(line):
            row = _row(line, match, len(columns))
            wide += any(cell not in ("", "_") for cell in line.split("\t")[3 + len(columns) :])
            annotations.take(text.place(row))
        elif line.strip() and not line.startswith("#") and text.is_open:
            # A line end inside a sentence that no one escaped.
            text.header(unescape(line))
        elif line.strip() and not line.startswith("#"):
            said.append(f"line {number} is neither a sentence nor a token")
    if wide:
        said.append(f"{wide} rows have more columns than the header names, which were not read")
    if not text.has_tokens:
        raise UserError("The file holds no sentence.", "Export it again; UIMA CAS JSON keeps the whole text.")
    whole = text.whole()
    to_codepoints = converter(whole, "utf16")
    return annotations.document(whole, to_codepoints, tuple(_said(said, text.misfits(whole, to_codepoints), text)))


def _header(line: str) -> Iterator[Column]:
    for prefix, kind in KINDS.items():
        if line.startswith(prefix):
            yield from columns_of(kind, line.removeprefix(prefix))


def _row(line: str, match: re.Match[str], columns: int) -> Row:
    fields = line.split("\t")
    cells = fields[3 : 3 + columns]
    cells += ["_"] * (columns - len(cells))
    return Row(fields[0], int(match[2]), int(match[3]), unescape(fields[2]), tuple(cell or "_" for cell in cells))


def _said(lines: list[str], misfits: int, text: _Text) -> Iterator[str]:
    if lines:
        more = " …" if len(lines) > SHOWN else ""
        yield f"Not everything in the file was understood: {'; '.join(lines[:SHOWN])}{more}."
    if text.moved:
        moved = counted(text.moved, "token stands", "tokens stand")
        yield f"{moved} elsewhere than the file says: moved there, and the labels with them."
    if misfits:
        left = counted(misfits, "token does not stand", "tokens do not stand")
        yield f"{left} in the text where the file says; labels may stand beside the words that they are of."
    if text.sentences > 1:
        yield "The file holds no text between its sentences; each was put on a line of its own."


class _Text:
    """The text, rebuilt sentence by sentence."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._units = 0
        """UTF-16 units so far."""
        self._header: list[str] = []
        self._shift = 0
        self._padding = PADDING_CHARS
        self._tokens: list[Row] = []
        self._sentence = self._lowered = ""
        self._begins = self._moved = 0
        """Where the sentence begins in the text, and by how much its last token was moved, in UTF-16 units."""
        self._cursor = self._passed = 0
        """Where the last token of the sentence ends in it: in code points, and in UTF-16 units."""
        self.sentences = self.moved = 0

    @property
    def has_tokens(self) -> bool:
        return bool(self._tokens)

    @property
    def is_open(self) -> bool:
        """Whether a sentence has begun whose tokens are still to come."""
        return bool(self._header)

    def header(self, line: str) -> None:
        self._header.append(line)

    def place(self, row: Row) -> Row:
        """The row where its words stand; the first one of a sentence tells where that begins."""
        if self._header and row.is_token:
            self._begin("\n".join(self._header), row)
            self._header = []
        if self._shift:
            row = msgspec.structs.replace(row, start=row.start + self._shift, end=row.end + self._shift)
        if row.is_token:
            self._moved = self._find(row)
        if self._moved:
            row = msgspec.structs.replace(row, start=row.start + self._moved, end=row.end + self._moved)
        if row.is_token:
            self._tokens.append(row)
        return row

    def _find(self, row: Row) -> int:
        """By how much a token is to be moved to stand on its words, the next ones of its sentence."""
        ahead = max(row.start - self._begins - self._passed, 0)
        at = self._cursor + len(_upto(self._sentence[self._cursor : self._cursor + ahead], ahead))
        words = row.words.lower()
        found = at if self._lowered.startswith(words, at) else self._lowered.find(words, self._cursor)
        if found < 0:
            return 0
        start = self._begins + self._passed + _units(self._sentence[self._cursor : found])
        self._cursor, self._passed = found + len(row.words), start + _units(row.words) - self._begins
        move = start - row.start
        self.moved += move != 0
        return move

    def _begin(self, sentence: str, first: Row) -> None:
        lead = sentence.find(first.words) if not sentence.startswith(first.words) else 0
        begin = max(first.start - _units(sentence[: max(lead, 0)]), 0)
        if self._units and self._units < begin:
            self._add("\n")
        gap = begin - self._units
        if 0 < gap <= self._padding:
            self._padding -= gap
            self._add(" " * gap)
        # Where a sentence begins inside the one before, the file's offsets mean nothing: it follows on a new line.
        if self._units > begin:
            self._add("\n")
        self._shift = self._units - begin
        self._sentence, self._begins, self._cursor, self._passed = sentence, self._units, 0, 0
        lowered = sentence.lower()
        self._lowered = lowered if len(lowered) == len(sentence) else sentence
        self._add(sentence)
        self.sentences += 1

    def _add(self, piece: str) -> None:
        self._pieces.append(piece)
        self._units += _units(piece)

    def whole(self) -> str:
        return "".join(self._pieces)

    def misfits(self, whole: str, to_codepoints: Convert) -> int:
        return sum(whole[to_codepoints(row.start) : to_codepoints(row.end)] != row.words for row in self._tokens)


def _units(text: str) -> int:
    return len(text) + sum(character > "\uffff" for character in text)


def _upto(text: str, units: int) -> str:
    """The beginning of a text that is so many UTF-16 units long."""
    if text.isascii():
        return text[:units]
    return text.encode("utf-16-le")[: 2 * units].decode("utf-16-le", "ignore")
