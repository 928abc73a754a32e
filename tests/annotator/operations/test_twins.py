from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from annotator.ids import random_id
from annotator.model import Actor, Event, Span, Speaker
from annotator.operations import (
    AcceptUnits,
    AddActor,
    AddEntity,
    AddEvent,
    AddStatement,
    ExcludeRegion,
    LinkEvent,
    MoveSpan,
    NothingToLink,
    RejectUnits,
    SetCue,
    SetEntityActor,
    SetLabel,
    Submit,
)
from annotator.operations.twins import TakeOver, outcome
from annotator.project import Project
from annotator.units import Unit
from tests.annotator.making import entity, propose, span_of, statement

PASSAGE = "“We will go to Osra in spring,” Mira Holt said on Friday. The Harbour Council in Port Sable did not answer."
CHANGED = PASSAGE.replace("Friday", "Monday").replace("“", '"').replace("”", '"')
HERE = f"Envoy to travel\n{PASSAGE}\nMenu\nThe end came soon."
THERE = f"A journey is planned\nQuite another beginning.\n{CHANGED}\nMenu"
NAMES = (("Osra", "GPE"), ("Mira Holt", "PERSON"), ("Harbour Council", "ORG"), ("Port Sable", "ORG"))


@pytest.fixture
def project(make_project) -> Project:
    """Two articles that share a passage, but for a day and its marks; the machine proposes the same in both."""
    project = make_project(HERE, THERE)
    propose_both(project)
    return project


def fill(project: Project, folder: Path) -> None:
    """The same two articles in a project of its own."""
    for number, text in enumerate((HERE, THERE), 1):
        (folder / f"{number}.txt").write_text(text)
    project.import_files([folder])
    propose_both(project)


def propose_both(project: Project) -> None:
    for article, text in zip(project.article_ids(), (HERE, THERE), strict=True):
        said = "We will go to Osra in spring"
        speaker = Speaker(span_of(text, "Mira Holt"))
        proposed = [entity(article, text, words, label) for words, label in NAMES]
        propose(project, *proposed, statement(article, text, said, cue="said", speaker=speaker), article=article)
    project.twins.look()


def here(project) -> str:
    return project.article_ids()[0]


def there(project) -> str:
    return project.article_ids()[1]


def unit(project, words: str, *, article: str | None = None) -> Unit:
    """The unit on some words of an article (the first without), whatever its state; one that stands is preferred."""
    work = project.work(article or here(project))
    span = span_of(work.article.text, words)
    return max((one for one in work.every() if span in one.spans), key=lambda one: (one.is_shown, not one.is_machine))


def take_over(project, **options):
    """Take over all that can be; gives what came of it in words."""
    operation = project.twins.take_over(here(project))
    operation = TakeOver(operation.article, operation.places, operation.around, **options)
    plans = list(project.twins.plan(operation))
    project.run(operation)
    return outcome(plans)


def test_an_accepted_entity_is_accepted_in_its_twin_under_the_machines_id(project):
    before = unit(project, "Osra", article=there(project))
    project.run(AcceptUnits(here(project), (unit(project, "Osra").id,)))
    assert take_over(project) == "Took over 1 decision to 1 place in 1 article."
    after = unit(project, "Osra", article=there(project))
    assert (after.id, after.state, after.how) == (before.id, "kept", "bulk")


def test_a_corrected_label_a_refusal_and_an_added_entity_are_taken_over(project):
    article = here(project)
    project.run(SetLabel(article, unit(project, "Port Sable").id, "GPE"))
    project.run(RejectUnits(article, (unit(project, "Harbour Council").id,)))
    project.run(AddEntity(article, span_of(HERE, "spring"), "DATE"))
    take_over(project)
    assert unit(project, "Port Sable", article=there(project)).value.label == "GPE"
    assert unit(project, "Harbour Council", article=there(project)).state == "rejected"
    assert unit(project, "spring", article=there(project)).value.label == "DATE"


def test_a_moved_boundary_moves_the_same_suggestion_in_the_twin(project):
    before = unit(project, "Harbour Council", article=there(project))
    project.run(MoveSpan(here(project), unit(project, "Harbour Council").id, span_of(HERE, "The Harbour Council")))
    take_over(project)
    assert unit(project, "The Harbour Council", article=there(project)).id == before.id


def test_an_actor_is_taken_over_with_the_entity(project):
    actor = Actor(random_id(), "Mira Holt")
    project.run(AddActor(actor))
    project.run(SetEntityActor(here(project), unit(project, "Mira Holt").id, actor.id))
    take_over(project)
    assert unit(project, "Mira Holt", article=there(project)).value.actor == actor.id


def test_a_statement_is_taken_over_part_by_part(project):
    project.run(SetCue(here(project), unit(project, "We will go to Osra in spring").id, span_of(HERE, "said")))
    take_over(project)
    twin = unit(project, "We will go to Osra in spring", article=there(project))
    assert twin.state == "kept"
    assert "cue" in twin.decided
    assert "speaker" in twin.open_parts
    assert twin.value.speaker.mention == span_of(THERE, "Mira Holt")


