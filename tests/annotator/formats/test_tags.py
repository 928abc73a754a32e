import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.formats.tags import Run, runs_of, split_tag

SAME = [Run(0, 1, "PER"), Run(3, 3, "LOC"), Run(4, 5, "LOC")]


@pytest.mark.parametrize(
    "tags",
    [
        "B-PER I-PER O B-LOC B-LOC I-LOC",
        "I-PER I-PER O I-LOC B-LOC I-LOC",
        "B-PER L-PER O U-LOC B-LOC L-LOC",
        "B-PER E-PER O S-LOC B-LOC E-LOC",
        "b-PER i-PER _ b-LOC b-LOC i-LOC",
    ],
    ids=["IOB2", "IOB1", "BILUO", "BIOES", "lower case"],
)
def test_every_scheme_says_the_same(tags: str) -> None:
    assert runs_of(tags.split()) == SAME


def test_a_run_that_begins_in_its_middle_is_mended() -> None:
    assert runs_of(["B-PER", "O", "I-LOC", "L-LOC"]) == [Run(0, 0, "PER"), Run(2, 3, "LOC", is_mended=True)]


def test_labels_with_hyphens_and_labels_alone_are_labels() -> None:
    assert split_tag("B-product-software") == ("B", "product-software")
    assert split_tag("MISC") == ("I", "MISC")
    assert split_tag("B_PER") == ("B", "PER")
    assert split_tag("O") == ("", "")


@given(st.lists(st.tuples(st.integers(0, 3), st.sampled_from(["", "A", "B-C"])), max_size=12))
def test_what_is_written_in_iob2_is_read_as_it_was(pieces: list[tuple[int, str]]) -> None:
    tags: list[str] = []
    runs: list[Run] = []
    for length, label in pieces:
        if label and length:
            runs.append(Run(len(tags), len(tags) + length - 1, label))
            tags += [f"B-{label}", *[f"I-{label}"] * (length - 1)]
        else:
            tags.append("O")
    assert runs_of(tags, iob1=False) == runs
