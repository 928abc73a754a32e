"""NewsML 1 (1.0 to 1.2), the older format of many agencies: one item. The file around its items is `newsml`'s.

An item is a tree of news components. What the outer ones say holds for the inner ones; the first that holds a text of
its own is the article, captions are metadata, and further texts under headlines of their own are articles too.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from annotator.formats.documents.prose import html_element, plain_paragraphs, text_of, with_headline
from annotator.formats.metadata import complete_meta
from annotator.formats.news import nitf
from annotator.formats.news.availability import kept_out, moment_text, refusal
from annotator.formats.records import ArticleRecord, BadRecord, Record
from annotator.formats.xml import Element, attribute, children, descendants, find, find_all, local, words

LINES = {
    "title": "HeadLine",
    "subtitle": "SubHeadLine",
    "author": "ByLine",
    "dateline": "DateLine",
    "licence": "CopyrightLine",
    "slugline": "SlugLine",
    "keywords": "KeywordLine",
    "credit": "CreditLine",
}
TEXT_FORMATS = ("nitf", "html", "text", "ascii", "plain", "xml", "unspecified")


def read_item(item: Element, file: str, now: datetime) -> Iterator[Record | str]:
    """The articles of a `NewsItem`, what is to be said of it, or a word for what it is if no text."""
    meta = _item_meta(item)
    title = words(next(descendants(item, "HeadLine"), None))
    identity, line = meta.get("id", ""), item.sourceline
    if why := kept_out(*_status(item), now):
        yield refusal(file, identity, title, why, line)
        return
    texts = list(_texts(item))
    if all(_role(component) == "caption" for component, _ in texts):
        kinds = [attribute(kind, "FormalName").casefold() for kind in descendants(item, "MediaType")]
        media = [kind for kind in kinds if kind and kind != "text"]
        if media and (texts or "text" not in kinds):
            yield f"{media[0]} with a caption" if texts else media[0]
        else:
            yield BadRecord(file, line, "The item has no text.", "Check that it is whole.", record=identity)
        return
    seen: set[str] = set()
    captions = " | ".join(text for component, text in texts if _role(component) == "caption")
    for component, text in texts:
        named = meta | _component_meta(component)
        key = named.get("title", "") or title
        if _role(component) == "caption" or key in seen:
            continue
        seen.add(key)
        named |= {key: value for key, value in (("title", key), ("captions", captions)) if value}
        whole = with_headline(key, text)
        yield ArticleRecord(whole, complete_meta(named, whole), file, line=component.sourceline)


def _status(item: Element) -> tuple[str, str | None]:
    """The agency's word for the item, and when an embargo ends."""
    management = find(item, "NewsManagement")
    status = attribute(find(management, "Status"), "FormalName")
    change = find(management, "StatusWillChange")
    becomes = attribute(find(change, "FutureStatus"), "FormalName").casefold()
    until = words(find(change, "DateAndTime")) if becomes == "usable" else ""
    return ("", until) if status.casefold() == "embargoed" else (status, None)


def _texts(item: Element) -> Iterator[tuple[Element, str]]:
    """The components that hold a text themselves, with it; the longest of several forms."""
    for component in descendants(item, "NewsComponent"):
        forms = [form for form in map(_text_of, children(component, "ContentItem")) if form]
        if forms:
            yield component, max(forms, key=len)
    for content in children(item, "ContentItem"):
        if text := _text_of(content):
            yield item, text


def _text_of(content: Element) -> str:
    data = find(content, "DataContent")
    kind = attribute(find(content, "MediaType"), "FormalName").casefold()
    form = attribute(find(content, "Format"), "FormalName").casefold()
    if data is None or (kind and kind not in ("text", "complexdata")):
        return ""
    if form and not any(known in form for known in TEXT_FORMATS):
        return ""
    inner = next(descendants(data, "nitf"), None)
    if inner is not None:
        return nitf.body_of(inner)[0]
    if next(children(data), None) is not None:
        return text_of(next(descendants(data, "body.content", "body"), data))
    given = "".join(data.itertext("*"))
    if "</" in given or "<p" in given.casefold():
        element = html_element(given)
        return text_of(element) if element is not None else ""
    return plain_paragraphs(given)


def _item_meta(item: Element) -> dict[str, str]:
    identifier = find(item, "Identification", "NewsIdentifier")
    management = find(item, "NewsManagement")
    meta = {
        "id": words(find(identifier, "PublicIdentifier")) or words(find(identifier, "NewsItemId")),
        "version": words(find(identifier, "RevisionId")),
        "source": words(find(identifier, "ProviderId")),
        "published": moment_text(words(find(management, "ThisRevisionCreated"))),
        "created": moment_text(words(find(management, "FirstCreated"))),
    }
    return {key: value for key, value in meta.items() if value}


def _component_meta(component: Element) -> dict[str, str]:
    """What a component and those around it state, the inner over the outer."""
    chain = [component]
    while (parent := chain[-1].getparent()) is not None and local(parent) == "NewsComponent":
        chain.append(parent)
    meta: dict[str, str] = {}
    for outer in reversed(chain):
        meta |= {key: value for key, value in _stated(outer).items() if value}
    return meta


def _stated(component: Element) -> dict[str, str]:
    lines = find(component, "NewsLines")
    stated = {ours: words(find(lines, theirs)) for ours, theirs in LINES.items()}
    stated["author"] = nitf.without_by(stated["author"])
    administrative = find(component, "AdministrativeMetadata")
    description = find(component, "DescriptiveMetadata")
    for kind in ("Provider", "Source"):
        stated.setdefault("source", "")
        stated["source"] = stated["source"] or attribute(find(administrative, kind, "Party"), "FormalName")
    stated["author"] = stated["author"] or attribute(find(administrative, "Creator", "Party"), "FormalName")
    stated["language"] = attribute(find(description, "Language"), "FormalName")
    subjects = find_all(description, "SubjectCode") if description is not None else []
    codes = (attribute(code, "FormalName") for subject in subjects for code in children(subject))
    stated["subject"] = ", ".join(dict.fromkeys(filter(None, codes)))
    rights = find(component, "RightsMetadata", "Copyright")
    holder = words(find(rights, "CopyrightHolder"))
    stated["licence"] = stated["licence"] or (f"© {holder}" if holder else "")
    return stated


def _role(component: Element) -> str:
    return attribute(find(component, "Role"), "FormalName").casefold()
