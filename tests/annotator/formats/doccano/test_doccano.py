"""doccano's JSON Lines in and out: all its shapes, and the unit of offsets that it does not say."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import structs

from annotator.formats import doccano
from annotator.formats.doccano.writing import to_utf16
from annotator.formats.gold.schema import GoldArticle
from annotator.formats.reading import detect, read_paths
from annotator.formats.records import ArticleRecord, BadRecord, OffsetUnit, ReadOptions, Record
from tests.annotator.formats.datasets import articles, dataset, labels_of, one_article, write
from tests.annotator.formats.datasets import read as read_back

TEXT = "Google was founded by Larry Page in California."
TRIPLES = [[0, 6, "ORG"], [22, 32, "PERSON"]]
OBJECTS = [{"id": n, "label": name, "start_offset": s, "end_offset": e} for n, (s, e, name) in enumerate(TRIPLES, 7)]
LABEL = {"id": 1, "text": "ORG", "prefix_key": None, "suffix_key": "o", "background_color": "#FFFFFF"}
CATS = "🐱🐱 Maran met Ferro. 👩🏽‍🚒 Kursk waited for Moscow."


def read(tmp_path: Path, *rows: Any, name: str = "all.jsonl", unit: OffsetUnit = "auto") -> list[Record]:
    path = tmp_path / name
    path.write_text("".join(json.dumps(each) + "\n" for each in rows), encoding="utf-8")
    assert detect(path).name == "doccano"
    return list(doccano.FORMAT.read(path, ReadOptions(offset_unit=unit)))


def taken(records: list[Record]) -> list[ArticleRecord]:
    return [record for record in records if isinstance(record, ArticleRecord)]


def problems(records: list[Record]) -> list[BadRecord]:
    return [record for record in records if isinstance(record, BadRecord)]


def words(record: ArticleRecord) -> list[tuple[str, str]]:
    return [(one.text, one.label) for one in labels_of(record).spans]


@pytest.mark.parametrize(
    "labels",
    [
        {"label": TRIPLES, "Comments": []},
        {"labels": TRIPLES, "annotation_approver": None, "meta": {}},
        {"entities": TRIPLES, "cats": []},
        {"entities": OBJECTS, "relations": []},
        {"column_label": TRIPLES},
    ],
)
@pytest.mark.parametrize("key", ["text", "data"])
def test_every_shape_gives_the_same_labels(tmp_path: Path, labels: dict[str, Any], key: str) -> None:
    (made,), said = taken(found := read(tmp_path, {"id": 3, key: TEXT, **labels})), problems(found)
    assert words(made) == [("Google", "ORG"), ("Larry Page", "PERSON")]
    assert made.meta == {"id": "3"}
    assert said == []


def test_objects_one_after_the_other_over_many_lines_are_read(tmp_path: Path) -> None:
    pretty = json.dumps({"text": TEXT, "entities": TRIPLES, "relations": []}, indent=4)
    (tmp_path / "a.jsonl").write_text(f"{pretty}\n{pretty.replace('Google', 'Amazon')}\n{{\n")
    records = list(read_paths([tmp_path / "a.jsonl"]))
    assert [words(record)[0][0] for record in taken(records)] == ["Google", "Amazon"]
    assert [record.line for record in problems(records)] == [pretty.count("\n") * 2 + 4]


def test_labels_known_by_number_are_named_by_a_list_beside_the_file(tmp_path: Path) -> None:
    row = {"text": TEXT, "annotations": [{"label": 12, "start_offset": 0, "end_offset": 6, "user": 1}], "meta": {}}
    bare = read(tmp_path, row)
    assert words(taken(bare)[0]) == [("Google", "12")]
    assert "number" in problems(bare)[0].reason
    (tmp_path / "label_config.json").write_text(json.dumps([{"id": 12, "text": "ORG", "suffix_key": "o"}]))
    named = read(tmp_path, row)
    assert words(taken(named)[0]) == [("Google", "ORG")]
    assert problems(named) == []


def test_a_broken_first_line_is_but_one_line(tmp_path: Path) -> None:
    row = json.dumps({"text": TEXT, "label": TRIPLES})
    (tmp_path / "a.jsonl").write_text(f"{row[:-3]}\n{row}\n")
    found = list(doccano.FORMAT.read(tmp_path / "a.jsonl", ReadOptions()))
    assert [record.line for record in problems(found)] == [1]
    assert [words(record)[0] for record in taken(found)] == [("Google", "ORG")]


def test_a_name_of_digits_stays_one(tmp_path: Path) -> None:
    found = read(tmp_path, {"text": TEXT, "label": [[0, 6, "007"]]})
    assert words(taken(found)[0]) == [("Google", "007")]
    assert problems(found) == []


def test_users_and_files_that_lie_together_are_annotators(tmp_path: Path) -> None:
    marks = [{"label": "ORG", "start_offset": 0, "end_offset": 6, "user": user} for user in (1, 2)]
    assert [one.annotator for one in taken(read(tmp_path, {"text": TEXT, "annotations": marks}))] == [
        "user-1",
        "user-2",
    ]
    row = {"text": TEXT, "label": TRIPLES}
    assert [one.annotator for one in taken(read(tmp_path, row, name="ann.jsonl"))] == [""]
    assert [one.annotator for one in taken(read(tmp_path, row, name="ben.jsonl"))] == ["ben"]
    assert [one.annotator for one in taken(read(tmp_path, row, name="all.jsonl"))] == [""]
    both = {"text": TEXT, "annotations": marks}
    assert [one.annotator for one in taken(read(tmp_path, both, name="cid.jsonl"))] == ["user-1", "user-2"]


def test_a_list_of_labels_beside_the_files_of_a_folder_is_no_article(tmp_path: Path) -> None:
    (tmp_path / "label_config.json").write_text(json.dumps([LABEL]))
    for name in ("ben", "ann"):
        (tmp_path / f"{name}.jsonl").write_text(json.dumps({"text": TEXT, "label": TRIPLES}))
    assert [one.annotator for one in read_back(tmp_path)[0]] == ["ann", "ben"]
    (tmp_path / "more.txt").write_text("Something else.")
    assert [one.annotator for one in read_back(tmp_path)[0]] == ["ann", "ben", ""]


def test_categories_and_comments_are_metadata(tmp_path: Path) -> None:
    row = {"text": TEXT, "entities": TRIPLES, "cats": ["news", "tech"], "Comments": ["why?", {"text": "so"}]}
    (made,) = taken(read(tmp_path, row | {"meta": '{"source": "Times"}'}))
    assert made.meta == {"source": "Times", "cats": "news; tech", "comments": "why?; so"}


def test_a_record_without_labels_does_not_say_that_there_are_none(tmp_path: Path) -> None:
    assert [one.annotations for one in taken(read(tmp_path, {"text": TEXT, "label": [], "Comments": []}))] == [None]


def test_what_cannot_be_read_is_said(tmp_path: Path) -> None:
    rows = [
        {
            "text": TEXT,
            "label": [*TRIPLES, [40, 99, "ORG"], [9, 3, "ORG"], [1, "x", "ORG"], "news", [0, 6, "ORG"]],
            "x": [{}],
        }
    ]
    found = read(tmp_path, *rows, {"label": TRIPLES})
    assert words(taken(found)[0]) == [("Google", "ORG"), ("Larry Page", "PERSON")]
    failed = " ".join(each.reason for each in problems(found) if not each.is_warning)
    assert all(part in failed for part in ("40–99", "9–3", "without a name or a place", "Without text"))
    warned = " ".join(each.reason for each in problems(found) if each.is_warning)
    assert all(part in warned for part in ("Categories", "given twice", "'x'"))


def test_a_label_inside_a_word_is_kept_and_said(tmp_path: Path) -> None:
    found = read(
        tmp_path, {"text": TEXT, "label": [[0, 4, "ORG"]]}, {"text": "谷歌公司在加州", "label": [[0, 2, "ORG"]]}
    )
    assert [words(record)[0][0] for record in taken(found)] == ["Goog", "谷歌"]
    assert "1 label" in problems(found)[0].reason


def test_a_label_whose_start_was_never_set_is_a_problem(tmp_path: Path) -> None:
    rows = [("Find a flight from Oslo to Rome", [[0, 23], [27, 31]]), ("Go to Los Angeles", [[6, 17]])]
    found = read(tmp_path, *({"text": text, "label": [[*one, "City"] for one in spans]} for text, spans in rows))
    assert [words(record) for record in taken(found)] == [[("Rome", "City")], [("Los Angeles", "City")]]
    assert [each.is_warning for each in problems(found)] == [False]
    quote = read(tmp_path, {"text": "Find a flight from Oslo to Rome", "label": [[0, 23, "Content"]]})
    assert len(labels_of(taken(quote)[0]).statements) == 1


def in_unit(unit: str, at: int) -> int:
    return to_utf16(CATS)(at) if unit == "utf16" else at - 3 * (at > CATS.index("👩")) if unit == "graphemes" else at


@pytest.mark.parametrize("unit", ["utf16", "codepoints", "graphemes"])
def test_the_unit_of_a_file_is_told_by_where_its_labels_end(tmp_path: Path, unit: OffsetUnit) -> None:
    names = ("Maran", "Ferro", "Kursk", "Moscow")
    places = [(CATS.index(name), CATS.index(name) + len(name)) for name in names]
    marks = [[in_unit(unit, start), in_unit(unit, end), "X"] for start, end in places]
    found = read(tmp_path, {"text": TEXT, "label": [[0, 6, "X"]]}, {"text": CATS, "label": marks})
    assert [text for text, _ in words(taken(found)[1])] == list(names)
    assert not doccano.is_ambiguous(tmp_path / "all.jsonl")
    assert doccano.guess_unit(tmp_path / "all.jsonl").unit == unit
    assert "were taken to count" in problems(found)[0].reason
    assert not problems(read(tmp_path, {"text": CATS, "label": marks}, unit=unit))


def test_a_unit_that_cannot_be_told_is_doccanos_own_and_asked_for(tmp_path: Path) -> None:
    found = read(tmp_path, {"text": "🐱 谷歌公司在加州", "label": [[3, 5, "ORG"]]})
    assert doccano.is_ambiguous(tmp_path / "all.jsonl")
    assert words(taken(found)[0]) == [("谷歌", "ORG")]
    assert "--offset-unit" in problems(found)[0].hint


def test_nothing_is_asked_of_texts_that_count_alike_in_all_units(tmp_path: Path) -> None:
    read(tmp_path, {"text": "Zoë “said” 🐱", "label": [[0, 3, "PERSON"]]})
    assert not doccano.guess_unit(tmp_path / "all.jsonl").matters


def test_what_is_written_is_what_doccano_takes(tmp_path: Path) -> None:
    write(doccano.FORMAT, tmp_path / "out", dataset(one_article()))
    (row,) = [json.loads(line) for line in (tmp_path / "out" / "train.jsonl").read_text().splitlines()]
    units = row["text"].encode("utf-16-le")
    for one in row["entities"]:
        assert isinstance(one["id"], int)
        assert units[2 * one["start_offset"] : 2 * one["end_offset"]].decode("utf-16-le").strip()
    ids = {one["id"] for one in row["entities"]}
    assert all({one["from_id"], one["to_id"]} <= ids for one in row["relations"])
    labels = json.loads((tmp_path / "out" / "label_config.json").read_text())
    assert {one["label"] for one in row["entities"]} <= {one["text"] for one in labels}
    keys = [one["suffix_key"] for one in labels if one["suffix_key"]]
    assert len(keys) == len(set(keys)) > 0
    assert (tmp_path / "out" / "relation_config.json").is_file()


def test_what_was_added_in_doccano_counts_as_done(tmp_path: Path) -> None:
    write(doccano.FORMAT, tmp_path / "out", dataset(one_article(annotated=(), statements=(), excluded=())))
    row = json.loads((tmp_path / "out" / "train.jsonl").read_text())
    assert labels_of(taken(read(tmp_path, row))[0]).annotated == ()
    assert labels_of(taken(read(tmp_path, row | {"id": 4, "Comments": []}))[0]).annotated == ("entities",)


def test_without_relations_labels_are_triples(tmp_path: Path) -> None:
    write(doccano.FORMAT, tmp_path / "out", dataset(one_article(statements=())))
    row = json.loads((tmp_path / "out" / "train.jsonl").read_text())
    assert [label for *_, label in row["label"]] == ["PERSON", "GPE", "EXCLUDED"]
    assert not {"entities", "relations"} & row.keys()


def test_a_type_of_statement_that_no_reader_knows_is_lost_and_said(tmp_path: Path) -> None:
    statement = structs.replace(one_article().statements[0], type="summary")
    losses = write(doccano.FORMAT, tmp_path / "out", dataset(one_article(statements=(statement,))))
    assert "type" in {loss.kind for loss in losses}
    ((made,), _) = read_back(tmp_path / "out")
    assert len(labels_of(made).statements) == 1


@settings(max_examples=60)
@given(articles())
def test_labels_come_back_but_for_what_was_said(article: GoldArticle) -> None:
    with tempfile.TemporaryDirectory() as folder:
        losses = write(doccano.FORMAT, Path(folder) / "out", dataset(article))
        ((made,), said) = read_back(Path(folder) / "out")
    found = labels_of(made)
    lost = {loss.kind for loss in losses}
    assert (made.text, made.meta, found.annotated) == (article.text, article.meta, article.annotated)
    assert {(one.start, one.end, one.label) for one in found.spans} == {
        (one.start, one.end, one.label) for one in article.spans
    }
    if len({one.content[0] for one in article.statements}) == len(article.statements):
        told = [(one.content, one.type, one.cue) for one in found.statements]
        assert sorted(told, key=repr) == sorted(
            ((one.content, one.type, one.cue) for one in article.statements), key=repr
        )
    assert ("actor" in lost or "speaker" in lost) == any(
        one.actor for one in (*article.spans, *(s.speaker for s in article.statements if s.speaker))
    )
    assert not [each for each in said if not each.is_warning]


def test_real_files_read_the_same_after_being_written(shared: Path, tmp_path: Path) -> None:
    for number, file in enumerate(sorted((shared / "fixtures" / "doccano").rglob("*.jsonl"))):
        first = [record for record in taken(list(read_paths([file]))) if record.annotations]
        write(doccano.FORMAT, tmp_path / str(number), dataset(
            *(structs.replace(labels_of(record), meta=record.meta, id=str(n)) for n, record in enumerate(first))
        ))  # fmt: skip
        again, _ = read_back(tmp_path / str(number))
        assert [(one.text, words(one)) for one in again] == [(one.text, words(one)) for one in first]


def test_the_wrong_label_of_doccanos_own_example_is_a_problem(shared: Path) -> None:
    (file,) = (shared / "fixtures" / "doccano" / "data_export").rglob("intent_detection/example.jsonl")
    found = list(read_paths([file]))
    assert [len(words(record)) for record in taken(found)] == [1, 1]
    assert [each.is_warning for each in problems(found)] == [False]


KEYS = ("data", "label", "entities", "annotations", "relations", "meta", "Comments", "cats", "offset_unit", "annotated")
ODD = (
    None,
    [],
    {},
    3,
    "x",
    True,
    1e400,
    [[]],
    [[0, 3]],
    [[0, 3, {}]],
    [{"start_offset": [], "label": {}}],
    [[0, 3, "X"]],
)


@settings(max_examples=60)
@given(st.lists(st.dictionaries(st.sampled_from(KEYS), st.sampled_from(ODD)), max_size=3))
def test_no_record_stops_the_others(rows: list[dict[str, Any]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.jsonl"
        path.write_text("".join(json.dumps({"text": CATS, **row}) + "\n" for row in (*rows, {"label": [[5, 10, "X"]]})))
        found = taken(list(doccano.FORMAT.read(path, ReadOptions(offset_unit="utf16"))))
    assert found[-1].record_number == len(rows) + 1
    assert words(found[-1]) == [("Maran", "X")]
