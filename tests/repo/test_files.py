"""What is tracked: nothing of one machine, nothing unfinished, every command and format documented."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TEXT = {".py", ".md", ".toml", ".yaml", ".yml", ".cfg", ".txt", ".json", ".qss", ".svg", ".sh", ".desktop", ".xml", ""}
MACHINE = re.compile(
    r"(?<![\w.])/(?:home|root|Users|work|farm|opt)/\w"
    r"|python"
    r"hosted\.|py"
    r"pi\.org|npm"
    r"js\.|deb\.deb"
    r"ian"
)
UNFINISHED = re.compile(r"\b(TO" + r"DO|FIX" + r"ME|XX" + r"X)\b|NotImplemented" + r"Error|not " + r"yet supported")
DOCUMENTS = (ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md")))
LARGE_BYTES = 600 * 1024


@pytest.fixture(scope="module")
def tracked() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False)
    if listed.returncode:
        pytest.skip("this is no checkout")
    return [path for name in listed.stdout.decode().split("\0") if name and (path := ROOT / name).is_file()]


def hits(paths: list[Path], pattern: re.Pattern[str]) -> list[str]:
    return [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()[:100]}"
        for path in paths
        if path.suffix in TEXT
        for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), 1)
        if pattern.search(line)
    ]


def test_no_file_names_a_place_of_one_machine_or_a_host_of_an_index(tracked: list[Path]) -> None:
    assert hits(tracked, MACHINE) == []


def test_nothing_is_unfinished_by_its_own_word(tracked: list[Path]) -> None:
    code = [path for path in tracked if path.suffix == ".py"]
    assert hits(code, UNFINISHED) == []


def test_no_file_is_large(tracked: list[Path]) -> None:
    assert [path.name for path in tracked if path.stat().st_size > LARGE_BYTES] == []


def test_the_constraints_pin_every_package_with_hashes() -> None:
    entries = re.split(r"\n(?=[A-Za-z0-9])", (ROOT / "constraints.txt").read_text())
    packages = [entry for entry in entries if "==" in entry and not entry.startswith("#")]
    assert packages
    assert all(re.match(r"[\w.-]+==[\w.]+", entry) and "--hash=sha256:" in entry for entry in packages)
    assert not [entry for entry in packages if "://" in entry or "--index" in entry]


def documents() -> str:
    return "\n".join(path.read_text(encoding="utf-8") for path in DOCUMENTS)


def commands() -> list[str]:
    """The commands that `annotator --help` lists."""
    shown = subprocess.run(
        [sys.executable, "-m", "annotator", "--help"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    return re.findall(r"^ {4}([a-z]+)(?:\s|$)", shown, re.MULTILINE)


def test_every_command_is_documented() -> None:
    listed, said = commands(), documents()
    assert {"new", "import", "preannotate", "export", "merge", "check"} <= set(listed)
    assert [name for name in listed if not re.search(rf"annotator {name}\b", said)] == []


def test_every_target_of_make_is_in_its_help() -> None:
    makefile = (ROOT / "Makefile").read_text()
    phony = re.search(r"^\.PHONY: (.*)$", makefile, re.MULTILINE)
    assert phony
    assert [name for name in phony[1].split() if name != "help" and f"make {name} " not in makefile] == []


def test_every_picture_and_file_that_a_document_names_is_there() -> None:
    missing = [
        f"{path.relative_to(ROOT)}: {target}"
        for path in DOCUMENTS
        for target in re.findall(r"(?:\]\(|src=\"|srcset=\")([^)#:\"]+)", path.read_text(encoding="utf-8"))
        if not (path.parent / target).exists()
    ]
    assert missing == []
