"""Web archives: the pages of a WARC or ARC file, packed or not (warcio); a page's article is `documents.html_page`'s.

Pages are answers with status 200 and HTML in them. What else there is is counted and said; of a damaged file all that
can be read is kept.
"""

from __future__ import annotations

import contextlib
import gzip
import io
import zlib
from collections import Counter
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any, cast

import msgspec

from annotator.errors import UserError
from annotator.formats.documents import html_page
from annotator.formats.limits import PAGE_BYTES, size
from annotator.formats.records import HEAD_BYTES, ArticleRecord, BadRecord, Format, ReadOptions, Record

HTML = ("text/html", "application/xhtml+xml")
RECORD_BYTES = 8 << 30
"""A record that says it is longer is believed to be damaged, and nothing after it is read."""
KINDS = ("response", "resource")
ASIDE = ("warcinfo", "request", "metadata", "arc_header")
"""Records about records: nothing of them could be an article."""
CHECKED_BYTES = 1 << 16
HINT = "What stands before it was taken."
FAULTS = (zlib.error, gzip.BadGzipFile, EOFError, ValueError, OSError, KeyError, AttributeError, TypeError, IndexError)
"""What warcio raises over damaged files, beside its own."""


def read(path: Path, options: ReadOptions) -> Iterator[Record]:  # noqa: ARG001 - the signature of every reader
    """The articles of the pages of an archive, in its order.

    Raises:
        UserError: the file is empty or no web archive. OSError where it cannot be read.
    """
    file, others, count = str(path), Counter[str](), _Count()
    with path.open("rb") as stream:
        head = stream.read(HEAD_BYTES)
        if not head:
            raise UserError("The file is empty.", "Nothing was imported from it.")
        if not sniff(head.lstrip(b"\r\n")):
            # What reads archives would look for the first record in gigabytes that hold none.
            raise UserError("The file is no web archive that can be read.", "Check that it is whole.")
        stream.seek(0)
        yield from _read_stream(stream, file, others, count)
        if count.records and not count.is_damaged and not _ends_whole(stream):
            yield _cut(file, count, EOFError())
    if not count.records and not count.is_damaged:
        raise UserError("The file is no web archive that can be read.", "Check that it is whole.")
    if others:
        listed = ", ".join(f"{number:,} × {what}" for what, number in others.most_common())
        yield BadRecord(file, None, f"What is no page was passed over: {listed}.", is_warning=True)


class _Count(msgspec.Struct):
    """How many records were seen, how many articles were made of them, and whether damage was said."""

    records: int = 0
    articles: int = 0
    is_damaged: bool = False


def _read_stream(stream: io.BufferedReader, file: str, others: Counter[str], count: _Count) -> Iterator[Record]:
    try:
        yield from _pages(stream, file, others, count)
    except _damage() as error:
        if "non-chunked" in str(error):
            # One gzip around all records, against the standard: the rest is read from the unpacked stream.
            stream.seek(0)
            yield from _rest(stream, file, others, count)
            return
        yield _cut(file, count, error)


def _rest(stream: io.BufferedReader, file: str, others: Counter[str], count: _Count) -> Iterator[Record]:
    seen, count.records = count.records, 0
    try:
        with gzip.GzipFile(fileobj=stream) as unpacked:
            yield from _pages(unpacked, file, others, count, seen)
    except _damage() as error:
        yield _cut(file, count, error)


def _pages(stream: Any, file: str, others: Counter[str], count: _Count, seen: int = 0) -> Iterator[Record]:
    """The articles of a stream after the first `seen` records."""
    iterator: Any = import_module("warcio.archiveiterator").ArchiveIterator
    # warcio speaks of records without their end on standard error; they are said below.
    with contextlib.redirect_stderr(io.StringIO()):
        records = iter(iterator(stream))
    while True:
        with contextlib.redirect_stderr(io.StringIO()):
            record = next(records, None)
        if record is None:
            return
        count.records += 1
        if int(record.length or 0) > RECORD_BYTES:
            raise ValueError(f"it says that it is {size(int(record.length))} long")
        if count.records > seen:
            yield from _read_record(record, file, others, count)


