import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from annotator.formats.detecting import detect
from annotator.formats.news.ninjs import articles_in
from annotator.formats.records import ArticleRecord, BadRecord
from tests.annotator.formats.reading_one import read, write

NOW = datetime(2025, 5, 20, 12, tzinfo=UTC)
OLD = {
    "uri": "http://ag.example/1",
    "type": "text",
    "versioncreated": "2025-05-19T08:00:00+02:00",
    "headline": "Talks",
    "byline": "By Ann Lee",
    "language": "en",
    "copyrightholder": "AG",
    "body_text": "One. Two.",
    "body_xhtml": "<p>One.</p><p>Two.</p>",
}
NEW = {
    "uri": "urn:2",
    "type": "text",
    "versionCreated": "2025-05-19T08:00:00Z",
    "pubStatus": "usable",
    "headlines": [{"role": "short", "value": "T"}, {"role": "main", "value": "Talks"}],
    "subjects": [{"name": "economy"}, {"name": "politics"}],
    "bodies": [
        {"role": "ttnitf", "contentType": "application/xml", "value": "<TTNITF><B>x</B></TTNITF>"},
        {"role": "text", "contentType": "text/plain", "value": "One. Two."},
        {
            "role": "html",
            "contentType": "text/html",
            "value": "<article><h1>Talks</h1><p>One.</p><p>Two.</p></article>",
        },
    ],
}


def parse(path: Path, value: Any) -> tuple[list[ArticleRecord], list[BadRecord]]:
    records = list(articles_in(write(path / "a.json", json.dumps(value)), NOW))
    articles = [record for record in records if isinstance(record, ArticleRecord)]
    return articles, [record for record in records if isinstance(record, BadRecord)]


@pytest.mark.parametrize("item", [OLD, NEW])
def test_items_of_all_versions_are_read_from_their_markup(tmp_path: Path, item: dict[str, Any]) -> None:
    articles, bad = parse(tmp_path, item)
    assert not bad
    assert articles[0].text == "Talks\n\nOne.\n\nTwo."


def test_the_metadata_are_kept(tmp_path: Path) -> None:
    assert parse(tmp_path, OLD)[0][0].meta == {
        "id": "http://ag.example/1",
        "language": "en",
        "title": "Talks",
        "author": "Ann Lee",
        "source": "AG",
        "url": "http://ag.example/1",
        "published": "2025-05-19T08:00:00+02:00",
        "licence": "© AG",
    }
    assert parse(tmp_path, NEW)[0][0].meta["subject"] == "economy, politics"


@pytest.mark.parametrize(
    "wrapped", [[OLD, NEW], {"items": [OLD, NEW]}, {"data": {"items": [{"item": OLD}, {"item": NEW}]}}]
)
def test_items_come_in_lists_of_many_kinds(tmp_path: Path, wrapped: Any) -> None:
    articles, bad = parse(tmp_path, wrapped)
    assert [article.record_number for article in articles] == [1, 2]
    assert not bad
    assert detect(tmp_path / "a.json").name == "ninjs"


def test_items_come_one_a_line(tmp_path: Path) -> None:
    path = write(tmp_path / "a.jsonl", f"{json.dumps(OLD)}\n{json.dumps(NEW)}\n")
    articles, _ = read(path)
    assert [article.line for article in articles] == [1, 2]
    assert detect(path).name == "ninjs"


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"pubStatus": "canceled"}, "was cancelled"),
        ({"pubStatus": "withheld"}, "is withheld"),
        ({"embargoed": "2025-05-20T14:00:01+02:00"}, "is under embargo until 2025-05-20T14:00:01+02:00"),
    ],
)
def test_what_may_not_be_used_is_said_and_left_out(tmp_path: Path, given: dict[str, str], said: str) -> None:
    articles, bad = parse(tmp_path, [NEW | given, OLD])
    assert [article.meta["id"] for article in articles] == ["http://ag.example/1"]
    assert said in bad[0].reason
    assert bad[0].is_warning
    assert bad[0].record == "urn:2"


def test_a_past_embargo_is_only_kept(tmp_path: Path) -> None:
    articles, _ = parse(tmp_path, NEW | {"embargoed": "2025-05-20T12:00:00Z"})
    assert articles[0].meta["embargo"] == "2025-05-20T12:00:00+00:00"


def test_texts_that_go_with_an_item_are_articles_and_pictures_are_counted(tmp_path: Path) -> None:
    picture = {"name": "p", "type": "picture", "uri": "urn:p", "descriptions": [{"value": "Shown."}]}
    articles, bad = parse(tmp_path, NEW | {"associations": [picture, OLD | {"name": "box"}]})
    assert [article.meta["id"] for article in articles] == ["urn:2", "http://ag.example/1"]
    assert articles[0].meta["captions"] == "Shown."
    assert "1 × picture of an article" in bad[0].reason
    assert bad[0].is_warning


def test_a_body_of_nitf_is_read(tmp_path: Path) -> None:
    nitf = "<nitf><body><body.content><p>One.</p><p>Two.</p></body.content></body></nitf>"
    body = {"role": "nitf", "contentType": "text/vnd.IPTC.NITF", "value": nitf}
    assert parse(tmp_path, NEW | {"bodies": [body]})[0][0].text == "Talks\n\nOne.\n\nTwo."


def test_a_summary_stands_in_for_a_body_and_is_said(tmp_path: Path) -> None:
    item = {key: value for key, value in NEW.items() if key != "bodies"} | {"descriptions": [{"value": "Brief."}]}
    articles, bad = parse(tmp_path, item)
    assert articles[0].text == "Talks\n\nBrief."
    assert "summary only" in bad[0].reason


def test_what_is_no_item_is_said(tmp_path: Path) -> None:
    articles, bad = parse(tmp_path, [OLD, {"text": "x"}, NEW | {"bodies": []}, NEW | {"type": "event", "bodies": []}])
    assert len(articles) == 1
    assert [problem.reason.split(":")[0] for problem in bad] == [
        "The record is no ninjs item",
        "The item has no text.",
        "What is no text was passed over",
    ]


def test_other_json_is_left_to_other_formats(tmp_path: Path) -> None:
    assert detect(write(tmp_path / "b.json", '[{"text": "a", "title": "b", "url": "c"}]')).name == "json"


def test_the_real_samples_are_read(shared: Path) -> None:
    articles, bad = read(shared / "fixtures" / "ninjs")
    assert len(articles) == 6
    assert all(problem.is_warning for problem in bad)
    assert all(article.text.startswith(article.meta["title"]) for article in articles)
    assert sum(article.text.count(article.meta["title"]) for article in articles) == 6


def test_a_file_whose_only_item_is_withheld_is_the_right_file_all_the_same(tmp_path: Path) -> None:
    articles, bad = read(write(tmp_path / "a.json", json.dumps(NEW | {"pubStatus": "withheld"})))
    assert articles == []
    assert [problem.is_warning for problem in bad] == [True]
