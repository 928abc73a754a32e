from hypothesis import given
from hypothesis import strategies as st

from annotator.formats.tokens import Token, tokenize, tokens_within


def words(text: str, *cuts: int) -> list[str]:
    return [text[token.start : token.end] for token in tokenize(text, cuts)]


def test_words_numbers_and_marks_are_tokens() -> None:
    assert words("“It’s 1,234.5,” the U.S. said at 10:30 …") == [
        *("“", "It", "’s", "1,234.5", ",", "”", "the", "U.S.", "said", "at", "10:30", "…"),
    ]


def test_a_boundary_of_a_label_cuts_the_token_that_it_falls_in() -> None:
    assert words("Kursk-based", 5, 6) == ["Kursk", "-", "based"]


def test_a_cut_token_is_followed_by_no_space() -> None:
    assert tokenize("ab cd", [1]) == [Token(0, 1, False), Token(1, 2, True), Token(3, 5, False)]


def test_a_span_knows_its_tokens() -> None:
    tokens = tokenize("He left Kursk.")
    assert tokens_within(tokens, 3, 13) == (1, 2)
    assert tokens_within(tokens, 4, 5) == (1, 1)
    assert tokens_within(tokens, 2, 3) is None


@given(st.text(), st.sets(st.integers(0, 30)))
def test_tokens_cover_all_but_white_space(text: str, cuts: set[int]) -> None:
    tokens = tokenize(text, cuts)
    covered = {offset for token in tokens for offset in range(token.start, token.end)}
    assert sum(token.end - token.start for token in tokens) == len(covered)
    assert all(text[offset].isspace() for offset in set(range(len(text))) - covered)
    assert not any(token.start < cut < token.end for token in tokens for cut in cuts)
    assert all(token.has_space == text[token.end : token.end + 1].isspace() for token in tokens)
