"""Acts around what comes in and goes out: the report of the last import or export, training, the model that is used."""

from __future__ import annotations

from annotator.errors import UserError
from ui.acts.act import Act
from ui.acts.hand import Hand
from ui.acts.leading import leads, of_lead


def last_report(hand: Hand) -> None:
    hand.window.files.exchange.show_report()


def has_report(hand: Hand) -> bool:
    return hand.window.files.exchange.last is not None


@of_lead
def train(hand: Hand) -> None:
    if not hand.session.project.article_ids():
        raise UserError("There are no articles to learn from.", "Ctrl+I imports some.")
    hand.window.files.exchange.show_training()


def choose_model(hand: Hand) -> None:
    hand.window.files.exchange.choose_model()


EXCHANGING = (
    Act("last_report", "Report of the last import or export", "Project", last_report, ("Ctrl+Shift+I",),
        applies=has_report),
    Act("choose_model", "Model of the pre-annotation…", "Project", choose_model),
    Act("train", "Train a model…", "Lead", train, ("Ctrl+Shift+T",), applies=leads),
)  # fmt: skip
