"""Which lines of a text are headers. A header is no sentence, and its capitals say nothing."""

from __future__ import annotations

import re

from annotator.model import Span
from annotator.preannotate.statements.marks import paragraphs

HEADER_WORDS = 22
LOWER_SHARE = 0.45
LONG_WORD = 3
SURE_WORDS = 5
TITLE_WORD = re.compile(r"[^\W\d_][\w’'-]*")


def header_lines(text: str) -> list[Span]:
    """The lines that are headers: short, without a full stop, most of their words capitalised; never the whole text."""
    parts = paragraphs(text)
    found = [part for part in parts if _is_header(text[part.start : part.end])]
    return found if len(found) < len(parts) else []


def _is_header(line: str) -> bool:
    bare = line.strip(" *#_\t")
    words = TITLE_WORD.findall(bare)
    long_words = [word for word in words if len(word) > LONG_WORD]
    if not 2 <= len(words) <= HEADER_WORDS:
        return False
    if bare.endswith((".", "!", ",", ";", "”", '"')):
        return (
            bare.endswith(".") and len(long_words) >= SURE_WORDS and not any(word[0].islower() for word in long_words)
        )
    lower = sum(word[0].islower() for word in long_words)
    return (bool(long_words) and lower <= LOWER_SHARE * len(long_words) and len(long_words) > 1) or bare.isupper()
