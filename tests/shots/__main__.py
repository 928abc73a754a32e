"""`make shots`: pictures of every window and dialog, light and dark, at 100 % and 150 %, in build/shots.

    python -m tests.shots [--only annotate …] [--out build/shots]

The sample corpus always, with one annotator, with a team and as a handout; the real articles of ../shared/seeds where
they are. The pictures of the README are copied to docs/images; they show the sample corpus only.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from tests import screen
from tests.shots.team import make_handout, make_team
from tests.shots.work import make_project

ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "resources" / "sample" / "articles.jsonl"
SEEDS = ROOT / ".." / "shared" / "seeds"
THEMES = ("light", "dark")
SCALES = (100, 150)
PROJECTS = ("sample", "seeds", "team", "handout")
README = {
    "annotate": ("annotate", "sample", THEMES),
    "review": ("review", "team", THEMES),
    "progress": ("progress-agreement", "team", THEMES),
    "events": ("events", "sample", THEMES[:1]),
    "event": ("event", "sample", THEMES[:1]),
}
"""What docs/images shows, at 100 %: the shot, the project, the themes."""


def main() -> int:
    """Take the pictures that the arguments ask for; the exit status is 1 if one could not be taken."""
    parser = argparse.ArgumentParser(prog="python -m tests.shots", description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--only", nargs="+", default=[], metavar="NAME", help="only these shots")
    parser.add_argument("--projects", nargs="+", choices=PROJECTS, default=PROJECTS)
    parser.add_argument("--themes", nargs="+", choices=THEMES, default=THEMES)
    parser.add_argument("--scales", nargs="+", type=int, default=SCALES, help="in per cent")
    parser.add_argument("--out", type=Path, default=ROOT / "build" / "shots", help="where the pictures go")
    arguments = parser.parse_args()
    arguments.out.mkdir(parents=True, exist_ok=True)
    failed = 0
    with tempfile.TemporaryDirectory(prefix="annotator-shots-") as folder:
        os.environ["ANNOTATOR_HOME"] = str(Path(folder) / "home")
        for project in projects(Path(folder), arguments.projects):
            for theme in arguments.themes:
                for scale in arguments.scales:
                    failed += take(project, arguments, f"{project.stem}-{theme}-{scale}", theme, scale)
    copy_for_readme(arguments.out)
    print(f"{len(list(arguments.out.glob('*.png')))} pictures in {arguments.out}")
    return 1 if failed else 0


def projects(folder: Path, wanted: Sequence[str]) -> Iterator[Path]:
    """The projects that are photographed, each made when it is its turn."""
    if "sample" in wanted:
        yield make_project(folder / "sample.annodb", SAMPLE)
    if "seeds" in wanted and SEEDS.is_dir():
        yield make_project(folder / "seeds.annodb", SEEDS.resolve())
    if "team" in wanted or "handout" in wanted:
        team = make_team(folder / "team.annodb")
        if "team" in wanted:
            yield team
        if "handout" in wanted:
            yield make_handout(folder / "handout.annodb", team)


def take(project: Path, arguments: argparse.Namespace, suffix: str, theme: str, scale: int) -> int:
    """All shots of one project in one theme and scale, in a process of its own: Qt takes the scale at its start."""
    command = [
        sys.executable,
        "-m",
        "tests.shots.take",
        str(project),
        theme,
        str(arguments.out),
        suffix,
        *arguments.only,
    ]
    return subprocess.run(
        command, cwd=ROOT, env=screen.environment(project.parent, scale / 100), check=False
    ).returncode


def copy_for_readme(out: Path) -> None:
    """Put the few pictures that documents show where they look for them."""
    images = ROOT / "docs" / "images"
    images.mkdir(parents=True, exist_ok=True)
    for name, (shot, project, themes) in README.items():
        for theme in themes:
            picture = out / f"{shot}-{project}-{theme}-100.png"
            if picture.exists():
                shutil.copy(picture, images / f"{name}-{theme}.png")


if __name__ == "__main__":
    sys.exit(main())
