"""spaCy's DocBin: what a doc shows becomes labels, what it cannot hold is said, and what is ours reads back whole."""

from __future__ import annotations

import zlib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from msgspec import structs

from annotator.errors import UserError
from annotator.formats import spacy as spacy_format
from annotator.formats.dataset import Dataset
from annotator.formats.folder import folder_for
from annotator.formats.gold.schema import GoldArticle, GoldFragment, GoldRejected, GoldSpan, GoldSpeaker, GoldStatement
from annotator.formats.losses import Losses
from annotator.formats.reading import read_paths
from annotator.formats.records import ArticleRecord, BadRecord
from annotator.ids import text_sha256
from annotator.scheme import read_scheme

spacy = pytest.importorskip("spacy")
TEXT = "“We will go,” Rubio said in New York City.\n\nThe non-Dutch side did not comment. 🙂 Kursk."
DONE = ("entities", "statements")


def piece(words: str, text: str = TEXT) -> GoldFragment:
    start = text.index(words)
    return GoldFragment(start, start + len(words), words)


def name(words: str, label: str, own: str = "", **changes: Any) -> GoldSpan:
    where = piece(words)
    return GoldSpan(id=own, start=where.start, end=where.end, label=label, text=words, **changes)


def said() -> GoldStatement:
    return GoldStatement(
        id="a" * 32, type="direct", text="We will go", content=(piece("We will go"),), cue=piece("said"),
        speaker=GoldSpeaker(mention=piece("Rubio"), actor="b" * 32), decided=("content", "cue", "speaker", "type"),
    )  # fmt: skip


def article(*spans: GoldSpan, **changes: Any) -> GoldArticle:
    made: dict[str, Any] = {"annotated": DONE, "spans": spans, "sha256": text_sha256(TEXT), "meta": {"title": "Talks"}}
    return GoldArticle(id="1" * 32, text=TEXT, **(made | changes))


def written(folder: Path, *articles: GoldArticle) -> tuple[Path, Counter[str]]:
    dataset = Dataset(
        name="Talks", layer="gold", scheme=read_scheme()[0], articles=articles, events=list, actors=list,
        find_event=lambda _: None, find_actor=lambda _: None,
    )  # fmt: skip
    with folder_for(folder / "out") as out, Losses(out) as losses:
        spacy_format.write(dataset, out, losses)
    return folder / "out" / "train.spacy", losses.counts


def docs(path: Path) -> list[Any]:
    return list(spacy.tokens.DocBin().from_disk(path).get_docs(spacy.blank("en").vocab))


def saved(folder: Path, *made: Any) -> Path:
    spacy.tokens.DocBin(docs=made, store_user_data=True).to_disk(folder / "foreign.spacy")
    return folder / "foreign.spacy"


def articles_of(path: Path) -> list[ArticleRecord]:
    return [record for record in read_paths([path]) if isinstance(record, ArticleRecord)]


def labels_of(path: Path) -> GoldArticle:
    (record,) = articles_of(path)
    assert record.annotations is not None
    return record.annotations


@pytest.fixture(scope="module")
def nlp() -> Iterator[Any]:
    return spacy.blank("en")


def test_a_real_file_gives_its_entity(shared: Path) -> None:
    found = labels_of(shared / "fixtures" / "docbin" / "demo.spacy")
    assert [(span.text, span.label) for span in found.spans] == [("Ed Sheeran", "PERSON")]
    assert found.annotated == ("entities",)


def test_what_is_ours_reads_back_whole(tmp_path: Path) -> None:
    whole = article(
        name("New York City", "GPE", "c" * 32, actor="d" * 32, flags=("unsure",)),
        name("York", "ORG", "e" * 32),
        statements=(structs.replace(said(), verbatim=(piece("go"),)),),
        rejected=GoldRejected(spans=(name("Dutch", "NORP", "f" * 32),)),
    )
    path, losses = written(tmp_path, whole)
    assert losses == {"overlap": 1, "flags": 1, "cue": 1, "speaker": 1, "verbatim": 1}
    assert labels_of(path) == whole
    assert articles_of(path)[0].meta == {"title": "Talks"}


