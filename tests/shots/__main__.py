"""`make shots`: pictures of every window and dialog, light and dark, at 100 % and 150 %, in build/shots.

    python -m tests.shots [--only annotate …] [--out build/shots]

The sample corpus always, the real articles of ../shared/seeds where they are. The pictures of the README are copied to
docs/images; they show the sample corpus only.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from tests import screen
from tests.shots.work import make_project

ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "resources" / "sample" / "articles.jsonl"
SEEDS = ROOT / ".." / "shared" / "seeds"
THEMES = ("light", "dark")
SCALES = (100, 150)
README = ("annotate", "events", "event")
"""Shots of which docs/images shows the light one, at 100 %; of the first the dark one too."""


def main() -> int:
    """Take the pictures that the arguments ask for; the exit status is 1 if one could not be taken."""
    parser = argparse.ArgumentParser(prog="python -m tests.shots", description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--only", nargs="+", default=[], metavar="NAME", help="only these shots")
    parser.add_argument("--themes", nargs="+", choices=THEMES, default=THEMES)
    parser.add_argument("--scales", nargs="+", type=int, default=SCALES, help="in per cent")
    parser.add_argument("--out", type=Path, default=ROOT / "build" / "shots", help="where the pictures go")
    arguments = parser.parse_args()
    arguments.out.mkdir(parents=True, exist_ok=True)
    corpora = {"sample": SAMPLE, **({"seeds": SEEDS.resolve()} if SEEDS.is_dir() else {})}
    failed = 0
    with tempfile.TemporaryDirectory(prefix="annotator-shots-") as folder:
        os.environ["ANNOTATOR_HOME"] = str(Path(folder) / "home")
        for name, source in corpora.items():
            project = make_project(Path(folder) / f"{name}.annodb", source)
            for theme in arguments.themes:
                for scale in arguments.scales:
                    failed += take(project, arguments, f"{name}-{theme}-{scale}", theme, scale)
    copy_for_readme(arguments.out)
    print(f"{len(list(arguments.out.glob('*.png')))} pictures in {arguments.out}")
    return 1 if failed else 0


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
    for name in README:
        for theme in THEMES if name == README[0] else THEMES[:1]:
            picture = out / f"{name}-sample-{theme}-100.png"
            if picture.exists():
                shutil.copy(picture, images / f"{name}-{theme}.png")


if __name__ == "__main__":
    sys.exit(main())
