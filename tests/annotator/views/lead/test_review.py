"""What a lead asks of review through a project: the queue, articles under review, and what becomes of acts."""

from __future__ import annotations

import pytest

from annotator import operations as op
from annotator.errors import Invalid, NotFound
from annotator.model import Entity, Span, Statement
from annotator.project import Project
from annotator.review.inventories.model import Owned
from annotator.review.settings import ReviewSettings
from annotator.review.settling.decided import Settled
from annotator.review.settling.gold import gold_of
from tests.annotator.making import span_of, told
from tests.annotator.reviewing import EVENTS, TEAM, annotate, copy_of, make_team_project


@pytest.fixture
def project(make_project):
    """Two articles that three annotators have submitted, seen by the lead."""
    project = make_team_project(make_project)
    for name in TEAM:
        annotate(project.path, name)
    return project


def first_open(project, state="open", kind=None):
    """(article, card) of the first card that is so."""
    for article in project.article_ids():
        for card in project.lead.review.article(article).cards:
            if card.state == state and (kind is None or card.card.kind == kind):
                return article, card
    raise AssertionError(f"no card is {state}")


def gold_links(project):
    """The links of all gold statements."""
    units = [unit for article in project.article_ids() for unit in project.lead.review.article(article).gold]
    return [link for unit in units if unit.kind == "statement" for link in unit.value.links]


def settle_all(project):
    """Take the first version of everything that waits."""
    review = project.lead.review
    for row in review.queue():
        for card in review.article(row.article).waiting:
            project.run(review.take(row.article, card, card.versions[0]))


def test_the_queue_holds_what_several_submitted_with_most_to_settle_first(project):
    rows = project.lead.review.queue()
    assert {row.article for row in rows} == set(project.article_ids())
    assert [row.weight for row in rows] == sorted((row.weight for row in rows), reverse=True)
    assert all(row.submitted == TEAM and row.open and sum(row.kinds.values()) >= row.open for row in rows)


def test_an_article_of_one_annotator_is_not_in_the_queue_and_its_work_is_gold_as_it_is(make_project):
    project = make_team_project(make_project, 1)
    annotate(project.path, "ann")
    assert project.lead.review.queue() == []
    found = project.lead.review.article(project.article_ids()[0])
    own = [unit for unit in project.work(found.article.id, layer="ann").every() if unit.state == "kept"]
    assert [unit.value for unit in found.gold] == [unit.value for unit in own]
    assert not found.waiting


def test_articles_can_be_worked_out_a_few_at_a_time(project):
    review = project.lead.review
    assert not review.warm(1)
    assert review.known == (1, 2)
    while not review.warm(1):
        pass
    assert review.known == (2, 2)


def test_a_version_taken_is_gold_at_once_and_undone_again(project):
    article, card = first_open(project)
    review = project.lead.review
    before, rows = review.article(article).gold, review.queue()
    project.run(review.take(article, card, card.versions[0]))
    settled = review.article(article).find(card.id)
    assert settled.state == "settled"
    assert settled.decisions[0].author == "lead"
    assert [row.settled for row in review.rows() if row.article == article] == [1]
    assert len(review.article(article).gold) == len(before) + (card.versions[0].value is not None)
    project.undo()
    assert review.article(article).gold == before
    assert review.article(article).find(card.id) == card
    assert review.rows() == rows
    project.redo()
    assert review.article(article).find(card.id) == settled


def test_an_act_tells_the_window_which_article_and_unit_changed(project):
    article, card = first_open(project)
    changes = project.run(project.lead.review.take(article, card, card.versions[0]))
    assert (article in changes.articles, card.id in changes.units) == (True, True)


def test_parts_of_several_versions_are_put_together(project):
    article, card = next(
        (article, card)
        for article in project.article_ids()
        for card in project.lead.review.article(article).cards
        if card.card.kind == "statement" and len([v for v in card.versions if v.value is not None]) > 1
    )
    first, second = [version for version in card.versions if version.value is not None][:2]
    parts = {"content": first, "cue": second, "links": second.layers[0]}
    project.run(project.lead.review.compose(article, card, parts))
    decision = project.lead.review.article(article).find(card.id).decisions[0]
    assert (decision.choice, decision.value.content, decision.value.cue) == (
        "composed", first.value.content, second.value.cue,
    )  # fmt: skip
    assert {(link.event, link.relation) for link in decision.value.links} == {
        (link.event, link.relation) for link in second.value.links
    }
    assert decision.taken["cue"] == second.layers[0]


