from __future__ import annotations

import pytest

from annotator.cli import main
from annotator.model import Span
from annotator.project import Project
from tests.annotator.proposals.test_twins import LONG, NEARLY, OTHER
from tests.annotator.store.raw import raw

FIRST = f"Report\n{LONG}\n{OTHER}"
SECOND = f"Another report\n{NEARLY}"
THIRD = f"Go To Main Page\n{LONG}\nGo To Main Page"


def looked(project):
    project.twins.look()
    return project.article_ids()


def place(text, words, nth=0):
    start = -1
    for _ in range(nth + 1):
        start = text.index(words, start + 1)
    return Span(start, start + len(words))


def test_a_passage_knows_its_other_places(make_project):
    project = make_project(FIRST, SECOND, THIRD)
    first, second, third = looked(project)
    (passage,) = project.twins.passages(first)
    assert passage.span == place(FIRST, LONG)
    assert set(passage.others) == {(second, place(SECOND, NEARLY)), (third, place(THIRD, LONG))}


def test_a_repeated_line_of_one_article_is_short_and_has_a_place_in_the_same_article(make_project):
    project = make_project(THIRD)
    (third,) = looked(project)
    menu, again = project.twins.passages(third)
    assert menu.is_short
    assert menu.others == ((third, again.span),)


def test_a_second_look_is_at_new_articles_only(make_project, tmp_path):
    project = make_project(FIRST, SECOND)
    assert project.twins.look() == 2
    (tmp_path / "later.txt").write_text(THIRD)
    project.import_files([tmp_path / "later.txt"])
    assert project.twins.look() == 1
    assert project.twins.look() == 0
    assert project.twins.count() == 2


def test_looking_again_at_everything_finds_the_same(make_project, tmp_path):
    project = make_project(FIRST, SECOND)
    project.twins.look()
    (tmp_path / "later.txt").write_text(THIRD)
    project.import_files([tmp_path / "later.txt"])
    project.twins.look()
    before = {article: {p.span: p.others for p in project.twins.passages(article)} for article in project.article_ids()}
    assert project.twins.renew() == 3
    again = {article: {p.span: p.others for p in project.twins.passages(article)} for article in project.article_ids()}
    assert again == before


def test_articles_that_share_a_passage_are_not_to_be_parted(make_project):
    project = make_project(FIRST, SECOND, OTHER.upper().replace("VALLEY", "hills"), "Quite another matter.")
    first, second, third, _ = looked(project)
    assert project.twins.article_groups() == [frozenset({first, second, third})]


def test_an_import_and_a_merge_look_for_twins_and_the_status_counts_them(tmp_path, capsys):
    path, other = str(tmp_path / "talks.annodb"), tmp_path / "other.annodb"
    main(["new", path])
    (tmp_path / "a.txt").write_text(FIRST)
    main(["import", path, str(tmp_path / "a.txt")])
    main(["backup", path, str(other)])
    (tmp_path / "b.txt").write_text(SECOND)
    main(["import", str(other), str(tmp_path / "b.txt")])
    main(["merge", path, str(other)])
    capsys.readouterr()
    assert main(["status", path]) == 0
    assert "1 passage in several places" in capsys.readouterr().out


def test_a_file_without_the_tables_has_no_twins_and_is_not_written_to(make_project):
    project = make_project(FIRST, SECOND)
    project.close()
    with raw(project.path) as db:
        db.executescript("DROP TABLE twin; DROP TABLE passage_sketch; DELETE FROM _sqlite_migrations WHERE id > 1")
        db.execute("PRAGMA user_version = 1")
    with Project.open(project.path, read_only=True) as old:
        assert old.twins.look() == 0
        assert old.twins.count() == 0
        assert old.twins.passages(old.article_ids()[0]) == []
        assert old.twins.article_groups() == []


@pytest.mark.parametrize("sql", ['UPDATE twin SET "end" = "end" + 100000', "UPDATE passage_sketch SET body = x'00'"])
def test_check_finds_wrong_twins_which_do_no_harm_and_rebuild_mends_them(make_project, capsys, sql):
    project = make_project(FIRST, SECOND)
    project.twins.look()
    project.close()
    with raw(project.path) as db:
        db.execute(sql)
    with Project.open(project.path) as wrong:
        first = wrong.article_ids()[0]
        assert all(passage.span.end <= len(FIRST) for passage in wrong.twins.passages(first))
        wrong.import_files([other_article(project.path.parent)])
        wrong.twins.look()
    assert main(["check", str(project.path)]) == 1
    assert "rows on twin passages are wrong" in capsys.readouterr().err
    assert main(["check", str(project.path), "--rebuild"]) == 0
    with Project.open(project.path) as mended:
        assert mended.twins.count() == 1


def other_article(folder):
    path = folder / "other.txt"
    path.write_text("Nobody asked.")
    return path


def test_a_salvaged_file_has_its_twins(make_project, tmp_path):
    project = make_project(FIRST, SECOND)
    project.close()
    main(["check", str(project.path), "--salvage", str(tmp_path / "saved.annodb")])
    with Project.open(tmp_path / "saved.annodb") as saved:
        assert saved.twins.count() == 1
