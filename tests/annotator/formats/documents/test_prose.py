import pytest

from annotator.formats.documents.prose import (
    captions_of,
    html_element,
    html_text,
    plain_paragraphs,
    text_of,
    with_headline,
)
from annotator.formats.xml import parse_xml


def test_inline_elements_neither_add_nor_take_blanks() -> None:
    assert html_text("<p>Mr <b>Put</b>in, <i>it</i>alic<!-- c -->.<sup>2</sup></p>") == "Mr Putin, italic.2"


def test_paragraphs_stand_apart_and_wrapped_lines_are_joined() -> None:
    assert html_text("<div>One\n   line.<p>Two</p>three</div>") == "One line.\n\nTwo\n\nthree"


def test_inline_elements_on_lines_of_their_own_leave_no_blank_before_a_mark() -> None:
    assert html_text("<p>\nFrom\n<b>Oslo</b>\n, and\n<b>Jo</b>\n.\n</p>") == "From Oslo, and Jo."


@pytest.mark.parametrize("depth", [300, 3000])
def test_tags_that_were_never_closed_cost_no_text(depth: int) -> None:
    assert len(html_text("".join(f"<div><b>w{number} " for number in range(depth))).split()) == depth


def test_a_break_is_a_line_end() -> None:
    assert html_text("<p>One <br/> two</p>") == "One\ntwo"


def test_items_and_rows_stand_on_lines_of_their_own() -> None:
    items = "<ul><li>b</li><li><p>c</p></li></ul>"
    rows = "<table><tr><th>d</th><td><p>e</p></td></tr><tr><td>f</td></tr></table>"
    assert html_text(f"<p>a</p>{items}{rows}") == "a\n\n- b\n- c\n\nd | e\nf"


def test_captions_bylines_and_scripts_are_no_text() -> None:
    markup = "<p>a</p><figure><img/><figcaption>b</figcaption></figure><script>c</script><div class='byline'>d</div>"
    element = html_element(markup)
    assert element is not None
    assert text_of(element) == "a"
    assert captions_of(element) == "b"


def test_a_quotation_in_a_figure_is_text() -> None:
    assert html_text("<figure><blockquote>“a”</blockquote><figcaption>b</figcaption></figure>") == "“a”"


def test_a_q_has_its_marks_once() -> None:
    assert html_text("<p>She said <q>yes</q>, he <q>“no”</q>.</p>") == "She said “yes”, he “no”."


def test_what_was_escaped_twice_is_read_once_more() -> None:
    assert html_text("<p>4 o&amp;#39;clock &amp;quot;yes&amp;quot;</p>") == '4 o\'clock "yes"'


def test_a_whole_page_gives_its_body() -> None:
    assert html_text("<html><head><title>x</title></head><body><h1>H</h1><p>a</p></body></html>") == "H\n\na"


def test_no_break_spaces_stay() -> None:
    assert html_text("<p>25&nbsp;000</p>") == "25\u00a0000"


def test_markup_from_xml_is_read_alike() -> None:
    markup = (
        "<body.content><p>a <em>b</em></p><hl2>c</hl2><media><media-caption>d</media-caption></media></body.content>"
    )
    assert text_of(parse_xml(markup)) == "a b\n\nc"


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("a" * 120 + "\nb", "a" * 120 + "\n\nb"),
        ("wrapped line\nanother line\nlast", "wrapped line\nanother line\nlast"),
        ("a\n\nb\nc", "a\n\nb\nc"),
        ("  one\n two ", "one\n\ntwo"),
    ],
)
def test_lines_of_plain_text_are_paragraphs_unless_they_were_wrapped(given: str, expected: str) -> None:
    assert plain_paragraphs(given) == expected


def test_a_headline_comes_first_and_once() -> None:
    assert with_headline("Talks begin", "Text.") == "Talks begin\n\nText."
    assert with_headline("Talks begin", "TALKS  begin\n\nText.") == "TALKS  begin\n\nText."
    assert with_headline("", "Text.") == "Text."
    assert with_headline("Talks begin", "") == ""
