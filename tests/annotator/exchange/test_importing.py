"""Bringing files in: what is taken, what is said about the rest, and that the same again adds nothing."""

from __future__ import annotations

import json
import zipfile

import pytest

from annotator.errors import Invalid, UserError
from annotator.ids import article_id
from annotator.operations import AddEntity, RejectUnits, Submit
from annotator.project import Project
from tests.annotator.making import TEXT, propose_usual, span_of, told, unit_on


@pytest.fixture
def project(make_project):
    return make_project()


def write_lines(path, *records):
    path.write_text("\n".join(r if isinstance(r, str) else json.dumps(r) for r in records), encoding="utf-8")
    return path


def texts(project):
    return [project.article(row.id).text for row in project.articles()]


def test_the_same_file_twice_adds_nothing_and_says_so(project, tmp_path):
    file = write_lines(tmp_path / "a.jsonl", {"text": "One.", "title": "First"}, {"text": "Two."})
    assert project.import_files([file]).summary() == "Imported 2 articles."
    before = project.status()
    again = project.import_files([file])
    assert (again.new, again.known, again.failed) == (0, 2, ())
    assert again.summary() == "No new article: 2 were there already."
    assert project.status() == before
    assert len(project.articles()) == 2


def test_the_same_text_from_elsewhere_is_the_same_article(project, tmp_path):
    project.import_files([write_lines(tmp_path / "a.jsonl", {"text": "One."})])
    report = project.import_files([write_lines(tmp_path / "b.jsonl", {"text": "One.", "source": "example.org"})])
    assert (report.new, report.known) == (0, 1)
    assert [row.source for row in project.articles()] == ["example.org"]


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"\xef\xbb\xbfTalks in Kyiv\r\nwent on.\r\n", "Talks in Kyiv\nwent on.\n"),
        ("Café “déjà vu” – vingt ans après, l’été.".encode("cp1252"), "Café “déjà vu” – vingt ans après, l’été."),
        ("Talks\nwent on – “yes”.".encode("utf-16"), "Talks\nwent on – “yes”."),
        (b"  Not trimmed.  \n\n", "  Not trimmed.  \n\n"),
    ],
)
def test_text_is_decoded_and_normalised_once_and_never_trimmed(project, tmp_path, data, text):
    (tmp_path / "a.txt").write_bytes(data)
    assert project.import_files([tmp_path / "a.txt"]).failed == ()
    assert texts(project) == [text]


def test_columns_are_found_by_their_usual_names_or_given(project, tmp_path):
    (tmp_path / "a.csv").write_text("headline,body,outlet,url,date\nTalks,One.,example.org,http://x.org,2025-03-17\n")
    (tmp_path / "b.tsv").write_text("Schlagzeile\tInhalt\nDas Treffen\tZwei.\n")
    project.import_files([tmp_path / "a.csv"])
    project.import_files([tmp_path / "b.tsv"], columns={"text": "Inhalt", "title": "Schlagzeile"})
    rows = project.articles()
    assert [(row.title, row.source, row.published) for row in rows] == [
        ("Talks", "example.org", "2025-03-17"), ("Das Treffen", "", ""),
    ]  # fmt: skip
    assert texts(project) == ["One.", "Zwei."]
    assert project.article(rows[0].id).meta["url"] == "http://x.org"


def test_a_page_gives_its_article(project, tmp_path):
    words = "<p>The talks went on until late on Tuesday, and nobody said what had been agreed.</p>" * 3
    (tmp_path / "a.html").write_text(
        f"<html><head><title>Talks</title></head><body><nav>Home</nav><article><h1>Talks</h1>{words}</article></body></html>"
    )
    assert project.import_files([tmp_path / "a.html"]).new == 1
    assert "nobody said what had been agreed" in texts(project)[0]


def test_a_folder_is_read_in_the_order_in_which_people_count(project, tmp_path):
    (tmp_path / "in").mkdir()
    for number in (10, 2, 1):
        (tmp_path / "in" / f"{number}.txt").write_text(f"Number {number}.")
    (tmp_path / "in" / "picture.png").write_bytes(b"\x89PNG")
    report = project.import_files([tmp_path / "in"])
    assert texts(project) == ["Number 1.", "Number 2.", "Number 10."]
    assert any("picture.png" in said for said in report.warnings)


