from pathlib import Path

import pytest

from annotator.formats.json_values import values_of
from annotator.formats.records import BadRecord


def values(tmp_path: Path, text: str) -> list[object]:
    path = tmp_path / "a.json"
    path.write_bytes(text.encode())
    return [item.line if isinstance(item, BadRecord) else item for item in values_of(path)]


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ('{"a": 1}\n\n{"a": 2}\n', (1, 3)),
        ('[{"a": 1},\n {"a": 2}]', (1, 2)),
        ('\ufeff[\n{"a": 1}, {"a": 2}\n]\n', (2, 2)),
        ('{\n "a": 1\n}\n{\n "a": 2\n}\n', (1, 4)),
        ('{\n "a": 1\n},\n{\n "a": 2\n}', (1, 4)),
    ],
)
def test_objects_are_found_however_they_stand(tmp_path: Path, text: str, lines: tuple[int, int]) -> None:
    assert values(tmp_path, text) == [(lines[0], {"a": 1}), (lines[1], {"a": 2})]


def test_what_stands_before_a_break_is_given(tmp_path: Path) -> None:
    assert values(tmp_path, '[\n{"a": 1},\n{"a": ') == [(2, {"a": 1}), 3]


def test_a_broken_line_is_but_one_line(tmp_path: Path) -> None:
    assert values(tmp_path, '{"a": \n{"a": 2}\n') == [1, (2, {"a": 2})]
