"""Texts with brat's annotations beside them, made by hand."""

from __future__ import annotations

from pathlib import Path

from annotator.formats.gold.schema import GoldArticle
from annotator.formats.records import BadRecord
from tests.annotator.formats.datasets import labels_of, read

TEXT = "“We go,” Maran said in Kursk. “We stay,” she added.\nNobody answered.\n"


def at(words: str, text: str = TEXT) -> str:
    start = text.index(words)
    return f"{start} {start + len(words)}"


def t(number: int, label: str, *words: str) -> str:
    return f"T{number}\t{label} {';'.join(map(at, words))}\t{' '.join(words)}"


def made(folder: Path, *lines: str, text: str = TEXT, name: str = "talks") -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{name}.txt").write_bytes(text.encode())
    (folder / f"{name}.ann").write_bytes("".join(f"{line}\n" for line in lines).encode())
    return folder / f"{name}.txt"


def one(folder: Path, *lines: str, text: str = TEXT) -> tuple[GoldArticle, list[BadRecord]]:
    (record,), said = read(made(folder, *lines, text=text))
    return labels_of(record), said