def test_spacy_sees_entities_actors_parts_of_statements_and_what_was_refused(tmp_path: Path) -> None:
    refused = GoldRejected(spans=(name("Kursk", "PERSON"),))
    path, _ = written(
        tmp_path, article(name("Rubio", "PERSON", actor="d" * 32), statements=(said(),), rejected=refused)
    )
    (doc,) = docs(path)
    assert doc.text == TEXT
    assert [(ent.text, ent.label_, ent.kb_id_) for ent in doc.ents] == [("Rubio", "PERSON", "d" * 32)]
    shown = [(span.text, span.label_) for span in doc.spans["sc"]]
    assert shown == [("We will go", "DIRECT"), ("Rubio", "SPEAKER"), ("said", "CUE")]
    assert [(span.text, span.label_) for span in doc.spans["incorrect_spans"]] == [("Kursk", "PERSON")]
    assert doc.user_data["meta"] == {"title": "Talks"}


def test_a_pass_that_nobody_did_leaves_entities_open_and_one_that_was_done_closes_them(tmp_path: Path) -> None:
    path, _ = written(tmp_path, article(annotated=()), article(annotated=("entities",)))
    undone, done = docs(path)
    assert {token.ent_iob for token in undone} == {0}
    assert {token.ent_iob for token in done} == {2}


def test_nothing_is_learned_of_an_excluded_region(tmp_path: Path) -> None:
    path, _ = written(tmp_path, article(excluded=(piece("did not comment"),)))
    (doc,) = docs(path)
    assert [token.text for token in doc if token.ent_iob == 0] == ["did", "not", "comment"]
    assert labels_of(path).excluded == (piece("did not comment"),)


def test_boundaries_move_to_whole_words_and_white_space_is_left_out(tmp_path: Path) -> None:
    blank = GoldSpan(id="x", start=TEXT.index("\n\n"), end=TEXT.index("\n\n") + 2, label="ORG", text="\n\n")
    path, losses = written(tmp_path, article(name("ubi", "PERSON", "a"), name("City.\n\nThe", "GPE", "b"), blank))
    (doc,) = docs(path)
    assert [ent.text for ent in doc.ents] == ["Rubio", "City.\n\nThe"]
    assert losses == {"moved": 1, "overlap": 1}
    _, losses = written(tmp_path / "blank", article(blank))
    assert losses == {"unaligned": 1}


def test_labels_that_were_changed_elsewhere_are_taken_as_they_are_now(tmp_path: Path) -> None:
    path, _ = written(tmp_path, article(name("Rubio", "PERSON", "c" * 32)))
    (doc,) = docs(path)
    doc.ents = [doc.char_span(piece("Kursk").start, piece("Kursk").end, label="GPE")]
    records = list(read_paths([saved(tmp_path, doc)]))
    assert any(isinstance(record, BadRecord) and "changed since" in record.reason for record in records)
    (record,) = [record for record in records if isinstance(record, ArticleRecord)]
    assert record.annotations is not None
    assert [span.text for span in record.annotations.spans] == ["Kursk"]
    assert record.meta["title"] == "Talks"


def test_groups_of_a_foreign_doc_become_entities_statements_and_refusals(tmp_path: Path, nlp: Any) -> None:
    doc = nlp.make_doc("“We will go,” Rubio said in Kursk.")
    span = spacy.tokens.Span
    doc.spans["sc"] = [
        span(doc, 1, 4, "content"),
        span(doc, 6, 7, "source"),
        span(doc, 7, 8, "cue"),
        span(doc, 9, 10, "GPE"),
    ]
    doc.spans["incorrect_spans"] = [span(doc, 9, 10, "PERSON")]
    found = labels_of(saved(tmp_path, doc))
    (statement,) = found.statements
    assert (statement.text, statement.cue and statement.cue.text) == ("We will go", "said")
    assert statement.speaker
    assert statement.speaker.mention == GoldFragment(14, 19, "Rubio")
    assert [(one.text, one.label) for one in found.spans] == [("Kursk", "GPE")]
    assert [(one.text, one.label) for one in found.rejected.spans] == [("Kursk", "PERSON")]  # type: ignore[union-attr]


def test_entities_with_a_knowledge_base_name_their_actor(tmp_path: Path, nlp: Any) -> None:
    doc = nlp.make_doc("Rubio spoke. Later Rubio left.")
    doc.ents = [spacy.tokens.Span(doc, at, at + 1, "PERSON", kb_id="Q324546") for at in (0, 4)]
    (record,) = articles_of(saved(tmp_path, doc))
    assert [(actor.id, actor.name, actor.kind) for actor in record.actors] == [("Q324546", "Rubio", "person")]
    assert record.annotations is not None
    assert {span.actor for span in record.annotations.spans} == {"Q324546"}


