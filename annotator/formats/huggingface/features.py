"""The columns of a dataset for the Hugging Face hub, told once: as YAML for the card, as schema of Parquet.

Sequences are written as `sequence` and `_type: "Sequence"`, which every version of `datasets` from 2.21 on reads; with
`List`, older ones crash. Of a list of structs the type is a list of one.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from importlib import import_module
from typing import Any, cast

import msgspec

from annotator.errors import UserError

HOW_TO_INSTALL = "Install the program with its extra “parquet”, or use the format huggingface, which writes JSON Lines."


class Tags(msgspec.Struct, frozen=True):
    """A column of numbers that stand for these names."""

    names: tuple[str, ...]


Kind = str | Tags | list[Any] | Mapping[str, Any]
"""A type: a name ("string", "int64", "bool", "float64"), tags, [the type of the items], or the columns of a struct."""
Columns = Mapping[str, Kind]


def as_metadata(columns: Columns) -> bytes:
    """What stands under "huggingface" in the metadata of a Parquet file."""
    return json.dumps({"info": {"features": {name: _feature(kind) for name, kind in columns.items()}}}).encode()


def _feature(kind: Kind) -> Any:
    if isinstance(kind, Tags):
        return {"names": list(kind.names), "_type": "ClassLabel"}
    if isinstance(kind, list):
        item = _feature(kind[0])
        return [item] if isinstance(kind[0], Mapping) else {"feature": item, "_type": "Sequence"}
    if isinstance(kind, Mapping):
        return {name: _feature(inner) for name, inner in kind.items()}
    return {"dtype": kind, "_type": "Value"}


def as_yaml(columns: Columns, indent: int = 0) -> list[str]:
    """The lines under `features:` in the front matter of a card."""
    lines: list[str] = []
    for name, kind in columns.items():
        lines += [f"{' ' * indent}- name: {name}", *_typed("dtype", kind, indent + 2)]
    return lines


def _typed(key: str, kind: Kind, indent: int) -> list[str]:
    blank = " " * indent
    if isinstance(kind, list):
        inner = kind[0]
        if isinstance(inner, Mapping):
            return [f"{blank}list:", *as_yaml(cast("Columns", inner), indent)]
        return _typed("sequence", inner, indent)
    if isinstance(kind, Tags):
        names = [f"{blank}      '{number}': {json.dumps(name)}" for number, name in enumerate(kind.names)]
        return [f"{blank}{key}:", f"{blank}  class_label:", f"{blank}    names:", *names]
    return [f"{blank}{key}: {kind}"]


def as_schema(columns: Columns) -> Any:
    """The schema of a Parquet file (`pyarrow.Schema`), its metadata included."""
    pa = arrow()
    fields = [pa.field(name, _arrow(kind)) for name, kind in columns.items()]
    return pa.schema(fields, metadata={"huggingface": as_metadata(columns)})


def arrow() -> Any:
    """pyarrow, which comes with the extra `parquet`.

    Raises:
        UserError: it is not installed.
    """
    try:
        return import_module("pyarrow")
    except ImportError as error:
        raise UserError("Parquet needs pyarrow, which is not installed.", HOW_TO_INSTALL) from error


def parquet() -> Any:
    """pyarrow's module for Parquet files; see `arrow`."""
    arrow()
    return import_module("pyarrow.parquet")


def _arrow(kind: Kind) -> Any:
    pa = arrow()
    plain: dict[str, Any] = {"string": pa.string(), "int64": pa.int64(), "bool": pa.bool_(), "float64": pa.float64()}
    if isinstance(kind, Tags):
        return pa.int64()
    if isinstance(kind, list):
        return pa.list_(_arrow(kind[0]))
    if isinstance(kind, Mapping):
        return pa.struct([pa.field(name, _arrow(inner)) for name, inner in kind.items()])
    return plain[kind]


def tag_names(features: Any, column: str) -> Sequence[str]:
    """The names that the numbers of a column stand for, by a Parquet file's metadata; none where it is silent."""
    held = cast("dict[str, Any]", features).get(column) if isinstance(features, dict) else None
    while isinstance(held, dict):
        inner = cast("dict[str, Any]", held)
        if isinstance(names := inner.get("names"), list):
            return [str(name) for name in cast("list[object]", names)]
        held = inner.get("feature")
    return ()
