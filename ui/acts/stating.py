"""Acts about statements: made of a selection, cue, fragments, speaker, actor, parent, events and notes."""

from __future__ import annotations

from annotator.errors import UserError
from annotator.model import Entity, Span, Speaker, Statement
from annotator.operations import (
    AddFragment,
    AddStatement,
    LinkEvent,
    NothingToLink,
    RemoveFragment,
    SetCue,
    SetSpeaker,
)
from annotator.quotation import content_of_selection
from annotator.units import Unit
from ui.acts.act import Act
from ui.acts.deciding import article_of, has_units
from ui.acts.hand import Hand


def has_selection(hand: Hand) -> bool:
    return hand.selection() is not None


def has_statement(hand: Hand) -> bool:
    return hand.statement() is not None


def means_statement(hand: Hand) -> bool:
    return bool(hand.meant_statements())


def add_statement(hand: Hand) -> None:
    """Make a statement of the selection; outer marks that were selected with it stay outside."""
    selection = hand.selection()
    if selection is None:
        raise UserError("Nothing is selected.", "Select what was said, then press Q.")
    text = hand.session.text
    content = content_of_selection(text, selection)
    around = [
        unit
        for unit in hand.session.work.units()  # type: ignore[union-attr]
        if isinstance(unit.value, Statement)
        and any(span.covers(content) and span != content for span in unit.value.content)
    ]
    parent = min(around, key=lambda unit: unit.end - unit.start, default=None)
    operation = AddStatement(article_of(hand), (content,), parent=parent.id if parent else None)
    if hand.session.run(operation):
        hand.clear_selection()
        hand.session.set_current(operation.id)
        hand.session.say("Statement made: C sets its cue and S its speaker from a selection, E links it.")


def set_cue(hand: Hand) -> None:
    """Make the selection the cue; without one, say that the statement has none."""
    unit = _statement(hand)
    selection = hand.selection()
    if hand.session.run(SetCue(article_of(hand), unit.id, selection)):
        hand.session.say(f"Cue: {_words(hand, selection)}." if selection else "The statement has no cue.")
    hand.clear_selection()
    hand.session.set_current(unit.id)


def add_fragment(hand: Hand) -> None:
    unit = _statement(hand)
    selection = hand.selection()
    if selection is None:
        raise UserError("Nothing is selected.", "Select what else belongs to the statement, then press F.")
    hand.session.run(AddFragment(article_of(hand), unit.id, content_of_selection(hand.session.text, selection)))
    hand.clear_selection()
    hand.session.set_current(unit.id)


def remove_fragment(hand: Hand) -> None:
    """Take the selection, else the fragment at the caret, out of the statement."""
    unit = _statement(hand)
    selection = hand.selection()
    caret = hand.view.caret_offset()
    span = selection or next((span for span in unit.spans if span.start <= caret <= span.end), None)
    if span is None:
        raise UserError("No fragment is meant.", "Select it, or put the caret into it, then press Shift+F.")
    hand.session.run(RemoveFragment(article_of(hand), unit.id, span))
    hand.clear_selection()


def set_speaker(hand: Hand) -> None:
    """Make the selection the speaker's mention, with the actor of the entity there; without one, offer the list."""
    units = _statements(hand)
    selection = hand.selection()
    if selection is None:
        hand.open_part("speaker", units)
        return
    actor = next(
        (
            unit.value.actor
            for unit in hand.session.work.units(hidden=True)  # type: ignore[union-attr]
            if isinstance(unit.value, Entity) and unit.value.actor and unit.value.span == selection
        ),
        None,
    )
    speaker = Speaker(mention=selection, actor=actor)
    if hand.session.run(SetSpeaker(article_of(hand), tuple(unit.id for unit in units), speaker)):
        hand.session.say(f"Speaker: {_words(hand, selection)}.")
    hand.clear_selection()
    hand.session.set_current(units[0].id)


def set_actor(hand: Hand) -> None:
    units = hand.targets()
    if not units:
        raise UserError("There is no unit to resolve.", "Make one current first.")
    hand.open_part("actor", units)


