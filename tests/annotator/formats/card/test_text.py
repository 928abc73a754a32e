"""What the card of a dataset says."""

import hashlib
import re
from pathlib import Path

import pytest
import yaml

from annotator.formats.card.counts import Counts
from annotator.formats.card.front_matter import front_matter
from annotator.formats.card.languages import language_code
from annotator.formats.card.tables import shown, table
from annotator.formats.card.terms import Term
from annotator.formats.card.text import CardInfo, card_text, sums_of
from annotator.formats.folder import FileSum
from annotator.formats.gold.schema import GoldArticle, GoldSpan, GoldStatement

TERMS = (Term("label", "GPE", "Place", "It has a government."), Term("label", "LAW", "Law"))
INFO = CardInfo(name="Talks", layer="gold", terms=TERMS)


def counted(*articles: GoldArticle, split: str = "train") -> Counts:
    counts = Counts()
    for article in articles:
        counts.article(article, split)
    return counts


def article(*labels: str, **meta: str) -> GoldArticle:
    spans = tuple(GoldSpan(start=0, end=5, label=label, text="Kursk") for label in labels or ("GPE",))
    return GoldArticle(text="Kursk is far.", meta=meta, annotated=("entities",), spans=spans)


def front(card: str) -> dict[str, object]:
    return yaml.safe_load(card.split("---\n")[1])


def test_sources_and_dates_are_counted_and_their_absence_too() -> None:
    counts = counted(
        article(source="Herald", published="2025-03-17T10:00:00+02:00"), article(source="Herald"), article()
    )
    text = card_text(INFO, counts, [])
    assert "| Herald | 2 |" in text
    assert "| not named | 1 |" in text
    assert "### Published (2025-03-17 to 2025-03-17)" in text
    assert "| 2025 | 1 |" in text
    assert "2 of 3 articles have no date." in text


@pytest.mark.parametrize("given", ["yesterday", "2016-13-45", "0000-01-01", "12/09/2016", "20251"])
def test_a_date_that_cannot_be_read_is_neither_a_year_nor_missing(given: str) -> None:
    counts = counted(article(published=given), article(published="2016-09"), article(published="2015"))
    assert dict(counts.years) == {"2016": 1, "2015": 1}
    text = card_text(INFO, counts, [])
    assert "### Published (2015 to 2016-09)" in text
    assert "1 of 3 articles has no date in ISO form." in text
    assert "no date." not in text


def test_many_sources_are_summed_up_and_many_years_are_decades() -> None:
    counts = counted(*(article(source=f"s{n}", published=f"{1900 + n}-01-01") for n in range(60)))
    text = card_text(INFO, counts, [])
    assert "| 35 others | 35 |" in text
    assert "| 1900 to 1909 | 10 |" in text


def test_what_nobody_looked_for_is_a_known_gap() -> None:
    text = card_text(INFO, counted(article("GPE", "OLD")), [])
    assert "In no article are statements and links done" in text
    assert "Labels of the scheme without an example: LAW." in text
    assert "Labels that the scheme does not have: OLD." in text


def test_a_label_stands_with_what_it_means() -> None:
    text = card_text(INFO, counted(article("GPE", "OLD")), [])
    assert "| GPE | Place: It has a government. | 1 |" in text
    assert "| OLD | not in the scheme | 1 |" in text


@pytest.mark.parametrize("number", [0, 1])
def test_a_card_of_hardly_anything_is_a_card(number: int) -> None:
    counts = counted(*[GoldArticle(text="")] * number)
    text = card_text(CardInfo(name="", layer="ann"), counts, [])
    assert front(text)["size_categories"] == ["n<1K"]
    assert f"{number} news article{'' if number else 's'}: 0 entities" in text


def test_what_entities_and_statements_have_is_counted() -> None:
    spans = tuple(GoldSpan(start=start, end=end, label="ORG") for start, end in ((0, 9), (2, 4), (3, 6), (9, 12)))
    statement = GoldStatement(content=(), parent="s2")
    counts = counted(GoldArticle(text="Kursk is far.", spans=spans, statements=(statement, statement)))
    text = card_text(INFO, counts, [])
    assert "| entities that overlap one before them | 2 |" in text
    assert "| statements inside another | 2 |" in text
    assert "| statements with a cue | 0 |" in text


