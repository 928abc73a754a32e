import gzip
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.annotator.formats.reading_one import read, write

PAGE = (
    "<html><head><title>Talks {0}</title></head><body><nav>a b</nav><article><h1>Talks {0}</h1>"
    "<p>A paragraph of the article with the number {0}, in a café.</p><p>“Yes,” she said of it.</p>"
    "</article></body></html>"
)


def record(kind: str, url: str, body: bytes) -> bytes:
    content = "application/http; msgtype=response" if kind == "response" else "application/warc-fields"
    head = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Record-ID: <urn:uuid:{url or kind}>\r\nWARC-Target-URI: {url}\r\n"
        f"WARC-Date: 2025-05-20T09:00:00Z\r\nContent-Type: {content}\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body + b"\r\n\r\n"


def answer(url: str, body: bytes, status: str = "200 OK", kind: str = "text/html; charset=windows-1252") -> bytes:
    return record("response", url, f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\n\r\n".encode() + body)


def archive(*, packed: bool, pages: int = 2) -> bytes:
    records = [
        record("warcinfo", "", b"software: test\r\n"),
        *(answer(f"http://x.example/{number}", PAGE.format(number).encode("cp1252")) for number in range(pages)),
        answer("http://x.example/gone", b"<html>gone</html>", status="404 Not Found"),
        answer("http://x.example/p", b"\x89PNG", kind="image/png"),
    ]
    return b"".join(map(gzip.compress, records) if packed else records)


@pytest.mark.parametrize(
    ("name", "make"),
    [
        ("a.warc", lambda: archive(packed=False)),
        ("a.warc.gz", lambda: archive(packed=True)),
        ("whole.warc.gz", lambda: gzip.compress(archive(packed=False))),
    ],
)
def test_the_pages_of_an_archive_are_articles(tmp_path: Path, name: str, make: Callable[[], bytes]) -> None:
    articles, bad = read(write(tmp_path / name, make()))
    assert [article.meta["title"] for article in articles] == ["Talks 0", "Talks 1"]
    assert [article.meta["url"] for article in articles] == ["http://x.example/0", "http://x.example/1"]
    assert [article.record_number for article in articles] == [1, 2]
    assert "café" in articles[0].text
    assert articles[0].meta["archived"] == "2025-05-20T09:00:00Z"
    assert [problem.is_warning for problem in bad] == [True]
    assert "1 × answer with status 404, 1 × image/png" in bad[0].reason


@pytest.mark.parametrize("packed", [True, False])
@pytest.mark.parametrize("share", [0.3, 0.5, 0.7, 0.9])
def test_of_a_file_that_is_cut_off_the_beginning_is_read_and_the_cut_said(
    tmp_path: Path, share: float, *, packed: bool
) -> None:
    data = archive(packed=packed, pages=5)
    whole, _ = read(write(tmp_path / "whole.warc", data))
    articles, bad = read(write(tmp_path / "a.warc", data[: int(len(data) * share)]))
    assert 0 < len(articles) <= len(whole)
    assert [article.text for article in articles[:-1]] == [article.text for article in whole[: len(articles) - 1]]
    assert any("ends within" in problem.reason and not problem.is_warning for problem in bad)


@pytest.mark.parametrize(("content", "said"), [(b"", "empty"), (b"hello there", "no web archive that can be read")])
def test_what_is_no_archive_is_said(tmp_path: Path, content: bytes, said: str) -> None:
    articles, bad = read(write(tmp_path / "a.warc", content))
    assert not articles
    assert said in bad[0].reason


def test_packed_pages_are_unpacked_or_said(tmp_path: Path) -> None:
    packed = gzip.compress(PAGE.format(1).encode("cp1252"))
    kind = "text/html; charset=windows-1252\r\nContent-Encoding: "
    data = answer("http://x.example/g", packed, kind=f"{kind}gzip") + answer(
        "http://x.example/z", packed, kind=f"{kind}zstd"
    )
    articles, bad = read(write(tmp_path / "a.warc", data))
    assert [article.meta["title"] for article in articles] == ["Talks 1"]
    assert "http://x.example/z is packed with zstd" in bad[0].reason


def test_a_page_without_text_is_named(tmp_path: Path) -> None:
    page = answer("http://x.example/e", b"<html><body></body></html>")
    _, bad = read(write(tmp_path / "a.warc", page))
    assert "The page http://x.example/e: No text was found" in bad[0].reason
    assert bad[0].record == "urn:uuid:http://x.example/e"