def test_links_and_nothing_to_link_are_taken_over(project):
    event = Event(random_id(), "Journey to Osra")
    project.run(AddEvent(event))
    said = unit(project, "We will go to Osra in spring").id
    project.run(LinkEvent(here(project), (said,), event.id, "commits", conditional=True))
    take_over(project)
    (link,) = unit(project, "We will go to Osra in spring", article=there(project)).value.links
    assert (link.event, link.relation, link.conditional) == (event.id, "commits", True)
    project.undo()
    project.undo()
    project.run(NothingToLink(here(project), (said,)))
    take_over(project)
    assert unit(project, "We will go to Osra in spring", article=there(project)).value.nothing_to_link


def test_a_statement_that_somebody_added_is_added_with_its_child_nested(project):
    outer = AddStatement(here(project), (span_of(HERE, "The Harbour Council in Port Sable did not answer"),))
    inner = AddStatement(here(project), (span_of(HERE, "did not answer"),), parent=outer.id)
    project.run(outer)
    project.run(inner)
    take_over(project)
    top = unit(project, "The Harbour Council in Port Sable did not answer", article=there(project))
    assert unit(project, "did not answer", article=there(project)).value.parent == top.id


def test_what_reads_otherwise_there_is_left_out_and_counted(project):
    project.run(AddEntity(here(project), span_of(HERE, "Friday"), "DATE"))
    assert take_over(project) == "Nothing was taken over. Left out, since the words differ: 1."


def test_a_decision_there_is_never_overwritten(project):
    project.run(SetLabel(there(project), unit(project, "Osra", article=there(project)).id, "ORG"))
    project.run(RejectUnits(there(project), (unit(project, "Mira Holt", article=there(project)).id,)))
    project.run(AddEntity(there(project), span_of(THERE, "Harbour"), "ORG"))
    ids = tuple(unit(project, words).id for words in ("Osra", "Mira Holt", "Harbour Council"))
    project.run(AcceptUnits(here(project), ids))
    assert take_over(project) == "Nothing was taken over. Decided there already: 3."
    assert unit(project, "Osra", article=there(project)).value.label == "ORG"


def test_it_is_one_batch_that_undo_takes_back(project):
    project.run(AcceptUnits(here(project), tuple(one.id for one in project.work(here(project)).units())))
    before = [one.state for one in project.work(there(project)).every()]
    assert take_over(project) == "Took over 5 decisions to 1 place in 1 article."
    assert not project.work(there(project)).undecided(("entities", "statements"))
    project.undo()
    assert [one.state for one in project.work(there(project)).every()] == before
    assert unit(project, "Osra").state == "kept"


def test_taking_over_twice_does_nothing_more(project):
    project.run(AcceptUnits(here(project), (unit(project, "Osra").id,)))
    take_over(project)
    before = project.status()["decisions"]
    assert take_over(project) == "Nothing was taken over. Decided there already: 1."
    assert project.status()["decisions"] == before


def test_a_submitted_article_is_left_alone_unless_it_is_asked_for(project):
    project.run(Submit(there(project), reject_rest=False))
    project.run(AcceptUnits(here(project), (unit(project, "Osra").id,)))
    said = take_over(project)
    assert said == "Nothing was taken over. Left alone, since submitted or set aside: 1 article."
    assert project.work(there(project)).state == "submitted"
    assert take_over(project, reopen=True) == "Took over 1 decision to 1 place in 1 article."
    assert project.work(there(project)).state == "in work"


def test_a_line_left_out_is_left_out_of_its_twins_and_nothing_else_is_taken_from_it(project):
    project.run(AddEntity(here(project), span_of(HERE, "Menu"), "ORG"))
    project.run(ExcludeRegion(here(project), span_of(HERE, "Menu")))
    assert take_over(project) == "Took over 1 decision to 1 place in 1 article."
    work = project.work(there(project))
    assert [region.span for region in work.regions] == [span_of(THERE, "Menu")]
    assert not [one for one in work.every() if one.spans == (span_of(THERE, "Menu"),)]


def test_another_layers_decisions_are_never_taken_over(project):
    project.run(AcceptUnits(here(project), (unit(project, "Osra").id,)))
    with Project.open(project.path, annotator="ben") as other:
        assert other.twins.take_over(here(project)).places == ()


def test_a_statement_over_several_passages_is_taken_over_whole(make_project):
    lines = (
        "“We have come a long way since the winter storms closed the port,” Mira Holt said on the quay.",
        "“And we shall go on until the last of the grain ships has left for the north.”",
    )
    texts = ("\n".join(lines), "Some other words.\n" + "\n".join(lines))
    project = make_project(*texts)
    project.twins.look()
    content = tuple(span_of(texts[0], line.split("”")[0].strip("“ ,")) for line in lines)
    project.run(AddStatement(here(project), content))
    operation = project.twins.take_over(here(project), Span(0, 5))
    assert len(operation.places) == 1
    project.run(operation)
    (twin,) = project.work(there(project)).units()
    assert [texts[1][span.start : span.end] for span in twin.spans] == [texts[0][s.start : s.end] for s in content]


