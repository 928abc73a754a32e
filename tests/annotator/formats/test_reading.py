import csv
import json
import os
from pathlib import Path

import pytest

from annotator.errors import UserError
from annotator.formats import FORMATS, find_format
from annotator.formats.columns import parse_columns
from annotator.formats.reading import detect, read_paths
from annotator.formats.records import ArticleRecord, BadRecord, ReadOptions


def read(*paths: Path, columns: str = "") -> tuple[list[ArticleRecord], list[BadRecord]]:
    records = list(read_paths(paths, options=ReadOptions(columns=parse_columns(columns))))
    articles = [record for record in records if isinstance(record, ArticleRecord)]
    return articles, [record for record in records if isinstance(record, BadRecord)]


def write(path: Path, content: str | bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def test_a_text_file_is_one_article_untouched(tmp_path: Path) -> None:
    articles, bad = read(write(tmp_path / "a.txt", "\ufeff  Peace talks begin \r\n\r\n“Yes,” she said.  \r\n\r\n"))
    assert articles[0].text == "  Peace talks begin \n\n“Yes,” she said.  \n\n"
    assert articles[0].meta == {"title": "Peace talks begin"}
    assert not bad


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "cp1252", "utf-8-sig"])
def test_a_text_file_may_be_in_any_encoding(tmp_path: Path, encoding: str) -> None:
    text = "“It was positive,” Witkoff said – he’s back."
    articles, bad = read(write(tmp_path / "a.txt", text.encode(encoding)))
    assert articles[0].text == text
    assert [problem.is_warning for problem in bad] == ([True] if encoding == "cp1252" else [])


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("empty.txt", b"", "The file is empty."),
        ("blank.txt", b" \n\n", "The file is empty."),
        ("empty.jsonl", b"", "The file is empty."),
        ("empty.csv", b"\n", "The file is empty."),
        ("empty.html", b"", "The file is empty."),
        ("photo.txt", b"\x89PNG\r\n\x1a\n\x00\x00", "This is no text but a PNG picture."),
        ("paper.jsonl", b"PK\x03\x04\x14\x00\x00", "This is no text but a ZIP archive (or a DOCX, ODT or EPUB file)."),
        ("broken.json", b'{"text": "a",}', "The file is no JSON: "),
        ("other.xml", b'<?xml version="1.0"?><a/>', "The file is XML of no known kind."),
    ],
)
def test_a_file_that_cannot_be_read_is_named_with_the_reason(
    tmp_path: Path, name: str, content: bytes, reason: str
) -> None:
    good = write(tmp_path / "z.txt", "The rest goes on.")
    articles, bad = read(write(tmp_path / name, content), good)
    assert [article.origin for article in articles] == [str(good)]
    assert bad[0].file == str(tmp_path / name)
    assert bad[0].reason.startswith(reason)
    assert bad[0].hint


def test_an_absent_path_is_said_and_the_rest_goes_on(tmp_path: Path) -> None:
    articles, bad = read(tmp_path / "absent", write(tmp_path / "a.txt", "Here."))
    assert len(articles) == 1
    assert str(bad[0]) == f"{tmp_path / 'absent'}: There is no such file or folder. Check the name."


def test_a_bad_line_is_named_and_the_others_are_read(tmp_path: Path) -> None:
    lines = ['{"text": "One."', '{"text": "Two.", "title": "2"}', "", '["Three"]', '{"title": "x"}', '{"text": " "}']
    articles, bad = read(write(tmp_path / "a.jsonl", "\n".join(lines)))
    assert [(article.text, article.line) for article in articles] == [("Two.", 2)]
    assert [problem.line for problem in bad] == [1, 4, 5, 6]
    assert "its keys are 'title'" in bad[2].reason
    assert "'text' is empty" in bad[3].reason


def test_lines_may_hold_what_strict_json_forbids(tmp_path: Path) -> None:
    articles, bad = read(write(tmp_path / "a.jsonl", '{"text": "a\\ud800\tb", "score": NaN}\n{"text": "c\\u0000"}'))
    assert [article.text for article in articles] == ["a\ufffd\tb", "c\ufffd"]
    assert not bad


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig"])
def test_lines_may_be_in_utf_16_or_begin_with_a_mark(tmp_path: Path, encoding: str) -> None:
    content = '{"text": "“One.”"}\r\n{"text": "Two\u2028."}\r\n'.encode(encoding)
    articles, _ = read(write(tmp_path / "a.jsonl", content))
    assert [article.text for article in articles] == ["“One.”", "Two\u2028."]


