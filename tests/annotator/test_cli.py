"""Every command as a lead would script it: exit status, what goes where, nothing but JSON where that is asked for."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from annotator import __version__, cli
from annotator.operations import AddNote, EditNote, Submit
from annotator.project import Project
from tests.annotator.making import TEXT, propose_usual

DONE, FAILED, BAD_ARGUMENTS = 0, 1, 2


class Ran:
    """What a command gave: status, standard output, standard error."""

    def __init__(self, status, out, err):
        self.status, self.out, self.err = status, out, err

    @property
    def json(self):
        return json.loads(self.out)


@pytest.fixture
def annotator(capsys):
    def run(*arguments):
        status = cli.main([str(argument) for argument in arguments])
        said = capsys.readouterr()
        return Ran(status, said.out, said.err)

    return run


@pytest.fixture
def path(make_project):
    """A closed project with one pre-annotated article, on which ann wrote a note."""
    project = make_project(TEXT)
    project.run(AddNote(propose_usual(project), "Hm"))
    project.close()
    return project.path


@pytest.fixture
def article_file(tmp_path):
    (tmp_path / "a.txt").write_text("Talks in Kyiv went on.")
    return tmp_path / "a.txt"


def test_the_version_is_printed(annotator):
    ran = annotator("--version")
    assert (ran.status, ran.out.strip()) == (DONE, f"annotator {__version__}")


@pytest.mark.parametrize("command", [(), *((name,) for name in cli.commands())])
def test_every_command_explains_itself(annotator, command):
    ran = annotator(*command, "--help")
    assert ran.status == DONE
    assert ran.out.startswith("usage: annotator")
    assert ran.err == ""


@pytest.mark.parametrize(
    "arguments",
    [
        [], ["dance"], ["new"], ["import", "x.annodb"], ["status", "x.annodb", "--yaml"],
        ["import", "x.annodb", "a.txt", "--columns", "text"], ["import", "x.annodb", "a.txt", "--offset-unit", "bytes"],
        ["export", "x.annodb", "out", "--split", "80/30/10"], ["export", "x.annodb", "out", "--split", "most"],
        ["preannotate", "x.annodb", "--progress", "loud"], ["restore", "x.annodb"],
    ],
)  # fmt: skip
def test_bad_arguments_are_told_from_failures(annotator, arguments):
    ran = annotator(*arguments)
    assert ran.status == BAD_ARGUMENTS
    assert ran.out == ""
    assert "usage: annotator" in ran.err


@pytest.mark.parametrize(
    "arguments",
    [
        ("import", "{absent}", "{file}"), ("preannotate", "{absent}"), ("status", "{absent}", "--json"),
        ("merge", "{absent}", "{file}"), ("export", "{absent}", "{out}"), ("check", "{absent}"), ("backup", "{absent}"),
        ("restore", "{absent}", "{out}"), ("status", "{file}"), ("new", "{path}"), ("export", "{path}", "{folder}"),
        ("export", "{path}", "{out}", "--layer", "nobody"), ("import", "{path}", "{file}", "--format", "parchment"),
        ("import", "{path}", "{file}", "--layer", "gold"), ("backup", "{path}", "{path}"),
        ("new", "{out}", "--scheme", "{file}"), ("merge", "{path}", "{file}", "--json"),
        ("import", "{path}", "{absent}"),
    ],
)  # fmt: skip
def test_what_the_user_can_mend_is_a_sentence_and_status_one(annotator, path, article_file, tmp_path, arguments):
    names = {
        "absent": tmp_path / "absent.annodb", "file": article_file, "out": tmp_path / "out", "path": path,
        "folder": tmp_path,
    }  # fmt: skip
    before = path.read_bytes()
    ran = annotator(*(each.format(**names) for each in arguments))
    assert ran.status == FAILED
    assert ran.err.strip()
    assert "Traceback" not in ran.err
    assert path.read_bytes() == before
    assert not names["out"].exists()


def test_a_project_is_made_filled_and_asked(annotator, article_file, tmp_path):
    path = tmp_path / "talks.annodb"
    made = annotator("new", path, "--name", "Ceasefire talks")
    assert (made.status, made.err) == (DONE, "")
    assert "Ceasefire talks" in made.out
    assert annotator("import", path, article_file).status == DONE
    status = annotator("status", path, "--json")
    assert status.err == ""
    assert (status.json["articles"], status.json["decisions"], status.json["layers"]) == (1, 0, {})
    assert set(status.json) == {"articles", "suggestions", "decisions", "layers", "conflicts", "digest"}
    assert "Ceasefire talks: 1 article" in annotator("status", path).out


def test_an_import_prints_its_counts_as_json_and_the_rest_to_standard_error(annotator, path, tmp_path):
    (tmp_path / "b.jsonl").write_text('{"text": "One."}\n{broken\n{"text": "Two."}\n')
    ran = annotator("import", path, tmp_path / "b.jsonl", "--json")
    assert ran.status == FAILED
    assert ran.json["articles"] == {"new": 2, "known": 0}
    assert len(ran.json["failed"]) == 1
    assert "b.jsonl, line 2" in ran.err
    (tmp_path / "c.jsonl").write_text('{"text": "One."}\n')
    again = annotator("import", path, tmp_path / "c.jsonl", "--json")
    assert (again.status, again.json["articles"]) == (DONE, {"new": 0, "known": 1})


def test_labels_go_to_the_layer_that_is_named(annotator, path, tmp_path):
    record = {"text": "Rubio spoke.", "spans": [{"start": 0, "end": 5, "label": "PERSON"}]}
    (tmp_path / "b.jsonl").write_text(json.dumps(record))
    ran = annotator("import", path, tmp_path / "b.jsonl", "--layer", "eve", "--json")
    assert ran.json["labels"] == {"new": 1, "lacking": 0, "removed": 0}
    assert annotator("status", path, "--json").json["layers"]["eve"]["submitted"] == 1
    (tmp_path / "b.jsonl").write_text(json.dumps({**record, "spans": []}))
    ran = annotator("import", path, tmp_path / "b.jsonl", "--layer", "eve", "--replace", "--json")
    assert ran.json["labels"] == {"new": 0, "lacking": 0, "removed": 1}


def test_columns_are_named_on_the_command_line(annotator, path, tmp_path):
    (tmp_path / "b.csv").write_text("Inhalt,Kopf\nEins.,Der Titel\n")
    assert annotator("import", path, tmp_path / "b.csv", "--columns", "text=Inhalt,title=Kopf").status == DONE
    with Project.open(path) as project:
        assert "Der Titel" in [row.title for row in project.articles()]


def test_an_export_is_verified_and_counted(annotator, path, tmp_path):
    ran = annotator("export", path, tmp_path / "out", "--layer", "suggestions", "--verify", "--json")
    assert (ran.status, ran.err) == (DONE, "")
    assert (ran.json["articles"], ran.json["entities"], ran.json["verified"]) == (1, 5, True)
    assert (tmp_path / "out" / "train.jsonl").is_file()
    assert annotator("export", path, tmp_path / "out", "--layer", "suggestions").status == FAILED


def test_gold_that_is_blocked_names_what_blocks_it(annotator, path, tmp_path):
    ran = annotator("export", path, tmp_path / "out")
    assert (ran.status, ran.out) == (FAILED, "")
    assert "not submitted by anybody" in ran.err
    assert "--incomplete" in ran.err
    assert annotator("export", path, tmp_path / "out", "--incomplete").status == DONE
    assert "Incomplete" in (tmp_path / "out" / "README.md").read_text()


def test_an_export_takes_all_of_its_options(annotator, path, tmp_path):
    with Project.open(path, annotator="ann") as project:
        project.run(Submit(project.articles()[0].id))
    options = ("--split", "50/25/25", "--seed", "7", "--with-rejected", "--anonymise", "--verify")
    assert annotator("export", path, tmp_path / "out", *options).status == DONE
    records = [json.loads(line) for split in ("train", "dev", "test")
               for line in (tmp_path / "out" / f"{split}.jsonl").read_bytes().splitlines()]  # fmt: skip
    assert [record["provenance"]["annotators"] for record in records] == [["a1"]]
    assert "rejected" in records[0]


def test_files_are_merged_or_only_looked_at(annotator, path, tmp_path):
    copy = tmp_path / "laptop.annodb"
    shutil.copy(path, copy)
    with Project.open(copy, annotator="ben") as ben:
        ben.run(AddNote(ben.articles()[0].id, "Mine"))
    looked = annotator("merge", path, copy, "--dry-run", "--json")
    assert looked.json["decisions"]["new"] == 1
    assert annotator("status", path, "--json").json["decisions"] == 1
    merged = annotator("merge", path, copy, "--json")
    assert (merged.status, merged.json["decisions"]["new"], merged.json["conflicts"]) == (DONE, 1, [])
    assert annotator("merge", path, copy, "--json").json["decisions"] == {
        "new": 0, "known": 2, "held_back": 0, "refused": 0,
    }  # fmt: skip


def test_a_sound_file_is_said_to_be_sound(annotator, path):
    for options in ((), ("--rebuild",)):
        ran = annotator("check", path, *options)
        assert (ran.status, ran.err) == (DONE, "")
        assert ran.out.strip()


def test_what_lies_dormant_is_listed(annotator, path, tmp_path):
    copy = tmp_path / "copy.annodb"
    shutil.copy(path, copy)
    with Project.open(copy, annotator="ann") as other:
        article = other.articles()[0].id
        note = other.work(article).notes[0].id
        other.run(EditNote(article, note, "Hm?"))
    with Project.open(path, annotator="ann") as project:
        project.undo()
    annotator("merge", path, copy)
    ran = annotator("check", path)
    assert (ran.status, ran.out.splitlines()[-1].strip()) == (DONE, f"note {note} of ann")


def test_a_backup_is_restored_and_what_was_there_is_kept(annotator, path, tmp_path):
    out = tmp_path / "kept.annodb"
    assert annotator("backup", path, out).status == DONE
    with Project.open(path, annotator="ann") as project:
        project.undo()
    assert annotator("restore", out, path).status == DONE
    assert annotator("status", path, "--json").json["decisions"] == 1
    assert len(list(path.parent.glob("talks*.annodb"))) == 2


def test_what_can_be_read_is_saved_from_a_file(annotator, path, tmp_path):
    assert annotator("check", path, "--salvage", tmp_path / "saved.annodb").status == DONE
    assert annotator("status", tmp_path / "saved.annodb", "--json").json["articles"] == 1


def test_an_interrupt_ends_in_a_sentence(annotator, path, monkeypatch):
    def interrupted(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr(Project, "status", interrupted)
    ran = annotator("status", path)
    assert (ran.status, ran.out) == (FAILED, "")
    assert "stopped" in ran.err


def test_a_bug_is_no_sentence(annotator, path, monkeypatch):
    monkeypatch.setattr(Project, "status", lambda self: {}["nothing"])
    with pytest.raises(KeyError):
        annotator("status", path)


def test_the_package_runs_as_a_module(path):
    command = [sys.executable, "-m", "annotator", "status", str(path), "--json"]
    root = Path(__file__).parents[2]
    done = subprocess.run(command, capture_output=True, text=True, cwd=root, check=False)
    assert (done.returncode, done.stderr) == (DONE, "")
    assert json.loads(done.stdout)["articles"] == 1
    wrong = subprocess.run([*command, "--yaml"], capture_output=True, text=True, cwd=root, check=False)
    assert (wrong.returncode, wrong.stdout) == (BAD_ARGUMENTS, "")


@pytest.mark.model
def test_articles_are_preannotated_and_progress_is_one_object_a_line(annotator, path, article_file):
    pytest.importorskip("spacy")
    article_file.write_text("Marco Rubio met Vladimir Putin in Moscow on Monday.")
    annotator("import", path, article_file)
    ran = annotator("preannotate", path, "--progress", "json")
    assert ran.status == DONE
    events = [json.loads(line)["event"] for line in ran.out.splitlines()]
    assert (events[0], events[-1], events.count("article")) == ("start", "done", 1)
    assert annotator("status", path, "--json").json["suggestions"] > 6
