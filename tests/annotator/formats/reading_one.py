"""Reads files as a folder's are read and tells what came of them, for the tests of the formats of articles."""

from pathlib import Path

from annotator.formats.reading import read_paths
from annotator.formats.records import ArticleRecord, BadRecord


def read(*paths: Path, format_name: str = "auto") -> tuple[list[ArticleRecord], list[BadRecord]]:
    """The articles of files, and what was said of them."""
    records = list(read_paths(paths, format_name=format_name))
    articles = [record for record in records if isinstance(record, ArticleRecord)]
    return articles, [record for record in records if isinstance(record, BadRecord)]


def write(path: Path, content: str | bytes) -> Path:
    """A file with this content."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path
