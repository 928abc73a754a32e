"""The spaCy components, registered as factories: `line_starts`, `entity_consistency` and `statements`.

Importing this module imports spaCy. In a pipeline of one's own:

    import spacy, annotator.preannotate.components
    nlp = spacy.load("en_core_web_sm")
    nlp.add_pipe("line_starts", first=True)   # optional: a line end ends a sentence
    nlp.add_pipe("entity_consistency")
    nlp.add_pipe("statements")
    for statement in nlp(text)._.statements: ...

`doc._.statements` is a list of `found.Found` with offsets in code points, `doc.spans["statements"]` has their
fragments, labelled by type; `doc._.entity_names` says for each entity of `doc.ents` its score and why. All of it goes
with the doc through `nlp.pipe(…, n_process=2)`, `Doc.to_bytes` and, with `store_user_data=True`, a `DocBin`.
"""

from __future__ import annotations

from functools import partial
from typing import Any

import msgspec
from spacy.language import Language
from spacy.tokens import Doc, SpanGroup

from annotator.preannotate.entities import Name, consistent_entities
from annotator.preannotate.statements.find import find_statements
from annotator.preannotate.statements.found import Found

VERSION = "2"


@Language.component("line_starts")
def line_starts(doc: Doc) -> Doc:
    """Begin a sentence after each line end, before the parser decides: a header is no part of the sentence below it."""
    after_line_end = False
    for token in doc:
        if token.is_space:
            after_line_end = after_line_end or "\n" in token.text
        elif after_line_end:
            token.is_sent_start = True
            after_line_end = False
    return doc


@Language.component("entity_consistency", retokenizes=False, assigns=["doc.ents"])
def entity_consistency(doc: Doc) -> Doc:
    """One name, one label; possessives, titles and a leading "the" trimmed; false names in headers dropped."""
    names = consistent_entities(doc)
    doc.set_ents([doc.char_span(*bounds(doc, name), label=name.label) for name in names])  # pyright: ignore[reportArgumentType]
    doc._.entity_names = names
    return doc


@Language.component("statements", requires=["token.dep", "token.lemma"])
def statements(doc: Doc) -> Doc:
    """Who says what: `doc._.statements`, and their fragments in `doc.spans["statements"]`.

    Raises:
        ValueError: nothing before it in the pipeline has parsed the doc or given lemmas.
    """
    if doc.text.strip() and not all(doc.has_annotation(each) for each in ("TAG", "DEP", "LEMMA")):
        raise ValueError(
            "The component “statements” needs a tagger, a parser and a lemmatizer before it in the pipeline."
        )
    found = find_statements(doc)
    doc._.statements = found
    spans = [
        span
        for each in found
        for part in each.content
        if (span := doc.char_span(part.start, part.end, label=each.type, alignment_mode="expand")) is not None
    ]
    doc.spans["statements"] = SpanGroup(doc, name="statements", spans=spans)
    return doc


def bounds(doc: Doc, name: Name) -> tuple[int, int]:
    """Where a name of a doc starts and ends, in characters."""
    last = doc[name.end - 1]
    return doc[name.start].idx, last.idx + len(last)


def _register() -> None:
    """Make the attributes, kept in the doc as bytes: spaCy can write those and send them to other processes."""
    for attribute, kind in (("statements", list[Found]), ("entity_names", list[Name])):
        if not Doc.has_extension(attribute):
            key, decoder = f"annotator.{attribute}", msgspec.msgpack.Decoder(kind)
            Doc.set_extension(attribute, getter=partial(_get, key, decoder), setter=partial(_set, key))


def _get(key: str, decoder: msgspec.msgpack.Decoder[list[Any]], doc: Doc) -> list[Any]:
    stored = doc.user_data.get(key)
    return [] if stored is None else decoder.decode(stored)


def _set(key: str, doc: Doc, value: list[Any]) -> None:
    doc.user_data[key] = msgspec.msgpack.encode(value)


_register()
