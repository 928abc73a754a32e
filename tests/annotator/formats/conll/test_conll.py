"""CoNLL in and out: the dialects that are met, and that nothing moves or goes without a word."""

from __future__ import annotations

import tempfile
from collections import Counter
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.formats import conll
from annotator.formats.conll.text import text_of
from annotator.formats.gold.schema import GoldArticle, GoldSpan
from annotator.formats.reading import detect
from annotator.formats.records import BadRecord, ReadOptions
from annotator.formats.tokens import tokenize
from tests.annotator.formats.datasets import articles, dataset, labels_of, one_article, piece_of, read, write

TALKS = (
    ("EU", "B-ORG"),
    ("rejects", "O"),
    ("New", "B-GPE"),
    ("York", "I-GPE"),
    (".", "O"),
    (),
    ("Ilse", "B-PER"),
    ("Maran", "I-PER"),
)
FOUND = [("EU", "ORG"), ("New York", "GPE"), ("Ilse Maran", "PER")]


def made(folder: Path, lines: str, name: str = "talks.conll") -> Path:
    path = folder / name
    path.write_bytes(lines.encode())
    return path


def rows(pattern: str) -> str:
    """The talks, each token as the pattern has it."""
    filled = [pattern.format(word=row[0], tag=row[1]) if row else "" for row in TALKS]
    return "\n".join(filled) + "\n"


def words(article: GoldArticle) -> list[tuple[str, str]]:
    return [(span.text, span.label) for span in article.spans]


def one(path: Path) -> tuple[GoldArticle, list[BadRecord]]:
    (record,), said = read(path)
    return labels_of(record), said


START = "-DOCSTART- -X- -X- O\n\n"


@pytest.mark.parametrize(
    "content",
    [
        START + rows("{word} NNP B-NP {tag}"),
        "-DOCSTART-\n" + rows("{word}\t{tag}"),
        "-DOCSTART- -X- O O\n" + rows("{word} -X- _ {tag}"),
        "-DOCSTART- O\n\n" + rows("{word} _ _ {tag}").replace("\n", "\r\n"),
        "# doc_id = 7\n# sent_id = 1\n" + rows("{word}\t{tag}"),
        "# newdoc id = 7\n" + rows("1\t{word}\t_\t{tag}"),
        "#begin document (nw); part 000\n" + rows("{word}  {tag}") + "#end document\n",
        "\ufeff" + START + rows("{word} x y z {tag}"),
        START + "token\tNER\tpos\n" + rows("{word}\t{tag}\tX"),
        "# hipe2022:document_id = 7\n" + rows("{word}\t{tag}\t_"),
        START + rows("fr:{word}\t{tag}"),
        START + rows("{tag}\t{word}"),
        START + rows("{word} {tag} O"),
        START + rows("{word} {tag}").replace("B-", "I-"),
        START + rows("{word} {tag}").replace("B-ORG", "U-ORG").replace("I-", "L-"),
        START + rows("{word} {tag}").replace("B-ORG", "S-ORG").replace("I-", "E-"),
    ],
)
def test_every_dialect_is_read_alike(tmp_path: Path, content: str) -> None:
    for name in ("talks.conll", "talks.txt"):
        path = made(tmp_path, content, name)
        assert detect(path).name == "conll"
        found, said = one(path)
        assert (found.text, words(found), found.annotated) == ("EU rejects New York.\nIlse Maran", FOUND, ("entities",))
        assert said == []


def test_the_file_names_its_articles(tmp_path: Path) -> None:
    content = "-DOCSTART- (1 EU)\n\n" + rows("{word} {tag}") + "\n# newdoc id = b2\nEU B-ORG\n"
    records, _ = read(made(tmp_path, content))
    assert [(record.meta["id"], record.record_number, record.line) for record in records] == [
        ("1 EU", 1, 1),
        ("b2", 2, 12),
    ]


def test_a_file_in_which_no_article_begins_is_one_and_that_is_said(tmp_path: Path) -> None:
    _, (said,) = one(made(tmp_path, rows("{word}\t{tag}")))
    assert said.is_warning
    assert "taken as one" in said.reason


