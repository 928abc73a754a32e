import json

from hypothesis import given
from hypothesis import strategies as st

from annotator.formats.peeking import peek

RECORD = {"text": "A “word”.\n", "spans": [{"start": 0, "end": 1, "label": "X"}], "answer": None, "n": 1.5}


def test_the_first_object_of_every_kind_of_file_is_seen() -> None:
    line = json.dumps(RECORD).encode()
    pretty = json.dumps([RECORD, {}], indent=2).encode()
    for head in (line, line + b"\n" + line, b"\xef\xbb\xbf" + line, b" \r\n" + line, pretty, pretty[:-6]):
        assert peek(head) == RECORD
    assert peek(json.dumps(RECORD).encode("utf-16")) == RECORD


def test_an_object_that_is_cut_off_gives_what_is_there() -> None:
    line = json.dumps({"a": 1, "tokens": [{"id": 0}, {"id": 1, "text": "wo"}], "z": 2}).encode()
    assert peek(line[: line.index(b"wo") + 1]) == {"a": 1, "tokens": [{"id": 0}, {"id": 1, "text": "w"}]}
    assert peek(b'{"text": "Once upon') == {"text": "Once upon"}
    assert peek(b'{"data": {"text": "x"}, "annotations": [') == {"data": {"text": "x"}, "annotations": []}


def test_what_is_no_object_of_json_gives_nothing() -> None:
    for head in (b"", b"[", b"{", b"[1, 2]", b'"text"', b"{hello} world", b"<xml/>", b"\x00\xff", b'{"a', b"[[{}]]"):
        assert peek(head) is None
    assert peek(b"{}") == {}


def test_what_is_nested_without_end_does_no_harm() -> None:
    assert peek(b'{"a":' * 12_000) is not None
    assert peek(b"[" * 64_000) is None


@given(st.binary(max_size=60))
def test_no_bytes_break_it(head: bytes) -> None:
    assert isinstance(peek(head), dict | None)
    assert isinstance(peek(b'{"a":' + head), dict | None)


WHOLE = json.dumps(
    {"id": 7, "a \u201cb\u201d": [1, {"c": [None, "d\\n"]}, [[]]], "meta": {"x": {"y": 2.5}}, "z": "end"}
)


@given(st.integers(0, len(WHOLE)))
def test_wherever_it_is_cut_off_the_keys_are_those_of_the_whole(end: int) -> None:
    seen = peek(WHOLE[:end].encode())
    keys = list(json.loads(WHOLE))
    assert seen is None or list(seen) == keys[: len(seen)]
    assert seen is not None or end < len('{"id": 7')
