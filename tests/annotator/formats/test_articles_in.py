import json
import zipfile
from pathlib import Path

import pytest

from annotator.formats.detecting import detect
from tests.annotator.formats.documents.test_epub import book
from tests.annotator.formats.documents.test_pdf import TEXT, pdf
from tests.annotator.formats.news.test_newsml import NEWSML_1, PLAIN, item
from tests.annotator.formats.news.test_ninjs import NEW
from tests.annotator.formats.news.test_nitf import NITF
from tests.annotator.formats.news.test_rss import ATOM, RDF, RSS
from tests.annotator.formats.news.test_warc import archive
from tests.annotator.formats.reading_one import read, write

FILES: dict[str, tuple[str, str | bytes]] = {
    "a.xml": ("nitf", NITF.format(status="usable", release="")),
    "b.xml": ("newsml", item(PLAIN)),
    "c.xml": ("newsml", NEWSML_1.format(status="Usable", change="")),
    "d.xml": ("rss", RSS),
    "e.xml": ("rss", ATOM),
    "f.rdf": ("rss", RDF),
    "g.json": ("ninjs", json.dumps(NEW)),
    "h.warc": ("warc", archive(packed=False)),
    "i.warc.gz": ("warc", archive(packed=True)),
    "j.pdf": ("pdf", pdf(TEXT)),
    "k.md": ("md", "# Talks\n\nOne."),
    "l.txt": ("txt", "Talks\n\nOne."),
    "m.jsonl": ("jsonl", '{"text": "One."}\n'),
    "n.csv": ("csv", "title,text\nTalks,One and two.\n"),
    "o.json": ("json", '[{"title": "Talks", "text": "One."}]'),
}


@pytest.mark.parametrize("name", FILES)
def test_files_are_told_by_what_they_hold(tmp_path: Path, name: str) -> None:
    expected, content = FILES[name]
    assert detect(write(tmp_path / name, content)).name == expected


@pytest.mark.parametrize("name", ["a.xml", "b.xml", "d.xml", "h.warc", "j.pdf"])
def test_a_wrong_extension_does_not_hide_what_a_file_is(tmp_path: Path, name: str) -> None:
    expected, content = FILES[name]
    assert detect(write(tmp_path / "wrong.txt", content)).name == expected


def test_a_folder_mixed_with_everything_is_read(tmp_path: Path) -> None:
    for name, (_, content) in FILES.items():
        write(tmp_path / name, content)
    book(tmp_path / "p.epub")
    articles, bad = read(tmp_path)
    assert {Path(article.origin).name for article in articles} == {*FILES, "p.epub"}
    assert [problem.reason for problem in bad if not problem.is_warning] == ["Entry 3 (Third) has no text."]


def test_a_zip_of_such_files_is_read_alike(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "all.zip", "w") as package:
        for name, (_, content) in FILES.items():
            package.writestr(name, content)
    for name, (_, content) in FILES.items():
        write(tmp_path / "folder" / name, content)
    packed, _ = read(tmp_path / "all.zip")
    plain, _ = read(tmp_path / "folder")
    assert [article.text for article in packed] == [article.text for article in plain]
