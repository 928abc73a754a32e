"""Label Studio's exports, old and new, read: by the shapes that stand in real files and in its own tests."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest

from annotator.formats import label_studio
from annotator.formats.records import ADJUDICATED, ArticleRecord, BadRecord, ReadOptions
from tests.annotator.formats.datasets import labels_of, read

TEXT = "🐱 Ilse Maran spoke in Kursk.\nShe said “We go”."


def region(words: str, label: str, *, key: str = "", text: str = TEXT, **more: Any) -> dict[str, Any]:
    start = text.index(words)
    value = {"start": start, "end": start + len(words), "text": words.replace("\n", "\\n"), "labels": [label]}
    return {"id": key or words, "from_name": "label", "to_name": "text", "type": "labels", "value": value, **more}


def relation(source: str, target: str, *labels: str, direction: str = "right") -> dict[str, Any]:
    return {"from_id": source, "to_id": target, "type": "relation", "direction": direction, "labels": list(labels)}


def task(*results: dict[str, Any], **annotation: Any) -> dict[str, Any]:
    return {"id": 4, "data": {"text": TEXT, "title": "Talks"}, "annotations": [{"result": list(results), **annotation}]}


def imported(tmp_path: Path, content: Any, name: str = "tasks.json") -> tuple[list[ArticleRecord], list[BadRecord]]:
    path = tmp_path / name
    path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    return read(path)


def spans_in(record: ArticleRecord) -> list[tuple[str, str]]:
    return [(span.label, span.text) for span in labels_of(record).spans]


def test_a_task_is_an_article_with_its_data_as_metadata(tmp_path: Path) -> None:
    (record,), said = imported(tmp_path, [task(region("Kursk", "GPE"), completed_by=1)])
    assert (record.text, record.annotator) == (TEXT, "1")
    assert record.meta == {"title": "Talks", "id": "4"}
    assert spans_in(record) == [("GPE", "Kursk")]
    assert said == []


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("one.json", json.dumps(task(region("Kursk", "GPE")), indent=1)),
        ("lines.jsonl", "\n".join([json.dumps(task(region("Kursk", "GPE")))] * 2)),
        ("list.json", json.dumps([task(region("Kursk", "GPE"))] * 2)),
    ],
)
def test_one_task_lines_of_tasks_and_lists_are_read(tmp_path: Path, name: str, content: str) -> None:
    records, said = imported(tmp_path, content, name)
    assert [spans_in(record) for record in records] == [[("GPE", "Kursk")]] * len(records)
    assert records
    assert said == []


def test_everybody_who_labelled_a_task_gives_a_record_of_their_own(tmp_path: Path) -> None:
    made = task(region("Kursk", "GPE"), completed_by={"id": 3, "email": "eve@example.org", "first_name": "Eve"})
    made["annotations"] += [
        {"result": [region("Kursk", "ORG")], "completed_by": 7},
        {"result": [region("Kursk", "FAC")], "completed_by": 7, "ground_truth": True},
    ]
    made["predictions"] = [{"model_version": "m1", "score": 0.5, "result": [region("Kursk", "LOC")]}]
    records, _ = imported(tmp_path, [made])
    assert [record.annotator for record in records] == ["eve@example.org", "7", ADJUDICATED, ""]
    assert [spans_in(record)[0][0] for record in records] == ["GPE", "ORG", "FAC", "LOC"]
    (predicted,) = labels_of(records[3]).spans
    assert (predicted.score, predicted.source) == (0.5, "m1")


def test_two_annotations_by_nobody_are_told_apart(tmp_path: Path) -> None:
    made = task(region("Kursk", "GPE"))
    made["annotations"].append({"result": []})
    records, _ = imported(tmp_path, [made])
    assert [record.annotator for record in records] == ["annotation-1", "annotation-2"]


def test_completions_of_old_exports_are_annotations(tmp_path: Path) -> None:
    made = task(region("Kursk", "GPE"), created_username=" eve, 1")
    made["completions"] = made.pop("annotations")
    (record,), _ = imported(tmp_path, [made])
    assert (record.annotator, spans_in(record)) == ("eve", [("GPE", "Kursk")])


def test_what_was_skipped_or_only_drafted_gives_no_labels_and_a_word(tmp_path: Path) -> None:
    made = task(region("Kursk", "GPE"), was_cancelled=True) | {"drafts": [{"result": [region("Kursk", "ORG")]}]}
    (record,), said = imported(tmp_path, [made])
    assert record.annotations is None
    assert ["Skipped" in str(each) or "Drafts" in str(each) for each in said] == [True, True]
    assert all(each.is_warning for each in said)


def test_words_with_line_ends_are_compared_as_label_studio_writes_them(tmp_path: Path) -> None:
    (record,), said = imported(tmp_path, [task(region("Kursk.\nShe", "X"))])
    assert spans_in(record) == [("X", "Kursk.\nShe")]
    assert said == []


def test_offsets_in_utf16_are_told_by_the_words(tmp_path: Path) -> None:
    found = [region("Ilse Maran", "PERSON"), region("Kursk", "GPE")]
    for each in found:
        each["value"]["start"] += 1
        each["value"]["end"] += 1
    (record,), said = imported(tmp_path, [task(*found)])
    assert spans_in(record) == [("PERSON", "Ilse Maran"), ("GPE", "Kursk")]
    assert [each.reason for each in said] == [
        "The offsets were taken to count UTF-16 units: so the labels stand where their texts are."
    ]


def test_a_wrong_offset_is_mended_by_the_words_or_said(tmp_path: Path) -> None:
    moved, lost = region("Kursk", "GPE"), region("Kursk", "ORG", key="2")
    moved["value"]["start"] -= 4
    lost["value"]["text"] = "February 22"
    (record,), said = imported(tmp_path, [task(moved, lost)])
    assert spans_in(record) == [("GPE", "Kursk")]
    assert [each.is_warning for each in said] == [True, False]


def test_a_region_without_words_is_taken_where_it_is(tmp_path: Path) -> None:
    bare = region("Kursk", "GPE")
    del bare["value"]["text"]
    (record,), _ = imported(tmp_path, [task(bare)])
    assert spans_in(record) == [("GPE", "Kursk")]


def test_quotes_are_statements_with_the_parts_that_relations_join(tmp_path: Path) -> None:
    results = [
        region("We go", "Quote", key="q"),
        region("said", "Cue", key="c"),
        region("She", "Speaker", key="s"),
        relation("q", "c"),
        relation("s", "q", "speaker", direction="left"),
        {"id": "q", "from_name": "type", "type": "choices", "value": {"start": 1, "end": 2, "choices": ["mixed"]}},
    ]
    (record,), said = imported(tmp_path, [task(*results)])
    (statement,) = labels_of(record).statements
    assert statement.cue is not None
    assert statement.speaker is not None
    assert statement.speaker.mention is not None
    assert (statement.text, statement.cue.text, statement.speaker.mention.text) == ("We go", "said", "She")
    assert (statement.type, "type" in statement.decided) == ("mixed", True)
    assert said == []


def test_several_labels_of_a_region_are_several_entities(tmp_path: Path) -> None:
    both = region("Kursk", "GPE")
    both["value"]["labels"].append("LOC")
    (record,), _ = imported(tmp_path, [task(both)])
    assert spans_in(record) == [("GPE", "Kursk"), ("LOC", "Kursk")]


def test_what_has_no_place_here_is_said_once_a_kind(tmp_path: Path) -> None:
    about = {"id": "Kursk", "from_name": "mood", "type": "choices", "value": {"start": 1, "end": 2, "choices": ["sad"]}}
    whole = {"id": "w", "from_name": "topic", "type": "choices", "value": {"choices": ["war"]}}
    nobody = region("She", "X", key="u")
    nobody["value"]["labels"] = []
    made = task(region("Kursk", "GPE"), about, whole, nobody, relation("Kursk", "Kursk", "odd"))
    _, said = imported(tmp_path, [made, made])
    reasons = [each.reason for each in said]
    assert len(reasons) == 4
    assert any("'mood'" in each and "2 answers" in each for each in reasons)
    assert any("'topic'" in each for each in reasons)
    assert any("without a label" in each for each in reasons)
    assert any("“odd”" in each for each in reasons)


HTML = "<div><h2>🐱 Talks</h2><p>Ilse Maran &amp; co<br>spoke in <b>Kursk</b>.</p></div>"


def hyper(words: str, first: int, last: int, **more: Any) -> dict[str, Any]:
    value = {"start": "/div[1]", "end": "/div[1]", "text": words, "hypertextlabels": ["X"], **more}
    if last:
        value["globalOffsets"] = {"start": first, "end": last}
    return {"id": words, "from_name": "l", "to_name": "t", "type": "hypertextlabels", "value": value}


def test_a_page_is_its_text_nodes_with_lines_between_blocks(tmp_path: Path) -> None:
    # Among the text nodes "Ilse" is at 7, since "🐱 Talks" has seven code points, and the line break counts one.
    found = [hyper("Ilse", 7, 11), hyper("Kursk", 32, 37), hyper("co\\nspoke", 20, 28)]
    (record,), said = imported(tmp_path, [{"data": {"html": HTML}, "annotations": [{"result": found}]}])
    assert record.text == "🐱 Talks\nIlse Maran & co\nspoke in Kursk.\n"
    assert spans_in(record) == [("X", "Ilse"), ("X", "co\nspoke"), ("X", "Kursk")]
    assert said == []


def test_a_path_into_a_page_is_followed_where_there_are_no_global_offsets(tmp_path: Path) -> None:
    path = "/div[1]/h2[1]/text()[1]"
    found = [
        hyper("Talks", 0, 0, start=path, end=path, startOffset=3, endOffset=8),
        hyper("spoke", 0, 0, start="/div[1]/p[1]/text()[2]", end="/div[1]/p[1]/text()[2]", startOffset=0, endOffset=5),
    ]
    (record,), said = imported(tmp_path, [{"data": {"html": HTML}, "annotations": [{"result": found}]}])
    assert spans_in(record) == [("X", "Talks"), ("X", "spoke")]
    assert said == []


def test_a_dialogue_is_its_turns_with_who_speaks(tmp_path: Path) -> None:
    turns = [{"author": "Anna:", "text": "Hello Ben"}, {"author": "Ben", "text": "Hi"}]
    value = {"start": "0", "end": "1", "startOffset": 6, "endOffset": 2, "text": "", "paragraphlabels": ["X"]}
    result = {"id": "1", "from_name": "l", "to_name": "t", "type": "paragraphlabels", "value": value}
    (record,), _ = imported(tmp_path, [{"data": {"dialogue": turns}, "annotations": [{"result": [result]}]}])
    assert record.text == "Anna: Hello Ben\nBen: Hi\n"
    assert spans_in(record) == [("X", "Ben\nBen: Hi")]


def test_the_configuration_beside_the_file_says_where_the_text_is(tmp_path: Path) -> None:
    (tmp_path / "config.xml").write_text('<View><Text name="t" value="$body"/></View>', encoding="utf-8")
    (record,), _ = imported(tmp_path, [{"data": {"text": "Not this, though it is longer.", "body": "This."}}])
    assert record.text == "This."


def test_without_a_configuration_the_text_is_where_the_regions_fit(tmp_path: Path) -> None:
    made = task(region("Kursk", "GPE"))
    made["data"] = {"summary": "A summary that is longer than the text by far, and has none of its names.", "x": TEXT}
    (record,), _ = imported(tmp_path, [made])
    assert record.text == TEXT


@pytest.mark.parametrize("held", ["https://example.org/1.txt", "/data/upload/4/1.txt", "s3://bucket/1.txt"])
def test_an_address_in_place_of_the_text_is_said(tmp_path: Path, held: str) -> None:
    records, said = imported(tmp_path, [{"data": {"text": held}, "annotations": [{"result": []}]}])
    assert records == []
    assert f"not in the file but at {held}" in said[0].reason


def test_predictions_that_are_numbers_are_those_that_annotations_began_with(tmp_path: Path) -> None:
    begun = {"id": 11, "model_version": "m1", "result": [region("Kursk", "LOC")]}
    made = task(region("Kursk", "GPE"), completed_by=1, prediction=begun) | {"predictions": [11, 12]}
    records, said = imported(tmp_path, [made])
    assert [(record.annotator, spans_in(record)[0][0]) for record in records] == [("1", "GPE"), ("", "LOC")]
    assert [each.reason for each in said] == [
        "Predictions of which the file has but the number left out: 1 prediction."
    ]


def test_a_task_of_another_kind_is_not_one_in_which_nobody_found_an_entity(tmp_path: Path) -> None:
    mood = {"from_name": "mood", "to_name": "text", "type": "choices", "value": {"choices": ["sad"]}}
    (record,), said = imported(tmp_path, [task(mood, completed_by=1)])
    assert record.annotations is None
    assert "'mood'" in said[0].reason
    (empty,), _ = imported(tmp_path, [task(completed_by=1)])
    assert labels_of(empty).annotated == ("entities",)


def test_a_title_does_not_stand_for_a_text_that_is_elsewhere(tmp_path: Path) -> None:
    records, said = imported(tmp_path, [{"data": {"text": "https://example.org/1.txt", "title": "Talks on the river"}}])
    assert records == []
    assert "not in the file" in said[0].reason


def test_what_somebody_labelled_since_we_wrote_a_task_counts_as_looked_for(tmp_path: Path) -> None:
    made = task(region("Kursk", "GPE"), completed_by=1) | {"meta": {"annotated": [], "annotators": {"1": "ann"}}}
    (written,), _ = imported(tmp_path, [made])
    made["annotations"][0]["created_at"] = "2025-03-16T10:00:00Z"
    (touched,), _ = imported(tmp_path, [made])
    assert (written.annotator, labels_of(written).annotated) == ("ann", ())
    assert (touched.annotator, labels_of(touched).annotated) == ("1", ("entities",))


def small(**more: Any) -> dict[str, Any]:
    value = region("Kursk", "GPE")["value"]
    return {"text": TEXT, "id": 4, "label": [value], "annotator": 2, "annotation_id": 9, "lead_time": 1.5, **more}


def test_the_small_export_has_labels_and_no_relations(tmp_path: Path) -> None:
    (record,), said = imported(tmp_path, [small(source="Harbor Times")])
    assert (record.annotator, spans_in(record)) == ("2", [("GPE", "Kursk")])
    assert record.meta == {"source": "Harbor Times", "id": "4"}
    assert said == []


@pytest.mark.parametrize(("name", "delimiter"), [("export.csv", ","), ("export.tsv", "\t")])
def test_a_table_with_regions_in_its_cells_is_read(tmp_path: Path, name: str, delimiter: str) -> None:
    row = small()
    path = tmp_path / name
    with path.open("w", newline="", encoding="utf-8") as file:
        table = csv.writer(file, delimiter=delimiter)
        table.writerow(row)
        table.writerow([json.dumps(each) if isinstance(each, list) else each for each in row.values()])
    (record,), said = read(path)
    assert (record.text, spans_in(record), record.annotator) == (TEXT, [("GPE", "Kursk")], "2")
    assert said == []


def test_a_record_that_is_no_task_and_a_list_that_breaks_off_are_said(tmp_path: Path) -> None:
    records, said = imported(tmp_path, json.dumps([task(region("Kursk", "GPE")), 3, {}])[:-1] + ", {")
    assert len(records) == 1
    assert len(said) == 3


def test_a_configuration_with_entities_expands_none(tmp_path: Path) -> None:
    bomb = (
        '<!DOCTYPE v [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><View><Text name="&b;"/></View>'
    )
    (tmp_path / "config.xml").write_text(bomb, encoding="utf-8")
    (record,), _ = imported(tmp_path, [task(region("Kursk", "GPE"))])
    assert record.text == TEXT


@pytest.mark.parametrize("name", ["named_entity", "relation-extraction-template", "rich_text_plain"])
def test_label_studios_own_examples_are_read(shared: Path, name: str) -> None:
    files = sorted((shared / "fixtures" / "label-studio" / name).rglob("*.json"))
    records, said = read(*files)
    assert len(records) == len(files)
    assert [each for each in said if not each.is_warning] == [] or name == "rich_text_plain"


def test_the_example_with_offsets_of_another_text_is_a_problem(shared: Path) -> None:
    (record,), said = read(shared / "fixtures" / "label-studio" / "rich_text_plain" / "tasks.json")
    assert labels_of(record).spans == ()
    assert "“February 22”" in said[0].reason
    assert not said[0].is_warning


def test_regions_with_emoji_stand_where_label_studio_says(shared: Path, tmp_path: Path) -> None:
    file = shared / "fixtures" / "label-studio" / "emoji_expected" / "cases.json"
    for case in json.loads(file.read_text(encoding="utf-8"))["cases"]:
        key = "labels" if case["kind"] == "Text" else "hypertextlabels"
        result = {"id": "1", "type": key, "value": {**case["value"], key: ["X"]}}
        (record,), said = imported(tmp_path, [{"data": case["data"], "annotations": [{"result": [result]}]}])
        expected = case["value"]["text"].replace("\\n", "").replace(" ", "")
        ((_, words),) = spans_in(record)
        assert "".join(words.split()) == expected
        assert said == []


def test_a_picture_is_no_article(shared: Path) -> None:
    records, said = read(shared / "fixtures" / "label-studio" / "sdk_json_min" / "data.json")
    assert records == []
    assert "no text" in said[0].reason


def test_sniffing_tells_tasks_from_other_json() -> None:
    assert label_studio.sniff(json.dumps([task()]).encode())
    assert label_studio.sniff(json.dumps([small()]).encode()[:60]) is False
    for other in (
        {"data": [1]},
        {"text": "a", "label": [[0, 1, "X"]]},
        {"text": "a", "spans": []},
        {"annotations": []},
    ):
        assert not label_studio.sniff(json.dumps(other).encode())


def test_an_offset_unit_that_is_given_is_believed(tmp_path: Path) -> None:
    bare = region("Kursk", "GPE")
    bare["value"] = {"start": bare["value"]["start"] + 1, "end": bare["value"]["end"] + 1, "labels": ["GPE"]}
    path = tmp_path / "tasks.json"
    path.write_text(json.dumps([task(bare)]), encoding="utf-8")
    found = [
        each for each in label_studio.read(path, ReadOptions(offset_unit="utf16")) if isinstance(each, ArticleRecord)
    ]
    assert spans_in(found[0]) == [("GPE", "Kursk")]