def test_a_bad_record_names_file_line_and_reason_and_the_rest_is_taken(project, tmp_path):
    file = write_lines(tmp_path / "a.jsonl", {"text": "One."}, "{broken", {"title": "No text"}, {"text": "Two."})
    report = project.import_files([file, tmp_path / "absent.txt"])
    assert report.new == 2
    assert [f"a.jsonl, line {line}: " in said for line, said in zip((2, 3), report.failed, strict=False)] == [True] * 2
    assert "absent.txt" in report.failed[2]
    assert "3 items could not be taken" in report.summary()


def test_no_path_of_the_machine_goes_into_the_project(project, tmp_path):
    (tmp_path / "in" / "deep").mkdir(parents=True)
    (tmp_path / "in" / "deep" / "a.txt").write_text("One.")
    project.import_files([tmp_path / "in"])
    project.checkpoint()
    assert str(tmp_path).encode() not in project.path.read_bytes()


def test_progress_is_told_and_may_stop_the_import(project, tmp_path):
    file = write_lines(tmp_path / "a.jsonl", *({"text": f"Article {number}."} for number in range(1200)))

    def stop(done, _total):
        if done == 700:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        project.import_files([file], progress=stop)
    assert len(project.articles()) == 500
    assert project.import_files([file]).new == 700
    assert project.check() == []


def test_an_unknown_format_and_a_reserved_layer_are_refused_before_anything_is_written(project, tmp_path):
    file = write_lines(tmp_path / "a.jsonl", {"text": "One."})
    with pytest.raises(UserError, match="format"):
        project.import_files([file], format="parchment")
    with pytest.raises(Invalid, match="gold"):
        project.import_files([file], layer="gold")
    assert project.articles() == []


LABELLED = {
    "text": "Rubio said: “We go.”",
    "spans": [{"start": 0, "end": 5, "label": "PERSON"}, {"start": 6, "end": 10, "label": "VERB"}],
    "statements": [{"content": [{"start": 13, "end": 18}], "cue": {"start": 6, "end": 10},
                    "speaker": {"mention": {"start": 0, "end": 5}, "name": "Marco Rubio"}}],
}  # fmt: skip


def test_labels_without_a_layer_are_suggestions(project, tmp_path):
    report = project.import_files([write_lines(tmp_path / "a.jsonl", LABELLED)])
    article = project.articles()[0].id
    assert report.labels == 3
    assert {unit.state for unit in project.work(article).every()} == {"suggested"}
    assert [actor.name for actor in project.recent_actors(article)] == ["Marco Rubio"]
    assert any("does not know: VERB (1)" in said for said in report.warnings)


def test_labels_with_a_layer_are_that_layers_submitted_work(project, tmp_path):
    file = write_lines(tmp_path / "a.jsonl", LABELLED)
    project.import_files([file], layer="eve")
    article = project.articles()[0].id
    work = project.work(article, layer="eve")
    assert [(unit.state, unit.how) for unit in work.every()] == [("kept", "imported")] * 3
    assert (work.state, work.passes) == ("submitted", {"entities", "statements"})
    assert project.status()["layers"]["eve"]["submitted"] == 1
    assert len(project.work(article)) == 0


def test_the_same_labels_again_add_nothing(project, tmp_path):
    file = write_lines(tmp_path / "a.jsonl", LABELLED)
    project.import_files([file], layer="eve")
    before = project.status()
    report = project.import_files([file], layer="eve")
    assert (report.labels, report.lacking, project.status()) == (0, 0, before)
    for _ in range(2):
        project.import_files([file])
    assert project.status()["suggestions"] == 3


def test_an_import_into_a_layer_is_one_undo(project, tmp_path):
    project.import_files([write_lines(tmp_path / "a.jsonl", LABELLED)], layer="eve")
    article = project.articles()[0].id
    project.undo()
    assert len(project.work(article, layer="eve")) == 0
    project.redo()
    assert len(project.work(article, layer="eve")) == 3


