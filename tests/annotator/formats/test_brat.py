"""brat standoff in and out: whose annotations are read, what they mean, and that brat itself takes what is written."""

from __future__ import annotations

import tempfile
from pathlib import Path

import bioc.brat
import pytest
from bioc.brat.decoder import loads_ann
from hypothesis import given, settings
from msgspec import structs

from annotator.formats import brat
from annotator.formats.brat_ann import parse_ann
from annotator.formats.gold_schema import GoldActor, GoldArticle, GoldFragment, GoldSpan, GoldSpeaker, GoldStatement
from annotator.formats.reading import detect
from annotator.formats.records import BadRecord
from tests.annotator.formats.datasets import (
    ACTOR,
    EVENT,
    articles,
    dataset,
    labels_of,
    one_article,
    places,
    read,
    speakers_of,
    write,
)

TEXT = "“We go,” Maran said in Kursk. “We stay,” she added.\nNobody answered.\n"


def at(words: str, text: str = TEXT) -> str:
    start = text.index(words)
    return f"{start} {start + len(words)}"


def t(number: int, label: str, *words: str) -> str:
    return f"T{number}\t{label} {';'.join(map(at, words))}\t{' '.join(words)}"


def made(folder: Path, *lines: str, text: str = TEXT, name: str = "talks") -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{name}.txt").write_bytes(text.encode())
    (folder / f"{name}.ann").write_bytes("".join(f"{line}\n" for line in lines).encode())
    return folder / f"{name}.txt"


def one(folder: Path, *lines: str, text: str = TEXT) -> tuple[GoldArticle, list[BadRecord]]:
    (record,), said = read(made(folder, *lines, text=text))
    return labels_of(record), said


def test_a_text_with_annotations_beside_it_is_brats_and_without_them_it_is_not(tmp_path: Path) -> None:
    assert detect(made(tmp_path, t(1, "GPE", "Kursk"))).name == "brat"
    (tmp_path / "alone.txt").write_text("Nobody answered.")
    assert detect(tmp_path / "alone.txt").name == "txt"


def test_the_annotations_stand_for_their_article(tmp_path: Path) -> None:
    (record,), _ = read(made(tmp_path, t(1, "GPE", "Kursk")).with_suffix(".ann"))
    assert labels_of(record).spans[0].text == "Kursk"


def test_annotations_without_a_text_are_a_failure_in_a_sentence(tmp_path: Path) -> None:
    made(tmp_path, t(1, "GPE", "Kursk")).unlink()
    for path in (tmp_path / "talks.ann", tmp_path):
        records, (said,) = read(path)
        assert not records
        assert not said.is_warning
        assert "talks.txt" in said.hint


def test_an_attribution_is_a_statement_with_its_cue_and_speaker(tmp_path: Path) -> None:
    parts = (
        t(1, "Source", "Maran"),
        t(2, "Cue", "said"),
        t(3, "Content", "We go", "We stay"),
        t(4, "Attribution", "said"),
    )
    found, said = one(tmp_path, *parts, "E1\tAttribution:T4 Content:T3 Cue:T2 Source:T1")
    (statement,) = found.statements
    assert [piece.text for piece in statement.content] == ["We go", "We stay"]
    assert (statement.cue or GoldFragment(0, 0)).text == "said"
    assert [one.mention and one.mention.text for one in speakers_of(statement.speaker)] == ["Maran"]
    assert (found.spans, found.annotated, said) == ((), ("statements",), [])


def test_a_trigger_is_the_cue_where_it_is_not_on_the_content(tmp_path: Path) -> None:
    parts = (t(1, "Content", "We go"), t(2, "Quote", "said"), t(3, "Quote", "We stay"), t(4, "Person", "Maran"))
    found, _ = one(tmp_path, *parts, "E1\tQuote:T2 Content:T1 Speaker:T4", "E2\tQuote:T3 Speaker-Arg:T4")
    assert [one.cue and one.cue.text for one in found.statements] == ["said", None]
    assert [one.text for one in found.statements] == ["We go", "We stay"]
    assert [one.speaker and one.speaker.mention and one.speaker.mention.text for one in found.statements] == [
        "Maran"
    ] * 2
    assert [(one.label, one.text) for one in found.spans] == [("Person", "Maran")]


