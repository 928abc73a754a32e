"""Offsets and positions, and that Qt's document counts as the index says."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtGui import QTextCursor, QTextDocument

from annotator.model import Span
from ui.text.utf16 import Utf16Index, document_text

HARD_TEXTS = {
    "emoji with joiners": "The 👩🏽‍🚒 and the 👨‍👩‍👧‍👦 met.",
    "flags": "🇺🇦🇷🇺 signed, 🏴󠁧󠁢󠁥󠁮󠁧󠁿 did not.",
    "combining marks": "Cafe\u0301 Z\u0335\u0321a\u0308lgo",
    "no-break space": "40\u00a0000 people\u202fand",
    "line separator": "one\u2028two\nthree",
    "paragraph separator": "one\u2029two\nthree",
    "right to left": "قال الوزير «نعم» أمس\nאמר השר",
    "replacement and object": "a\ufffdb\ufffcc",
    "what Qt takes for frames": "a\ufdd0b\ufdd1c",
    "a carriage return": "a\r\nb\rc",
    "nul": "a\0b",
    "a lone surrogate": "a\ud83db\ude00c",
    "nothing": "",
    "breaks at the ends": "\n\na\n\n",
}


@pytest.mark.parametrize("text", HARD_TEXTS.values(), ids=HARD_TEXTS.keys())
def test_a_document_counts_as_the_index_says(qapp, text: str) -> None:
    document = QTextDocument()
    QTextCursor(document).insertText(document_text(text))
    index = Utf16Index(text)
    assert document.characterCount() - 1 == index.position(len(text))
    breaks = [offset for offset, char in enumerate(text) if char in "\n\u2029"]
    starts = [block.position() for block in blocks(document)][1:]
    assert [index.position(offset) + 1 for offset in breaks] == starts


def blocks(document: QTextDocument):
    block = document.begin()
    while block.isValid():
        yield block
        block = block.next()


@pytest.mark.parametrize("text", HARD_TEXTS.values(), ids=HARD_TEXTS.keys())
def test_a_word_selected_in_the_document_is_the_word_in_the_text(text: str) -> None:
    index = Utf16Index(text)
    units = document_text(text).encode("utf-16-le")
    for offset in range(len(text)):
        start, end = index.positions(Span(offset, offset + 1))
        assert units[2 * start : 2 * end].decode("utf-16-le") == document_text(text[offset])


@given(st.text(st.characters(codec="utf-8", max_codepoint=0x1FAFF), max_size=60))
def test_an_offset_comes_back_from_its_position(text: str) -> None:
    index = Utf16Index(text)
    assert [index.offset(index.position(offset)) for offset in range(len(text) + 1)] == list(range(len(text) + 1))


@given(st.text(st.characters(codec="utf-8", max_codepoint=0x1FAFF), max_size=60))
def test_positions_count_the_units_before_them(text: str) -> None:
    index = Utf16Index(text)
    for offset in range(len(text) + 1):
        assert index.position(offset) == len(text[:offset].encode("utf-16-le")) // 2


def test_a_position_inside_a_pair_belongs_to_its_character() -> None:
    index = Utf16Index("a👍b")
    assert [index.offset(position) for position in range(5)] == [0, 1, 1, 2, 3]


def test_what_lies_beyond_the_text_is_its_end() -> None:
    index = Utf16Index("a👍")
    assert index.position(99) == 3
    assert index.offset(99) == 2
    assert index.position(-1) == index.offset(-1) == 0


@given(st.text(max_size=60))
def test_giving_the_text_to_a_document_changes_no_length(text: str) -> None:
    index = Utf16Index(text)
    assert len(document_text(text).encode("utf-16-le")) // 2 == index.position(len(text))
