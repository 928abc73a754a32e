"""The laws of merging and undo hold for what leads decide on the inventories of all layers, in whatever order."""

from __future__ import annotations

import itertools
import os
import tempfile
from collections.abc import Callable
from pathlib import Path

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from annotator import operations as op
from annotator.errors import UserError
from annotator.ids import derived_id
from annotator.model import Event
from annotator.operations.base import Operation
from annotator.project import Project
from annotator.review.inventories.model import Owned
from tests.annotator.store.histories import ANNOTATORS, RELATED, Copies, amounts_of, shown

EXAMPLES = int(os.environ.get("EXAMPLES", "10"))
SLOW = settings(
    deadline=None,
    max_examples=EXAMPLES,
    phases=[phase for phase in Phase if EXAMPLES > 10 or phase != Phase.shrink],
    suppress_health_check=[HealthCheck.too_slow],
)
Choices = tuple[int, int, int, int]
OWNED = [Owned(layer, event) for layer in sorted(set(ANNOTATORS[1:])) for event in RELATED[:2]]
"""What the template's annotators have: the same two ids in three layers, so that edges cross each other."""
NEW = [derived_id("test", "split", str(number)) for number in range(3)]


def _owned(choice: int) -> Owned:
    return OWNED[choice % len(OWNED)]


ACTS: dict[str, Callable[[Choices], Operation]] = {
    "publish": lambda c: op.Publish("event", (_owned(c[0]),)),
    "align": lambda c: op.Align("event", _owned(c[0]), _owned(c[1])),
    "part": lambda c: op.PartOf(_owned(c[0]), _owned(c[1])),
    "apart": lambda c: op.KeepApart("event", _owned(c[0]).id, _owned(c[1]).id),
    "unalign": lambda c: op.Unalign("event", (_owned(c[0]).id,)),
    "split": lambda c: op.Split(Event(NEW[c[2] % 3], f"Split {c[3]}"), _owned(c[0]).id, (_owned(c[1]).id,)),
    "merge": lambda c: op.MergeEvents((_owned(c[0]).id,), _owned(c[1]).id),
    "edit": lambda c: op.EditEvent(Event(_owned(c[0]).id, f"Edited {c[3]}")),
}
_STEPS = st.lists(
    st.tuples(
        st.integers(0, 3),
        st.sampled_from([*ACTS, "align", "publish", "undo", "redo", "exchange"]),
        st.tuples(*[st.integers(0, 5)] * 4),
    ),
    min_size=6,
    max_size=14,
)


def take(made: Copies, steps: list[tuple[int, str, Choices]]) -> None:
    """Do what the steps say, as far as it can be done."""
    for copy, act, choices in steps:
        with made.open(copy) as project:
            if act == "exchange":
                project.merge([made.paths[choices[0] % len(made.paths)]])
            else:
                _do(project, act, choices)


def _do(project: Project, act: str, choices: Choices) -> None:
    try:
        if act in ("undo", "redo"):
            getattr(project, act)()
        else:
            project.run(ACTS[act](choices))
    except UserError:
        pass


@SLOW
@given(_STEPS)
def test_files_with_alignments_merge_to_the_same_in_every_order(steps):
    with tempfile.TemporaryDirectory() as folder:
        made = Copies(Path(folder), 4)
        take(made, steps)
        orders = itertools.islice(itertools.permutations(made.paths), 0, 24, 7)
        found = [amounts_of(made.merged(*order)) for order in orders]
        assert all(one == found[0] for one in found)


@SLOW
@given(_STEPS)
def test_undoing_what_was_done_last_gives_back_what_was_there(steps):
    with tempfile.TemporaryDirectory() as folder:
        made = Copies(Path(folder), 4)
        take(made, steps)
        with made.open(3) as project:
            for act, choices in (("align", (0, 3, 0, 0)), ("split", (3, 1, 2, 5)), ("publish", (4, 0, 0, 0))):
                before = shown(project)
                decisions = project.status()["decisions"]
                _do(project, act, choices)
                if project.status()["decisions"] > decisions:
                    project.undo()
                assert shown(project) == before


@SLOW
@given(_STEPS)
def test_no_two_events_lead_to_each_other_in_any_layer(steps):
    with tempfile.TemporaryDirectory() as folder:
        made = Copies(Path(folder), 4)
        take(made, [(3, act, choices) for _, act, choices in steps if act != "exchange"])
        with made.open(3) as project:
            inventories = project.lead.inventories
            groups = inventories.rows("event")
            assert {one for group in groups for one in group.ids} >= {owned.id for owned in OWNED}
            assert not [said for said in project.check() if "circle" in said]
