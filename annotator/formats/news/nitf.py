"""NITF (News Industry Text Format), version 3 and its older dialects: one article a file, or in another's item.

The text is the headline and `body.content`; bylines, captions, abstracts and notes to editors are metadata.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from annotator.errors import UserError
from annotator.formats.documents.prose import captions_of, text_of, with_headline
from annotator.formats.limits import PAGE_BYTES, read_bounded
from annotator.formats.metadata import complete_meta
from annotator.formats.news.availability import current_time, kept_out, moment_text, refusal
from annotator.formats.records import ArticleRecord, BadRecord, Format, ReadOptions, Record
from annotator.formats.xml import (
    Element,
    attribute,
    children,
    descendants,
    find,
    find_all,
    parse_xml,
    root_of,
    words,
)

_BY = re.compile(r"^(?:by|von|por|par|av|af|di|da|door)\s+(?=\S)", re.IGNORECASE)


def read(path: Path, options: ReadOptions) -> Iterator[Record]:  # noqa: ARG001 - the signature of every reader
    """The article of a file, or those of one that wraps several; a warning in its place where its agency keeps it out.

    Raises:
        UserError: it is damaged, or no NITF.
    """
    yield from articles_in(read_bounded(path, PAGE_BYTES), str(path), current_time())


def articles_in(data: bytes | str, file: str, now: datetime) -> Iterator[Record]:
    """The same from the bytes of a file, at a moment in time; of a file that wraps several, all.

    Raises:
        UserError: it is damaged, or no NITF.
    """
    found = list(descendants(parse_xml(data), "nitf"))
    if not found:
        raise UserError("The file is no NITF: it has no <nitf> in it.", "Check its format.")
    for number, nitf in enumerate(found, 1):
        yield from _read_article(nitf, file, number, now)


def _read_article(nitf: Element, file: str, number: int, now: datetime) -> Iterator[Record]:
    meta = meta_of(nitf)
    identity, title, line = meta.get("id", ""), meta.get("title", ""), nitf.sourceline
    if why := kept_out(status_of(nitf), release_of(nitf), now):
        yield refusal(file, identity, title, why, line)
        return
    text, notice = body_of(nitf)
    if notice:
        yield BadRecord(file, line, notice, is_warning=True, record=identity)
    if not text:
        said = "The article has no text: its body.content is empty."
        yield BadRecord(file, line, said, "Check that it is whole.", record=identity)
        return
    text = with_headline(title, text)
    yield ArticleRecord(text, complete_meta(meta, text), file, number, line)


def body_of(nitf: Element) -> tuple[str, str]:
    """The text of a `<nitf>` without its headline; where only an abstract is there, that, and a sentence saying so."""
    contents = find_all(nitf, "body", "body.content") or find_all(nitf, "body.content")
    text = "\n\n".join(filter(None, map(text_of, contents)))
    if text:
        return text, ""
    abstract = find(nitf, "body", "body.head", "abstract")
    if abstract is not None and (text := text_of(abstract)):
        return text, "The item holds an abstract only, which was taken as its text."
    return "", ""


def status_of(nitf: Element) -> str:
    """What the agency says of the item: usable, embargoed, withheld, canceled."""
    return attribute(find(nitf, "head", "docdata"), "management-status")


def release_of(nitf: Element) -> str | None:
    """The moment at which the item may be used, where it is given."""
    return attribute(find(nitf, "head", "docdata", "date.release"), "norm") or None


def meta_of(nitf: Element) -> dict[str, str]:
    """The metadata that a `<nitf>` states."""
    head, body = find(nitf, "head"), find(nitf, "body", "body.head")
    docdata, pubdata = find(head, "docdata"), find(head, "pubdata")
    title = _title(nitf)
    subtitle = words(find(body, "hedline", "hl2"))
    meta = {
        "title": title,
        "subtitle": subtitle if subtitle != title else "",
        "author": ", ".join(filter(None, map(author_of, children(body, "byline")))) if body is not None else "",
        "source": _source(body, docdata, pubdata),
        "url": attribute(pubdata, "ex-ref") or _named(head, "canonical", "url", "origin-url"),
        "published": _published(body, docdata, pubdata),
        "language": attribute(nitf, "lang") or attribute(nitf, "baselang") or attribute(find(nitf, "body"), "lang"),
        "id": attribute(find(docdata, "doc-id"), "id-string"),
        "version": attribute(find(docdata, "du-key"), "version"),
        "section": attribute(pubdata, "position.section") or attribute(find(head, "tobject"), "tobject.type"),
        "subject": _subjects(head),
        "keywords": _joined(attribute(key, "key") for key in find_all(docdata, "key-list", "keyword"))
        if docdata is not None
        else "",
        "dateline": _dateline(body),
        "abstract": words(find(body, "abstract")),
        "captions": captions_of(nitf),
        "licence": _licence(body, docdata),
        "embargo": moment_text(release_of(nitf) or ""),
        "expires": moment_text(attribute(find(docdata, "date.expire"), "norm")),
    }
    return {key: value for key, value in meta.items() if value}


def author_of(byline: Element) -> str:
    """Who a byline names, without "By" and without the job title."""
    people = [words(person) for person in children(byline, "person")]
    if people:
        return ", ".join(filter(None, people))
    title = " ".join(filter(None, (words(title) for title in children(byline, "byttl"))))
    whole = words(byline)
    return without_by(whole.removesuffix(title) if title else whole)


def without_by(byline: str) -> str:
    """A byline without the "By" (or "Von", "Par", "Por" …) before the name."""
    return _BY.sub("", " ".join(byline.split())).strip(" ,;")


def _title(nitf: Element) -> str:
    hedline = next(descendants(nitf, "hedline", "headline"), None)
    return words(find(hedline, "hl1")) or words(hedline) or words(find(nitf, "head", "title"))


def _source(body: Element | None, docdata: Element | None, pubdata: Element | None) -> str:
    return (
        attribute(pubdata, "name")
        or words(find(body, "distributor"))
        or attribute(find(docdata, "doc-id"), "regsrc")
        or attribute(find(docdata, "doc.copyright"), "holder")
    )


def _named(head: Element | None, *names: str) -> str:
    """The content of the first `<meta>` of one of these names."""
    for meta in children(head, "meta") if head is not None else ():
        if attribute(meta, "name").casefold() in names:
            return attribute(meta, "content")
    return ""


def _published(body: Element | None, docdata: Element | None, pubdata: Element | None) -> str:
    story = find(body, "dateline", "story.date")
    return moment_text(
        attribute(pubdata, "date.publication")
        or attribute(find(docdata, "date.issue"), "norm")
        or attribute(find(docdata, "date.release"), "norm")
        or attribute(story, "norm")
    )


def _subjects(head: Element | None) -> str:
    if head is None:
        return ""
    parts = ("tobject.subject.type", "tobject.subject.matter", "tobject.subject.detail")
    subjects = find_all(head, "tobject", "tobject.subject")
    return _joined(" – ".join(filter(None, (attribute(subject, part) for part in parts))) for subject in subjects)


def _dateline(body: Element | None) -> str:
    dateline = find(body, "dateline")
    return words(find(dateline, "location")) or (words(dateline) if find(dateline, "story.date") is None else "")


def _licence(body: Element | None, docdata: Element | None) -> str:
    copyright_ = find(docdata, "doc.copyright")
    holder, year = attribute(copyright_, "holder"), attribute(copyright_, "year")[:4]
    stated = f"© {year} {holder}".replace("  ", " ") if holder else words(find(body, "rights"))
    rights = find(docdata, "doc.rights")
    terms = [attribute(rights, "type"), attribute(rights, "limitations")]
    return " ".join(filter(None, [stated, *terms]))


def _joined(values: Iterator[str]) -> str:
    return ", ".join(dict.fromkeys(filter(None, values)))


def sniff(head: bytes) -> bool:
    """Whether the root of the file is `<nitf>`."""
    return root_of(head)[1] == "nitf"


FORMAT = Format(name="nitf", title="NITF", extensions=(".nitf", ".xml"), sniff=sniff, read=read)
