"""Splits: what shares a passage stays together, whatever the seed, and what could not be kept is said."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.model import Span
from annotator.operations import AddEntity
from annotator.proposals.strata import deal, without_empty
from tests.annotator.exchange.test_exporting import lines, split_of


def test_no_passage_is_on_both_sides_of_a_split(make_project, tmp_path):
    shared = "The council said that the ships may leave the port before the winter storms begin, number {}."
    texts = [f"Report {n} has its own words.\n{shared.format(n // 4)}\nMenu" for n in range(40)]
    project = make_project(*texts)
    project.twins.look()
    report = project.export(tmp_path / "out", layer="suggestions", split=(50, 25, 25))
    split = split_of(tmp_path / "out")
    groups = project.twins.article_groups(share=0.0)
    assert groups
    assert all(len({split[article] for article in group}) == 1 for group in groups)
    assert not [sentence for sentence in report.warnings if "win" in sentence]


def test_a_split_of_articles_that_nobody_compared_says_so(make_project, tmp_path):
    project = make_project("One.", "Two.")
    report = project.export(tmp_path / "out", layer="suggestions", split=(50, 50, 0))
    assert any("Twins of 2 articles were not looked for" in sentence for sentence in report.warnings)


def test_a_large_group_goes_where_there_is_room_and_shares_that_cannot_be_kept_are_said(make_project, tmp_path):
    shared = "The council said that the ships may leave the port before the winter storms begin this year."
    texts = [f"Report {n} has its own words.\n{shared if n < 18 else ''}" for n in range(30)]
    project = make_project(*texts)
    project.twins.look()
    for seed in range(3):
        report = project.export(tmp_path / f"{seed}", layer="suggestions", split=(40, 30, 30), seed=seed)
        names = list(split_of(tmp_path / f"{seed}").values())
        assert [names.count(name) for name in ("train", "dev", "test")] == [18, 6, 6]
        assert report.warnings == (
            "The split is 60/20/20 and not 40/30/30, since articles that share passages or a story stay together.",
        )


def test_every_split_has_its_share_of_a_rare_label(make_project, tmp_path):
    project = make_project(*(f"Kursk has article {number}." for number in range(40)), annotator="ann")
    for number, key in enumerate(project.article_ids()):
        project.run(AddEntity(key, Span(0, 5), "GPE" if number % 4 else "LOC"))
    for seed in range(5):
        project.export(tmp_path / f"{seed}", layer="ann", split=(50, 25, 25), seed=seed)
        labels = {
            name: Counter(record["spans"][0]["label"] for record in lines(tmp_path / f"{seed}", f"{name}.jsonl"))
            for name in ("train", "dev", "test")
        }
        assert {name: found["LOC"] for name, found in labels.items()} == pytest.approx(
            {"train": 5, "dev": 2.5, "test": 2.5}, abs=1
        )
        assert [sum(found.values()) for found in labels.values()] == [20, 10, 10]


def test_the_card_says_how_it_was_split(make_project, tmp_path):
    project = make_project(*(f"Article {number}." for number in range(10)))
    project.twins.look()
    project.export(tmp_path / "out", layer="suggestions", split=(80, 10, 10), seed=7)
    card = (tmp_path / "out" / "README.md").read_text(encoding="utf-8")
    assert "Split 80/10/10 with seed 7: 8 train, 1 dev, 1 test. Stratified by" in card


@given(
    groups=st.dictionaries(
        st.text("abcdefgh", min_size=1, max_size=3),
        st.dictionaries(st.sampled_from(["", "A", "B"]), st.integers(1, 9)).map(Counter),
        max_size=30,
    ),
    shares=st.sampled_from([(80, 10, 10), (100, 0, 0), (50, 0, 50), (34, 33, 33)]),
    seed=st.integers(0, 5),
)
def test_groups_are_dealt_once_alike_and_only_where_there_is_a_share(groups, shares, seed):
    dealt = deal(groups, shares, seed)
    assert dealt.keys() == groups.keys()
    assert all(shares[part] for part in dealt.values())
    assert deal(dict(reversed(list(groups.items()))), shares, seed) == dealt


def test_three_stories_fill_three_parts_where_all_are_needed():
    groups = {"a": Counter({"": 7}), "b": Counter({"": 3}), "c": Counter({"": 2})}
    for seed in range(5):
        filled = without_empty(deal(groups, (80, 10, 10), seed), groups, (80, 10, 10))
        assert sorted(filled.values()) == [0, 1, 2]
    alone = {"a": Counter({"": 7})}
    assert without_empty({"a": 0}, alone, (80, 10, 10)) == {"a": 0}


def test_most_groups_stay_where_they_were_when_another_comes():
    groups = {f"g{n}": Counter({"": 1, f"l{n % 3}": n % 5 + 1, f"m{n % 7}": 1}) for n in range(200)}
    before = deal(groups, (80, 10, 10), 3)
    after = deal(groups | {"new": Counter({"": 1, "l0": 2})}, (80, 10, 10), 3)
    assert sum(after[name] != part for name, part in before.items()) < 50
    assert deal(groups, (80, 10, 10), 4) != before
    test = {name for name, part in before.items() if part == 2}
    assert len({name for name in test if after[name] == 2}) > len(test) / 2


def test_formats_are_split_alike(make_project, tmp_path):
    project = make_project(*(f"Kursk has article {number}." for number in range(20)), annotator="ann")
    for number, key in enumerate(project.article_ids()):
        project.run(AddEntity(key, Span(0, 5), "GPE" if number % 4 else "LOC"))
    project.export(tmp_path / "ours", layer="ann", split=(50, 25, 25))
    project.export(tmp_path / "hub", layer="ann", split=(50, 25, 25), format="huggingface")
    for name in ("train", "dev", "test"):
        ours, hub = lines(tmp_path / "ours", f"{name}.jsonl"), lines(tmp_path / "hub" / "data", f"{name}.jsonl")
        assert [record["id"] for record in ours] == [row["id"] for row in hub]


@pytest.mark.parametrize("number", [1, 2, 3])
def test_a_handful_of_articles_can_be_split_too(make_project, tmp_path, number):
    project = make_project(*(f"Article {one}." for one in range(number)))
    for shares in ((80, 10, 10), (0, 50, 50), (0, 0, 100)):
        out = tmp_path / str(shares)
        project.export(out, layer="suggestions", split=shares)
        held = [len(lines(out, f"{name}.jsonl")) for name in ("train", "dev", "test")]
        assert sum(held) == number
        assert all(share or not count for share, count in zip(shares, held, strict=True))
