"""Which act a key press means: by the character typed, else by the Latin letter of the key; digits by key.

A key is named as people read it: modifiers in the order Ctrl, Alt, Shift, then a letter, a digit, a mark or a name
(`Enter`, `Left`, `F1`). What the acts are is in `ui.acts`; which keys the user changed is in the settings.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from typing import Protocol

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence

NAMED = {
    Qt.Key.Key_Return: "Enter",
    Qt.Key.Key_Enter: "Enter",
    Qt.Key.Key_Backspace: "Backspace",
    Qt.Key.Key_Delete: "Delete",
    Qt.Key.Key_Space: "Space",
    Qt.Key.Key_Escape: "Esc",
    Qt.Key.Key_Left: "Left",
    Qt.Key.Key_Right: "Right",
    Qt.Key.Key_Up: "Up",
    Qt.Key.Key_Down: "Down",
    Qt.Key.Key_Home: "Home",
    Qt.Key.Key_End: "End",
    Qt.Key.Key_PageUp: "PageUp",
    Qt.Key.Key_PageDown: "PageDown",
    **{Qt.Key(Qt.Key.Key_F1 + n): f"F{n + 1}" for n in range(12)},
}
SHOWN = {"Backspace": "⌫", "Left": "←", "Right": "→", "Up": "↑", "Down": "↓"}
SEQUENCES = {"Enter": ("Return", "Enter"), "PageUp": ("PgUp",), "PageDown": ("PgDown",)}

# The key of each Latin letter and digit on a US keyboard, in the order of its rows: the codes run on within a row.
EVDEV_ROWS = {10: "1234567890", 24: "QWERTYUIOP", 38: "ASDFGHJKL", 52: "ZXCVBNM"}
WINDOWS_ROWS = {2: "1234567890", 16: "QWERTYUIOP", 30: "ASDFGHJKL", 44: "ZXCVBNM"}
MAC_CODES: dict[int, str] = dict(
    zip(
        (18, 19, 20, 21, 23, 22, 26, 28, 25, 29, 12, 13, 14, 15, 17, 16, 32, 34, 31, 35,
         0, 1, 2, 3, 5, 4, 38, 40, 37, 6, 7, 8, 9, 11, 45, 46),
        "1234567890QWERTYUIOPASDFGHJKLZXCVBNM",
        strict=True,
    )
)  # fmt: skip


class HasKeys(Protocol):
    """What a key can stand for: an act has a name, keys that it comes with, and a place where they count."""

    @property
    def name(self) -> str: ...
    @property
    def keys(self) -> tuple[str, ...]: ...
    @property
    def in_article(self) -> bool: ...
    @property
    def in_review(self) -> bool: ...


class Keymap:
    """The keys of all acts, as they come and as the user changed them (`changed`: act name to key, "" for none)."""

    def __init__(self, acts: Iterable[HasKeys], changed: Mapping[str, str] | None = None) -> None:
        changed = changed or {}
        self._keys = {act.name: _effective(act, changed) for act in acts}
        self._acts = {key: act for act in acts if not is_of_review(act) for key in self._keys[act.name]}
        self._in_review = {key: act for act in acts if act.in_review for key in self._keys[act.name]}

    def find(self, event: QKeyEvent, *, in_article: bool = False, in_review: bool = False) -> HasKeys | None:
        """The act that a key press means; letters and the like count only `in_article`, or `in_review` what is its."""
        for name in key_names(event):
            if in_review and name in self._in_review:
                return self._in_review[name]
            act = self._acts.get(name)
            if act is not None and (in_article or not act.in_article):
                return act
        return None

    def keys_of(self, name: str) -> tuple[str, ...]:
        return self._keys.get(name, ())

    def shown(self, name: str) -> str:
        """The first key of an act as a keycap shows it, "" where it has none."""
        keys = self.keys_of(name)
        return shown_key(keys[0]) if keys else ""

    def holder(self, key: str, *, in_review: bool = False) -> HasKeys | None:
        """The act that has this key now; `in_review`: the one of the Review place."""
        return (self._in_review if in_review else self._acts).get(key)


def is_of_review(act: HasKeys) -> bool:
    """Whether the keys of an act count in the Review place alone."""
    return act.in_review and not act.in_article


def never_types(key: str) -> bool:
    """Whether a key can be the window's wherever the focus is: one that is not for typing."""
    last = _parts(key)[-1]
    is_function_key = last.startswith("F") and last[1:].isdigit()
    return "Ctrl+" in key or "Alt+" in key or is_function_key


