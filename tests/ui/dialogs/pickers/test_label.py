"""Labels, types and relations chosen by key and by typing."""

from __future__ import annotations

import pytest

from annotator.operations import LinkEvent
from tests.windows import FIRST, span_of
from ui.dialogs.pickers.label import LabelPicker


@pytest.fixture
def picker(host):
    return LabelPicker(host.session, host.window)


def test_a_digit_sets_the_label_at_once(host, picker):
    picker.open_for([host.unit("Kursk")], host.rect())
    host.press("3")
    assert host.unit("Kursk").value.label == "GPE"
    assert picker.isHidden()


def test_typing_narrows_the_labels_and_enter_takes_the_first(host, picker):
    picker.open_for([host.unit("Kursk")], host.rect())
    host.press("relig", "Enter")
    assert host.unit("Kursk").value.label == "NORP"


def test_the_label_of_now_is_pointed_at_and_arrows_move_on(host, picker):
    picker.open_for([host.unit("Trump")], host.rect())
    assert picker.list.current().data == "PERSON"
    host.press("Down", "Enter")
    assert host.unit("Trump").value.label == "ORG"


def test_several_entities_are_labelled_in_one_gesture(host, picker):
    picker.open_for([host.unit("Kursk"), host.unit("Kursk", 1)], host.rect())
    host.press("3")
    assert [host.unit("Kursk", n).value.label for n in (0, 1)] == ["GPE", "GPE"]
    host.session.undo()
    assert [host.unit("Kursk", n).value.label for n in (0, 1)] == ["ORG", "ORG"]


def test_escape_changes_nothing_and_gives_the_keyboard_back(host, picker, qtbot):
    picker.open_for([host.unit("Kursk")], host.rect())
    with qtbot.waitSignal(host.session.text_focus_requested):
        host.press("Esc")
    assert host.unit("Kursk").is_machine


def test_a_statement_is_offered_types(host, picker):
    picker.open_for([host.statement()], host.rect())
    assert [item.data for item in picker.list.model.items()] == ["direct", "indirect", "mixed"]
    host.press("2")
    assert host.statement().value.type == "indirect"


def test_in_the_pass_of_links_a_linked_statement_is_offered_relations(host, picker):
    event = host.add_event("A meeting")
    host.session.run(LinkEvent(host.articles[0], (host.statement().id,), event.id, "reports"))
    host.session.set_passes({"links"})
    picker.open_for([host.statement()], host.rect())
    host.press("1")
    assert [link.relation for link in host.statement().value.links] == ["denies"]


def test_a_link_can_be_taken_away(host, picker):
    event = host.add_event("A meeting")
    host.session.run(LinkEvent(host.articles[0], (host.statement().id,), event.id, "reports"))
    picker.open_for_link(host.statement(), host.statement().value.links[0], host.rect())
    host.press("unlink", "Enter")
    assert host.statement().value.links == ()


def test_a_label_for_a_selection_makes_an_entity(host, picker):
    span = span_of(FIRST, "Kyiv")
    picker.open_for_span(span, host.rect())
    host.press("3")
    assert host.unit("Kyiv").value.label == "GPE"
    assert host.session.current == host.unit("Kyiv").id


def test_words_that_no_label_has_leave_nothing_to_take(host, picker):
    picker.open_for([host.unit("Kursk")], host.rect())
    host.press("zzz", "Enter")
    assert picker.isVisible()
    assert host.unit("Kursk").is_machine
