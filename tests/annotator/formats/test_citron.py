"""Citron's JSON in and out, by the shapes that its own documentation and reader name."""

from __future__ import annotations

import json
import tempfile
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from msgspec import structs

from annotator.formats import citron
from annotator.formats.gold.schema import GoldArticle, GoldFragment, GoldSpeaker, GoldStatement
from annotator.formats.reading import detect
from annotator.formats.records import ArticleRecord, BadRecord, ReadOptions, Record
from tests.annotator.formats.datasets import (
    ACTOR,
    articles,
    dataset,
    labels_of,
    one_article,
    piece_of,
    places,
    speakers_of,
    write,
)
from tests.annotator.formats.datasets import read as read_back

TEXT = "“We go,” he said. “Soon.” The crowd waited for Ilse Maran. 🐱 “No,” Maran added."


def span(words: str) -> dict[str, Any]:
    start = TEXT.index(words)
    return {"start": start, "end": start + len(words), "text": words}


def quote(cue: str | None, sources: list[str], contents: list[str], **more: Any) -> dict[str, Any]:
    return {
        "cue": span(cue) if cue else None,
        "sources": [span(words) for words in sources],
        "contents": [span(words) for words in contents],
        **more,
    }


def read(tmp_path: Path, record: Any) -> list[Record]:
    path = tmp_path / "one.json"
    path.write_text(json.dumps(record), encoding="utf-8")
    assert detect(path).name == "citron"
    return list(citron.read(path, ReadOptions()))


def only(records: list[Record]) -> ArticleRecord:
    (found,) = [record for record in records if isinstance(record, ArticleRecord)]
    return found


def problems(records: list[Record]) -> list[str]:
    return [str(record) for record in records if isinstance(record, BadRecord)]


def test_contents_become_the_fragments_of_one_statement(tmp_path: Path) -> None:
    record = only(read(tmp_path, {"text": TEXT, "quotes": [quote("said", ["he"], ["“We go,”", "“Soon.”"])]}))
    assert record.annotations is not None
    (statement,) = record.annotations.statements
    assert [piece.text for piece in statement.content] == ["“We go,”", "“Soon.”"]
    assert statement.cue is not None
    assert statement.cue.text == "said"
    assert statement.speaker == GoldSpeaker(mention=GoldFragment(**span("he")))
    assert record.annotations.annotated == ("statements",)


def test_a_confidence_is_a_score_also_as_the_string_that_citron_writes(tmp_path: Path) -> None:
    record = only(read(tmp_path, {"text": TEXT, "quotes": [quote("said", ["he"], ["“We go,”"], confidence="0.9000")]}))
    assert record.annotations is not None
    assert record.annotations.statements[0].score == 0.9


@pytest.mark.parametrize(
    ("sources", "coreferences"), [(["he"], ["Ilse Maran"]), (["Ilse Maran"], ["he"])], ids=["trained", "predicted"]
)
def test_a_pronoun_is_the_mention_and_what_it_stands_for_the_name(
    tmp_path: Path, sources: list[str], coreferences: list[str]
) -> None:
    made = quote("said", sources, ["“We go,”"], coreferences=[span(words) for words in coreferences])
    record = only(read(tmp_path, {"text": TEXT, "quotes": [made]}))
    assert record.annotations is not None
    speaker = record.annotations.statements[0].speaker
    assert speaker is not None
    assert speaker.mention == GoldFragment(**span("he"))
    assert speaker.name == "Ilse Maran"
    assert [actor.name for actor in record.actors] == ["Ilse Maran"]


def test_a_pronoun_for_two_people_names_nobody(tmp_path: Path) -> None:
    made = quote("said", ["he"], ["“We go,”"], coreferences=[span("Ilse Maran"), span("The crowd")])
    record = only(read(tmp_path, {"text": TEXT, "quotes": [made]}))
    assert record.annotations is not None
    assert record.annotations.statements[0].speaker == GoldSpeaker(mention=GoldFragment(**span("he")))


def test_a_coreference_group_names_the_speaker_whom_it_holds(tmp_path: Path) -> None:
    groups = [[span("Ilse Maran"), span("Maran added") | {"end": span("Maran added")["start"] + 5, "text": "Maran"}]]
    made = {
        "text": TEXT,
        "quotes": [quote("added", [], ["“No,”"]) | {"sources": [groups[0][1]]}],
        "coreference_groups": groups,
    }
    records = read(tmp_path, made)
    record = only(records)
    assert record.annotations is not None
    speaker = record.annotations.statements[0].speaker
    assert speaker is not None
    assert speaker.name == "Ilse Maran"
    assert any("coreference groups" in said for said in problems(records))


def test_a_quote_that_is_not_where_it_is_said_to_be_is_moved_and_said(tmp_path: Path) -> None:
    made = quote("said", ["he"], ["“We go,”"])
    made["contents"][0]["start"] += 3
    made["contents"][0]["end"] += 3
    records = read(tmp_path, {"text": TEXT, "quotes": [made]})
    record = only(records)
    assert record.annotations is not None
    assert record.annotations.statements[0].content[0].start == 0
    assert any("moved" in said for said in problems(records))


