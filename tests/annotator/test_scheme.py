"""Label schemes: what the default one holds, and what is said about one that cannot be used."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

import pytest

from annotator.errors import UserError
from annotator.model import StatementType
from annotator.scheme import parse_scheme, read_scheme

ONTONOTES = {
    "PERSON", "NORP", "FAC", "ORG", "GPE", "LOC", "PRODUCT", "EVENT", "WORK_OF_ART", "LAW", "LANGUAGE", "DATE", "TIME",
    "PERCENT", "MONEY", "QUANTITY", "ORDINAL", "CARDINAL",
}  # fmt: skip

SMALL = """
name = "Small"
[[family]]
name = "all"
title = "All"
light = { fill = "#FFFFFF", mark = "#000000" }
dark = { fill = "#000000", mark = "#FFFFFF" }
[[label]]
name = "PERSON"
title = "Person"
family = "all"
key = "1"
[[statement_type]]
name = "direct"
title = "direct"
[[relation]]
name = "reports"
title = "reports"
[[event_type]]
name = "meeting"
title = "Meeting"
"""


def test_the_default_scheme_has_every_label_of_the_english_model() -> None:
    scheme, _ = read_scheme()
    assert {label.name for label in scheme.labels} == ONTONOTES


def test_the_default_scheme_has_the_relations_and_types_in_the_order_of_the_model() -> None:
    scheme, _ = read_scheme()
    assert [relation.name for relation in scheme.relations] == [
        "denies", "rejects", "demands", "commits", "blames", "evaluates", "predicts", "reports", "mentions",
    ]  # fmt: skip
    assert tuple(kind.name for kind in scheme.statement_types) == get_args(StatementType)


def test_nine_labels_and_all_relations_have_a_digit() -> None:
    scheme, _ = read_scheme()
    assert sorted(label.key for label in scheme.labels if label.key) == list("123456789")
    assert [relation.key for relation in scheme.relations] == list("123456789")


def test_everything_in_the_default_scheme_is_explained() -> None:
    scheme, _ = read_scheme()
    entries = [*scheme.labels, *scheme.statement_types, *scheme.relations, *scheme.event_types]
    assert all(entry.title and entry.description for entry in entries)
    assert scheme.guidelines.startswith("# ")


def test_plain_numbers_are_hidden_until_somebody_asks() -> None:
    scheme, _ = read_scheme()
    assert [label.name for label in scheme.labels if scheme.hides(label.name, 1.0)] == ["CARDINAL", "ORDINAL"]


def test_a_scheme_of_ones_own_is_read_from_its_file(tmp_path: Path) -> None:
    path = tmp_path / "small.toml"
    path.write_text(SMALL, encoding="utf-8")
    scheme, text = read_scheme(path)
    assert (scheme.name, text) == ("Small", SMALL)


@pytest.mark.parametrize(
    ("found", "put", "word"),
    [
        ('family = "all"', 'family = "none"', "'none'"),
        ('name = "PERSON"', 'nam = "PERSON"', "name"),
        ('[[event_type]]\nname = "meeting"\ntitle = "Meeting"\n', "", "event_type"),
        ('key = "1"', 'key = "1', "line"),
    ],
)
def test_a_scheme_that_cannot_be_used_is_refused_with_the_reason(found: str, put: str, word: str) -> None:
    with pytest.raises(UserError, match=word):
        parse_scheme(SMALL.replace(found, put), "small.toml")


def test_a_key_given_twice_is_refused() -> None:
    again = SMALL + '[[label]]\nname = "ORG"\ntitle = "Organisation"\nfamily = "all"\nkey = "1"\n'
    with pytest.raises(UserError, match="'1' twice"):
        parse_scheme(again, "small.toml")


def test_a_scheme_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"gone\.toml"):
        read_scheme(tmp_path / "gone.toml")
