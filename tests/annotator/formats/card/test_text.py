"""What the card of a dataset says."""

from annotator.formats.card.counts import Counts
from annotator.formats.card.front_matter import front_matter
from annotator.formats.card.text import CardInfo, card_text, sums_of
from annotator.formats.folder import FileSum
from annotator.formats.gold_schema import GoldArticle, GoldSpan

INFO = CardInfo(name="Talks", layer="gold", labels={"GPE": "Place", "LAW": "Law"})


def counted(*articles: GoldArticle, split: str = "train") -> Counts:
    counts = Counts()
    for article in articles:
        counts.article(article, split)
    return counts


def article(**meta: str) -> GoldArticle:
    span = GoldSpan(start=0, end=5, label="GPE", text="Kursk")
    return GoldArticle(text="Kursk is far.", meta=meta, annotated=("entities",), spans=(span,))


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


def test_what_nobody_looked_for_is_a_known_gap() -> None:
    text = card_text(INFO, counted(article()), [])
    assert "No article was annotated for statements: that there are none means nothing." in text
    assert "Labels of the scheme without an example: LAW." in text


def test_a_licence_that_hubs_know_goes_by_its_identifier() -> None:
    assert "license: cc-by-4.0\n" in front_matter("T", "CC-BY-4.0", Counts(), [])
    other = front_matter("T", "House licence, 2025", Counts(), [])
    assert 'license: other\nlicense_name: "House licence, 2025"\n' in other
    assert "license: unknown\n" in front_matter("T", "", Counts(), [])
    assert "No licence was stated" in card_text(INFO, Counts(), [])


def test_labels_are_shown_by_split() -> None:
    counts = counted(article(), article())
    counts.article(article(), "test")
    assert "| GPE | 2 | 1 |" in card_text(INFO, counts, [])


def test_many_files_have_their_checksums_beside_the_card() -> None:
    files = [FileSum(f"train/{number}.txt", 10, "ab" * 32, 1) for number in range(100)]
    text = card_text(INFO, Counts(), files)
    assert "100 files of 1,000 bytes; their checksums stand in `SHA256SUMS`." in text
    assert len(list(sums_of(files))) == 100
    assert list(sums_of(files[:3])) == []
