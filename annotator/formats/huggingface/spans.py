"""Rows of others' datasets with a text and a column of labelled spans, or with tokens beside their text.

There is no standard for either. A column of spans is a list of structs, or, as older versions of `datasets` write a
sequence of structs, a struct of lists; what its fields are called is told by the usual names.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, cast

import msgspec

from annotator.formats.gold.schema import GoldArticle, GoldSpan
from annotator.formats.tags import runs_of

TEXTS = ("text", "source_text", "sentence", "content", "document", "passage", "unmasked_text")
TOKENS = ("tokens", "words", "tokenized_text")
SPANS = ("entities", "privacy_mask", "span_labels", "ner", "annotations", "spans")
STARTS = ("start", "start_offset", "begin", "start_char", "char_start", "start_idx")
ENDS = ("end", "end_offset", "stop", "end_char", "char_end", "end_idx")
LABELS = ("label", "type", "entity_group", "entity_type", "entity_label", "tag", "category", "class", "entity")
WORDS = ("text", "value", "word", "surface", "mention", "entity_text")

NO_NAMES: Mapping[str, Sequence[str]] = {}

Row = Mapping[str, Any]


class Spanned(msgspec.Struct, frozen=True):
    """An article as it stands in a row, the columns that it was made of, and how many spans could not be read."""

    article: GoldArticle
    columns: frozenset[str]
    unread: int = 0


def has_spans(row: Row) -> bool:
    """Whether a row is one of these."""
    return "statements" not in row and spanned(row) is not None


def spanned(row: Row, names: Mapping[str, Sequence[str]] = NO_NAMES) -> Spanned | None:
    """The article of a row with its labels as they stand there; None for a row of another kind.

    `names`: column → what the numbers in it stand for.
    """
    text = next((key for key in TEXTS if isinstance(row.get(key), str)), None)
    tokens = next((key for key in TOKENS if _are_words(row.get(key))), None)
    if text is not None:
        return _of_spans(row, text, names) or (_of_tokens(row, text, tokens, names) if tokens else None)
    return (_of_token_spans(row, tokens) or _of_tokens(row, None, tokens, names)) if tokens else None


def names_of_labels(features: Any) -> dict[str, Sequence[str]]:
    """Column → what the numbers of its labels stand for, by a dataset's features; only columns that say so."""
    found: dict[str, Sequence[str]] = {}
    for column in SPANS:
        inner = _fields(features).get(column)
        listed = _items(inner)
        fields = _fields(listed[0] if listed else inner)
        fields = _fields(fields.get("feature")) or fields
        for label in LABELS:
            if names := _items(_fields(fields.get(label)).get("names")):
                found[column] = [str(name) for name in names]
                break
    return found


def _fields(value: Any) -> dict[str, Any]:
    return cast("dict[str, Any]", value) if isinstance(value, dict) else {}


def _items(value: Any) -> list[Any]:
    return cast("list[Any]", value) if isinstance(value, list) else []


def _of_spans(row: Row, text: str, names: Mapping[str, Sequence[str]]) -> Spanned | None:
    for column in SPANS:
        if text == "text" and column == "spans" and column not in names:
            continue  # the gold format has them so, and more beside them
        items = _structs(row.get(column))
        if not any(_span(item, ()) for item in items):
            continue
        made = [_span(item, names.get(column, ())) for item in items]
        spans = tuple(span for span in made if span is not None)
        article = GoldArticle(text=row[text], spans=spans, annotated=("entities",))
        return Spanned(article, frozenset((text, column)), len(made) - len(spans))
    return None


def _structs(value: Any) -> list[dict[str, Any]]:
    """The structs of a column, also where they stand as a struct of lists of the same length."""
    columns = {key: cast("list[Any]", column) for key, column in _fields(value).items() if isinstance(column, list)}
    if len({len(column) for column in columns.values()}) == 1:
        return [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]
    return [_fields(item) for item in _items(value)]


def _span(item: Row, names: Sequence[str]) -> GoldSpan | None:
    start, end = (next((item[key] for key in keys if _is_offset(item.get(key))), None) for keys in (STARTS, ENDS))
    label = next((item[key] for key in LABELS if isinstance(item.get(key), str | int)), None)
    if start is None or end is None or label is None:
        return None
    words = next((item[key] for key in WORDS if isinstance(item.get(key), str)), "")
    return GoldSpan(start=start, end=end, label=_named(label, names), text=words)


def _is_offset(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def _of_tokens(row: Row, text: str | None, tokens: str, names: Mapping[str, Sequence[str]]) -> Spanned | None:
    """Tags of tokens that stand in the text one after the other; None where one of them does not.

    Where there is no text, it is the tokens joined by blanks.
    """
    from annotator.formats.huggingface.reading import TAG_COLUMNS  # it reads these rows by this module

    tags = next((key for key in TAG_COLUMNS if _are_tags(row.get(key), len(row[tokens]))), None)
    if tags is None:
        return None
    whole = row[text] if text else " ".join(row[tokens])
    places = _places(row[tokens], whole)
    told = [_named(tag, names.get(tags, ())) for tag in row[tags]]
    if places is None or any(tag.isdecimal() for tag in told):
        return None
    runs = [(places[run.first][0], places[run.last][1], run.label) for run in runs_of(told)]
    return Spanned(_labelled(whole, runs), frozenset((text or tokens, tokens, tags)))


def _places(tokens: Iterable[str], text: str) -> list[tuple[int, int]] | None:
    found: list[tuple[int, int]] = []
    at = 0
    for token in tokens:
        start = text.find(token, at)
        if start < 0 or text[at:start].strip():
            return None
        at = start + len(token)
        found.append((start, at))
    return found


def _of_token_spans(row: Row, tokens: str) -> Spanned | None:
    """[first token, last token, label] beside tokens, as GLiNER is trained on."""
    items, words = _items(row.get("ner")), cast("list[str]", row[tokens])
    if not items or not all(_is_token_span(item, len(words)) for item in items):
        return None
    starts = [0]
    for word in words:
        starts.append(starts[-1] + len(word) + 1)
    triples = cast("list[tuple[int, int, str]]", items)
    runs = [(starts[first], starts[last + 1] - 1, label) for first, last, label in triples]
    return Spanned(_labelled(" ".join(words), runs), frozenset((tokens, "ner")))


def _is_token_span(item: Any, count: int) -> bool:
    if len(_items(item)) != 3:
        return False
    first, last, label = _items(item)
    return _is_offset(first) and _is_offset(last) and first <= last < count and isinstance(label, str)


def _labelled(text: str, runs: Iterable[tuple[int, int, str]]) -> GoldArticle:
    spans = tuple(GoldSpan(start=start, end=end, label=label, text=text[start:end]) for start, end, label in runs)
    return GoldArticle(text=text, spans=spans, annotated=("entities",))


def _named(tag: Any, names: Sequence[str]) -> str:
    return names[tag] if isinstance(tag, int) and 0 <= tag < len(names) else str(tag)


def _are_words(value: Any) -> bool:
    return bool(_items(value)) and all(isinstance(item, str) for item in _items(value))


def _are_tags(value: Any, count: int) -> bool:
    return len(_items(value)) == count and all(isinstance(item, str | int) for item in _items(value))
