"""`Leading`: what the window does for a lead beside its sheets: handouts, merges and releases as jobs, and offers.

Offers stand in the bar below the article and never take the keyboard: that disagreements wait after a merge, that a
calibration can be compared.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
from PySide6.QtCore import QObject, QPoint

from annotator.wording import counted
from ui.jobs import Job, Jobs
from ui.series import Series
from ui.widgets.named import once_after

if TYPE_CHECKING:
    from annotator.review.handing_out import Terms
    from ui.main_window import MainWindow

RETURNED = "returned"
LOOK_MS = 1500
"""The window stands before anything is looked for."""


class Leading(QObject):
    """One for each window. It does nothing in a handout."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._asking = Jobs(self)
        self._has_declined = False
        self._look = once_after(LOOK_MS, self.look, self)
        window.annotate.articles.menu_requested.connect(self._on_menu_requested)

    @property
    def project_path(self) -> str:
        return str(self._window.session.project.path)

    @property
    def is_lead(self) -> bool:
        """Whether the file is a whole project and not one annotator's."""
        return self._window.session.project.handout is None

    def start(self) -> None:
        """Look for what may be offered, once the window stands."""
        self._look.start()

    def stop(self) -> None:
        """End what is being looked for: the window closes."""
        self._look.stop()
        self._asking.stop()

    def _on_menu_requested(self, article_id: str, place: QPoint) -> None:
        from ui.acts.menus import article_menu

        article_menu(self._window.hand, article_id, place)

    # Jobs

    def hand_out(self, targets: Sequence[tuple[str, Path]]) -> Series | None:
        """Write these annotators' files, one after the other; None where another job is running."""
        steps = [
            (f"Handing out to {name}", ["handout", self.project_path, "--annotator", name, str(out), "--json"])
            for name, out in targets
        ]
        self._window.session.project.checkpoint()
        series = Series(self._window.files.jobs, steps, self)
        failed: list[str] = []
        series.stepped.connect(partial(_note_failure, failed))
        if not series.start():
            series.deleteLater()
            return None
        self._window.session.say("Handing out…")
        series.ended.connect(partial(self._on_handed_out, targets, failed))
        series.ended.connect(series.deleteLater)
        return series

    def merge(self, files: Sequence[str], *, all_layers: bool) -> bool:
        """Merge files; False where another job is running."""
        options = ["--all-layers"] if all_layers else []
        arguments = ["merge", self.project_path, *files, *options, "--json"]
        return self._window.files.start("Merging", arguments, self._on_merged) is not None

    def release(self, name: str, *, incomplete: bool) -> bool:
        """Freeze the gold under a name; False where another job is running."""
        options = ["--incomplete"] if incomplete else []
        author = ["--as", self._window.session.project.annotator]
        arguments = ["release", self.project_path, name, *options, *author, "--json"]
        return self._window.files.start("Releasing", arguments, self._on_released) is not None

    def _on_handed_out(self, targets: Sequence[tuple[str, Path]], failed: list[str], is_whole: bool) -> None:
        session, done = self._window.session, len(targets) - len(failed)
        if not is_whole:
            session.say("Handing out was cancelled; the files that are written stay.", "warning")
        elif failed:
            session.say(failed[-1], "error")
        else:
            session.say(f"Handed out: {counted(done, 'file')} in {targets[0][1].parent}.")

    def _on_merged(self, job: Job, status: int, out: str, words: str) -> None:
        self._window.files.take_in()
        self._window.files.say_result(job, status, merge_sentence(out), words)
        if not job.is_cancelled and self.is_lead:
            self.look_for_disagreements()
        if not job.is_cancelled:
            self.look()

    def _on_released(self, job: Job, status: int, out: str, words: str) -> None:
        self._window.session.refresh()
        self._window.files.say_result(job, status, released_sentence(out), words)

    def assign(self, names: Sequence[str], terms: Terms) -> bool:
        """Assign in a process of its own, as many articles take their time; False where another job is running."""
        options = ["--overlap", str(terms.overlap), "--twins", terms.twins]
        options += ["--blind", f"{terms.blind:.0%}"] if terms.blind is not None else []
        options += ["--calibration", str(terms.calibration)] if terms.calibration else []
        author = ["--as", self._window.session.project.annotator]
        arguments = ["assign", self.project_path, "--annotator", *names, *options, *author, "--json"]
        return self._window.files.start("Assigning", arguments, self._on_assigned) is not None

    def _on_assigned(self, job: Job, status: int, out: str, words: str) -> None:
        self._window.files.take_in()
        self._window.files.say_result(job, status, assigned_sentence(out), words)

    # Offers

    def look(self) -> None:
        """Offer what there is: an annotator's returned articles, a lead's calibration."""
        self.look_for_calibration()
        count = self._window.annotate.articles.model.state_counts()[RETURNED]
        work = self._window.session.work
        if count and (work is None or work.state != RETURNED):
            one = count == 1
            said = f"{counted(count, 'article')} {'was' if one else 'were'} returned to you by the lead."
            self._offer(said, "Go there", "next_returned")

    def look_for_disagreements(self) -> None:
        """Offer the Review place where disagreements wait."""
        job = self._asking.start("Looking for disagreements", ["figures", self.project_path, "--blocks", "--json"])
        if job is not None:
            job.finished.connect(self._on_blocks_found)

    def look_for_calibration(self) -> None:
        """Offer the comparison where all have submitted what they began with, and the rest is not open."""
        if not self.is_lead or self._has_declined:
            return
        found = self._window.session.project.lead.team.calibration
        if found.is_ready and not found.is_open:
            self._offer(
                f"All have submitted {counted(len(found.articles), 'calibration article')}: open the rest?",
                "Compare…",
                "calibration",
            )

    def _on_blocks_found(self, status: int, out: str, _words: str) -> None:
        waiting = 0 if status else sum(block["disagreements"] or 0 for block in msgspec.json.decode(out.encode()))
        if waiting:
            said = f"{counted(waiting, 'disagreement')} {'waits' if waiting == 1 else 'wait'} for a lead."
            self._offer(said, "Review", "place_review")

    def _offer(self, sentence: str, title: str, act: str) -> None:
        bar = self._window.annotate.offer_bar
        key = self._window.keymap.shown(act)
        bar.suggest(sentence, title, key, partial(self._window.session.request_act, act), self._on_declined)

    def _on_declined(self) -> None:
        self._has_declined = True


