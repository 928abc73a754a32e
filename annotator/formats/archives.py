"""Archives of articles, unpacked into a private folder and then read as any folder is.

Nothing is trusted that an archive says of itself: names that climb out, links, devices, encrypted files and bombs are
refused in a sentence each, and the rest is kept. Documents that are zips inside (DOCX, EPUB) are no archives. What the
kinds of archives hold is read in `packing`.
"""

from __future__ import annotations

import errno
import re
import shutil
from collections.abc import Generator
from contextlib import closing, contextmanager
from pathlib import Path

import msgspec

from annotator.errors import UserError
from annotator.formats import limits
from annotator.formats.packing import FAULTS, TAR_SUFFIXES, Entry, entries, kind_of
from annotator.formats.records import HEAD_BYTES, BadRecord
from annotator.leftovers import private

EXTENSIONS = (".zip", ".gz", ".bz2", ".xz", *TAR_SUFFIXES)
FOLDERS_DEEP = 40
READ_IN_PIECES = (".jsonl", ".ndjson", ".warc")
"""Of a damaged file of these kinds the beginning is worth having; of an article it would be half an article."""
FULL = (errno.ENOSPC, errno.EDQUOT)

_DRIVE = re.compile(r"[A-Za-z]:")
_UNSAFE = re.compile(r'[\x00-\x1f\x7f<>:"|?*]')


class Unpacked(msgspec.Struct, frozen=True):
    """An archive as a folder. `is_one_file`: it is one compressed file and no folder of files. What was refused."""

    folder: Path
    is_one_file: bool
    refused: tuple[BadRecord, ...]


def is_archive(path: Path) -> bool:
    """Whether a file is packed in a way that is unpacked here. Its content decides, not its name.

    Raises:
        OSError: it cannot be read.
    """
    return kind_of(path, _head(path)) is not None


@contextmanager
def unpacked(path: Path) -> Generator[Unpacked]:
    """An archive's files in a folder that only this user can read and that is gone afterwards.

    Raises:
        UserError: there is nothing in it that could be unpacked.
    """
    with private() as held:
        folder = held.path
        work = _Unpacking(folder, str(path))
        kind = kind_of(path, _head(path))
        is_one_file = work.unpack(path, folder, "", kind or "", limits.NESTED)
        if not any(folder.iterdir()):
            if len(work.refused) == 1 and work.refused[0].file == str(path):
                raise UserError(work.refused[0].reason, work.refused[0].hint)
            if not work.refused:
                raise UserError("The archive is empty.", "Nothing was imported from it.")
        yield Unpacked(folder, is_one_file, tuple(work.refused))


class _Full(Exception):
    """No more of an archive is unpacked."""

    def __init__(self, reason: str, hint: str) -> None:
        super().__init__(reason)
        self.reason = reason
        self.hint = hint


