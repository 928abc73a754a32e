"""Labels of one import: several records of an article, several annotators, what they lack together."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from annotator.exchange import importing
from annotator.formats.gold.schema import (
    GoldActor,
    GoldArticle,
    GoldEvent,
    GoldFragment,
    GoldLink,
    GoldProvenance,
    GoldSpan,
    GoldStatement,
)
from annotator.formats.records import ADJUDICATED, ArticleRecord

TEXT = "Witkoff said in Doha that it was positive."
ACTOR = GoldActor(id="witkoff", name="Steve Witkoff", kind="person")
EVENT = GoldEvent(id="talks", title="Talks in Doha")


def span(word: str, label: str = "PERSON", **more) -> GoldSpan:
    start = TEXT.index(word)
    return GoldSpan(id="", start=start, end=start + len(word), label=label, text=word, **more)


def statement(*links: str) -> GoldStatement:
    piece = GoldFragment(start=22, end=41, text=TEXT[22:41])
    made = tuple(GoldLink(id="", event=name, relation="reports") for name in links)
    return GoldStatement(id="", type="indirect", text="", content=(piece,), links=made, decided=("content", "links"))


def record(
    *spans: GoldSpan, by: str = "", done: tuple = (), statements: tuple = (), scheme: str = "", **more
) -> ArticleRecord:
    labels = GoldArticle(
        id="", text=TEXT, spans=spans, statements=statements, annotated=done, provenance=GoldProvenance(scheme=scheme)
    )
    return ArticleRecord(TEXT, {}, "a.jsonl", annotations=labels, annotator=by, **more)


@pytest.fixture
def project(make_project):
    return make_project()


@pytest.fixture
def take(project, monkeypatch):
    """Import records as a reader would give them."""

    def run(*records: ArticleRecord, **options):
        def read(*_: object, **__: object) -> Iterator[ArticleRecord]:
            yield from records

        monkeypatch.setattr(importing, "read_paths", read)
        monkeypatch.setattr(importing, "annotators_in", lambda *_, **__: {one.annotator for one in records} - {""})
        return project.import_files([Path("a.jsonl")], **options)

    return run


def labels(project, layer: str) -> set[tuple[str, str]]:
    work = project.work(project.articles()[0].id, layer=layer)
    kept = [unit.value for unit in work.every() if unit.kind == "entity" and unit.is_shown]
    return {(TEXT[entity.span.start : entity.span.end], entity.label) for entity in kept}


def proposed(project) -> int:
    return project.status()["suggestions"]


def known(project, kind: str, layer: str) -> int:
    return project.db.execute(f"SELECT count(*) FROM {kind} WHERE layer = ?", (layer,)).fetchone()[0]


def test_records_of_one_article_add_up(project, take) -> None:
    report = take(record(span("Witkoff")), record(span("Doha", "GPE")), layer="ann", replace=True)
    assert (report.new, report.labels, report.removed, report.known) == (1, 2, 0, 0)
    assert labels(project, "ann") == {("Witkoff", "PERSON"), ("Doha", "GPE")}


def test_what_the_layer_has_is_compared_with_all_records_together(project, take) -> None:
    take(record(span("Witkoff"), span("Doha", "GPE"), span("positive", "X")), layer="ann")
    rows = (record(span("Witkoff")), record(span("Doha", "GPE")))
    assert take(*rows, layer="ann").lacking == 1
    assert labels(project, "ann") == {("Witkoff", "PERSON"), ("Doha", "GPE"), ("positive", "X")}
    assert take(*rows, layer="ann", replace=True).removed == 1
    assert labels(project, "ann") == {("Witkoff", "PERSON"), ("Doha", "GPE")}
    assert project.status()["layers"]["ann"]["submitted"] == 1


def test_links_that_a_second_record_lacks_are_not_removed(project, take) -> None:
    rows = (record(statements=(statement("talks"),)), record(statements=(statement(),)))
    assert take(*rows, layer="ann", replace=True).removed == 0
    take(record(statements=(statement("talks", "visit"),)), layer="ann")
    assert take(*rows, layer="ann").lacking == 1


def test_the_passes_of_records_add_up_and_a_partial_record_does_none(project, take) -> None:
    take(record(span("Witkoff"), done=("entities",)), record(span("Doha", "GPE")), layer="ann")
    take(record(span("Doha", "GPE")), layer="ben")
    article = project.articles()[0].id
    assert project.work(article, layer="ann").passes == {"entities"}
    assert project.work(article, layer="ben").passes == set()


def test_each_annotator_gets_a_layer_and_one_undo_takes_all_back(project, take) -> None:
    take(record(span("Witkoff"), by="ann"), record(span("Doha", "GPE"), by="ben"), record(span("Doha"), by=ADJUDICATED),
         layer="team")  # fmt: skip
    assert labels(project, "team/ann") == {("Witkoff", "PERSON")}
    assert labels(project, "team/ben") == {("Doha", "GPE")}
    assert labels(project, "team/gold") == {("Doha", "PERSON")}
    project.undo()
    assert not any(labels(project, f"team/{name}") for name in ("ann", "ben", "gold"))


def test_as_suggestions_the_labels_of_several_are_united_and_that_is_said(project, take) -> None:
    report = take(record(span("Witkoff"), by="ann"), record(span("Witkoff"), span("Doha", "GPE"), by="ben"))
    assert proposed(project) == 2
    assert report.labels == 2
    assert "Several people labelled 1 article." in report.warnings[-1]


def test_suggestions_of_equal_value_count_once_whatever_ids_files_give_them(project, take) -> None:
    ids = ("11111111111111111111111111111111", "22222222222222222222222222222222")
    rows = [record(GoldSpan(id=key, start=0, end=7, label="PERSON", text="Witkoff"), by=key) for key in ids]
    assert take(*rows).labels == 1
    assert take(*rows).labels == 0


def test_replacing_suggestions_counts_against_all_records(project, take) -> None:
    take(record(span("Witkoff"), span("Doha", "GPE"), span("positive", "X")))
    report = take(record(span("Witkoff")), record(span("Doha", "GPE")), replace=True)
    assert report.removed == 1
    assert proposed(project) == 2


def test_events_and_actors_that_a_record_brings_are_known_to_the_layer(project, take) -> None:
    entity = span("Witkoff", actor="witkoff")
    report = take(record(entity, statements=(statement("talks"),), events=(EVENT,), actors=(ACTOR,)), layer="ann")
    assert not any("without a description" in said for said in report.warnings)
    assert (known(project, "event", "ann"), known(project, "actor", "ann")) == (1, 1)


def test_each_layer_that_names_an_actor_or_event_knows_it(project, take) -> None:
    entity = span("Witkoff", actor="witkoff")
    first = record(entity, by="ann", statements=(statement("talks"),), events=(EVENT,), actors=(ACTOR,))
    report = take(first, record(entity, by="ben", statements=(statement("talks"),)), layer="team")
    assert not any("without a description" in said for said in report.warnings)
    for layer in ("team/ann", "team/ben"):
        assert (known(project, "event", layer), known(project, "actor", layer)) == (1, 1)


def test_the_same_records_again_add_nothing(project, take) -> None:
    rows = (record(span("Witkoff"), by="ann", done=("entities",)), record(span("Doha"), by="ben"))
    take(*rows, layer="team")
    before = project.status()
    again = take(*rows, layer="team", replace=True)
    assert (again.labels, again.lacking, again.removed) == (0, 0, 0)
    assert project.status() == before


def test_what_a_model_proposed_goes_to_the_layer_too(project, take) -> None:
    proposed = record(msgspec.structs.replace(span("Doha", "GPE"), how="machine", source="m1"))
    report = take(record(span("Witkoff"), by="eve", done=("entities",)), proposed, layer="ann")
    assert (report.labels, report.problems) == (2, ())


def test_an_import_that_brings_nothing_new_leaves_a_submission_with_its_scheme(project, take) -> None:
    take(record(span("Witkoff"), done=("entities",), scheme="5c3e"), layer="ann")
    digest = project.status()["digest"]
    assert not take(record(span("Witkoff"), done=("entities",)), layer="ann", replace=True).changes.statuses
    assert project.status()["digest"] == digest
