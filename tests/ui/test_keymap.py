"""Keys by what is typed, by the Latin letter of the key, and digits by key."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent

from ui.acts import ACTS
from ui.keymap import Keymap, is_of_review, key_names, sequences, shown_key

NONE = Qt.KeyboardModifier.NoModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
ALT = Qt.KeyboardModifier.AltModifier
CTRL = Qt.KeyboardModifier.ControlModifier


def event(key, text="", modifiers=NONE, code=0):
    return QKeyEvent(QEvent.Type.KeyPress, key, modifiers, code, 0, 0, text)


def act_of(*arguments, in_article=True):
    found = Keymap(ACTS).find(event(*arguments), in_article=in_article)
    return found.name if found else None


def test_a_letter_is_the_character_typed_whatever_caps_lock_says():
    assert act_of(Qt.Key.Key_J, "j") == act_of(Qt.Key.Key_J, "J") == "next"
    assert act_of(Qt.Key.Key_J, "J", SHIFT) == "next_any"


def test_a_letter_on_a_dvorak_keyboard_is_the_one_typed_and_not_the_key_pressed():
    assert act_of(Qt.Key.Key_Q, "q", NONE, 53) == "statement"


def test_without_latin_letters_the_letter_of_the_key_counts(qapp):
    assert act_of(0x041E, "о", NONE, 44) == "next"
    assert act_of(0x041E, "О", SHIFT, 44) == "next_any"
    assert act_of(0x0399, "ι", NONE, 31) is None
    assert act_of(0x0416, "ж", NONE, 47) is None


def test_digits_count_by_key_shifted_or_not(qapp):
    assert act_of(Qt.Key.Key_1, "1") == "choose_1"
    assert act_of(Qt.Key.Key_Exclam, "!", SHIFT, 10) == "choose_1"
    assert act_of(Qt.Key.Key_Ampersand, "&", NONE, 10) == "choose_1"
    assert act_of(Qt.Key.Key_Eacute, "é", NONE, 11) == "choose_2"
    assert act_of(Qt.Key.Key_1, "1", SHIFT, 10) == "choose_1"
    assert act_of(Qt.Key.Key_4, "٤", NONE, 13) == "choose_4"


def test_passes_work_on_keyboards_that_shift_digits(qapp):
    assert act_of(Qt.Key.Key_Ampersand, "&", ALT, 10) == "pass_entities"
    assert act_of(Qt.Key.Key_0, "", ALT, 19) == "pass_all"


def test_letters_mean_nothing_outside_the_article():
    assert act_of(Qt.Key.Key_J, "j", in_article=False) is None
    assert act_of(Qt.Key.Key_1, "", ALT, in_article=False) == "pass_entities"


def test_the_keypads_enter_is_enter():
    assert act_of(Qt.Key.Key_Enter, "\r", Qt.KeyboardModifier.KeypadModifier) == "accept"
    assert act_of(Qt.Key.Key_Return, "\r", SHIFT) == "accept_stay"


def test_a_question_mark_is_what_is_typed_wherever_it_lies():
    assert act_of(Qt.Key.Key_Question, "?", SHIFT, 61) == act_of(Qt.Key.Key_Question, "?", SHIFT, 20) == "keys"


@pytest.mark.parametrize(
    ("key", "modifiers", "name"),
    [
        (Qt.Key.Key_Left, ALT, "move_left_by_word"),
        (Qt.Key.Key_Right, ALT | CTRL, "move_right_by_character"),
        (Qt.Key.Key_Up, ALT, "go_around"),
        (Qt.Key.Key_Backspace, NONE, "reject"),
    ],
)
def test_named_keys_with_modifiers(key, modifiers, name):
    assert act_of(key, "", modifiers) == name


@pytest.mark.parametrize("counts", [lambda act: act.in_review, lambda act: not is_of_review(act)])
def test_no_key_belongs_to_two_acts(counts):
    keys = [key for act in ACTS if counts(act) for key in act.keys]
    assert len(keys) == len(set(keys))


def test_a_key_of_the_review_place_means_something_else_there_and_only_there():
    keymap = Keymap(ACTS)
    assert keymap.find(event(Qt.Key.Key_1, "1"), in_review=True).name == "review_take_1"
    assert keymap.find(event(Qt.Key.Key_1, "1"), in_article=True).name == "choose_1"
    assert keymap.find(event(Qt.Key.Key_M, "m"), in_article=True) is None


def test_a_letter_of_annotate_means_nothing_in_the_review_place():
    assert Keymap(ACTS).find(event(Qt.Key.Key_Q, "q"), in_review=True) is None
    assert Keymap(ACTS).find(event(Qt.Key.Key_Question, "?", SHIFT), in_review=True).name == "keys"


def test_no_act_needs_altgr_or_a_bracket():
    assert not [key for act in ACTS for key in act.keys if set(key) & set("[]{}\\@|~") or "AltGr" in key]


def test_a_changed_key_replaces_the_one_it_came_with():
    keymap = Keymap(ACTS, {"accept_alike": "W"})
    assert keymap.find(event(Qt.Key.Key_W, "w"), in_article=True).name == "accept_alike"
    assert keymap.find(event(Qt.Key.Key_A, "a"), in_article=True) is None
    assert keymap.shown("accept_alike") == "W"


def test_a_taken_away_key_is_nobodys():
    assert Keymap(ACTS, {"accept_alike": ""}).keys_of("accept_alike") == ()


def test_keys_are_shown_as_people_read_them():
    assert shown_key("Alt+Left") == "Alt ←"
    assert shown_key("Ctrl++") == "Ctrl +"
    assert shown_key("Backspace") == "⌫"


def test_enter_is_two_keys_for_a_shortcut(qapp):
    assert len(sequences("Ctrl+Enter")) == 2
    assert sequences("Ctrl++")[0].toString() == "Ctrl++"


def test_a_key_held_alone_means_nothing():
    assert key_names(event(Qt.Key.Key_Shift, "", SHIFT)) == []
