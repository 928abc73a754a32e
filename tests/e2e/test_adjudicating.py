"""From three annotators' files to gold and on: settling by every act, late work, two leads, and all of it undone."""

from __future__ import annotations

import itertools

import msgspec
import pytest

from annotator.model import Entity, Span
from annotator.project import Project
from annotator.review.comparing.kinds import PARTS_SHOWN
from annotator.review.comparing.parts import parts_of
from annotator.review.settling.gold import gold_of
from tests.annotator.reviewing import TEAM, annotate, copy_of, make_team_project


@pytest.fixture
def articles(request):
    """How many articles there are: a few, unless a test asks for more."""
    return getattr(request, "param", 6)


@pytest.fixture
def project(make_project, tmp_path, articles):
    """Articles annotated by three on files of their own, merged by the lead."""
    project = make_team_project(make_project, articles)
    files = [copy_of(project, tmp_path / f"{name}.annodb") for name in TEAM]
    for name, file in zip(TEAM, files, strict=True):
        annotate(file, name, errors=0.35)
    project.merge(files)
    return project


def waiting(project):
    """(article, card) of everything that waits, in the order of the queue."""
    review = project.lead.review
    return [(row.article, card) for row in review.queue() for card in review.article(row.article).waiting]


def gold_by_card(project):
    """(article, card id) → the gold unit that the card became."""
    found = {}
    for article in project.article_ids():
        gold = gold_of(project.lead.review.article(article).cards)
        units = {unit.id: unit for unit in gold.units}
        found |= {(article, told.card): units[key] for key, told in gold.provenance.items()}
    return found


def settled_values(project):
    """(article, card id) → what was decided, of every settled card."""
    review = project.lead.review
    return {
        (article, card.id): [decision.value for decision in card.decisions]
        for article in project.article_ids()
        for card in review.article(article).cards
        if card.decisions
    }


def settle(project, number, article, card):
    """Settle a card by an act that its number picks; gives the parts that gold should have, None for no unit."""
    review = project.lead.review
    values = [version for version in card.versions if version.value is not None]
    act = number % 5
    if act == 1 and len(values) > 1:
        chosen = {part: values[at % 2] for at, part in enumerate(PARTS_SHOWN[card.card.kind])}
        project.run(review.compose(article, card, chosen))
        return {part: parts_of(version.value)[part] for part, version in chosen.items() if part in ("content", "cue")}
    if act == 2:
        project.run(review.none_right(article, card))
        return None
    if act == 3 and isinstance(values[0].value, Entity):
        edited = msgspec.structs.replace(values[0].value, label="LAW", span=Span(card.card.start, card.card.start + 2))
        project.run(review.edit(article, card, edited))
        return {"label": "LAW", "content": (Span(card.card.start, card.card.start + 2),)}
    if act == 4 and len(values) > 1:
        project.run(review.keep_both(article, card, values[1], values[0]))
        return _bare(values[1].value)
    version = card.versions[number % len(card.versions)]
    project.run(review.take(article, card, version))
    return None if version.value is None else _bare(version.value)


def _bare(value):
    parts = parts_of(value)
    return {part: parts[part] for part in parts if part not in ("parent", "verbatim")}


@pytest.mark.parametrize("articles", [20], indirect=True)
def test_two_hundred_disagreements_become_gold_as_decided_and_everything_can_be_undone(project):
    start = project.status()["digest"]
    cards = waiting(project)
    assert len(cards) >= 200
    expected = {(article, card.id): settle(project, at, article, card) for at, (article, card) in enumerate(cards)}
    assert waiting(project) == []
    assert project.lead.gold.blocks() == []
    gold = gold_by_card(project)
    for key, parts in expected.items():
        if parts is None:
            assert key not in gold
        else:
            found = parts_of(gold[key].value)
            assert {part: found[part] for part in parts} == parts
            assert gold[key].how == "adjudicated"
    assert {unit.how for key, unit in gold.items() if key not in expected} == {"unanimous"}
    ids = [unit.id for unit in gold.values()]
    assert len(set(ids)) == len(ids)
    assert project.check() == []
    for _ in cards:
        project.undo()
    assert project.status()["digest"] == start
    assert len(waiting(project)) == len(cards)


def test_a_fourth_file_after_everything_is_settled_changes_nothing_decided_and_queues_what_differs(project, tmp_path):
    for article, card in waiting(project):
        project.run(project.lead.review.take(article, card, card.versions[0]))
    before, gold = settled_values(project), gold_by_card(project)
    late = copy_of(project, tmp_path / "late.annodb")
    annotate(late, "zoe", errors=0.35)
    project.merge([late])
    assert settled_values(project) == before
    after = gold_by_card(project)
    assert all(after[key] == gold[key] for key in before if key in gold)
    cards = [card for _, card in waiting(project)]
    assert {card.state for card in cards} <= {"late", "open", "sample"}
    assert {"late", "open"} <= {card.state for card in cards}
    assert all(card.late == ("zoe",) for card in cards if card.state == "late")
    assert all("zoe" in (*card.card.members, *card.card.absent) for card in cards)


def test_leads_on_two_laptops_merge_to_one_queue_in_either_order(project, tmp_path):
    cards = waiting(project)[:45]
    other = copy_of(project, tmp_path / "other.annodb")
    for article, card in cards[:30]:
        project.run(project.lead.review.take(article, card, card.versions[0]))
    with Project.open(other, annotator="max") as there:
        for article, card in cards[15:]:
            number = len(card.versions) - 1 if cards.index((article, card)) % 2 else 0
            there.run(there.lead.review.take(article, card, card.versions[number]))
    mine = copy_of(project, tmp_path / "mine.annodb")
    seen = []
    for number, order in enumerate(itertools.permutations([mine, other])):
        with Project.open(order[0], annotator="lead") as first:
            target = copy_of(first, tmp_path / f"merged{number}.annodb")
        with Project.open(target, annotator="lead") as merged:
            merged.merge([order[1]])
            merged.merge([order[1]])
            states = {(article, card.id): card.state for article, card in waiting(merged)}
            conflicts = [card.id for _, card in merged.lead.review.conflicts()]
            seen.append((merged.status()["digest"], states, conflicts, settled_values(merged), gold_by_card(merged)))
    assert seen[0] == seen[1]
    wanted = [card.id for at, (_, card) in enumerate(cards[15:30], 15) if at % 2 and len(card.versions) > 1]
    assert sorted(seen[0][2]) == sorted(wanted)


def test_gold_does_not_depend_on_the_order_in_which_files_came(make_project, tmp_path):
    project = make_team_project(make_project, 2)
    files = [copy_of(project, tmp_path / f"{name}.annodb") for name in TEAM]
    for name, file in zip(TEAM, files, strict=True):
        annotate(file, name)
    seen = []
    for number, order in enumerate(itertools.permutations(files)):
        target = copy_of(project, tmp_path / f"all{number}.annodb")
        with Project.open(target, annotator="lead") as merged:
            merged.merge(list(order))
            articles = [merged.lead.review.article(article) for article in merged.article_ids()]
            seen.append([(one.cards, one.gold) for one in articles])
    assert all(one == seen[0] for one in seen)
