"""CoNLL: lines of tokens with IOB tags. Reading in all dialects; writing IOB2 in the columns of 2003.

Dialects are told in `dialects`, lines parsed in `lines`, tags understood in `tags`. Where the file that we
write beside it says how the text stands (`layout`), the text comes back as it was; else it is put together in
`text`.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from itertools import chain
from pathlib import Path

import msgspec
from msgspec import structs

from annotator.errors import UserError
from annotator.formats.conll import writing as conll_out
from annotator.formats.conll.dialects import SAMPLE_LINES, Dialect, find_dialect, looks_tagged
from annotator.formats.conll.layout import Layout, layout_beside, read_layouts
from annotator.formats.conll.lines import Document, Row, documents
from annotator.formats.conll.text import text_of
from annotator.formats.escaped_names import unescaped
from annotator.formats.gold.reading import place
from annotator.formats.gold.schema import GoldArticle
from annotator.formats.graph.model import CONTENT, TYPE, LabelGraph, Node, Piece
from annotator.formats.graph.reading import ROLES, Labels, labels_of
from annotator.formats.metadata import complete_meta
from annotator.formats.records import ArticleRecord, BadRecord, Format, ReadOptions, Record, read_text
from annotator.formats.tags import is_iob1, runs_of
from annotator.text import decode
from annotator.wording import counted

EXTENSIONS = (".conll", ".conll2003", ".conll02", ".conll03", ".iob", ".iob1", ".iob2", ".bio", ".bioes", ".bilou")


class _Tags(msgspec.Struct):
    """How the tags of a file are to be read, and what had to be mended in them."""

    is_iob1: bool
    has_middles: bool
    mended: int = 0
    first: int | None = None


def read(path: Path, options: ReadOptions) -> Iterator[Record]:
    """The articles of a file with the labels that its tags are.

    Raises:
        UserError: the file is empty, no text, or has no column of tags.
    """
    file, layout = str(path), layout_beside(path)
    if layout and not path.stat().st_size:
        yield from _with_layout(path, layout, [], _Tags(False, False), options)
        return
    text, warnings = read_text(path)
    yield from warnings
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    dialect = find_dialect(io.StringIO(text), options.columns)
    tags = _tags_of(text, dialect)
    if dialect.others:
        columns = ", ".join(str(at + 1) for at in dialect.others)
        said = f"The labels are those of column {dialect.tags + 1}; there are tags in column {columns} too."
        yield BadRecord(file, None, said, "Choose with --columns tag=NUMBER.", is_warning=True)
    if dialect.is_bracketed:
        said = "Names are read; the columns of syntax, predicates and coreference are not."
        yield BadRecord(file, None, said, is_warning=True)
    found: list[Document] = []
    for item in documents(io.StringIO(text), dialect, file):
        if isinstance(item, Document):
            found.append(item)
        else:
            yield item
    yield from _with_layout(path, layout, found, tags, options) if layout else _articles(path, found, tags, options)
    if tags.mended:
        runs = counted(tags.mended, "label begins or goes on", "labels begin or go on")
        said = f"{runs} as no scheme of tags allows; read as what was meant most likely."
        yield BadRecord(file, tags.first, said, is_warning=True)


def _tags_of(text: str, dialect: Dialect) -> _Tags:
    sample: list[str] = []
    for number, item in enumerate(documents(io.StringIO(text), dialect, "")):
        if isinstance(item, Document):
            sample += chain.from_iterable(["O", *(row.tag for row in sentence)] for sentence in item.sentences)
        if number > SAMPLE_LINES or len(sample) > SAMPLE_LINES:
            break
    edges = {tag[:2].upper() for tag in sample}
    return _Tags(is_iob1(sample), bool(edges & {"M-", "M_"}) and bool(edges & {"E-", "S-", "E_", "S_"}))


def _articles(path: Path, found: Sequence[Document], tags: _Tags, options: ReadOptions) -> Iterator[Record]:
    file = str(path)
    if len(found) == 1 and not found[0].is_marked:
        said = "Nothing in the file says where an article begins (-DOCSTART-, # newdoc): it was taken as one."
        yield BadRecord(file, None, said, is_warning=True)
    for number, document in enumerate(found, 1):
        text, places = text_of([[row.word for row in sentence] for sentence in document.sentences])
        labels = labels_of(LabelGraph(tuple(_nodes(document, text, places, tags))), text)
        yield from _say_labels(labels, file, document.line)
        gold = GoldArticle(
            text=text,
            annotated=labels.passes,
            spans=labels.spans,
            statements=labels.statements,
            excluded=labels.excluded,
        )
        meta = complete_meta({"id": document.name} if document.name else {}, text)
        yield from _placed(gold, meta, path, number, document.line, options)


def _with_layout(
    path: Path, layout: Path, found: Sequence[Document], tags: _Tags, options: ReadOptions
) -> Iterator[Record]:
    """The articles as they stood before they were written, with the labels that the tags are now."""
    quoted, said = _documents_of(conll_out.statements_beside(path))
    yield from said
    entities, statements = iter(found), iter(quoted)
    for number, line in enumerate(read_layouts(layout), 1):
        if isinstance(line, BadRecord):
            yield line
            continue
        own = next(entities, None) if line.entities else None
        others = next(statements, None) if line.statements else None
        if not _fits(line, own, is_there=line.entities) or not _fits(line, others, is_there=line.statements):
            said_so = f"The tokens of {path.name} are no longer those of {layout.name}."
            yield BadRecord(
                str(path), own.line if own else None, said_so, "The texts were put together anew.", is_warning=True
            )
            yield from _articles(path, found, tags, options)
            return
        yield from _laid_out(path, number, line, own, others, tags, options)


def _laid_out(
    path: Path,
    number: int,
    line: Layout,
    own: Document | None,
    others: Document | None,
    tags: _Tags,
    options: ReadOptions,
) -> Iterator[Record]:
    entities = list(_nodes(own, line.text, line.tokens, tags)) if own else []
    parts = list(_nodes(others, line.text, line.tokens, _Tags(False, False), "part ")) if others else []
    # An entity whose label is called like a part of a statement is none: those are in a file of their own.
    plain = [structs.replace(node, label=f"={node.label}") for node in entities]
    labels = labels_of(LabelGraph((*plain, *map(_typed, parts))), line.text)
    yield from _say_labels(labels, str(path), own.line if own else None)
    gold = GoldArticle(
        text=line.text,
        annotated=line.annotated,
        spans=tuple(structs.replace(span, label=unescaped(span.label.removeprefix("="))) for span in labels.spans),
        statements=labels.statements,
        excluded=labels.excluded,
    )
    if not line.annotated and not entities and not parts:
        yield ArticleRecord(line.text, line.meta, str(path), number)
        return
    yield from _placed(gold, line.meta, path, number, own.line if own else None, options)


def _typed(node: Node) -> Node:
    """A part of a statement; a label that is none of theirs is the type of a content."""
    if node.label.casefold() in ROLES:
        return node
    return structs.replace(node, label=CONTENT, attributes={TYPE: unescaped(node.label).casefold()})


def _fits(line: Layout, document: Document | None, *, is_there: bool) -> bool:
    """Whether the tokens are those of the text."""
    if document is None:
        return not is_there
    words = [row.word for row in document.rows]
    return words == [line.text[start:end] for start, end in line.tokens]


def _documents_of(path: Path | None) -> tuple[list[Document], list[BadRecord]]:
    if path is None:
        return [], []
    text, said = read_text(path)
    dialect = find_dialect(io.StringIO(text), {})
    found = list(documents(io.StringIO(text), dialect, str(path)))
    return (
        [item for item in found if isinstance(item, Document)],
        [*said, *(item for item in found if isinstance(item, BadRecord))],
    )


def _nodes(document: Document, text: str, places: Sequence[Piece], tags: _Tags, mark: str = "") -> Iterator[Node]:
    """The labels of an article. None goes on over the end of a sentence."""
    at = 0
    for sentence in document.sentences:
        for level, column in enumerate(_columns(sentence)):
            for run in runs_of([_tag(tag, tags) for tag in column], iob1=tags.is_iob1):
                if run.is_mended:
                    tags.mended += 1
                    tags.first = tags.first or sentence[run.first].line
                start, end = places[at + run.first][0], places[at + run.last][1]
                name = f"{mark}{at + run.first}" + (f" inside {level}" if level else "")
                yield Node(name, run.label, ((start, end),), text[start:end])
        at += len(sentence)


def _columns(sentence: Sequence[Row]) -> Iterator[Sequence[str]]:
    """The tags of a sentence, and those of labels inside others."""
    yield [row.tag for row in sentence]
    yield from zip(*(row.inner for row in sentence), strict=True)


def _tag(tag: str, tags: _Tags) -> str:
    """The tag; M, which goes on in BMES, as I."""
    return f"I{tag[1:]}" if tags.has_middles and tag[:2].upper() in ("M-", "M_") else tag


def _say_labels(labels: Labels, file: str, line: int | None) -> Iterator[BadRecord]:
    if labels.joined:
        said = counted(labels.joined, "cue or speaker went", "cues and speakers went")
        yield BadRecord(file, line, f"{said} to the nearest statement: tags relate nothing.", is_warning=True)
    if labels.alone:
        said = counted(len(labels.alone), "cue or speaker", "cues and speakers")
        yield BadRecord(file, line, f"{said} of no statement: kept as entities.", is_warning=True)


def _placed(
    gold: GoldArticle, meta: dict[str, str], path: Path, number: int, line: int | None, options: ReadOptions
) -> Iterator[Record]:
    for made in place(gold, str(path), line, options.offset_unit):
        if isinstance(made, GoldArticle):
            yield ArticleRecord(made.text, meta, str(path), number, line, made)
        else:
            yield made


def sniff(head: bytes) -> bool:
    """Whether a file begins with lines of tokens and tags, and nothing else."""
    try:
        text = decode(head).text
    except UserError:
        return False
    return looks_tagged(text.replace("\r\n", "\n"), is_cut=len(head) >= 1 << 16)


def folder_files(folder: Path) -> list[Path] | None:
    """The files of a folder that we wrote."""
    found = [path for path in conll_out.files_of(folder) if path.is_file()]
    found = [path for path in found if path.stat().st_size or layout_beside(path)]
    return found if any(map(layout_beside, found)) else None


FORMAT = Format(
    name="conll",
    title="CoNLL (IOB2)",
    extensions=EXTENSIONS,
    sniff=sniff,
    read=read,
    write=conll_out.write,
    cannot_carry=conll_out.CANNOT_CARRY,
    folder_files=folder_files,
    loading=conll_out.LOADING,
)
