from datetime import UTC, datetime
from pathlib import Path

import pytest

from annotator.errors import UserError
from annotator.formats.news.nitf import articles_in, without_by
from annotator.formats.records import ArticleRecord, BadRecord
from tests.annotator.formats.reading_one import read, write

NOW = datetime(2025, 5, 20, 12, tzinfo=UTC)
NITF = """<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE nitf PUBLIC "-//IPTC//DTD NITF 3.4//EN" "nitf-3-4.dtd">
<nitf baselang="en-GB"><head><title>Slug line</title>
<tobject tobject.type="News"><tobject.subject tobject.subject.type="Politics" tobject.subject.matter="Talks"/></tobject>
<docdata management-status="{status}"><doc-id id-string="x1" regsrc="AG"/>{release}
<date.issue norm="20250519T080000+0200"/>
<du-key version="3"/><doc.copyright holder="Agency" year="2025"/></docdata></head>
<body><body.head><hedline><hl1>Talks &amp; more</hl1><hl2>TALKS</hl2></hedline>
<byline>By Ann Lee<byttl>Business Writer</byttl></byline><distributor>The Agency</distributor>
<dateline><location>Oslo</location></dateline></body.head>
<body.content><block><p>OSLO (AG)&nbsp;&mdash; <person>Jo Doe</person>, of <org>ACME</org>, said &ldquo;yes&rdquo;.</p>
<hl2>Later</hl2><p>More.</p></block>
<media><media-caption>A caption</media-caption></media></body.content></body></nitf>"""


def only(status: str = "usable", release: str = "") -> ArticleRecord | BadRecord:
    (record,) = articles_in(NITF.format(status=status, release=release).encode(), "a.xml", NOW)
    return record


def test_an_article_is_its_headline_and_its_body() -> None:
    article = only()
    assert isinstance(article, ArticleRecord)
    assert article.text == "Talks & more\n\nOSLO (AG)\u00a0— Jo Doe, of ACME, said “yes”.\n\nLater\n\nMore."
    assert article.meta == {
        "title": "Talks & more",
        "subtitle": "TALKS",
        "author": "Ann Lee",
        "source": "The Agency",
        "published": "2025-05-19T08:00:00+02:00",
        "language": "en-GB",
        "id": "x1",
        "version": "3",
        "section": "News",
        "subject": "Politics – Talks",
        "dateline": "Oslo",
        "captions": "A caption",
        "licence": "© 2025 Agency",
    }


@pytest.mark.parametrize(
    ("status", "release", "said"),
    [
        ("canceled", "", "was cancelled"),
        ("withheld", "", "is withheld"),
        ("embargoed", "", "is under embargo without an end"),
        ("usable", '<date.release norm="20250520T140001+0200"/>', "is under embargo until 2025-05-20T14:00:01+02:00"),
    ],
)
def test_what_may_not_be_used_is_said_and_left_out(status: str, release: str, said: str) -> None:
    record = only(status, release)
    assert isinstance(record, BadRecord)
    assert f"“Talks & more” {said}" in record.reason
    assert record.is_warning
    assert record.record == "x1"
    assert "mport" in record.hint


def test_a_past_release_is_only_kept() -> None:
    article = only("embargoed", '<date.release norm="20250520T120000Z"/>')
    assert isinstance(article, ArticleRecord)
    assert article.meta["embargo"] == "2025-05-20T12:00:00+00:00"


def test_a_file_that_wraps_several_articles_gives_all() -> None:
    one = "<nitf><body><body.content><p>Text {}.</p></body.content></body></nitf>"
    records = list(articles_in(f"<batch>\n{one.format(1)}\n{one.format(2)}</batch>", "a.xml", NOW))
    assert [(record.text, record.line) for record in records if isinstance(record, ArticleRecord)] == [
        ("Text 1.", 2),
        ("Text 2.", 3),
    ]


def test_an_abstract_stands_in_for_a_missing_body() -> None:
    data = "<nitf><body><body.head><abstract><p>Brief.</p></abstract></body.head><body.content/></body></nitf>"
    warning, article = articles_in(data, "a.xml", NOW)
    assert isinstance(warning, BadRecord)
    assert "abstract only" in warning.reason
    assert isinstance(article, ArticleRecord)
    assert article.text == "Brief."


def test_an_empty_article_and_another_root_are_said() -> None:
    (bad,) = articles_in("<nitf><body><body.content/></body></nitf>", "a.xml", NOW)
    assert isinstance(bad, BadRecord)
    assert not bad.is_warning
    with pytest.raises(UserError, match="no NITF"):
        list(articles_in("<a/>", "a.xml", NOW))


@pytest.mark.parametrize("byline", ["By Ann Lee", "Von Ann Lee", "PAR Ann Lee", "Ann Lee"])
def test_a_byline_names_its_author(byline: str) -> None:
    assert without_by(byline) == "Ann Lee"


def test_a_bomb_is_refused_in_a_sentence(tmp_path: Path) -> None:
    bomb = '<?xml version="1.0"?><!DOCTYPE nitf [<!ENTITY a "x"><!ENTITY b "&a;&a;">]><nitf><body>&b;</body></nitf>'
    articles, bad = read(write(tmp_path / "bomb.xml", bomb))
    assert not articles
    assert "declares an entity" in bad[0].reason


def test_the_real_sample_is_read(shared: Path) -> None:
    articles, bad = read(shared / "fixtures" / "nitf")
    assert not bad
    assert len(articles) == 1
    assert articles[0].text.count("\n\n") > 20
    assert articles[0].meta["language"] == "nb-NO"
    assert "Foto" not in articles[0].text
