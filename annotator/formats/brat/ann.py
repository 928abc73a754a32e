"""The syntax of brat's `.ann` files: lines to annotations and back. What they mean is for `reading` and `writing`.

A file is read as tolerantly as brat's own server does (https://brat.nlplab.org/standoff.html), and further: a text that
goes on over line ends, ids given twice, relations without roles. What cannot be read at all is said with its line.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

import msgspec

from annotator.formats.graph.model import Piece

GAP = re.compile(r"\s*[\n\t\x85\u2028\u2029]\s*")
"""Where the text of an annotation breaks off, since it is one field of one line: at line ends and tabs."""
NUMBER = re.compile(r"[0-9]{1,12}")
BEGINNING = re.compile(r"(?:[A-Z#]\S*|\*)\t")
"""How a line begins that is an annotation of its own and does not continue the text of the one before."""


class Textbound(msgspec.Struct, frozen=True):
    """T: a labelled span, its pieces in the order of the file. `text`: the words of the pieces, joined by a blank."""

    id: str
    label: str
    pieces: tuple[Piece, ...]
    text: str
    line: int = 0


class Happening(msgspec.Struct, frozen=True):
    """E: an event of brat's: a trigger, and annotations in roles."""

    id: str
    label: str
    trigger: str
    arguments: tuple[tuple[str, str], ...]
    line: int = 0


class Relation(msgspec.Struct, frozen=True):
    """R, or * where `label` joins any number: relations between annotations."""

    id: str
    label: str
    targets: tuple[str, ...]
    line: int = 0


class Attribute(msgspec.Struct, frozen=True):
    """A or M: said of another annotation. `value` is empty where it is binary."""

    id: str
    name: str
    target: str
    value: str
    line: int = 0


class Reference(msgspec.Struct, frozen=True):
    """N: to which entry of a database an annotation refers."""

    id: str
    target: str
    database: str
    key: str
    name: str
    line: int = 0


class Remark(msgspec.Struct, frozen=True):
    """#: a note on another annotation."""

    id: str
    kind: str
    target: str
    text: str
    line: int = 0


class Said(msgspec.Struct, frozen=True):
    """A sentence on a line of the file; a warning where nothing was lost."""

    line: int
    reason: str
    is_warning: bool = False


class Standoff(msgspec.Struct, frozen=True):
    """The annotations of a file, each kind in the order of its lines; `said`: what could not be read, or was mended."""

    spans: dict[str, Textbound] = {}
    happenings: dict[str, Happening] = {}
    relations: list[Relation] = []
    attributes: list[Attribute] = []
    references: list[Reference] = []
    remarks: list[Remark] = []
    said: list[Said] = []

    @property
    def is_empty(self) -> bool:
        return not any(getattr(self, name) for name in self.__struct_fields__)


def parse_ann(text: str, found: Standoff | None = None) -> Standoff:
    """The annotations of a file's text, added to those that were `found` in another one."""
    found = Standoff() if found is None else found
    for number, line in _whole_lines(text):
        own, _, rest = line.partition("\t")
        parse = _PARSERS.get(own[:1])
        if parse is None or not rest.strip():
            found.said.append(Said(number, f"The line “{_shown(line)}” is no annotation."))
        elif not parse(found, number, own, rest):
            found.said.append(Said(number, f"The annotation “{_shown(line)}” cannot be read."))
    return found


def textbound_line(own: str, label: str, pieces: tuple[Piece, ...], text: str) -> str:
    """A T line. The pieces are in order; none of them holds a line end or a tab."""
    where = ";".join(f"{start} {end}" for start, end in pieces)
    return f"{own}\t{label} {where}\t{' '.join(text[start:end] for start, end in pieces)}\n"


def event_line(own: str, label: str, trigger: str, arguments: Mapping[str, str]) -> str:
    """An E line."""
    return f"{own}\t{' '.join([f'{label}:{trigger}', *(f'{role}:{filler}' for role, filler in arguments.items())])}\n"