def test_no_entity_is_an_answer_and_no_value_is_none(tmp_path: Path, nlp: Any) -> None:
    empty, unknown = nlp.make_doc("Nothing here."), nlp.make_doc("Nobody looked.")
    empty.ents = []
    found = articles_of(saved(tmp_path, empty, unknown))
    assert found[0].annotations is not None
    assert found[0].annotations.annotated == ("entities",)
    assert found[1].annotations is None


def test_what_has_no_place_is_said(tmp_path: Path, nlp: Any) -> None:
    doc = nlp.make_doc("Rubio left.")
    doc.cats = {"POSITIVE": 1.0}
    doc.user_data |= {"title": "Talks", "vector": [1, 2], ("._.", "url", None, None): "http://a.example"}
    doc.spans["coref"] = [spacy.tokens.Span(doc, 0, 1)]
    records = list(read_paths([saved(tmp_path, doc)]))
    said = " ".join(record.reason for record in records if isinstance(record, BadRecord))
    assert "text categories" in said
    assert "user data" in said
    assert "without a label" in said
    (record,) = [record for record in records if isinstance(record, ArticleRecord)]
    assert (record.meta["title"], record.meta["url"]) == ("Talks", "http://a.example")


def test_every_text_comes_back_to_the_character(tmp_path: Path) -> None:
    texts = ["A  double\tspace \n\n\nand 👩‍👩‍👧 🇺🇦.", "x" * 5000 + " end", " leading", "Zürich — e.g. U.S. can't"]
    path, losses = written(tmp_path, *(GoldArticle(id=str(n), text=text) for n, text in enumerate(texts)))
    assert [doc.text for doc in docs(path)] == texts
    assert not losses


def test_the_file_is_what_spacy_itself_would_write(tmp_path: Path) -> None:
    path, _ = written(tmp_path, article(name("Rubio", "PERSON"), statements=(said(),)), article(annotated=()))
    own = spacy.tokens.DocBin(docs=docs(path), store_user_data=True).to_bytes()
    made, expected = (msgspec.msgpack.decode(zlib.decompress(data)) for data in (path.read_bytes(), own))
    assert made == expected


def test_an_article_in_a_language_that_needs_more_is_parted_all_the_same(tmp_path: Path) -> None:
    path, _ = written(tmp_path, GoldArticle(id="1", text="Ein Satz.", meta={"language": "zz-ZZ"}))
    assert [token.text for token in docs(path)[0]] == ["Ein", "Satz", "."]


@pytest.mark.parametrize(
    "content",
    [
        b"x\x9c",
        b"no docbin",
        zlib.compress(b"\x81\xa5attrs\x01"),
        zlib.compress(
            msgspec.msgpack.encode({"attrs": [], "strings": [], "lengths": b"", "spaces": b"", "tokens": b""})
        ),
    ],
)
def test_what_is_no_docbin_is_refused_in_a_sentence(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a.spacy").write_bytes(content)
    (record,) = [record for record in read_paths([tmp_path / "a.spacy"]) if isinstance(record, BadRecord)][:1]
    assert "DocBin" in record.reason


def test_a_bomb_is_refused_before_it_is_unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spacy_format, "UNPACKED_BYTES", 1 << 20)
    (tmp_path / "a.spacy").write_bytes(zlib.compress(bytes(3 << 20)))
    with pytest.raises(UserError, match="unpacks to more than 1 MB"):
        list(spacy_format.read(tmp_path / "a.spacy", structs.replace))  # type: ignore[arg-type]


def test_a_file_is_recognised_by_how_it_begins(tmp_path: Path, nlp: Any) -> None:
    path = saved(tmp_path, nlp.make_doc("Rubio left."))
    assert spacy_format.sniff(path.read_bytes())
    assert not spacy_format.sniff(zlib.compress(b"no map"))
    assert not spacy_format.sniff(b"")


def test_of_an_export_nothing_but_its_docs_is_read(tmp_path: Path) -> None:
    path, losses = written(tmp_path, article(statements=(said(),)))
    assert losses
    assert len(articles_of(path.parent)) == 1
