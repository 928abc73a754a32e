"""W3C Web Annotations in and out: selectors that agree and that do not, texts beside the file and texts that lack."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from msgspec import structs

from annotator.formats import w3c
from annotator.formats.gold.schema import GoldArticle
from annotator.formats.records import ArticleRecord, BadRecord
from annotator.formats.w3c.selectors import Clue, Found, clue_of, find
from tests.annotator.formats.datasets import (
    ACTOR,
    EVENT,
    articles,
    assert_comes_back,
    dataset,
    labels_of,
    one_article,
    read,
    write,
)

TEXT = "🐱 Ilse Maran spoke in Kursk.\nMaran said “We go” in Kursk.\n"
CONTEXT = "http://www.w3.org/ns/anno.jsonld"


def position(start: int, end: int) -> dict[str, Any]:
    return {"type": "TextPositionSelector", "start": start, "end": end}


def quote(exact: str, prefix: str = "", suffix: str = "") -> dict[str, Any]:
    return {"type": "TextQuoteSelector", "exact": exact, "prefix": prefix, "suffix": suffix}


def note(words: str, *tags: str, shift: int = 0, key: str = "", **more: Any) -> dict[str, Any]:
    start = TEXT.index(words) + shift
    made = {
        "@context": CONTEXT,
        "id": key or f"#{words}",
        "type": "Annotation",
        "body": [{"type": "TextualBody", "purpose": "tagging", "value": tag} for tag in tags],
        "target": {"source": "doc.txt", "selector": [quote(words), position(start, start + len(words))]},
    }
    return made | more


def link(tag: str, source: str, target: str) -> dict[str, Any]:
    ends = [{"id": source}, {"id": target}]
    body = [{"type": "TextualBody", "purpose": "tagging", "value": tag}]
    return {"id": f"#{tag}", "type": "Annotation", "motivation": "linking", "body": body, "target": ends}


def imported(tmp_path: Path, content: Any, name: str = "notes.json") -> tuple[list[ArticleRecord], list[BadRecord]]:
    if not (tmp_path / "doc.txt").exists():
        (tmp_path / "doc.txt").write_bytes(TEXT.encode())
    path = tmp_path / name
    path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    return read(path)


def spans_in(record: ArticleRecord) -> list[tuple[str, str, int]]:
    return [(span.label, span.text, span.start) for span in labels_of(record).spans]


@pytest.mark.parametrize(
    ("name", "wrap"),
    [
        ("one.jsonld", lambda notes: json.dumps(notes[0])),
        ("list.json", json.dumps),
        ("lines.jsonl", lambda notes: "\n".join(map(json.dumps, notes))),
        ("page.json", lambda notes: json.dumps({"@context": CONTEXT, "type": "AnnotationPage", "items": notes})),
        (
            "collection.json",
            lambda notes: json.dumps(
                {
                    "@context": CONTEXT,
                    "type": "AnnotationCollection",
                    "first": {"type": "AnnotationPage", "items": notes},
                }
            ),
        ),
    ],
)
def test_annotations_alone_in_lists_lines_and_pages_are_read(tmp_path: Path, name: str, wrap: Any) -> None:
    (record,), said = imported(tmp_path, wrap([note("Ilse Maran", "PERSON")]), name)
    assert record.text == TEXT
    assert spans_in(record) == [("PERSON", "Ilse Maran", 2)]
    assert said == []


def test_what_hypothesis_found_is_read_as_annotations_of_the_page(tmp_path: Path) -> None:
    page = {"source": "https://ag.example/doc"}
    base = {"uri": "https://ag.example/doc", "user": "acct:eve@hypothes.is", "text": "a note"}
    rows = [
        base | {"id": "a", "tags": [], "target": [page]},
        base | {"id": "b", "tags": ["PERSON"], "target": [page | {"selector": [quote("Ilse Maran")]}]},
    ]
    for content in ({"total": 2, "rows": rows}, rows):
        assert w3c.sniff(json.dumps(content).encode())
        (record,), said = imported(tmp_path, content)
        assert (record.annotator, spans_in(record)) == ("eve@hypothes.is", [("PERSON", "Ilse Maran", 2)])
        assert [each.reason for each in said] == ["Comments left out: 2 comments."]


def test_each_creator_gives_a_record(tmp_path: Path) -> None:
    eve = {"type": "Person", "id": "http://example.org/eve", "name": "Eve"}
    notes = [
        note("Ilse Maran", "PERSON", creator=eve),
        note("Ilse Maran", "ORG", creator="http://example.org/users/ben"),
        note("Ilse Maran", "GPE", creator={"type": "Software", "name": "ner 2"}),
    ]
    records, _ = imported(tmp_path, notes)
    assert [(record.annotator, spans_in(record)[0][0]) for record in records] == [
        ("Eve", "PERSON"),
        ("ben", "ORG"),
        ("", "GPE"),
    ]
    assert labels_of(records[2]).spans[0].source == "ner 2"


def test_a_quote_is_believed_and_not_the_position(tmp_path: Path) -> None:
    wrong = note("spoke", "X", shift=4)
    (record,), said = imported(tmp_path, [wrong])
    assert spans_in(record) == [("X", "spoke", TEXT.index("spoke"))]
    assert [each.is_warning for each in said] == [True]
    assert "was moved" in said[0].reason


def test_positions_in_utf16_are_told_by_the_quotes(tmp_path: Path) -> None:
    notes = [note("Ilse Maran", "PERSON", shift=1), note("spoke", "X", shift=1)]
    (record,), said = imported(tmp_path, notes)
    assert [words for _, words, _ in spans_in(record)] == ["Ilse Maran", "spoke"]
    assert [each.reason for each in said] == [
        "The offsets were taken to count UTF-16 units: so the labels stand where their texts are."
    ]


def test_prefix_and_suffix_tell_one_place_from_another(tmp_path: Path) -> None:
    second = note("Kursk", "GPE")
    second["target"]["selector"] = [quote("Kursk", "We go” in ", ".\n")]
    (record,), said = imported(tmp_path, [second])
    assert spans_in(record) == [("GPE", "Kursk", TEXT.rindex("Kursk"))]
    assert said == []


def test_a_place_that_cannot_be_told_is_a_problem(tmp_path: Path) -> None:
    unclear, absent = note("Kursk", "GPE"), note("spoke", "X")
    unclear["target"]["selector"] = quote("Kursk")
    absent["target"]["selector"] = [quote("nowhere in it"), position(3, 8)]
    css = note("spoke", "Y")
    css["target"]["selector"] = {"type": "CssSelector", "value": "p > b"}
    (record,), said = imported(tmp_path, [unclear, absent, css])
    assert labels_of(record).spans == () if record.annotations else True
    assert [each.is_warning for each in said] == [False, False, False]


def test_words_that_changed_a_little_are_found_near_their_place(tmp_path: Path) -> None:
    changed = note("Maran said “We go”", "X")
    changed["target"]["selector"][0]["exact"] = 'Maran said "We go"'
    (record,), said = imported(tmp_path, [changed])
    assert spans_in(record) == [("X", "Maran said “We go”", TEXT.index("Maran said"))]
    assert "was moved" in said[0].reason


def test_several_targets_are_the_pieces_of_one_statement_and_links_its_parts(tmp_path: Path) -> None:
    pieces = note("We", "Quote", key="#q")
    pieces["target"] = [pieces["target"], note("go", "x")["target"]]
    notes = [pieces, note("said", "Cue", key="#c"), link("cue", "#q", "#c")]
    (record,), said = imported(tmp_path, notes)
    (statement,) = labels_of(record).statements
    assert [piece.text for piece in statement.content] == ["We", "go"]
    assert statement.cue is not None
    assert statement.cue.text == "said"
    assert said == []


def test_comments_and_what_has_no_tag_are_said(tmp_path: Path) -> None:
    tagged, bare = note("Ilse Maran", "PERSON"), note("spoke")
    tagged["body"].append({"type": "TextualBody", "purpose": "commenting", "value": "sure?"})
    reply = {"id": "#r", "type": "Annotation", "body": "http://example.org/1", "target": "#spoke"}
    (record,), said = imported(tmp_path, [tagged, bare, reply])
    assert len(spans_in(record)) == 1
    reasons = [each.reason for each in said]
    assert any(each.startswith("Comments left out") for each in reasons)
    assert any(each.startswith("Annotations without a tag") for each in reasons)
    assert any(each.startswith("Replies") for each in reasons)


def test_without_the_text_each_source_is_said(tmp_path: Path) -> None:
    away = note("spoke", "X", target={"source": "http://example.org/news/1.html", "selector": position(1, 3)})
    records, said = imported(tmp_path, [away, away])
    assert records == []
    assert [each.reason.startswith("2 annotations of http://example.org/news/1.html") for each in said] == [True]
    assert not said[0].is_warning


def test_a_source_is_found_by_the_last_part_of_its_address(tmp_path: Path) -> None:
    away = note("spoke", "X")
    away["target"]["source"] = "https://example.org/news/doc%2Etxt"
    (record,), _ = imported(tmp_path, [away])
    assert spans_in(record)[0][1] == "spoke"
    assert record.meta["url"] == "https://example.org/news/doc%2Etxt"


@pytest.mark.parametrize("source", ["../secret.txt", "/etc/hostname", "texts/../../secret.txt", "file:///etc/hostname"])
def test_a_source_that_climbs_out_of_the_folder_is_not_read(tmp_path: Path, source: str) -> None:
    (tmp_path / "secret.txt").write_text("We spoke.", encoding="utf-8")
    inner = tmp_path / "inner"
    inner.mkdir()
    away = note("spoke", "X")
    away["target"]["source"] = source
    records, said = imported(inner, [away])
    assert records == []
    assert "not beside the file" in said[0].reason


def test_without_a_source_the_text_of_the_same_name_is_meant(tmp_path: Path) -> None:
    (tmp_path / "other.txt").write_text("Another text.", encoding="utf-8")
    (tmp_path / "doc.txt").write_bytes(TEXT.encode())
    bare = note("spoke", "X")
    del bare["target"]["source"]
    (record,), _ = imported(tmp_path, [bare], "doc.w3c.json")
    assert spans_in(record)[0][1] == "spoke"


def test_a_text_in_the_target_itself_is_taken(tmp_path: Path) -> None:
    inline = note("spoke", "X")
    inline["target"]["source"] = {"type": "TextualBody", "value": TEXT}
    (record,), _ = imported(tmp_path, [inline])
    assert record.text == TEXT


@pytest.mark.parametrize(
    ("selectors", "expected"),
    [
        (position(2, 4), Clue(2, 4)),
        ({"type": "FragmentSelector", "value": "char=2,4"}, Clue(2, 4)),
        ("char=2,4", Clue(2, 4)),
        ([quote("a", "b", "c"), position(2, 4)], Clue(2, 4, "a", "b", "c")),
        ({**position(10, 20), "refinedBy": position(2, 4)}, Clue(12, 14)),
        ({"type": "XPathSelector", "value": "/p", "refinedBy": position(2, 4)}, Clue()),
        ({"type": "XPathSelector", "value": "/p", "refinedBy": quote("a")}, Clue(exact="a")),
        (
            {"type": "RangeSelector", "startSelector": position(2, 3), "endSelector": position(4, 5)},
            Clue(2, 4),
        ),
        ({"type": "SvgSelector", "value": "<svg/>"}, Clue()),
    ],
)
def test_what_selectors_say(selectors: Any, expected: Clue) -> None:
    assert clue_of(selectors) == expected


def test_the_nearest_of_equal_places_is_meant_only_where_it_is_clearly_so() -> None:
    text = "go " * 3
    assert find(text, Clue(0, 3, "go"), lambda offset: offset) == Found(0, 2)
    assert find(text, Clue(exact="go"), lambda offset: offset) is None


def test_an_article_comes_back_as_it_was(tmp_path: Path) -> None:
    article = one_article()
    losses = write(w3c.FORMAT, tmp_path / "out", dataset(article))
    (record,), said = read(tmp_path / "out")
    found = labels_of(record)
    (back,), (given_one,) = found.statements, article.statements
    assert (found.spans, found.excluded, found.annotated) == (article.spans, article.excluded, article.annotated)
    assert structs.replace(back, links=()) == structs.replace(given_one, links=())
    assert [(one.event, one.relation, one.conditional) for one in back.links] == [(EVENT.id, "denies", True)]
    assert (record.meta, record.annotator) == (article.meta, "gold")
    assert ACTOR in record.actors
    assert said == []
    assert Counter(loss.kind for loss in losses) == {"event": 1}


def test_what_is_written_is_what_the_recommendation_asks_for(tmp_path: Path) -> None:
    write(w3c.FORMAT, tmp_path / "out", dataset(one_article(), layer="ann"))
    notes = [json.loads(line) for line in (tmp_path / "out" / "train.jsonl").read_text(encoding="utf-8").splitlines()]
    assert all(each["@context"] == CONTEXT and each["type"] == "Annotation" and each["target"] for each in notes)
    assert len({each["id"] for each in notes}) == len(notes)
    assert all(each["creator"] == {"type": "Person", "name": "ann"} for each in notes)
    text = one_article().text
    for target in (
        one for each in notes for one in (each["target"] if isinstance(each["target"], list) else [each["target"]])
    ):
        if not isinstance(target, dict) or "selector" not in target:
            continue
        exact, there = target["selector"]
        assert text[there["start"] : there["end"]] == exact["exact"]
        assert (tmp_path / "out" / target["source"]).read_bytes() == text.encode()


def test_an_article_without_a_label_keeps_what_was_looked_for(tmp_path: Path) -> None:
    bare = one_article(spans=(), statements=(), excluded=(), annotated=("entities",))
    write(w3c.FORMAT, tmp_path / "out", dataset(bare, layer="ann"))
    (record,), _ = read(tmp_path / "out")
    assert (labels_of(record).annotated, record.annotator) == (("entities",), "ann")


def test_suggestions_are_a_programs(tmp_path: Path) -> None:
    span = structs.replace(one_article().spans[1], score=0.7, source="ner 1")
    write(w3c.FORMAT, tmp_path / "out", dataset(one_article(spans=(span,), statements=()), layer="suggestions"))
    (record,), _ = read(tmp_path / "out")
    assert record.annotator == ""
    assert [(one.score, one.source) for one in labels_of(record).spans] == [(0.7, "ner 1")]


@given(articles())
@settings(max_examples=80)
def test_what_the_losses_do_not_name_comes_back(article: GoldArticle) -> None:
    assert_comes_back(w3c.FORMAT, article)


def test_the_samples_of_the_w3c_are_read_or_said(shared: Path) -> None:
    samples = shared / "fixtures" / "w3c" / "samples"
    for file in sorted(samples.rglob("*.json")):
        records, said = read(file)
        assert records == []
        assert any(not each.is_warning for each in said)
    assert all(w3c.sniff(file.read_bytes()) for file in (samples / "correct").glob("*.json"))


def test_the_annotations_of_recogito_are_anchored_by_their_quotes(shared: Path, tmp_path: Path) -> None:
    fixture = (shared / "fixtures" / "w3c" / "recogito_annotations.w3c.json").read_text(encoding="utf-8")
    filled = "x" * 124 + "Troy" + "x" * 518 + "death in battle" + "x" * 302 + "Ithaca" + "x" * 40
    (tmp_path / "notes.txt").write_text(filled, encoding="utf-8")
    tagged = [each | {"body": [{"type": "TextualBody", "purpose": "tagging", "value": "X"}]}
              if each.get("motivation") != "linking" else each for each in json.loads(fixture)]  # fmt: skip
    (record,), said = imported(tmp_path, tagged, "notes.w3c.json")
    assert [words for _, words, _ in spans_in(record)] == ["Troy", "death in battle", "Ithaca"]
    assert sum("“Ithaca”" in each.reason for each in said) == 1
    assert sum("isRelatedTo" in each.reason for each in said) == 1


def test_without_their_text_the_annotations_of_recogito_are_a_problem(shared: Path) -> None:
    records, said = read(shared / "fixtures" / "w3c" / "recogito_annotations.w3c.json")
    assert records == []
    assert said[0].reason.startswith("3 annotations of a text that they do not name")