def test_a_repeated_paragraph_of_one_article_is_a_twin_too(make_project):
    text = f"{PASSAGE}\nSomething else stands here.\n{PASSAGE}"
    project = make_project(text)
    project.twins.look()
    project.run(AddEntity(here(project), span_of(text, "Osra"), "GPE"))
    project.run(project.twins.take_over(here(project), span_of(text, "Osra")))
    assert [one.spans[0] for one in project.work(here(project)).units()] == [
        span_of(text, "Osra"),
        span_of(text, "Osra", 1),
    ]


def test_a_line_of_thousands_of_articles_is_left_out_of_those_where_it_still_stands(make_project):
    texts = [f"Report {number} has words of its own.\nGo To Main Page" for number in range(60)]
    project = make_project(*texts)
    project.twins.look()
    first, second, *_ = project.article_ids()
    span = span_of(texts[0], "Go To Main Page")
    project.run(ExcludeRegion(first, span))
    project.run(ExcludeRegion(second, span_of(texts[1], "Go To Main Page")))
    (passage,) = project.twins.passages(first)
    assert (passage.count, len(passage.others)) == (59, 50)
    operation = project.twins.take_over(first, span)
    assert len(operation.places) == 58
    project.run(operation)
    assert all(project.work(article).regions for article in project.article_ids())
    assert project.twins.take_over(first, span).places == ()


def test_what_was_taken_away_there_does_not_come_back_but_what_was_undone_does(project):
    words = "The Harbour Council in Port Sable did not answer"
    project.run(AddStatement(here(project), (span_of(HERE, words),)))
    project.run(AddEntity(here(project), span_of(HERE, "spring"), "DATE"))
    take_over(project)
    project.undo()
    assert take_over(project) == "Took over 2 decisions to 1 place in 1 article."
    for some in (words, "spring"):
        project.run(RejectUnits(there(project), (unit(project, some, article=there(project)).id,)))
    assert take_over(project) == "Nothing was taken over. Decided there already: 2."


def test_what_two_laptops_take_over_is_one_object(project, tmp_path):
    project.run(AddEntity(here(project), span_of(HERE, "spring"), "DATE"))
    project.run(AddStatement(here(project), (span_of(HERE, "The Harbour Council in Port Sable did not answer"),)))
    copy = project.backup(tmp_path / "copy.annodb")
    with Project.open(copy, annotator="ann") as other:
        take_over(other)
    take_over(project)
    before = [one.id for one in project.work(there(project)).every()]
    project.merge([copy])
    assert [one.id for one in project.work(there(project)).every()] == before
    assert project.conflicts() == []


ACTS = ("accept", "reject", "label", "nothing", "cue", "remove")


def act(project: Project, article: str, choice: int, name: str) -> None:
    """Do something to one of an article's units; what makes no sense there is left."""
    units = [one for one in project.work(article).every() if one.is_shown]
    one = units[choice % len(units)] if units else None
    if one is None or (name in ("nothing", "cue")) != (one.kind == "statement" and name in ("nothing", "cue")):
        return
    text = project.article(article).text
    operations = {
        "accept": AcceptUnits(article, (one.id,)),
        "reject": RejectUnits(article, (one.id,)),
        "remove": RejectUnits(article, (one.id,)),
        "label": SetLabel(article, one.id, "NORP"),
        "nothing": NothingToLink(article, (one.id,)),
        "cue": SetCue(article, one.id, span_of(text, "answer")),
    }
    if name != "label" or one.kind == "entity":
        project.run(operations[name])


@given(st.lists(st.tuples(st.booleans(), st.integers(0, 5), st.sampled_from(ACTS)), max_size=8))
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_was_decided_taking_over_overwrites_nothing_and_undo_takes_it_back(tmp_path_factory, steps):
    with Project.create(tmp_path_factory.mktemp("law") / "law.annodb", annotator="ann") as project:
        fill(project, tmp_path_factory.mktemp("articles"))
        for is_here, choice, name in steps:
            act(project, here(project) if is_here else there(project), choice, name)
        before = {one.id: one for one in project.work(there(project)).every()}
        operation = project.twins.take_over(here(project))
        changes = project.run(operation)
        after = {one.id: one for one in project.work(there(project)).every()}
        for key, one in before.items():
            assert one.decided <= after[key].decided
            assert all(value(one, part) == value(after[key], part) for part in one.decided)
        assert project.check() == []
        if changes:
            project.undo()
        assert {one.id: one for one in project.work(there(project)).every()} == before


def value(unit: Unit, part: str) -> object:
    """What was decided of a part: its state where it is no field of the object."""
    return getattr(unit.value, part, unit.state)
