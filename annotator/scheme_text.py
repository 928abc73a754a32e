"""A scheme file's text with other guidelines in it: everything else stays as it stands, comments and order included."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator

from annotator.errors import Invalid

KEY = re.compile(r"""^[ \t]*(?:guidelines|"guidelines"|'guidelines')[ \t]*=[ \t]*""", re.MULTILINE)
LITERAL = re.compile(r"'''.*?'{3,5}|'[^'\n]*'", re.DOTALL)
BASIC = re.compile(r'"""(?:\\.|[^\\])*?"{3,5}|"(?:\\.|[^"\\\n])*"', re.DOTALL)
UNPRINTABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
ESCAPES = {"\\": "\\\\", '"': '\\"'}


def with_guidelines(text: str, guidelines: str) -> str:
    """The text of a scheme file with these guidelines (Markdown) in place of its own, or added where it has none.

    Raises:
        Invalid: the guidelines hold what no TOML file can, such as half of a surrogate pair.
    """
    wanted = guidelines.replace("\r\n", "\n").replace("\r", "\n")
    meant = {**tomllib.loads(text), "guidelines": wanted}
    for candidate in _candidates(text, _quoted(wanted)):
        try:
            if tomllib.loads(candidate) == meant:
                candidate.encode("utf-8")
                return candidate
        except (tomllib.TOMLDecodeError, UnicodeEncodeError):
            continue
    raise Invalid("These guidelines cannot be kept in a scheme.", "Some character in them is no text.")


def _candidates(text: str, value: str) -> Iterator[str]:
    """The text with each of its places that look like the entry replaced, then with the entry added before all else.

    What looks like the entry may be words within another string: which one it is shows when the result is read.
    """
    for key in KEY.finditer(text):
        old = (LITERAL if text[key.end() : key.end() + 1] == "'" else BASIC).match(text, key.end())
        if old is not None:
            yield text[: key.end()] + value + text[old.end() :]
    yield f"guidelines = {value}\n{text}"


def _quoted(words: str) -> str:
    """A TOML string of several lines: as it is where that is possible, else with escapes."""
    if "'''" not in words and not words.endswith("'") and not UNPRINTABLE.search(words):
        return f"'''\n{words}'''"
    escaped = "".join(ESCAPES.get(char, char) for char in words)
    return '"""\n' + UNPRINTABLE.sub(_escape, escaped) + '"""'


def _escape(found: re.Match[str]) -> str:
    return f"\\u{ord(found[0]):04x}"
