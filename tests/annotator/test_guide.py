"""The offline guide: every chapter is listed, begins with its title, and is plain Markdown."""

from __future__ import annotations

import re
import tomllib
from importlib import resources

FOLDER = resources.files("resources") / "guide"


def chapters() -> dict[str, str]:
    index = tomllib.loads((FOLDER / "index.toml").read_text(encoding="utf-8"))
    return {chapter["file"]: chapter["title"] for chapter in index["chapter"]}


def text_of(file: str) -> str:
    return (FOLDER / file).read_text(encoding="utf-8")


def test_the_index_lists_every_chapter_once() -> None:
    files = sorted(entry.name for entry in FOLDER.iterdir() if entry.name.endswith(".md"))
    assert sorted(chapters()) == files


def test_each_chapter_begins_with_the_title_that_the_index_gives() -> None:
    assert {file: text_of(file).split("\n")[0] for file in chapters()} == {
        file: f"# {title}" for file, title in chapters().items()
    }


def test_the_guide_needs_no_network() -> None:
    assert not any(re.search(r"https?://|!\[", text_of(file)) for file in chapters())


def test_the_guide_says_the_relations_in_the_order_of_the_scheme() -> None:
    from annotator.scheme import read_scheme

    said = re.findall(r"(?m)^\| (\d) \| (\w+) \|", text_of("events.md"))
    assert said == [(relation.key, relation.name) for relation in read_scheme()[0].relations]