def _note_failure(failed: list[str], _step: int, status: int, _out: str, words: str) -> None:
    if status:
        failed.append(words.strip().splitlines()[-1] if words.strip() else "A file could not be written.")


def assigned_sentence(out: str) -> str:
    """What `assign --json` printed, as a sentence."""
    return _told(out, _assigned_sentence, "Assigned.")


def merge_sentence(out: str) -> str:
    """What `merge --json` printed, as a sentence."""
    return _told(out, _merge_sentence, "Merged.")


def released_sentence(out: str) -> str:
    """What `release --json` printed, as a sentence."""
    return _told(out, _released_sentence, "Released.")


def _assigned_sentence(report: dict[str, Any]) -> str:
    return f"Made or changed {counted(report['new'], 'assignment')}. Ctrl+Z takes them back."


def _merge_sentence(report: dict[str, Any]) -> str:
    articles, decisions = report["articles"]["new"], report["decisions"]["new"]
    said = f"Merged: {counted(articles, 'new article')}, {counted(decisions, 'new decision')}."
    conflicts = len(report["conflicts"])
    if not conflicts:
        return said
    return f"{said} {counted(conflicts, 'conflict')}: the project menu lists {'it' if conflicts == 1 else 'them'}."


def _released_sentence(report: dict[str, Any]) -> str:
    mark = ", incomplete" if any(note.startswith("Incomplete") for note in report["notes"]) else ""
    return f"Released {report['name']}: {counted(report['articles'], 'article')}{mark}. Ctrl+Z takes it back."


def _told(out: str, told: Callable[[dict[str, Any]], str], otherwise: str) -> str:
    try:
        return told(msgspec.json.decode(out.encode()))
    except (msgspec.DecodeError, KeyError, TypeError):
        return otherwise
