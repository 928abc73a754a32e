"""The sample corpus holds what it promises: several outlets on each story, and the difficulties of real news."""

from __future__ import annotations

import json
import re
import unicodedata
from collections import defaultdict
from datetime import date
from importlib import resources
from itertools import combinations
from urllib.parse import urlsplit

import pytest

Record = dict[str, str]
SHINGLE_WORDS = 3
TWIN_SHARE = 0.5


@pytest.fixture(scope="module")
def records() -> list[Record]:
    text = (resources.files("resources") / "sample" / "articles.jsonl").read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines()]


@pytest.fixture(scope="module")
def stories(records: list[Record]) -> dict[str, list[Record]]:
    grouped: dict[str, list[Record]] = defaultdict(list)
    for record in records:
        grouped[record["group"]].append(record)
    return grouped


def shingles(paragraph: str) -> set[tuple[str, ...]]:
    words = re.findall(r"\w+", paragraph.casefold())
    return {tuple(words[at : at + SHINGLE_WORDS]) for at in range(len(words) - SHINGLE_WORDS + 1)}


def are_twins(one: str, other: str) -> bool:
    first, second = shingles(one), shingles(other)
    return len(first) > 20 and one != other and len(first & second) >= TWIN_SHARE * len(first | second)


def paragraphs(record: Record) -> list[str]:
    return [line for line in record["text"].split("\n") if line]


def holding(records: list[Record], pattern: str) -> list[str]:
    return [record["title"] for record in records if re.search(pattern, record["text"])]


def test_there_are_at_least_twelve_different_articles(records: list[Record]) -> None:
    assert len({record["text"] for record in records}) == len(records) >= 12


def test_each_article_has_the_length_of_a_news_story(records: list[Record]) -> None:
    assert all(300 <= len(record["text"].split()) <= 900 for record in records)


def test_each_record_has_all_metadata_and_an_address_that_nobody_can_own(records: list[Record]) -> None:
    for record in records:
        assert all(record[key] for key in ("title", "source", "url", "published", "author", "language", "group"))
        assert re.search(r"(^|\.)example\.(org|com|net)$", urlsplit(record["url"]).netloc)
        assert date.fromisoformat(record["published"]).year == 2031


def test_four_stories_are_told_by_two_or_more_outlets(stories: dict[str, list[Record]]) -> None:
    told = [{record["source"] for record in story} for story in stories.values()]
    assert sum(len(sources) >= 2 for sources in told) >= 4


def test_the_articles_of_a_story_stand_together(records: list[Record], stories: dict[str, list[Record]]) -> None:
    order = [record["group"] for record in records]
    assert [group for at, group in enumerate(order) if at == 0 or order[at - 1] != group] == list(stories)


def test_outlets_share_agency_paragraphs_that_differ_in_a_few_words(stories: dict[str, list[Record]]) -> None:
    with_twins = [
        group
        for group, story in stories.items()
        for one, other in combinations(story, 2)
        if one["source"] != other["source"] and any(are_twins(a, b) for a in paragraphs(one) for b in paragraphs(other))
    ]
    assert set(with_twins) == set(stories)


def test_a_paragraph_is_repeated_within_an_article(records: list[Record]) -> None:
    repeated = [r["title"] for r in records if len(set(paragraphs(r))) < len(paragraphs(r))]
    assert len(repeated) >= 2


@pytest.mark.parametrize(
    "pattern",
    [
        pytest.param("“[^”]+”", id="curly"),
        pytest.param('"[^"]+"', id="straight"),
        pytest.param("“[^”]*‘[^’”]+’[^”]*”", id="curly in curly"),
        pytest.param('"[^"]*(?<= )\'[^\'"]+\'[^"]*"', id="straight in straight"),
        pytest.param("(^|\\s)‘[^’]{20,}’", id="single outside"),
        pytest.param("«[^»]+»", id="guillemets"),
        pytest.param("“[^”]+,” (he|she|said|says)[^“”\\n]{0,60}[.,] “", id="split by the cue"),
        pytest.param("“[^”\\n]+\\n+“", id="opened again in the next paragraph"),
        pytest.param("(?m)^“[^”\\n]+”$", id="a paragraph that nobody speaks"),
    ],
)
def test_marks_of_every_style_are_there(records: list[Record], pattern: str) -> None:
    assert holding(records, pattern)


def test_some_marks_are_left_open(records: list[Record]) -> None:
    odd = [r["title"] for r in records if any(line.count('"') % 2 for line in paragraphs(r))]
    assert len(odd) >= 2


@pytest.mark.parametrize(
    ("what", "pattern"),
    [
        ("one person spelled three ways", "Tomas Brede"),
        ("one person spelled three ways", "Thomas Brede"),
        ("one person spelled three ways", "Tomáš Brede"),
        ("two people of one surname", "Anders Maran"),
        ("two people of one surname", "Milan Brede"),
        ("a name that is also a word", "Mark Penny"),
        ("a name that is also a word", "Hope is not a method"),
        ("a line of the site", "(?m)^Home > News"),
        ("a line of the site", "(?m)^Back to the front page$"),
        ("an anonymous source", "asked not to be named"),
        ("a collective source", "Residents of|fishermen|dockers"),
        ("a title for a speaker", "the colonel said|the minister said"),
        ("a pronoun for a speaker", "” (he|she) (said|says)"),
        ("a condition", "“[^”]*\\bIf [^”]+”"),
        ("a date with its year", "11 February 2031"),
        ("a date without its year", "11 February(?! 2031)"),
    ],
)
def test_the_difficulty_is_there(records: list[Record], what: str, pattern: str) -> None:
    assert holding(records, pattern), what


def test_a_round_planned_for_one_day_is_held_on_another(stories: dict[str, list[Record]]) -> None:
    assert any("It is to be held on 22 April" in record["text"] for record in stories["river-talks"])
    assert any("signed in Port Sarne on 24 April" in record["text"] for record in stories["port-sarne-round"])


def test_one_article_holds_emoji_foreign_scripts_and_combining_marks(records: list[Record]) -> None:
    live = next(record["text"] for record in records if "\N{ZERO WIDTH JOINER}" in record["text"])
    scripts = {unicodedata.name(char).split()[0] for char in live if char.isalpha()}
    assert {"LATIN", "GEORGIAN", "ARABIC"} <= scripts
    assert any(unicodedata.combining(char) for char in live)
    assert any(ord(char) > 0xFFFF for char in live)


def test_a_headline_stands_in_the_text_only_where_the_outlet_repeats_it(records: list[Record]) -> None:
    repeating = {record["source"] for record in records if record["title"] in record["text"]}
    assert repeating == {"Osk Courier"}


def test_two_headlines_can_be_taken_for_names(records: list[Record]) -> None:
    assert any(record["title"].startswith("Penny Waits") for record in records)
    assert holding(records, "(?m)^Marsh Waits$")
