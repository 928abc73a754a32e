"""brat standoff out: everything comes back but what is said to be lost, and brat itself takes what is written."""

from __future__ import annotations

import tempfile
from pathlib import Path

import bioc.brat
from bioc.brat.decoder import loads_ann
from hypothesis import given, settings
from msgspec import structs

from annotator.formats import brat
from annotator.formats.brat.ann import parse_ann
from annotator.formats.gold.schema import GoldArticle, GoldSpan
from tests.annotator.formats.datasets import (
    ACTOR,
    EVENT,
    articles,
    dataset,
    labels_of,
    one_article,
    read,
    told_of,
    write,
)


def same(article: GoldArticle) -> tuple[object, ...]:
    """What brat carries of an article, to be compared."""
    return (
        article.text,
        {(span.start, span.end, span.label, span.actor, span.flags or ()) for span in article.spans},
        sorted(map(told_of, article.statements), key=repr),
        {(piece.start, piece.end) for piece in article.excluded},
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
