"""The marks of Markdown (CommonMark with GitHub's tables and footnotes), taken off. Files are `markdown`'s."""

from __future__ import annotations

import html
import re
from collections.abc import Callable

import msgspec

PLACES = 0xE000
"""Where characters that are meant as they stand wait, out of reach of the marks, until these are off."""
# No pattern looks further than to the next mark of its kind: what a file holds must not make it slow.

_FENCE = re.compile(r"\s{0,3}(`{3,}|~{3,})")
_HEADING = re.compile(r"\s{0,3}#{1,6}(?:\s+(.*?))??(?:\s+#+)?\s*$")
_TOP_HEADING = re.compile(r"\s{0,3}#\s")
_UNDERLINE = re.compile(r"\s{0,3}(=+|-+)\s*$")
_RULE = re.compile(r"\s{0,3}([-*_])(?:\s*\1){2,}\s*$")
_QUOTED = re.compile(r"\s{0,3}(?:>\s?)+")
_LISTED = re.compile(r"\s*(?:([-*+])|(\d{1,9}[.)]))\s+(?:\[[ xX]\]\s+)?(?=\S)")
_NOTE = re.compile(r"\s{0,3}\[\^[^\]]+\]:")
_DEFINED = re.compile(r"\s{0,3}\[([^\]^][^\]]*)\]:\s*\S+.*$")
_TABLE_RULE = re.compile(r"\s*\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)+\|?\s*$")
_HARD_BREAK = re.compile(r"(?: {2,}|\\)$")

_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
_CODE = re.compile(r"(`+)(?!`)(.+?)(?<!`)\1(?!`)", re.DOTALL)
_PICTURE = re.compile(r"!\[([^\[\]]*)\](?:\((?:[^()]|\([^()]*\))*\)|\[[^\]]*\])")
_LINK = re.compile(r"\[((?:[^\[\]]|\[[^\[\]]*\])*)\]\((?:[^()]|\([^()]*\))*\)")
_REFERENCE = re.compile(r"\[([^\[\]^][^\[\]]*)\](?:\s?\[([^\]]*)\])?")
_NOTE_MARK = re.compile(r"\[\^[^\]\s]+\]")
_ADDRESS = re.compile(r"<((?:https?|mailto):[^\s<>]+|[^\s<>@]+@[^\s<>@]+)>")
_BREAK = re.compile(r"<br\s*/?>\s*", re.IGNORECASE)
_TAG = re.compile(r"</?[A-Za-z][^<>]*>")
_EMPHASIS = (
    re.compile(r"(\*{1,3})(?=[^\s*])([^*]+?)(?<=[^\s*])\1"),
    re.compile(r"(?<!\w)(_{1,3})(?=[^\s_])((?:[^_]|(?<=\w)_(?=\w))+?)(?<=[^\s_])\1(?!\w)"),
    re.compile(r"(~~)(?=\S)([^~]+?)(?<=\S)\1"),
)


class Marks(msgspec.Struct):
    """What was seen while the marks were taken off: the top heading, what pictures are called, notes, link names."""

    title: str = ""
    pictures: list[str] = []
    footnotes: int = 0
    links: set[str] = set()


def rendered(source: str, marks: Marks) -> str:
    """The text of a piece of Markdown. What is no part of it is noted in `marks`."""
    lines = _without_comments(source).split("\n")
    marks.links |= {match[1].casefold() for line in lines if (match := _DEFINED.match(line))}
    return _Blocks(marks).text_of(lines)


def _without_comments(source: str) -> str:
    found: list[str] = []
    at = 0
    while (start := source.find("<!--", at)) >= 0 and (end := source.find("-->", start)) >= 0:
        found.append(source[at:start])
        at = end + 3
    return "".join(found) + source[at:]


