"""Where the texts are that W3C Web Annotations are about: in files beside theirs, or in the annotations themselves."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit

import msgspec

from annotator.errors import UserError
from annotator.formats.documents.html_page import sniff as is_page
from annotator.formats.label_studio.texts import MarkedUp
from annotator.formats.records import BadRecord, read_text
from annotator.formats.w3c.annotations import Annotation
from annotator.wording import counted

FOLDERS = ("", "texts", "text", "txt", "documents", "docs")


class About(msgspec.Struct):
    """The annotations of one source, in the order of the file, and its text where they bring it."""

    source: str
    annotations: list[Annotation] = []
    text: str = ""


class Sources:
    """Finds the texts that annotations are about: files in the folder of the file, never beyond it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._folder = path.parent.resolve()

    def text(self, about: About) -> str | BadRecord:
        """The text of a source, not yet normalised, or what there is to say where it is not to be had."""
        if about.text.strip():
            return about.text
        for file in self._candidates(about.source):
            if self._is_inside(file):
                return self._read(file)
        count = counted(len(about.annotations), "annotation")
        what = about.source or "a text that they do not name"
        reason = f"{count} of {what} cannot be taken: the text is not beside the file."
        name = _names(about.source)[-1] if about.source else f"{self.path.stem}.txt"
        hint = f"Put the text beside the file, as {name}, and import the file again."
        return BadRecord(str(self.path), about.annotations[0].line, reason, hint)

    def _is_inside(self, file: Path) -> bool:
        """Whether a file is there, in the folder of the annotations, links followed."""
        try:
            found = file.resolve()
            return file.is_file() and found.is_relative_to(self._folder) and found != self.path.resolve()
        except (OSError, ValueError):  # a source may be what no system takes for a name
            return False

    def _read(self, file: Path) -> str | BadRecord:
        try:
            text = read_text(file)[0]
        except UserError as error:
            return BadRecord(str(file), None, error.message, error.hint)
        return MarkedUp(text).text if is_page(text[:4096].encode("utf-8", "replace")) else text

    def _candidates(self, source: str) -> Iterator[Path]:
        if not source:
            stem = self.path.name.partition(".")[0]
            yield from (self.path.with_suffix(".txt"), self.path.with_name(f"{stem}.txt"))
            texts = [file for file in self._folder.glob("*.txt") if file.is_file()]
            yield from texts if len(texts) == 1 else ()
            return
        for name in _names(source):
            yield from (self._folder / folder / name for folder in FOLDERS)


def _names(source: str) -> list[str]:
    """The names that the file of a source may have, from the folder of the annotations: never an absolute one."""
    try:
        parts = urlsplit(source)
        path, host = unquote(parts.path), parts.netloc
    except ValueError:
        path, host = source, ""
    path = path.lstrip("/")
    last = path.rstrip("/").rpartition("/")[2] or host or "text"
    stem = last.rpartition(".")[0] or last
    return list(dict.fromkeys(name for name in (path, last, f"{last}.txt", f"{stem}.txt") if name))
