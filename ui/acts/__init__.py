"""Everything that the user can do, an `Act` each, in one tuple: keys, menus, palette and overview are made of it.

To add an act: a function and its declaration in the module of its theme.
"""

from __future__ import annotations

from ui.acts.act import Act
from ui.acts.casebook import CASEBOOK
from ui.acts.deciding import DECIDING
from ui.acts.exchanging import EXCHANGING
from ui.acts.figures import FIGURES
from ui.acts.finishing import FINISHING
from ui.acts.going import GOING
from ui.acts.leading import LEADING
from ui.acts.review_around import REVIEW_AROUND
from ui.acts.reviewing import REVIEWING
from ui.acts.spans import SPANS
from ui.acts.stating import STATING
from ui.acts.sure import SURE
from ui.acts.twins import TWINS
from ui.acts.window import WINDOW

ACTS: tuple[Act, ...] = (
    *DECIDING,
    *SURE,
    *TWINS,
    *STATING,
    *SPANS,
    *GOING,
    *FINISHING,
    *REVIEWING,
    *REVIEW_AROUND,
    *FIGURES,
    *LEADING,
    *CASEBOOK,
    *EXCHANGING,
    *WINDOW,
)
BY_NAME = {act.name: act for act in ACTS}
