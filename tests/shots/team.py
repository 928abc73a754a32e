"""Pictures of what leads and annotators of a team see, on the sample project of a team and on a handout of it."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from annotator.demo import make_demo
from annotator.operations import Assign, OpenRest, ReturnArticle, SetLabel, Submit
from annotator.project import ArticleRow, Project
from annotator.review.queue import ReviewCard
from tests.shots.exchange import EXCHANGE_SHOTS
from tests.shots.shot import Shot, do, finish_jobs, settle
from ui.widgets.figure_table import FigureTable

LEAD, ANNOTATOR = "lead", "ann"
RETURNED = "from-ann.annodb"
PROGRESS = ("articles", "agreement", "labels", "suggestions", "pairs", "time", "models", "release")


def make_team(path: Path) -> Path:
    """The sample project with its team: a release, a class settled since, one card on which two leads differ.

    Beside it lies `RETURNED`, a file in which an annotator has gone on.
    """
    made = make_demo(path.with_suffix(""), lambda _: None, has_team=True)
    shutil.move(made, path)
    with Project.open(path, annotator=LEAD) as project:
        project.release("pilot", incomplete=True)
        article = next(row.article for row in project.lead.review.queue() if row.open)
        ours = next(card for card in project.lead.review.article(article).waiting if is_wide(card))
        other_path = path.with_name("other-lead.annodb")
        project.checkpoint()
        shutil.copy(path, other_path)
        project.run(project.lead.review.take(article, ours, ours.versions[0]))
        with Project.open(other_path, annotator="other lead") as other:
            theirs = next(card for card in other.lead.review.article(article).cards if card.id == ours.id)
            other.run(other.lead.review.take(article, theirs, theirs.versions[1]))
            other.checkpoint()
        project.merge([other_path])
        found = max(project.lead.review.classes(article), key=lambda one: len(one.cards))
        project.run(project.lead.review.settle_class(found, found.choices[0]))
        project.checkpoint()
        shutil.copy(path, path.with_name(RETURNED))
    with Project.open(path.with_name(RETURNED), annotator=ANNOTATOR) as own:
        for row in [row for row in own.listed_articles() if row.state in ("submitted", "in work")][-2:]:
            units = [unit.id for unit in own.work(row.id).units() if unit.kind == "entity"]
            own.run(SetLabel(row.id, units[0], "ORG"))
            own.run(Submit(row.id, reject_rest=True))
    return path


def make_handout(path: Path, team: Path) -> Path:
    """One annotator's file of that project: with feedback, an article that came back, one without suggestions."""
    source = path.with_name("source.annodb")
    shutil.copy(team, source)
    with Project.open(source, annotator=LEAD) as project:
        rows = [row for row in project.lead.team.assignments() if row.annotator == ANNOTATOR]
        submitted = project.lead.works.submitted()
        done = [row for row in rows if ANNOTATOR in submitted.get(row.article, ())]
        todo = [row for row in rows if row not in done]
        project.run(ReturnArticle(done[-1].article, ANNOTATOR, "The quotes of the second half have no speaker yet."))
        project.run(OpenRest(project.lead.team.calibration.articles))
        project.run(Assign(tuple(type(row)(row.article, ANNOTATOR, blind=True, order=row.order) for row in todo)))
        project.hand_out(ANNOTATOR, path)
    return path


def is_wide(card: ReviewCard) -> bool:
    """Whether it is a statement with several versions that differ in more than one way."""
    values = [version.value for version in card.versions]
    return card.state == "open" and len(card.versions) > 1 and None not in values and len(card.card.kinds) > 1


def is_conflict(card: ReviewCard) -> bool:
    return card.state == "conflict"


def is_entity(card: ReviewCard) -> bool:
    return card.state == "open" and card.card.kind == "entity" and len(card.versions) > 1


def on_card(wanted: Callable[[ReviewCard], bool], act: str = "") -> Callable[[Any], None]:
    """Show the first such card in Review, and do an act there."""

    def shown(window: Any) -> None:
        window.do("place_review")
        finish_jobs(window)
        reviewing = window.stack.currentWidget().reviewing
        for row in reviewing.rows:
            reviewing.open_article(row.article)
            card = next((card for card in reviewing.article.cards if wanted(card)), None)
            if card is not None:
                reviewing.set_card(card.id)
                break
        settle()
        if act:
            window.do(act)
            finish_jobs(window)

    return shown


def on_section(name: str, *, behind: bool = False) -> Callable[[Any], None]:
    """Show a section of Progress, or what stands behind its first number."""

    def shown(window: Any) -> None:
        window.do(f"figures_{name}")
        finish_jobs(window)
        if behind:
            table = window.stack.currentWidget().findChildren(FigureTable)[0]
            table.setFocus()
            QTest.keyClick(table, Qt.Key.Key_Return)
            finish_jobs(window)

    return shown


def show_align(window: Any) -> None:
    window.do("place_events")
    tabs = window.stack.currentWidget().tabs
    tabs.setCurrentIndex(next(at for at in range(tabs.count()) if tabs.tabText(at).startswith("Align")))
    settle()


def show_merge(window: Any) -> None:
    """Show what an annotator's file would bring."""
    window.files.show_merge([str(window.session.project.path.parent.parent / RETURNED)])
    finish_jobs(window)


def show_comparison(window: Any) -> None:
    """Compare a release with the gold as it is now."""
    window.do("releases")
    finish_jobs(window)
    QTest.keyClick(QApplication.focusWidget() or window, Qt.Key.Key_Return)
    finish_jobs(window)


def open_first(wanted: Callable[[ArticleRow], bool]) -> Callable[[Any], None]:
    """Open the annotator's first article that is wanted."""

    def opened(window: Any) -> None:
        window.session.open_article(next(row.id for row in window.session.project.listed_articles() if wanted(row)))
        finish_jobs(window)

    return opened


TEAM_SHOTS = (
    Shot("review", None, on_card(is_wide)),
    Shot("review-entity", None, on_card(is_entity)),
    Shot("review-compose", None, on_card(is_wide, "review_compose")),
    Shot("review-edit", None, on_card(is_wide, "review_edit")),
    Shot("review-class", None, on_card(is_entity, "review_classes")),
    Shot("review-rule", None, on_card(is_wide, "review_rule")),
    Shot("review-return", None, on_card(is_wide, "review_return")),
    Shot("review-conflict", None, on_card(is_conflict)),
    Shot("align", None, show_align),
    *(Shot(f"progress-{name}", None, on_section(name)) for name in PROGRESS),
    Shot("progress-behind", None, on_section("articles", behind=True)),
    Shot("assign", None, do("assign")),
    Shot("reassign", None, do("reassign")),
    Shot("hand-out", None, do("hand_out")),
    Shot("merge", None, show_merge),
    Shot("calibration", None, do("calibration")),
    Shot("release", None, do("release")),
    Shot("releases", None, show_comparison),
    Shot("case-book", None, do("case_book")),
    Shot("guidelines", None, do("guidelines")),
    Shot("edit-guidelines", None, do("edit_guidelines")),
    *EXCHANGE_SHOTS,
)
HANDOUT_SHOTS = (
    Shot("feedback", None, do("feedback")),
    Shot("own-case-book", None, do("case_book")),
    Shot("returned", None, open_first(lambda row: row.state == "returned")),
    Shot("blind", None, open_first(lambda row: row.is_blind and row.state == "todo")),
)
