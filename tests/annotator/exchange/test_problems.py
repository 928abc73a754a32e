from pathlib import Path

import pytest

from annotator.errors import UserError
from annotator.exchange.problems import Problem, Problems, sentences, told, write_problems
from annotator.formats.records import BadRecord


def problem(reason: str, line: int | None = None, *, is_warning: bool = False) -> Problem:
    return Problem("a.jsonl", line, "", reason, "It was left out.", is_warning)


def test_what_a_reader_says_becomes_a_row_with_all_it_said() -> None:
    problems = Problems()
    assert problems.sift([1, BadRecord("a.jsonl", 3, "No text.", "Mend it.", record="r7"), 2]) == [1, 2]
    row = problems.all()[0]
    assert row == Problem("a.jsonl", 3, "r7", "No text.", "Mend it.", is_warning=False)
    assert str(row) == "a.jsonl, line 3: No text. Mend it."


def test_what_concerns_the_whole_import_names_no_file() -> None:
    problems = Problems()
    problems.warn("The scheme does not know: X (2).", "They were kept.")
    assert str(problems.all()[0]) == "The scheme does not know: X (2). They were kept."


def test_many_sentences_of_one_kind_are_counted_and_others_stand_alone() -> None:
    found = [problem(f"Span {n} of 'doc {n}' is empty.", n) for n in range(1, 1301)]
    said = list(sentences([*found[:700], problem("No text."), *found[700:]]))
    assert len(said) == 22
    assert said[20] == "  … and 1,280 more of this kind."
    assert said[21].endswith("No text. It was left out.")


def test_just_as_many_as_are_shown_are_not_counted() -> None:
    assert len(list(sentences([problem("No text.", n) for n in range(20)]))) == 20


def test_the_summary_tells_what_failed_from_what_was_kept() -> None:
    assert told([]) == ""
    found = [problem("x"), problem("y", is_warning=True), problem("z", is_warning=True)]
    assert told(found) == " 1 item could not be taken. 2 warnings."


def test_the_report_is_a_file_of_one_object_a_line(tmp_path: Path) -> None:
    write_problems(tmp_path / "out.jsonl", [problem("x", 3), problem("y", is_warning=True)])
    first, second = (tmp_path / "out.jsonl").read_text().splitlines()
    assert first == ('{"file":"a.jsonl","line":3,"record":"","reason":"x","done":"It was left out.","kept":false}')
    assert '"kept":true' in second


def test_a_report_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="cannot be written"):
        write_problems(tmp_path / "absent" / "out.jsonl", [])


def test_what_is_printed_is_short_and_moves_no_cursor() -> None:
    (said,) = sentences([problem(f"The {'L' * 1_000_000}\x1b[31m\n\0 span does not fit.")])
    assert len(said) < 2_000
    assert said.startswith("a.jsonl: The LLL")
    assert said.endswith("\ufffd[31m\ufffd\ufffd span does not fit. It was left out.")
