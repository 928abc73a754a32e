"""The Progress place: who is how far, how well they agree, what became of suggestions, what blocks the release.

`sections` are pure: figures in, a `Page` of tables and charts out. `page_view` shows one, `place` puts them together.
"""

from ui.panels.progress_place.place import ProgressPlace

__all__ = ["ProgressPlace"]
