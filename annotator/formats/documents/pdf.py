"""PDF with a text layer (pypdfium2): one article a file. How lines become paragraphs is in `pdf_layout`.

Pages that are pictures hold no text to annotate and are said; recognising letters in pictures is for other programs.
"""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

from annotator.errors import UserError
from annotator.formats.documents.pdf_layout import Line, Page, paragraphs
from annotator.formats.documents.pdf_streams import check_streams
from annotator.formats.limits import FILE_BYTES, check_size
from annotator.formats.metadata import complete_meta
from annotator.formats.records import ArticleRecord, BadRecord, Format, ReadOptions, Record
from annotator.text import normalise

PAGES = 3000
CHARS = 10_000_000
"""More than anything that is one article: what says it has more is a bomb, or a library."""
SHOWN_PAGES = 10
LINE_HYPHENS = (0x02, 0xFFFE)
"""What pdfium gives for a hyphen at which a word was broken."""
GAP = 2.0
"""A gap in a line that is wider than this many letters' heights is a gutter between columns."""

_NO_TITLE = re.compile(
    r"^(?:microsoft (?:word|powerpoint)|untitled|document\d*$|layout \d|slide \d"
    r"|.*\.(?:docx?|odt|rtf|indd|qxd|pdf|tex|txt|html?)$)",
    re.IGNORECASE,
)
_DATE = re.compile(r"(?:D:)?(\d{4})(\d{2})(\d{2})(?:(\d{2})(\d{2})(\d{2})?)?\s*(?:([+-])(\d{2})'?(\d{2})?'?|Z)?")


def read(path: Path, options: ReadOptions) -> Iterator[Record]:  # noqa: ARG001 - the signature of every reader
    """The article of a file, and warnings about pages without text and running heads.

    Raises:
        UserError: it is empty, damaged, locked, without a text layer, or larger than any article.
    """
    check_size(path, FILE_BYTES)
    file = str(path)
    document = _opened(path)
    try:
        pages = _pages_of(document)
        meta = _meta_of(document)
    finally:
        document.close()
    found, dropped = paragraphs(pages)
    text = normalise("\n\n".join(found))
    if not text.strip():
        said = "The PDF has no text layer: its pages are pictures."
        raise UserError(said, "Have a program recognise the text (OCR) and save that.")
    empty = [str(number) for number, page in enumerate(pages, 1) if not page.lines]
    if empty:
        listed = ", ".join(empty[:SHOWN_PAGES]) + (" …" if len(empty) > SHOWN_PAGES else "")
        said = f"{len(empty):,} of {len(pages):,} pages hold no text: {listed}."
        yield BadRecord(file, None, said, "If they are pictures of text, have it recognised (OCR).", is_warning=True)
    if dropped:
        said = f"Running heads and page numbers were left out on {dropped:,} of {len(pages):,} pages."
        yield BadRecord(file, None, said, is_warning=True)
    yield ArticleRecord(text, complete_meta(meta, text), file)


def _opened(path: Path) -> Any:
    with path.open("rb") as stream:
        if not stream.read(1):
            raise UserError("The file is empty.", "Nothing was imported from it.")
    check_streams(path)
    pdfium: Any = import_module("pypdfium2")
    try:
        document = pdfium.PdfDocument(path)
        count = len(document)
    except pdfium.PdfiumError as error:
        if "password" in str(error).casefold():
            raise UserError("The PDF is locked with a password.", "Save it without one.") from error
        raise UserError("The PDF is damaged or is none.", "Check that it is whole.") from error
    if not 0 < count <= PAGES:
        document.close()
        raise UserError(f"The PDF has {count:,} pages; 1 to {PAGES:,} can be read.", "Split it into its articles.")
    return document


def _pages_of(document: Any) -> list[Page]:
    """The pages with their lines.

    Raises:
        UserError: they hold more signs than any article, or one cannot be read.
    """
    pdfium: Any = import_module("pypdfium2")
    found: list[Page] = []
    total = 0
    for number in range(len(document)):
        try:
            page = document[number]
            textpage = page.get_textpage()
        except pdfium.PdfiumError as error:
            raise UserError(f"Page {number + 1} of the PDF is damaged.", "Check that it is whole.") from error
        count = int(textpage.count_chars())
        total += max(count, 0)
        if total > CHARS:
            raise UserError(f"The PDF holds more than {CHARS:,} characters.", "Split it into its articles.")
        found.append(Page(float(page.get_height()), tuple(_lines(textpage.raw, count))))
        textpage.close()
        page.close()
    return found