def test_each_task_of_label_studio_is_an_article(tmp_path: Path) -> None:
    content = "-DOCSTART- -X- O\n" + rows("{word} -X- _ {tag}") + "\n\n\nNobody -X- _ O\n\n"
    records, said = read(made(tmp_path, content))
    assert [(record.text, record.line) for record in records] == [
        ("EU rejects New York.", 1),
        ("Ilse Maran", 8),
        ("Nobody", 13),
    ]
    assert said == []


def test_plain_text_is_never_taken_for_tokens(tmp_path: Path) -> None:
    texts = (
        "Talks\n\nEU rejects New York O\nHe said no\n" * 5,
        "Vitamin B-12\nGroup O\nUnit B-2\n",
        "Score O\n" * 3,
        "a\tb\nc\td\n" * 9,
    )
    for number, text in enumerate(texts):
        assert detect(made(tmp_path, text, f"{number}.txt")).name == "txt"


def test_tags_that_no_scheme_allows_are_mended_and_said(tmp_path: Path) -> None:
    found, (said,) = one(made(tmp_path, START + "A B-PER\nB I-ORG\nC O\nD I-GPE\nE B-GPE\n"))
    assert words(found) == [("A", "PER"), ("B", "ORG"), ("D", "GPE"), ("E", "GPE")]
    assert (said.is_warning, said.line) == (True, 4)
    assert said.reason.startswith("2 labels begin")


def test_a_line_without_a_tag_is_a_failure_with_its_number_and_its_words_stay(tmp_path: Path) -> None:
    found, (said,) = one(made(tmp_path, "-DOCSTART-\tO\n\nEU\tB-ORG\nwent away\n.\tO\nNow\tO\n"))
    assert found.text == "EU went away. Now"
    assert (said.line, said.is_warning) == (4, False)


def test_no_column_of_tags_is_an_error_that_says_how_to_name_one(tmp_path: Path) -> None:
    records, (said,) = read(made(tmp_path, "He NN\nsaid VBD\nno UH\n"))
    assert not records
    assert "--columns tag=" in said.hint


def test_of_several_columns_of_tags_the_last_counts_and_another_can_be_named(tmp_path: Path) -> None:
    path = made(tmp_path, "-DOCSTART-\n\nEU\tB-ORG\tB-X\nis\tO\tO\n")
    found, (said,) = one(path)
    assert words(found) == [("EU", "X")]
    assert "column 2" in said.reason
    named = [*conll.read(path, ReadOptions(columns={"tag": "2"}))]
    assert words(labels_of(named[-1])) == [("EU", "ORG")]  # type: ignore[arg-type]
    told, (said,) = one(made(tmp_path, "TOKEN\tNE-COARSE-LIT\tNE-FINE-LIT\n# newdoc\nEU\tB-ORG\tB-ORG.adm\nis\tO\tO\n"))
    assert words(told) == [("EU", "ORG")]
    assert "column 3" in said.reason


def test_bare_labels_and_tags_of_chinese_corpora_are_read(tmp_path: Path) -> None:
    bare, _ = one(made(tmp_path, "EU ORG\nrejects O\nNew GPE\nYork GPE\nin O\nUpper O\n"))
    assert words(bare) == [("EU", "ORG"), ("New York", "GPE")]
    middle, _ = one(made(tmp_path, "王\tB-PER\n小\tM-PER\n明\tE-PER\n去\tO\n京\tS-GPE\n。\tO\n"))
    assert (middle.text, words(middle)) == ("王小明去京。", [("王小明", "PER"), ("京", "GPE")])


def test_a_column_of_labels_inside_others_is_read_too(tmp_path: Path) -> None:
    content = "#\tTimes\t[2005]\n1\tBank\tB-ORG\tO\n2\tof\tI-ORG\tO\n3\tKursk\tI-ORG\tB-GPE\n4\t.\tO\tO\n5\tYes\tO\tO\n"
    path = made(tmp_path, content, "talks.tsv")
    assert detect(path).name == "conll"
    assert words(one(path)[0]) == [("Bank of Kursk", "ORG"), ("Kursk", "GPE")]


def test_names_in_brackets_are_read_and_the_other_columns_are_said_to_be_left_out(tmp_path: Path) -> None:
    lines = [f"nw/1 0 {at} {word} X (S* - - - - {name} * -" for at, (word, name) in enumerate(
        [("New", "(GPE*"), ("York", "*)"), ("in", "*"), ("May", "(DATE)"), (".", "*")]
    )]  # fmt: skip
    path = made(tmp_path, "#begin document (nw/1); part 000\n" + "\n".join(lines) + "\n#end document\n", "1.gold_conll")
    assert detect(path).name == "conll"
    found, (said,) = one(path)
    assert words(found) == [("New York", "GPE"), ("May", "DATE")]
    assert "coreference" in said.reason