def test_a_part_that_there_is_none_of_cannot_be_taken(project):
    article, card = first_open(project)
    with pytest.raises(Invalid):
        project.lead.review.compose(article, card, {"colour": card.versions[0]})
    with pytest.raises(Invalid):
        project.lead.review.compose(article, card, {"content": "nobody"})


def test_none_right_edited_and_both_kept(project):
    review = project.lead.review
    article, card = first_open(project, kind="entity")
    project.run(review.none_right(article, card))
    assert review.article(article).find(card.id).decisions[0].value is None
    article, card = first_open(project, kind="entity")
    value = next(version.value for version in card.versions if version.value is not None)
    edited = type(value)(value.id, Span(value.span.start, value.span.start + 1), "LAW")
    project.run(review.edit(article, card, edited))
    found = review.article(article).find(card.id)
    assert (found.decisions[0].choice, found.decisions[0].value.label) == ("edited", "LAW")
    assert any(unit.value.label == "LAW" for unit in review.article(article).gold if unit.kind == "entity")


def test_a_unit_that_everybody_missed_is_added_and_met_by_who_finds_it_later(project, tmp_path):
    review, article = project.lead.review, project.article_ids()[0]
    reporters = span_of(review.article(article).article.text, "reporters")
    project.run(review.add(article, Entity("new", reporters, "ORG")))
    added = next(card for card in review.article(article).cards if card.card.start == reporters.start)
    assert (added.state, added.decisions[0].settles) == ("settled", tuple(Settled(name) for name in TEAM))
    assert [unit.how for unit in review.article(article).gold if unit.spans == (reporters,)] == ["adjudicated"]
    with pytest.raises(Invalid):
        review.add(article, Entity("newer", reporters, "PERSON"))
    with Project.open(project.path, annotator="ben") as ben:
        ben.run(op.AddEntity(article, reporters, "PERSON"))
        ben.run(op.Submit(article))
    project.refresh()
    assert review.article(article).find(added.id).late == ("ben",)
    project.undo()
    assert not [unit for unit in review.article(article).gold if unit.spans == (reporters,)]


def test_a_statement_is_put_inside_another_by_the_id_that_it_has_in_gold(project):
    review, article = project.lead.review, project.article_ids()[0]
    settle_all(project)
    outer = next(unit for unit in review.article(article).gold if unit.kind == "statement")
    inside = Statement("new", (Span(outer.start + 1, outer.end - 1),), "direct", parent=outer.id)
    project.run(review.add(article, inside))
    found = next(unit for unit in review.article(article).gold if unit.start == outer.start + 1)
    assert found.value.parent == outer.id


def test_two_readings_are_kept_the_preferred_first(project):
    review = project.lead.review
    article, card = next(
        (article, card)
        for article in project.article_ids()
        for card in review.article(article).cards
        if card.state == "open" and len(card.versions) > 1 and card.versions[1].value is not None
    )
    project.run(review.keep_both(article, card, card.versions[1], card.versions[0]))
    found = review.article(article).find(card.id).decisions[0]
    assert (found.choice, len(found.alternatives)) == ("both", 1)
    gold = gold_of(review.article(article).cards)
    assert [len(others) for others in gold.alternatives.values()] == [1]
    with pytest.raises(Invalid):
        review.keep_both(article, card, card.versions[0])


def test_a_label_that_the_scheme_does_not_have_is_refused(project):
    article, card = first_open(project, kind="entity")
    value = next(version.value for version in card.versions if version.value is not None)
    with pytest.raises(Invalid):
        project.run(project.lead.review.edit(article, card, type(value)("x", value.span, "NOTHING")))


def test_a_card_that_is_no_more_is_said_to_be_gone(project):
    with pytest.raises(NotFound):
        project.lead.review.none_right(project.article_ids()[0], "0" * 32)


def test_a_slip_is_marked_without_changing_anything_else(project):
    article, card = first_open(project)
    review = project.lead.review
    with pytest.raises(Invalid):
        review.mark_slips(article, card, ["ben"])
    project.run(review.take(article, card, card.versions[0]))
    value = review.article(article).find(card.id).decisions[0].value
    project.run(review.mark_slips(article, card, ["ben"]))
    assert review.article(article).find(card.id).decisions[0].value == value
    assert {layer: [slip.card for slip in slips] for layer, slips in review.slips().items()} == {"ben": [card.id]}
    project.run(review.mark_slips(article, card, []))
    assert review.slips() == {}


