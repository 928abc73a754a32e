"""Other guidelines in a scheme's text."""

from __future__ import annotations

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.errors import Invalid
from annotator.scheme import parse_scheme, read_scheme
from annotator.scheme_text import with_guidelines

_, NEWS = read_scheme()


@given(st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\r")))
def test_whatever_is_written_is_read_back_and_nothing_else_changes(words):
    before, after = tomllib.loads(NEWS), tomllib.loads(with_guidelines(NEWS, words))
    assert after.pop("guidelines") == words
    assert before.pop("guidelines") != words
    assert after == before


def test_comments_and_order_stay_as_they_stand():
    made = with_guidelines(NEWS, "## 1 Names\n")
    old = parse_scheme(NEWS, "news").guidelines
    assert made == NEWS.replace(old, "## 1 Names\n")


def test_guidelines_are_added_where_a_scheme_has_none():
    made = with_guidelines('# mine\nname = "x"\n[[label]]\nname = "A"\n', "New.")
    assert tomllib.loads(made) == {"name": "x", "label": [{"name": "A"}], "guidelines": "New."}
    assert "# mine" in made


def test_an_entry_of_another_table_or_within_a_string_is_left_alone():
    text = "name = '''\nguidelines = \"no\"\n'''\nguidelines = \"old\" # why\n[x]\nguidelines = 'other'\n"
    made = with_guidelines(text, "new")
    assert tomllib.loads(made) == {**tomllib.loads(text), "guidelines": "new"}
    assert "# why" in made


def test_what_is_no_text_is_refused():
    with pytest.raises(Invalid):
        with_guidelines(NEWS, "half \ud800")
