"""The pipeline as a whole: suggestions with ids, long articles, and the way without spaCy."""

from __future__ import annotations

import subprocess
import sys
from itertools import pairwise

import pytest

from annotator import ids
from annotator.errors import UserError
from annotator.model import Actor, Article, Entity, Statement, Suggestion
from annotator.preannotate.pipeline import ModelPipeline, Pipeline, chunk_cuts, load

TEXT = (
    "Foreign Minister Anna Keller flew to Oslo on Friday.\n"
    "“The harbor is not for sale,” Keller said. “It never was.”\n"
    "She added that the talks would go on. Anna Keller's office called the offer “an insult.”"
)


def annotate(pipeline: Pipeline, text: str) -> tuple[list[Suggestion], dict[str, Actor]]:
    ((article, suggestions, actors),) = pipeline.annotate([Article(ids.article_id(text), text)])
    assert article == ids.article_id(text)
    return list(suggestions), {actor.id: actor for actor in actors}


def statements(suggestions: list[Suggestion]) -> list[Statement]:
    return [each.value for each in suggestions if isinstance(each.value, Statement)]


def test_a_split_quote_is_one_statement_of_the_person_named_before(pipeline: ModelPipeline) -> None:
    suggestions, actors = annotate(pipeline, TEXT)
    first = statements(suggestions)[0]
    assert [TEXT[span.start : span.end] for span in first.content] == ["The harbor is not for sale", "It never was"]
    assert first.speaker is not None
    assert actors[first.speaker.actor or ""].name == "Anna Keller"


def test_entities_of_one_person_have_one_actor(pipeline: ModelPipeline) -> None:
    suggestions, _ = annotate(pipeline, TEXT)
    people = {
        each.value.actor for each in suggestions if isinstance(each.value, Entity) and each.value.label == "PERSON"
    }
    assert len(people) == 1


def test_the_same_text_gives_the_same_suggestions(pipeline: ModelPipeline) -> None:
    assert annotate(pipeline, TEXT) == annotate(pipeline, TEXT)


def test_every_suggestion_has_an_id_of_its_own_a_reason_a_source_and_a_score(pipeline: ModelPipeline) -> None:
    suggestions, _ = annotate(pipeline, TEXT)
    assert len({each.id for each in suggestions}) == len(suggestions)
    assert all(each.reason and "\n" not in each.reason and each.source and 0 < each.score <= 1 for each in suggestions)


def test_parents_and_actors_that_are_named_are_there(pipeline: ModelPipeline) -> None:
    text = "“Peter Holm told us that the bridge would hold,” said Anna Keller of the Harbor Union."
    suggestions, actors = annotate(pipeline, text)
    known = {each.id for each in suggestions}
    assert [each.parent in known for each in statements(suggestions)] == [False, True]
    assert all(each.speaker is None or each.speaker.actor in {None, *actors} for each in statements(suggestions))


def test_an_empty_article_has_no_suggestions(pipeline: ModelPipeline) -> None:
    assert annotate(pipeline, "") == ([], {})
    assert annotate(pipeline, " \n\n ") == ([], {})


def test_a_long_article_goes_through_in_pieces_with_offsets_of_the_whole(pipeline: ModelPipeline) -> None:
    filler = "The council met on Friday and talked about the price of fish for a while.\n" * 900
    suggestions, actors = annotate(pipeline, filler + TEXT)
    last = [each for each in statements(suggestions) if each.type == "direct"][-1]
    assert [(filler + TEXT)[span.start : span.end] for span in last.content] == [
        "The harbor is not for sale",
        "It never was",
    ]
    assert "Anna Keller" in {actor.name for actor in actors.values()}


@pytest.mark.parametrize("text", ["", "short", "word " * 50, "one\ntwo\n\n" * 30, "x" * 200, "\n" * 90 + "y " * 90])
def test_pieces_are_short_and_make_up_the_text(text: str) -> None:
    cuts = chunk_cuts(text, 40)
    assert "".join(text[a:b] for a, b in pairwise(cuts)) == text
    assert all(b - a <= 40 for a, b in pairwise(cuts))


