"""The names of layers: what an annotator may be called, and whom work belongs to where nobody says."""

from __future__ import annotations

import getpass

from annotator.errors import Invalid

PROJECT = "project"
"""What concerns everybody: the scheme, settings, metadata, published events and actors, and where merged ones lead."""
GOLD = "gold"
SUGGESTIONS = "suggestions"
RESERVED = (PROJECT, GOLD, SUGGESTIONS)


def annotator_name(name: str | None) -> str:
    """A layer name from what was asked for, else from the system's user.

    Raises:
        Invalid: the name is reserved or empty, or holds what cannot be printed.
    """
    if name is None:
        try:
            name = getpass.getuser()
        except (KeyError, OSError):
            name = "annotator"
        return name if name not in RESERVED else f"{name}-1"
    name = name.strip()
    if not name or name in RESERVED or not name.isprintable():
        raise Invalid(f"An annotator cannot be called {name!r}.", f"Reserved: {', '.join(RESERVED)}.")
    return name
