"""EPUB books and issues of magazines: each chapter that holds text is an article. Tables of contents are not."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

from annotator.errors import UserError
from annotator.formats.documents.prose import HEADINGS, captions_of, html_element, text_of
from annotator.formats.limits import BoundedZip, open_zip_bounded
from annotator.formats.metadata import complete_meta, iso_date
from annotator.formats.records import ArticleRecord, BadRecord, Format, ReadOptions, Record
from annotator.formats.xml import Element, attribute, descendants, find, find_all, parse_xml, words

MIME_TYPE = b"application/epub+zip"
CONTAINER = "META-INF/container.xml"
LOCKS = "META-INF/encryption.xml"
FONT_LOCKS = ("http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC")
MARKUP = ("xhtml", "html", "dtbook")
META = {
    "book": "title",
    "author": "creator",
    "language": "language",
    "published": "date",
    "source": "publisher",
    "licence": "rights",
}


def read(path: Path, options: ReadOptions) -> Iterator[Record]:  # noqa: ARG001 - the signature of every reader
    """The chapters of a book, in its order.

    Raises:
        UserError: it is damaged, locked, no EPUB, or holds no text.
    """
    file = str(path)
    with open_zip_bounded(path) as package:
        if CONTAINER not in package:
            raise UserError("The file is no EPUB: it has no list of its parts.", "Check its format.")
        _refuse_locked(package)
        root = next((attribute(one, "full-path") for one in descendants(_part(package, CONTAINER), "rootfile")), "")
        book = _part(package, root)
        meta = _meta_of(book)
        number, without_text = 0, 0
        for name in _chapters(book, posixpath.dirname(root)):
            try:
                made = _read_chapter(package, name, meta, file, number + 1)
            except UserError as error:
                yield BadRecord(file, None, f"Chapter {name!r}: {error.message}", error.hint)
                continue
            number, without_text = number + (made is not None), without_text + (made is None)
            if made is not None:
                yield made
    if not number:
        raise UserError("The book holds no text.", "Check that it is the right one.")
    if without_text:
        said = f"{without_text:,} of the book's parts hold no text (a cover, pictures) and were passed over."
        yield BadRecord(file, None, said, is_warning=True)


def _read_chapter(package: BoundedZip, name: str, meta: dict[str, str], file: str, number: int) -> ArticleRecord | None:
    data = package.read(name)
    try:
        page = parse_xml(data)
    except UserError:
        # Many books are tag soup inside, and readers show them.
        page = html_element(data.decode("utf-8", "replace"))
    body = next(descendants(page, "body"), page) if page is not None else None
    text = text_of(body) if body is not None else ""
    if page is None or body is None or not text:
        return None
    heading = next((stated for one in descendants(body, *HEADINGS) if (stated := words(one))), "")
    title, captions = heading or words(find(page, "head", "title")), captions_of(body)
    found = meta | {"title": title, "captions": captions, "chapter": str(number)}
    return ArticleRecord(text, complete_meta(found, text), file, number)


def _part(package: BoundedZip, name: str) -> Element:
    return parse_xml(package.read(name))


def _refuse_locked(package: BoundedZip) -> None:
    if LOCKS not in package:
        return
    methods = [attribute(one, "Algorithm") for one in descendants(_part(package, LOCKS), "EncryptionMethod")]
    if any(method not in FONT_LOCKS for method in methods):
        raise UserError("The book is locked (DRM), and its text cannot be read.", "Ask its publisher for the text.")


def _chapters(book: Element, folder: str) -> Iterator[str]:
    """The parts that hold the text, in reading order, without tables of contents."""
    guide = find_all(book, "guide", "reference")
    contents = {attribute(one, "href").split("#")[0] for one in guide if attribute(one, "type") == "toc"}
    listed = {attribute(item, "id"): item for item in find_all(book, "manifest", "item")}
    for reference in find_all(book, "spine", "itemref"):
        item = listed.get(attribute(reference, "idref"))
        is_text = item is not None and any(kind in attribute(item, "media-type") for kind in MARKUP)
        if item is None or not is_text or "nav" in attribute(item, "properties").split():
            continue
        if attribute(item, "href") in contents:
            continue
        yield posixpath.normpath(posixpath.join(folder, unquote(attribute(item, "href"))))


def _meta_of(book: Element) -> dict[str, str]:
    stated = find(book, "metadata")
    if stated is None:
        return {}
    meta = {ours: ", ".join(filter(None, map(words, descendants(stated, name)))) for ours, name in META.items()}
    meta["published"] = iso_date(words(next(descendants(stated, "date"), None)))
    meta["id"] = words(next(descendants(stated, "identifier"), None))
    return {key: value for key, value in meta.items() if value}


def sniff(head: bytes) -> bool:
    """Whether a file is a zip that says first of all that it is an EPUB."""
    return head.startswith(b"PK\x03\x04") and MIME_TYPE in head[:100]


FORMAT = Format(name="epub", title="EPUB", extensions=(".epub",), sniff=sniff, read=read)