def test_a_class_is_settled_as_one_gesture(project):
    review = project.lead.review
    found = review.classes()[0]
    choice = found.choices[0]
    operation = review.settle_class(found, choice)
    assert len(operation.operations) == len(found)
    before = project.status()["digest"]
    project.run(operation)
    states = [review.article(card.article).find(card.id) for card in found.cards]
    assert all(card.state == "settled" and card.decisions[0].batch == operation.title for card in states)
    assert found.title not in [one.title for one in review.classes()]
    project.undo()
    assert project.status()["digest"] == before
    assert review.classes()[0].cards == found.cards


def test_an_article_that_was_reopened_leaves_the_queue_and_the_classes(project):
    review = project.lead.review
    assert review.classes()
    for name in TEAM[1:]:
        with Project.open(project.path, annotator=name) as own:
            for article in own.article_ids():
                own.run(op.Reopen(article))
    project.refresh()
    assert (review.queue(), review.classes(), review.sample_report().waiting) == ([], [], 0)


def test_some_of_a_class_can_be_left_out(project):
    review = project.lead.review
    found = review.classes()[0]
    kept = [card.id for card in found.cards[1:]]
    project.run(review.settle_class(found, found.choices[0], kept))
    assert review.article(found.cards[0].article).find(found.cards[0].id).state == "open"
    assert all(review.article(card.article).find(card.id).state == "settled" for card in found.cards[1:])


def test_names_are_letters_unless_the_project_shows_them(project):
    review = project.lead.review
    article = project.article_ids()[0]
    assert sorted(review.article(article).names) == list(TEAM)
    assert sorted(review.article(article).names.values()) == ["A", "B", "C"]
    project.run(review.change_settings(ReviewSettings(shows_names=True)))
    assert review.article(article).names == {name: name for name in TEAM}
    shown = {name for card in review.article(article).cards for version in card.versions for name in version.names}
    assert shown == set(TEAM)


def test_letters_are_dealt_anew_for_each_article(make_project):
    project = make_team_project(make_project, 12)
    for name in TEAM:
        annotate(project.path, name, errors=0)
    dealt = {tuple(project.lead.review.article(article).names.items()) for article in project.article_ids()}
    assert len({tuple(sorted(one)) for one in dealt}) > 1


def test_a_majority_settles_what_it_can_and_nothing_else_changes(project):
    review = project.lead.review
    before = sum(row.open for row in review.queue())
    project.run(review.change_settings(ReviewSettings("majority", at_least=2)))
    assert sum(row.open for row in review.queue()) < before
    hows = {unit.how for article in project.article_ids() for unit in review.article(article).gold}
    assert hows == {"unanimous", "rule"}


def test_without_a_rule_everything_waits(project):
    review = project.lead.review
    project.run(review.change_settings(ReviewSettings("none")))
    assert not any(review.article(article).gold for article in project.article_ids())
    settle_all(project)
    assert {unit.how for article in project.article_ids() for unit in review.article(article).gold} == {"adjudicated"}


def test_the_sample_is_checked_and_its_error_rate_told(project):
    review = project.lead.review
    project.run(review.change_settings(ReviewSettings(sample=1)))
    cards = [(row.article, card) for row in review.queue() for card in review.article(row.article).cards]
    drawn = [(article, card) for article, card in cards if card.state == "sample"]
    assert review.sample_report().waiting == len(drawn) > 2
    assert review.sample_report().found.rate is None
    project.run(review.none_right(*drawn[0]))
    for article, card in drawn[1:]:
        project.run(review.confirm(article, card))
    report = review.sample_report()
    assert (report.found.checked, report.found.wrong, report.waiting) == (len(drawn), 1, 0)
    assert 0 < report.found.low < report.found.rate < report.found.high < 1


def test_something_is_checked_where_the_share_draws_none(project):
    review = project.lead.review
    project.run(review.change_settings(ReviewSettings(sample=1e-9)))
    assert review.sample_report().waiting == 1
    project.run(review.change_settings(ReviewSettings(sample=0)))
    assert review.sample_report().waiting == 0


