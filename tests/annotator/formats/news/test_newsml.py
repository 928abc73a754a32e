from datetime import UTC, datetime
from pathlib import Path

import pytest

from annotator.errors import UserError
from annotator.formats.news.newsml import articles_in
from annotator.formats.records import ArticleRecord, BadRecord
from tests.annotator.formats.reading_one import read

NOW = datetime(2025, 5, 20, 12, tzinfo=UTC)
SPACE = "http://iptc.org/std/nar/2006-10-01/"
XHTML = (
    '<inlineXML contenttype="application/xhtml+xml"><html xmlns="http://www.w3.org/1999/xhtml"><head><title>T</title>'
    '</head><body><header><ul class="slugline"><li>Talks</li></ul><time>noon</time><h1>Talks</h1></header>'
    "<p>One <b>two</b>.</p><p>Three.</p></body></html></inlineXML>"
)
NITF = "<inlineXML><nitf><body><body.content><p>From NITF.</p></body.content></body></nitf></inlineXML>"
ESCAPED = '<inlineData contenttype="text/plain"><![CDATA[<p>One\nline.</p>]]></inlineData>'
PLAIN = '<inlineData contenttype="text/plain">Plain text.</inlineData>'


def item(content: str, guid: str = "urn:1", *, kind: str = "text", header: str = "", title: str = "Talks") -> str:
    return f"""<newsItem xmlns="{SPACE}" guid="{guid}" version="2" xml:lang="en">
<rightsInfo><copyrightHolder literal="AG"/><usageTerms>Not for resale</usageTerms></rightsInfo>
<itemMeta><itemClass qcode="ninat:{kind}"/><provider qcode="nprov:AG"><name>Agency</name></provider>
<versionCreated>2025-05-19T08:00:00+02:00</versionCreated>{header}<edNote role="n:private">Call Jo</edNote></itemMeta>
<contentMeta><by>By Ann Lee</by><subject qcode="medtop:1"><name>economy</name></subject>
<headline>{title}</headline><headline role="hld:subHeadline">Sub</headline></contentMeta>
<contentSet>{content}</contentSet></newsItem>"""


def parse(text: str) -> tuple[list[ArticleRecord], list[BadRecord]]:
    records = list(articles_in(text.encode(), "a.xml", NOW))
    articles = [record for record in records if isinstance(record, ArticleRecord)]
    return articles, [record for record in records if isinstance(record, BadRecord)]


@pytest.mark.parametrize(
    ("content", "text"),
    [
        (XHTML, "Talks\n\nOne two.\n\nThree."),
        (NITF, "Talks\n\nFrom NITF."),
        (ESCAPED, "Talks\n\nOne line."),
        (PLAIN, "Talks\n\nPlain text."),
        (PLAIN + XHTML, "Talks\n\nOne two.\n\nThree."),
    ],
)
def test_bodies_are_read_in_every_form(content: str, text: str) -> None:
    articles, bad = parse(item(content))
    assert not bad
    assert articles[0].text == text


def test_the_metadata_are_kept() -> None:
    assert parse(item(PLAIN))[0][0].meta == {
        "title": "Talks",
        "subtitle": "Sub",
        "author": "Ann Lee",
        "source": "Agency",
        "published": "2025-05-19T08:00:00+02:00",
        "language": "en",
        "id": "urn:1",
        "version": "2",
        "subject": "economy",
        "licence": "© AG Not for resale",
    }


@pytest.mark.parametrize(
    ("header", "said"),
    [
        ('<pubStatus qcode="stat:canceled"/>', "was cancelled"),
        ('<pubStatus uri="http://cv.iptc.org/newscodes/pubstatusg2/withheld"/>', "is withheld"),
        ("<embargoed>2025-05-20T12:00:01Z</embargoed>", "is under embargo until 2025-05-20T12:00:01+00:00"),
        ("<embargoed/>", "is under embargo without an end"),
    ],
)
def test_what_may_not_be_used_is_said_and_left_out(header: str, said: str) -> None:
    articles, bad = parse(item(PLAIN, header=header))
    assert not articles
    assert said in bad[0].reason
    assert bad[0].is_warning
    assert bad[0].record == "urn:1"


def test_a_message_holds_many_items_and_what_is_no_text_is_counted() -> None:
    items = item(PLAIN, "urn:1") + item("", "urn:2", kind="picture") + item(PLAIN, "urn:3", title="Second")
    package = f'<packageItem xmlns="{SPACE}" guid="p"/>'
    articles, bad = parse(f'<newsMessage xmlns="{SPACE}"><itemSet>{items}{package}</itemSet></newsMessage>')
    assert [(article.meta["id"], article.record_number) for article in articles] == [("urn:1", 1), ("urn:3", 2)]
    assert [problem.is_warning for problem in bad] == [True]
    assert "1 × picture, 1 × package" in bad[0].reason


