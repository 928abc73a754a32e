from pathlib import Path

import pytest

from annotator.formats import table, table_lines
from annotator.formats.reading import read_paths
from annotator.formats.records import ArticleRecord, BadRecord


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Bounds under which every file of these tests is a large one."""
    monkeypatch.setattr(table_lines, "FILE_BYTES", 10)
    monkeypatch.setattr(table_lines, "LINE_BYTES", 60)
    monkeypatch.setattr(table_lines, "CHUNK_BYTES", 16)


def read(path: Path, content: bytes) -> tuple[list[tuple[int | None, str]], list[str]]:
    path.write_bytes(content)
    records = list(read_paths([path]))
    bad = [str(one).removeprefix(f"{path}") for one in records if isinstance(one, BadRecord)]
    return [(one.line, one.text) for one in records if isinstance(one, ArticleRecord)], bad


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_a_large_table_is_read_row_by_row_as_a_small_one_is(tmp_path: Path, encoding: str) -> None:
    text = 'title,text\r\nOne,"“Café”, she said.\r\nAnd went."\r\nTwo,"Say ""yes""."\r\n'
    articles, _ = read(tmp_path / "a.csv", text.encode(encoding))
    assert articles == [(2, "“Café”, she said.\nAnd went."), (4, 'Say "yes".')]


@pytest.mark.usefixtures("small")
def test_a_row_longer_than_any_article_is_refused_and_those_around_it_are_read(tmp_path: Path) -> None:
    rows = b"title,text\nOne,First.\nTwo," + b"x" * 500 + b"\nThree,Third.\n"
    articles, bad = read(tmp_path / "a.csv", rows)
    assert articles == [(2, "First."), (4, "Third.")]
    assert len(bad) == 1
    assert bad[0].startswith(", line 3: The line is longer than")


@pytest.mark.usefixtures("small")
def test_a_long_line_within_a_quoted_row_ends_that_row(tmp_path: Path) -> None:
    rows = b'title,text\nOne,"First\n' + b"x" * 500 + b'"\nThree,Third.\n'
    articles, bad = read(tmp_path / "a.csv", rows)
    assert articles == [(4, "Third.")]
    assert len(bad) == 1


@pytest.mark.usefixtures("small")
def test_a_mark_that_nothing_closes_costs_its_row_in_a_large_table_too(tmp_path: Path) -> None:
    articles, bad = read(tmp_path / "a.csv", b'title,text\nOne,First.\nTwo,"open\nThree,Third.\n')
    assert articles == [(2, "First."), (4, "Third.")]
    assert len(bad) == 1


def test_a_table_full_of_open_marks_comes_to_an_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(table, "MOST_UNCLOSED", 0)
    articles, bad = read(tmp_path / "a.csv", b'title,text\nOne,First.\nTwo,"open\nThree,Third.\n')
    assert articles == [(2, "First.")]
    assert "nothing closes" in bad[-1]
