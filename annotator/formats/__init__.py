"""File formats: one module each, reader and writer together, collected in `FORMATS`. To add one: the module and a line.

Which file is in which format is in `annotator.formats.reading`; what a reader gives is in `annotator.formats.records`.
"""

from __future__ import annotations

from annotator.errors import UserError
from annotator.formats import (
    brat,
    citron,
    conll,
    doccano,
    docx,
    epub,
    html_page,
    huggingface,
    inception,
    json_file,
    jsonl,
    label_studio,
    markdown,
    newsml,
    ninjs,
    nitf,
    pdf,
    plain_text,
    prodigy,
    rss,
    spacy,
    table,
    w3c,
    warc,
)
from annotator.formats.records import Format

FORMATS: tuple[Format, ...] = (
    ninjs.FORMAT,
    brat.FORMAT,
    conll.FORMAT,
    inception.FORMAT,
    prodigy.FORMAT,
    doccano.FORMAT,
    label_studio.FORMAT,
    label_studio.TABLE,
    spacy.FORMAT,
    huggingface.LINES,
    huggingface.PARQUET,
    jsonl.FORMAT,
    w3c.FORMAT,
    citron.FORMAT,
    json_file.FORMAT,
    table.CSV,
    table.TSV,
    nitf.FORMAT,
    newsml.FORMAT,
    rss.FORMAT,
    warc.FORMAT,
    epub.FORMAT,
    docx.FORMAT,
    pdf.FORMAT,
    html_page.FORMAT,
    markdown.FORMAT,
    plain_text.FORMAT,
)
"""In the order in which they are asked whether a file is theirs; plain text, which claims nothing, is what is left."""


def find_format(name: str) -> Format:
    """The format with this name.

    Raises:
        UserError: there is none; the hint lists those that there are.
    """
    for known in FORMATS:
        if known.name == name:
            return known
    raise UserError(f"There is no format {name!r}.", f"Use one of auto, {', '.join(known.name for known in FORMATS)}.")
