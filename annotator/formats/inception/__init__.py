"""INCEpTION and WebAnno: UIMA CAS XMI, CAS JSON and WebAnno TSV, alone, zipped, or in the backup of a project.

Which file holds what is in `project`; the files are read by `cas_xmi`, `cas_json` and `tsv`, and told
in our words by `labels`. Written is CAS JSON, which brings its own types (`writing`).
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from annotator.errors import UserError
from annotator.formats.documents import plain_text
from annotator.formats.inception.cas_json import read_json
from annotator.formats.inception.cas_model import CasDocument
from annotator.formats.inception.cas_xmi import read_xmi
from annotator.formats.inception.labels import records_of
from annotator.formats.inception.project import (
    PROJECT_FILE,
    SOURCE,
    TYPE_SYSTEM,
    is_work_of_project,
    project_files,
    refuse_project,
    sniff,
    type_system_of,
    whereabouts,
)
from annotator.formats.inception.tsv import FORMAT_LINE, read_tsv
from annotator.formats.inception.writing import write
from annotator.formats.limits import ARTICLE_BYTES, open_zip_bounded, read_bounded
from annotator.formats.records import ArticleRecord, Format, ReadOptions, Record
from annotator.text import decode

AGAIN = "Export it again as UIMA CAS JSON, UIMA CAS XMI or WebAnno TSV 3."


def read(path: Path, options: ReadOptions) -> Iterator[Record]:
    """The article of a file with its labels, and what there is to say about it.

    Raises:
        UserError: it is none of the formats, or damaged.
    """
    if path.match(PROJECT_FILE):
        refuse_project(path)
    if path.suffix.lower() in plain_text.FORMAT.extensions and path.parent.name == SOURCE:
        yield from plain_text.read(path, options)
        return
    where = whereabouts(path)
    if options.only_annotators:
        yield ArticleRecord("", {}, str(path), annotator=where.annotator)
        return
    data, types = _content(path)
    document = document_of(data, types)
    yield from records_of(
        document, str(path), annotator=where.annotator, is_finished=where.is_finished, title=where.document
    )


def document_of(data: bytes, type_system: bytes | None = None) -> CasDocument:
    """The document of a file, whichever of the formats it is in.

    Raises:
        UserError: it is in none, or damaged.
    """
    start = data[:4096].lstrip(b"\xef\xbb\xbf \t\r\n")
    if start.startswith(FORMAT_LINE.encode()):
        return read_tsv(decode(data).text)
    if start.startswith(b"{"):
        return read_json(data)
    if start.replace(b"\x00", b"").startswith((b"<", b"\xff\xfe", b"\xfe\xff")):
        return read_xmi(data, type_system)
    raise UserError("The file is in no format of INCEpTION that can be read.", AGAIN)


def _content(path: Path) -> tuple[bytes, bytes | None]:
    """The bytes of a file and of its type system; a zip holds both."""
    if path.suffix.lower() != ".zip":
        return read_bounded(path, ARTICLE_BYTES), type_system_of(path)
    with open_zip_bounded(path) as archive:
        names = [name for name in archive.names if not name.startswith("__MACOSX") and not name.endswith("/")]
        types = [name for name in names if TYPE_SYSTEM in name.rpartition("/")[2].casefold()]
        files = [name for name in names if name not in types and name.lower().endswith((".xmi", ".json", ".tsv"))]
        if len(files) != 1:
            raise UserError(f"The archive holds {len(files)} annotated files where one is to be.", AGAIN)
        return archive.read(files[0]), archive.read(types[0]) if types else None


LOADING = """Import `layers.json` under *Settings → Layers* and `entity-tags.json` under *Settings → Tagsets* of an \
INCEpTION project, then the files under *Settings → Documents* as *UIMA CAS JSON*. In Python:

```python
from cassis import load_cas_from_json

with open("FILE", "rb") as file:
    cas = load_cas_from_json(file)
for statement in cas.select("webanno.custom.Statement"):
    print(statement.value, statement.get_covered_text())
```"""

FORMAT = Format(
    name="inception",
    title="INCEpTION (UIMA CAS, WebAnno TSV)",
    extensions=(".xmi", ".json", ".tsv"),
    sniff=sniff,
    read=read,
    write=write,
    cannot_carry=(
        "flags of entities",
        "further speakers of a statement who are not mentioned",
        "second readings of a unit, and refused suggestions",
        "participants and mentions of events, and events and actors that no label names",
    ),
    owns=is_work_of_project,
    folder_files=project_files,
    names_annotators=True,
    loading=LOADING,
)