def test_what_cannot_be_read_is_said_and_the_rest_taken(tmp_path: Path) -> None:
    broken = [quote(None, [], []), {"cue": None, "contents": [{"text": "x"}]}, quote(None, [], ["“No,”"])]
    records = read(tmp_path, {"text": TEXT, "quotes": broken})
    record = only(records)
    assert record.annotations is not None
    assert len(record.annotations.statements) == 1
    assert record.annotations.statements[0].cue is None
    assert sum("has no contents" in said for said in problems(records)) == 2


def test_a_file_of_citron_without_a_text_is_a_problem(tmp_path: Path) -> None:
    path = tmp_path / "one.json"
    path.write_text('{"quotes": []}', encoding="utf-8")
    assert problems(list(citron.read(path, ReadOptions()))) == [
        f"{path}, line 1: The record has no text. It was left out."
    ]


def test_a_file_for_each_article_reads_back_with_what_the_format_carries(tmp_path: Path) -> None:
    article = one_article()
    losses = write(citron.FORMAT, tmp_path / "out", dataset(article))
    ((record,), _) = read_back(tmp_path / "out")
    (statement,), (given_one,) = labels_of(record).statements, article.statements
    assert places(statement.content) == places(given_one.content)
    assert statement.cue == given_one.cue
    assert record.meta == article.meta
    kinds = Counter(loss.kind for loss in losses)
    assert kinds == {"entity": 2, "type": 1, "link": 1, "actor": 1, "flags": 1, "excluded": 1, "event": 1}


def test_a_pronoun_is_written_with_the_name_that_it_stands_for(tmp_path: Path) -> None:
    whole = one_article()
    pronoun = piece_of(whole.text, "she")
    said = structs.replace(whole.statements[0], speaker=GoldSpeaker(mention=pronoun, actor=ACTOR.id, name=ACTOR.name))
    write(citron.FORMAT, tmp_path / "out", dataset(structs.replace(whole, statements=(said,))))
    ((record,), _) = read_back(tmp_path / "out")
    speaker = labels_of(record).statements[0].speaker
    assert speaker is not None
    assert (speaker.mention, speaker.name) == (pronoun, ACTOR.name)


def test_quotes_of_another_shape_are_not_citrons() -> None:
    other = {"text": "a", "quotes": [{"content": [[1, 2]], "cue": [1, 2], "speaker": [1, 2]}]}
    assert not citron.sniff(json.dumps(other).encode())
    assert not citron.sniff(b'{"text": "a", "quotes": ["We go"]}')


def test_a_statement_without_a_cue_is_lost_since_citron_cannot_read_it(tmp_path: Path) -> None:
    content = (GoldFragment(1, 6, TEXT[1:6]),)
    article = one_article(text=TEXT, spans=(), excluded=(), statements=(GoldStatement(id="1" * 32, content=content),))
    losses = write(citron.FORMAT, tmp_path / "out", dataset(article))
    assert [loss.unit for loss in losses if loss.kind == "statement"] == ["1" * 32]
    assert parse_as_citron(next((tmp_path / "out" / "train").glob("*.json"))) == []


@given(articles())
@settings(max_examples=60)
def test_what_the_losses_do_not_name_comes_back(article: GoldArticle) -> None:
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder, "out")
        lost = {(loss.kind, loss.unit) for loss in write(citron.FORMAT, out, dataset(article))}
        ((record,), _) = read_back(out)
        for path in (out / "train").glob("*.json"):
            parse_as_citron(path)
    found = {one.id: one for one in labels_of(record).statements}
    assert found.keys() == {one.id for one in article.statements if ("statement", one.id) not in lost}
    for one in article.statements:
        if (back := found.get(one.id)) is None:
            continue
        assert (places(back.content), back.cue) == (places(one.content), one.cue)
        mentions = [each.mention for each in speakers_of(one.speaker) if each.mention]
        assert [each.mention for each in speakers_of(back.speaker)] == mentions
        assert ("actor", one.id) in lost or not any(each.actor for each in speakers_of(one.speaker) if each.mention)
        assert ("link", one.id) in lost or not one.links
        assert ("parent", one.id) in lost or not one.parent
        assert ("type", one.id) in lost


def parse_as_citron(path: Path) -> list[Any]:
    """What Citron's own reader asks of a file: every span must begin and end at characters of the text."""
    data = json.loads(path.read_text(encoding="utf-8"))
    owners = list(range(len(data["text"])))

    def spans(pieces: list[dict[str, Any]]) -> list[tuple[int, int]]:
        found = [(owners[piece["start"]], owners[piece["end"] - 1] + 1) for piece in pieces]
        assert all(0 <= start < end for start, end in found)
        return found

    return [
        (
            spans([quote["cue"]]),
            spans(quote["sources"]),
            spans(quote["contents"]),
            spans(quote.get("coreferences") or []),
        )
        for quote in data["quotes"]
    ]
