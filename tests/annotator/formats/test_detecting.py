"""Which format a file is in, and which files of folders and archives are read."""

import gzip
import json
import tarfile
import zipfile
from pathlib import Path

import pytest

from annotator.errors import UserError
from annotator.formats.detecting import detect, is_to_be_unpacked
from annotator.formats.reading import annotators_in, read_paths
from annotator.formats.records import ArticleRecord, BadRecord

LINE = '{"text": "Talks went on."}\n'
PAGE = "<!doctype html><html><body><p>Talks went on.</p></body></html>"


def write(path: Path, content: str | bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def zipped(path: Path, **parts: str) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/").replace("_", "."), content)
    return path


def read(*paths: Path) -> tuple[list[tuple[str, str]], list[BadRecord]]:
    records = list(read_paths(paths))
    articles = [(Path(one.origin).name, one.text) for one in records if isinstance(one, ArticleRecord)]
    return articles, [one for one in records if isinstance(one, BadRecord)]


@pytest.mark.parametrize(
    ("name", "content", "format_name"),
    [
        ("a.txt", LINE, "jsonl"),
        ("a.txt", PAGE, "html"),
        ("a.json", PAGE, "html"),
        ("a.json", LINE, "json"),
        ("a.json", LINE + LINE, "json"),
        ("a.jsonl", json.dumps([{"text": "x"}]), "jsonl"),
        ("a.csv", LINE, "jsonl"),
        ("a.txt", "[Reuters] Talks went on.", "txt"),
        ("a", "[Reuters] Talks went on.", "txt"),
        ("a", "{draft} Talks went on.", "txt"),
        ("a.cfg", "[paths]\ntrain = null\n", "txt"),
        ("a", '[{"text": "x"}]', "json"),
        ("a.txt", "Kyiv <b>talks</b> went on.", "txt"),
        ("a.txt", "text,title\nx,y\n", "txt"),
        ("a.jsonl", "not JSON at all", "jsonl"),
    ],
)
def test_what_a_file_holds_counts_for_more_than_its_name(
    tmp_path: Path, name: str, content: str, format_name: str
) -> None:
    assert detect(write(tmp_path / name, content)).name == format_name


@pytest.mark.parametrize("name", ["a.txt", "a.xml", "a"])
def test_xml_of_no_known_kind_is_never_an_article_full_of_tags(tmp_path: Path, name: str) -> None:
    with pytest.raises(UserError, match="XML of no known kind"):
        detect(write(tmp_path / name, '<?xml version="1.0"?><config><a>b</a></config>'))


def test_in_a_folder_it_is_skipped_like_other_files_of_no_known_kind(tmp_path: Path) -> None:
    write(tmp_path / "config.xml", "<View><Labels/></View>")
    write(tmp_path / "1.txt", "One.")
    articles, bad = read(tmp_path)
    assert articles == [("1.txt", "One.")]
    assert [(one.is_warning, "config.xml" in one.reason) for one in bad] == [(True, True)]


def test_an_archive_is_read_as_the_folder_that_it_is(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.zip", in__10_txt="Ten.", in__2_txt="Two.", b_jsonl="{broken\n" + LINE)
    records = list(read_paths([path]))
    assert [one.origin.removeprefix(f"{path}/") for one in records if isinstance(one, ArticleRecord)] == [
        "b.jsonl", "in/2.txt", "in/10.txt",
    ]  # fmt: skip
    assert [one.file for one in records if isinstance(one, BadRecord)] == [f"{path}/b.jsonl"]


def test_a_compressed_file_is_named_by_the_archive(tmp_path: Path) -> None:
    path = write(tmp_path / "a.jsonl.gz", gzip.compress(LINE.encode() + b"{broken"))
    articles, bad = read(path)
    assert articles == [("a.jsonl.gz", "Talks went on.")]
    assert bad[0].file == str(path)


def test_archives_in_folders_and_folders_in_archives_are_read(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    zipped(tmp_path / "in" / "deep.zip", a__1_txt="One.")
    with tarfile.open(tmp_path / "all.tar.gz", "w:gz") as archive:
        archive.add(tmp_path / "in", "in")
    assert read(tmp_path / "in")[0] == [("1.txt", "One.")]
    assert read(tmp_path / "all.tar.gz")[0] == [("1.txt", "One.")]


def test_an_export_in_an_archive_brings_its_events(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.zip", out__train_jsonl=LINE, out__schema_json="{}",
                  out__events_jsonl='{"id": "e1", "title": "Talks"}\n')  # fmt: skip
    (record,) = [one for one in read_paths([path]) if isinstance(one, ArticleRecord)]
    assert [event.title for event in record.events] == ["Talks"]


def test_an_archive_with_nothing_to_read_is_said_by_its_own_name(tmp_path: Path) -> None:
    articles, bad = read(zipped(tmp_path / "a.zip", photo_png="x"))
    assert articles == []
    assert {one.file for one in bad} == {str(tmp_path / "a.zip")}
    assert any("no file that can be imported" in one.reason for one in bad)


def test_the_format_that_was_asked_for_is_used_inside_an_archive(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.zip", x_txt=PAGE)
    (record,) = read_paths([path], format_name="txt")
    assert isinstance(record, ArticleRecord)
    assert record.text == PAGE


def test_a_file_with_the_name_of_an_archive_is_read_as_what_it_is(tmp_path: Path) -> None:
    assert read(write(tmp_path / "notes.gz", "Talks went on."))[0] == [("notes.gz", "Talks went on.")]
    assert not is_to_be_unpacked(tmp_path / "notes.gz")


def test_no_folder_of_the_machine_is_named_in_what_is_said_of_an_archive(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.zip", x_json="{broken", train_jsonl=LINE, schema_json="{}", events_jsonl="{")
    assert all("annotator-" not in str(one) for one in read(path)[1])


def test_formats_that_name_nobody_are_not_read_for_annotators(tmp_path: Path) -> None:
    assert annotators_in([write(tmp_path / "a.jsonl", LINE), tmp_path / "absent"]) == set()


@pytest.mark.parametrize("is_list", [False, True])
@pytest.mark.parametrize(
    ("labels", "format_name"),
    [
        ({"spans": [{"start": 0, "end": 5, "label": "X"}], "_input_hash": 1, "answer": "accept"}, "prodigy"),
        ({"label": [[0, 5, "X"]]}, "doccano"),
    ],
)
def test_a_tool_is_known_by_the_labels_after_a_long_text(
    tmp_path: Path, labels: dict[str, object], format_name: str, is_list: bool
) -> None:
    record = json.dumps({"text": "Talks went on. " * 9_000, **labels})
    path = write(tmp_path / "a.jsonl", f"[{record}]" if is_list else f"{record}\n{LINE}")
    assert detect(path).name == format_name


def test_a_long_text_alone_stays_lines_of_json(tmp_path: Path) -> None:
    record = json.dumps({"text": "Talks went on. " * 9_000, "number": 10**400})
    assert detect(write(tmp_path / "a.jsonl", f"{record}\n{LINE}")).name == "jsonl"
    assert detect(write(tmp_path / "b.jsonl", record.replace("10", "]") + "{" * 99)).name == "jsonl"
