"""Statements: each part is decided by itself, Enter takes the rest."""

from __future__ import annotations

import pytest

from annotator.errors import Invalid
from annotator.model import MACHINE_PARTS, Span, Speaker
from annotator.operations import (
    AcceptUnits,
    AddFragment,
    AddStatement,
    RejectUnits,
    RemoveFragment,
    SetContent,
    SetCue,
    SetParent,
    SetSpeaker,
    SetSpeakerActor,
    SetType,
)
from tests.annotator.making import RUBIO, TEXT, span_of, told, unit_on

WORDS = "the talks may fail"


@pytest.fixture
def said(project, article):
    """The statement that the machine proposes."""
    return next(unit for unit in project.work(article).units() if unit.kind == "statement")


def add(project, article, words=WORDS, **parts):
    operation = AddStatement(article, (span_of(TEXT, words),), **parts)
    project.run(operation)
    return operation.id


def added(project, article, words=WORDS, **parts):
    key = add(project, article, words, **parts)
    return project.work(article).find(key)


def test_accepting_decides_every_part_but_the_links(project, article, said):
    project.run(AcceptUnits(article, (said.id,)))
    unit = project.work(article).find(said.id)
    assert unit.value == said.value
    assert set(MACHINE_PARTS) <= unit.decided
    assert unit.lacks_links
    assert unit.is_undecided(["links"])
    assert not unit.is_undecided(["statements"])


def correction(article, said, name):
    return {
        "content": SetContent(article, said.id, (span_of(TEXT, "We will"),)),
        "cue": SetCue(article, said.id, None),
        "type": SetType(article, said.id, "mixed"),
        "parent": SetParent(article, said.id, None),
        "actor": SetSpeakerActor(article, (said.id,), None),
        "speaker": SetSpeaker(article, (said.id,), Speaker(mention=span_of(TEXT, "Officials"))),
    }[name]


@pytest.mark.parametrize("part", MACHINE_PARTS)
def test_correcting_a_part_decides_that_part_only(project, article, said, part):
    project.run(correction(article, said, part))
    unit = project.work(article).find(said.id)
    assert unit.state == "kept"
    assert unit.decided & set(MACHINE_PARTS) == {part}
    assert set(unit.open_parts) == set(MACHINE_PARTS) - {part}
    assert unit.is_undecided(["statements"])


@pytest.mark.parametrize("part", MACHINE_PARTS)
def test_a_correction_stays_when_the_rest_is_accepted_and_both_are_undone(project, article, said, part):
    before = told(project, article)
    project.run(correction(article, said, part))
    corrected = project.work(article).find(said.id).value
    project.run(AcceptUnits(article, (said.id,)))
    unit = project.work(article).find(said.id)
    assert (unit.value, unit.open_parts) == (corrected, ())
    project.undo()
    project.undo()
    assert told(project, article) == before


def test_a_kept_part_holds_the_machines_value_when_the_machine_changes_its_mind(project, article, said):
    project.run(SetType(article, said.id, "mixed"))
    project.store_suggestions([(article, (), ())], model="later")
    unit = project.work(article).find(said.id)
    assert unit.value.cue == said.value.cue
    assert unit.value.speaker == said.value.speaker
    assert project.find_actor(RUBIO.id) == RUBIO


def test_a_statement_added_over_marks_is_direct_and_leaves_cue_and_speaker_open(project, article):
    unit = added(project, article, "And then we will see")
    assert (unit.value.type, unit.how, unit.value.verbatim) == ("direct", "added", ())
    assert unit.open_parts == ("cue", "speaker", "actor")


def test_a_statement_without_marks_is_indirect(project, article):
    assert added(project, article).value.type == "indirect"


def test_given_parts_are_decided(project, article):
    speaker = Speaker(mention=span_of(TEXT, "Officials"), actor=RUBIO.id)
    unit = added(project, article, cue=span_of(TEXT, "said", 1), speaker=speaker)
    assert unit.open_parts == ()
    assert unit.value.speaker == speaker
    assert project.find_actor(RUBIO.id) == RUBIO


def test_a_given_speaker_without_actor_leaves_the_actor_open(project, article):
    unit = added(project, article, speaker=Speaker(mention=span_of(TEXT, "Officials")))
    assert unit.open_parts == ("cue", "actor")


def test_a_new_speaker_leaves_the_machines_actor_behind(project, article, said):
    project.run(SetSpeaker(article, (said.id,), Speaker(mention=span_of(TEXT, "Officials"))))
    unit = project.work(article).find(said.id)
    assert unit.value.speaker == Speaker(mention=span_of(TEXT, "Officials"))
    assert "actor" in unit.open_parts


def test_no_speaker_decides_the_actor_too(project, article, said):
    project.run(SetSpeaker(article, (said.id,), None))
    unit = project.work(article).find(said.id)
    assert unit.value.speaker is None
    assert {"speaker", "actor"} <= unit.decided


