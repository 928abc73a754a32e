"""A view on an article, as a window would show it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from annotator.scheme import read_scheme
from annotator.work import ArticleWork
from ui.text.article_view import ArticleView
from ui.theme import load_theme


@pytest.fixture
def show(qtbot) -> Callable[[ArticleWork], ArticleView]:
    """Shows a work in a view with the default scheme's colours, 800 by 600, with the focus."""

    def make(work: ArticleWork) -> ArticleView:
        view = ArticleView()
        qtbot.addWidget(view)
        view.resize(800, 600)
        view.set_scheme(read_scheme()[0])
        view.set_theme(load_theme("light"))
        view.set_work(work)
        with qtbot.waitExposed(view):
            view.show()
        view.setFocus()
        return view

    return make
