"""Writes constraints.txt: exact versions, with the hashes of their files for every platform, of what the project needs.

The first part is what running needs, the model included; after `# To develop` comes what the extra `dev` adds. Versions
that still fit pyproject.toml stay; `--upgrade` takes the newest. Why it is so: docs/adr/0002-pinned-with-hashes.md.
"""

from __future__ import annotations

import re
import subprocess
import sys
import sysconfig
import tempfile
from pathlib import Path

ROOT = Path(__file__).parent.parent
LOCK = ROOT / "constraints.txt"
UV = Path(sysconfig.get_path("scripts")) / "uv"
OPTIONS = ("--universal", "--python-version", "3.11", "--generate-hashes", "--no-header", "--no-annotate", "--quiet")
TO_RUN = "# To run, the model included. Written by `make lock`."
TO_DEVELOP = "# To develop: what the extra `dev` adds."
ENTRY = re.compile(r"^(?=[A-Za-z0-9])", re.MULTILINE)


def resolve(*extras: str, pins: str) -> list[str]:
    """The pinned entries, each with its hashes, of the project with these extras; `pins` are versions to keep."""
    with tempfile.TemporaryDirectory() as folder:
        wanted, kept, out = (Path(folder) / name for name in ("wanted.in", "kept.txt", "out.txt"))
        build = "hatchling"  # builds the project itself, which is installed without a build environment of its own
        wanted.write_text(build + "\n")
        kept.write_text(pins)
        command = [UV, "pip", "compile", *OPTIONS, "-c", kept, "-o", out, *(f"--extra={extra}" for extra in extras)]
        subprocess.run([*command, "pyproject.toml", wanted], cwd=ROOT, check=True)
        return [entry for entry in ENTRY.split(out.read_text()) if entry.strip() and not entry.startswith("#")]


def without_hashes(entries: str) -> str:
    """`name==version ; marker` of each entry, a line each."""
    lines = (line.split("\\")[0].rstrip() for line in entries.splitlines())
    return "\n".join(line for line in lines if line and not line.startswith((" ", "#"))) + "\n"


def main() -> int:
    old = LOCK.read_text() if LOCK.exists() and "--upgrade" not in sys.argv else ""
    every = resolve("model", "dev", pins=without_hashes(old) if old else "")
    running = resolve("model", pins=without_hashes("".join(every)))
    developing = [entry for entry in every if entry not in running]
    LOCK.write_text("\n".join([TO_RUN, "".join(running), TO_DEVELOP, "".join(developing)]))
    print(f"{LOCK.name}: {len(running)} packages to run, {len(developing)} more to develop")
    return 0


if __name__ == "__main__":
    sys.exit(main())
