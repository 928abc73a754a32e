"""`Act`: one thing that the user can do, declared once: name, title, keys, when it applies, what it does."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ui.acts.hand import Hand


def always(_desk: Hand) -> bool:
    return True


@dataclass(frozen=True)
class Act:
    """An act. Keys are named as in `ui.keymap`; those `in_article` count only while the article has the focus.

    Those `in_review` count in the Review place, before whatever else the key stands for; without `in_article` only
    there.
    `short` is its word in the status line, where empty it is not shown there. `group` is its heading among all keys.
    """

    name: str
    title: str
    group: str
    run: Callable[[Hand], None]
    keys: tuple[str, ...] = ()
    in_article: bool = False
    in_review: bool = False
    applies: Callable[[Hand], bool] = always
    short: str = ""