@pytest.mark.parametrize("text", [TEXT, "Yes", "?"])
def test_the_statements_component_says_what_it_needs_before_it(pipeline: ModelPipeline, text: str) -> None:
    spacy = pytest.importorskip("spacy")
    nlp = spacy.blank("en")
    nlp.add_pipe("sentencizer")
    nlp.add_pipe("statements")
    with pytest.raises(ValueError, match="needs a tagger, a parser and a lemmatizer"):
        nlp(text)
    assert nlp(" \n")._.statements == []
    assert pipeline.nlp(text).has_annotation("DEP")


def test_a_doc_keeps_what_was_found_when_it_is_written_and_read(pipeline: ModelPipeline) -> None:
    tokens = pytest.importorskip("spacy.tokens")
    doc = pipeline.nlp(TEXT)
    assert doc._.statements
    assert doc._.entity_names
    read = tokens.Doc(doc.vocab).from_bytes(doc.to_bytes())
    (binned,) = tokens.DocBin(docs=[doc], store_user_data=True).get_docs(doc.vocab)
    for other in (read, binned):
        assert other._.statements == doc._.statements
        assert other._.entity_names == doc._.entity_names


def test_a_pipeline_without_a_parser_finds_statements_by_rules(pipeline: ModelPipeline) -> None:
    spacy = pytest.importorskip("spacy")
    made = ModelPipeline(spacy.blank("en"))
    suggestions, _ = annotate(made, TEXT)
    assert "rules" in made.warning
    assert statements(suggestions)


def test_a_pipeline_for_another_language_says_that_the_rules_are_for_english(pipeline: ModelPipeline) -> None:
    spacy = pytest.importorskip("spacy")
    assert "for the language “de”" in ModelPipeline(spacy.blank("de")).warning
    assert "language" not in ModelPipeline(spacy.blank("xx")).warning


def test_names_of_a_ruler_with_labels_of_another_set_are_joined_to_ours(pipeline: ModelPipeline) -> None:
    spacy = pytest.importorskip("spacy")
    nlp = spacy.blank("en")
    nlp.add_pipe("entity_ruler").add_patterns([{"label": "PER", "pattern": "Anna Keller"}])
    suggestions, actors = annotate(ModelPipeline(nlp), TEXT)
    people = [each.value for each in suggestions if isinstance(each.value, Entity) and each.value.label == "PERSON"]
    assert len(people) == 3
    assert {actors[each.actor or ""].name for each in people} == {"Anna Keller"}


def test_an_unknown_model_is_an_error_that_says_what_to_do() -> None:
    with pytest.raises(UserError, match="no spaCy pipeline named no_such_model"):
        load("no_such_model")


def test_the_rules_alone_find_the_split_quote_and_its_speaker() -> None:
    suggestions, _ = annotate(load("rules"), TEXT)
    first = statements(suggestions)[0]
    assert [TEXT[span.start : span.end] for span in first.content] == ["The harbor is not for sale", "It never was"]
    assert first.speaker is not None
    assert first.speaker.mention is not None
    assert TEXT[first.speaker.mention.start : first.speaker.mention.end] == "Keller"


def test_without_spacy_the_rules_do_the_work_and_say_so() -> None:
    code = (
        "import sys; sys.modules['spacy'] = None\n"
        "from annotator.preannotate.pipeline import load\n"
        "pipeline = load()\n"
        "assert 'not installed' in pipeline.warning, pipeline.warning\n"
        "assert pipeline.name.startswith('rules')\n"
        "try: load('some_model')\n"
        "except Exception as error: assert type(error).__name__ == 'UserError'\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_loading_a_pipeline_is_what_imports_spacy() -> None:
    code = (
        "import sys, annotator.preannotate.worker, annotator.preannotate.pipeline, annotator.preannotate.suggest\n"
        "assert 'spacy' not in sys.modules\n"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
