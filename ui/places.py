"""`PLACES`: the places of the window, in the order of the top bar. To add one: its module and a line here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QWidget

from ui.widgets.named import once_after

if TYPE_CHECKING:
    from ui.acts.review_editing import EditHand
    from ui.main_window import MainWindow
    from ui.panels.review_place import ReviewPlace
    from ui.session import Session
    from ui.text.article_view import ArticleView


@dataclass(frozen=True)
class Place:
    """A place: `make` builds its widget when it is first shown."""

    name: str
    title: str
    key: str
    make: Callable[[MainWindow], QWidget]


def _annotate(window: MainWindow) -> QWidget:
    from ui.annotate_place import AnnotatePlace

    return AnnotatePlace(window.session, window.theme, window)


def _review(window: MainWindow) -> QWidget:
    from ui.panels.review_place import ReviewPlace

    place = ReviewPlace(
        window.session,
        window.theme,
        window,
        key_handler=window.shortcuts.take_in_review,
        shown_key=window.shortcuts.shown,
        make_hand=partial(_edit_hand, window),
        text_size=partial(_text_size, window),
    )
    place.begin_at = window.resume.reviewed
    place.reviewing.card_changed.connect(partial(_note_card, window, place))
    place.hints_changed.connect(window.chrome.show_hints)
    place.hints_changed.connect(window.chrome.show_progress)
    place.view.zoomed.connect(partial(_zoom, window))
    place.menu_requested.connect(partial(_open_review_menu, window))
    return place


def _note_card(window: MainWindow, place: ReviewPlace) -> None:
    article, card = place.reviewing.article, place.reviewing.card_id
    if article is not None and card is not None:
        window.resume.note_card(article.article.id, card)


def _text_size(window: MainWindow) -> int:
    return window.settings.text_size


def _zoom(window: MainWindow, percent: int) -> None:
    if percent != window.settings.text_size:
        window.change_settings(text_size=percent)


def _edit_hand(window: MainWindow, session: Session, view: ArticleView) -> EditHand:
    from ui.acts.review_editing import EditHand

    return EditHand(session, view, window)


def _open_review_menu(window: MainWindow, point: QPoint) -> None:
    from ui.acts.menus import review_menu

    review_menu(window.hand, window.keymap, point)


def _events(window: MainWindow) -> QWidget:
    from ui.panels.events_place import EventsPlace

    place = EventsPlace(window.session, window.theme, window)
    place.hints_changed.connect(window.chrome.show_hints)
    return place


def _progress(window: MainWindow) -> QWidget:
    from ui.acts.figures import show_article, show_disagreement
    from ui.panels.progress_place import ProgressPlace

    place = ProgressPlace(window.session, window.theme, window)
    place.article_requested.connect(partial(show_article, window))
    place.disagreement_requested.connect(partial(show_disagreement, window))
    place.training_requested.connect(window.files.exchange.show_training)
    window.files.exchange.model_changed.connect(place.show_models_anew)
    return place


PLACES = (
    Place("annotate", "Annotate", "Ctrl+1", _annotate),
    Place("review", "Review", "Ctrl+2", _review),
    Place("events", "Events", "Ctrl+3", _events),
    Place("progress", "Progress", "Ctrl+4", _progress),
)


def go_to_left(window: MainWindow) -> None:
    """Show the place that was shown when the window was left, after the article is painted: making one takes time."""
    name = window.resume.begins_at
    if name in [place.name for place in PLACES[1:]]:
        once_after(0, partial(window.show_place, name), window).start()