def test_a_table_of_tokens_and_bare_labels_is_told_from_other_tables_by_its_sentences(tmp_path: Path) -> None:
    tokens = "EU\torganization\nis\tO\n.\tO\n\nAda\tperson\nwent\tO\nthere\tO\n"
    assert detect(made(tmp_path, tokens, "talks.tsv")).name == "conll"
    assert detect(made(tmp_path, tokens.replace(".\tO\n\n", ""), "groups.tsv")).name != "conll"


def test_tags_of_quotes_become_statements(tmp_path: Path) -> None:
    content = START + "“ O\nWe B-CONTENT\ngo I-CONTENT\n, O\n” O\nMaran B-SPEAKER\nsaid B-CUE\n. O\n"
    found, (said,) = one(made(tmp_path, content))
    (statement,) = found.statements
    assert (statement.text, statement.cue and statement.cue.text) == ("We go", "said")
    assert "2 cues and speakers" in said.reason


def test_words_are_joined_as_they_are_set() -> None:
    words = ['" We go , " he said .', "The U.S. 's plan ( $ 3 ) is n't out !", "HEADLINE", "Then `` it '' rained ."]
    text, places = text_of([sentence.split(" ") for sentence in words])
    assert text == "\"We go,\" he said. The U.S.'s plan ($3) isn't out!\nHEADLINE\nThen ``it'' rained."
    assert [text[start:end] for start, end in places] == " ".join(words).split(" ")


@given(st.lists(st.lists(st.text(st.characters(exclude_categories=("Z", "C")), min_size=1), min_size=1)))
def test_every_token_stands_where_it_is_said_to_be(sentences: list[list[str]]) -> None:
    text, places = text_of(sentences)
    assert [text[start:end] for start, end in places] == [word for sentence in sentences for word in sentence]
    assert all(end <= start for (_, end), (start, _) in pairwise(places))


def test_entities_and_statements_come_back_with_their_text_from_two_files(tmp_path: Path) -> None:
    given_one = one_article()
    losses = write(conll.FORMAT, tmp_path / "out", dataset(given_one))
    (record,), said = read(tmp_path / "out")
    found = labels_of(record)
    assert (found.text, record.meta, found.annotated) == (given_one.text, given_one.meta, given_one.annotated)
    assert words(found) == words(given_one)
    assert found.excluded == given_one.excluded
    assert [one.type for one in found.statements] == ["mixed", "mixed"]
    kinds = Counter(loss.kind for loss in losses)
    assert kinds == {"fragments": 1, "cue": 1, "speaker": 1, "actor": 2, "link": 1, "flags": 1, "event": 1}
    assert all(each.is_warning for each in said)


def test_an_article_stands_only_where_it_was_read_for_what_the_file_holds(tmp_path: Path) -> None:
    bare = {"spans": (), "statements": (), "excluded": ()}
    unread = one_article(text="Nobody looked.", annotated=(), **bare)
    empty = one_article(text="Nothing was found.", annotated=("entities",), **bare)
    write(conll.FORMAT, tmp_path / "out", dataset(unread, empty))
    content = (tmp_path / "out" / "train.conll").read_text(encoding="utf-8")
    assert "found" in content
    assert "looked" not in content
    assert not (tmp_path / "out" / "train.statements.conll").exists()
    records, _ = read(tmp_path / "out")
    assert [record.annotations and record.annotations.annotated for record in records] == [None, ("entities",)]


def test_without_the_file_of_offsets_the_tokens_are_still_articles(tmp_path: Path) -> None:
    write(conll.FORMAT, tmp_path / "out", dataset(one_article()))
    (tmp_path / "out" / "train.offsets.jsonl").unlink()
    found, _ = one(tmp_path / "out" / "train.conll")
    assert words(found) == [("Ilse Maran", "PERSON"), ("Kursk", "GPE")]


def test_changed_tokens_are_noticed(tmp_path: Path) -> None:
    write(conll.FORMAT, tmp_path / "out", dataset(one_article()))
    path = tmp_path / "out" / "train.conll"
    path.write_text(path.read_text(encoding="utf-8").replace("Kursk", "Brod"), encoding="utf-8")
    found, said = one(path)
    assert ("Brod", "GPE") in words(found)
    assert "no longer those" in said[0].reason