def _read_record(record: Any, file: str, others: Counter[str], count: _Count) -> Iterator[Record]:
    if what := _no_page(record):
        if what not in ASIDE:
            others[what] += 1
        return
    url = str(record.rec_headers.get_header("WARC-Target-URI") or record.rec_headers.get_header("uri") or "")
    identity = str(record.rec_headers.get_header("WARC-Record-ID") or "").strip("<>")
    if packing := _unread_packing(record):
        said = f"The page {url} is packed with {packing}, which is not read."
        yield BadRecord(file, None, said, "Save the page as HTML.", record=identity)
        return
    data = cast("bytes", record.content_stream().read(PAGE_BYTES + 1))
    named = f"The page {url}" if url else f"Record {count.records}"
    if len(data) <= PAGE_BYTES and getattr(record.raw_stream, "limit", 0):
        said = f"{named} is cut off: the archive ends within it."
        yield BadRecord(file, None, said, "What is there of it was taken.", record=identity)
        count.is_damaged = True
    if len(data) > PAGE_BYTES:
        said = f"{named} holds more than {size(PAGE_BYTES)}."
        yield BadRecord(file, None, said, "It was left out.", record=identity)
        return
    try:
        for made in html_page.read_page(data, file, _charset(record)):
            if isinstance(made, ArticleRecord):
                count.articles += 1
                meta = _meta_of(record, url, identity) | made.meta | ({"url": url} if url else {})
                yield msgspec.structs.replace(made, meta=meta, record_number=count.articles)
            else:
                yield msgspec.structs.replace(made, reason=f"{named}: {made.reason}", record=identity)
    except UserError as error:
        yield BadRecord(file, None, f"{named}: {error.message}", "It was left out.", record=identity)


def _no_page(record: Any) -> str:
    """What a record is, if no page: an aside, a kind of file, an answer that was no success."""
    kind = str(record.rec_type)
    if kind not in KINDS:
        return kind
    headers = record.http_headers
    if headers is None:
        content = str(record.rec_headers.get_header("Content-Type") or "")
        return "" if kind == "resource" and content.startswith(HTML) else content.split(";", maxsplit=1)[0] or kind
    status = str(headers.get_statuscode())
    if status != "200":
        return f"answer with status {status}"
    content = str(headers.get_header("Content-Type") or "").strip().casefold()
    return "" if content.startswith(HTML) else content.split(";")[0] or "answer without a type"


def _unread_packing(record: Any) -> str:
    """How a page is packed, where warcio would give it as it is."""
    if record.http_headers is None:
        return ""
    stated = str(record.http_headers.get_header("Content-Encoding") or "").strip().casefold()
    readers: Any = import_module("warcio.bufferedreaders").BufferedReader
    return "" if stated in ("", "identity", "x-gzip", *readers.get_supported_decompressors()) else stated


def _charset(record: Any) -> str:
    content = str(record.http_headers.get_header("Content-Type") or "") if record.http_headers else ""
    return content.casefold().partition("charset=")[2].split(";")[0].strip(" \"'")


def _meta_of(record: Any, url: str, identity: str) -> dict[str, str]:
    archived = str(record.rec_headers.get_header("WARC-Date") or "")
    return {key: value for key, value in (("url", url), ("id", identity), ("archived", archived)) if value}


def _cut(file: str, count: _Count, error: BaseException) -> BadRecord:
    # What warcio trips over where it looks for a record is of no use to anybody.
    told = "" if isinstance(error, AttributeError | TypeError | KeyError | IndexError) else " ".join(str(error).split())
    said = (
        f"The archive is damaged after record {count.records}: {told[:200].rstrip('.') or 'it ends within a record'}."
    )
    count.is_damaged = True
    return BadRecord(file, None, said, HINT if count.articles else "Check that it is whole.")


def _ends_whole(stream: io.BufferedReader) -> bool:
    """Whether a file ends where a record does; warcio passes over half a head or half a packed record in silence."""
    stream.seek(0)
    if stream.read(2) != b"\x1f\x8b":
        stream.seek(-1, io.SEEK_END)
        return stream.read(1) == b"\n"
    stream.seek(0)
    member, rest, is_whole = zlib.decompressobj(31), b"", False
    try:
        while data := rest or stream.read(CHECKED_BYTES):
            member.decompress(data)
            is_whole, rest = member.eof, member.unused_data
            if is_whole:
                member = zlib.decompressobj(31)
    except zlib.error:
        return False
    return is_whole


def _damage() -> tuple[type[BaseException], ...]:
    exceptions: Any = import_module("warcio.exceptions")
    headers: Any = import_module("warcio.statusandheaders")
    return (*FAULTS, exceptions.ArchiveLoadFailed, headers.StatusAndHeadersParserException)


def sniff(head: bytes) -> bool:
    """Whether a file begins with a record of a web archive, packed or not."""
    if head.startswith(b"\x1f\x8b"):
        try:
            head = zlib.decompressobj(31).decompress(head, 1024)
        except zlib.error:
            return False
    return head.startswith((b"WARC/", b"filedesc:"))


def _is_packed_warc(path: Path) -> bool:
    return path.name.casefold().endswith((".warc.gz", ".arc.gz"))


FORMAT = Format(
    name="warc",
    title="Web archive",
    extensions=(".warc", ".arc", ".warc.gz", ".arc.gz"),
    sniff=sniff,
    read=read,
    owns=_is_packed_warc,
)