def test_an_actor_without_mention_is_an_implicit_speaker(project, article):
    key = add(project, article)
    project.run(SetSpeakerActor(article, (key,), RUBIO.id))
    assert project.work(article).find(key).value.speaker == Speaker(actor=RUBIO.id)


def test_a_speaker_may_be_anonymous_and_several(project, article):
    first, second = add(project, article), add(project, article, "Moscow did not")
    speaker = Speaker(
        mention=span_of(TEXT, "Officials"), anonymous=True, others=(Speaker(mention=span_of(TEXT, "Moscow")),)
    )
    project.run(SetSpeaker(article, (first, second), speaker))
    assert [project.work(article).find(key).value.speaker for key in (first, second)] == [speaker, speaker]


def test_a_speaker_that_nobody_knows_is_refused(project, article, said):
    with pytest.raises(Invalid, match="actor"):
        project.run(SetSpeaker(article, (said.id,), Speaker(actor="0" * 32)))
    with pytest.raises(Invalid, match="actor"):
        add(project, article, speaker=Speaker(others=(Speaker(actor="0" * 32),)))
    with pytest.raises(Invalid, match="does not lie in"):
        project.run(SetSpeaker(article, (said.id,), Speaker(mention=Span(0, 9999))))


def test_a_fragment_swallows_what_it_overlaps(project, article, said):
    project.run(AddFragment(article, said.id, span_of(TEXT, "will go,” Rubio")))
    assert project.work(article).find(said.id).value.content == (
        span_of(TEXT, "We will go,” Rubio"),
        span_of(TEXT, "And then we will see"),
    )


def test_a_fragment_is_taken_away_whole_or_in_part(project, article, said):
    project.run(RemoveFragment(article, said.id, span_of(TEXT, "And then we will see")))
    project.run(RemoveFragment(article, said.id, span_of(TEXT, "will")))
    words = [TEXT[span.start : span.end] for span in project.work(article).find(said.id).value.content]
    assert words == ["We ", " go"]


def test_the_last_fragment_stays(project, article):
    key = add(project, article)
    with pytest.raises(Invalid, match="only fragment"):
        project.run(RemoveFragment(article, key, span_of(TEXT, WORDS)))
    with pytest.raises(Invalid, match="No fragment"):
        project.run(RemoveFragment(article, key, span_of(TEXT, "Rubio")))


def test_content_is_sorted_and_does_not_overlap_itself(project, article, said):
    late, early = span_of(TEXT, "will see"), span_of(TEXT, "We will")
    project.run(SetContent(article, said.id, (late, early)))
    assert project.work(article).find(said.id).value.content == (early, late)
    with pytest.raises(Invalid, match="overlap"):
        project.run(SetContent(article, said.id, (early, span_of(TEXT, "will go"))))
    with pytest.raises(Invalid, match="at least one"):
        project.run(SetContent(article, said.id, ()))


def test_a_mixed_statement_holds_its_verbatim_stretches(make_project):
    text = "He called it “a farce” and “a shame” today."
    project = make_project(text)
    article = project.articles()[0].id
    operation = AddStatement(article, (span_of(text, "“a farce” and “a shame”"),))
    project.run(operation)
    statement = project.work(article).find(operation.id).value
    assert statement.type == "mixed"
    assert [text[span.start : span.end] for span in statement.verbatim] == ["a farce", "a shame"]
    project.run(SetType(article, operation.id, "indirect"))
    assert project.work(article).find(operation.id).value.verbatim == ()


def test_the_type_brings_verbatim_stretches_even_while_the_content_is_open(make_project):
    from tests.annotator.making import propose, statement

    text = "He called it “a farce” today."
    project = make_project(text)
    article = project.articles()[0].id
    propose(project, statement(article, text, "it “a farce” today", kind="indirect"))
    unit = next(project.work(article).units())
    project.run(SetType(article, unit.id, "mixed"))
    project.run(AcceptUnits(article, (unit.id,)))
    assert project.work(article).find(unit.id).value.verbatim == (span_of(text, "a farce"),)


def test_nesting_makes_no_circles(project, article):
    outer, inner = add(project, article), add(project, article, "talks may")
    project.run(SetParent(article, inner, outer))
    assert project.work(article).find(inner).value.parent == outer
    for parent in (inner, outer):
        with pytest.raises(Invalid, match="nested in itself"):
            project.run(SetParent(article, outer if parent == inner else parent, parent))


def test_what_is_nested_stays_when_the_statement_around_it_is_removed(project, article):
    outer, inner = add(project, article), add(project, article, "talks may")
    project.run(SetParent(article, inner, outer))
    project.run(RejectUnits(article, (outer,)))
    assert project.work(article).find(inner).is_shown


def test_an_entity_is_no_parent_and_an_unknown_type_no_type(project, article, said):
    with pytest.raises(Invalid, match="entity"):
        project.run(SetParent(article, said.id, unit_on(project, article, "Moscow").id))
    with pytest.raises(Invalid, match="statement type"):
        project.run(SetType(article, said.id, "sung"))
