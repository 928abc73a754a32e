"""The menus, made of acts: the project's, the pass's, and the one on a unit or selection: all keys' acts by mouse."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from annotator.model import Entity, Link
from annotator.operations import SetConditional, SetLabel, SetRelation, SetType, Unlink
from annotator.scheme import Choice, Label
from annotator.units import Unit
from ui.acts import BY_NAME
from ui.acts.deciding import add_entity, article_of
from ui.acts.leading import leads, show_article_team, show_return
from ui.keymap import Keymap

if TYPE_CHECKING:
    from ui.acts.hand import Hand

LINE = ""
PROJECT_MENU = (
    "new_project",
    "open_project",
    LINE,
    "import",
    "preannotate",
    "choose_model",
    "merge",
    "export",
    "last_report",
    "backup",
    "conflicts",
    LINE,
    "submit",
    "set_aside",
    "reopen",
    "meta",
    "take_over_all",
    LINE,
    "feedback",
    "case_book",
    "guidelines",
    LINE,
    "keys",
    "guide",
    "preferences",
    "about",
    LINE,
    "close",
)
LEAD_MENU = (
    "assign",
    "reassign",
    "article_team",
    "return_article",
    LINE,
    "hand_out",
    "calibration",
    LINE,
    "release",
    "releases",
    "train",
    LINE,
    "edit_guidelines",
)
PASS_MENU = (
    "pass_entities",
    "pass_statements",
    "pass_links",
    "pass_all",
    LINE,
    "hidden",
    "least_certain",
    "accept_above",
    LINE,
    "done_entities",
    "done_statements",
    "done_links",
)
SELECTION_ACTS = (
    "statement",
    "cue",
    "speaker",
    "fragment",
    "fragment_away",
    "swap_ends",
    "list_alike",
    "note",
    "exclude",
    "copy",
)
ENTITY_ACTS = (
    "accept",
    "reject",
    "accept_alike",
    "list_alike",
    "actor",
    "unsure",
    "note",
    "like_case",
    "mark",
    "go_around",
    "go_inside",
)
STATEMENT_ACTS = (
    "accept", "reject", LINE, "speaker", "actor", "cue", "fragment_away", "parent", LINE,
    "event", "nothing", "link_again", LINE, "unsure", "note", "like_case", "mark", "go_around", "go_inside",
)  # fmt: skip
REVIEW_ACTS = (
    *(f"review_take_{digit}" for digit in range(1, 10)), "review_none", "review_compose", "review_edit", "review_both",
    "review_confirm", LINE, "review_slip", "review_reason", "review_like", LINE, "review_classes", "review_return",
    "review_rule", "review_names", LINE, "review_next", "review_next_article", "undo", "redo",
)  # fmt: skip
ARTICLE_ACTS = (
    "submit", "set_aside", "include", "take_over", "note", "find", "undo", "redo", LINE,
    "article_team", "return_article",
)  # fmt: skip


def entries(names: Iterable[str], keymap: Keymap) -> list[tuple[str, str, str]]:
    """(name, title, shown key) of acts, ("", "", "") for a line."""
    return [(name, BY_NAME[name].title if name else "", keymap.shown(name) if name else "") for name in names]


def context_menu(hand: Hand, keymap: Keymap, offset: int, place: QPoint) -> None:
    """Open the menu for the selection, if `offset` is in it, else for the smallest unit there, else for the article."""
    menu = QMenu(hand.view)
    fill_context_menu(menu, hand, keymap, offset)
    menu.aboutToHide.connect(menu.deleteLater)
    menu.popup(place)


def article_menu(hand: Hand, article_id: str, place: QPoint) -> None:
    """Open the menu of an article in the list: what a lead can do with it."""
    menu = QMenu(hand.window)
    fill_article_menu(menu, hand, article_id)
    menu.aboutToHide.connect(menu.deleteLater)
    menu.popup(place)


def fill_article_menu(menu: QMenu, hand: Hand, article_id: str) -> None:
    """Open it; and for a lead: give it to annotators, or back to one who submitted it."""
    _add(menu, "Open", lambda: hand.session.open_article(article_id))
    if not leads(hand):
        return
    menu.addSeparator()
    _add(menu, "Assign this article to…", lambda: show_article_team(hand, article_id))
    states = hand.session.project.lead.team.standing(article_id)
    back = _add(menu, "Return it with a comment…", lambda: show_return(hand, article_id))
    back.setEnabled("submitted" in states.values())


def review_menu(hand: Hand, keymap: Keymap, place: QPoint) -> None:
    """Open the menu of the Review place: what can be done with the current card, and with the queue."""
    menu = QMenu(hand.window)
    _add_acts(menu, hand, keymap, REVIEW_ACTS)
    menu.aboutToHide.connect(menu.deleteLater)
    menu.popup(place)


def fill_context_menu(menu: QMenu, hand: Hand, keymap: Keymap, offset: int) -> None:
    """Put into `menu` what can be done at `offset`; the unit there becomes the current one."""
    selection = hand.selection()
    if selection is not None and selection.start <= offset <= selection.end:
        labels = hand.session.project.scheme.labels
        _add_choices(menu, "Entity", labels, lambda name: add_entity(hand, selection, name))
        _add_acts(menu, hand, keymap, SELECTION_ACTS)
        return
    hand.clear_selection()
    unit = _unit_at(hand, offset)
    if unit is None:
        hand.view.set_caret(offset)
    else:
        hand.session.set_current(unit.id)
        _add_unit(menu, hand, keymap, unit)
        menu.addSeparator()
    _add_acts(menu, hand, keymap, ARTICLE_ACTS if unit is None else [name for name in ARTICLE_ACTS if name != "note"])


def _unit_at(hand: Hand, offset: int) -> Unit | None:
    work, session = hand.session.work, hand.session
    units = work.at(offset, hidden=session.show_hidden) if work else []
    return next((unit for unit in units if session.is_in_passes(unit)), None)


def _add_unit(menu: QMenu, hand: Hand, keymap: Keymap, unit: Unit) -> None:
    scheme, run, article = hand.session.project.scheme, hand.session.run, article_of(hand)
    if isinstance(unit.value, Entity):
        _add_choices(menu, "Label", scheme.labels, lambda name: run(SetLabel(article, unit.id, name)))
        _add_acts(menu, hand, keymap, ENTITY_ACTS)
        return
    _add_choices(menu, "Type", scheme.statement_types, lambda name: run(SetType(article, unit.id, name)))
    for link in unit.value.links:
        _add_link(menu, hand, link)
    _add_acts(menu, hand, keymap, STATEMENT_ACTS)


def _add_link(menu: QMenu, hand: Hand, link: Link) -> None:
    session, run, article = hand.session, hand.session.run, article_of(hand)
    event = session.project.find_event(link.event)
    title = f"{link.relation}: {event.title if event else 'an event that is not here'}"
    relations = session.project.scheme.relations
    submenu = _add_choices(
        menu, title, relations, lambda name: run(SetRelation(article, link.statement, link.id, name))
    )
    submenu.addSeparator()
    conditional = _add(
        submenu,
        "Conditional",
        lambda: run(SetConditional(article, link.statement, link.id, not link.conditional)),
    )
    conditional.setCheckable(True)
    conditional.setChecked(link.conditional)
    _add(submenu, "Open the event", lambda: session.open_event(link.event))
    _add(submenu, "Take the link away", lambda: run(Unlink(article, link.statement, (link.id,))))


def _add_choices(menu: QMenu, title: str, choices: Sequence[Label | Choice], take: Callable[[str], object]) -> QMenu:
    submenu = menu.addMenu(title.replace("&", "&&"))
    for choice in choices:
        shown = f"{choice.title}\t{choice.key}" if choice.key else choice.title
        _add(submenu, shown, partial(take, choice.name)).setToolTip(choice.description)
    return submenu


def _add_acts(menu: QMenu, hand: Hand, keymap: Keymap, names: Iterable[str]) -> None:
    for name in names:
        if not name:
            menu.addSeparator()
        elif BY_NAME[name].applies(hand):
            key = keymap.shown(name)
            title = BY_NAME[name].title
            _add(menu, f"{title}\t{key}" if key else title, partial(hand.do, BY_NAME[name]))


def _add(menu: QMenu, title: str, do: Callable[[], object]) -> QAction:
    action = menu.addAction(title)
    action.triggered.connect(lambda: do())  # noqa: PLW0108 - without it Qt would hand its `checked` over
    return action
