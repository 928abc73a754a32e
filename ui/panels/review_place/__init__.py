"""The Review place: where annotators differ, what a lead makes of it."""

from ui.panels.review_place.place import ReviewPlace

__all__ = ["ReviewPlace"]
