"""The names of layers: what an annotator may be called, and whom work belongs to where nobody says."""

from __future__ import annotations

import getpass

from annotator.errors import Invalid

PROJECT = "project"
"""What concerns everybody: the scheme, settings, metadata, published events and actors, and where merged ones lead."""
GOLD = "gold"
SUGGESTIONS = "suggestions"
RESERVED = (PROJECT, GOLD, SUGGESTIONS)
SETTLED_SUFFIX = f"/{GOLD}"
"""How the name of a layer ends that holds what was settled elsewhere between the annotators of an import."""


def settled_layer(layer: str) -> str:
    """Where what was settled between annotators goes when an import fills `layer`."""
    return layer + SETTLED_SUFFIX


def is_adjudicated(layer: str) -> bool:
    """Whether a layer holds what was settled elsewhere. It is no annotator's, and so counts in no agreement, review,
    merge rule or gold; but it can be exported and trained on."""
    return layer.endswith(SETTLED_SUFFIX)


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
    if not name or name in RESERVED or is_adjudicated(name) or not name.isprintable():
        raise Invalid(
            f"An annotator cannot be called {name!r}.", f"Reserved: {', '.join(RESERVED)}, …{SETTLED_SUFFIX}."
        )
    return name