def set_parent(hand: Hand) -> None:
    hand.open_part("parent", _meant(hand))


def can_link_again(hand: Hand) -> bool:
    return hand.session.last_link is not None and means_statement(hand)


def link_event(hand: Hand) -> None:
    hand.open_part("links", _meant(hand))


def link_nothing(hand: Hand) -> None:
    units = _meant(hand)
    if hand.session.run(NothingToLink(article_of(hand), tuple(unit.id for unit in units))):
        _show(hand, units)
        hand.session.say("Nothing to link.")


def link_again(hand: Hand) -> None:
    """Link the statements to the event of the last link, with its relation."""
    last = hand.session.last_link
    if last is None:
        raise UserError("No statement was linked yet.", "E links one; L then repeats that link.")
    units = _meant(hand)
    ids = tuple(unit.id for unit in units)
    if hand.session.run(LinkEvent(article_of(hand), ids, last.event, last.relation, last.conditional)):
        event = hand.session.project.find_event(last.event)
        _show(hand, units)
        hand.session.say(f"Linked: {event.title if event else 'event'}, {last.relation}.")


def write_note(hand: Hand) -> None:
    """A note on the selection, else on the current unit, else on the article."""
    article_of(hand)
    unit = hand.current()
    hand.pickers.open_note(None, hand.rect_of(unit.id) if unit else hand.rect_of_caret())


def _statement(hand: Hand) -> Unit:
    unit = hand.statement()
    if unit is None:
        raise UserError("No statement is current.", "Click one, or select its words and press Q.")
    return unit


def _statements(hand: Hand) -> list[Unit]:
    return _or_refuse(hand.statements())


def _meant(hand: Hand) -> list[Unit]:
    return _or_refuse(hand.meant_statements())


def _or_refuse(units: list[Unit]) -> list[Unit]:
    if not units:
        raise UserError("No statement is current.", "Click one, or select its words and press Q.")
    return units


def _show(hand: Hand, units: list[Unit]) -> None:
    """Show what was done, and to which statement: it may be the one around the current entity."""
    hand.session.set_marked(())
    if hand.session.current not in {unit.id for unit in units}:
        hand.session.set_current(units[0].id)


def _words(hand: Hand, span: Span) -> str:
    return f"“{hand.session.text[span.start : span.end]}”"


STATING = (
    Act(
        "statement",
        "Make a statement of the selection",
        "Statements",
        add_statement,
        ("Q",),
        in_article=True,
        applies=has_selection,
        short="statement",
    ),
    Act(
        "cue",
        "Cue from the selection (without one: no cue)",
        "Statements",
        set_cue,
        ("C",),
        in_article=True,
        applies=has_statement,
        short="cue",
    ),
    Act(
        "fragment",
        "Add the selection as a fragment",
        "Statements",
        add_fragment,
        ("F",),
        in_article=True,
        applies=has_statement,
    ),
    Act(
        "fragment_away",
        "Take a fragment away",
        "Statements",
        remove_fragment,
        ("Shift+F",),
        in_article=True,
        applies=has_statement,
    ),
    Act(
        "speaker",
        "Speaker: the selection, else a list",
        "Statements",
        set_speaker,
        ("S",),
        in_article=True,
        applies=has_statement,
        short="speaker",
    ),
    Act("actor", "Who or what it is: the actor", "Statements", set_actor, ("R",), in_article=True, applies=has_units),
    Act(
        "parent",
        "The statement that it is inside of",
        "Statements",
        set_parent,
        ("P",),
        in_article=True,
        applies=means_statement,
    ),
    Act(
        "event",
        "Link to an event",
        "Statements",
        link_event,
        ("E",),
        in_article=True,
        applies=means_statement,
        short="event",
    ),
    Act("nothing", "Nothing to link", "Statements", link_nothing, ("X",), in_article=True, applies=means_statement),
    Act(
        "link_again",
        "The last link again",
        "Statements",
        link_again,
        ("L",),
        in_article=True,
        applies=can_link_again,
    ),
    Act("note", "Write a note", "Statements", write_note, ("N",), in_article=True),
)
