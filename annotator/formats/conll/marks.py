"""Lines of CoNLL files at which an article begins: -DOCSTART-, `# newdoc`, `# doc_id = …`, `#begin document`. Pure."""

from __future__ import annotations

import re

_DOCSTART = re.compile(r"-DOCSTART-(?=\s|$)(?:\s*\((?P<name>[^)]*)\))?")
_COMMENT_START = re.compile(
    r"#\s*(?:[\w.]+:)?(?:newdoc|doc_?id|document(?:_id)?)\b(?:\s+id)?\s*(?:[=:]\s*(?P<name>.*))?", re.IGNORECASE
)
_BEGIN = re.compile(r"#begin document\s*(?P<name>.*)")


def mark_of(line: str) -> str | None:
    """The name of the article that begins at a line, "" where it has none; None if none begins."""
    if not line.startswith(("-DOCSTART-", "#")):
        return None
    match = _DOCSTART.match(line) or _BEGIN.match(line) or _COMMENT_START.fullmatch(line.strip())
    return (match["name"] or "").strip() if match else None


def is_mark(line: str) -> bool:
    return mark_of(line) is not None
