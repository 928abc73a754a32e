"""What holds of gold whatever three annotators and a lead have done: it reads back the same, and nothing dangles."""

from __future__ import annotations

import contextlib
import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.errors import UserError
from annotator.model import Event, Speaker
from annotator.operations import (
    AcceptUnits,
    AddEntity,
    AddEvent,
    AddStatement,
    LinkEvent,
    NothingToLink,
    RejectUnits,
    SetCue,
    SetParent,
    SetReviewSettings,
    SetSpeaker,
    Submit,
)
from annotator.project import Project
from annotator.review.settings import ReviewSettings
from tests.annotator.exchange.team import LAYERS, lines
from tests.annotator.making import RUBIO, TEXT, propose_usual, span_of

WORDS = ("Kursk", "Rubio", "Moscow", "talks", "We will go", "Officials in Kursk", "the talks may fail")
ACTS = ("entity", "statement", "speaker", "cue", "link", "nothing", "reject", "accept", "nest")
PASSES = ("entities", "statements", "links")
acts = st.lists(st.tuples(st.sampled_from(ACTS), st.sampled_from(WORDS), st.integers(0, 20)), max_size=8)
rules = st.sampled_from(("unanimous", "majority", "none"))
choices = st.lists(st.integers(0, 11), min_size=1, max_size=8)


def carry_out(project, article, act, word, number):
    units = list(project.work(article).every())
    statements = [one.id for one in units if one.kind == "statement"]
    unit, statement = units[number % len(units)].id, statements[number % len(statements)]
    span = span_of(TEXT, word)
    event = Event((str(number % 3) + project.annotator[0]).replace("n", "a") * 16, f"Event {number % 3}")
    operations = {
        "entity": lambda: [AddEntity(article, span, ("GPE", "ORG")[number % 2])],
        "statement": lambda: [AddStatement(article, (span,))],
        "speaker": lambda: [SetSpeaker(article, (statement,), Speaker(span, RUBIO.id if number % 2 else None))],
        "cue": lambda: [SetCue(article, statement, span)],
        "link": lambda: [
            AddEvent(event),
            LinkEvent(article, (statement,), event.id, ("denies", "reports")[number % 2]),
        ],
        "nothing": lambda: [NothingToLink(article, (statement,))],
        "reject": lambda: [RejectUnits(article, (unit,))],
        "accept": lambda: [AcceptUnits(article, (unit,))],
        "nest": lambda: [SetParent(article, statement, statements[0])],
    }[act]()
    for operation in operations:
        with contextlib.suppress(UserError):
            project.run(operation)


def settle(lead, article, decided):
    """Settle what waits, or only some of it, in whatever way."""
    review = lead.lead.review
    for card, choice in zip(review.article(article).waiting, decided, strict=False):
        kept = [version for version in card.versions if version.value is not None]
        if choice == 0:
            operation = review.none_right(article, card)
        elif choice < 4 and len(kept) > 1:
            operation = review.keep_both(article, card, *kept)
        else:
            operation = review.take(article, card, card.versions[choice % len(card.versions)])
        lead.run(operation)


def everything(record):
    """All units of a record, refused ones and other readings too."""
    refused = record.get("rejected", {"spans": [], "statements": []})
    units = [*record["spans"], *record["statements"], *refused["spans"], *refused["statements"]]
    return [*units, *(other for unit in units for other in unit.get("alternatives", ()))]


def check(folder):
    """That every text is that of its place, every id is one unit's, and whatever is named is there."""
    (record,) = lines(folder)
    events, actors = ({one["id"] for one in lines(folder, f"{name}.jsonl")} for name in ("events", "actors"))
    units = everything(record)
    gold = {unit["id"] for unit in (*record["spans"], *record["statements"])}
    assert len({unit["id"] for unit in units}) == len(units)
    for unit in units:
        pieces = [unit] if "label" in unit else [*unit["content"], *unit["verbatim"], *filter(None, [unit["cue"]])]
        assert all(piece["text"] == record["text"][piece["start"] : piece["end"]] for piece in pieces)
        assert {link["event"] for link in unit.get("links", ())} <= events
        speaker = unit.get("speaker") or {}
        assert {actor for actor in (unit.get("actor"), speaker.get("actor")) if actor} <= actors
        assert unit.get("parent") is None or unit["parent"] in gold


@settings(max_examples=12, deadline=None)
@given(work=st.tuples(acts, acts, acts), decided=choices, rule=rules, with_rejected=st.booleans())
def test_gold_reads_back_the_same_and_nothing_dangles(work, decided, rule, with_rejected):
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        (folder / "a.txt").write_bytes(TEXT.encode())
        with Project.create(folder / "a.annodb", annotator="lead") as lead:
            lead.import_files([folder / "a.txt"])
            article = propose_usual(lead)
            for layer, own_acts in zip(LAYERS, work, strict=True):
                with Project.open(lead.path, annotator=layer) as own:
                    for act, word, number in own_acts:
                        carry_out(own, article, act, word, number)
                    own.run(Submit(article, PASSES[: 1 + len(own_acts) % 3]))
            lead.refresh()
            lead.run(SetReviewSettings(lead.lead.settings, ReviewSettings(rule=rule)))
            settle(lead, article, decided)
            report = lead.export(folder / "out", incomplete=True, with_rejected=with_rejected, verify=True)
            assert (report.verified, report.failed) == (True, ())
            check(folder / "out")
            lead.release("v1", incomplete=True)
            lead.export(folder / "frozen", release="v1", verify=True)
            check(folder / "frozen")
            assert lead.check() == []
