"""brat standoff: texts with their annotations beside them, and the configuration that makes them editable in brat.

Reading: files that belong together are found in `files`, lines are parsed in `ann` and understood in
`reading`. Writing is in `writing`.
"""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from pathlib import Path

from annotator.errors import UserError
from annotator.formats.brat import writing as brat_out
from annotator.formats.brat.ann import Standoff, parse_ann
from annotator.formats.brat.files import (
    ANNOTATIONS,
    CONFIGURATION,
    PARTS,
    TEXT,
    Pair,
    folder_files,
    owns,
    pairs_of,
    text_of,
)
from annotator.formats.brat.reading import hits, read_standoff
from annotator.formats.gold.reading import place
from annotator.formats.gold.schema import GoldArticle
from annotator.formats.limits import ARTICLE_BYTES, read_bounded
from annotator.formats.metadata import complete_meta
from annotator.formats.records import ArticleRecord, BadRecord, Format, ReadOptions, Record
from annotator.text import decode, normalise


def read(path: Path, options: ReadOptions) -> Iterator[Record]:
    """The article of a text, once for each annotator whose annotations belong to it; or that of an `.ann` file.

    Raises:
        UserError: there is no text, or it is empty or none.
    """
    text_path = path if path.suffix.lower() not in (ANNOTATIONS, *PARTS) else text_of(path)
    if text_path is None:
        raise UserError("These are annotations without their text.", f"Put the text beside them, as {path.stem}{TEXT}.")
    data = read_bounded(text_path, ARTICLE_BYTES)
    if not data.strip():
        raise UserError("The file is empty.", "Nothing was imported from it.")
    decoded = decode(data)
    yield from (BadRecord(str(text_path), None, said, is_warning=True) for said in decoded.warnings)
    pairs = pairs_of(text_path)
    if path != text_path:
        own = path.absolute()
        pairs = [pair for pair in pairs if own in (one.absolute() for one in pair.annotations)] or [Pair((path,))]
    if not pairs:
        text = normalise(decoded.text)
        yield ArticleRecord(text, complete_meta({}, text), str(text_path))
    raw = f"\ufeff{decoded.text}" if data.startswith(codecs.BOM_UTF8) else decoded.text
    for number, pair in enumerate(pairs, 1):
        yield from _read_pair(text_path, raw, pair, number, options)


def _read_pair(text_path: Path, raw: str, pair: Pair, number: int, options: ReadOptions) -> Iterator[Record]:
    found = Standoff()
    for path in pair.annotations:
        data = read_bounded(path)
        decoded = decode(data) if data.strip() else None
        yield from (BadRecord(str(path), None, said, is_warning=True) for said in (decoded.warnings if decoded else ()))
        found = parse_ann(decoded.text if decoded else "", found)
    file = str(pair.annotations[0])
    if not found.spans:
        said = "The file holds no annotation, as brat leaves it for a text that nobody has opened yet."
        yield BadRecord(file, None, said, "The article was taken without labels.", is_warning=True)
    reading = read_standoff(found, _counted_text(found, raw), file)
    yield from reading.said
    for made in place(reading.article, file, None, options.offset_unit):
        if isinstance(made, GoldArticle):
            yield ArticleRecord(
                made.text,
                complete_meta({}, made.text),
                str(text_path),
                number,
                annotations=made if found.spans else None,
                annotator=pair.annotator,
                events=reading.events,
                actors=reading.actors,
            )
        else:
            yield made


def _counted_text(found: Standoff, raw: str) -> str:
    """The text whose characters the offsets count: with or without a BOM, line ends of one or of two."""
    plain = raw.removeprefix("\ufeff")
    variants = dict.fromkeys((plain, raw, plain.replace("\r\n", "\n"), raw.replace("\r\n", "\n")))
    if len(variants) == 1:
        return plain
    return max(variants, key=lambda text: hits(found, text))


def sniff(head: bytes) -> bool:  # noqa: ARG001 - the signature of every format
    """Claims nothing by how it begins: a text is brat's by the file beside it."""
    return False


FORMAT = Format(
    name="brat",
    title="brat standoff",
    extensions=(ANNOTATIONS, *PARTS),
    sniff=sniff,
    read=read,
    write=brat_out.write,
    cannot_carry=brat_out.CANNOT_CARRY,
    owns=owns,
    companions=(ANNOTATIONS, *PARTS, CONFIGURATION),
    folder_files=folder_files,
    names_annotators=True,
    loading=brat_out.LOADING,
)
