"""Web pages: the main text of an article, its paragraphs kept, with title, date, author and source (trafilatura)."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from annotator.errors import UserError
from annotator.formats.documents.html_meta import guessed_date, page_meta
from annotator.formats.limits import PAGE_BYTES, read_bounded
from annotator.formats.metadata import complete_meta
from annotator.formats.records import ArticleRecord, BadRecord, Format, ReadOptions, Record
from annotator.formats.xml import check_attributes
from annotator.text import decode, normalise

DECLARED_BYTES = 4096

_CHARSET = re.compile(rb"<meta[^>]+charset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
_TAG = re.compile(rb"<(?:!doctype\s+html|html|head|body|article)[\s>]", re.IGNORECASE)


def read(path: Path, options: ReadOptions) -> Iterator[Record]:  # noqa: ARG001 - the signature of every reader
    """The article of a page. Where no article can be told from what surrounds it, all visible text, with a warning.

    Raises:
        UserError: the page is empty, holds no text, or is larger than any page.
    """
    yield from read_page(read_bounded(path, PAGE_BYTES), str(path))


def read_page(data: bytes, file: str, charset: str = "") -> Iterator[Record]:
    """The same from the bytes of a page. `charset`: as a server declared it, which counts before the page's own word.

    Raises:
        UserError: the page is empty or holds no text.
    """
    if not data.strip():
        raise UserError("The file is empty.", "Nothing was imported from it.")
    page = _decode(data, charset)
    check_attributes(page)
    if not _TAG.search(page[:DECLARED_BYTES].encode("utf-8", "replace")):
        # A fragment: trafilatura finds nothing in it as it is.
        page = f"<html><body>{page}</body></html>"
    extracted = _extract(page)
    text = normalise(extracted.get("text") or "")
    if not text.strip():
        text = normalise(_all_text(page))
        if not text.strip():
            raise UserError("No text was found in the page.", "Save the page with its text, or import it as txt.")
        said = "No article was told from what surrounds it; all visible text was taken."
        yield BadRecord(file, None, said, is_warning=True)
    yield ArticleRecord(text, complete_meta(_meta(extracted) | page_meta(page), text), file)


def sniff(head: bytes) -> bool:
    """Whether a file begins like a page."""
    return _TAG.search(head.replace(b"\x00", b"")[:DECLARED_BYTES]) is not None


def _decode(data: bytes, charset: str) -> str:
    """The page's text: by BOM or UTF-8, else as the server or the page declares, else guessed."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    declared = _CHARSET.search(data[:DECLARED_BYTES])
    named = charset or (declared[1].decode("ascii", "replace") if declared else "")
    if named and not data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        try:
            # As browsers do: what calls itself Latin-1 is Windows-1252.
            name = codecs.lookup(named).name
            return data.decode("cp1252" if name in ("iso8859-1", "ascii") else name)
        except (LookupError, ValueError):
            pass
    return decode(data).text


def _extract(page: str) -> dict[str, Any]:
    # Half a second to import, and most projects never see a page.
    import trafilatura

    document = trafilatura.bare_extraction(page, with_metadata=True, include_comments=False)
    if document is None:
        return {}
    return document if isinstance(document, dict) else document.as_dict()


def _all_text(page: str) -> str:
    import trafilatura

    return trafilatura.html2txt(page)


def _meta(extracted: dict[str, Any]) -> dict[str, str]:
    found = {
        "title": extracted.get("title"),
        "author": extracted.get("author"),
        "source": extracted.get("sitename") or extracted.get("hostname"),
        "url": extracted.get("url"),
        "published": guessed_date(str(extracted.get("date") or "")),
        "language": extracted.get("language"),
    }
    return {key: " ".join(str(value).split()) for key, value in found.items() if value}


FORMAT = Format(name="html", title="Web page", extensions=(".html", ".htm", ".xhtml"), sniff=sniff, read=read)
