"""CSV and TSV: one article a row, its columns found by their usual names or given. A first row of names is needed."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from functools import partial
from itertools import islice
from pathlib import Path

from annotator.errors import UserError
from annotator.formats.columns import article_from, find_columns
from annotator.formats.limits import ARTICLE_BYTES, long_line
from annotator.formats.records import ArticleRecord, BadRecord, Format, ReadOptions, Record
from annotator.formats.table_lines import Lines, LongLine, Numbered, table_text, text_lines
from annotator.text import decode

DELIMITERS = (",", ";", "\t", "|")
Row = tuple[int, list[str]]
"""The line where it begins, and its cells."""
MOST_UNCLOSED = 200
"""After so many rows whose marks are not closed the reading ends: each of them may swallow all that follows."""
SWALLOWED = ("unexpected end", "field limit")
"""What the reader of tables says of a mark that nothing closes."""
HINT = "Check the quotation marks of the row; the rows after it were read."

_EXCEL_SEPARATOR = re.compile(r"sep=([,;\t|])\r?\n", re.IGNORECASE)
"""What Excel and those who write for it put before the head."""
_BACKSLASH_QUOTE = re.compile(r'\\"')
_DOUBLED_QUOTE = re.compile(r'[^,;\t|\n"]""[^,;\t|\n"]')


class Dialect(csv.Dialect):
    """How one file separates and quotes."""

    lineterminator = "\n"
    strict = True
    quoting = csv.QUOTE_MINIMAL
    quotechar = '"'

    def __init__(self, delimiter: str, *, quoted: bool = True, escaped: bool = False) -> None:
        self.delimiter = delimiter
        self.quoting = csv.QUOTE_MINIMAL if quoted else csv.QUOTE_NONE
        self.doublequote = not escaped
        self.escapechar = "\\" if escaped else None
        super().__init__()


def read(path: Path, options: ReadOptions) -> Iterator[Record]:
    """The articles of a table; a row that does not fit its head, or has no text, is said with its line.

    Raises:
        UserError: the file has no head, or no column for the text.
    """
    text, lines, warnings = table_text(path)
    yield from warnings
    told = _EXCEL_SEPARATOR.match(text)
    delimiter = told[1] if told else "\t" if path.suffix.lower() in (".tsv", ".tab") else None
    dialect = find_dialect(text[told.end() :] if told else text, delimiter)
    rows = _rows(lines, dialect, str(path), 1 if told else 0)
    head = next((row for row in rows if not isinstance(row, BadRecord)), None)
    if head is None:
        raise UserError("The file has no row of column names.")
    names = [name.strip() for name in head[1]]
    if len(names) == 1:
        _check_lines(_rows(lines, dialect, str(path), 1 if told else 0))
    columns = _columns(names, options)
    number = 0
    for row in rows:
        if isinstance(row, BadRecord):
            yield row
            continue
        number += 1
        yield _article(row, names, columns, str(path), number)


def find_dialect(text: str, delimiter: str | None = None) -> Dialect:
    """How a table separates and quotes: by the delimiter that gives its head most usual names, then most columns."""
    start = text[:65536]
    if delimiter is None or delimiter not in start:
        delimiter = max(DELIMITERS, key=lambda mark: _score(start, mark))
    if delimiter == "\t" and _is_unquoted(text):
        return Dialect(delimiter, quoted=False)
    escaped = bool(_BACKSLASH_QUOTE.search(text)) and not _DOUBLED_QUOTE.search(text)
    return Dialect(delimiter, escaped=escaped)


def sniff(head: bytes) -> bool:
    """Whether a file begins with a row of names among which one is usual for the text, and another is usual too."""
    first = decode(head).text.split("\n", 1)[0]
    return max(_score(first, mark)[0] for mark in DELIMITERS) >= 2 and _has_text_column(first)


def _score(start: str, delimiter: str) -> tuple[int, int]:
    names = _head(start, delimiter)
    return len(find_columns(names, {})), len(names)


def _has_text_column(first: str) -> bool:
    return any("text" in find_columns(_head(first, mark), {}) for mark in DELIMITERS)


def _head(start: str, delimiter: str) -> list[str]:
    no_row: list[str] = []
    try:
        return [name.strip() for name in next(csv.reader(io.StringIO(start, newline=""), delimiter=delimiter), no_row)]
    except csv.Error:
        return []


def _is_unquoted(text: str) -> bool:
    """Whether quotation marks in a tab-separated file belong to its texts: it falls into rows only as it stands."""
    tabs = {line.count("\t") for line in re.split(r"\r\n|\r|\n", text) if line}
    if len(tabs) != 1 or '"' not in text:
        return False
    rows = list(_rows(partial(text_lines, text), Dialect("\t"), ""))
    return any(isinstance(row, BadRecord) or len(row[1]) - 1 not in tabs for row in rows)


def _rows(source: Lines, dialect: Dialect, file: str, skipped: int = 0) -> Iterator[Row | BadRecord]:
    """Rows with the lines where they begin. Empty ones are passed over; after a bad one the reading goes on."""
    lines = Numbered(islice(source(), skipped, None), skipped)
    reader, again = csv.reader(lines, dialect), 0
    while True:
        line = lines.number + 1
        try:
            row = next_row(reader)
        except StopIteration:
            return
        except LongLine:
            yield BadRecord(file, lines.number, *long_line())
            reader = csv.reader(lines, dialect)
            continue
        except csv.Error as error:
            yield BadRecord(file, line, f"The row cannot be read: {error}.", HINT)
            if not any(said in str(error) for said in SWALLOWED):
                continue
            # A mark that nothing closes has swallowed what follows: it is read again from the next line on.
            again += 1
            if again > MOST_UNCLOSED:
                said = f"More than {MOST_UNCLOSED} rows have quotation marks that nothing closes."
                yield BadRecord(file, line, said, "The rows before it were read; mend the file.")
                return
            lines = Numbered(islice(source(), line, None), line)
            reader = csv.reader(lines, dialect)
            continue
        if any(cell.strip() for cell in row):
            yield line, row


def _check_lines(rows: Iterator[Row | BadRecord]) -> None:
    """Look through the rows of a table of one column.

    Raises:
        UserError: rows have more: the file only looks like a table, or begins with a line that is no head.
    """
    widest = max((len(row[1]) for row in rows if not isinstance(row, BadRecord)), default=1)
    if widest > 1:
        said = f"The first line names one column, and others have {widest}."
        raise UserError(said, "Put a line with the names of all columns first, if the file is a table.")


def next_row(reader: Iterator[list[str]]) -> list[str]:
    """The next row of a table, however long its fields are.

    Raises:
        StopIteration: there is none. csv.Error where it cannot be read.
    """
    # The limit is one for the whole process: others find it as they left it.
    before = csv.field_size_limit(ARTICLE_BYTES)
    try:
        return next(reader)
    finally:
        csv.field_size_limit(before)


def _columns(names: Sequence[str], options: ReadOptions) -> dict[str, str]:
    columns = find_columns(names, options.columns)
    absent = [theirs for theirs in options.columns.values() if theirs not in names]
    shown = ", ".join(repr(name) for name in names)
    if absent:
        raise UserError(f"There is no column {absent[0]!r}; there are {shown}.", "Correct --columns.")
    if "text" not in columns and len(names) == 1:
        columns["text"] = names[0]
    if "text" not in columns:
        said = f"None of the columns {shown} is known to hold the text."
        raise UserError(said, "Say which one does with --columns text=NAME.")
    return columns


def _article(row: Row, names: Sequence[str], columns: dict[str, str], file: str, number: int) -> Record:
    line, cells = row
    hint = "Check the quotation marks and separators of the row."
    if len(cells) < len(names):
        return BadRecord(file, line, f"The row has {len(cells)} columns, its head has {len(names)}.", hint)
    if any(cell.strip() for cell in cells[len(names) :]):
        return BadRecord(file, line, f"The row has {len(cells)} columns, its head only {len(names)}.", hint)
    record = dict(zip(names, cells, strict=False))
    made = article_from(record, columns, file, number, line)
    return made if isinstance(made, ArticleRecord) else BadRecord(file, line, made, "It was left out.")


CSV = Format(name="csv", title="Table (CSV)", extensions=(".csv",), sniff=sniff, read=read)
TSV = Format(name="tsv", title="Table (TSV)", extensions=(".tsv", ".tab"), sniff=sniff, read=read)
