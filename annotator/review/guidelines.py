"""The guidelines of a scheme as sections that can be cited and compared. Pure; how Markdown looks is the window's.

A section begins at a heading, or at a paragraph that begins in bold with a number ("**1.2 Boundaries.**"), and goes on
to the next one.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Literal

import msgspec

HEADING = re.compile(r"#{1,6}\s+(?:(?P<number>\d+(?:\.\d+)*)[.)]?\s+)?(?P<title>.+?)\s*#*\s*$")
NUMBERED = re.compile(r"\*\*(?P<number>\d+(?:\.\d+)*)[.)]?\s*(?P<title>[^*]*)\*\*")
FENCE = re.compile(r"\s*(```|~~~)")
VERSION_CHARS = 12
TITLE_WORDS = 8

Change = Literal["added", "removed", "changed"]


class Section(msgspec.Struct, frozen=True):
    """One section. `number` is as it stands there ("1.2"), "" for a heading without one; `text` without the heading."""

    number: str
    title: str
    text: str

    @property
    def key(self) -> str:
        """What it is cited by: its number, where it has none its title."""
        return self.number or self.title


class SectionChange(msgspec.Struct, frozen=True):
    """What became of a section from one version of the guidelines to another."""

    section: Section
    change: Change


def guidelines_version(text: str) -> str:
    """The version of a guidelines text: a hash of it, white space at its ends apart; "" for no guidelines."""
    bare = text.strip()
    return hashlib.sha256(bare.encode("utf-8")).hexdigest()[:VERSION_CHARS] if bare else ""


def sections(text: str) -> list[Section]:
    """The sections in their order. What stands before the first is not part of any."""
    found: list[tuple[str, str, list[str]]] = []
    for line, start in _lines(text):
        if start is None:
            if found:
                found[-1][2].append(line)
            continue
        rest = line[start.end() :].strip()
        found.append((start["number"] or "", _title(line, start), [rest] if rest else []))
    return [Section(number, title, "\n".join(lines).strip()) for number, title, lines in found]


def woven(text: str, remarks: Mapping[str, Sequence[str]]) -> str:
    """The guidelines with remarks (Markdown, by what the section is cited by) quoted after their sections.

    Remarks on what is no section, or none any more, stand at the end.
    """
    left = dict(remarks)
    out: list[str] = []
    pending: list[str] = []
    for line, start in _lines(text):
        if start is not None:
            out += pending
            pending = _quoted(left.pop(start["number"] or _title(line, start), ()))
        out.append(line)
    out += pending
    for rest in left.values():
        out += _quoted(rest)
    return "\n".join(out)


def find_section(text: str, key: str) -> Section | None:
    """The section that is cited so, by its number or its title; None where it is not there any more."""
    return next((one for one in sections(text) if key in (one.number, one.title)), None)


def changed_sections(old: str, new: str) -> list[SectionChange]:
    """The sections that are not in both versions with the same words, in the order of the new one, removed ones last.

    Sections go by their numbers, those without by their titles. White space does not count.
    """
    before, after = _by_key(sections(old)), _by_key(sections(new))
    found = [
        SectionChange(section, "changed" if key in before else "added")
        for key, section in after.items()
        if key not in before or _words(before[key]) != _words(section)
    ]
    return found + [SectionChange(section, "removed") for key, section in before.items() if key not in after]


def cites(cited: str, keys: Iterable[str]) -> bool:
    """Whether what is cited is one of these sections, or lies in one ("1.2" in "1")."""
    return any(cited == key or cited.startswith(f"{key}.") for key in keys)


def _lines(text: str) -> Iterator[tuple[str, re.Match[str] | None]]:
    """Every line, with the match where a section begins."""
    is_code = False
    for line in text.splitlines():
        if FENCE.match(line):
            is_code = not is_code
        yield line, None if is_code else HEADING.match(line) or NUMBERED.match(line)


def _title(line: str, start: re.Match[str]) -> str:
    return start["title"].strip().rstrip(".") or _beginning(line[start.end() :].strip())


def _quoted(remarks: Iterable[str]) -> list[str]:
    """A quotation each, apart from what stands before and after."""
    return [part for remark in remarks for part in ("", f"> {' '.join(remark.split())}", "")]


def _by_key(found: Sequence[Section]) -> dict[str, Section]:
    """By what they are cited by; of several the first, with the text of all."""
    by_key: dict[str, Section] = {}
    for section in found:
        first = by_key.get(section.key)
        text = f"{first.text}\n{section.text}" if first else section.text
        by_key[section.key] = msgspec.structs.replace(first or section, text=text)
    return by_key


def _words(section: Section) -> list[str]:
    return [*section.title.split(), *section.text.split()]


def _beginning(text: str) -> str:
    words = text.split()
    return " ".join(words[:TITLE_WORDS]) + (" …" if len(words) > TITLE_WORDS else "")
