"""File formats: a module or package each, with reader and writer, collected in `FORMATS`. To add one: that and a line.

Which file is in which format is in `detecting`, files and folders are read in `reading`; what a reader gives is in
`records`, what a writer is given in `dataset`. What all share stands beside them; `gold`, `graph` and `card` are the
records, the labels between the tools, and the dataset card.
"""

from __future__ import annotations

from annotator.errors import UserError
from annotator.formats import (
    brat,
    citron,
    conll,
    doccano,
    huggingface,
    inception,
    json_file,
    jsonl,
    label_studio,
    prodigy,
    spacy,
    table,
    w3c,
)
from annotator.formats.documents import docx, epub, html_page, markdown, pdf, plain_text
from annotator.formats.news import newsml, ninjs, nitf, rss, warc
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
