import io
import zipfile
from pathlib import Path

import pytest

from annotator.errors import UserError
from annotator.formats import limits
from annotator.formats.limits import bounded_lines, check_entries, open_zip_bounded, read_bounded, read_stream, size


def made_zip(path: Path, **parts: str | bytes) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


def test_a_number_of_bytes_is_said_in_its_unit() -> None:
    assert [size(812), size(2048), size(64 << 20), size(3 << 29)] == ["812 bytes", "2 kB", "64 MB", "1.5 GB"]


def test_a_file_over_its_bound_is_refused_before_it_is_read(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    with file.open("wb") as sparse:
        sparse.truncate(2 << 30)
    with pytest.raises(UserError, match="The file holds 2 GB; 256 MB are the most that is read of one"):
        read_bounded(file)


def test_a_stream_is_read_up_to_its_bound_and_no_further() -> None:
    assert read_stream(io.BytesIO(b"12345"), 5) == b"12345"
    with pytest.raises(UserError, match="It holds more than 5 bytes"):
        read_stream(io.BytesIO(b"123456"), 5, "It")


def test_a_line_over_its_bound_is_passed_over_and_the_reading_goes_on() -> None:
    lines = bounded_lines(io.BytesIO(b"short\n" + b"x" * 9 + b"\nlast"), 6)
    assert list(lines) == [b"short\n", None, b"last"]


def test_a_line_of_just_the_bound_is_a_line() -> None:
    assert list(bounded_lines(io.BytesIO(b"123456\n123456"), 6)) == [b"123456\n", b"123456"]


def test_a_part_of_a_zip_is_read_within_its_bound(tmp_path: Path) -> None:
    with open_zip_bounded(made_zip(tmp_path / "a.docx", small="fits", large="x" * 5000)) as archive:
        assert archive.names == ("small", "large")
        assert archive.read("small") == b"fits"
        with pytest.raises(UserError, match="'large' in the file holds more than 1000 bytes"):
            archive.read("large", 1000)
        with pytest.raises(UserError, match="has no part 'absent'"):
            archive.read("absent")


def test_all_parts_of_a_zip_together_have_a_bound(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "PARTS_BYTES", 10)
    with open_zip_bounded(made_zip(tmp_path / "a.docx", one="12345678", two="12345678")) as archive:
        archive.read("one")
        with pytest.raises(UserError, match="holds more than 2 bytes"):
            archive.read("two")


def test_a_zip_whose_parts_lie_over_each_other_is_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(made_zip(tmp_path / "a.zip", one="x" * 100, two="y" * 100)) as archive:
        entries = archive.infolist()
    entries[1].header_offset = entries[0].header_offset
    with pytest.raises(UserError, match="decompression bomb"):
        check_entries(entries)


def test_a_zip_that_lists_too_many_parts_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="lists 3 files; 2 are the most"):
        open_zip_bounded(made_zip(tmp_path / "a.zip", a="", b="", c=""), 2)


def test_a_zip_with_an_endless_list_of_contents_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = made_zip(tmp_path / "a.zip", a="", b="")
    monkeypatch.setattr(limits, "DIRECTORY_BYTES", 10)
    with pytest.raises(UserError, match="list of contents takes 94 bytes"):
        open_zip_bounded(file)


def test_what_is_no_zip_is_refused_in_a_sentence(tmp_path: Path) -> None:
    file = tmp_path / "a.docx"
    file.write_bytes(b"PK\x03\x04 and no more")
    with pytest.raises(UserError, match="cannot be unpacked"):
        open_zip_bounded(file)
