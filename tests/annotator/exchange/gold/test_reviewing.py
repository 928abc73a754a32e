"""What review makes of articles as records: how each unit came about, other readings, what was refused."""

from __future__ import annotations

from annotator.ids import suggestion_id
from annotator.model import Event
from annotator.operations import (
    AcceptUnits,
    AddEvent,
    AddStatement,
    Align,
    LinkEvent,
    SetParent,
    SetReviewSettings,
    Submit,
)
from annotator.project import Project
from annotator.review.inventories.model import Owned
from annotator.review.settings import ReviewSettings
from annotator.store import edges
from tests.annotator.exchange.team import LAYERS, SUMMIT, exported, lines, settle_all, submit_all, to_settle
from tests.annotator.making import TEXT, propose_usual, span_of, unit_on


def by_rule(project, rule, at_least=2):
    with Project.open(project.path, annotator="lead") as own:
        own.run(SetReviewSettings(own.lead.settings, ReviewSettings(rule=rule, at_least=at_least, sample=0.0)))
    project.refresh()


def test_a_decision_of_the_lead_is_exported_with_who_and_when(project, article, tmp_path):
    settle_all(project, article)
    report, (record,) = exported(project, tmp_path, verify=True)
    assert (report.verified, report.failed) == (True, ())
    moscow = next(span for span in record["spans"] if span["text"] == "Moscow")
    assert (moscow["how"], moscow["by"], moscow["votes"]) == ("adjudicated", "lead", {"for": 2, "of": 3})
    assert moscow["at"].startswith("20")
    rubio = next(span for span in record["spans"] if span["text"] == "Rubio")
    assert (rubio["how"], rubio["rule"], rubio["votes"]) == ("unanimous", "unanimous", {"for": 3, "of": 3})
    assert "by" not in rubio
    said = record["provenance"]
    assert (said["layer"], said["annotators"], said["decided_by"]) == ("gold", list(LAYERS), "lead")


def test_the_majority_rule_is_told_on_its_units_and_what_it_rules_out_is_refused(project, article, tmp_path):
    by_rule(project, "majority")
    _, (record,) = exported(project, tmp_path, with_rejected=True, verify=True)
    moscow = next(span for span in record["spans"] if span["text"] == "Moscow")
    assert (moscow["how"], moscow["rule"], moscow["votes"]) == ("rule", "majority of at least 2", {"for": 2, "of": 3})
    assert record["rejected"] == {"spans": [], "statements": []}
    assert record["provenance"]["decided_by"] is None


def test_ids_of_gold_follow_from_the_value(project, article, tmp_path):
    settle_all(project, article)
    _, (record,) = exported(project, tmp_path)
    for span in record["spans"]:
        assert span["id"] == suggestion_id(article, "entity", [(span["start"], span["end"])], span["label"])
    assert all(span["text"] == record["text"][span["start"] : span["end"]] for span in record["spans"])


def test_an_event_of_one_annotator_that_gold_links_to_is_exported(project, article, tmp_path):
    settle_all(project, article)
    _, (record,) = exported(project, tmp_path)
    (statement,) = record["statements"]
    assert [link["event"] for link in statement["links"]] == [SUMMIT.id]
    assert [event["title"] for event in lines(tmp_path / "out", "events.jsonl")] == ["Summit"]
    assert record["annotated"] == ["entities", "statements", "links"]


def test_what_a_lead_linked_to_an_annotators_event_is_not_dormant(project, article):
    with Project.open(project.path, annotator="lead") as own:
        review = own.lead.review
        card = next(card for card in review.article(article).cards if card.card.kind == "statement")
        own.run(review.take(article, card, card.versions[0]))
        links = own.db.execute("SELECT state FROM link WHERE layer = 'gold'").fetchall()
        assert (links, edges.dormant(own.db)) == ([("kept",)], set())
        assert own.check() == []


def test_events_that_a_lead_aligned_are_one_in_gold(make_project, tmp_path):
    project = make_project(TEXT, annotator="lead")
    article = propose_usual(project)
    events = {"ann": Event("1" * 32, "Talks"), "ben": Event("2" * 32, "The talks")}
    for layer, event in events.items():
        with Project.open(project.path, annotator=layer) as own:
            own.run(AddEvent(event))
            said = next(unit.id for unit in own.work(article).units() if unit.kind == "statement")
            own.run(AcceptUnits(article, (said,)))
            own.run(LinkEvent(article, (said,), event.id, "predicts"))
            own.run(Submit(article, passes=("statements", "links")))
    with Project.open(project.path, annotator="lead") as own:
        own.run(Align("event", Owned("ben", events["ben"].id), Owned("ann", events["ann"].id)))
    project.refresh()
    report, (record,) = exported(project, tmp_path, verify=True)
    (statement,) = record["statements"]
    assert (report.verified, statement["how"]) == (True, "unanimous")
    assert [link["event"] for link in statement["links"]] == [events["ann"].id]
    assert [event["id"] for event in lines(tmp_path / "out", "events.jsonl")] == [events["ann"].id]


