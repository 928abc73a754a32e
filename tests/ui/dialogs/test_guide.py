"""The guide and the guidelines with their cases: chapters, sections, the search."""

from __future__ import annotations

import pytest

from annotator.formats import FORMATS
from annotator.operations import SetScheme
from annotator.scheme_text import with_guidelines
from tests.casebooks import REASON, make_settled, opened
from ui.dialogs.guide import GUIDELINES, main_sections

TEXT = "# Ours\n\n## 1 Names\n\n**1.2 Edges.** Outside.\n\n**1.3 Labels.** As here.\n\n## 2 Words\n\nSaid.\n"


@pytest.fixture
def window(make_project, qtbot):
    with opened(make_settled(make_project), "ben") as window:
        window.session.run(SetScheme(with_guidelines(window.session.project.scheme_text, TEXT)))
        yield window


def guide(window):
    return window.findChild(object, "guide")


def shown(window) -> list[str]:
    rows = guide(window)._list
    return [rows.item(at).text().strip() for at in range(rows.count()) if not rows.item(at).isHidden()]


def page(window) -> str:
    return guide(window)._page.toPlainText()


def test_the_guidelines_open_with_the_cases_of_each_section_beneath_it(window, press):
    press("Shift+F1")
    text = page(window)
    assert text.index("As here") < text.index(REASON) < text.index("2 Words")
    assert "(2 times)" in text
    assert shown(window)[-3:] == [GUIDELINES, "1 Names", "2 Words"]


def test_arrows_go_to_chapters_and_sections(window, press):
    press("F1", "Down")
    assert guide(window)._list.currentItem().text() == shown(window)[1]
    press(*["Down"] * len(shown(window)))
    assert guide(window)._list.currentItem().text().strip() == "2 Words"
    assert "Said." in page(window)


def test_typing_finds_words_in_guide_and_guidelines(window, press):
    press("F1", "'town is a place")
    assert shown(window) == [GUIDELINES]
    assert REASON in page(window)
    assert guide(window)._page.textCursor().selectedText().casefold() == "town is a place"
    assert guide(window).found.text().startswith("1 hit")


def test_enter_goes_on_to_the_next_page_that_has_the_words(window, press):
    press("F1", "'enter")
    pages = {guide(window)._shown}
    for _ in range(40):
        press("Enter")
        pages.add(guide(window)._shown)
    assert len(pages) > 1
    press("Esc")
    assert not guide(window).isVisible()


def test_a_project_without_guidelines_says_so(window, press, qtbot):
    window.session.run(SetScheme(with_guidelines(window.session.project.scheme_text, "")))
    said = []
    window.session.said.connect(lambda words, _: said.append(words))
    for case in window.session.project.lead.cases.all():
        from annotator.operations import RemoveCase

        window.session.run(RemoveCase(case.ids))
    press("Shift+F1")
    assert guide(window) is None
    assert "no guidelines" in said[-1]


def test_headings_without_numbers_are_sections_to_go_to():
    assert main_sections("# Names\n\nOne.\n\n# Words\n\nTwo.") == ["Names", "Words"]


def test_the_guide_lists_every_format_with_what_it_cannot_carry(window, press):
    press("F1", "'What each format carries")
    assert shown(window)[0] == "Exporting"
    assert all(" ".join(one.title.split()) in page(window) for one in FORMATS)
    assert "is read, not written" in page(window)
