"""A team for the sample project: three made-up annotators who decide most of some articles alike and some of it not.

What they decide is drawn with a seed of their own, so that every demo shows the same disagreements.
"""

from __future__ import annotations

import random
from pathlib import Path

from annotator.operations import AcceptUnits, Operation, RejectUnits, SetLabel, Submit
from annotator.project import Project
from annotator.units import Unit

TEAM = ("ann", "ben", "eve")
ARTICLES = 6
"""How many articles they have all submitted."""
ACCEPTED, REJECTED = 0.86, 0.93
"""Below the first a suggestion is accepted, below the second rejected, above it an entity gets another label."""


def add_team(path: Path) -> None:
    """Let each of the team decide and submit the first articles of the project at `path`.

    Raises:
        UserError: the file cannot be written.
    """
    for name in TEAM:
        chance = random.Random(name)  # noqa: S311 - a play, not a secret
        with Project.open(path, annotator=name) as project:
            for row in project.articles()[:ARTICLES]:
                for unit in project.work(row.id).undecided():
                    project.run(_decision(row.id, unit, chance, project))
                project.run(Submit(row.id, ("entities", "statements"), reject_rest=True))


def _decision(article: str, unit: Unit, chance: random.Random, project: Project) -> Operation:
    drawn = chance.random()
    if drawn < ACCEPTED or (drawn >= REJECTED and unit.kind == "statement"):
        return AcceptUnits(article, (unit.id,))
    if drawn < REJECTED:
        return RejectUnits(article, (unit.id,))
    return SetLabel(article, unit.id, chance.choice(project.scheme.labels[:5]).name)