def test_lines_in_another_encoding_are_read_with_a_warning(tmp_path: Path) -> None:
    content = '{"text": "“It was,” he said – twice."}\n{"text": "Plain."}\n{"text": "“No.”"}'.encode("cp1252")
    articles, bad = read(write(tmp_path / "a.jsonl", content))
    assert [article.text for article in articles] == ["“It was,” he said – twice.", "Plain.", "“No.”"]
    assert [(problem.line, problem.is_warning) for problem in bad] == [(1, True)]


@pytest.mark.parametrize(
    "content",
    [
        [{"text": "One."}, {"text": "Two."}],
        {"articles": [{"text": "One."}, {"text": "Two."}], "total": 2},
        {"x1": {"text": "One."}, "x2": {"text": "Two."}},
    ],
)
@pytest.mark.parametrize("name", ["a.json", "a.jsonl"])
def test_json_is_a_list_or_holds_one(tmp_path: Path, content: object, name: str) -> None:
    articles, bad = read(write(tmp_path / name, json.dumps(content, indent=1)))
    assert [article.text for article in articles] == ["One.", "Two."]
    assert not bad


def test_json_may_be_one_article(tmp_path: Path) -> None:
    news = {
        "headline": "Talks begin",
        "body": ["First paragraph.", "Second."],
        "publisher": {"name": "Example Post"},
        "authors": ["Ann", {"name": "Ben"}],
        "datePublished": "March 16, 2025",
        "pageviews": 3,
    }
    articles, _ = read(write(tmp_path / "a.json", json.dumps(news)))
    assert articles[0].text == "First paragraph.\n\nSecond."
    assert articles[0].meta == {
        "pageviews": "3",
        "title": "Talks begin",
        "source": "Example Post",
        "published": "2025-03-16",
        "author": "Ann, Ben",
    }


def test_json_lines_under_the_name_json_are_read(tmp_path: Path) -> None:
    articles, bad = read(write(tmp_path / "a.json", '{"text": "One."}\n{"text": }\n{"text": "Three."}'))
    assert [article.line for article in articles] == [1, 3]
    assert bad[0].line == 2


def test_a_list_that_breaks_off_gives_what_came_before(tmp_path: Path) -> None:
    articles, bad = read(write(tmp_path / "a.json", '[\n{"text": "One."},\n{"text": "Two."},\n{"text": "Th'))
    assert [(article.text, article.line) for article in articles] == [("One.", 2), ("Two.", 3)]
    assert bad[0].line == 4


def test_a_bad_record_of_a_list_is_named_with_its_line(tmp_path: Path) -> None:
    articles, bad = read(write(tmp_path / "a.json", '[\n{"text": "One."},\n{"title":\n"x"},\n{"text": "Three."}\n]'))
    assert [article.text for article in articles] == ["One.", "Three."]
    assert bad[0].line == 3


def test_a_table_is_read_by_its_usual_names(tmp_path: Path) -> None:
    rows = 'Headline;Article Text;Pub_Date;Outlet\r\n"A ""good"" day";"One,\r\ntwo; three";16.03.2025;Post\r\n'
    articles, bad = read(write(tmp_path / "a.csv", rows.encode("utf-8-sig")))
    assert articles[0].text == "One,\ntwo; three"
    assert articles[0].meta == {"title": 'A "good" day', "published": "2025-03-16", "source": "Post"}
    assert not bad


def test_rows_that_do_not_fit_are_named_with_their_lines(tmp_path: Path) -> None:
    rows = 'text,title\n"One\nline two",a\nToo few\n"Three",c\n,d\n"x"y,e\nSix,f,g\nSeven,h\n'
    articles, bad = read(write(tmp_path / "a.csv", rows))
    assert [(article.text, article.line) for article in articles] == [("One\nline two", 2), ("Three", 5), ("Seven", 9)]
    assert [problem.line for problem in bad] == [4, 6, 7, 8]
    assert bad[0].reason == "The row has 1 columns, its head has 2."


