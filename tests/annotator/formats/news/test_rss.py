from pathlib import Path

import pytest

from annotator.formats.detecting import detect
from tests.annotator.formats.reading_one import read, write

CONTENT = "http://purl.org/rss/1.0/modules/content/"
CREATOR = "http://purl.org/dc/elements/1.1/"
RSS = f"""<?xml version="1.0"?><rss version="2.0" xmlns:content="{CONTENT}" xmlns:dc="{CREATOR}"><channel>
<title>The Feed</title><language>en</language><copyright>CC BY</copyright>
<item><title>Talks &amp;amp; more</title><link>http://x.example/1</link><guid isPermaLink="false">g1</guid>
<dc:creator>Ann Lee</dc:creator><pubDate>Tue, 20 May 2025 09:00:00 EST</pubDate><category>politics</category>
<description>Short.</description>
<content:encoded><![CDATA[<p>One <b>two</b>.</p><p>Caf&eacute;.</p>]]></content:encoded></item>
<item><title>Second</title><description>&lt;p&gt;Summary.&lt;/p&gt;</description></item>
<item><title>Third</title><guid>g3</guid></item></channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="de"><title>Atom</title><author><name>Desk</name></author>
<entry><id>http://y.example/1</id><title type="html">&lt;b&gt;Talks&lt;/b&gt;</title>
<updated>2025-05-20T09:00:00+02:00</updated><rights>All rights reserved</rights>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>One.</p><p>Two.</p></div></content></entry></feed>"""
RDF = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/">
<channel rdf:about="x"><title>Old</title></channel>
<item rdf:about="http://z.example/1"><title>Talks</title><description>One.</description></item></rdf:RDF>"""
RSS_091 = """<?xml version="1.0" encoding="iso-8859-1"?>
<!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" "http://my.netscape.com/publish/formats/rss-0.91.dtd">
<rss version="0.91"><channel><title>Old</title><item><title>Talks</title><description>One &eacute;.</description></item>
</channel></rss>"""


def test_entries_are_articles_with_their_whole_text(tmp_path: Path) -> None:
    articles, bad = read(write(tmp_path / "a.xml", RSS))
    assert [article.text for article in articles] == ["Talks & more\n\nOne two.\n\nCafé.", "Second\n\nSummary."]
    assert articles[0].meta == {
        "title": "Talks & more",
        "author": "Ann Lee",
        "source": "The Feed",
        "url": "http://x.example/1",
        "published": "2025-05-20T09:00:00-05:00",
        "id": "g1",
        "language": "en",
        "subject": "politics",
        "licence": "CC BY",
    }
    assert [problem.is_warning for problem in bad] == [False, True]
    assert "Entry 3 (Third) has no text" in bad[0].reason
    assert bad[0].record == "g3"
    assert "1 of 3 entries hold a summary only" in bad[1].reason


def test_atom_is_read(tmp_path: Path) -> None:
    articles, bad = read(write(tmp_path / "a.atom", ATOM))
    assert not bad
    assert articles[0].text == "Talks\n\nOne.\n\nTwo."
    assert articles[0].meta == {
        "title": "Talks",
        "author": "Desk",
        "source": "Atom",
        "url": "http://y.example/1",
        "published": "2025-05-20T09:00:00+02:00",
        "id": "http://y.example/1",
        "language": "de",
        "licence": "All rights reserved",
    }


@pytest.mark.parametrize(("feed", "text"), [(RDF, "Talks\n\nOne."), (RSS_091, "Talks\n\nOne é.")])
def test_old_feeds_are_read(tmp_path: Path, feed: str, text: str) -> None:
    path = write(tmp_path / "a.xml", feed.encode("iso-8859-1"))
    assert detect(path).name == "rss"
    articles, _ = read(path)
    assert [article.text for article in articles] == [text]


def test_pictures_of_a_wordpress_export_are_passed_over(tmp_path: Path) -> None:
    kind = '<wp:post_type xmlns:wp="http://wordpress.org/export/1.2/">attachment</wp:post_type>'
    articles, bad = read(write(tmp_path / "a.xml", RSS.replace("<title>Third</title>", f"<title>Third</title>{kind}")))
    assert len(articles) == 2
    assert all(problem.is_warning for problem in bad)
    assert "1 × picture, menu or the like" in bad[0].reason


def test_an_empty_item_inside_an_item_is_no_entry(tmp_path: Path) -> None:
    item = "<item><title>One</title><description>Words.</description><item/></item>"
    articles, (said,) = read(write(tmp_path / "a.xml", f'<rss version="2.0"><channel>{item * 2}</channel></rss>'))
    assert len(articles) == 2
    assert "2 of 2 entries" in said.reason


def test_of_a_damaged_feed_the_rest_is_read_and_the_damage_said(tmp_path: Path) -> None:
    articles, bad = read(write(tmp_path / "a.rss", RSS[: RSS.index("<item><title>Third")]))
    assert len(articles) == 2
    assert "The feed is damaged" in bad[-1].reason


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("", "The file is empty."),
        ("no feed", "The file is no feed"),
        (
            '<!DOCTYPE rss [<!ENTITY a "x"><!ENTITY b "&a;&a;">]><rss version="2.0"><channel/></rss>',
            "declares an entity",
        ),
        ('<rss version="2.0"><channel><title>x</title></channel></rss>', "The file holds no article."),
    ],
)
def test_what_cannot_be_read_is_said(tmp_path: Path, content: str, said: str) -> None:
    articles, bad = read(write(tmp_path / "a.rss", content))
    assert not articles
    assert said in bad[0].reason


def test_a_name_in_a_feed_is_never_fetched(tmp_path: Path) -> None:
    _, bad = read(write(tmp_path / "a.rss", "http://127.0.0.1:9/feed.xml"))
    assert "no feed" in bad[0].reason
