"""Guidelines as sections."""

from __future__ import annotations

from importlib import resources

from hypothesis import given
from hypothesis import strategies as st

from annotator.review.guidelines import changed_sections, cites, find_section, guidelines_version, sections, woven
from annotator.scheme import parse_scheme

OLD = """# Rules

Read them.

## 1 Names

**1.1 What counts.** Every name.

**1.2 Edges.** The article stays outside.

- a list

## Appendix

Old words.
"""


def test_headings_and_numbered_paragraphs_are_sections():
    found = [(section.number, section.title, section.text) for section in sections(OLD)]
    assert found == [
        ("", "Rules", "Read them."),
        ("1", "Names", ""),
        ("1.1", "What counts", "Every name."),
        ("1.2", "Edges", "The article stays outside.\n\n- a list"),
        ("", "Appendix", "Old words."),
    ]


def test_a_numbered_paragraph_without_a_title_goes_by_its_first_words():
    (section,) = sections("**2.1** An actor is one person, whatever it is called in a text.")
    assert (section.number, section.title) == ("2.1", "An actor is one person, whatever it is …")


def test_what_is_code_is_no_heading():
    assert [section.title for section in sections("# One\n```\n# not one\n```\n# Two")] == ["One", "Two"]


def test_the_program_s_own_guidelines_have_their_sections():
    scheme = (resources.files("resources") / "schemes" / "news.toml").read_text(encoding="utf-8")
    text = parse_scheme(scheme, "of the program").guidelines
    assert find_section(text, "1.2").title == "Boundaries"
    assert find_section(text, "9.9") is None


def test_changed_added_and_removed_sections_are_told_apart():
    new = OLD.replace("stays outside", "stays inside").replace(
        "## Appendix\n\nOld words.", "**1.3 Dates.** All of them."
    )
    found = [(one.section.key, one.change) for one in changed_sections(OLD, new)]
    assert found == [("1.2", "changed"), ("1.3", "added"), ("Appendix", "removed")]


def test_another_title_is_a_change_and_other_white_space_is_none():
    assert [one.change for one in changed_sections(OLD, OLD.replace("Edges", "Ends"))] == ["changed"]
    assert not changed_sections(OLD, OLD.replace("\n\n", "\n\n\n") + "  \n")


@given(st.text(max_size=300))
def test_a_text_does_not_differ_from_itself(text):
    assert not changed_sections(text, text)


def test_remarks_stand_after_their_sections_and_those_without_one_at_the_end():
    text = woven(OLD, {"1.1": ["Also *Hope*."], "Appendix": ["Older."], "7": ["Gone."]})
    lines = [line for line in text.splitlines() if line]
    assert lines[lines.index("> Also *Hope*.") + 1].startswith("**1.2 Edges.**")
    assert lines[-2:] == ["> Older.", "> Gone."]
    assert [section.key for section in sections(text)] == [section.key for section in sections(OLD)]
    assert woven(OLD, {}).splitlines() == OLD.splitlines()


def test_the_version_follows_the_words():
    assert guidelines_version(OLD) == guidelines_version(OLD + "\n")
    assert guidelines_version(OLD) != guidelines_version(OLD + "more")
    assert guidelines_version("  ") == ""


def test_a_section_is_cited_with_those_within_it():
    assert cites("1.2", ["1"])
    assert cites("1.2", ["1.2"])
    assert not cites("1.2", ["1.20", "2"])
    assert not cites("12", ["1"])