def test_numbered_roles_are_further_pieces_and_further_speakers(tmp_path: Path) -> None:
    parts = (t(1, "Content", "We go"), t(2, "Content", "We stay"), t(3, "Source", "Maran"), t(4, "Source", "she"))
    trigger = t(5, "Attribution", "added")
    found, _ = one(tmp_path, *parts, trigger, "E1\tAttribution:T5 Content:T1 Content2:T2 Source:T3 Source2:T4")
    assert [piece.text for piece in found.statements[0].content] == ["We go", "We stay"]
    assert [each.mention and each.mention.text for each in speakers_of(found.statements[0].speaker)] == ["Maran", "she"]


def test_an_attribution_without_content_is_said_and_gives_its_parts_to_nobody(tmp_path: Path) -> None:
    parts = (t(1, "Source", "she"), t(2, "Content", "We go"), t(3, "Attribution", "said"), t(4, "Attribution", "added"))
    found, said = one(tmp_path, *parts, "E1\tAttribution:T3 Content:T2", "E2\tAttribution:T4 Source:T1")
    assert found.statements[0].speaker is None
    assert {one.label for one in found.spans} == {"Source", "Attribution"}
    assert any("event Attribution (1)" in each.reason for each in said)


def test_other_events_relations_and_attributes_are_counted_and_their_words_kept(tmp_path: Path) -> None:
    parts = (t(1, "Person", "Maran"), t(2, "GPE", "Kursk"), t(3, "Go", "go"))
    rest = ("E1\tGo:T3 Agent-Arg:T1 Place-Arg:T2", "E2\tGo:T3", "R1\tOrigin Arg1:T1 Arg2:T2\t", "A1\tMention T1 Name")
    found, (said,) = one(tmp_path, *parts, *rest, "M1\tNegation E1", "*\tEquiv T1 T2")
    assert [one.label for one in found.spans] == ["Go", "Person", "GPE"]
    assert said.is_warning
    assert said.reason.endswith(
        "attribute Mention (1), attribute Negation (1), event Go (2), relation Equiv (1), relation Origin (1)."
    )


def test_notes_are_said_word_by_word_with_their_lines(tmp_path: Path) -> None:
    _, (said,) = one(tmp_path, t(1, "GPE", "Kursk"), "#1\tAnnotatorNotes T1\tthe town?")
    assert (said.line, said.is_warning) == (2, True)
    assert said.reason == "A note on “Kursk” has no place here: “the town?”."


def test_types_flags_and_anonymous_sources_are_attributes(tmp_path: Path) -> None:
    parts = (t(1, "Content", "We go"), t(2, "Source", "Maran"), "E1\tStatement:T1 Content:T1 Speaker:T2")
    found, said = one(tmp_path, *parts, "A1\tQuote-type E1 Mixed", "A2\tAnonymous T2", "A3\tUnsure E1")
    (statement,) = found.statements
    assert (statement.type, statement.flags) == ("mixed", ("unsure",))
    assert statement.speaker == GoldSpeaker(mention=statement.speaker and statement.speaker.mention, anonymous=True)
    assert said == []


def test_a_reference_says_who_is_meant(tmp_path: Path) -> None:
    lines = (t(1, "Person", "Maran"), "N1\tReference T1 Wikipedia:64488\tIlse Maran", "N2\tReference T1 Wikidata:Q42")
    (record,), said = read(made(tmp_path, *lines))
    assert labels_of(record).spans[0].actor == "Wikipedia:64488"
    pages = ("https://en.wikipedia.org/?curid=64488", "https://www.wikidata.org/wiki/Q42")
    assert record.actors == (GoldActor(id="Wikipedia:64488", name="Ilse Maran", same_as=pages),)
    assert said == []


def test_a_text_that_goes_on_over_line_ends_is_read(tmp_path: Path) -> None:
    whole = "“We stay,” she added.\nNobody answered."
    found, said = one(tmp_path, f"T1\tPassage {at(whole)}\t{whole}", t(2, "GPE", "Kursk"))
    assert [one.text for one in found.spans] == ["Kursk", whole]
    assert said == []


def test_pieces_that_a_line_end_parts_are_one_again(tmp_path: Path) -> None:
    found, (said,) = one(tmp_path, t(1, "Content", "she added.", "Nobody answered"))
    assert [piece.text for piece in found.statements[0].content] == ["she added.\nNobody answered"]
    assert "1 annotation" in said.reason


