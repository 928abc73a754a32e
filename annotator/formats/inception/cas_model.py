"""What an annotated document of INCEpTION or WebAnno holds, whichever of its formats it came in. Pure.

`cas_xmi`, `cas_json` and `tsv` make it; what its layers mean to us is told in `labels`. A layer is
here, and in all modules on these formats, what INCEpTION calls one: a type of annotation, not somebody's work.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

import msgspec

DKPRO = "de.tudarmstadt.ukp.dkpro.core.api."
METADATA = f"{DKPRO}metadata.type.DocumentMetaData"
DOCUMENT = "uima.tcas.DocumentAnnotation"
NAMED_ENTITY = f"{DKPRO}ner.type.NamedEntity"
LABELS_OF_DKPRO = (f"{DKPRO}ner.", f"{DKPRO}coref.")
SILENT = ("segmentation", "lexmorph", "metadata")
"""The linguistic layers that every file has, and that nobody takes for labels: tokens, sentences, lemmas, tags."""
LANGUAGE = ("Token", "Sentence", "Paragraph", "Lemma", "Stem", "POS", "MorphologicalFeatures")
CUSTOM = "webanno.custom."
MARKUP = ("org.dkpro.core.api.", "de.tudarmstadt.ukp.clarin.webanno.api.", "de.tudarmstadt.ukp.inception.")
"""Layers that tell where the elements of a page stood, and what INCEpTION notes for itself."""
GOVERNOR, DEPENDENT = "Governor", "Dependent"
NO_FEATURES: Mapping[str, str] = {}


class CasSlot(msgspec.Struct, frozen=True):
    """One filler of a link feature of a span: in the slot `role` of `feature` stands the annotation `target`."""

    feature: str
    role: str
    target: str


class CasSpan(msgspec.Struct, frozen=True):
    """A span annotation. `layer` is the full name of its type; several values of a feature are joined by a line end."""

    id: str
    layer: str
    start: int
    end: int
    features: Mapping[str, str] = NO_FEATURES
    slots: tuple[CasSlot, ...] = ()


class CasRelation(msgspec.Struct, frozen=True):
    """A relation annotation between two spans, by their ids."""

    layer: str
    source: str
    target: str
    features: Mapping[str, str] = NO_FEATURES


class CasChain(msgspec.Struct, frozen=True):
    """Spans that stand for one thing, in order: a chain layer, such as coreference."""

    layer: str
    links: tuple[str, ...]


class CasNote(msgspec.Struct, frozen=True):
    """An annotation of the document as a whole."""

    layer: str
    features: Mapping[str, str]


class CasDocument(msgspec.Struct, frozen=True):
    """A text as it stands in the file with its annotations; offsets are code points of it, half open.

    `unread`: layers and features that mean nothing here → how often they stand there. `lost`: annotations that could
    not be taken, in the plural → how many. `metadata` has our names. `said`: what else there is to say of the file.
    """

    text: str
    spans: tuple[CasSpan, ...] = ()
    relations: tuple[CasRelation, ...] = ()
    chains: tuple[CasChain, ...] = ()
    notes: tuple[CasNote, ...] = ()
    metadata: Mapping[str, str] = NO_FEATURES
    unread: Mapping[str, int] = {}
    lost: Mapping[str, int] = {}
    said: tuple[str, ...] = ()


def is_linguistic(layer: str) -> bool:
    """Whether a layer describes language (tokens, sentences, syntax …) and holds no labels in our sense."""
    if layer.startswith(CUSTOM):
        return False
    return (
        layer == DOCUMENT
        or layer.startswith(MARKUP)
        or short_name(layer) in LANGUAGE
        or (layer.startswith(DKPRO) and not layer.startswith(LABELS_OF_DKPRO))
    )


def is_silent(layer: str) -> bool:
    """Whether nobody would expect a layer to be read, so that nothing is said of it."""
    if layer.startswith(MARKUP):
        return True
    return layer == DOCUMENT or short_name(layer) in LANGUAGE or layer.removeprefix(DKPRO).split(".")[0] in SILENT


def short_name(layer: str) -> str:
    """The last part of a layer's name: "Span" of "webanno.custom.Span"."""
    return layer.rsplit(".", 1)[-1]


def unlabelled(layer: str, feature: str = "") -> str:
    """How annotations of a layer that is no label, or a feature that means nothing here, are called when counted."""
    return f"{short_name(layer)}{feature and '.'}{feature}"


def linguistic_counts(layers: Iterable[str]) -> Counter[str]:
    """How many annotations of linguistic layers are passed over, by the layer's short name; without the silent ones."""
    return Counter(unlabelled(layer) for layer in layers if is_linguistic(layer) and not is_silent(layer))