def test_who_reopens_an_article_leaves_the_comparison_and_what_is_settled_stays(project):
    settle_all(project)
    review, article = project.lead.review, project.article_ids()[0]
    before = {one.id: one.decisions for one in review.article(article).cards if one.decisions}
    with Project.open(project.path, annotator="ben") as ben:
        ben.run(op.Reopen(article))
    project.refresh()
    found = review.article(article)
    assert [work.layer for work in found.works] == ["ann", "eve"]
    assert {one.id: one.decisions for one in found.cards if one.decisions} == before
    assert all(card.state != "late" for card in found.cards)
    with Project.open(project.path, annotator="ben") as ben:
        ben.run(op.Submit(article))
    project.refresh()
    assert {one.id: one.decisions for one in review.article(article).cards if one.decisions} == before
    assert not review.article(article).waiting


def test_what_an_annotator_changes_afterwards_makes_its_card_late(project):
    settle_all(project)
    review, article = project.lead.review, project.article_ids()[0]
    settled = [one for one in review.article(article).cards if one.decisions and one.card.kind == "entity"]
    card = next(one for one in settled if "ben" in one.card.members)
    with Project.open(project.path, annotator="ben") as ben:
        ben.run(op.SetLabel(article, card.card.members["ben"].id, "WORK_OF_ART"))
        ben.run(op.Submit(article))
    project.refresh()
    late = review.article(article).find(card.id)
    assert (late.state, late.late) == ("late", ("ben",))
    assert [row.open for row in review.queue() if row.article == article] == [1]
    project.run(review.confirm(article, late))
    after = review.article(article).find(card.id)
    assert (after.state, after.decisions[0].value) == ("settled", card.decisions[0].value)


def test_events_aligned_afterwards_are_one_in_what_was_settled(project):
    settle_all(project)
    assert {link.event for link in gold_links(project)} == {event.id for event in EVENTS}
    one, into = (Owned("ann", event.id) for event in (EVENTS[1], EVENTS[0]))
    project.run(op.Align("event", one, into))
    assert {link.event for link in gold_links(project)} == {EVENTS[0].id}
    review = project.lead.review
    assert not any(card.state == "late" for article in project.article_ids() for card in review.article(article).cards)


def test_an_annotator_never_sees_gold(project):
    settle_all(project)
    with Project.open(project.path, annotator="ann") as ann:
        before = [told(ann, article) for article in ann.article_ids()]
        states = [row.state for row in ann.articles()]
    for _ in range(3):
        project.undo()
    with Project.open(project.path, annotator="ann") as ann:
        assert [told(ann, article) for article in ann.article_ids()] == before
        assert [row.state for row in ann.articles()] == states == ["submitted", "submitted"]
    works = [work for article in project.article_ids() for work in project.lead.review.article(article).works]
    assert {work.layer for work in works} == set(TEAM)


def test_many_articles_are_read_as_each_by_itself(project):
    ids = project.article_ids()
    settle_all(project)
    each = [project.lead.review.article(article) for article in ids]
    assert list(project.lead.review.articles(ids)) == each
    with Project.open(project.path, annotator="lead") as again:
        assert list(again.lead.review.articles(ids)) == each


def test_leads_on_two_laptops_are_in_conflict_only_where_they_differ(project, tmp_path):
    article, card = first_open(project)
    other = copy_of(project, tmp_path / "other.annodb")
    project.run(project.lead.review.take(article, card, card.versions[0]))
    with Project.open(other, annotator="max") as there:
        there.run(there.lead.review.take(article, card, card.versions[1]))
        shared = first_open(there)[1]
        there.run(there.lead.review.take(article, shared, shared.versions[0]))
    project.run(project.lead.review.take(article, shared, shared.versions[0]))
    project.merge([other])
    found = project.lead.review.article(article)
    assert (found.find(card.id).state, found.find(shared.id).state) == ("conflict", "settled")
    assert [one.id for _, one in project.lead.review.conflicts()] == [card.id]
    assert {one.author for one in found.find(card.id).decisions} == {"lead", "max"}
    now = found.find(card.id)
    project.run(project.lead.review.take(article, now, now.versions[0]))
    assert project.lead.review.article(article).find(card.id).state == "settled"
    assert project.lead.review.conflicts() == []
