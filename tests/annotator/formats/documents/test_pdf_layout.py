from annotator.formats.documents.pdf_layout import Line, Page, paragraphs


def lines(*texts: str, left: float = 50, top: float = 700, width: float = 200, indents: bool = True) -> list[Line]:
    """Lines of a column, one under the other; one that begins with a blank is set in."""
    made: list[Line] = []
    for number, text in enumerate(texts):
        start = left + (12 if text.startswith(" ") and indents else 0)
        bottom = top - 12 * number
        end = left + min(width, 10 + 5 * len(text))
        made.append(Line(text.strip(), start, end, bottom, bottom + 10, 10))
    return made


def read(*pages: list[Line]) -> list[str]:
    return paragraphs([Page(800, tuple(page)) for page in pages])[0]


LONG = "words that fill the whole of the line up to"


def test_lines_are_joined_and_indents_begin_paragraphs() -> None:
    assert read(lines(f" {LONG}", "its end.", f" {LONG}", "another end.")) == [
        f"{LONG} its end.",
        f"{LONG} another end.",
    ]


def test_a_gap_keeps_paragraphs_apart() -> None:
    assert read(lines(LONG, LONG) + lines(LONG, top=640)) == [f"{LONG} {LONG}", LONG]


def test_a_short_closed_line_ends_a_paragraph() -> None:
    assert read(lines(LONG, "End.", f"Next {LONG}", "end.")) == [f"{LONG} End.", f"Next {LONG} end."]


def test_a_heading_is_a_paragraph_of_its_own() -> None:
    heading = Line("Talks", 50, 150, 730, 750, 20)
    assert read([heading, *lines(LONG)]) == ["Talks", LONG]


def test_a_heading_of_two_lines_is_one_paragraph() -> None:
    heading = [Line("Talks begin", 50, 250, 730, 750, 20), Line("in Oslo", 50, 150, 706, 726, 20)]
    assert read([*heading, *lines(LONG, LONG, top=680)]) == ["Talks begin in Oslo", f"{LONG} {LONG}"]


def test_short_lines_that_were_ended_on_purpose_stay_apart() -> None:
    assert read(lines(LONG, "Jo Doe", "Al Lee")) == [f"{LONG} Jo Doe", "Al Lee"]


def test_a_sentence_goes_on_in_the_next_column_and_on_the_next_page() -> None:
    assert read(lines(LONG) + lines("the next", left=300), lines("page and its end.")) == [
        f"{LONG} the next page and its end."
    ]


def test_columns_that_were_written_line_by_line_are_put_in_order() -> None:
    left, right = lines("a one two", "b one two", "c one two"), lines("d one two", "e one two", "f one two.", left=300)
    mixed = [line for pair in zip(left, right, strict=True) for line in pair]
    assert read(mixed) == ["a one two b one two c one two d one two e one two f one two."]


def test_the_cells_of_a_table_stay_on_their_line() -> None:
    left, right = lines("a", "b", "c"), lines("1", "2", "3", left=300)
    mixed = [line for pair in zip(left, right, strict=True) for line in pair]
    assert " ".join(read(mixed)) == "a 1 b 2 c 3"


def test_a_word_that_was_broken_is_whole_again() -> None:
    assert read(lines("They nego-", "tiated.")) == ["They negotiated."]
    assert read(lines("They nego\u00ad", "tiated.")) == ["They negotiated."]


def test_a_hyphen_that_stands_elsewhere_too_stays() -> None:
    assert read(lines("A long-", "term plan is a long-term plan")) == ["A long-term plan is a long-term plan"]
    assert read(lines("Anglo-", "American")) == ["Anglo-American"]
    assert read(lines("from 1914-", "1918")) == ["from 1914- 1918"]


def test_ligatures_are_letters() -> None:
    assert read(lines("the ﬁrst oﬃcial")) == ["the first official"]


def test_running_heads_and_page_numbers_go_where_they_repeat() -> None:
    head = Line("The Daily News", 50, 200, 770, 780, 10)
    pages = [
        Page(800, (head, *lines(f"{word} {LONG}."), Line(f"Page {number} of 9", 50, 90, 20, 30, 10)))
        for number, word in enumerate(("One", "Two", "Three"), 1)
    ]
    found, dropped = paragraphs(pages)
    assert found == [f"{word} {LONG}." for word in ("One", "Two", "Three")]
    assert dropped == 3


def test_what_stands_once_at_the_edge_of_a_page_stays() -> None:
    assert "The Daily News" in read([Line("The Daily News", 50, 200, 770, 780, 20), *lines(LONG)])