def test_an_entity_in_pieces_is_widened_and_said(tmp_path: Path) -> None:
    found, (said,) = one(tmp_path, t(1, "GPE", "said", "Kursk"))
    assert found.spans[0].text == "said in Kursk"
    assert "“said in Kursk”" in said.reason


def test_pieces_that_an_old_version_joined_without_a_blank_are_read(tmp_path: Path) -> None:
    found, said = one(tmp_path, f"T1\tContent {at('We go')};{at('We stay')}\tWe goWe stay")
    assert [piece.text for piece in found.statements[0].content] == ["We go", "We stay"]
    assert said == []


def test_a_text_that_stands_elsewhere_is_found_piece_by_piece(tmp_path: Path) -> None:
    lines = ("T1\tGPE 20 25\tKursk", "T2\tContent 0 5;30 37\tWe go We stay")
    found, said = one(tmp_path, *lines)
    assert found.spans[0].start == TEXT.index("Kursk")
    assert [piece.text for piece in found.statements[0].content] == ["We go", "We stay"]
    assert len(said) == 3
    assert all(each.is_warning for each in said)


def test_lines_that_make_no_sense_are_failures_with_their_numbers(tmp_path: Path) -> None:
    lines = (t(1, "GPE", "Kursk"), "W1\tx T1", "T2 GPE 3 4 go", "T3\tGPE three 4\tgo", "E1\tGo T1", "A1\tLonely")
    found, said = one(tmp_path, *lines)
    assert len(found.spans) == 1
    assert [(each.line, each.is_warning) for each in said] == [(number, False) for number in (2, 3, 4, 5, 6)]


def test_an_id_given_twice_loses_nothing(tmp_path: Path) -> None:
    found, (said,) = one(tmp_path, t(1, "GPE", "Kursk"), t(1, "Person", "Maran"))
    assert len(found.spans) == 2
    assert (said.line, said.is_warning) == (2, True)


def test_an_argument_that_the_file_lacks_is_said(tmp_path: Path) -> None:
    found, (said,) = one(tmp_path, t(1, "Content", "We go"), "E1\tStatement:T1 Content:T1 Cue:T9")
    assert found.statements[0].cue is None
    assert (said.line, said.is_warning) == (2, False)
    assert "T9" in said.reason


@pytest.mark.parametrize("counted", [TEXT, TEXT.replace("\n", "\r\n")])
def test_line_ends_of_two_characters_count_as_the_annotations_say(tmp_path: Path, counted: str) -> None:
    start = counted.index("Nobody")
    text = TEXT.replace("\n", "\r\n")
    found, said = one(tmp_path, f"T1\tPerson {start} {start + 6}\tNobody\r", text=text)
    assert found.spans[0].start == TEXT.index("Nobody")
    assert said == []


@pytest.mark.parametrize("shift", [0, 1])
def test_a_byte_order_mark_counts_or_not(tmp_path: Path, shift: int) -> None:
    start = TEXT.index("Kursk") + shift
    found, said = one(tmp_path, f"T1\tGPE {start} {start + 5}\tKursk", text=f"\ufeff{TEXT}")
    assert found.spans[0].start == TEXT.index("Kursk")
    assert said == []


def test_an_empty_file_does_not_say_that_anybody_looked(tmp_path: Path) -> None:
    (record,), (said,) = read(made(tmp_path))
    assert record.annotations is None
    assert said.is_warning


def test_folders_with_the_same_texts_are_annotators(tmp_path: Path) -> None:
    for name in ("ann", "ben", "gold"):
        made(tmp_path / name, t(1, "GPE", "Kursk"))
    made(tmp_path / "ann", t(1, "GPE", "Kursk"), text=f"{TEXT} Only hers.", name="other")
    records, _ = read(tmp_path)
    found = sorted((Path(record.origin).stem, record.annotator) for record in records)
    assert found == [("other", "ann"), ("talks", "ann"), ("talks", "ben"), ("talks", "gold")]


def test_annotations_in_a_folder_of_their_own_are_those_of_the_annotators_in_their_names(tmp_path: Path) -> None:
    for name in ("talks_4b22", "talks_ef2d"):
        made(tmp_path / "attributions", t(1, "GPE", "Kursk"), name=name).unlink()
    made(tmp_path / "text").with_suffix(".ann").unlink()
    records, said = read(tmp_path)
    assert [(record.record_number, record.annotator) for record in records] == [(1, "4b22"), (2, "ef2d")]
    assert said == []
    (record,), _ = read(tmp_path / "attributions" / "talks_ef2d.ann")
    assert record.annotator == "ef2d"


