"""Splits: what shares a passage stays together, whatever the seed, and what could not be kept is said."""

from __future__ import annotations

from tests.annotator.exchange.test_exporting import split_of


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
        assert [names.count(name) for name in ("train", "dev", "test")] == [18, 3, 9]
        assert report.warnings == (
            "The split is 60/10/30 and not 40/30/30, since articles that share passages or a story stay together.",
        )
