"""Which format a file is in. Several share an extension, and files have wrong ones: what a file holds counts for more.

How files and folders are walked is in `reading`.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from annotator.errors import UserError
from annotator.formats import FORMATS, jsonl
from annotator.formats.documents import html_page, plain_text
from annotator.formats.heads import read_head
from annotator.formats.packing import kind_of
from annotator.formats.records import Format

GENERAL = ("jsonl", "json", "csv", "tsv", "html", "md", "txt")
"""Formats whose files are told by their extension first: much that is something else begins like them."""

_BOM = b"\xef\xbb\xbf"


class UnknownKind(UserError):
    """A file that is in no format known here."""


def detect(path: Path) -> Format:
    """The format of a file: whose it is by what lies beside it, else a tool's by how the file begins, whatever its
    name; else one of its extension, else a page, lines of JSON or what the beginning fits; else plain text.

    Raises:
        UnknownKind: XML of a kind that no format knows; as plain text it would be an article full of tags.
    """
    if owner := owner_of(path):
        return owner
    head = read_head(path)
    named = _named(path)
    found = _first(_without(FORMATS, GENERAL), head) or _first(named or FORMATS, head) or _mistaken(named, head)
    if found is None and _is_unknown(path, named, head):
        raise UnknownKind("The file is XML of no known kind.", "Name its format if it is in one, or txt.")
    # What none of the formats with an extension knows is read by the general one among them, or by the last.
    general = [known for known in named if known.name in GENERAL]
    return found or next(reversed(general or named), plain_text.FORMAT)


def owner_of(path: Path) -> Format | None:
    """The format to which a file belongs by what lies beside it."""
    return next((known for known in FORMATS if known.owns(path)), None)


def is_to_be_unpacked(path: Path) -> bool:
    """Whether a file is an archive of others, and not a file of a format that is packed inside."""
    head = read_head(path)
    if kind_of(path, head) is None or owner_of(path):
        return False
    named = _named(path)
    # An extension of two parts (warc.gz) says enough; one of a mere archive only together with what is in it.
    is_whole = any(path.name.lower().endswith(end) for known in named for end in known.extensions if end.count(".") > 1)
    is_other = any(path.suffix.lower() not in PACKED for _ in named)
    return not is_whole and not is_other and _first(_without(FORMATS, GENERAL), head) is None


PACKED = (".zip", ".tar", ".gz", ".bz2", ".xz", ".tgz", ".tbz", ".tbz2", ".txz")
"""Extensions of archives."""


def _named(path: Path) -> list[Format]:
    """The formats that have the file's extension, those with a longer one (`.warc.gz`) before others."""
    name = path.name.lower()
    fits = [(max((len(end) for end in known.extensions if name.endswith(end)), default=0), known) for known in FORMATS]
    longest = max((length for length, _ in fits), default=0)
    return [known for length, known in fits if length and length == longest]


def _mistaken(named: Iterable[Format], head: bytes) -> Format | None:
    """A page or lines of JSON under another name."""
    if {known.name for known in named} & {"html", "json", "jsonl"}:
        start = head.lstrip(_BOM + b" \t\r\n").lower()
        is_page = start.startswith((b"<!doctype html", b"<html"))
        return html_page.FORMAT if is_page else None
    start = head.removeprefix(_BOM).lstrip()[:1]
    if start == b"<" and _sniffs(html_page.FORMAT, head) and not _is_xml(head):
        return html_page.FORMAT
    return jsonl.FORMAT if start == b"{" and named and _sniffs(jsonl.FORMAT, head) else None


def _is_unknown(path: Path, named: Iterable[Format], head: bytes) -> bool:
    """Whether a file is XML, and its name says no more than that."""
    if path.suffix.lower() == ".xml":
        return head.removeprefix(_BOM).lstrip().startswith(b"<")
    return len(_without(named, ("txt",))) != 1 and _is_xml(head)


def _is_xml(head: bytes) -> bool:
    return head.removeprefix(_BOM).lstrip().startswith(b"<?xml")


def _without(formats: Iterable[Format], names: Iterable[str]) -> list[Format]:
    return [known for known in formats if known.name not in names]


def _first(formats: Iterable[Format], head: bytes) -> Format | None:
    return next((known for known in formats if _sniffs(known, head)), None)


def _sniffs(known: Format, head: bytes) -> bool:
    try:
        return known.sniff(head)
    except UserError:
        return False
