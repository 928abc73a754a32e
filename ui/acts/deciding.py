"""Acts that decide about units: accept, reject, label, type, relation, all alike, unsure, and the marks for several."""

from __future__ import annotations

from functools import partial
from typing import Any

from annotator.errors import UserError
from annotator.model import UNSURE, Span, Statement
from annotator.operations import AcceptUnits, AddEntity, RejectUnits, SetFlag, SetLabel, SetRelation, SetType, Together
from annotator.scheme import Scheme
from annotator.units import Unit
from ui.acts.act import Act
from ui.acts.hand import Hand


def has_units(hand: Hand) -> bool:
    return bool(hand.targets())


def has_something(hand: Hand) -> bool:
    return hand.selection() is not None or has_units(hand)


def accept(hand: Hand, *, go_on: bool = True) -> None:
    """Accept what is still the machine's in the units; of a selection, make an entity and offer the labels."""
    selection = hand.selection()
    if selection is not None:
        add_entity(hand, selection)
        return
    article = article_of(hand)
    units = hand.targets()
    todo = [unit.id for unit in units if unit.open_parts]
    if todo and not hand.session.run(AcceptUnits(article, tuple(todo), bulk=len(todo) > 1)):
        return  # it could not be written: what is not decided is not left behind
    if not units:
        hand.session.go_next()
        return
    hand.session.set_marked(())
    if go_on and not hand.session.go_next():
        say_all_decided(hand)


def say_all_decided(hand: Hand) -> None:
    hand.session.say("Everything here is decided: Ctrl+Enter submits the article and goes on.")


def reject(hand: Hand) -> None:
    """Refuse suggestions, take annotations away; what is nested in a statement stays."""
    units = hand.targets()
    if not units:
        raise UserError("There is nothing here to reject.", "J goes to the next undecided unit.")
    if not hand.session.run(RejectUnits(article_of(hand), tuple(unit.id for unit in units), bulk=len(units) > 1)):
        return
    hand.session.set_marked(())
    if not hand.session.go_next() and not hand.session.go_next(any_unit=True):
        hand.session.set_current(None)


def choose(hand: Hand, digit: int) -> None:
    """What the digit stands for: a label for the selection or an entity, a type or (pass of links) a relation."""
    selection = hand.selection()
    if selection is not None:
        add_entity(hand, selection, label=_with_key(hand.session.project.scheme.labels, digit, "label"))
        return
    units = hand.targets()
    if not units:
        raise UserError("There is no unit to change.", "Select some words, or press J for the next undecided unit.")
    kind = units[0].kind
    operations = [_choice(hand, unit, digit) for unit in units if unit.kind == kind]
    hand.session.run(operations[0] if len(operations) == 1 else Together(operations[0].title, tuple(operations)))


def act_title(hand: Hand, act: Act) -> str:
    """An act's title; for a digit what it stands for now: "Label: Person"."""
    if not act.name.startswith("choose_") or not act.name[-1].isdigit():
        return act.title
    scheme, unit, key = hand.session.project.scheme, hand.current(), act.name[-1]
    choices, what = scheme.labels, "Label"
    if hand.selection() is None and unit is not None and unit.kind == "statement":
        is_linking = hand.session.passes == frozenset({"links"})
        choices, what = (scheme.relations, "Relation") if is_linking else (scheme.statement_types, "Type")
    title = next((choice.title for choice in choices if choice.key == key), "")
    return f"{what}: {title}" if title else act.title


def has_meaning(hand: Hand, act: Act) -> bool:
    """Whether an act would do something now as far as its digit goes: a statement has three types and not nine."""
    is_digit = act.name.startswith("choose_") and act.name[-1].isdigit()
    return not is_digit or act_title(hand, act) != act.title


def digit_meanings(scheme: Scheme, digit: str) -> str:
    """What a digit stands for in all its uses: "Person · direct · denies"."""
    groups = (scheme.labels, scheme.statement_types, scheme.relations)
    return " · ".join(choice.title for group in groups for choice in group if choice.key == digit)


def choose_from_all(hand: Hand) -> None:
    """The full list with search: of labels for an entity or the selection, of types or relations for a statement."""
    selection = hand.selection()
    if selection is not None:
        add_entity(hand, selection)
        return
    units = hand.targets()
    if not units:
        raise UserError("There is no unit to change.", "Select some words, or press J for the next undecided unit.")
    hand.open_part("label", [unit for unit in units if unit.kind == units[0].kind])


def add_entity(hand: Hand, span: Span, label: str | None = None) -> None:
    """Make an entity of `span`; without a label the labels are offered."""
    if label is None:
        article_of(hand)
        hand.offer_labels(span)
        return
    operation = AddEntity(article_of(hand), span, label)
    if hand.session.run(operation):
        hand.clear_selection()
        hand.session.set_current(operation.id)


def likely_label(hand: Hand, span: Span) -> str:
    """The label that the same words have elsewhere in the article, a person's first; else the first of the scheme."""
    work = hand.session.work
    assert work is not None
    text = work.article.text
    words = text[span.start : span.end]
    alike = [unit for unit in work.every() if unit.kind == "entity" and unit.is_shown and _words(text, unit) == words]
    alike.sort(key=lambda unit: unit.is_machine)
    return alike[0].value.label if alike else hand.session.project.scheme.labels[0].name  # type: ignore[union-attr]


