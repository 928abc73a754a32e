"""Problems and losses as rows: what is said, copied and saved."""

from __future__ import annotations

import csv
import io
import json

from annotator.exchange.offering import ListedLosses, loss_words
from annotator.formats.losses import Loss
from ui.reports import (
    failure_told,
    import_told,
    in_window,
    loss_report,
    losses_sentence,
    rows_as_file,
    rows_as_html,
    rows_as_tsv,
    with_differences,
)

PROBLEMS = [
    {"file": "/x/a.jsonl", "line": 7, "record": "r1", "reason": "No text.", "done": "It was left out.", "kept": False},
    {"file": "/x/a.jsonl", "line": 9, "record": "", "reason": "=1+1", "done": "It was moved.", "kept": True},
]
LOSS = Loss("a1", "link", "There are no events.", unit="s1", label="denies", start=3, end=8, text="<Valdor>")


def told(problems, **labels):
    counts = {"new": 2, "lacking": 0, "removed": 0} | labels
    return import_told(json.dumps({"articles": {"new": 1, "known": 2}, "labels": counts, "problems": problems}))


def test_an_import_is_told_in_a_sentence_and_its_problems_by_what_became_of_them() -> None:
    found = told(PROBLEMS)
    assert found.sentence == "Imported 1 article; 2 were there already. 2 labels came with them."
    assert found.left_out == 1
    assert [kind for kind, _ in found.report.kinds] == ["left out", "noted"]
    assert found.report.rows[0].where == "a.jsonl, line 7, record r1 · It was left out."


def test_a_problem_names_the_archive_and_the_line_however_long_the_name_is() -> None:
    files = ["/x/In.ZIP/deep/a.txt", f"/x/{'a' * 200}.jsonl"]
    within, long = told([PROBLEMS[0] | {"file": file} for file in files]).report.rows
    assert within.where.startswith("In.ZIP/deep/a.txt, line 7")
    assert "…" in long.where
    assert "aaa.jsonl, line 7" in long.where
    assert files[1] in long.details


def test_labels_that_the_files_lack_are_told() -> None:
    assert told([], removed=1).sentence.endswith("1 label that the files lack was taken away.")
    assert told([], lacking=3).sentence.endswith("3 labels that the files lack stay.")


def test_what_is_no_report_of_an_import_is_none() -> None:
    assert import_told("") is None
    assert import_told('{"articles": 3}') is None


def test_problems_are_saved_as_json_lines_and_as_csv_that_no_spreadsheet_reckons_with() -> None:
    report = told(PROBLEMS).report
    lines = rows_as_file(report, report.rows, ".jsonl").decode().splitlines()
    assert json.loads(lines[0])["line"] == "7"
    table = list(csv.reader(io.StringIO(rows_as_file(report, report.rows, ".csv").decode("utf-8-sig"))))
    assert table[0] == list(report.columns)
    assert table[2][3] == "'=1+1"


def test_losses_name_the_article_the_words_and_the_reason() -> None:
    report = loss_report("Exported.", {"link": 1}, ListedLosses((LOSS,)), {"a1": "Talks"}.get, loss_words)
    (row,) = report.rows
    assert (row.title, row.badge, row.target) == ("“<Valdor>”", "denies", LOSS)
    assert row.where == "There are no events. · Talks"
    assert "a1\tTalks\tlink\ts1\tdenies\t3\t8\t<Valdor>\tThere are no events." in rows_as_tsv(report, report.rows)
    assert "&lt;Valdor&gt;" in rows_as_html(report, report.rows)


def test_losses_are_counted_in_words_the_most_frequent_first() -> None:
    said = losses_sentence({"cue": 1, "link": 1200}, loss_words)
    assert said.index("links to events lost: 1,200") < said.index("cues lost, or cut off from their statement: 1")
    assert losses_sentence({}, loss_words) == "Nothing was lost: the format carried all of it."


def test_a_list_that_was_cut_says_so() -> None:
    report = loss_report("", {"link": 9}, ListedLosses((LOSS,), is_cut=True), str, loss_words)
    assert report.note == "The first 1 are listed here, all of them in losses.jsonl."


def test_what_reads_back_otherwise_stands_before_the_losses() -> None:
    report = loss_report("", {"link": 1}, ListedLosses((LOSS,)), str, loss_words)
    found = with_differences(report, ["articles: a1 differs when read back."])
    assert [row.kind for row in found.rows] == ["differs", "link"]
    assert found.kinds[0] == ("differs", "Reads back otherwise (1)")
    assert all(len(row.cells) == len(found.columns) for row in found.rows)
    assert with_differences(report, []) is report


def test_what_a_command_failed_of_is_said_with_what_to_do() -> None:
    said = "a warning\nannotator: The gold is not complete.\n3 articles wait.\n Use --incomplete to export it."
    assert failure_told(said) == "The gold is not complete. Tick “incomplete” to export it."
    assert failure_told("annotator: No. Mend it.") == "No. Mend it."
    assert failure_told("\nTraceback\nMemoryError\n") == "MemoryError"
    assert failure_told("") == ""


def test_hints_name_what_the_window_has_in_place_of_options() -> None:
    said = in_window("Mend the record, or say with --columns text=NAME where its text is.")
    assert said == "Mend the record, or say under “Columns”: text=NAME where its text is."
    assert "--" not in in_window("Say it with --offset-unit utf16, codepoints or graphemes if that is not right.")
