"""`AlignedDetail`: two events or actors side by side, what speaks for their being one, and what was linked to each."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from annotator.model import Actor, Event
from annotator.project import Project
from annotator.views.lead.inventories import Group, Said
from annotator.wording import counted
from ui.panels.events_place.aligned_model import LINKED, AlignedModel, Row
from ui.panels.events_place.linked import LinkedStatements, Passage, placed_passage
from ui.widgets.buttons import tipped_button
from ui.widgets.elided_label import ElidedLabel
from ui.widgets.fitting_scroll import FittingScroll
from ui.wording import ACTOR_KINDS, STATUS_TITLES, describe_when, likely, relation_text, speaker_line

GUTTER_PX = 8
"""What is left free for the bar of what scrolls; all else ends where the fields end."""
NO_STATEMENT = ("No statement", "Nobody linked one to it.")
NONE = "–"


class Side(QFrame):
    """The statements under one event or actor, below whose they are."""

    opened = Signal(str, str)

    def __init__(self, name: str) -> None:
        super().__init__()
        self.heading = ElidedLabel(role="secondary")
        self.statements = LinkedStatements(NO_STATEMENT)
        self.statements.setObjectName(f"aligned_statements_{name}")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(self.heading)
        layout.addWidget(self.statements, 1)
        self.statements.opened.connect(self.opened)


class Fields(QWidget):
    """The fields of one or two groups as a table; rows that differ are tinted."""

    def __init__(self) -> None:
        super().__init__()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, GUTTER_PX, 0)
        self._grid.setHorizontalSpacing(2)
        self._grid.setVerticalSpacing(2)

    def show_columns(self, heads: Sequence[str], rows: Sequence[tuple[str, tuple[str, ...]]]) -> None:
        """Show a name and a value a column in each row; rows without any value are left out."""
        while self._grid.count():
            old = self._grid.takeAt(0)
            widget = old.widget() if old else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for column, head in enumerate(heads, 1):
            self._grid.addWidget(_cell(head, "secondary"), 0, column)
        for at, (name, values) in enumerate((row for row in rows if any(row[1])), 1):
            differs = len(set(values)) > 1
            self._grid.addWidget(_cell(name, "secondary", differs=differs), at, 0)
            for column, value in enumerate(values, 1):
                cell = _cell(value or NONE, "strong" if name in ("title", "name") else "", differs=differs)
                cell.setAccessibleName(
                    f"{name}, {heads[column - 1]}: {value or 'none'}{', differs' if differs else ''}"
                )
                self._grid.addWidget(cell, at, column)
        for column in range(3):
            self._grid.setColumnStretch(column, (0, 1, 1)[column] if column <= len(heads) else 0)


class AlignedDetail(QWidget):
    """What the buttons do is done by the tab; what the current row is not about cannot be pressed."""

    acted = Signal(str)
    """An act of the tab, by its name."""
    opened = Signal(str, str)

    def __init__(self, project: Project, model: AlignedModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._project = project
        self._model = model
        self.heading = ElidedLabel(role="heading")
        self.summary = ElidedLabel(role="secondary")
        self.why = QLabel()
        self.why.setWordWrap(True)
        self.buttons = {
            "same": tipped_button("Same", "align_same", "They are one (Enter, or S)", takes_focus=False),
            "part": tipped_button("Part of", "align_part", "The second is a part of the first (P)", takes_focus=False),
            "turn": tipped_button(
                "Turn round", "align_turn", "Let the other one stay, or be the whole (← or →)", takes_focus=False
            ),
            "different": tipped_button(
                "Different", "align_different", "They are two: not asked again (D)", takes_focus=False
            ),
            "publish": tipped_button(
                "Publish", "align_publish", "Everybody sees it from now on (U)", takes_focus=False
            ),
            "take_out": tipped_button(
                "Take out", "align_take_out", "One of its own again; several: a new one (D)", takes_focus=False
            ),
            "edit": tipped_button("Edit", "align_edit", "Put right what is published (F2)", takes_focus=False),
        }
        self.fields = Fields()
        self.sides = (Side("one"), Side("other"))
        self._arrange()
        for name, button in self.buttons.items():
            button.setProperty("act", name)
            button.clicked.connect(self._on_button_clicked)
        for side in self.sides:
            side.opened.connect(self.opened)

    def show_row(self, row: Row, marked: int = 0) -> None:
        """Show what a row is about."""
        groups = row.groups
        self.heading.setText(groups[0].title if row.kind != "member" else _title(row))
        self.summary.setText(self._summary(row))
        reasons = row.proposal.reasons if row.proposal else ()
        self.why.setText(" · ".join(reasons))
        self.why.setVisible(bool(reasons))
        self._show_buttons(row, marked)
        self._show_fields(row)
        self._show_statements(groups)

    def _arrange(self) -> None:
        names = QVBoxLayout()
        names.setSpacing(2)
        for label in (self.heading, self.summary, self.why):
            names.addWidget(label)
        acts = QHBoxLayout()
        acts.setSpacing(6)
        for button in self.buttons.values():
            acts.addWidget(button)
        acts.addStretch()
        below = QHBoxLayout()
        below.setContentsMargins(0, 0, GUTTER_PX, 0)
        below.setSpacing(12)
        for side in self.sides:
            below.addWidget(side, 1)
        line = QFrame()
        line.setProperty("line", "true")
        line.setFixedHeight(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 16, 12)
        layout.setSpacing(12)
        layout.addLayout(names)
        layout.addLayout(acts)
        layout.addWidget(FittingScroll(self.fields))
        layout.addWidget(line)
        layout.addLayout(below, 1)

    def _summary(self, row: Row) -> str:
        if row.proposal is not None:
            word = "the second may be a part of the first" if row.is_part else "these two may be one"
            return f"{word} · {likely(row.proposal.score)}"
        group = row.groups[0]
        if row.member is not None:
            return f"{self._model.whose_member(row)} · read as “{group.title}”"
        state = "published, everybody sees it" if group.is_published else f"of {self._model.whose(group.layers)} alone"
        links = counted(group.links, LINKED[group.kind])
        return f"{state} · {links} in {counted(group.articles, 'article')}"

    def _show_buttons(self, row: Row, marked: int) -> None:
        several = f" {marked}" if marked > 1 else ""
        are_groups = row.kind in ("loose", "aligned") and marked > 1
        shown = {
            "same": row.kind == "pair" or are_groups,
            "part": row.kind == "pair" and row.proposal is not None and row.proposal.kind == "event",
            "turn": row.kind == "pair",
            "different": row.kind == "pair",
            "publish": row.kind == "loose" or (row.kind == "pair" and not row.groups[0].is_published),
            "take_out": row.kind == "member",
            "edit": row.kind in ("aligned", "member"),
        }
        titles = {"same": "Same", "different": "Different", "publish": "Publish", "take_out": "Take out"}
        for name, button in self.buttons.items():
            button.setVisible(shown[name])
            if name in titles:
                button.setText(titles[name] + several)
        first = {"pair": "part" if row.is_part else "same", "loose": "publish"}.get(row.kind, "edit")
        for name, button in self.buttons.items():
            # What Enter does stands out.
            word = "true" if name == first else "false"
            if button.property("primary") != word:
                button.setProperty("primary", word)
                button.style().polish(button)

    def _show_fields(self, row: Row) -> None:
        things = [row.member.thing if row.member else group.thing for group in row.groups]
        if row.member is not None:
            things = [row.groups[0].thing, row.member.thing]
            heads = ["read as", self._model.whose_member(row)]
        else:
            heads = [self._head(group) for group in row.groups]
            if row.proposal is not None:
                heads[0] += " · the whole" if row.is_part else " · stays"
        columns = [dict(self._values(thing)) for thing in things]
        self.fields.show_columns(heads, [(name, tuple(one[name] for one in columns)) for name in columns[0]])

    def _head(self, group: Group) -> str:
        names = self._model.whose(layer for layer in group.layers if layer != "project")
        return " · ".join(part for part in ("published" if group.is_published else "", names) if part)

    def _values(self, thing: Event | Actor) -> list[tuple[str, str]]:
        if isinstance(thing, Actor):
            kind = ACTOR_KINDS.get(thing.kind, thing.kind)
            return [("name", thing.name), ("kind", kind), ("also", ", ".join(thing.aliases)),
                    ("same as", "\n".join(thing.same_as))]  # fmt: skip
        types = {choice.name: choice.title for choice in self._project.scheme.event_types}
        inventories = self._project.lead.inventories
        whole = inventories.find("event", thing.part_of) if thing.part_of else None
        people = [found for found in (self.find_actor(one) for one in thing.participants) if found]
        return [
            ("title", thing.title),
            ("type", types.get(thing.type, thing.type)),
            ("status", STATUS_TITLES[thing.status]),
            ("date", describe_when(thing)),
            ("place", thing.place or ""),
            ("who", ", ".join(actor.name for actor in people)),
            ("part of", whole.title if whole else ""),
            ("description", thing.description),
        ]

    def find_actor(self, actor_id: str) -> Actor | None:
        """The actor with this id in whichever layer, as it is read now."""
        group = self._project.lead.inventories.find("actor", actor_id)
        return group.thing if group is not None and isinstance(group.thing, Actor) else None

    def _show_statements(self, groups: Sequence[Group]) -> None:
        """Those that both have come first, in the same order on both sides."""
        found = [self._project.lead.inventories.statements(group) for group in groups]
        for at, side in enumerate(self.sides):
            side.setVisible(at < len(groups))
            if at < len(groups):
                others = found[1 - at] if len(groups) > 1 else []
                side.heading.setText(f"{groups[at].title} · {counted(len(found[at]), 'statement')}")
                side.statements.show_passages([self._passage(one, others) for one in found[at]])

    def _passage(self, said: Said, others: Sequence[Said]) -> Passage:
        placed = said.placed
        is_common = any(said.is_same_place(other) for other in others)
        relations = ", ".join(relation_text(relation, conditional=False) for relation in said.relations)
        text = self._project.article(placed.article).text
        speaker = speaker_line(text, placed.statement.speaker, self.find_actor)
        parts = ("in common" if is_common else "", self._model.whose(said.layers), relations, speaker)
        return placed_passage(placed, " · ".join(part for part in parts if part), 0 if is_common else 1)

    def _on_button_clicked(self) -> None:
        self.acted.emit(str(self.sender().property("act")))


def _title(row: Row) -> str:
    thing = row.member.thing if row.member else row.groups[0].thing
    return thing.title if isinstance(thing, Event) else thing.name


def _cell(words: str, role: str, *, differs: bool = False) -> QLabel:
    cell = QLabel(words)
    cell.setTextFormat(Qt.TextFormat.PlainText)
    cell.setWordWrap(True)
    cell.setProperty("role", role)
    cell.setProperty("cell", "differs" if differs else "same")
    cell.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
    return cell
