"""What pre-annotation takes from a trained pipeline, and how its parts of statements go with those of the rules."""

from __future__ import annotations

from annotator.model import Entity, Span, Suggestion
from annotator.preannotate.entities.view import Name
from annotator.preannotate.statements.found import Attribution, Found
from annotator.preannotate.trained import Parts, as_shown, relabelled, taught_by, with_parts

TEXT = "“We will go there,” Rubio said in Kursk. The mayor of Riga, Holm, denied that it was late."
META = {
    "lang": "en",
    "annotator": {"used": {"entity": "trained", "cue": "trained", "content": "rules"}, "labels": ["LOC"]},
}


def span(words: str) -> Span:
    start = TEXT.index(words)
    return Span(start, start + len(words))


def found(content: str, cue: str | None, mention: str | None) -> Found:
    by = Attribution(cue=span(cue) if cue else None, mention=span(mention) if mention else None)
    return Found((span(content),), "direct", by, 0.9, "by rule")


FIRST = found("We will go there", "said", "Rubio")


def test_the_meta_of_a_pipeline_says_what_to_take_from_it() -> None:
    taught = taught_by(META)
    assert taught is not None
    assert taught.parts == {"cue"}
    assert taught_by({"lang": "en"}) is None
    assert taught_by({"annotator": "by hand"}) is None


def test_labels_that_stand_for_more_than_ours_are_taken() -> None:
    given = [Suggestion(Entity(label, span("Kursk"), label), 0.9, "m 1") for label in ("GPE", "LOC", "DATE")]
    assert {one.value.label for one in relabelled("a", given, ["LOC"]) if isinstance(one.value, Entity)} == {
        "LOC",
        "DATE",
    }


def test_contents_become_those_of_the_statement_that_they_share_words_with_or_new_ones() -> None:
    parts: Parts = {
        "content": (span("will go there"), span("it was late")),
        "cue": (span("denied"),),
        "speaker": (span("Holm"),),
    }
    first, second = with_parts(TEXT, [FIRST], parts, {"content"})
    assert (first.content, first.by) == ((span("will go there"),), FIRST.by)
    assert (second.content, second.type) == ((span("it was late"),), "indirect")
    assert (second.by.cue, second.by.mention) == (span("denied"), span("Holm"))


def test_a_statement_whose_content_the_pipeline_does_not_see_is_left_out_where_contents_are_its() -> None:
    assert with_parts(TEXT, [FIRST], {"content": ()}, {"content"}) == []
    assert with_parts(TEXT, [FIRST], {"content": ()}, {"cue"}) == [FIRST]


def test_the_nearest_cue_replaces_that_of_the_rules_only_where_cues_are_the_pipelines() -> None:
    wrong = found("We will go there", "in", "Rubio")
    parts: Parts = {"cue": (span("said"), span("denied"))}
    assert with_parts(TEXT, [wrong], parts, {"cue"})[0].by.cue == span("said")
    assert with_parts(TEXT, [wrong], parts, {"speaker"})[0].by.cue == span("in")


def test_a_speaker_of_the_pipeline_that_shares_words_with_the_rules_one_leaves_it() -> None:
    assert with_parts(TEXT, [FIRST], {"speaker": (span("Rubio"),)}, {"speaker"})[0].by.mention == span("Rubio")
    assert with_parts(TEXT, [FIRST], {"speaker": (span("Kursk"),)}, {"speaker"})[0].by.mention == span("Kursk")


def test_entities_that_are_taken_as_shown_keep_the_scores_of_rules_that_agree() -> None:
    agreed, moved = Name(0, 1, "PERSON", 0.9, "“Mr” before"), Name(4, 5, "GPE", 0.8, "model says GPE")
    names = as_shown([(0, 1, "PER"), (3, 5, "GPE")], [agreed, moved])
    assert [(name.start, name.end, name.label, name.reason) for name in names] == [
        (0, 1, "PER", "“Mr” before"),
        (3, 5, "GPE", "found by the trained component"),
    ]
