import zipfile
from pathlib import Path

import docx
import pytest
from docx.document import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from tests.annotator.formats.reading_one import read, write


def saved(document: Document, path: Path) -> Path:
    document.save(str(path))
    return path


def append(document: Document, markup: str) -> None:
    document.paragraphs[-1]._p.append(parse_xml(markup.replace("<w:", "<w:", 1).replace(">", f" {nsdecls('w')}>", 1)))


def test_paragraphs_tables_and_breaks_are_the_text(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_heading("Talks begin", 0)
    document.add_paragraph("One ").add_run("two").bold = True
    document.add_paragraph("Three\nfour\tfive")
    table = document.add_table(2, 2)
    for cell, text in zip(table._cells, ["a", "b", "c\nd", ""], strict=True):
        cell.text = text
    document.add_paragraph("Last", style="List Bullet")
    document.core_properties.author = "Ann Lee"
    document.core_properties.title = "Microsoft"
    articles, bad = read(saved(document, tmp_path / "a.docx"))
    assert not bad
    assert articles[0].text == "Talks begin\n\nOne two\n\nThree\nfour\tfive\n\na | b\nc d\n\nLast"
    assert articles[0].meta["title"] == "Talks begin"
    assert articles[0].meta["author"] == "Ann Lee"


def test_what_stands_beside_the_text_is_left_out_and_said(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("Kept")
    append(document, '<w:del w:id="1" w:author="x"><w:r><w:delText> gone</w:delText></w:r></w:del>')
    append(document, '<w:ins w:id="2" w:author="x"><w:r><w:t xml:space="preserve"> new</w:t></w:r></w:ins>')
    append(document, '<w:r><w:footnoteReference w:id="1"/></w:r>')
    append(document, "<w:r><w:pict><w:txbxContent><w:p><w:r><w:t>Box</w:t></w:r></w:p></w:txbxContent></w:pict></w:r>")
    append(document, "<w:hyperlink><w:r><w:t>, linked</w:t></w:r></w:hyperlink>")
    append(document, "<w:r><w:instrText>PAGE</w:instrText></w:r>")
    articles, bad = read(saved(document, tmp_path / "a.docx"))
    assert articles[0].text == "Kept new, linked"
    assert bad[0].is_warning
    assert "1 tracked deletion, 1 footnote, 1 text box" in bad[0].reason


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.docx", b"", "The file is empty."),
        ("a.docx", b"PK\x03\x04 cut", "cannot be unpacked"),
        (
            "a.doc",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600,
            "old Word document (.doc), or a DOCX that is locked",
        ),
        ("a.rtf", b"{\\rtf1 x}", "is RTF"),
    ],
)
def test_what_cannot_be_read_is_said(tmp_path: Path, name: str, content: bytes, said: str) -> None:
    articles, bad = read(write(tmp_path / name, content))
    assert not articles
    assert said in bad[0].reason
    assert bad[0].hint


def test_a_document_without_text_is_said(tmp_path: Path) -> None:
    _, bad = read(saved(docx.Document(), tmp_path / "a.docx"))
    assert "holds no text" in bad[0].reason


def test_a_bomb_is_refused_in_a_sentence(tmp_path: Path) -> None:
    path = saved(docx.Document(), tmp_path / "a.docx")
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(tmp_path / "b.docx", "w", zipfile.ZIP_DEFLATED) as bomb:
        for name in source.namelist():
            data = source.read(name)
            bomb.writestr(name, data + b" " * (40 << 20) if name == "word/document.xml" else data)
    _, bad = read(tmp_path / "b.docx")
    assert "holds more than 32 MB" in bad[0].reason


def test_an_opendocument_text_is_read(tmp_path: Path) -> None:
    spaces = " ".join(f'xmlns:{name}="urn:oasis:{name}"' for name in ("office", "text", "table", "dc", "meta"))
    body = (
        '<text:h>Talks</text:h><text:p>One<text:s text:c="2"/>two<text:note><text:p>note</text:p></text:note>'
        "<text:line-break/>three</text:p><table:table><table:table-row><table:table-cell><text:p>a</text:p>"
        "</table:table-cell><table:table-cell><text:p>b</text:p></table:table-cell></table:table-row></table:table>"
    )
    content = f"<office:root {spaces}><office:body><office:text>{body}</office:text></office:body></office:root>"
    meta = f"<office:root {spaces}><office:meta><dc:creator>Ann Lee</dc:creator></office:meta></office:root>"
    with zipfile.ZipFile(tmp_path / "a.odt", "w") as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        package.writestr("content.xml", content)
        package.writestr("meta.xml", meta)
    articles, bad = read(tmp_path / "a.odt")
    assert articles[0].text == "Talks\n\nOne  two\nthree\n\na | b"
    assert articles[0].meta["author"] == "Ann Lee"
    assert "1 note" in bad[0].reason


def test_the_real_documents_are_read(shared: Path) -> None:
    articles, bad = read(shared / "fixtures" / "docx")
    assert not bad
    assert len(articles) == 2
    assert all(article.meta["author"] for article in articles)
