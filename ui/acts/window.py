"""Acts of the window: undo, finding, places, text size, theme, help, and what the project menu offers.

A dialog is imported when it is first opened, so that the window starts without them; and with it the list of all acts,
which this module is part of.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtGui import QGuiApplication

from annotator.changes import Changes
from ui.acts.act import Act
from ui.acts.casebook import show_guide
from ui.acts.hand import Hand
from ui.acts.stating import has_selection
from ui.places import PLACES

STEP_PERCENT = 10


def in_window(method: str, *arguments: object) -> Callable[[Hand], None]:
    """An act that is a method of the window."""

    def run(hand: Hand) -> None:
        getattr(hand.window, method)(*arguments)

    return run


def in_files(method: str) -> Callable[[Hand], None]:
    """An act that is a method of the window's file commands."""

    def run(hand: Hand) -> None:
        getattr(hand.window.files, method)()

    return run


def undo(hand: Hand) -> None:
    place = hand.window.stack.currentWidget()
    if hand.window.is_reviewing and place.step_back():  # type: ignore[union-attr]
        return
    _show_where(hand, hand.session.undo(stay=hand.window.is_reviewing))


def redo(hand: Hand) -> None:
    _show_where(hand, hand.session.redo(stay=hand.window.is_reviewing))


def _show_where(hand: Hand, changes: Changes) -> None:
    if hand.window.is_reviewing:
        hand.window.stack.currentWidget().follow(changes)  # type: ignore[union-attr]
    elif changes.articles and not hand.window.is_annotating:
        hand.window.show_place("annotate")


def step_article(hand: Hand, step: int) -> None:
    hand.session.next_article(step)


def copy(hand: Hand) -> None:
    """Copy the article's own characters: a text widget would give other white space back."""
    selection = hand.selection()
    if selection is not None:
        QGuiApplication.clipboard().setText(hand.session.text[selection.start : selection.end])


def find(hand: Hand) -> None:
    selection = hand.selection()
    words = hand.session.text[selection.start : selection.end] if selection else ""
    hand.window.show_place("annotate")
    start = selection.start if selection else hand.view.first_visible_offset()
    hand.window.annotate.find_bar.open_with(words if "\n" not in words else "", start)


def find_everywhere(hand: Hand) -> None:
    from ui.dialogs.find_all import FindAllDialog

    selection = hand.selection()
    words = hand.session.text[selection.start : selection.end] if selection else ""
    hand.window.show_dialog(FindAllDialog(hand.session, words, hand.window))


def open_palette(hand: Hand) -> None:
    from ui.acts import ACTS
    from ui.dialogs.palette import Palette

    hand.window.show_dialog(Palette(hand, ACTS, hand.window))


def show_proposed(hand: Hand) -> None:
    hand.window.show_place("events")
    hand.window.stack.currentWidget().show_proposed()  # type: ignore[union-attr]


def show_keys(hand: Hand) -> None:
    from ui.acts import ACTS
    from ui.dialogs.keys import KeysDialog
    from ui.keymap import is_of_review

    # The keys of the place that is shown come first.
    ordered = sorted(ACTS, key=lambda act: is_of_review(act) != hand.window.is_reviewing)
    hand.window.show_dialog(KeysDialog(ordered, hand.window))


def show_preferences(hand: Hand) -> None:
    from ui.dialogs.preferences import PreferencesDialog

    hand.window.show_dialog(PreferencesDialog(hand.window))


def show_about(hand: Hand) -> None:
    from ui.dialogs.about import AboutDialog

    hand.window.show_dialog(AboutDialog(hand.session.project, hand.window))


def show_conflicts(hand: Hand) -> None:
    from ui.dialogs.conflicts import ConflictsDialog

    dialog = ConflictsDialog(hand.session, hand.window)
    dialog.card_taken.connect(partial(_show_card, hand))
    hand.window.show_dialog(dialog)


def _show_card(hand: Hand, article: str, card: str) -> None:
    """Show a card in the Review place."""
    hand.window.show_place("review")
    hand.window.stack.currentWidget().reviewing.open_article(article, card)  # type: ignore[union-attr]


WINDOW = (
    Act("undo", "Undo", "Edit", undo, ("Ctrl+Z",)),
    Act("redo", "Redo", "Edit", redo, ("Ctrl+Shift+Z", "Ctrl+Y")),
    Act("copy", "Copy the selected text", "Edit", copy, ("Ctrl+C",), in_article=True, applies=has_selection),
    Act("find", "Find in the article", "Find", find, ("Ctrl+F",)),
    Act("find_everywhere", "Find in all articles", "Find", find_everywhere, ("Ctrl+Shift+F",)),
    Act("palette", "Search or do…", "Find", open_palette, ("Ctrl+K",)),
    Act("filter", "Filter the articles", "Find", in_window("focus_filter"), ("Ctrl+L",)),
    Act("next_article", "Next article", "Go", partial(step_article, step=1), ("Ctrl+PageDown",)),
    Act("previous_article", "Previous article", "Go", partial(step_article, step=-1), ("Ctrl+PageUp",)),
    Act("next_pane", "Next pane", "Go", in_window("focus_next_pane", 1), ("F6",)),
    Act("previous_pane", "Previous pane", "Go", in_window("focus_next_pane", -1), ("Shift+F6",)),
    *(
        Act(f"place_{place.name}", place.title, "Go", in_window("show_place", place.name), (place.key,))
        for place in PLACES
    ),
    Act("proposed_events", "Events that the machine proposes", "Go", show_proposed),
    Act("text_larger", "Larger text", "View", in_window("zoom_by", STEP_PERCENT), ("Ctrl++", "Ctrl+=")),
    Act("text_smaller", "Smaller text", "View", in_window("zoom_by", -STEP_PERCENT), ("Ctrl+-",)),
    Act("text_normal", "Normal text size", "View", in_window("zoom_by", 0), ("Ctrl+0",)),
    Act("theme", "Light or dark", "View", in_window("toggle_theme")),
    Act("keys", "All keys", "Help", show_keys, ("?",), in_article=True, in_review=True, short="all keys"),
    Act("guide", "Guide", "Help", show_guide, ("F1",)),
    Act("about", "About this program and project", "Help", show_about),
    Act("new_project", "New project…", "Project", in_files("new_project")),
    Act("open_project", "Open a project…", "Project", in_files("open_project"), ("Ctrl+O",)),
    Act("import", "Import articles…", "Project", in_files("choose_import"), ("Ctrl+I",)),
    Act("preannotate", "Pre-annotate the articles", "Project", in_files("preannotate")),
    Act("merge", "Merge files of this project…", "Project", in_files("choose_merge"), ("Ctrl+Shift+M",)),
    Act("export", "Export…", "Project", in_files("choose_export"), ("Ctrl+E",)),
    Act("backup", "Back up the project…", "Project", in_files("choose_backup")),
    Act("conflicts", "Conflicts…", "Project", show_conflicts),
    Act("preferences", "Preferences…", "Project", show_preferences, ("Ctrl+,",)),
    Act("close", "Close the window", "Project", in_window("close"), ("Ctrl+Q", "Ctrl+W")),
)