def _whole_lines(text: str) -> Iterator[tuple[int, str]]:
    """Lines with their numbers from 1; a line that continues the text of a span is put to the one before."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    held: list[str] = []
    begun = lacking = 0
    for number, line in enumerate(lines, 1):
        if lacking > 0 and not BEGINNING.match(line):
            held.append(line)
            lacking -= len(line) + 1
            continue
        if held:
            yield begun, "\n".join(held).rstrip("\n")
        held, begun = ([line], number) if line.strip() else ([], number)
        lacking = _lacking(line)
    if held:
        yield begun, "\n".join(held).rstrip("\n")


def _lacking(line: str) -> int:
    """How much shorter the text of a span is than what its offsets promise."""
    fields = line.split("\t", 2)
    if len(fields) < 3 or not fields[0].startswith("T"):
        return 0
    pieces = _pieces(fields[1].partition(" ")[2]) or ()
    return sum(end - start for start, end in pieces) - len(fields[2])


def _pieces(where: str) -> tuple[Piece, ...] | None:
    """The pieces that "0 5;8 12" stands for."""
    pieces: list[Piece] = []
    for pair in where.split(";"):
        numbers = pair.split()
        if len(numbers) != 2 or not all(map(NUMBER.fullmatch, numbers)):
            return None
        pieces.append((int(numbers[0]), int(numbers[1])))
    return tuple(pieces)


def _free(found: Standoff, own: str, taken: Mapping[str, object], number: int) -> str:
    """The id, or another one where it is taken: the annotation is kept, and references mean the first one."""
    if own not in taken:
        return own
    said = f"The id {own} is given twice; what refers to it was taken to mean the first one."
    found.said.append(Said(number, said, is_warning=True))
    return f"{own}@{number}"


def _parse_span(found: Standoff, number: int, own: str, rest: str) -> bool:
    data, _, text = rest.partition("\t")
    label, _, where = data.strip().partition(" ")
    pieces = _pieces(where)
    if pieces is None:
        return False
    own = _free(found, own, found.spans, number)
    found.spans[own] = Textbound(own, label, pieces, text, number)
    return True


def _parse_event(found: Standoff, number: int, own: str, rest: str) -> bool:
    head, *roles = rest.partition("\t")[0].split() or [""]
    label, colon, trigger = head.partition(":")
    pairs = [tuple(role.split(":", 1)) for role in roles]
    if not colon or not trigger or any(len(pair) != 2 for pair in pairs):
        return False
    own = _free(found, own, found.happenings, number)
    found.happenings[own] = Happening(own, label, trigger, tuple((pair[0], pair[1]) for pair in pairs), number)
    return True


def _parse_relation(found: Standoff, number: int, own: str, rest: str) -> bool:
    label, *targets = rest.replace("\t", " ").split()
    if len(targets) < 2:
        return False
    found.relations.append(Relation(own, label, tuple(target.rpartition(":")[2] for target in targets), number))
    return True


def _parse_attribute(found: Standoff, number: int, own: str, rest: str) -> bool:
    name, *said = rest.replace("\t", " ").split()
    if not said:
        return False
    found.attributes.append(Attribute(own, name, said[0], " ".join(said[1:]), number))
    return True


def _parse_reference(found: Standoff, number: int, own: str, rest: str) -> bool:
    data, _, name = rest.partition("\t")
    said = data.split(None, 2)
    if len(said) < 3:
        return False
    database, colon, key = said[2].strip().partition(":")
    if not colon:
        database, key = "", said[2].strip()
    found.references.append(Reference(own, said[1], database, key, name.strip(), number))
    return True


def _parse_remark(found: Standoff, number: int, own: str, rest: str) -> bool:
    data, _, text = rest.partition("\t")
    kind, *target = data.split() or [""]
    found.remarks.append(Remark(own, kind, " ".join(target), text.strip(), number))
    return True


_PARSERS: dict[str, Callable[[Standoff, int, str, str], bool]] = {
    "T": _parse_span,
    "E": _parse_event,
    "R": _parse_relation,
    "*": _parse_relation,
    "A": _parse_attribute,
    "M": _parse_attribute,
    "N": _parse_reference,
    "#": _parse_remark,
}


def _shown(line: str) -> str:
    return line if len(line) <= 60 else f"{line[:60]}…"
