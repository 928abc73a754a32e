"""What imports and exports have to report, as rows for a list, the clipboard and files. Pure: JSON and structs in."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from annotator.wording import counted
from ui.widgets.items import Item

if TYPE_CHECKING:
    from annotator.exchange.offering import ListedLosses
    from annotator.formats.losses import Loss

CSV_ENCODING = "utf-8-sig"
"""With the mark without which a spreadsheet program takes UTF-8 for something else."""
LEFT_OUT, NOTED = "left out", "noted"
"""Of a problem: the record was lost, or something was mended or left out on purpose, which is only said."""
PROBLEM_COLUMNS = ("file", "line", "record", "reason", "done", "outcome")
LOSS_COLUMNS = ("article", "title", "kind", "unit", "label", "start", "end", "text", "reason")
PROGRAM = "annotator: "
"""How a command begins to say what went wrong."""
DIFFERS = "differs"
ARCHIVES = (".zip", ".tar", ".tar.gz", ".tgz")
MOST_NAME = 60
NOTHING_WRONG = "Nothing was wrong with what was imported."
NOTHING_LOST = "Nothing was lost: the format carried all of it."


OPTIONS = (
    ("with --columns ", "under “Columns”: "),
    ("--columns", "“Columns”"),
    ("Say it with --offset-unit utf16, codepoints or graphemes", "Choose it under “Offsets count”"),
    ("with --layer NAME", "as a layer"),
    ("Use --incomplete to", "Tick “incomplete” to"),
    ("Leave out --strict", "Take the tick from “Write nothing”"),
    ("other shares (--split)", "other shares"),
)
"""What hints call an option of the command, and what it is in the window."""


@dataclass(frozen=True)
class ReportRow:
    """One row: what it is filtered by, how it is shown, and its cells as they are copied and saved.

    `details` are all that there is to say of it, in lines. `target` is what it leads to.
    """

    kind: str
    title: str
    where: str
    badge: str
    cells: tuple[str, ...]
    details: str
    target: Any = None

    def item(self) -> Item:
        """The row for a list."""
        return Item(self.title, self.where, self.badge, data=self, words=" ".join(self.cells))


@dataclass(frozen=True)
class Report:
    """A report to be shown. `name` is part of the names of files; `kinds`: (kind, its words) to filter by."""

    name: str
    title: str
    sentence: str
    columns: tuple[str, ...]
    rows: tuple[ReportRow, ...]
    kinds: tuple[tuple[str, str], ...] = ()
    note: str = ""


@dataclass(frozen=True)
class ImportTold:
    """What `import --json` printed: in a sentence, and the problems in full."""

    sentence: str
    report: Report

    @property
    def left_out(self) -> int:
        return sum(row.kind == LEFT_OUT for row in self.report.rows)


def import_told(out: str) -> ImportTold | None:
    """What an import came to; None where it printed something else."""
    try:
        found = msgspec.json.decode(out.encode())
        sentence = _import_sentence(found)
        rows = tuple(_problem_row(problem) for problem in found["problems"])
    except (msgspec.DecodeError, KeyError, TypeError):
        return None
    counts = Counter(row.kind for row in rows)
    kinds = tuple((kind, f"{kind.capitalize()} ({counts[kind]:,})") for kind in (LEFT_OUT, NOTED) if counts[kind])
    said = "; ".join(f"{counts[kind]:,} {kind}" for kind in (LEFT_OUT, NOTED) if counts[kind])
    report = Report(
        "problems",
        "What the import found wrong",
        f"{sentence} {counted(len(rows), 'problem')}: {said}." if rows else f"{sentence} {NOTHING_WRONG}",
        PROBLEM_COLUMNS,
        rows,
        kinds,
    )
    return ImportTold(sentence, report)


def loss_report(
    sentence: str,
    counts: dict[str, int],
    listed: ListedLosses,
    title_of: Callable[[str], str],
    words_of: Callable[[str], str],
) -> Report:
    """The losses of an export. `title_of` gives an article's title by its id, `words_of` what a kind of loss means."""
    rows = tuple(_loss_row(loss, title_of(loss.article), words_of(loss.kind)) for loss in listed.losses)
    kinds = tuple((kind, f"{words_of(kind).capitalize()} ({count:,})") for kind, count in _by_count(counts))
    note = f"The first {len(rows):,} are listed here, all of them in losses.jsonl." if listed.is_cut else ""
    return Report("losses", "What the export lost", sentence, LOSS_COLUMNS, rows, kinds, note)


def with_differences(report: Report, differences: Sequence[str]) -> Report:
    """A report on losses with what was otherwise, without a loss that says so, when the export was read back."""
    if not differences:
        return report
    rows = tuple(
        ReportRow(DIFFERS, said, "Found by reading the export back", "", (*[""] * (len(LOSS_COLUMNS) - 1), said), said)
        for said in differences
    )
    kinds = ((DIFFERS, f"Reads back otherwise ({len(rows):,})"), *report.kinds)
    return replace(report, rows=(*rows, *report.rows), kinds=kinds)


def read_back_sentence(found: dict[str, Any]) -> str:
    """What reading an export back came to, from `export --json`, to be added to another sentence."""
    if found.get("verified") is None:
        return ""
    if not found["verified"]:
        return " It does not read back the same."
    return " It reads back the same but for that." if found["losses"] else " Read back: the same."


