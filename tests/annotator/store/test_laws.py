"""The laws of the store, on histories that hypothesis makes up: merging, rebuilding, undo and redo."""

from __future__ import annotations

import itertools
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings

from annotator.operations import Assign
from annotator.project import Project
from annotator.review.handing_out import AssignmentRow
from tests.annotator.store.histories import Copies, Step, amounts, amounts_of, do, histories, shown

EXAMPLES = int(os.environ.get("EXAMPLES", "10"))
"""EXAMPLES=100 looks longer for what breaks a law, and for the shortest history that does."""
SLOW = settings(
    deadline=None,
    max_examples=EXAMPLES,
    phases=[phase for phase in Phase if EXAMPLES > 10 or phase != Phase.shrink],
    suppress_health_check=[HealthCheck.too_slow],
)


@contextmanager
def copies(count: int, steps: list[Step]) -> Iterator[Copies]:
    """Copies of one project in which these steps were taken."""
    with tempfile.TemporaryDirectory() as folder:
        made = Copies(Path(folder), count)
        made.run(steps)
        yield made


@SLOW
@given(histories(3, 14))
def test_files_merge_to_the_same_in_every_order(steps):
    with copies(3, steps) as made:
        found = [amounts_of(made.merged(*order)) for order in itertools.permutations(made.paths)]
        assert all(one == found[0] for one in found)


@SLOW
@given(histories(3, 14))
def test_merging_files_that_were_merged_before_makes_no_difference(steps):
    with copies(3, steps) as made:
        a, b, c = made.paths
        assert amounts_of(made.merged(a, made.merged(b, c))) == amounts_of(made.merged(made.merged(a, b), c))
        assert amounts_of(made.merged(a, b, c)) == amounts_of(made.merged(a, b, c, at_once=True))


@SLOW
@given(histories(2, 14))
def test_merging_a_file_again_brings_nothing(steps):
    with copies(2, steps) as made:
        once = made.merged(*made.paths)
        assert amounts_of(made.merged(once, *made.paths, once)) == amounts_of(once)


@SLOW
@given(histories(4, 16))
def test_rebuilding_finds_every_row_as_it_is(steps):
    with copies(4, steps) as made:
        for number in range(4):
            with made.open(number) as project:
                before = amounts(project)
                assert project.check() == []
                assert project.rebuild() == []
                assert amounts(project) == before


@SLOW
@given(histories(1, 14))
def test_undo_takes_back_each_act_exactly_and_redo_brings_it_back(steps):
    with copies(1, []) as made, made.open(0) as project:
        past = [shown(project)]
        for step in steps:
            if step.act not in ("undo", "redo", "exchange"):
                done = project.status()["decisions"]
                do(project, step)
                if project.status()["decisions"] > done:
                    past.append(shown(project))
        for before in reversed(past[:-1]):
            assert project.undo()
            assert shown(project) == before
        assert not project.undo()
        for after in past[1:]:
            assert project.redo()
            assert shown(project) == after
        assert not project.redo()


@SLOW
@given(histories(2, 14))
def test_when_both_laptops_have_undone_all_everything_is_as_it_was(steps):
    with copies(2, []) as made:
        with made.open(0) as project:
            start = shown(project)
        made.run(steps)
        for number in range(2):
            with made.open(number) as project:
                project.merge([made.paths[1 - number]])
                while project.undo():
                    pass
                left = shown(project)
                assert project.check() == []
        assert left == start


@SLOW
@given(histories(4, 14))
def test_a_handout_shows_its_annotators_work_as_it_is_at_home_and_brings_nothing_back(steps):
    with copies(4, steps) as made, Project.open(made.merged(*made.paths), annotator="lead") as home:
        home.run(Assign(tuple(AssignmentRow(article, "ann") for article in home.article_ids())))
        before = amounts(home)
        out = home.hand_out("ann", made.folder / "handout.annodb").path
        with Project.open(out) as ann:
            assert ann.check() == []
            assert _own(ann) == _own(home)
            assert not ann.merge([home.path]).counts.new_articles
            assert _own(ann) == _own(home)
        report = home.merge([out])
        assert (report.counts.new, report.counts.held_back, report.counts.refused) == (0, 0, 0)
        assert amounts(home) == before


def _own(project: Project) -> dict[str, set[tuple[Any, ...]]]:
    """What the journal amounts to in the layers of ann and of the project, who made which batch apart."""
    found = {name: rows for name, rows in shown(project).items() if name not in ("digest", "article_meta")}
    return {name: {row for row in rows if row[0] in ("ann", "project")} for name, rows in found.items()}
