from pathlib import Path

import pytest

from annotator.formats.documents.markdown_marks import Marks, rendered
from tests.annotator.formats.reading_one import read, write


def text_of(source: str) -> str:
    return rendered(source, Marks())


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("The **president** said _yes_, ***no*** and ~~so~~ on.", "The president said yes, no and so on."),
        ("a_b_c and 2 * 3 * 4 and 5*6", "a_b_c and 2 * 3 * 4 and 5*6"),
        (r"\*kept\* and `*code*`", "*kept* and *code*"),
        (
            '[Jo](http://x/y_(z) "t"), [Al][1], [Bo] and [no link].\n\n[1]: http://x\n[bo]: http://y',
            "Jo, Al, Bo and [no link].",
        ),
        ("<http://x.example> <b>bold</b> &amp; one<br>two", "http://x.example bold & one\ntwo"),
        ("wrapped\nline  \nbroken", "wrapped line\nbroken"),
        ("# One #\n\nTwo\n---\nthree", "One\n\nTwo\n\nthree"),
        ("- a\n- b\n  wrapped\n\n1. c\n2. d", "- a\n- b wrapped\n\n1. c\n2. d"),
        ("> “quoted”\n> on\n\nafter", "“quoted” on\n\nafter"),
        ("| a | b |\n|---|:-:|\n| c | **d** |", "a | b\nc | d"),
        ("```py\nx = *a*\n```\n\n***\n\nend <!-- not\nseen -->", "x = *a*\n\nend"),
        ("In 2025\n1914. was earlier", "In 2025 1914. was earlier"),
    ],
)
def test_marks_are_taken_off(source: str, text: str) -> None:
    assert text_of(source) == text


def test_front_matter_is_metadata(tmp_path: Path) -> None:
    front = (
        '---\ntitle: "Talks: begin"\ndate: 2025-05-20\nauthors:\n  - Ann Lee\n  - Jo Doe\ntags: [a, "b c"]\n---\nOne.\n'
    )
    articles, bad = read(write(tmp_path / "a.md", front))
    assert not bad
    assert articles[0].text == "Talks: begin\n\nOne."
    assert articles[0].meta == {
        "tags": "a, b c",
        "title": "Talks: begin",
        "published": "2025-05-20",
        "author": "Ann Lee, Jo Doe",
    }


def test_front_matter_may_be_toml(tmp_path: Path) -> None:
    articles, _ = read(write(tmp_path / "a.md", '+++\ntitle = "Talks"\ndate = 2025-05-20\n+++\n# Talks begin\n\nOne.'))
    assert articles[0].text == "Talks begin\n\nOne."
    assert articles[0].meta["title"] == "Talks"
    assert articles[0].meta["published"] == "2025-05-20"


def test_a_line_of_dashes_is_no_front_matter(tmp_path: Path) -> None:
    articles, _ = read(write(tmp_path / "a.md", "---\n\nOne.\n\n---\n\nTwo."))
    assert articles[0].text == "One.\n\nTwo."


def test_the_top_heading_is_the_title(tmp_path: Path) -> None:
    articles, _ = read(write(tmp_path / "a.md", "## Politics\n\n# Talks *begin*\n\nOne."))
    assert articles[0].meta["title"] == "Talks begin"
    assert articles[0].text == "Politics\n\nTalks begin\n\nOne."


def test_pictures_are_captions_and_footnotes_are_said(tmp_path: Path) -> None:
    articles, bad = read(write(tmp_path / "a.md", "One.[^1]\n\n![Shown](p.png)\n\n[^1]: A note\n  goes on.\n\nTwo."))
    assert articles[0].text == "One.\n\nTwo."
    assert articles[0].meta["captions"] == "Shown"
    assert "footnotes (1)" in bad[0].reason
    assert bad[0].is_warning


@pytest.mark.parametrize(("content", "said"), [("", "The file is empty."), ("![](p.png)", "only markup")])
def test_a_file_without_text_is_said(tmp_path: Path, content: str, said: str) -> None:
    articles, bad = read(write(tmp_path / "a.md", content))
    assert not articles
    assert said in bad[0].reason
