import json
from pathlib import Path

import pytest

from annotator.formats.documents.html_meta import guessed_date, page_meta
from annotator.formats.reading import read_paths
from annotator.formats.records import ArticleRecord

BODY = (
    "<article>" + "<p>The talks went on until late on Tuesday, and nobody said what was agreed.</p>" * 4 + "</article>"
)


def page(head: str, lang: str = "") -> str:
    attribute = f" lang={lang!r}" if lang else ""
    return f"<!doctype html><html{attribute}><head><title>T</title>{head}</head><body>{BODY}</body></html>"


def linked(**fields: object) -> str:
    return f'<script type="application/ld+json">{json.dumps(fields)}</script>'


def published(head: str) -> str:
    return page_meta(page(head)).get("published", "")


@pytest.mark.parametrize(
    "head",
    [
        '<meta property="article:published_time" content="2025-05-20T14:30:00+02:00">',
        '<meta itemprop="datePublished" content="2025-05-20T14:30:00+02:00">',
        linked(**{"@type": "NewsArticle", "datePublished": "2025-05-20T14:30:00+02:00"}),
        linked(**{"@graph": [{"@type": ["ReportageNewsArticle"], "datePublished": "2025-05-20T14:30:00+02:00"}]}),
        '<meta name="date" content="2025-05-20"><time pubdate datetime="2025-05-20T14:30:00+02:00">x</time>',
    ],
)
def test_the_time_and_its_zone_are_kept_as_the_page_gives_them(head: str) -> None:
    assert published(head) == "2025-05-20T14:30:00+02:00"


def test_a_page_may_give_a_day_alone() -> None:
    assert published('<meta name="date" content="20 May 2025">') == "2025-05-20"


@pytest.mark.parametrize("date", ["0001-01-01T00:00:00Z", "2999-05-20T14:30:00Z", "soon", "1970"])
def test_an_absurd_date_is_none(date: str) -> None:
    assert published(f'<meta property="article:published_time" content="{date}">') == ""


def test_dates_of_other_things_are_not_taken() -> None:
    assert published(linked(**{"@type": "Person", "datePublished": "2025-05-20"})) == ""
    assert published('<script type="application/ld+json">{broken</script>') == ""


def test_the_language_and_the_address_of_a_page_are_kept() -> None:
    meta = page_meta(page('<link rel="canonical" href="https://example.org/a">', "de-AT"))
    assert meta == {"language": "de-AT", "url": "https://example.org/a"}
    assert page_meta(page('<link rel="canonical" href="/a">', "??")) == {}


def test_a_guess_before_the_web_or_of_a_bare_year_is_no_date() -> None:
    assert [guessed_date(date) for date in ("1987-03-02", "1998-01-01", "2025-05-20")] == ["", "", "2025-05-20"]


def test_what_the_page_declares_comes_with_the_article(tmp_path: Path) -> None:
    head = '<meta property="article:published_time" content="2025-05-20T14:30:00+02:00">'
    (tmp_path / "a.html").write_text(page(head, "en"))
    (record,) = [one for one in read_paths([tmp_path / "a.html"]) if isinstance(one, ArticleRecord)]
    assert record.meta["published"] == "2025-05-20T14:30:00+02:00"
    assert record.meta["language"] == "en"
