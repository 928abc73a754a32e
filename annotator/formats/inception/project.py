"""Unpacked folders of INCEpTION: backups of whole projects, and exports of one annotator's document.

A backup holds `annotation/<document>/<user>.*`, `curation/<document>/CURATION_USER.*` and the documents themselves in
`source/`; each file may be a zip of its own. What Java wrote for itself (`annotation_ser`) is of no use to others.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any, cast

import msgspec

from annotator.errors import UserError
from annotator.formats.limits import PART_BYTES, read_bounded
from annotator.formats.records import ADJUDICATED, HEAD_BYTES

PROJECT_FILE = "exportedproject*.json"
ANNOTATION, CURATION, SOURCE = "annotation", "curation", "source"
CURATOR, NOBODY = "CURATION_USER", "INITIAL_CAS"
READABLE = (".xmi", ".json", ".tsv", ".xml", ".zip")
FINISHED = ("FINISHED", "CURATION_FINISHED")
TYPE_SYSTEM = "typesystem"
"""What the name of a type system holds; INCEpTION calls it TypeSystem.xml."""
LEVELS = 2
"""How far above a file its type system may lie."""


class Whereabouts(msgspec.Struct, frozen=True):
    """Where a file lies in a project: the document that it annotates, who did, and whether they said it is done.

    `document` is empty outside projects; `is_finished` None where the project does not say.
    """

    document: str = ""
    annotator: str = ""
    is_finished: bool | None = None


def project_files(folder: Path) -> list[Path] | None:
    """The files to read of an unpacked project or export; None for any other folder.

    Of a project without readable annotations its own description comes first, which is read as the reason.
    """
    root = _root(folder)
    if described := sorted(root.glob(PROJECT_FILE)):
        return _of_project(root, described[0])
    if _type_system_in(root, root.stat().st_mtime_ns) is not None:
        files = [path for path in sorted(root.rglob("*")) if path.suffix.lower() in READABLE and is_cas(path)]
        return files or None
    return None


def is_work_of_project(path: Path) -> bool:
    """Whether a zip is one annotator's work in a project, and no archive to be unpacked: its place says whose it is."""
    return path.suffix.lower() == ".zip" and path.parent.parent.name in (ANNOTATION, CURATION) and is_cas(path)


def whereabouts(path: Path) -> Whereabouts:
    """Where a file lies in a project; a curated document is nobody's, but settled."""
    work = path.parent if path.parent.suffix.lower() == ".zip" else path  # a zip that was unpacked on the way
    user, document, kind = work.stem, work.parent.name, work.parent.parent.name
    annotator = ADJUDICATED if user == CURATOR else "" if user == NOBODY else user
    if kind not in (ANNOTATION, CURATION):
        return Whereabouts(annotator=ADJUDICATED if user == CURATOR else "")
    described = sorted(work.parent.parent.parent.glob(PROJECT_FILE))
    states = _states(described[0], described[0].stat().st_mtime_ns) if described else {}
    state = states.get((document, "" if kind == CURATION else user))
    return Whereabouts(document, annotator, None if state is None else state in FINISHED)


def type_system_of(path: Path) -> bytes | None:
    """The type system that belongs to a file: beside it, or above it; None where there is none.

    Raises:
        UserError: it is too large.
    """
    for folder in list(path.parents)[: LEVELS + 1]:
        if (found := _type_system_in(folder, folder.stat().st_mtime_ns)) is not None:
            return read_bounded(found, PART_BYTES)
    return None


def is_cas(path: Path) -> bool:
    """Whether a file begins like an XMI, a CAS JSON, a WebAnno TSV or a zip."""
    try:
        with path.open("rb") as file:
            return sniff(head := file.read(HEAD_BYTES)) or head.startswith(b"PK\x03\x04")
    except OSError:
        return False


def sniff(head: bytes) -> bool:
    """Whether a file that begins so is an XMI, a CAS JSON or a WebAnno TSV."""
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    if start.startswith(b"#FORMAT=WebAnno TSV"):
        return True
    if start.startswith(b"{"):
        return any(key in start for key in (b'"%TYPES"', b'"%FEATURE_STRUCTURES"'))
    plain = head.replace(b"\x00", b"")
    return b"<xmi:XMI" in plain or (b"http://www.omg.org/XMI" in plain and b".ecore" in plain)


def refuse_project(path: Path) -> None:
    """Say why nothing can be read of a project without readable annotations."""
    raise UserError(
        f"The project {path.parent.name} holds its annotations only in forms that other programs cannot read.",
        "Export it again with the secondary format UIMA CAS JSON. Its documents were read without labels.",
    )


def _root(folder: Path) -> Path:
    """The folder itself, or the only folder in it, as some archives have it."""
    inside = [path for path in folder.iterdir() if not path.name.startswith((".", "__MACOSX"))]
    return inside[0] if len(inside) == 1 and inside[0].is_dir() else folder


def _of_project(root: Path, described: Path) -> list[Path]:
    annotated = [*_annotations(root / ANNOTATION), *_annotations(root / CURATION)]
    readable = [path for path in annotated if path.suffix.lower() in READABLE]
    known = {whereabouts(path).document for path in readable}
    sources = [path for path in _files(root / SOURCE) if path.name not in known]
    if not readable and any(
        (root / f"{name}{end}").is_dir() for name in (ANNOTATION, CURATION) for end in ("", "_ser")
    ):
        return [described, *sources]
    return [*readable, *sources]


def _annotations(folder: Path) -> Iterator[Path]:
    """The files of each document: those of its annotators, the text before all annotation only where nobody began."""
    for document in sorted(path for path in folder.iterdir() if path.is_dir()) if folder.is_dir() else ():
        unpacked = (path for path in document.iterdir() if path.is_dir())
        found = [*_files(document), *(path for folder in sorted(unpacked) for path in _files(folder))]
        files = [path for path in found if not _is_type_system(path)]
        people = [path for path in files if whereabouts(path).annotator]
        yield from people or files


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.iterdir() if path.is_file()) if folder.is_dir() else []


def _is_type_system(path: Path) -> bool:
    return path.suffix.lower() == ".xml" and TYPE_SYSTEM in re.sub("[-_ ]", "", path.stem.casefold())


@lru_cache(maxsize=64)
def _type_system_in(folder: Path, modified: int) -> Path | None:  # noqa: ARG001 - part of the cache's key
    """The type system that lies in a folder: the one that is called just so, else the first."""
    with os.scandir(folder) as entries:
        found = sorted(Path(entry.path) for entry in entries if _is_type_system(Path(entry.name)) and entry.is_file())
    return min(found, key=lambda path: len(path.stem), default=None)


@lru_cache(maxsize=4)
def _states(described: Path, modified: int) -> dict[tuple[str, str], str]:  # noqa: ARG001 - part of the cache's key
    """Document and user ("" for the curation) → how far the work is, as the project says."""
    try:
        project = msgspec.json.decode(read_bounded(described))
    except (msgspec.DecodeError, OSError):
        return {}
    found = {(one["name"], ""): str(one.get("state")) for one in _objects(project, "source_documents")}
    for one in _objects(project, "annotation_documents"):
        found[one["name"], str(one.get("user"))] = str(one.get("state"))
    return found


def _objects(project: Any, key: str) -> Iterator[dict[str, Any]]:
    given: Any = cast("dict[str, Any]", project if isinstance(project, dict) else {}).get(key)
    for one in cast("list[Any]", given) if isinstance(given, list) else ():
        if isinstance(one, dict) and isinstance(cast("dict[str, Any]", one).get("name"), str):
            yield cast("dict[str, Any]", one)