def test_annotations_in_two_files_are_one(tmp_path: Path) -> None:
    made(tmp_path, t(1, "Person", "Maran")).with_suffix(".ann").rename(tmp_path / "talks.a1")
    (tmp_path / "talks.a2").write_text(t(2, "GPE", "Kursk"), encoding="utf-8")
    (record,), _ = read(tmp_path)
    assert [span.label for span in labels_of(record).spans] == ["Person", "GPE"]


def test_a_collection_is_read_without_its_configuration(tmp_path: Path) -> None:
    made(tmp_path, t(1, "GPE", "Kursk"))
    for name in ("annotation.conf", "visual.conf", "README.md", "losses.jsonl", "SHA256SUMS"):
        (tmp_path / name).write_text("# nothing\n")
    (tmp_path / "unopened.txt").write_text("Nobody answered.")
    records, said = read(tmp_path)
    assert [Path(record.origin).name for record in records] == ["talks.txt", "unopened.txt"]
    assert said == []


def same(article: GoldArticle) -> tuple[object, ...]:
    """What brat carries of an article, to be compared."""
    return (
        article.text,
        {(span.start, span.end, span.label, span.actor, span.flags or ()) for span in article.spans},
        sorted(map(_same_statement, article.statements), key=repr),
        {(piece.start, piece.end) for piece in article.excluded},
    )


def _same_statement(statement: GoldStatement) -> tuple[object, ...]:
    return (
        statement.type,
        places(statement.content),
        sorted(places(statement.verbatim)),
        statement.cue,
        [(one.mention, one.actor, one.name, one.anonymous) for one in speakers_of(statement.speaker)],
        bool(statement.parent),
        [(link.event, link.relation, link.conditional) for link in statement.links],
        statement.flags or (),
    )


def test_a_whole_article_comes_back_with_its_events_and_actors(tmp_path: Path) -> None:
    losses = write(brat.FORMAT, tmp_path / "out", dataset(one_article()))
    (record,), said = read(tmp_path / "out")
    assert same(labels_of(record)) == same(one_article())
    assert said == []
    assert [actor.name for actor in record.actors] == [ACTOR.name]
    assert [event.title for event in record.events] == [EVENT.title]
    assert {loss.kind for loss in losses} == {"meta", "event"}


def test_labels_that_brat_cannot_name_come_back_as_they_were(tmp_path: Path) -> None:
    names = ("Größe (m²)", "Cue", "content", "Statement", "_x0020_", "A_B-1", "quote")
    spans = tuple(GoldSpan(id=f"{number}", start=0, end=2, label=name) for number, name in enumerate(names))
    write(brat.FORMAT, tmp_path / "out", dataset(one_article(spans=spans, statements=())))
    (record,), _ = read(tmp_path / "out")
    assert {span.label for span in labels_of(record).spans} == set(names)


def test_articles_without_labels_say_that_it_is_not_known_who_looked(tmp_path: Path) -> None:
    losses = write(brat.FORMAT, tmp_path / "out", dataset(one_article(spans=(), statements=(), excluded=(), meta={})))
    assert "passes" in {loss.kind for loss in losses}


def test_each_split_is_a_folder_under_one_configuration(tmp_path: Path) -> None:
    first, second = one_article(), one_article(text="Talks.", spans=(), statements=(), excluded=())
    write(brat.FORMAT, tmp_path / "out", dataset(first, second, splits={first.id: "train", second.id: "test"}))
    names = sorted(path.relative_to(tmp_path / "out").as_posix() for path in (tmp_path / "out").rglob("*.*"))
    assert [name for name in names if name.endswith(".conf")] == ["annotation.conf", "visual.conf"]
    assert [name.split("/")[0] for name in names if name.endswith(".ann")] == ["test", "train"]


