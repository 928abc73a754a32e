"""`SECTIONS`: the sections of the Progress place, in order. To add one: its module and a line here."""

from __future__ import annotations

from ui.panels.progress_place.page import Section
from ui.panels.progress_place.sections import agreement, articles, labels, models, pairs, release, suggestions, time

SECTIONS: tuple[Section, ...] = (
    Section("articles", "Articles", articles.page),
    Section("agreement", "Agreement", agreement.page, needs="report"),
    Section("labels", "Labels", labels.page, needs="report"),
    Section("suggestions", "Suggestions", suggestions.page),
    Section("pairs", "Pairs", pairs.page, needs="report"),
    Section("time", "Time", time.page),
    Section("models", "Models", models.page, needs="trainings"),
    Section("release", "Release", release.page, needs="blocks"),
)
