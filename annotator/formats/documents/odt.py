"""OpenDocument texts: what `docx` gives for Word's documents. Notes, comments and tracked deletions are left out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from annotator.errors import UserError
from annotator.formats.limits import MB, BoundedZip
from annotator.formats.metadata import complete_meta, iso_date
from annotator.formats.records import ArticleRecord, BadRecord, Record
from annotator.formats.xml import Element, attribute, children, descendants, find, local, parse_xml, words
from annotator.text import normalise

MIME_TYPE = b"application/vnd.oasis.opendocument.text"
TEXT_BYTES = 32 * MB
BLANKS = 1000
"""The longest run of blanks that one element may stand for."""
LEFT_OUT = {
    "note": "notes",
    "annotation": "comments",
    "changed-region": "tracked deletions",
    "text-box": "text boxes",
}
PASSED = frozenset({*LEFT_OUT, "tracked-changes", "annotation-end", "forms", "sequence-decls", "frame", "ruby-text"})
META = {"title": "title", "author": "creator", "language": "language", "subject": "subject", "created": "creation-date"}

_BLANKS = re.compile(r"[ \t\n]+")


def is_odt(package: BoundedZip) -> bool:
    """Whether a zip is an OpenDocument text."""
    return "mimetype" in package and package.read("mimetype", MB).strip().startswith(MIME_TYPE)


def read_package(package: BoundedZip, file: str) -> Iterator[Record]:
    """The article of a document, and a warning about what stands beside its text.

    Raises:
        UserError: it is damaged, locked with a password, or holds no text.
    """
    if "META-INF/manifest.xml" in package and b"encryption-data" in package.read("META-INF/manifest.xml", MB):
        raise UserError("The document is locked with a password.", "Save it without one.")
    body = find(parse_xml(package.read("content.xml", TEXT_BYTES)), "body", "text")
    if body is None:
        raise UserError("The document holds no text.", "Check that it is the right one.")
    if beside := _left_out(body):
        said = f"Beside its text the document holds {beside}: that was left out."
        yield BadRecord(file, None, said, "Copy into the text what belongs there.", is_warning=True)
    text = normalise("\n\n".join(filter(None, map(_block_text, _blocks(body)))))
    if not text.strip():
        raise UserError("The document holds no text.", "Check that it is the right one.")
    yield ArticleRecord(text, complete_meta(_meta_of(package), text), file)


def _blocks(parent: Element) -> Iterator[Element]:
    for child in children(parent):
        name = local(child)
        if name in ("p", "h", "table"):
            yield child
        elif name not in PASSED:
            yield from _blocks(child)


def _block_text(block: Element) -> str:
    if local(block) != "table":
        return "".join(_pieces(block)).strip()
    return "\n".join(filter(None, map(_row, descendants(block, "table-row"))))


def _row(row: Element) -> str:
    cells = (" ".join(" ".join("".join(_pieces(p)) for p in _blocks(cell)).split()) for cell in children(row))
    return " | ".join(cells).strip(" |")


def _pieces(element: Element) -> Iterator[str]:
    yield _flat(element.text)
    for child in element:
        name = local(child)
        if name == "s":
            count = attribute(child, "c")
            yield " " * min(int(count), BLANKS) if count.isdecimal() else " "
        elif name in ("tab", "line-break"):
            yield "\t" if name == "tab" else "\n"
        elif name and name not in PASSED:
            yield from _pieces(child)
        yield _flat(child.tail)


def _flat(text: str | None) -> str:
    """Text in which line ends and runs of blanks are blanks, as the format has it."""
    return _BLANKS.sub(" ", text) if text else ""


def _left_out(body: Element) -> str:
    counted = Counter(LEFT_OUT[local(element)] for element in descendants(body, *LEFT_OUT) if _counts(element))
    return ", ".join(f"{count:,} {what if count > 1 else what.removesuffix('s')}" for what, count in counted.items())


def _counts(element: Element) -> bool:
    return find(element, "deletion") is not None if local(element) == "changed-region" else bool(words(element))


def _meta_of(package: BoundedZip) -> dict[str, str]:
    if "meta.xml" not in package:
        return {}
    stated = find(parse_xml(package.read("meta.xml", MB)), "meta")
    if stated is None:
        return {}
    meta = {ours: words(find(stated, theirs)) for ours, theirs in META.items()}
    meta["author"] = words(find(stated, "initial-creator")) or meta["author"]
    meta["created"] = iso_date(meta["created"])
    return {key: value for key, value in meta.items() if value}