def test_titles_give_names_that_every_system_takes_and_never_twice(tmp_path: Path) -> None:
    given = [
        structs.replace(
            one_article(text=f"Text {number}.", spans=(), statements=(), excluded=()), id=f"same-id-{number}"
        )
        for number in range(3)
    ]
    titles = ("CON: a/b\\c?", "", "Ωμέγα")
    write(
        brat.FORMAT,
        tmp_path / "out",
        dataset(*(structs.replace(one, meta={"title": title}) for one, title in zip(given, titles, strict=True))),
    )
    names = sorted(path.stem for path in (tmp_path / "out").rglob("*.txt"))
    assert names == ["article-same-id", "article-same-id-1", "con-a-b-c-same-id"] or len(set(names)) == 3
    assert all(name.isascii() and name.replace("-", "").isalnum() for name in names)


@settings(max_examples=150)
@given(articles())
def test_what_comes_back_is_what_was_written_but_for_the_losses(article: GoldArticle) -> None:
    with tempfile.TemporaryDirectory() as folder:
        losses = write(brat.FORMAT, Path(folder) / "out", dataset(article))
        (record,), _ = read(Path(folder) / "out")
        check_that_brat_takes(Path(folder) / "out")
    assert {loss.kind for loss in losses} <= {"meta", "event", "fragments", "passes"}
    if not {"fragments", "passes"} & {loss.kind for loss in losses}:
        assert same(labels_of(record)) == same(article)


def check_that_brat_takes(folder: Path) -> None:
    """The demands of brat's server on a collection: one line each, the text of a span exactly that of its offsets."""
    for path in folder.rglob("*.ann"):
        text = path.with_suffix(".txt").read_text(encoding="utf-8")
        content = path.read_text(encoding="utf-8")
        assert content.splitlines() == content.split("\n")[:-1]
        document = bioc.brat.loads(text, content)
        found = parse_ann(content)
        assert found.said == []
        for span in found.spans.values():
            assert span.text == " ".join(text[start:end] for start, end in span.pieces)
            assert span.label.replace("-", "").replace("_", "").isalnum()
        assert {one.id for one in document.entities} == found.spans.keys()
        assert {one.id for one in document.events} == found.happenings.keys()
        for happening in found.happenings.values():
            assert happening.label == found.spans[happening.trigger].label


def tutorials(shared: Path) -> list[Path]:
    return sorted((shared / "fixtures" / "brat").rglob("*.ann"))


def test_the_tutorials_are_read_as_another_reader_reads_them(shared: Path) -> None:
    for path in tutorials(shared):
        content = path.read_text(encoding="utf-8")
        theirs, ours = loads_ann(content), parse_ann(content)
        assert [
            (each.id, each.type, [(piece.begin, piece.end) for piece in sorted(each.locations)], each.text)
            for each in theirs.entities
        ] == [(each.id, each.label, list(each.pieces), each.text) for each in ours.spans.values()]
        assert [(each.id, each.type, each.trigger_id, dict(each.arguments)) for each in theirs.events] == [
            (each.id, each.label, each.trigger, dict(each.arguments)) for each in ours.happenings.values()
        ]
        assert (len(theirs.attributes), len(theirs.notes)) == (len(ours.attributes), len(ours.remarks))
        assert len(theirs.relations) + len(theirs.equiv_relations) == len(ours.relations)
        assert ours.said == []


def test_the_tutorials_come_back_as_they_were_read(shared: Path, tmp_path: Path) -> None:
    records, said = read(shared / "fixtures" / "brat")
    assert all(each.is_warning for each in said)
    labelled = {record.text: labels_of(record) for record in records if record.annotations}
    given = [structs.replace(one, id=str(number)) for number, one in enumerate(labelled.values())]
    write(brat.FORMAT, tmp_path / "out", dataset(*map(with_ids, given)))
    check_that_brat_takes(tmp_path / "out")
    again, _ = read(tmp_path / "out")
    assert {record.text: same(labels_of(record)) for record in again} == {
        text: same(one) for text, one in labelled.items()
    }


def with_ids(article: GoldArticle) -> GoldArticle:
    return structs.replace(article, meta={"title": article.text[:30]})


def test_numbers_of_any_length_are_refused_or_out_of_the_text(tmp_path: Path) -> None:
    found, said = one(tmp_path, t(1, "GPE", "Kursk"), f"T2\tGPE {'9' * 5000} 9\tKursk", "T3\tGPE 3 99999999999\tgone")
    assert [span.text for span in found.spans] == ["Kursk"]
    assert [each.is_warning for each in said] == [False, False]