def test_what_the_file_lacks_stays_and_is_counted_or_is_replaced(project, tmp_path):
    file = write_lines(tmp_path / "a.jsonl", LABELLED)
    project.import_files([file], layer="eve")
    fewer = write_lines(tmp_path / "b.jsonl", {**LABELLED, "spans": LABELLED["spans"][:1]})
    article = project.articles()[0].id
    kept = project.import_files([fewer], layer="eve")
    assert (kept.lacking, kept.removed) == (1, 0)
    assert "--replace removes them" in kept.summary()
    assert sum(unit.is_shown for unit in project.work(article, layer="eve").every()) == 3
    replaced = project.import_files([fewer], layer="eve", replace=True)
    assert (replaced.lacking, replaced.removed) == (0, 1)
    assert sum(unit.is_shown for unit in project.work(article, layer="eve").every()) == 2
    assert project.work(article, layer="eve").state == "submitted"


def test_suggestions_that_a_file_lacks_are_replaced_too(project, tmp_path):
    project.import_files([write_lines(tmp_path / "a.jsonl", LABELLED)])
    fewer = write_lines(tmp_path / "b.jsonl", {**LABELLED, "spans": []})
    assert project.import_files([fewer]).lacking == 2
    assert project.import_files([fewer], replace=True).removed == 2
    assert project.status()["suggestions"] == 1


def test_spans_are_checked_against_their_text(project, tmp_path):
    record = {
        "text": "Rubio met Putin.",
        "spans": [
            {"start": 1, "end": 6, "label": "PERSON", "text": "Rubio"},
            {"start": 3, "end": 9, "label": "PERSON", "text": "Nobody"},
        ],
    }
    report = project.import_files([write_lines(tmp_path / "a.jsonl", record)])
    article = project.articles()[0].id
    assert [(unit.start, unit.end) for unit in project.work(article).every()] == [(0, 5)]
    assert len(report.failed) + len(report.warnings) >= 2


@pytest.fixture
def exported(make_project, tmp_path):
    """A folder with what ann did in another project: events, actors, links, refused suggestions, regions."""
    from annotator.model import Event, Span
    from annotator.operations import AcceptUnits, AddEvent, ExcludeRegion, LinkEvent, NothingToLink

    source = make_project(TEXT, "Moscow waits.", name="source")
    article = propose_usual(source)
    said = next(unit.id for unit in source.work(article).units() if unit.kind == "statement")
    everything = tuple(unit.id for unit in source.work(article).units())
    for operation in (
        AcceptUnits(article, everything),
        RejectUnits(article, (unit_on(source, article, "Moscow").id,)),
        AddEvent(Event("e" * 32, "Talks", participants=tuple(a.actor.id for a in source.actors()))),
        AddEvent(Event("f" * 32, "Strike", part_of="e" * 32)),
        LinkEvent(article, (said,), "e" * 32, "predicts", conditional=True),
        ExcludeRegion(article, Span(0, 5)),
        Submit(article),
        NothingToLink(source.articles()[1].id, ()),
    ):
        source.run(operation)
    source.export(tmp_path / "out", layer="ann", with_rejected=True)
    return source, tmp_path / "out"


def test_ones_own_export_comes_back_as_it_was(project, exported):
    source, folder = exported
    report = project.import_files([folder], layer="ann")
    assert report.failed == ()
    article = source.articles()[0].id
    old, new = source.work(article), project.work(article, layer="ann")
    assert [unit.value for unit in new.every()] == [unit.value for unit in old.every()]
    assert [unit.state for unit in new.every()] == [unit.state for unit in old.every()]
    assert [region.span for region in new.regions] == [region.span for region in old.regions]
    assert [row.event for row in project.events()] == [row.event for row in source.events()]
    assert [row.actor for row in project.actors()] == [row.actor for row in source.actors()]