def test_a_mark_that_nothing_closes_loses_its_own_row_only(tmp_path: Path) -> None:
    articles, bad = read(write(tmp_path / "a.csv", 'text,title\nOne,a\n"Two,b\nThree,c\nFour,d\n'))
    assert [(article.text, article.line) for article in articles] == [("One", 2), ("Three", 4), ("Four", 5)]
    assert [problem.line for problem in bad] == [3]


@pytest.mark.parametrize(("name", "content"), [("a.csv", "text,title\n"), ("a.json", "[]"), ("a.jsonl", "[]")])
def test_a_file_without_any_article_is_said(tmp_path: Path, name: str, content: str) -> None:
    assert read(write(tmp_path / name, content))[1][0].reason == "The file holds no article."


def test_columns_can_be_given(tmp_path: Path) -> None:
    table = write(tmp_path / "a.csv", "Kopf,Inhalt\nTitel,Ein Satz.\n")
    assert "columns 'Kopf', 'Inhalt'" in read(table)[1][0].reason
    articles, _ = read(table, columns="text=Inhalt, title=Kopf")
    assert (articles[0].text, articles[0].meta["title"]) == ("Ein Satz.", "Titel")
    assert "no column 'Body'" in read(table, columns="text=Body")[1][0].reason


@pytest.mark.parametrize("given", ["text", "text=", "txet=body"])
def test_columns_that_make_no_sense_are_refused(given: str) -> None:
    with pytest.raises(UserError):
        parse_columns(given)


def test_a_column_without_a_name_for_text_will_do_alone(tmp_path: Path) -> None:
    articles, _ = read(write(tmp_path / "a.csv", "paragraph\nOnly this.\n"))
    assert articles[0].text == "Only this."


def test_a_field_may_be_huge(tmp_path: Path) -> None:
    text = "word " * 100_000
    before = csv.field_size_limit()
    articles, _ = read(write(tmp_path / "a.csv", f'text,title\n"{text}",a\n'))
    assert articles[0].text == text
    assert csv.field_size_limit() == before


def test_marks_in_an_unquoted_tsv_belong_to_the_text(tmp_path: Path) -> None:
    articles, bad = read(write(tmp_path / "a.tsv", 'title\ttext\na\t"Yes," he said.\nb\tPlain.\n'))
    assert [article.text for article in articles] == ['"Yes," he said.', "Plain."]
    assert not bad


def test_a_quoted_tsv_may_hold_lines_and_tabs(tmp_path: Path) -> None:
    articles, _ = read(write(tmp_path / "a.tsv", 'title\ttext\na\t"He said ""yes""\nand\tleft."\n'))
    assert articles[0].text == 'He said "yes"\nand\tleft.'


def test_marks_escaped_by_a_backslash_are_understood(tmp_path: Path) -> None:
    articles, _ = read(write(tmp_path / "a.csv", 'title,text\na,"He said \\"yes\\", twice."\n'))
    assert articles[0].text == 'He said "yes", twice.'


PAGE = """<!DOCTYPE html><html lang="en"><head><meta charset="{charset}"><title>Site: Talks begin</title>
<meta property="og:title" content="Talks begin in Arland"><meta property="og:site_name" content="The Arland Post">
<meta name="author" content="Ann Lee"><meta property="article:published_time" content="2025-03-16T10:00:00+01:00">
<link rel="canonical" href="https://example.org/talks"></head><body><nav><a href="/">Home</a></nav>
<article><h1>Talks begin in Arland</h1><p>“We are ready,” the minister said on Sunday in the capital, after a long night
of meetings with both of the parties.</p><p>The other side called it a first step – café talks – and nothing more, and
said that it expects an answer by Friday.</p></article><footer>All rights reserved</footer></body></html>"""


