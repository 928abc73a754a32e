import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from annotator.formats.offsets import converter, tell_unit

TEXTS = st.text(st.sampled_from("ab é😀👩\u200d\u0301🇬🇧\n"), max_size=40)


@given(TEXTS)
def test_every_code_point_is_found_by_its_utf_16_offset(text: str) -> None:
    convert = converter(text, "utf16")
    for offset in range(len(text) + 1):
        assert convert(len(text[:offset].encode("utf-16-le")) // 2) == offset


@given(TEXTS)
def test_every_cluster_is_found_by_its_number(text: str) -> None:
    convert = converter(text, "graphemes")
    clusters = regex.findall(r"\X", text)
    assert [convert(number) for number in range(len(clusters) + 1)] == [
        len("".join(clusters[:number])) for number in range(len(clusters) + 1)
    ]
    assert convert(len(clusters) + 1) > len(text)


@pytest.mark.parametrize(("start", "unit"), [(2, "codepoints"), (3, "utf16"), (7, "codepoints")])
def test_the_unit_is_told_by_where_the_texts_stand(start: int, unit: str) -> None:
    assert tell_unit("😀 Ann", [(start, start + 3, "Ann"), (0, 1, "")]) == unit


def test_without_texts_the_unit_is_code_points() -> None:
    assert tell_unit("😀 Ann", [(3, 6, "")]) == "codepoints"