def test_ones_own_export_again_adds_no_decision(project, exported):
    _, folder = exported
    project.import_files([folder], layer="ann")
    before = project.status()
    report = project.import_files([folder], layer="ann")
    assert (report.labels, report.lacking, project.status()) == (0, 0, before)


def test_links_that_a_file_lacks_are_counted_and_replaced(project, exported, tmp_path):
    _, folder = exported
    project.import_files([folder], layer="ann")
    record = json.loads((folder / "train.jsonl").read_text().splitlines()[0])
    record["statements"][0]["links"] = []
    fewer = write_lines(tmp_path / "fewer.jsonl", record)
    article = project.articles()[0].id
    assert project.import_files([fewer], layer="ann").lacking == 1
    assert project.import_files([fewer], layer="ann", replace=True).removed == 1
    (statement,) = [u.value for u in project.work(article, layer="ann").every() if u.kind == "statement"]
    assert (statement.links, statement.nothing_to_link) == ((), True)


def test_an_annotators_work_is_not_touched_by_an_import_into_another_layer(make_project, exported):
    project = make_project(TEXT)
    article = project.articles()[0].id
    project.run(AddEntity(article, span_of(TEXT, "talks"), "EVENT"))
    before = told(project, article)
    project.import_files([exported[1]], layer="eve")
    assert told(project, article) == before
    assert project.events() == []
    with Project.open(project.path, annotator="eve") as eve:
        assert len(eve.events()) == 2


def test_statements_on_the_same_words_that_say_different_things_are_all_taken(project, tmp_path):
    content = [{"start": 3, "end": 9}]
    said = [{"content": content, "cue": {"start": at, "end": at + 4}} for at in (12, 20, 12)]
    file = write_lines(tmp_path / "a.jsonl", {"text": "He went, he said, she said.", "statements": said})
    project.import_files([file], layer="ann")
    article = article_id("He went, he said, she said.")
    cues = [unit.value.cue.start for unit in project.work(article, layer="ann").units()]
    assert sorted(cues) == [12, 20]
    again = write_lines(tmp_path / "b.jsonl", {"text": "He went, he said, she said.", "statements": said[::-1]})
    assert project.import_files([again], layer="ann").labels == 0


def test_an_archive_is_read_as_a_folder_and_named_in_the_origin(project, tmp_path):
    with zipfile.ZipFile(tmp_path / "all.zip", "w") as archive:
        archive.writestr("in/a.jsonl", json.dumps(LABELLED))
        archive.writestr("../b.txt", "Not taken.")
    report = project.import_files([tmp_path / "all.zip"], layer="eve")
    assert (report.new, report.labels, len(report.failed)) == (1, 3, 1)
    assert project.db.execute("SELECT origin FROM article_meta").fetchall() == [("all.zip/in/a.jsonl",)]
    project.checkpoint()
    assert str(tmp_path).encode() not in project.path.read_bytes()


def test_all_problems_are_rows_in_the_order_of_finding(project, tmp_path):
    file = write_lines(
        tmp_path / "a.jsonl", "{broken", {"text": "One.", "spans": [{"start": 0, "end": 3, "label": "X"}]}
    )
    report = project.import_files([file, tmp_path / "absent.txt"])
    assert [(problem.line, problem.is_warning) for problem in report.problems] == [
        (1, False), (None, False), (None, True),
    ]  # fmt: skip
    assert [row["kept"] for row in report.as_json()["problems"]] == [False, False, True]
    assert report.summary().endswith("2 items could not be taken. 1 warning.")


def test_an_import_that_was_stopped_can_be_made_again(project, tmp_path, make_project):
    records = [{"text": f"Article {n}.", "spans": [{"start": 0, "end": 7, "label": "ORG"}]} for n in range(700)]
    file = write_lines(tmp_path / "a.jsonl", *records)

    def stop(done, _):
        if done == 600:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        project.import_files([file], layer="eve", progress=stop)
    assert len(project.articles()) == 500
    project.import_files([file], layer="eve")
    whole = make_project(name="whole")
    whole.import_files([file], layer="eve")
    assert project.status()["digest"] == whole.status()["digest"]