class _Unpacking:
    """Unpacks one archive, with those in it, within bounds that all of them share."""

    def __init__(self, place: Path, shown: str) -> None:
        self._shown = shown
        self._left = min(limits.ARCHIVE_BYTES, shutil.disk_usage(place).free // 2)
        self._bound = self._left
        self._count = 0
        self.refused: list[BadRecord] = []

    def unpack(self, path: Path, into: Path, inside: str, kind: str, deeper: int) -> bool:
        """Unpack `path` into a folder; `inside` names it within the outer archive. Gives whether it is one file."""
        found = 0
        name = ""
        try:
            with closing(entries(path, kind)) as files:
                for entry in files:
                    found, name = found + 1, entry.name
                    self._take(entry, into, inside, deeper)
        except _Full as error:
            if deeper < limits.NESTED:
                raise
            self._refuse(inside, error.reason, error.hint)
        except UserError as error:
            self._refuse(inside, error.message, error.hint)
        except FAULTS as error:
            hint = "What came before was taken." if found else "Check that it is whole."
            self._refuse(inside, f"The archive cannot be unpacked: {_told(error)}.", hint)
        return found == 1 and name == path.stem and kind not in ("zip", "tar")

    def _take(self, entry: Entry, into: Path, inside: str, deeper: int) -> None:
        """Unpack one entry, or say why not."""
        self._count += 1
        if self._count > limits.ENTRIES:
            raise _Full(f"The archive holds more than {limits.ENTRIES:,} files.", "The first ones were taken.")
        parts, fault = _safe_parts(entry.name)
        if parts[:1] == ["__MACOSX"]:
            return
        shown = "/".join(filter(None, (inside, entry.name)))
        if entry.refused or fault:
            self._refuse(shown, f"It {entry.refused or fault}.", "It was left out.")
            return
        target = into.joinpath(*parts)
        try:
            self._copy(entry, target)
        except UserError as error:
            target.unlink(missing_ok=True)
            self._refuse(shown, error.message, error.hint)
        except FileExistsError:
            self._refuse(shown, "It stands in the archive twice.", "The first one was taken.")
        except FAULTS as error:
            is_kept = target.suffix.lower() in READ_IN_PIECES and target.exists()
            if not is_kept:
                target.unlink(missing_ok=True)
            if isinstance(error, OSError) and error.errno in FULL:
                raise _Full("There is no room to unpack the archive.", "What was unpacked before was taken.") from error
            hint = "What comes before the damage was taken." if is_kept else "It was left out."
            self._refuse(shown, f"It cannot be unpacked whole: {_told(error)}.", hint)
        else:
            self._open_nested(target, shown, deeper)

    def _copy(self, entry: Entry, target: Path) -> None:
        target.parent.mkdir(parents=True, exist_ok=True)
        with entry.open() as source, target.open("xb") as file:
            held = 0
            while piece := source.read(limits.CHUNK_BYTES):
                held += len(piece)
                if held > limits.ENTRY_BYTES:
                    raise UserError(f"It unpacks to more than {limits.size(limits.ENTRY_BYTES)}.", "It was left out.")
                if held > self._left:
                    target.unlink()
                    raise _Full(f"The archive unpacks to more than {limits.size(self._bound)}.",
                                "What was unpacked before was taken.")  # fmt: skip
                file.write(piece)
        self._left -= held

    def _open_nested(self, target: Path, shown: str, deeper: int) -> None:
        """Put a folder in the place of an archive that lies in the archive."""
        head = _head(target)
        kind = kind_of(target, head)
        if kind is None or not target.name.lower().endswith(EXTENSIONS):
            return
        packed = target.with_name(f"{target.name}.packed")
        target.rename(packed)
        if not deeper:
            packed.unlink()
            self._refuse(shown, "It is an archive in an archive in an archive.", "It was left out; unpack it yourself.")
            return
        target.mkdir()
        inner = packed.rename(target / target.name)
        outer = packed.with_name(f"{target.name}.unpacking")
        outer.mkdir()
        inner = inner.rename(outer / target.name)
        try:
            if self.unpack(inner, target, shown, kind, deeper - 1):
                self._lay_beside(target)
        finally:
            shutil.rmtree(outer)

    def _lay_beside(self, folder: Path) -> None:
        """Move the one file of a compressed file to where that lay: `a.ann` goes beside `a.txt`."""
        (file,) = folder.iterdir()
        beside = folder.with_name(file.name)
        if not beside.exists():
            file.rename(beside)
            folder.rmdir()

    def _refuse(self, inside: str, reason: str, hint: str) -> None:
        self.refused.append(BadRecord("/".join(filter(None, (self._shown, inside))), None, reason, hint))


def _safe_parts(name: str) -> tuple[list[str], str]:
    """A name in an archive as the parts of a path that stays inside, and why it is refused, if it is."""
    name = name.replace("\\", "/")
    if name.startswith("/") or _DRIVE.match(name):
        return [], "has an absolute path, which could lead anywhere"
    parts = [part for part in name.split("/") if part not in ("", ".")]
    if ".." in parts:
        return parts, "has a path that climbs out of the archive"
    if not parts or len(parts) > FOLDERS_DEEP:
        return parts, "has no name that a file can have"
    return [_UNSAFE.sub("_", part).rstrip(" .") or "_" for part in parts], ""


def _head(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(HEAD_BYTES)


def _told(error: BaseException) -> str:
    if isinstance(error, OSError) and error.strerror:
        return error.strerror
    return str(error).rstrip(".") or type(error).__name__
