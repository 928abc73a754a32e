"""Release the gold: a name, and what blocks it. Incomplete gold is released only where somebody asks for it."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QCheckBox, QFormLayout, QLabel, QLineEdit, QWidget

from annotator.errors import UserError
from annotator.operations.releases import release_name
from annotator.review.figures import BlockGroup
from annotator.wording import counted
from ui.dialogs.sheet import Sheet
from ui.jobs import Jobs
from ui.leading import Leading
from ui.session import Session
from ui.widgets.items import Item
from ui.widgets.named import named
from ui.widgets.row_lists import OpenList

LOOKING = "Looking for what blocks it: all that is submitted is compared…"
FREE = "Nothing blocks it: every article is submitted, and every disagreement settled."


class ReleaseSheet(Sheet):
    """`article_taken` carries an article that blocks, and whether it is its disagreements that do."""

    wanted = QSize(640, 560)
    article_taken = Signal(str, bool)

    def __init__(self, session: Session, leading: Leading, window: QWidget) -> None:
        super().__init__("Release the gold", window)
        self.setObjectName("release_sheet")
        self._session = session
        self._leading = leading
        self._names = {release.name for release in session.project.lead.gold.releases()}
        self._titles = {row.id: row.title for row in session.project.articles()}
        self._blocks: tuple[BlockGroup, ...] | None = None
        self.name = named(QLineEdit(self._next_name()), "release_name")
        self.name.setAccessibleName("Name of the release")
        self.list = named(OpenList("What blocks the release: Enter leads there"), "release_blocks")
        self.list.set_items([Item(LOOKING, is_heading=True)])
        self.incomplete = named(QCheckBox("Release it incomplete: its card says so"), "release_incomplete")
        self.incomplete.setEnabled(False)
        self.told = named(QLabel(), "release_told")
        self.told.setWordWrap(True)
        form = QFormLayout()
        form.addRow("Name", self.name)
        self.body.addLayout(form)
        self.body.addWidget(self.list, 1)
        self.body.addWidget(self.incomplete)
        self.body.addWidget(self.told)
        self.add_button("Cancel", self.leave)
        self.go = named(self.add_button("Release", self.accept, is_primary=True), "release_go")
        self.go.setEnabled(False)
        self.list.opened.connect(self._on_opened)
        self.incomplete.toggled.connect(self._show)
        self.name.textChanged.connect(self._show)
        self._jobs = Jobs(self)
        self.left.connect(self._jobs.stop)
        job = self._jobs.start("Looking", ["figures", leading.project_path, "--blocks", "--json"])
        assert job is not None  # the sheet has jobs of its own
        job.finished.connect(self._on_found)

    def first_focus(self) -> QWidget:
        self.name.selectAll()
        return self.name

    @property
    def may_release(self) -> bool:
        """Whether the name is free and nothing blocks, or it is asked for all the same."""
        known = self._blocks is not None and (not self._blocks or self.incomplete.isChecked())
        return known and not self._problem()

    def accept(self) -> None:
        """Freeze it under this name."""
        if not self.may_release:
            self._show()
        elif self._leading.release(self.name.text().strip(), incomplete=self.incomplete.isChecked()):
            self.leave()

    def _next_name(self) -> str:
        number = len(self._names) + 1
        while f"v{number}" in self._names:
            number += 1
        return f"v{number}"

    def _problem(self) -> str:
        try:
            name = release_name(self.name.text())
        except UserError as error:
            return str(error)
        return f"There is a release {name} already: releases never change." if name in self._names else ""

    def _on_found(self, status: int, out: str, words: str) -> None:
        if status:
            self.list.set_items([Item(words.strip().splitlines()[-1] if words.strip() else "Nothing was found out.",
                                      is_heading=True)])  # fmt: skip
            return
        self._blocks = msgspec.json.decode(out.encode(), type=tuple[BlockGroup, ...])
        self.list.set_items(block_items(self._blocks, self._titles) or [Item(FREE, is_heading=True)])
        self.incomplete.setEnabled(bool(self._blocks))
        self._show()

    def _show(self) -> None:
        words = self._problem()
        if not words and self._blocks and not self.incomplete.isChecked():
            articles = {article for block in self._blocks for article in block.articles}
            words = f"{counted(len(articles), 'article')} blocked. Enter on a row leads there; or tick the box."
        self.told.setText(words)
        self.told.setProperty("role", "danger" if self._problem() else "secondary")
        self.told.style().unpolish(self.told)
        self.told.style().polish(self.told)
        self.go.setEnabled(self.may_release)

    def _on_opened(self, item: Item) -> None:
        article, is_waiting = item.data
        self.leave()
        self.article_taken.emit(article, is_waiting)


def block_items(blocks: Sequence[BlockGroup], titles: dict[str, str]) -> list[Item]:
    """The articles that block, under what blocks them; each carries its id, and whether disagreements wait in it."""
    items: list[Item] = []
    for block in blocks:
        is_waiting = block.disagreements is not None
        how_many = f" · {counted(block.disagreements or 0, 'disagreement')}" if is_waiting else ""
        items.append(Item(f"{block.sentence}: {counted(len(block.articles), 'article')}{how_many}", is_heading=True))
        items += [
            Item(titles.get(article, article), badge="Review" if is_waiting else "Annotate", data=(article, is_waiting))
            for article in block.articles
        ]
    return items