def losses_sentence(counts: dict[str, int], words_of: Callable[[str], str]) -> str:
    """The losses by kind in one sentence: "The format could not carry all of it: links to events lost: 12."."""
    if not counts:
        return NOTHING_LOST
    said = "; ".join(f"{words_of(kind)}: {count:,}" for kind, count in _by_count(counts))
    return f"The format could not carry all of it: {said}."


def in_window(sentence: str) -> str:
    """A sentence of a command as it reads in the window, where its options are fields and boxes."""
    for option, words in OPTIONS:
        sentence = sentence.replace(option, words)
    return sentence


def failure_told(words: str) -> str:
    """What went wrong and what to do, from what a command that failed said; "" where it said nothing.

    What it lists between the two is left out: it is for those who have more than a line.
    """
    lines = [line.strip() for line in words.strip().splitlines()]
    at = next((at for at in reversed(range(len(lines))) if lines[at].startswith(PROGRAM)), len(lines) - 1)
    told = lines[at:]
    said = told if len(told) < 3 else [told[0], told[-1]]
    return in_window(" ".join(said).removeprefix(PROGRAM))


def rows_as_tsv(report: Report, rows: Iterable[ReportRow]) -> str:
    """Rows for the clipboard, as text between tabs."""
    lines = (report.columns, *(row.cells for row in rows))
    return "\n".join("\t".join(" ".join(cell.split()) for cell in line) for line in lines) + "\n"


def rows_as_html(report: Report, rows: Iterable[ReportRow]) -> str:
    """Rows for the clipboard, as a table."""
    head = "".join(f"<th>{escape(name)}</th>" for name in report.columns)
    body = ("".join(f"<td>{escape(cell)}</td>" for cell in row.cells) for row in rows)
    lines = (f"<tr>{line}</tr>" for line in (head, *body))
    return "\n".join((f"<table><caption>{escape(report.title)}</caption>", *lines, "</table>"))


def rows_as_file(report: Report, rows: Sequence[ReportRow], suffix: str) -> bytes:
    """Rows as a file's bytes: JSON Lines, or CSV where `suffix` says so."""
    if suffix.lower() != ".csv":
        lines = (json.dumps(dict(zip(report.columns, row.cells, strict=True)), ensure_ascii=False) for row in rows)
        return "".join(f"{line}\n" for line in lines).encode()
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(report.columns)
    writer.writerows([_safe(cell) for cell in row.cells] for row in rows)
    return out.getvalue().encode(CSV_ENCODING)


def _safe(text: str) -> str:
    """What a spreadsheet program would take for a formula is told from one by a mark."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@")) else text


def _by_count(counts: dict[str, int]) -> list[tuple[str, int]]:
    return sorted(counts.items(), key=lambda pair: -pair[1])


def _import_sentence(found: dict[str, Any]) -> str:
    articles, labels = found["articles"], found["labels"]
    new, known = articles["new"], articles["known"]
    there = f"{known:,} {'was' if known == 1 else 'were'} there already"
    said = f"Imported {counted(new, 'article')}" if new else "No new article"
    said += f"; {there}." if known else "." if new else " was found."
    if labels["new"]:
        said += f" {counted(labels['new'], 'label')} came with them."
    if labels.get("removed"):
        said += f" {counted(labels['removed'], 'label')} that the files lack {_were(labels['removed'])} taken away."
    if labels.get("lacking"):
        said += f" {counted(labels['lacking'], 'label')} that the files lack stay."
    return said


def _were(count: int) -> str:
    return "was" if count == 1 else "were"


def _problem_row(problem: dict[str, Any]) -> ReportRow:
    kind = NOTED if problem["kept"] else LEFT_OUT
    line, record, file = problem["line"], problem["record"], problem["file"]
    reason, done = in_window(problem["reason"]), in_window(problem["done"])
    within = [f"line {line:,}" if line is not None else "", f"record {record}" if record else ""]
    place, path = (", ".join(filter(None, (name, *within))) for name in (_file_name(file), file))
    return ReportRow(
        kind,
        reason,
        " · ".join(filter(None, (place, done))),
        kind,
        (file, _number(line), record, reason, done, kind),
        "\n".join(filter(None, (f"{reason} {done}".strip(), path))),
    )


def _file_name(file: str) -> str:
    """A file by its name, with the archive that it lies in; of a long one both ends, so that what follows is seen."""
    parts = Path(file).parts
    archive = next((at for at, part in enumerate(parts) if part.lower().endswith(ARCHIVES)), len(parts) - 1)
    name = "/".join(parts[archive:])
    half = MOST_NAME // 2
    return name if len(name) <= MOST_NAME else f"{name[:half]}…{name[-half:]}"


def _loss_row(loss: Loss, title: str, words: str) -> ReportRow:
    place = "" if loss.start is None else f"{loss.start}–{loss.end}"
    head = f"“{loss.text}”" if loss.text else loss.label or words.capitalize()
    cells = (loss.article, title, loss.kind, loss.unit, loss.label, _number(loss.start), _number(loss.end), loss.text)
    details = [head, loss.reason, " · ".join(part for part in (title, loss.label, place) if part)]
    return ReportRow(
        loss.kind,
        head,
        " · ".join(part for part in (loss.reason, title) if part),
        loss.label if loss.text else "",
        (*cells, loss.reason),
        "\n".join(filter(None, details)),
        loss,
    )


def _number(value: int | None) -> str:
    return "" if value is None else str(value)