@pytest.mark.parametrize("charset", ["utf-8", "windows-1252", "iso-8859-1"])
def test_a_page_gives_its_main_text_and_metadata(tmp_path: Path, charset: str) -> None:
    encoding = "utf-8" if charset == "utf-8" else "cp1252"
    articles, bad = read(write(tmp_path / "a.html", PAGE.format(charset=charset).encode(encoding)))
    text, meta = articles[0].text, articles[0].meta
    assert "“We are ready,” the minister" in text
    assert "– café talks –" in text
    assert "parties.\nThe other side" in text
    assert "All rights" not in text
    assert "Home" not in text
    assert meta["title"] == "Talks begin in Arland"
    assert (meta["source"], meta["author"], meta["published"]) == (
        "The Arland Post",
        "Ann Lee",
        "2025-03-16T10:00:00+01:00",
    )
    assert meta["url"] == "https://example.org/talks"
    assert not bad


def test_a_folder_is_read_in_natural_order_and_what_is_skipped_is_said(tmp_path: Path) -> None:
    for name in ("10.txt", "2.txt", "b/1.json", ".hidden.txt", ".git/x.txt", "picture.png", "Thumbs.db"):
        write(tmp_path / name, '{"text": "x"}' if name.endswith("json") else "Some text.")
    articles, bad = read(tmp_path)
    assert [Path(article.origin).name for article in articles] == ["2.txt", "10.txt", "1.json"]
    assert [problem.is_warning for problem in bad] == [True, True]
    assert bad[0].reason == "3 files are hidden and skipped."
    assert "picture.png" in bad[1].reason


def test_a_folder_without_articles_is_said(tmp_path: Path) -> None:
    assert "no file that can be imported" in read(tmp_path)[1][0].reason


def test_a_format_can_be_chosen_and_is_refused_when_unknown(tmp_path: Path) -> None:
    lines = write(tmp_path / "a.txt", '{"text": "One."}')
    assert [record.text for record in read_paths([lines], format_name="jsonl")] == ["One."]
    with pytest.raises(UserError, match="no format 'word'"):
        list(read_paths([lines], format_name="word"))


@pytest.mark.parametrize(
    ("content", "name"),
    [
        ('{"text": "a"}\n{"text": "b"}', "jsonl"),
        ('[{"text": "a"}]', "json"),
        ("title,text\na,b\n", "csv"),
        ("<!DOCTYPE html><html>", "html"),
        ("Just a sentence, and no text,title.", "txt"),
    ],
)
def test_a_file_without_extension_is_told_by_how_it_begins(tmp_path: Path, content: str, name: str) -> None:
    assert detect(write(tmp_path / "file", content)).name == name


def test_formats_have_their_own_names_and_are_found_by_them() -> None:
    assert len({known.name for known in FORMATS}) == len(FORMATS)
    assert all(find_format(known.name) is known for known in FORMATS)


def test_the_real_articles_are_read_with_the_titles_that_they_have(shared: Path) -> None:
    articles, bad = read(shared / "seeds")
    assert not bad
    assert [article.meta.get("title", "")[:12] for article in articles] == ["", "Cease-Fire N", "", "", "Hopes Rise f"]
    for article in articles:
        assert article.text == Path(article.origin).read_text(encoding="utf-8")


def test_real_files_of_other_tools_are_read(shared: Path) -> None:
    fixtures = shared / "fixtures"
    table = fixtures / "doccano/data_import/tests/data/example.utf16.csv"
    assert [article.text for article in read(table)[0]] == ["AAA", "BBB", "CCC"]
    pages, _ = read(fixtures / "html")
    assert len(pages) == 4
    assert pages[2].meta["author"] == "Herman Melville"


def test_json_nested_without_end_is_refused_and_the_rest_goes_on(tmp_path: Path) -> None:
    endless = "[" * 100_000 + "]" * 100_000
    lines = write(tmp_path / "a.jsonl", f'{{"text": "a", "x": {endless}}}\n{{"text": "Good."}}\n')
    articles, bad = read(lines, write(tmp_path / "b.json", endless))
    assert [article.text for article in articles] == ["Good."]
    assert ["Nested too deeply" in problem.reason for problem in bad] == [True, True]


def test_a_number_of_thousands_of_digits_is_kept_as_it_is(tmp_path: Path) -> None:
    articles, bad = read(write(tmp_path / "a.jsonl", f'{{"text": "Good.", "id": {"9" * 6000}}}\n'))
    assert articles[0].meta["id"] == "9" * 6000
    assert not bad