def test_of_a_damaged_message_the_whole_items_are_kept() -> None:
    whole = "\n".join(item(PLAIN, f"urn:{number}") for number in range(3))
    articles, bad = parse(f'<newsMessage xmlns="{SPACE}"><itemSet>{whole[:-200]}')
    assert [article.meta["id"] for article in articles] == ["urn:0", "urn:1"]
    assert "nothing after" in bad[-1].reason
    assert not bad[-1].is_warning


def test_an_item_without_text_says_why() -> None:
    _, bad = parse(item('<remoteContent href="a.html"/>'))
    assert "its text is in another file" in bad[0].reason
    _, bad = parse(item("<inlineXML> </inlineXML>"))
    assert "its content is empty" in bad[0].reason
    _, bad = parse(item("<inlineXML><sports-content><team>A</team><team>B</team></sports-content></inlineXML>"))
    assert "<sports-content>, which is no prose" in bad[0].reason


def test_what_is_no_newsml_is_refused() -> None:
    with pytest.raises(UserError, match="no NewsML"):
        parse("<a/>")
    with pytest.raises(UserError, match="damaged in line 1"):
        parse("<newsItem><a></newsItem>")


NEWSML_1 = """<?xml version="1.0" encoding="utf-8"?><!DOCTYPE NewsML SYSTEM "NewsML_1.2.dtd">
<NewsML><NewsItem><Identification><NewsIdentifier><ProviderId>ag.example</ProviderId>
<PublicIdentifier>urn:newsml:1</PublicIdentifier></NewsIdentifier></Identification>
<NewsManagement><ThisRevisionCreated>20250519T080000+0200</ThisRevisionCreated><Status FormalName="{status}"/>{change}
</NewsManagement><NewsComponent><NewsLines><HeadLine>Caf&eacute; talks</HeadLine><ByLine>By Ann Lee</ByLine>
<CopyrightLine>© AG</CopyrightLine></NewsLines><DescriptiveMetadata><Language FormalName="fr"/></DescriptiveMetadata>
<NewsComponent><ContentItem><MediaType FormalName="Text"/><Format FormalName="bcNITF2.5"/>
<DataContent><p>One.</p><p>Two.</p></DataContent></ContentItem></NewsComponent>
<NewsComponent><Role FormalName="Caption"/><ContentItem><DataContent><p>Shown.</p></DataContent></ContentItem>
</NewsComponent></NewsComponent></NewsItem></NewsML>"""


def test_newsml_1_is_read() -> None:
    articles, bad = parse(NEWSML_1.format(status="Usable", change=""))
    assert not bad
    assert [article.text for article in articles] == ["Café talks\n\nOne.\n\nTwo."]
    assert articles[0].meta == {
        "id": "urn:newsml:1",
        "source": "ag.example",
        "published": "2025-05-19T08:00:00+02:00",
        "title": "Café talks",
        "author": "Ann Lee",
        "licence": "© AG",
        "language": "fr",
        "captions": "Shown.",
    }


def test_a_picture_whose_only_text_is_its_caption_is_called_so() -> None:
    text = NEWSML_1.format(status="Usable", change="")
    start, end = text.index("<NewsComponent><ContentItem>"), text.index("<NewsComponent><Role")
    picture = '<NewsComponent><ContentItem Href="1.jpg"><MediaType FormalName="Photo"/></ContentItem></NewsComponent>'
    articles, bad = parse(text[:start] + picture + text[end:])
    assert not articles
    assert "photo with a caption" in bad[0].reason


@pytest.mark.parametrize(
    ("status", "until", "count"),
    [("Canceled", "", 0), ("Embargoed", "20250520T120001Z", 0), ("Embargoed", "20250520Z", 1)],
)
def test_newsml_1_says_when_it_may_be_used(status: str, until: str, count: int) -> None:
    future = f'<FutureStatus FormalName="Usable"/><DateAndTime>{until}</DateAndTime>'
    articles, bad = parse(NEWSML_1.format(status=status, change=f"<StatusWillChange>{future}</StatusWillChange>"))
    assert len(articles) == count
    assert len(bad) == 1 - count


def test_the_real_samples_are_said_to_be_empty(shared: Path) -> None:
    articles, bad = read(shared / "fixtures" / "newsml-g2")
    assert not articles
    assert [problem.record[:20] for problem in bad] == ["simplest-test-from-f", "urn:newsml:acmenews."]
    assert all("has no text" in problem.reason for problem in bad)
