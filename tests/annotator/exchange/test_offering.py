"""What is offered before an import and after an export."""

from __future__ import annotations

import zipfile
from pathlib import Path

import msgspec

from annotator.exchange import offering
from annotator.formats import FORMATS
from annotator.formats.losses import KINDS, Loss


def write(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_every_format_is_offered_once_and_says_what_it_cannot_carry() -> None:
    found = offering.formats()
    assert {one.name for one in found} == {known.name for known in FORMATS}
    assert [one.title.casefold() for one in found] == sorted(one.title.casefold() for one in found)
    assert all(one.can_write for one in found if one.cannot_carry)


def test_a_table_without_a_known_text_offers_its_columns(tmp_path: Path) -> None:
    (found,) = offering.look([write(tmp_path, "a.csv", "Headline;Wortlaut;Datum\nx;y;z\n")])
    assert found.columns == ("Headline", "Wortlaut", "Datum")
    assert found.usual == {"title": "Headline"}


def test_a_table_with_a_known_text_asks_for_nothing(tmp_path: Path) -> None:
    (found,) = offering.look([write(tmp_path, "a.csv", "title,body\nx,y\n")])
    assert (found.format, found.columns, found.has_labels) == ("csv", (), False)


def test_labels_of_json_lines_are_seen_before_the_import(tmp_path: Path) -> None:
    line = '{"text": "Osk waits.", "meta": {}, "%s": []}\n'
    plain, labelled = (write(tmp_path, f"{key}.jsonl", line % key) for key in ("tags", "statements"))
    assert [one.has_labels for one in offering.look([plain, labelled])] == [False, True]


def test_a_label_is_shown_as_each_unit_has_it_where_a_file_does_not_tell_its_own(tmp_path: Path) -> None:
    row = '{"id": 1, "text": "\U0001f600 \U0001f600 xx Osk waits", "label": [[%d, %d, "GPE"]]}\n'
    unclear, clear = (write(tmp_path, f"{at}.jsonl", row % (at, at + size)) for at, size in ((4, 2), (9, 3)))
    found = dict(offering.look([unclear])[0].readings)
    assert found["codepoints"] == "\U0001f600 \U0001f600 [xx] Osk waits"
    assert offering.look([clear])[0].readings == ()


def test_an_archive_is_named_as_one(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("a.txt", "Osk waits.")
    assert offering.look([tmp_path / "a.zip"])[0].title == "Archive"


def test_what_is_not_there_is_said_and_not_raised(tmp_path: Path) -> None:
    (found,) = offering.look([tmp_path / "none.txt"])
    assert found.problem == "There is no such file or folder."


def test_losses_are_listed_up_to_a_number(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(offering, "MOST_LOSSES", 2)
    loss = Loss("a", next(iter(KINDS)), "The format has no links.")
    (tmp_path / "losses.jsonl").write_bytes(b"\n".join([msgspec.json.encode(loss)] * 3))
    found = offering.read_losses(tmp_path)
    assert (len(found.losses), found.is_cut) == (2, True)
    assert offering.read_losses(tmp_path / "none").losses == ()
