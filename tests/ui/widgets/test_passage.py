"""Words of an article with what a unit covers."""

from __future__ import annotations

import re

from annotator.model import Entity, Span, Speaker, Statement
from tests.windows import FIRST, span_of
from ui.widgets.passage import MOST_CHARS, NOTHING, Passage, hull_of


def shown(qtbot, value, text=FIRST, hull=None) -> Passage:
    passage = Passage()
    qtbot.addWidget(passage)
    passage.show_value(text, hull or hull_of(value), value)
    return passage


def plain(passage: Passage) -> str:
    return re.sub("<[^>]*>", "", passage.text())


def test_an_entity_stands_in_its_words_with_its_label(qtbot):
    passage = shown(qtbot, Entity("a", span_of(FIRST, "Riyadh"), "GPE"))
    assert "Riyadh GPE, Lavrov told reporters" in plain(passage)
    assert passage.accessibleName() == "Riyadh, GPE"


def test_all_fragments_of_a_statement_are_covered_with_cue_and_speaker_marked(qtbot):
    fragments = (span_of(FIRST, "It was positive"), span_of(FIRST, "It was a solutions-based discussion"))
    speaker = Speaker(mention=span_of(FIRST, "Witkoff"))
    passage = shown(qtbot, Statement("s", fragments, "direct", cue=span_of(FIRST, "said"), speaker=speaker))
    assert len(re.findall("background-color", passage.text())) == 2
    assert re.search("underline[^>]*>said<", passage.text())
    assert re.search("600[^>]*>Witkoff<", passage.text())


def test_what_is_not_there_says_so(qtbot):
    passage = shown(qtbot, None, hull=Span(0, 5))
    assert plain(passage) == passage.accessibleName() == NOTHING


def test_signs_of_markup_in_an_article_are_shown_as_they_are(qtbot):
    text = "Before <b>bold</b> & after"
    passage = shown(qtbot, Entity("a", span_of(text, "<b>bold</b>"), "ORG"), text)
    assert "&lt;b&gt;bold&lt;/b&gt;" in passage.text()
    assert "&amp; after" in passage.text()


def test_a_very_long_statement_is_cut_in_its_middle(qtbot):
    text = "word " * 2000
    passage = shown(qtbot, Statement("s", (Span(0, 9999),), "direct"), text)
    assert len(plain(passage)) < MOST_CHARS + 200
    assert "…" in plain(passage)
