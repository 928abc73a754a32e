"""Everything beside the text: `Inspector` and its four tabs."""

from ui.panels.inspector.panel import Inspector

__all__ = ["Inspector"]
