"""The shape of the code, held by machine: sizes, arrows between layers, words, docstrings."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from importlinter.cli import lint_imports

ROOT = Path(__file__).parents[2]
FILE_LINES = 400
FUNCTION_LINES = 40
LINES_OF = {"ui/main_window.py": 300}
SOURCES = sorted(path for package in ("annotator", "ui") for path in (ROOT / package).rglob("*.py"))
AVOIDED = {
    "document": "article",
    "documents": "article",
    "doc_id": "article",
    "annotation_set": "layer",
    "quotation": "statement",
    "quotations": "statement",
    "prediction": "suggestion",
    "predictions": "suggestion",
    "hyperlink": "link",
    "utterance": "statement",
    "ontology": "scheme",
    "workspace": "project",
}
"""Words that the glossary avoids as names, with the word to use."""
QT_OWN = {"document", "documents"}
"""Names of Qt's own methods, which overriding code in ui/ cannot choose."""
THIRD_PARTY_WORDS = ("annotator/preannotate/", "annotator/train/", "annotator/formats/")
"""Where other programs' words stand for their things: a spaCy document, a foreign file's predictions."""

Function = ast.FunctionDef | ast.AsyncFunctionDef


def relative(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def functions(tree: ast.AST) -> Iterator[Function]:
    return (node for node in ast.walk(tree) if isinstance(node, Function))


def test_no_file_is_longer_than_it_may_be() -> None:
    lines = {relative(path): len(path.read_text(encoding="utf-8").splitlines()) for path in SOURCES}
    assert {name: count for name, count in lines.items() if count > LINES_OF.get(name, FILE_LINES)} == {}


def test_no_function_is_longer_than_it_may_be() -> None:
    lengths = {
        f"{relative(path)}:{node.name}": (node.end_lineno or 0) - node.lineno + 1
        for path in SOURCES
        for node in functions(tree_of(path))
    }
    assert {name: length for name, length in lengths.items() if length > FUNCTION_LINES} == {}


def test_no_test_file_is_longer_than_it_may_be() -> None:
    lines = {relative(path): len(path.read_text().splitlines()) for path in (ROOT / "tests").rglob("*.py")}
    assert {name: count for name, count in lines.items() if count > FILE_LINES} == {}


def test_every_import_follows_the_arrows_of_the_design(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(ROOT)
    assert lint_imports(no_cache=True, no_logo=True) == 0, capsys.readouterr().out


def test_every_folder_of_code_is_a_package_that_import_linter_sees() -> None:
    assert {relative(path.parent) for path in SOURCES if not (path.parent / "__init__.py").exists()} == set()


def test_only_the_store_speaks_sql() -> None:
    speaking = {
        f"{relative(path)}:{node.lineno}"
        for path in SOURCES
        if not relative(path).startswith("annotator/store/")
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Attribute) and node.attr in ("execute", "executemany", "executescript")
    }
    assert speaking == set()


def test_the_core_is_imported_without_qt_and_without_spacy() -> None:
    code = "import sys, annotator.cli, annotator.project; print([m for m in ('PySide6', 'spacy') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize("path", SOURCES, ids=relative)
def test_every_module_says_what_lives_in_it(path: Path) -> None:
    tree = tree_of(path)
    assert ast.get_docstring(tree) or not tree.body


def test_every_public_function_of_the_core_says_what_it_gives() -> None:
    silent = [
        f"{relative(path)}:{node.name}"
        for path in SOURCES
        if relative(path).startswith("annotator/")
        for node in tree_of(path).body
        if isinstance(node, Function | ast.ClassDef) and not node.name.startswith("_") and not ast.get_docstring(node)
        if isinstance(node, ast.ClassDef) or len(node.body) > 2
    ]
    assert silent == []


def names(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, Function | ast.ClassDef):
            yield node.name
        elif isinstance(node, ast.arg):
            yield node.arg
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id


def test_one_thing_has_one_name() -> None:
    used = {
        (relative(path), name)
        for path in SOURCES
        if not relative(path).startswith(THIRD_PARTY_WORDS)
        for name in names(tree_of(path))
        if name.lower() in AVOIDED and not (relative(path).startswith("ui/") and name in QT_OWN)
    }
    assert {f"{where}: {name}, say {AVOIDED[name.lower()]}" for where, name in used} == set()


def test_code_points_and_utf16_never_meet_in_one_name() -> None:
    both = re.compile("offset.*position|position.*offset", re.IGNORECASE)
    converters = {"offset_from_position", "position_from_offset", "offset_of_position", "position_of_offset"}
    met = {name for path in SOURCES for name in names(tree_of(path)) if both.search(name)}
    assert met - converters == set()