def accept_alike(hand: Hand) -> None:
    """Accept every suggestion in the article with the words and the label of the current entity, this one included."""
    unit = hand.current()
    work = hand.session.work
    if unit is None or work is None or unit.kind != "entity":
        raise UserError("A accepts all entities that read like the current one.", "Make an entity current first.")
    text = work.article.text
    words, label = _words(text, unit), unit.value.label  # type: ignore[union-attr]
    alike = [
        other.id
        for other in work.units(hidden=hand.session.show_hidden)
        if other.is_machine and other.kind == "entity" and other.value.label == label and _words(text, other) == words  # type: ignore[union-attr]
    ]
    if not alike:
        hand.session.say(f"No suggestion is left for “{words}” as {label}.")
        return
    if hand.session.run(AcceptUnits(unit_article(hand), tuple(alike), bulk=len(alike) > 1)):
        hand.session.say(f"Accepted “{words}” as {label}, {len(alike)} times." if len(alike) > 1 else "Accepted.")
        hand.session.go_next()


def list_alike(hand: Hand) -> None:
    """Every place that reads like the current entity or the selection, in all articles, to label them at once."""
    from ui.dialogs.everywhere import EverywhereDialog

    span = hand.selection()
    unit = hand.current()
    if span is None and (unit is None or unit.kind != "entity"):
        raise UserError("There is no name to look for.", "Select some words or make an entity current.")
    span = span or unit.spans[0]  # type: ignore[union-attr]
    label = unit.value.label if unit and unit.kind == "entity" and span in unit.spans else likely_label(hand, span)  # type: ignore[union-attr]
    text = hand.session.text[span.start : span.end]
    hand.window.show_dialog(EverywhereDialog(hand.session, text, label, hand.window))


def toggle_unsure(hand: Hand) -> None:
    """Flag the units as unsure, or take the flag off if all have it."""
    units = hand.targets()
    if not units:
        raise UserError("There is no unit to flag.", "Make one current first.")
    on = not all(UNSURE in unit.value.flags for unit in units)
    operations = tuple(SetFlag(article_of(hand), unit.id, UNSURE, on) for unit in units)
    hand.session.run(operations[0] if len(operations) == 1 else Together(operations[0].title, operations))


def toggle_mark(hand: Hand) -> None:
    """Mark the current unit for an act on several, or take its mark off."""
    unit = hand.current()
    if unit is not None:
        hand.session.set_marked(hand.session.marked ^ {unit.id})
        number = len(hand.session.marked)
        marks = f"{number} marked: the next act is on all of them, Esc takes the marks off."
        hand.session.say(marks if number else "Nothing is marked.")


def article_of(hand: Hand) -> str:
    """The id of the open article; a UserError without one."""
    article = hand.session.article_id
    if article is None:
        raise UserError("No article is open.", "Choose one in the list, or import some.")
    return article


unit_article = article_of


def _choice(hand: Hand, unit: Unit, digit: int) -> Any:
    article = article_of(hand)
    scheme = hand.session.project.scheme
    if unit.kind == "entity":
        return SetLabel(article, unit.id, _with_key(scheme.labels, digit, "label"))
    value = unit.value
    assert isinstance(value, Statement)
    if hand.session.passes != frozenset({"links"}):
        return SetType(article, unit.id, _with_key(scheme.statement_types, digit, "statement type"))
    if not value.links:
        raise UserError("This statement is not linked to an event.", "E links it.")
    return SetRelation(article, unit.id, value.links[-1].id, _with_key(scheme.relations, digit, "relation"))


def _with_key(choices: tuple[Any, ...], digit: int, what: str) -> str:
    found = next((choice.name for choice in choices if choice.key == str(digit)), None)
    if found is None:
        raise UserError(f"No {what} of this project has the key {digit}.", "0 shows them all.")
    return found


def _words(text: str, unit: Unit) -> str:
    return text[unit.start : unit.end]


DECIDING = (
    Act(
        "accept",
        "Accept and go on",
        "Decide",
        accept,
        ("Enter",),
        in_article=True,
        applies=has_something,
        short="accept",
    ),
    Act(
        "accept_stay",
        "Accept and stay",
        "Decide",
        partial(accept, go_on=False),
        ("Shift+Enter",),
        in_article=True,
        applies=has_something,
    ),
    Act(
        "reject",
        "Reject the suggestion, remove the annotation",
        "Decide",
        reject,
        ("Backspace", "Delete"),
        in_article=True,
        applies=has_units,
        short="reject",
    ),
    *(
        Act(
            f"choose_{digit}",
            f"Label, type or relation {digit}",
            "Decide",
            partial(choose, digit=digit),
            (str(digit),),
            in_article=True,
            applies=has_something,
        )
        for digit in range(1, 10)
    ),
    Act(
        "choose_from_all",
        "Choose from all labels, types or relations",
        "Decide",
        choose_from_all,
        ("0",),
        in_article=True,
        applies=has_something,
    ),
    Act(
        "accept_alike",
        "Accept all identical suggestions in the article",
        "Decide",
        accept_alike,
        ("A",),
        in_article=True,
        applies=has_units,
    ),
    Act(
        "list_alike",
        "List every hit of this name, here or in all articles",
        "Decide",
        list_alike,
        ("Shift+A",),
        in_article=True,
        applies=has_something,
    ),
    Act("unsure", "Flag as unsure", "Decide", toggle_unsure, ("U",), in_article=True, applies=has_units),
    Act("mark", "Mark for an act on several", "Decide", toggle_mark, ("Space",), in_article=True, applies=has_units),
)