def shown_key(key: str) -> str:
    """A key's name as a keycap shows it: "Alt ←", "Ctrl Shift Z"."""
    return " ".join(SHOWN.get(part, part) for part in _parts(key))


def sequences(key: str) -> list[QKeySequence]:
    """The Qt key sequences of a key, for shortcuts of the window (Enter is two keys)."""
    *modifiers, last = _parts(key)
    return [QKeySequence("+".join([*modifiers, name])) for name in SEQUENCES.get(last, (last,))]


def key_names(event: QKeyEvent) -> list[str]:
    """The names that a key press can go by, the nearest to what was typed first."""
    named = NAMED.get(Qt.Key(event.key()))
    if named:
        return [_prefix(event, with_shift=True) + named]
    char = event.text()
    typed = char if len(char) == 1 and char.isprintable() else ""
    code_char = _char_of_key(event)
    names: list[str] = []
    if typed and not typed.isalnum():
        names.append(_prefix(event, with_shift=False) + typed)
    digit = _digit(event, typed, code_char)
    if digit:
        names.append(_prefix(event, with_shift=False) + digit)
    letter = _letter(event, typed, code_char)
    if letter:
        names.append(_prefix(event, with_shift=True) + letter)
    return names


def _effective(act: HasKeys, changed: Mapping[str, str]) -> tuple[str, ...]:
    if act.name not in changed:
        return act.keys
    return (changed[act.name],) if changed[act.name] else ()


def _parts(key: str) -> list[str]:
    parts = key.split("+") if not key.endswith("+") else [*key[:-2].split("+"), "+"]
    return [part for part in parts if part]


def _prefix(event: QKeyEvent, *, with_shift: bool) -> str:
    held = event.modifiers()
    prefix = "Ctrl+" if held & Qt.KeyboardModifier.ControlModifier else ""
    prefix += "Alt+" if held & Qt.KeyboardModifier.AltModifier else ""
    return prefix + ("Shift+" if with_shift and held & Qt.KeyboardModifier.ShiftModifier else "")


def _digit(event: QKeyEvent, typed: str, code_char: str) -> str:
    if typed.isdigit():
        return str(unicodedata.digit(typed))
    if Qt.Key.Key_0 <= event.key() <= Qt.Key.Key_9:
        return chr(event.key())
    return code_char if code_char.isdigit() and not (typed.isascii() and typed.isalpha()) else ""


def _letter(event: QKeyEvent, typed: str, code_char: str) -> str:
    if typed.isascii() and typed.isalpha():
        return typed.upper()
    if not typed and Qt.Key.Key_A <= event.key() <= Qt.Key.Key_Z:
        return chr(event.key())
    has_no_latin = typed.isalpha() or (not typed and event.key() > 0x7F)
    return code_char if has_no_latin and code_char.isalpha() else ""


def _char_of_key(event: QKeyEvent) -> str:
    """The letter or digit that the key gives on a US keyboard, "" if it gives another or that cannot be told."""
    platform = QGuiApplication.platformName()
    if platform == "cocoa":
        return MAC_CODES.get(event.nativeVirtualKey(), "") if event.nativeScanCode() or event.nativeVirtualKey() else ""
    code = event.nativeScanCode()
    for first, row in (WINDOWS_ROWS if platform == "windows" else EVDEV_ROWS).items():
        if first <= code < first + len(row):
            return row[code - first]
    return ""