def test_lone_surrogates_are_replaced_in_names_and_labels_too(tmp_path: Path) -> None:
    line = '{"text": "Oslo \\ud800", "k\\udfff": "v", "spans": [{"start": 0, "end": 4, "label": "G\\ud800"}]}'
    articles, _ = read(write(tmp_path / "a.jsonl", line))
    assert articles[0].annotations is not None
    assert articles[0].text == "Oslo �"
    assert articles[0].meta == {"k�": "v"}
    assert articles[0].annotations.spans[0].label == "G�"


def test_what_is_no_file_is_refused_without_waiting_for_it(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    (tmp_path / "link.txt").symlink_to(tmp_path / "gone.txt")
    articles, bad = read(tmp_path)
    assert not articles
    assert [problem.reason for problem in bad] == [
        "It is a link to a file that is not there.",
        "This is no file but a pipe, a socket or a device.",
    ]


def test_a_fragment_of_a_page_is_read(tmp_path: Path) -> None:
    articles, _ = read(write(tmp_path / "a.html", "<p>The boat came back, said Anna Keller.</p>"))
    assert articles[0].text.strip() == "The boat came back, said Anna Keller."


def test_the_line_that_tells_excel_the_separator_is_no_head(tmp_path: Path) -> None:
    articles, bad = read(write(tmp_path / "a.csv", "sep=;\r\ntitle;text\r\nOne;Boats, and more.\r\n;\r\nTwo\r\n"))
    assert [(article.text, article.line) for article in articles] == [("Boats, and more.", 3)]
    assert bad[0].line == 5


def test_data_that_is_not_read_is_said_once_for_a_file(tmp_path: Path) -> None:
    rows = [{"text": f"Oslo {number}", "entities": [[0, 4, "GPE"]], "spans": [[0, 4, "GPE"]]} for number in range(3)]
    articles, bad = read(write(tmp_path / "a.jsonl", "\n".join(map(json.dumps, rows))))
    assert len(articles) == 3
    assert [(problem.is_warning, problem.line) for problem in bad] == [(True, None)]
    assert "'entities' (in 3), 'spans' (in 3)" in bad[0].reason


def test_spans_of_which_one_is_none_lose_that_one_only(tmp_path: Path) -> None:
    row = {"text": "Oslo", "spans": [{"start": 0, "end": 4, "label": "GPE"}, "x"]}
    articles, bad = read(write(tmp_path / "a.jsonl", json.dumps(row)))
    assert articles[0].annotations is not None
    assert len(articles[0].annotations.spans) == 1
    assert "spans[2]" in bad[0].reason


def test_a_file_whose_rows_are_wider_than_its_first_line_is_no_table(tmp_path: Path) -> None:
    articles, bad = read(write(tmp_path / "a.tsv", "#FORMAT=other\n\n#Text=A boat.\n1-1\t0-1\tA\t\n"))
    assert not articles
    assert [problem.reason for problem in bad] == ["The first line names one column, and others have 4."]


def test_the_card_of_a_dataset_is_no_article_of_it_but_any_other_readme_is(tmp_path):
    (tmp_path / "a.txt").write_text("Kursk is far.")
    (tmp_path / "README.md").write_text("---\nlicense: mit\ndataset_info:\n  features: []\n---\n# A dataset\n")
    assert [Path(record.origin).name for record in read_paths([tmp_path])] == ["a.txt"]
    (tmp_path / "README.md").write_text("---\ntitle: The talks\n---\n# The talks\n\nThey went on.\n")
    assert len(list(read_paths([tmp_path]))) == 2


def test_labels_that_stand_as_json_in_a_string_are_labels(tmp_path):
    spans = json.dumps([{"start": 0, "end": 5, "label": "PER"}])
    (tmp_path / "a.jsonl").write_text(json.dumps({"text": "Maran left Osk.", "spans": spans}) + "\n")
    (tmp_path / "b.jsonl").write_text(json.dumps({"text": "Maran left.", "spans": "[0, 5"}) + "\n")
    first, second = list(read_paths([tmp_path / "a.jsonl", tmp_path / "b.jsonl"]))
    assert [span.text for span in first.annotations.spans] == ["Maran"]
    assert second.annotations is None
