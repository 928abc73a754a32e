import zlib

import pytest

from annotator.errors import UserError
from annotator.text import decode, normalise

CURLY = "“It was positive,” Witkoff said — he’s back.\r\n"


@pytest.mark.parametrize(
    ("encoding", "mark"),
    [
        ("utf-8", b"\xef\xbb\xbf"),
        ("utf-16-le", b"\xff\xfe"),
        ("utf-16-be", b"\xfe\xff"),
        ("utf-32-le", b"\xff\xfe\x00\x00"),
        ("utf-32-be", b"\x00\x00\xfe\xff"),
    ],
)
def test_a_byte_order_mark_names_the_encoding_and_is_dropped(encoding: str, mark: bytes) -> None:
    decoded = decode(mark + CURLY.encode(encoding))
    assert (decoded.text, decoded.encoding, decoded.warnings) == (CURLY, encoding, ())


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize(
    "text", [CURLY, "Президент заявил, что нет.\n", "首相は、会談すると述べた。\n", "Said “😀, yes”."]
)
def test_utf_16_is_told_without_a_mark(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding)).text == text


@pytest.mark.parametrize("text", ["", "a", "ab", "plain", "a\x00b c", "naïve 😀 “x”", "\ufeff"])
def test_utf_8_stays_utf_8(text: str) -> None:
    decoded = decode(text.encode())
    assert decoded.encoding == "utf-8"
    assert normalise(decoded.text) == normalise(text)


@pytest.mark.parametrize(
    "text",
    [
        CURLY,
        "“No,” he said. She is naïve.",
        "The price was £5, or 6 € – he said.",
        "Il a déclaré que l’accord était signé à Genève.",
        "Müller sagte, dass es „nicht möglich“ sei – 5 €.",
    ],
)
def test_windows_1252_is_recognised_and_said(text: str) -> None:
    decoded = decode(text.encode("cp1252"))
    assert (decoded.text, decoded.encoding) == (text, "cp1252")
    assert "cp1252" in decoded.warnings[0]


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("koi8-r", "Президент России Владимир Путин заявил в среду, что переговоры продолжаются."),
        ("cp1250", "Prezydent Polski powiedział, że rozmowy będą kontynuowane źle."),
        ("cp1250", "Premiér řekl, že jednání pokračují příští týden."),
        ("shift_jis", "日本の首相は水曜日に会談すると述べた。"),
    ],
)
def test_other_encodings_are_guessed(encoding: str, text: str) -> None:
    assert decode(text.encode(encoding)).text == text


def test_a_damaged_character_does_not_make_utf_8_another_encoding() -> None:
    data = "“It was,” he said. “Café,” she said.".encode() + b"\xe2\x80"
    decoded = decode(data)
    assert decoded.encoding == "utf-8"
    assert decoded.text.startswith("“It was,”")
    assert decoded.text.endswith("\ufffd")
    assert decoded.warnings


def test_an_odd_byte_at_the_end_of_utf_16_is_no_reason_to_refuse() -> None:
    decoded = decode(b"\xff\xfe" + "Hello".encode("utf-16-le") + b"\x41")
    assert decoded.text.startswith("Hello")
    assert decoded.warnings


@pytest.mark.parametrize(
    "data",
    [
        b"%PDF-1.7\n%\xe2\xe3",
        b"PK\x03\x04\x14\x00",
        b"\x89PNG\r\n\x1a\n",
        b"\x00\x01" * 40,
        zlib.compress(bytes(range(256)) * 3),
    ],
)
def test_a_binary_file_is_refused_in_a_sentence(data: bytes) -> None:
    with pytest.raises(UserError, match="This is no text but a"):
        decode(data)