class _Blocks:
    """The paragraphs of a text, gathered line by line."""

    def __init__(self, marks: Marks) -> None:
        self._marks = marks
        self._found: list[str] = []
        self._open: list[str] = []
        self._start = ""
        self._in_list = False
        self._fence = ""
        self._in_note = False

    def text_of(self, lines: list[str]) -> str:
        for line in lines:
            self._take(line)
        self._flush()
        return "\n\n".join(filter(None, self._found))

    def _take(self, line: str) -> None:
        fence = None if self._fence else _FENCE.match(line)
        if self._fence or fence:
            self._fenced(line, fence[1] if fence else "")
            return
        quoted = _QUOTED.match(line)
        inner = line[quoted.end() :] if quoted else line
        if not inner.strip():
            self._flush()
        elif _NOTE.match(inner):
            self._flush()
            self._in_note = True
            self._marks.footnotes += 1
        elif self._in_note:
            # Its further lines, up to an empty one.
            return
        elif not self._marked(inner):
            self._plain(inner)

    def _marked(self, line: str) -> bool:
        """Takes a line that is more than words; False for one that is not."""
        if _DEFINED.match(line):
            return True
        if (rule := _UNDERLINE.match(line)) and self._open and not self._in_list:
            self._headed(" ".join(self._open), is_top=rule[1].startswith("="))
            return True
        if _RULE.match(line):
            self._flush()
            return True
        if heading := _HEADING.match(line):
            self._flush()
            self._headed(heading[1] or "", is_top=_TOP_HEADING.match(line) is not None)
            return True
        return self._listed(line) or self._row(line)

    def _headed(self, words: str, *, is_top: bool) -> None:
        self._open.clear()
        text = _inline(words, self._marks)
        self._found.append(text)
        self._in_list = False
        if is_top and not self._marks.title:
            self._marks.title = " ".join(text.split())

    def _listed(self, line: str) -> bool:
        match = _LISTED.match(line)
        if match is None or (self._open and not self._start and match[2] not in (None, "1.", "1)")):
            return False
        self._flush(keep_list=True)
        self._start = f"{match[2]} " if match[2] else "- "
        self._open.append(line[match.end() :])
        return True

    def _row(self, line: str) -> bool:
        if _TABLE_RULE.match(line) and "|" in line:
            return True
        if not line.strip().startswith("|"):
            return False
        cells = " | ".join(cell.strip() for cell in line.strip().strip("|").split("|"))
        self._flush(keep_list=True)
        self._start = " "
        self._open.append(cells)
        return True

    def _fenced(self, line: str, fence: str) -> None:
        if fence:
            self._flush()
            self._fence = fence
        elif line.strip().startswith(self._fence) and not line.strip().strip(self._fence[0]):
            self._found.append("\n".join(self._open).strip("\n"))
            self._open.clear()
            self._fence = ""
        else:
            self._open.append(line)

    def _plain(self, line: str) -> None:
        if not self._open and self._in_list and not line[:1].isspace():
            self._in_list = False
        self._open.append(line)

    def _flush(self, *, keep_list: bool = False) -> None:
        """End what is open. Items and rows join those before them, each on its line."""
        self._in_note = False
        if not self._open:
            self._in_list = self._in_list and keep_list
            return
        words = "".join(
            _HARD_BREAK.sub("\n", line.lstrip()) if _HARD_BREAK.search(line) else f"{line.strip()} "
            for line in self._open
        )
        text = f"{self._start}{_inline(words.strip(), self._marks)}".strip()
        self._open.clear()
        if self._start and self._in_list and self._found:
            self._found[-1] += f"\n{text}"
        else:
            self._found.append(text)
        self._in_list = bool(self._start) and keep_list
        self._start = ""


def _inline(text: str, marks: Marks) -> str:
    """A paragraph without the marks in it."""
    text = _ESCAPED.sub(lambda found: _aside(found[1]), text)
    text = _CODE.sub(lambda found: "".join(map(_aside, found[2].strip())), text)
    text = _PICTURE.sub(_noted(marks), text)
    text = _NOTE_MARK.sub("", text)
    text = _ADDRESS.sub(lambda found: found[1].removeprefix("mailto:"), text)
    for _ in range(2):
        text = _LINK.sub(lambda found: found[1], text)
    text = _REFERENCE.sub(lambda found: _named(found, marks), text)
    text = _TAG.sub("", _BREAK.sub("\n", text))
    for emphasis in _EMPHASIS * 2:
        text = emphasis.sub(lambda found: found[2], text)
    text = html.unescape(text)
    text = "".join(chr(ord(char) - PLACES) if PLACES <= ord(char) < PLACES + 128 else char for char in text)
    return "\n".join(" ".join(line.split(" ")).strip() for line in text.split("\n")).strip()


def _aside(char: str) -> str:
    return chr(PLACES + ord(char)) if char.isascii() else char


def _noted(marks: Marks) -> Callable[[re.Match[str]], str]:
    def note(found: re.Match[str]) -> str:
        if found[1].strip():
            marks.pictures.append(" ".join(found[1].split()))
        return ""

    return note


def _named(found: re.Match[str], marks: Marks) -> str:
    name = (found[2] or found[1]).casefold()
    return found[1] if name in marks.links else found[0]