class _Run:
    """The line that is being gathered."""

    def __init__(self) -> None:
        self.codes: list[int] = []
        self.box: list[float] | None = None
        self.sizes: list[float] = []

    def add(self, code: int, box: tuple[float, float, float, float] | None) -> None:
        self.codes.append(code)
        if box is None:
            return
        left, right, bottom, top = box
        self.sizes.append(top - bottom)
        if self.box is None:
            self.box = [left, right, bottom, top]
        else:
            self.box = [min(self.box[0], left), max(self.box[1], right), *self.box[2:]]

    def breaks(self, box: tuple[float, float, float, float] | None) -> bool:
        """Whether a sign at `box` stands on another line, or in another column."""
        if box is None or self.box is None:
            return False
        size = max(self.sizes[-1], 1.0)
        middle, middle_here = (box[2] + box[3]) / 2, (self.box[2] + self.box[3]) / 2
        is_off = abs(middle - middle_here) > 0.7 * max(size, box[3] - box[2])
        return is_off or box[0] - self.box[1] > GAP * size or self.box[0] - box[1] > GAP * size

    def line(self) -> Line | None:
        codes = [0xAD if code in LINE_HYPHENS else code for code in self.codes]
        data = b"".join(code.to_bytes(4, "little") for code in codes)
        text = data.decode("utf-32-le", "replace").strip()
        if not text or self.box is None:
            return None
        left, right, bottom, top = self.box
        return Line(text, left, right, bottom, top, sorted(self.sizes)[len(self.sizes) // 2])


def _lines(textpage: Any, count: int) -> Iterator[Line]:
    """The lines of a page in the order of the file."""
    raw: Any = import_module("pypdfium2.raw")
    rectangle = raw.FS_RECTF()
    pointer = ctypes.byref(rectangle)
    run = _Run()
    for index in range(count):
        code = int(raw.FPDFText_GetUnicode(textpage, index))
        is_end = code in (0x0A, 0x0D)
        box = None
        if not is_end and raw.FPDFText_GetLooseCharBox(textpage, index, pointer):
            box = (rectangle.left, rectangle.right, rectangle.bottom, rectangle.top)
            box = box if box[3] - box[2] > 0.1 and code != 0x20 else None
        if is_end or run.breaks(box):
            if line := run.line():
                yield line
            run = _Run()
        if not is_end and code:
            run.add(code, box)
    if line := run.line():
        yield line


def _meta_of(document: Any) -> dict[str, str]:
    """What the file says of itself, where it is no name of a file or a program."""
    stated = {key: _stated(document, key) for key in ("Title", "Author", "Subject", "Keywords", "CreationDate")}
    title = stated["Title"]
    meta = {
        "title": "" if _NO_TITLE.match(title) else title,
        "author": stated["Author"],
        "subject": stated["Subject"],
        "keywords": stated["Keywords"],
        "created": _moment(stated["CreationDate"]),
    }
    return {key: value for key, value in meta.items() if value}


def _stated(document: Any, key: str) -> str:
    try:
        return " ".join(normalise(str(document.get_metadata_value(key))).split())
    except UnicodeDecodeError:
        # Half a character: as good as nothing said.
        return ""


def _moment(given: str) -> str:
    """A date of a PDF (D:20250520090000+02'00') in ISO form; "" where it is none."""
    match = _DATE.match(given)
    if match is None:
        return ""
    year, month, day, hour, minute, second, sign, zone, zone_minutes = match.groups()
    if hour is None:
        return f"{year}-{month}-{day}"
    offset = f"{sign}{zone}:{zone_minutes or '00'}" if sign else "+00:00" if "Z" in given else ""
    return f"{year}-{month}-{day}T{hour}:{minute}:{second or '00'}{offset}"


def sniff(head: bytes) -> bool:
    """Whether the mark of a PDF is in the first kilobyte, as readers of PDF have it."""
    return b"%PDF-" in head[:1024]


FORMAT = Format(name="pdf", title="PDF", extensions=(".pdf",), sniff=sniff, read=read)
