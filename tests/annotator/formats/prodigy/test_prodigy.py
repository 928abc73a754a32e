"""Prodigy's JSON Lines in and out: what its answers mean, and what its tokens must be."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import structs

from annotator.formats import prodigy
from annotator.formats.gold.schema import GoldArticle, GoldRejected, GoldSpan
from annotator.formats.prodigy.writing import tokens_of
from annotator.formats.reading import detect, read_paths
from annotator.formats.records import ADJUDICATED, ArticleRecord, BadRecord, ReadOptions, Record
from tests.annotator.formats.datasets import ACTOR, EVENT, articles, dataset, labels_of, one_article, write
from tests.annotator.formats.datasets import read as read_back

TEXT = "“We go,” Maran said in Kursk. Nobody answered."
HASHES = {"_input_hash": 12, "_task_hash": -34}


def span(words: str, label: str = "GPE", **more: Any) -> dict[str, Any]:
    start = TEXT.index(words)
    return {"start": start, "end": start + len(words), "token_start": 0, "token_end": 0, "label": label, **more}


def proposal(words: str, label: str = "GPE", **more: Any) -> dict[str, Any]:
    start = TEXT.index(words)
    return {"start": start, "end": start + len(words), "text": words, "label": label, "score": 0.6, **more}


def row(*spans: dict[str, Any], **more: Any) -> dict[str, Any]:
    made = {"text": TEXT, "spans": list(spans), **HASHES, "_view_id": "ner_manual", "answer": "accept", **more}
    return {key: value for key, value in made.items() if value is not ...}


def read(tmp_path: Path, *rows: Any, name: str = "talks.jsonl") -> list[Record]:
    path = tmp_path / name
    path.write_text("".join(json.dumps(each) + "\n" for each in rows), encoding="utf-8")
    assert detect(path).name == "prodigy"
    return list(prodigy.read(path, ReadOptions()))


def taken(records: list[Record]) -> list[ArticleRecord]:
    return [record for record in records if isinstance(record, ArticleRecord)]


def problems(records: list[Record]) -> list[BadRecord]:
    return [record for record in records if isinstance(record, BadRecord)]


def words(record: ArticleRecord) -> list[tuple[str, str]]:
    return [(one.text, one.label) for one in labels_of(record).spans]


def test_an_accepted_row_is_labels_and_a_pass_that_was_done(tmp_path: Path) -> None:
    (full, empty), said = taken(found := read(tmp_path, row(span("Kursk")), row(spans=...))), problems(found)
    assert words(full) == [("Kursk", "GPE")]
    assert labels_of(empty).spans == ()
    assert labels_of(full).annotated == labels_of(empty).annotated == ("entities",)
    assert said == []


def test_spans_that_are_no_list_are_missed(tmp_path: Path) -> None:
    found = read(tmp_path, row(span("Kursk")), row(spans="[{'start': 23, 'end': 28, 'label': 'GPE'}]"))
    assert [one.annotations is not None for one in taken(found)] == [True, False]
    assert [(said.line, said.is_warning) for said in problems(found)] == [(2, False)]


def test_tokens_tell_where_a_span_stands_whose_text_is_an_older_one(tmp_path: Path) -> None:
    tokens = [{"text": "Kursk", "start": 23, "end": 28, "id": 0}]
    found = read(tmp_path, row(span("Kursk", text="Ku"), tokens=tokens))
    assert words(taken(found)[0]) == [("Kursk", "GPE")]
    assert problems(found)[0].is_warning


def test_a_row_in_which_no_quote_was_found_says_so_where_the_view_asked_for_quotes(tmp_path: Path) -> None:
    quotes = {"_view_id": "spans_manual"}
    made = taken(read(tmp_path, row(span("We go", "Content"), **quotes), row(**quotes), row(span("Kursk"))))
    assert [labels_of(one).annotated for one in made] == [("statements",), ("statements",), ("entities",)]


@pytest.mark.parametrize(("answer", "view"), [("ignore", "ner"), ("ignore", "ner_manual"), ("reject", "ner_manual")])
def test_an_ignored_row_and_a_refused_one_made_by_hand_have_no_labels(tmp_path: Path, answer: str, view: str) -> None:
    found = read(tmp_path, *[row(span("Kursk"), answer=answer, _view_id=view)] * 3)
    assert [record.annotations for record in taken(found)] == [None] * 3
    (said,) = problems(found)
    assert said.is_warning
    assert f"“{answer}”" in said.reason
    assert said.reason.endswith("3 records (lines 1, 2, 3).")


@pytest.mark.parametrize("keys", [{"_view_id": "ner"}, {"_view_id": ...}, {"_view_id": "blocks", "_is_binary": True}])
def test_a_refused_proposal_is_no_label_and_the_rest_is_unknown(tmp_path: Path, keys: dict[str, Any]) -> None:
    (no, yes) = taken(
        read(tmp_path, row(proposal("Maran"), answer="reject", **keys), row(proposal("Kursk"), answer="accept", **keys))
    )
    assert labels_of(no).spans == ()
    assert [one.text for one in (labels_of(no).rejected or GoldRejected()).spans] == ["Maran"]
    assert words(yes) == [("Kursk", "GPE")]
    assert labels_of(no).annotated == labels_of(yes).annotated == ()


def test_a_span_may_have_an_answer_of_its_own(tmp_path: Path) -> None:
    spans = [proposal("Maran", answer="reject"), proposal("Kursk", answer="accept"), proposal("said", answer="ignore")]
    found = read(tmp_path, row(*spans, _view_id="ner", _is_binary=True))
    (made,) = taken(found)
    assert words(made) == [("Kursk", "GPE")]
    assert [one.text for one in (labels_of(made).rejected or GoldRejected()).spans] == ["Maran"]
    assert "neither accepted nor refused" in problems(found)[0].reason


def test_a_row_without_an_answer_is_a_proposal(tmp_path: Path) -> None:
    (made,) = taken(found := read(tmp_path, row(proposal("Kursk", source="m 1"), answer=..., _view_id=...)))
    (one,) = labels_of(made).spans
    assert (one.how, one.score, one.source) == ("machine", 0.6, "m 1")
    assert labels_of(made).annotated == ()
    assert "nobody decided" in problems(found)[0].reason


def test_versions_are_annotators_and_the_row_is_gold(tmp_path: Path) -> None:
    ann = row(span("Kursk"), sessions=["talks-ann%40paper.org", "talks-ben"], default=True)
    cid = row(span("Maran", "PERSON"), _annotator_id="talks-cid", _session_id="talks-cid")
    found = read(tmp_path, row(span("Kursk"), _view_id="review", view_id="ner_manual", versions=[ann, cid]))
    assert [record.annotator for record in taken(found)] == ["ann@paper.org", "ben", "cid", ADJUDICATED]
    assert [words(record)[0][0] for record in taken(found)] == ["Kursk", "Kursk", "Maran", "Kursk"]


def test_nobody_is_called_by_the_time_of_a_sitting_or_by_the_name_of_gold(tmp_path: Path) -> None:
    names = ["2023-07-25_14-50-21", "talks-2023-07-25_14-50-21", "gold", None, "x-ann"]
    found = taken(read(tmp_path, *[row(span("Kursk"), _session_id=name) for name in names]))
    assert [record.annotator for record in found] == ["", "", "gold-1", "", "x-ann"]


def test_relations_by_token_alone_join_the_parts_of_a_statement(tmp_path: Path) -> None:
    tokens = [structs.asdict(token) for token in tokens_of(TEXT)]
    ends = {TEXT[: token["end"]]: token["id"] for token in tokens}
    content, cue = ends["“We go"], ends["“We go,” Maran said"]
    spans = [span("We go", "Content"), span("said", "Cue"), span("Maran", "Source")]
    joined = [{"head": content, "child": cue, "label": "x"}, {"head": cue, "child": 0, "label": "bare"}]
    (made,), said = (
        taken(found := read(tmp_path, row(*spans, tokens=tokens, relations=joined, _view_id="relations"))),
        problems(found),
    )
    (statement,) = labels_of(made).statements
    assert statement.cue is not None
    assert statement.cue.text == "said"
    assert {"nearest" in each.reason or "no label" in each.reason for each in said} == {True}


def test_flat_quotes_are_joined_to_the_nearest_and_that_is_said(tmp_path: Path) -> None:
    spans = [span("We go", "Content"), span("said", "Cue"), span("Maran", "Source")]
    found = read(tmp_path, row(*spans, _view_id="blocks", tokens=[{"text": "“", "start": 0, "end": 1, "id": 0}]))
    (statement,) = labels_of(taken(found)[0]).statements
    assert statement.cue is not None
    assert statement.speaker is not None
    assert "2 labels" in problems(found)[0].reason


def test_choices_are_articles_without_labels(tmp_path: Path) -> None:
    choice = {"text": TEXT, **HASHES, "options": [{"id": 1, "text": "News"}], "accept": [1], "answer": "accept"}
    found = read(tmp_path, choice, {"text": TEXT, "label": "NEWS", "answer": "accept", **HASHES})
    assert [record.annotations for record in taken(found)] == [None, None]
    assert "2 records" in problems(found)[0].reason


def test_metadata_comes_from_meta_and_from_short_values(tmp_path: Path) -> None:
    more = {"title": "Talks fail", "meta": {"source": "Times", "page": 3}, "html": "x" * 2000, "feedback": "hard"}
    found = read(tmp_path, row(span("Kursk"), **more))
    assert taken(found)[0].meta == {"title": "Talks fail", "source": "Times", "page": "3", "feedback": "hard"}
    assert "'html'" in problems(found)[0].reason


def test_what_cannot_be_read_is_said(tmp_path: Path) -> None:
    image = {"image": "a.png", **HASHES, "answer": "accept"}
    found = read(tmp_path, image, row({"start": 1, "end": 2}, span("Kursk", end=999)), [1])
    assert len(taken(found)) == 1
    assert labels_of(taken(found)[0]).spans == ()
    said = " ".join(each.reason for each in problems(found) if not each.is_warning)
    assert all(part in said for part in ("“image”", "without a label", "does not fit", "No object"))


def test_spans_without_offsets_stand_where_their_tokens_do(tmp_path: Path) -> None:
    tokens = [structs.asdict(token) for token in tokens_of(TEXT)]
    at = next(token["id"] for token in tokens if token["text"] == "Kursk")
    spans = [{"token_start": at, "token_end": at, "label": "GPE"}]
    assert words(taken(read(tmp_path, row(*spans, tokens=tokens)))[0]) == [("Kursk", "GPE")]


def test_a_list_of_tasks_is_read_too(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(json.dumps([row(span("Kursk")), row()], indent=1))
    records = list(read_paths([tmp_path / "a.json"]))
    assert [isinstance(record, ArticleRecord) for record in records] == [True, True]


def test_tokens_are_cut_where_spans_begin_and_end() -> None:
    tokens = tokens_of("a  word\n e\u0301.", [(2, 5), (7, 8)])
    assert [token.text for token in tokens] == ["a", " ", "wo", "rd", "\n", " ", "e\u0301", "."]
    assert [token.start for token in tokens if token.ws] == [0]


@given(articles())
def test_tokens_hold_every_character_and_begin_and_end_with_the_spans(article: GoldArticle) -> None:
    spans = [(one.start, one.end) for one in article.spans]
    tokens = tokens_of(article.text, spans)
    assert "".join(token.text + " " * token.ws for token in tokens) == article.text
    assert all(article.text[token.start : token.end] == token.text for token in tokens)
    assert {start for start, _ in spans} <= {token.start for token in tokens}
    assert {end for _, end in spans} <= {token.end for token in tokens}


def test_what_is_written_keeps_to_prodigys_rules(tmp_path: Path) -> None:
    losses = write(prodigy.FORMAT, tmp_path / "out", dataset(one_article()))
    (line,) = [json.loads(each) for each in (tmp_path / "out" / "train.jsonl").read_text().splitlines()]
    assert (line["_view_id"], line["answer"]) == ("relations", "accept")
    for one in line["spans"]:
        assert line["tokens"][one["token_start"]]["start"] == one["start"]
        assert line["tokens"][one["token_end"]]["end"] == one["end"]
    for one in line["relations"]:
        assert (one["head"], one["child"]) == (one["head_span"]["token_end"], one["child_span"]["token_end"])
    assert {loss.kind for loss in losses} <= {"event", "actor"}
    assert not any(key.endswith("_hash") for key in line)


@settings(max_examples=60)
@given(articles())
def test_labels_come_back_as_they_were(article: GoldArticle) -> None:
    with tempfile.TemporaryDirectory() as folder:
        losses = write(prodigy.FORMAT, Path(folder) / "out", dataset(article))
        ((made,), said) = read_back(Path(folder) / "out")
    found = labels_of(made)
    assert {loss.kind for loss in losses} <= {"event", "actor", "others"}
    assert (made.text, made.meta, found.annotated) == (article.text, article.meta, article.annotated)
    assert sorted(one.id for one in found.spans) == sorted({one.id: one for one in article.spans})
    assert {one.id: one.content for one in found.statements} == {one.id: one.content for one in article.statements}
    assert {
        one.id: (one.cue, one.speaker, one.links, one.parent, one.type, one.decided) for one in found.statements
    } == {one.id: (one.cue, one.speaker, one.links, one.parent, one.type, one.decided) for one in article.statements}
    assert found.excluded == tuple(sorted(article.excluded, key=lambda one: one.start))
    assert not [each for each in said if not each.is_warning]


def test_what_was_added_in_prodigy_counts_as_done(tmp_path: Path) -> None:
    write(prodigy.FORMAT, tmp_path / "out", dataset(one_article(annotated=(), statements=(), excluded=())))
    line = json.loads((tmp_path / "out" / "train.jsonl").read_text())
    assert labels_of(taken(read(tmp_path, line))[0]).annotated == ()
    assert labels_of(taken(read(tmp_path, line | HASHES))[0]).annotated == ("entities",)


def test_parts_of_speech_are_no_entities(tmp_path: Path) -> None:
    found = read(tmp_path, row(span("Kursk", "PROPN"), _view_id="pos_manual"))
    assert taken(found)[0].annotations is None
    assert "Parts of speech" in problems(found)[0].reason


def test_events_and_actors_come_back_with_their_names(tmp_path: Path) -> None:
    write(prodigy.FORMAT, tmp_path / "out", dataset(one_article()))
    ((made,), _) = read_back(tmp_path / "out")
    assert [(one.id, one.title) for one in made.events] == [(EVENT.id, EVENT.title)]
    assert [(one.id, one.name, one.kind) for one in made.actors] == [(ACTOR.id, ACTOR.name, ACTOR.kind)]


def test_refused_entities_are_a_dataset_of_their_own(tmp_path: Path) -> None:
    refused = GoldRejected(
        spans=(GoldSpan(id="9" * 32, start=0, end=1, label="ORG", text="🐱"),), statements=one_article().statements
    )
    losses = write(prodigy.FORMAT, tmp_path / "out", dataset(one_article(rejected=refused)))
    kept, no = read_back(tmp_path / "out")[0]
    assert [loss.kind for loss in losses].count("rejected") == 1
    assert not labels_of(kept).rejected
    assert (labels_of(no).rejected or GoldRejected()).spans[0].text == "🐱"
    assert labels_of(no).annotated == ()


def test_suggestions_are_written_as_prodigys_input(tmp_path: Path) -> None:
    write(prodigy.FORMAT, tmp_path / "out", dataset(one_article(), layer="suggestions"))
    line = json.loads((tmp_path / "out" / "train.jsonl").read_text())
    assert not {"answer", "_view_id", "annotated"} & line.keys()
    ((made,), _) = read_back(tmp_path / "out")
    assert {one.how for one in labels_of(made).spans} == {"machine"}


def test_real_files_read_the_same_after_being_written(shared: Path, tmp_path: Path) -> None:
    files = sorted((shared / "fixtures" / "prodigy").glob("*.jsonl"))
    for number, file in enumerate(files):
        first = {record.text: record for record in taken(list(read_paths([file])))}
        given_articles = [structs.replace(labels_of(record), meta=record.meta) for record in first.values()]
        write(prodigy.FORMAT, tmp_path / str(number), dataset(*given_articles))
        again, said = read_back(tmp_path / str(number))
        assert [(one.text, one.meta, words(one)) for one in again] == [
            (one.text, one.meta, words(one)) for one in first.values()
        ]
        assert said == []


KEYS = (
    "tokens",
    "spans",
    "relations",
    "versions",
    "sessions",
    "meta",
    "options",
    "annotated",
    "_view_id",
    "_session_id",
)
ODD = (
    None,
    [],
    {},
    3,
    "x",
    True,
    1e400,
    [[]],
    [{}],
    [{"start": [], "end": "x", "label": {}}],
    [{"head": {}, "label": 1}],
)


@settings(max_examples=60)
@given(st.lists(st.dictionaries(st.sampled_from(KEYS), st.sampled_from(ODD)), max_size=3))
def test_no_row_stops_the_others(rows: list[dict[str, Any]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        found = taken(read(Path(folder), *[row() | each for each in rows], row(span("Kursk"))))
    assert found[-1].record_number == len(rows) + 1
    assert words(found[-1]) == [("Kursk", "GPE")]


def test_a_folder_with_more_than_an_export_is_read_file_by_file(tmp_path: Path) -> None:
    for name in ("train.jsonl", "eval.jsonl"):
        (tmp_path / name).write_text(json.dumps(row(span("Kursk"))))
    assert len(read_back(tmp_path)[0]) == 2
