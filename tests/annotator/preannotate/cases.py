"""Reads `cases*.txt`: small texts with the statements expected in them. The first says how it is written."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

FILES = sorted(Path(__file__).parent.glob("cases*.txt"))


class Said(NamedTuple):
    """One statement as words. `parent` is the first fragment of the statement around it."""

    type: str
    content: tuple[str, ...]
    cue: str | None
    speaker: str | None
    is_anonymous: bool = False
    parent: str | None = None
    verbatim: tuple[str, ...] | None = None
    others: tuple[str, ...] = ()


class Case(NamedTuple):
    name: str
    text: str
    expected: tuple[Said, ...]
    only: tuple[str, ...] = ()


def read_cases() -> list[Case]:
    """The cases of the files in order, the explanations at their tops left out."""
    bodies = [file.read_text(encoding="utf-8").split("\n## ", 1)[1] for file in FILES]
    blocks = [block.split("\n") for body in bodies for block in body.split("\n\n")]
    return [_case(block) for block in blocks if block[0].startswith("# ")]


def _case(lines: list[str]) -> Case:
    expected = tuple(_said(line[2:]) for line in lines[2:] if line.startswith("= "))
    only = next((line[2:].split(", ") for line in lines[2:] if line.startswith("? ")), [])
    return Case(lines[0][2:], lines[1].replace("⏎", "\n"), expected, tuple(only))


def _said(line: str) -> Said:
    kind, content, cue, speaker, *more = line.split(" | ")
    fields = dict(part.split(": ", 1) for part in more if part != "anonymous")
    return Said(
        kind,
        tuple(content.split(" / ")),
        None if cue == "-" else cue,
        None if speaker == "-" else speaker,
        "anonymous" in more,
        fields.get("in"),
        tuple(fields["verbatim"].split(" / ")) if "verbatim" in fields else None,
        tuple(fields["others"].split(" / ")) if "others" in fields else (),
    )