def test_who_settled_how_much_is_told() -> None:
    span = GoldSpan(start=0, end=5, label="GPE", how="adjudicated", by="lea")
    text = card_text(INFO, counted(GoldArticle(text="Kursk", spans=(span,))), [])
    assert "| units settled by lea | 1 |" in text


def test_a_licence_that_hubs_know_goes_by_its_identifier() -> None:
    assert "license: cc-by-4.0\n" in front_matter("T", "CC-BY-4.0", Counts(), [])
    assert "license: cc-by-4.0\n" in front_matter("T", "CC BY 4.0", Counts(), [])
    other = front_matter("T", "House licence, 2025", Counts(), [])
    assert "license: other\nlicense_name: house-licence-2025\n" in other
    assert "license: unknown\n" in front_matter("T", "", Counts(), [])
    assert "No licence was stated" in card_text(INFO, Counts(), [])


@pytest.mark.parametrize(
    ("given", "code"),
    [("en", "en"), ("EN", "en"), ("en-GB", "en"), ("fr_FR", "fr"), ("English", "en"), ("deu", "de"), ("nds", "nds"),
     ("zh-Hant-TW", "zh"), ("und", None), ("Klingon dialect", None), ("", None), ("e", None)],
)  # fmt: skip
def test_a_language_goes_by_its_code(given: str, code: str | None) -> None:
    assert language_code(given) == code


def test_front_matter_is_yaml_whatever_things_are_called() -> None:
    languages = [article(language=given) for given in ("en-GB", "English", "no", "??")]
    info = CardInfo(name='A "quoted": name\n---\n# x', layer="gold", licence="yes: no")
    found = front(card_text(info, counted(*languages), [FileSum("train.jsonl", 1, "ab", 1)]))
    assert found["language"] == ["en", "no"]
    assert found["pretty_name"] == 'A "quoted": name --- # x'
    assert found["license_name"] == "yes-no"
    assert found["configs"] == [
        {"config_name": "articles", "default": True, "data_files": [{"split": "train", "path": "train.jsonl"}]}
    ]


def test_a_split_without_articles_is_no_split_of_the_hub() -> None:
    files = [FileSum(f"{name}.jsonl", 1, "ab", lines) for name, lines in (("train", 3), ("dev", 1), ("test", 0))]
    found = front(card_text(INFO, counted(article()), files))
    assert [file["split"] for file in found["configs"][0]["data_files"]] == ["train", "validation"]  # type: ignore[index]


def test_words_in_a_table_break_out_of_nothing() -> None:
    assert shown("a | b\n<b>*x*</b> &amp; [y](z) WORK_OF_ART _i_") == (
        r"a \| b &lt;b>\*x\*&lt;/b> &amp;amp; \[y\](z) WORK_OF_ART \_i\_"
    )
    assert table("", ("a",), [("x|y",)]).splitlines()[-1] == r"| x\|y |"


def test_labels_are_shown_by_split() -> None:
    counts = counted(article(), article())
    counts.article(article(), "test")
    text = card_text(INFO, counts, [])
    assert "| GPE | Place: It has a government. | 3 | 2 | 1 |" in text
    assert "| articles in splits | 2 train, 1 test |" in text


def test_a_label_and_a_relation_of_one_name_are_counted_apart() -> None:
    counts = counted(article("direct"))
    counts.article(GoldArticle(text="", statements=(GoldStatement(content=(), type="direct"),)), "test")
    text = card_text(INFO, counts, [])
    assert "| direct | not in the scheme | 1 | 1 | 0 |" in text
    assert "| direct |  | 1 | 0 | 1 |" in text


def test_many_files_have_their_checksums_beside_the_card(tmp_path: Path) -> None:
    files: list[FileSum] = []
    for number in range(100):
        data = f"text {number}".encode()
        (tmp_path / f"a b {number}.txt").write_bytes(data)
        files.append(FileSum(f"a b {number}.txt", len(data), hashlib.sha256(data).hexdigest(), 1))
    text = card_text(INFO, Counts(), files)
    assert re.search(r"100 files of [\d,]+ bytes; `sha256sum --check SHA256SUMS` checks them\.", text)
    assert list(sums_of(files[:3])) == []
    (tmp_path / "SHA256SUMS").write_bytes(b"".join(sums_of(files)))
    for line in (tmp_path / "SHA256SUMS").read_text().splitlines():
        digest, name = line.split("  ", 1)
        assert hashlib.sha256((tmp_path / name).read_bytes()).hexdigest() == digest
