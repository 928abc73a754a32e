"""Records of the gold format, read tolerantly: what may be absent is filled, every span is checked against its text.

Required are a record's `text`, the spans' `start`, `end` and `label`, and the statements' `content`. What cannot be
read or anchored is left out and said; the rest of the record is taken.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from typing import Any, TypeVar, cast, get_args

import msgspec
from msgspec import UNSET, UnsetType, structs

from annotator.formats.gold.anchor import Anchor
from annotator.formats.gold.schema import (
    GoldArticle,
    GoldFragment,
    GoldProvenance,
    GoldRejected,
    GoldSpan,
    GoldStatement,
    Part,
)
from annotator.formats.offsets import Labelled, converter, tell_unit
from annotator.formats.records import BadRecord, OffsetUnit
from annotator.ids import text_sha256
from annotator.model import PARTS, PASSES, How, PassName
from annotator.text import normalise_with_map

Item = TypeVar("Item", GoldSpan, GoldStatement, GoldFragment)
HOWS: tuple[str, ...] = get_args(How)
UNITS = {"utf16": "UTF-16 units", "graphemes": "grapheme clusters"}
HINT = "It was left out; the rest of the article was taken."


def is_gold(record: dict[str, Any]) -> bool:
    """Whether a JSON object is an article of the gold format, or labelled like one."""
    if not isinstance(record.get("text"), str):
        return False
    labelled = (record.get("spans"), record.get("statements"))
    return "sha256" in record or any(_holds_objects(value) for value in labelled)


def read_record(
    record: dict[str, Any], file: str, line: int | None, unit: OffsetUnit = "auto"
) -> Iterator[GoldArticle | BadRecord]:
    """What there is to say about a record, and last, unless it has no text, its article with normalised text.

    Every span of the article fits its text, and carries it. `unit` is that of the record's offsets: "auto" means code
    points, as the format demands, unless the spans' own texts say otherwise.
    """
    if not isinstance(record.get("text"), str) or not record["text"].strip():
        yield BadRecord(file, line, "The record has no text.", "It was left out.")
        return
    said: list[BadRecord] = []
    article = _convert(record, file, line, said)
    yield from said
    if "annotated" not in record:
        article = structs.replace(article, annotated=_passes(record))
    yield from place(article, file, line, unit)


def place(
    article: GoldArticle, file: str, line: int | None, unit: OffsetUnit = "auto"
) -> Iterator[GoldArticle | BadRecord]:
    """What there is to say about the labels of an article, and last the article with normalised text and its labels.

    For readers of any format: `article` holds the text as it stands in the file and offsets in `unit`. Of what is given
    back every span fits the text and carries its words; spans whose given words stand elsewhere were moved where that
    is clear, else left out, and said. `unit` as in `read_record`.
    """
    said: list[BadRecord] = []
    text, offsets = normalise_with_map(article.text)
    if article.sha256 and article.sha256 not in (text_sha256(text), _raw_sha256(article.text)):
        reason = "The text is not the one that its checksum was made of; each label was checked against the text."
        said.append(BadRecord(file, line, reason, is_warning=True))
    if unit == "auto" and (unit := tell_unit(article.text, _labelled(article))) != "codepoints":
        reason = f"The offsets were taken to count {UNITS[unit]}: so the labels stand where their texts are."
        said.append(BadRecord(file, line, reason, is_warning=True))
    to_codepoints = converter(article.text, unit)
    anchor = Anchor(text, lambda offset: offsets.offset(to_codepoints(offset)), file, line, said)
    article = structs.replace(
        article,
        text=text,
        sha256=text_sha256(text),
        spans=anchor.spans(article.spans),
        statements=anchor.statements(article.statements),
        excluded=anchor.fragments(article.excluded, "excluded region"),
        rejected=_anchored_rejected(anchor, article.rejected),
    )
    anchor.say_uneven()
    yield from said
    yield article


def _labelled(article: GoldArticle) -> Iterator[Labelled]:
    for span in article.spans:
        yield span.start, span.end, span.text
    for statement in article.statements:
        for piece in statement.content:
            yield piece.start, piece.end, piece.text


def _convert(record: dict[str, Any], file: str, line: int | None, said: list[BadRecord]) -> GoldArticle:
    """The record as a struct: at one stroke where it is ours, else piece by piece, leaving out what cannot be read."""
    try:
        article = msgspec.convert(record, GoldArticle)
    except msgspec.ValidationError:
        return _Pieces(file, line, said).article(record)
    if all("decided" in raw for raw in record.get("statements", ())):
        return article
    pairs = zip(article.statements, record["statements"], strict=True)
    return structs.replace(article, statements=tuple(_with_decided(statement, raw) for statement, raw in pairs))


class _Pieces:
    """Conversion of a record that does not fit as a whole; what is left out is added to `said`."""

    def __init__(self, file: str, line: int | None, said: list[BadRecord]) -> None:
        self.file = file
        self.line = line
        self.said = said

    def article(self, record: dict[str, Any]) -> GoldArticle:
        meta = {str(key): str(value) for key, value in _object(record.get("meta")).items() if _is_scalar(value)}
        rejected = _object(record.get("rejected"))
        return GoldArticle(
            id=_word(record.get("id")),
            text=record["text"],
            sha256=_word(record.get("sha256")),
            meta=meta,
            annotated=cast("tuple[PassName, ...]", tuple(n for n in PASSES if n in _list(record.get("annotated")))),
            spans=self.items(record, "spans", GoldSpan),
            statements=self.items(record, "statements", GoldStatement),
            excluded=self.items(record, "excluded", GoldFragment),
            rejected=GoldRejected(
                spans=self.items(rejected, "spans", GoldSpan),
                statements=self.items(rejected, "statements", GoldStatement),
            )
            if rejected
            else UNSET,
            provenance=self.provenance(record.get("provenance")),
        )

    def items(self, holder: dict[str, Any], key: str, kind: type[Item]) -> tuple[Item, ...]:
        made: list[Item] = []
        for number, raw in enumerate(_list(holder.get(key)), 1):
            loose = _loosen(raw)
            try:
                item = msgspec.convert(loose, kind, strict=False)
            except msgspec.ValidationError as error:
                self.said.append(BadRecord(self.file, self.line, f"{key}[{number}] cannot be read: {error}.", HINT))
                continue
            made.append(_with_decided(item, loose) if isinstance(item, GoldStatement) else item)
        return tuple(made)

    def provenance(self, raw: Any) -> GoldProvenance:
        try:
            return msgspec.convert(_object(raw), GoldProvenance)
        except msgspec.ValidationError:
            return GoldProvenance()


def _with_decided(statement: GoldStatement, raw: dict[str, Any]) -> GoldStatement:
    """A statement that does not say which of its parts were decided: those that have a value."""
    if "decided" in raw:
        return statement
    speaker = statement.speaker
    has: dict[str, bool] = {
        "content": True,
        "cue": statement.cue is not None,
        "speaker": speaker is not None and (speaker.mention is not None or speaker.anonymous or bool(speaker.others)),
        "actor": speaker is not None and speaker.actor is not None,
        "type": "type" in raw,
        "parent": statement.parent is not None,
        "links": bool(statement.links),
    }
    return structs.replace(statement, decided=cast("tuple[Part, ...]", tuple(part for part in PARTS if has[part])))


def _passes(record: dict[str, Any]) -> tuple[PassName, ...]:
    """The passes of a record that does not say: those whose keys it has."""
    links = any("links" in raw for raw in _list(record.get("statements")) if isinstance(raw, dict))
    has = {"entities": "spans" in record, "statements": "statements" in record, "links": links}
    return tuple(name for name in PASSES if has[name])


def _anchored_rejected(anchor: Anchor, rejected: GoldRejected | UnsetType) -> GoldRejected | UnsetType:
    if isinstance(rejected, UnsetType):
        return UNSET
    return GoldRejected(spans=anchor.spans(rejected.spans), statements=anchor.statements(rejected.statements))


def _loosen(raw: Any) -> Any:
    """An object as other programs write it: numbers for ids, pairs for fragments, null for what is absent."""
    if not isinstance(raw, dict):
        return _fragment(raw)
    item = {key: value for key, value in cast("dict[str, Any]", raw).items() if value is not None}
    for keys, loosen in _LOOSENED:
        for key in keys & item.keys():
            item[key] = loosen(item[key])
    if item.get("how", "imported") not in HOWS:
        del item["how"]
    return item


def _id(value: Any) -> Any:
    return str(value) if isinstance(value, int) else value


def _fragments(value: Any) -> Any:
    return [_fragment(piece) for piece in _list(value)]


def _objects(value: Any) -> Any:
    return [_loosen(item) for item in _list(value)]


def _parts(value: Any) -> Any:
    return [part for part in PARTS if part in _list(value)]


def _fragment(raw: Any) -> Any:
    """A pair of offsets as the object that it stands for."""
    pair = _list(raw)
    return {"start": pair[0], "end": pair[1]} if len(pair) == 2 else raw


_LOOSENED: tuple[tuple[set[str], Callable[[Any], Any]], ...] = (
    ({"id", "actor", "parent", "event"}, _id),
    ({"content", "verbatim"}, _fragments),
    ({"cue", "mention"}, _fragment),
    ({"speaker"}, _loosen),
    ({"others", "links"}, _objects),
    ({"decided"}, _parts),
)


def _holds_objects(value: Any) -> bool:
    items = _list(value)
    return isinstance(value, list) and (not items or any(isinstance(item, dict) for item in items))


def _list(value: Any) -> list[Any]:
    return cast("list[Any]", value) if isinstance(value, list) else []


def _object(value: Any) -> dict[str, Any]:
    return cast("dict[str, Any]", value) if isinstance(value, dict) else {}


def _word(value: Any) -> str:
    return str(value) if _is_scalar(value) else ""


def _is_scalar(value: Any) -> bool:
    return isinstance(value, str | int | float) and not isinstance(value, bool)


def _raw_sha256(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()
