"""Which files of brat's belong together: a text, the annotations beside it, and whose they are."""

from __future__ import annotations

import os
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

import msgspec

from annotator.formats.dataset import SPLITS
from annotator.formats.limits import ARTICLE_BYTES
from annotator.formats.records import ADJUDICATED

TEXT, ANNOTATIONS = ".txt", ".ann"
PARTS = (".a1", ".a2")
"""The annotations in two files, given and to be found, as in the corpora of the BioNLP shared tasks."""
CONFIGURATION = ".conf"
TEXT_FOLDERS = ("text", "texts", "txt")
"""Folders of texts whose annotations lie in a folder beside."""
BESIDE = ("readme", "guidelines", "license", "licence", "copying", "losses.", "sha256sums", "changelog")
"""Files that a collection may hold beside texts and annotations, by the beginnings of their names."""
SETTLED = ("adjudicated", "adjudication", "consensus", "curated", "curation", ADJUDICATED)
MANY_FOLDERS = 200
"""With more folders beside it, a folder is not taken to be one annotator's among others."""


class Pair(msgspec.Struct, frozen=True):
    """The annotations of one text by one annotator, "" where that is not told."""

    annotations: tuple[Path, ...]
    annotator: str = ""


def pairs_of(text: Path) -> list[Pair]:
    """The annotations of a text: in files of its name beside it, or in folders beside a folder of texts."""
    if beside := _beside(text):
        return [Pair(beside, _annotator(text))]
    if Path(os.path.abspath(text)).parent.name.casefold() not in TEXT_FOLDERS:
        return []
    found: list[tuple[Path, str, str]] = []
    for folder in _folders_beside(text.parent):
        for name in _annotations_in(folder):
            stem = name.removesuffix(ANNOTATIONS)
            mark = stem.removeprefix(text.stem)
            if stem.startswith(text.stem) and (not mark or mark[0] in "_."):
                found.append((folder / name, folder.name, mark.strip("_.")))
    several = len({folder for _, folder, _ in found}) > 1
    return [Pair((path,), mark or (folder if several else "")) for path, folder, mark in found]


def text_of(annotations: Path) -> Path | None:
    """The text that a file of annotations belongs to, if it is there."""
    beside = annotations.with_suffix(TEXT)
    if beside.is_file():
        return beside
    for folder in _folders_beside(annotations.parent):
        stem = annotations.stem
        while stem and folder.name.casefold() in TEXT_FOLDERS:
            if (text := folder / f"{stem}{TEXT}").is_file():
                return text
            stem = stem[: max(stem.rfind("_"), stem.rfind("."), 0)]
    return None


def owns(path: Path) -> bool:
    """Whether a file is a text that has annotations of brat's."""
    return path.suffix.lower() == TEXT and bool(_beside(path) or pairs_of(path))


def folder_files(folder: Path) -> list[Path] | None:
    """The texts of a folder that holds nothing but a collection of brat's, and annotations that lack their text."""
    from annotator.formats.reading import natural_key  # it reads by all formats, and by this one

    texts: list[Path] = []
    annotations: list[Path] = []
    for path in _files_under(folder):
        suffix = path.suffix.lower()
        if suffix == TEXT:
            texts.append(path)
        elif suffix in (ANNOTATIONS, *PARTS):
            annotations.append(path)
        elif suffix != CONFIGURATION and not path.name.casefold().startswith(BESIDE):
            return None
    if not annotations:
        return None
    texts = [path for path in texts if _beside(path) or not path.name.casefold().startswith(BESIDE)]
    lonely = [path for path in annotations if text_of(path) is None]
    return sorted([*texts, *lonely], key=lambda path: natural_key(path.relative_to(folder).as_posix()))


def _beside(text: Path) -> tuple[Path, ...]:
    whole = text.with_suffix(ANNOTATIONS)
    if whole.is_file():
        return (whole,)
    return tuple(part for suffix in PARTS if (part := text.with_suffix(suffix)).is_file())


def _annotator(text: Path) -> str:
    """The folder of a text where folders beside it hold the same texts, annotated too: then each is an annotator's."""
    text = Path(os.path.abspath(text))
    folder = text.parent
    inside = Path(folder.name) / text.name
    above = [other / inside for other in _folders_beside(folder.parent)]
    if _has_twins(folder):
        pass
    elif any(_is_same(text, other) for other in above):
        folder = folder.parent
    else:
        return ""
    return ADJUDICATED if folder.name.casefold() in SETTLED else folder.name


def _has_twins(folder: Path) -> bool:
    """Whether one of the texts of a folder is in a folder beside it too."""
    if folder.name.casefold() in SPLITS:
        return False
    others = _folders_beside(folder)
    return bool(others) and _share_texts(tuple((one, _changed(one)) for one in (folder, *others)))


@lru_cache(maxsize=64)
def _share_texts(folders: tuple[tuple[Path, int], ...]) -> bool:
    """Whether the first of some folders holds a text that another one holds too. Each comes with when it changed."""
    folder = folders[0][0]
    own = set(_annotations_in(folder))
    shared = ((folder / name, other / name) for other, _ in folders[1:] for name in _shared(own, other))
    return any(_is_same(one.with_suffix(TEXT), twin.with_suffix(TEXT)) for one, twin in shared)


def _shared(names: set[str], folder: Path) -> list[str]:
    return [name for name in _annotations_in(folder) if name in names]


def _is_same(text: Path, other: Path) -> bool:
    try:
        size = text.stat().st_size
        if not _beside(other) or other.stat().st_size != size or size > ARTICLE_BYTES:
            return False
        return other.read_bytes() == text.read_bytes()
    except OSError:
        return False


def _folders_beside(folder: Path) -> list[Path]:
    """The other folders of the one that a folder is in, named in the way that it is named."""
    whole = Path(os.path.abspath(folder))
    above = whole.parent
    if not above.name:
        return []
    beside = _folders_in(above, _changed(above))
    if len(beside) > MANY_FOLDERS:
        return []
    named = folder.parent if folder.name == whole.name else above
    return [named / name for name in beside if name != whole.name]


def _changed(folder: Path) -> int:
    """When a folder changed; 0 for one that is not there, or not for us."""
    try:
        return folder.stat().st_mtime_ns
    except OSError:
        return 0


def _annotations_in(folder: Path) -> tuple[str, ...]:
    return _names_in(folder, _changed(folder))


@lru_cache(maxsize=64)
def _folders_in(folder: Path, changed: int) -> tuple[str, ...]:  # noqa: ARG001 - what was found is good until then
    entries = _entries(folder)
    return tuple(name for name, is_folder in entries if is_folder and not name.startswith("."))


@lru_cache(maxsize=64)
def _names_in(folder: Path, changed: int) -> tuple[str, ...]:  # noqa: ARG001 - as above
    return tuple(name for name, _ in _entries(folder) if name.endswith(ANNOTATIONS))


def _entries(folder: Path) -> list[tuple[str, bool]]:
    """The names in a folder, and which of them are folders; none where we may not look."""
    try:
        with os.scandir(folder) as entries:
            return sorted((entry.name, entry.is_dir(follow_symlinks=False)) for entry in entries)
    except OSError:
        return []


def _files_under(folder: Path) -> Iterator[Path]:
    for inside, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        yield from (Path(inside) / name for name in names if not name.startswith("."))
