"""NewsML-G2: news items, alone or many in a news message. `newsml1` reads the NewsML 1 before it.

Packages, concepts, planning and events are no articles and are said; so are pictures and films.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import msgspec

from annotator.errors import UserError
from annotator.formats.documents.prose import captions_of, html_element, plain_paragraphs, text_of, with_headline
from annotator.formats.limits import FILE_BYTES, read_bounded
from annotator.formats.metadata import complete_meta
from annotator.formats.news import newsml1, nitf
from annotator.formats.news.availability import current_time, kept_out, moment_text, refusal
from annotator.formats.news.nitf import without_by
from annotator.formats.records import ArticleRecord, BadRecord, Format, ReadOptions, Record
from annotator.formats.xml import (
    HINT,
    Element,
    attribute,
    children,
    descendants,
    find,
    find_all,
    local,
    parse_damaged,
    root_of,
    words,
)

ITEMS = ("newsItem", "packageItem", "conceptItem", "knowledgeItem", "planningItem", "catalogItem")
ROOTS = frozenset({*ITEMS, "newsMessage", "NewsML"})
NO_TEXTS = ("picture", "graphic", "video", "audio", "animated", "interactive")
MAIN_ROLES = ("", "main", "headline")


def read(path: Path, options: ReadOptions) -> Iterator[Record]:  # noqa: ARG001 - the signature of every reader
    """The articles of a file; a warning in place of each that its agency keeps out.

    Raises:
        UserError: it is damaged so that no item is whole, or no NewsML.
    """
    yield from articles_in(read_bounded(path, FILE_BYTES), str(path), current_time())


def articles_in(data: bytes, file: str, now: datetime) -> Iterator[Record]:
    """The same from the bytes of a file, at a moment in time.

    Raises:
        UserError: it is damaged so that no item is whole, or no NewsML.
    """
    root, damaged = parse_damaged(data)
    if root is None:
        raise UserError(f"The XML is damaged in line {damaged}.", HINT)
    if local(root) == "NewsML":
        items = list(descendants(root, "NewsItem"))
    else:
        items = [item for item in descendants(root, *ITEMS) if not _inside_an_item(item)]
    if not items and local(root) not in ROOTS:
        raise UserError("The file is no NewsML.", "Check its format.")
    if damaged is not None:
        # An item is whole where another begins before the damage.
        items = items[: max(0, sum((item.sourceline or 0) <= damaged for item in items) - 1)]
        if not items:
            raise UserError(f"The XML is damaged in line {damaged}.", HINT)
    yield from _read_items(items, file, now)
    if damaged is not None:
        said = f"The XML is damaged in line {damaged}: the items before that were read, nothing after."
        yield BadRecord(file, damaged, said, HINT)


def _read_items(items: list[Element], file: str, now: datetime) -> Iterator[Record]:
    others: Counter[str] = Counter()
    number = 0
    for item in items:
        records = newsml1.read_item(item, file, now) if local(item) == "NewsItem" else _read_item(item, file, now)
        for record in records:
            if isinstance(record, str):
                others[record] += 1
            elif isinstance(record, ArticleRecord):
                number += 1
                yield msgspec.structs.replace(record, record_number=number)
            else:
                yield record
    if others:
        listed = ", ".join(f"{count:,} × {what}" for what, count in others.most_common())
        yield BadRecord(file, None, f"What is no text was passed over: {listed}.", is_warning=True)


def _read_item(item: Element, file: str, now: datetime) -> Iterator[Record | str]:
    """The article of an item, what is to be said of it, or a word for what it is if no text."""
    if local(item) != "newsItem":
        yield local(item).removesuffix("Item")
        return
    meta = meta_of(item)
    title, identity, line = meta.get("title", ""), meta.get("id", ""), item.sourceline
    header = find(item, "itemMeta")
    embargoed = find(header, "embargoed")
    status = find(header, "pubStatus")
    embargo = words(embargoed) if embargoed is not None else None
    if why := kept_out(attribute(status, "qcode") or attribute(status, "uri"), embargo, now):
        yield refusal(file, identity, title, why, line)
        return
    text, notice = _body_of(item)
    if not text:
        kind = (attribute(find(header, "itemClass"), "qcode") or "").rpartition(":")[2]
        if kind in NO_TEXTS:
            yield kind
        else:
            yield BadRecord(file, line, f"The item has no text: {notice}.", "Check that it is whole.", record=identity)
        return
    if notice:
        yield BadRecord(file, line, notice, is_warning=True, record=identity)
    text = with_headline(title, text)
    yield ArticleRecord(text, complete_meta(meta, text), file, line=line)


def _body_of(item: Element) -> tuple[str, str]:
    """The item's text without its headline and what is to be said of it; "" and the reason where it has none."""
    content = find(item, "contentSet")
    bodies = list(children(content, "inlineXML", "inlineData")) if content is not None else []
    texts = [found for found in map(_rendition, bodies) if found[0]]
    if texts:
        return max(texts, key=lambda found: len(found[0]))
    if find_all(item, "contentSet", "remoteContent"):
        return "", "its text is in another file, which it only names"
    kinds = [local(inner) for body in bodies for inner in children(body) if local(body) == "inlineXML"]
    return "", f"its content is <{kinds[0]}>, which is no prose" if kinds else "its content is empty"


