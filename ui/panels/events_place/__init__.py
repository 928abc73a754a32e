"""The Events place: everything that is known across articles, events and actors, to be found, mended and merged."""

from ui.panels.events_place.place import EventsPlace

__all__ = ["EventsPlace"]
