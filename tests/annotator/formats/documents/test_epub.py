import zipfile
from pathlib import Path

from tests.annotator.formats.reading_one import read, write

CONTAINER = '<container xmlns="urn:c"><rootfiles><rootfile full-path="in/book.opf"/></rootfiles></container>'
BOOK = """<package xmlns="http://www.idpf.org/2007/opf" xmlns:dc="http://purl.org/dc/elements/1.1/"><metadata>
<dc:title>The Book</dc:title><dc:creator>Ann Lee</dc:creator><dc:language>en</dc:language><dc:date>2025-05-20</dc:date>
</metadata><manifest><item id="c" href="c.xhtml" media-type="application/xhtml+xml"/>
<item id="n" href="n.xhtml" media-type="application/xhtml+xml" properties="nav"/>
<item id="b" href="b%20b.xhtml" media-type="application/xhtml+xml"/>
<item id="a" href="a.xhtml" media-type="application/xhtml+xml"/>
</manifest><spine><itemref idref="c"/><itemref idref="n"/><itemref idref="a"/><itemref idref="b"/></spine></package>"""
PARTS = {
    "mimetype": "application/epub+zip",
    "META-INF/container.xml": CONTAINER,
    "in/book.opf": BOOK,
    "in/c.xhtml": "<html><body><img src='c.png'/></body></html>",
    "in/n.xhtml": "<html><body><p>Contents</p></body></html>",
    "in/a.xhtml": "<!DOCTYPE html><html><head/><body><h1>First&nbsp;one</h1><p>One.</p></body></html>",
    "in/b b.xhtml": "<html><body><h2>Second</h2><p>Two.<br>Three.</body></html>",
}


def book(path: Path, **parts: str) -> Path:
    with zipfile.ZipFile(path, "w") as package:
        for name, content in (PARTS | parts).items():
            package.writestr(name, content)
    return path


def test_chapters_are_articles_in_reading_order(tmp_path: Path) -> None:
    articles, bad = read(book(tmp_path / "a.epub"))
    assert [article.text for article in articles] == ["First\u00a0one\n\nOne.", "Second\n\nTwo.\nThree."]
    assert articles[0].meta == {
        "book": "The Book",
        "author": "Ann Lee",
        "language": "en",
        "published": "2025-05-20",
        "title": "First one",
        "chapter": "1",
    }
    assert "1 of the book's parts hold no text" in bad[0].reason


def test_a_locked_book_is_said(tmp_path: Path) -> None:
    lock = '<encryption><EncryptedData><EncryptionMethod Algorithm="urn:aes"/></EncryptedData></encryption>'
    articles, bad = read(book(tmp_path / "a.epub", **{"META-INF/encryption.xml": lock}))
    assert not articles
    assert "locked (DRM)" in bad[0].reason


def test_a_damaged_book_is_said(tmp_path: Path) -> None:
    articles, bad = read(write(tmp_path / "a.epub", b"PK\x03\x04"), book(tmp_path / "b.epub", **{"in/book.opf": "<a>"}))
    assert not articles
    assert ["cannot be unpacked" in bad[0].reason, "damaged" in bad[1].reason] == [True, True]


def test_a_missing_chapter_is_said_and_the_others_are_read(tmp_path: Path) -> None:
    articles, bad = read(book(tmp_path / "a.epub", **{"in/book.opf": BOOK.replace("a.xhtml", "absent.xhtml")}))
    assert [article.meta["title"] for article in articles] == ["Second"]
    assert "has no part 'in/absent.xhtml'" in bad[0].reason