def _rendition(body: Element) -> tuple[str, str]:
    """The text of one of the forms in which an item carries its content."""
    inner = next(descendants(body, "nitf"), None)
    if inner is not None:
        return nitf.body_of(inner)
    kind = attribute(body, "contenttype")
    if local(body) == "inlineXML" and next(children(body), None) is not None:
        page = next(descendants(body, "body"), body)
        is_prose = "html" in kind or next(descendants(page, "p", "para"), None) is not None
        return (text_of(page), "") if is_prose else ("", "")
    if "base64" in attribute(body, "encoding") or (
        kind and not kind.startswith(("text", "application/xhtml", "xhtml"))
    ):
        return "", ""
    return text_in("".join(body.itertext("*"))), ""


def text_in(given: str) -> str:
    """The text of characters that may hold markup, whatever they are called: some agencies call HTML plain text."""
    if "</" in given or "<p>" in given.casefold() or "<br" in given.casefold():
        element = html_element(given)
        return text_of(element) if element is not None else ""
    return plain_paragraphs(given)


def meta_of(item: Element) -> dict[str, str]:
    """The metadata that a news item states."""
    header, content = find(item, "itemMeta"), find(item, "contentMeta")
    identity = attribute(item, "guid")
    headlines = list(children(content, "headline")) if content is not None else []
    main = [line for line in headlines if attribute(line, "role").rpartition(":")[2].casefold() in MAIN_ROLES]
    inner = next(descendants(item, "nitf"), None)
    meta = {
        "title": words(next(iter(main or headlines), None)) or words(find(header, "title")),
        "subtitle": words(next((line for line in headlines if line not in main), None)),
        "author": _author(content),
        "source": _name(find(header, "provider")) or _name(find(content, "infoSource")),
        "url": identity if identity.startswith("http") else _own_page(header),
        "published": moment_text(words(find(header, "versionCreated")) or words(find(content, "contentCreated"))),
        "created": moment_text(words(find(header, "firstCreated")) or words(find(content, "contentCreated"))),
        "embargo": moment_text(words(find(header, "embargoed"))),
        "language": attribute(find(content, "language"), "tag") or attribute(item, "lang"),
        "id": identity,
        "version": attribute(item, "version"),
        "slugline": words(find(content, "slugline")),
        "subject": _names(content, "subject"),
        "genre": _names(content, "genre"),
        "keywords": ", ".join(dict.fromkeys(map(words, children(content, "keyword")))) if content is not None else "",
        "dateline": words(find(content, "dateline")) or _name(find(content, "located")),
        "edition note": words(next(iter(_public_notes(header)), None)),
        "captions": captions_of(item),
        "licence": _licence(item),
    }
    return (nitf.meta_of(inner) if inner is not None else {}) | {key: value for key, value in meta.items() if value}


def _author(content: Element | None) -> str:
    if content is None:
        return ""
    by = ", ".join(filter(None, (without_by(words(by)) for by in children(content, "by"))))
    return by or ", ".join(filter(None, map(_name, children(content, "creator"))))


def _name(element: Element | None) -> str:
    """What a concept is called: by its name, else its literal, else its code."""
    named = words(find(element, "name")) or words(find(element, "organisationName"))
    return named or attribute(element, "literal") or attribute(element, "qcode").rpartition(":")[2]


def _names(content: Element | None, kind: str) -> str:
    if content is None:
        return ""
    found = (words(find(element, "name")) for element in children(content, kind))
    return ", ".join(dict.fromkeys(filter(None, found)))


def _own_page(header: Element | None) -> str:
    links = children(header, "link") if header is not None else iter(())
    own = ("irel:alternate", "irel:canonical", "irel:permalink", "irel:self")
    return next((attribute(link, "href") for link in links if attribute(link, "rel").casefold() in own), "")


def _public_notes(header: Element | None) -> Iterator[Element]:
    for note in children(header, "edNote") if header is not None else ():
        stated = f"{attribute(note, 'role')} {attribute(note, 'pubconstraint')}".casefold()
        if "private" not in stated and "nonpublic" not in stated and next(children(note), None) is None:
            yield note


def _licence(item: Element) -> str:
    rights = find(item, "rightsInfo")
    notice = words(find(rights, "copyrightNotice"))
    holder = _name(find(rights, "copyrightHolder"))
    stated = notice or (f"© {holder}" if holder else "")
    return " ".join(filter(None, [stated, words(find(rights, "usageTerms"))]))


def _inside_an_item(item: Element) -> bool:
    parent = item.getparent()
    while parent is not None:
        if local(parent) in ITEMS:
            return True
        parent = parent.getparent()
    return False


def sniff(head: bytes) -> bool:
    """Whether the root of the file is one of NewsML-G2 or NewsML 1."""
    return root_of(head)[1] in ROOTS


FORMAT = Format(name="newsml", title="NewsML", extensions=(".newsml", ".xml"), sniff=sniff, read=read)