def test_a_stretch_is_excluded_where_more_than_half_excluded_it(make_project, tmp_path):
    project = make_project(TEXT, annotator="lead")
    submit_all(project, ("ann", "ben"))
    _, (record,) = exported(project, tmp_path, incomplete=True)
    assert [(piece["start"], piece["end"]) for piece in record["excluded"]] == [(80, 100)]


def test_what_a_lead_refused_and_what_all_refused_is_exported_where_it_is_asked_for(project, tmp_path):
    article = propose_usual(project)
    for layer in LAYERS:
        with Project.open(project.path, annotator=layer) as own:
            own.run(AcceptUnits(article, (unit_on(own, article, "Rubio").id,)))
            if layer == "ann":
                own.run(AcceptUnits(article, (unit_on(own, article, "Moscow").id,)))
            own.run(Submit(article, passes=("entities", "statements"), reject_rest=True))
    project.refresh()
    with Project.open(project.path, annotator="lead") as own:
        (card,) = to_settle(own, article)
        own.run(own.lead.review.none_right(article, card))
    project.refresh()
    report, (record,) = exported(project, tmp_path, with_rejected=True, verify=True)
    assert report.verified
    refused = {(span["text"], span["how"]) for span in record["rejected"]["spans"]}
    assert refused == {("Moscow", "adjudicated"), ("Kursk", "unanimous")}
    assert [one["how"] for one in record["rejected"]["statements"]] == ["unanimous"]
    assert record["provenance"]["decided_by"] == "lead"


def test_two_readings_that_a_lead_kept_are_exported_and_read_back(project, article, tmp_path):
    with Project.open(project.path, annotator="lead") as own:
        review = own.lead.review
        for card in to_settle(own, article):
            kept = [version for version in card.versions if version.value is not None]
            operation = review.keep_both(article, card, *kept) if len(kept) > 1 else review.take(article, card, kept[0])
            own.run(operation)
    project.refresh()
    report, (record,) = exported(project, tmp_path, verify=True)
    assert (report.verified, report.failed) == (True, ())
    (both,) = [span for span in record["spans"] if span.get("alternatives")]
    (other,) = both["alternatives"]
    assert {both["label"], other["label"]} == {"PERSON", "GPE"}
    assert both["id"] != other["id"]


def test_two_readings_that_differ_in_their_cue_have_two_ids(make_project, tmp_path):
    project = make_project(TEXT, annotator="lead")
    article = project.article_ids()[0]
    for layer, cue in (("ann", "said"), ("ben", "Rubio said")):
        with Project.open(project.path, annotator=layer) as own:
            added = AddStatement(article, (span_of(TEXT, "We will go"),), type="direct", cue=span_of(TEXT, cue))
            own.run(added)
            own.run(Submit(article, passes=("statements",)))
    with Project.open(project.path, annotator="lead") as own:
        review = own.lead.review
        (card,) = to_settle(own, article)
        own.run(review.keep_both(article, card, *card.versions))
    project.refresh()
    report, (record,) = exported(project, tmp_path, verify=True)
    (statement,) = record["statements"]
    (other,) = statement["alternatives"]
    assert (report.verified, report.failed) == (True, ())
    assert statement["id"] != other["id"]
    assert {statement["cue"]["text"], other["cue"]["text"]} == {"said", "Rubio said"}
    assert "by" not in other


def test_what_stands_inside_of_what_waits_is_not_said_to_stand_by_itself(make_project, tmp_path):
    project = make_project(TEXT, annotator="lead")
    article = project.article_ids()[0]
    for layer, words in (
        ("ann", "Officials in Kursk said that the talks may fail"),
        ("ben", "said that the talks may fail"),
    ):
        with Project.open(project.path, annotator=layer) as own:
            outer, inner = (
                AddStatement(article, (span_of(TEXT, words),)),
                AddStatement(article, (span_of(TEXT, "talks"),)),
            )
            for operation in (
                outer,
                inner,
                SetParent(article, inner.id, outer.id),
                Submit(article, passes=("statements",)),
            ):
                own.run(operation)
    project.refresh()
    report, (record,) = exported(project, tmp_path, incomplete=True, verify=True)
    (inner,) = record["statements"]
    assert report.verified
    assert (inner["text"], inner["parent"]) == ("talks", None)
    assert "parent" not in inner["decided"]
    settle_all(project, article)
    _, (record,) = exported(project, tmp_path, "settled", verify=True)
    outer, inner = record["statements"]
    assert (inner["parent"], "parent" in inner["decided"]) == (outer["id"], True)


def test_an_absence_says_nothing_while_disagreements_of_its_kind_wait(project, article, tmp_path):
    _, (waiting,) = exported(project, tmp_path, "waiting", incomplete=True)
    assert waiting["annotated"] == ["statements", "links"]
    settle_all(project, article)
    _, (whole,) = exported(project, tmp_path, "whole")
    assert whole["annotated"] == ["entities", "statements", "links"]
