import zlib
from pathlib import Path

import pytest

from annotator.errors import UserError
from annotator.formats.documents.pdf_streams import check_streams
from tests.annotator.formats.reading_one import read, write


def pdf(*pages: str, info: str = "") -> bytes:
    """A PDF whose pages have these streams; F1 is Helvetica."""
    numbers = range(len(pages))
    kids = " ".join(f"{4 + 2 * number} 0 R" for number in numbers)
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    for number, stream in zip(numbers, pages, strict=True):
        resources = "<< /Font << /F1 3 0 R >> >>"
        box = "/MediaBox [0 0 600 800]"
        objects.append(f"<< /Type /Page /Parent 2 0 R {box} /Resources {resources} /Contents {5 + 2 * number} 0 R >>")
        objects.append(f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream")
    objects.append(f"<< {info} >>")
    body, places = "%PDF-1.4\n", []
    for number, held in enumerate(objects, 1):
        places.append(len(body))
        body += f"{number} 0 obj\n{held}\nendobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    trailer = f"<< /Size {len(objects) + 1} /Root 1 0 R /Info {len(objects)} 0 R >>"
    listed = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}"
    return f"{body}{listed}trailer\n{trailer}\nstartxref\n{len(body)}\n%%EOF".encode()


def shown(*lines: str, left: int = 50, top: int = 600) -> str:
    placed = (f"1 0 0 1 {left} {top - 14 * number} Tm ({line}) Tj" for number, line in enumerate(lines))
    return f"BT /F1 10 Tf {' '.join(placed)} ET"


TEXT = shown("The talks began on Monday and were held in a", "building of the city.")


def test_the_text_layer_is_read_as_paragraphs(tmp_path: Path) -> None:
    info = "/Title (Talks begin) /Author (Ann Lee) /CreationDate (D:20250520090000+02'00')"
    articles, bad = read(write(tmp_path / "a.pdf", pdf(f"{TEXT} {shown('Nobody came.', top=500)}", info=info)))
    assert not bad
    assert articles[0].text == "The talks began on Monday and were held in a building of the city.\n\nNobody came."
    assert articles[0].meta == {"title": "Talks begin", "author": "Ann Lee", "created": "2025-05-20T09:00:00+02:00"}


@pytest.mark.parametrize("title", ["Microsoft Word - talks.doc", "talks_final.indd", "Untitled", "Document1"])
def test_the_name_of_a_file_is_no_title(tmp_path: Path, title: str) -> None:
    articles, _ = read(write(tmp_path / "a.pdf", pdf(TEXT, info=f"/Title ({title})")))
    assert "title" not in articles[0].meta


def test_pages_without_text_are_named(tmp_path: Path) -> None:
    articles, bad = read(write(tmp_path / "a.pdf", pdf(TEXT, "0 0 m 9 9 l S")))
    assert len(articles) == 1
    assert "1 of 2 pages hold no text: 2." in bad[0].reason
    assert bad[0].is_warning


def test_page_numbers_are_left_out_and_said(tmp_path: Path) -> None:
    pages = [
        f"{shown(f'{word} text of the page.')} {shown(word_, top=20)}" for word, word_ in (("One", "1"), ("Two", "2"))
    ]
    articles, bad = read(write(tmp_path / "a.pdf", pdf(*pages)))
    assert articles[0].text == "One text of the page.\n\nTwo text of the page."
    assert "left out on 2 of 2 pages" in bad[0].reason


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "The file is empty."),
        (pdf("0 0 m 9 9 l S"), "has no text layer"),
        (b"%PDF-1.4 and nothing", "damaged"),
        (pdf(TEXT).replace(b"/Info", b"/Encrypt << /Filter /Standard /V 1 /R 2 /O () /U () /P -4 >> /Info"), "PDF is"),
    ],
)
def test_what_cannot_be_read_is_said(tmp_path: Path, content: bytes, said: str) -> None:
    articles, bad = read(write(tmp_path / "a.pdf", content))
    assert not articles
    assert said in bad[0].reason
    assert bad[0].hint


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (zlib.compress(b" " * (40 << 20)), "decompression bomb"),
        (zlib.compress(zlib.compress(b" " * (40 << 20))), "decompression bomb"),
        (zlib.compress(b"(a) Tj " * 300_001), "300,000 pieces of text"),
    ],
)
def test_what_unpacks_to_too_much_is_refused_before_it_is_unpacked(tmp_path: Path, content: bytes, said: str) -> None:
    packed = b"4 0 obj\n<</Length %d/Filter/FlateDecode>>stream\n%s\nendstream endobj" % (len(content), content)
    path = write(tmp_path / "a.pdf", pdf(TEXT) + packed)
    with pytest.raises(UserError, match=said):
        check_streams(path)


def test_a_large_picture_is_no_bomb(tmp_path: Path) -> None:
    content = zlib.compress(bytes(40 << 20))
    packed = b"4 0 obj\n<</Subtype/Image/Filter/FlateDecode>>stream\n%s\nendstream endobj" % content
    check_streams(write(tmp_path / "a.pdf", pdf(TEXT) + packed))
