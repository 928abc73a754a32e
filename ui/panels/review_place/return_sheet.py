"""Give the article under review back: whoever goes by a letter in review goes by it here."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from ui.dialogs.return_article import ReturnArticleSheet
from ui.panels.review_place.reviewing import Reviewing


class ReturnSheet(ReturnArticleSheet):
    """Asks about those whose work is compared."""

    def __init__(self, reviewing: Reviewing, window: QWidget) -> None:
        article = reviewing.article
        names = article.names if article else {}
        layers = [work.layer for work in article.works] if article else []
        people = sorted((names.get(layer, layer), layer) for layer in layers)
        super().__init__(reviewing.session, article.article.id if article else "", people, window)
