"""`ParentPicker`: the statement that a statement is inside of, those that hold it first, then those around it."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from annotator.model import Statement
from annotator.operations import SetParent
from annotator.work import ArticleWork
from ui.dialogs.pickers.list_picker import ListPicker
from ui.session import Session
from ui.widgets.items import Item
from ui.wording import actor_finder, content_text, speaker_line

NO_PARENT = object()
HOLDS = "holds it"


class ParentPicker(ListPicker):
    """Digits take the nearest ones."""

    width_wanted = 460

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__(session, parent, "Inside of", "Type words of the statement around it")
        self.setObjectName("parent_picker")

    def _items(self) -> list[Item]:
        work = self.session.work
        assert work is not None
        find = actor_finder(self.session.project, self.article)
        now = self.statements[0].parent
        items = [
            Item(
                content_text(work.article.text, statement),
                " · ".join(
                    part for part in (speaker_line(work.article.text, statement.speaker, find), statement.type) if part
                ),
                badge="now" if statement.id == now else HOLDS if self._holds(statement) else "",
                key=str(at) if at <= 9 else "",
                data=statement.id,
                is_current=statement.id == now,
            )
            for at, statement in enumerate(self._possible(work), 1)
        ]
        return [*items, Item("In none", "a statement by itself", data=NO_PARENT, key="0", always=True)]

    def _take(self, item: Item) -> bool:
        parent = None if item.data is NO_PARENT else item.data
        self._run([SetParent(self.article, statement.id, parent) for statement in self.statements])
        return True

    def _possible(self, work: ArticleWork) -> list[Statement]:
        """All other statements but those inside this one: those that hold it, the smallest first, then the nearest."""
        mine = {statement.id for statement in self.statements}
        others = [unit.value for unit in work.units() if isinstance(unit.value, Statement) and unit.id not in mine]
        others = [statement for statement in others if not mine & self._above(statement, work)]
        return sorted(others, key=lambda other: (not self._holds(other), self._distance(other)))

    def _holds(self, other: Statement) -> bool:
        spans = self.statements[0].content
        return all(any(outer.covers(span) for outer in other.content) for span in spans)

    def _distance(self, other: Statement) -> int:
        if self._holds(other):
            return sum(span.end - span.start for span in other.content)
        return abs(other.content[0].start - self.statements[0].content[0].start)

    @staticmethod
    def _above(statement: Statement, work: ArticleWork) -> set[str]:
        """The ids of what a statement is inside of."""
        seen: set[str] = set()
        above = statement.parent
        while above is not None and above not in seen:
            seen.add(above)
            unit = work.find(above)
            above = unit.value.parent if unit and isinstance(unit.value, Statement) else None
        return seen