def test_labels_with_blanks_come_back(tmp_path: Path) -> None:
    spans = tuple(
        GoldSpan(id=name, start=(at := piece_of(one_article().text, word)).start, end=at.end, label=name, text=word)
        for name, word in (("a b", "Kursk"), ("_x0020_", "said"), ("Cue", "she"))
    )
    write(conll.FORMAT, tmp_path / "out", dataset(one_article(spans=spans, statements=(), excluded=())))
    found, _ = one(tmp_path / "out")
    assert {span.label for span in found.spans} == {"a b", "_x0020_", "Cue"}


def test_each_split_has_its_files(tmp_path: Path) -> None:
    first, second = one_article(), one_article(text="Talks.", spans=(), statements=(), excluded=())
    write(conll.FORMAT, tmp_path / "out", dataset(first, second, splits={first.id: "train", second.id: "test"}))
    records, _ = read(tmp_path / "out")
    assert [(Path(record.origin).stem, record.text) for record in records] == [
        ("train", first.text),
        ("test", second.text),
    ]


@settings(max_examples=150)
@given(articles())
def test_what_comes_back_is_what_was_written_but_for_the_losses(article: GoldArticle) -> None:
    with tempfile.TemporaryDirectory() as folder:
        losses = write(conll.FORMAT, Path(folder) / "out", dataset(article))
        (record,), _ = read(Path(folder) / "out")
        content = (Path(folder) / "out" / "train.conll").read_text(encoding="utf-8")
    found = labels_of(record)
    lost = {loss.unit: loss for loss in losses if loss.kind in ("moved", "overlap", "unaligned")}
    kept = {(span.start, span.end, span.label) for span in article.spans if span.id not in lost}
    assert kept <= {(span.start, span.end, span.label) for span in found.spans}
    assert (found.text, record.meta, found.annotated) == (article.text, article.meta, article.annotated)
    tokens = [line.split() for line in content.split("\n") if line and not line.startswith("-DOCSTART-")]
    assert [row[0] for row in tokens] == [article.text[each.start : each.end] for each in tokenize(article.text)]
    assert all(len(row) == 4 for row in tokens)


@settings(max_examples=30)
@given(articles())
def test_spacy_reads_the_same_entities(article: GoldArticle) -> None:
    from spacy.training.converters import conll_ner_to_docs

    with tempfile.TemporaryDirectory() as folder:
        write(conll.FORMAT, Path(folder) / "out", dataset(article))
        content = (Path(folder) / "out" / "train.conll").read_text(encoding="utf-8")
        (record,), _ = read(Path(folder) / "out")
    (document,) = conll_ner_to_docs(content, no_print=True)
    theirs = [(" ".join(token.text for token in span), span.label_) for span in document.ents]
    ours = [
        (" ".join(span.text[each.start : each.end] for each in tokenize(span.text)), span.label)
        for span in labels_of(record).spans
        if span.label in ("PERSON", "GPE")
    ]
    assert theirs == ours


def test_doccanos_files_are_read(shared: Path) -> None:
    folder = shared / "fixtures" / "doccano" / "data_import"
    (plain,), _ = read(folder / "pipeline" / "examples" / "sequence_labeling" / "example.txt")
    assert words(labels_of(plain)) == [
        ("EU", "ORG"),
        ("German", "MISC"),
        ("British", "MISC"),
        ("Peter Blackburn", "PER"),
    ]
    (record,), said = read(folder / "tests" / "data" / "sequence_labeling" / "labeling.invalid.conll")
    assert len(labels_of(record).spans) == 5
    assert [(each.line, each.is_warning) for each in said] == [(1, False), (None, True)]


PIECES = (
    "EU",
    "B-ORG",
    "I-CUE",
    "O",
    "-DOCSTART-",
    "#",
    "# newdoc id = 3",
    "\t",
    " ",
    "1",
    '"',
    "B-",
    "M-PER",
    "S-A",
    "\n",
    "\n",
)


@given(st.lists(st.sampled_from(PIECES), max_size=60))
def test_no_file_is_too_broken_to_be_read(pieces: list[str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        records, said = read(made(Path(folder), "x O\n" + "".join(pieces)))
    assert records or said
