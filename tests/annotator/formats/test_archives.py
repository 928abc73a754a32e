"""Archives of articles: what is unpacked, and what is refused in which words."""

import bz2
import gzip
import io
import lzma
import tarfile
import zipfile
from pathlib import Path

import pytest

from annotator.errors import UserError
from annotator.formats import archives, limits
from annotator.formats.archives import is_archive, unpacked


def zipped(path: Path, *parts: tuple[str | zipfile.ZipInfo, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts:
            archive.writestr(name, content)
    return path


def tarred(path: Path, *parts: tuple[str, bytes], **info: object) -> Path:
    with tarfile.open(path, f"w:{path.suffix[1:]}" if path.suffix != ".tar" else "w") as archive:
        for name, content in parts:
            entry = tarfile.TarInfo(name)
            entry.size = len(content)
            for key, value in info.items():
                setattr(entry, key, value)
            archive.addfile(entry, io.BytesIO(content))
    return path


def contents(path: Path) -> tuple[dict[str, bytes], list[str]]:
    with unpacked(path) as found:
        files = {
            file.relative_to(found.folder).as_posix(): file.read_bytes()
            for file in found.folder.rglob("*")
            if file.is_file()
        }
        return files, [str(bad).removeprefix(str(path.parent) + "/") for bad in found.refused]


def test_a_zip_is_a_folder_for_as_long_as_it_is_read(tmp_path: Path) -> None:
    with unpacked(zipped(tmp_path / "a.zip", ("in/1.txt", b"One."), ("2.txt", b"Two."))) as found:
        folder = found.folder
        assert (folder / "in" / "1.txt").read_bytes() == b"One."
        assert folder.stat().st_mode & 0o077 == 0
    assert not folder.exists()


@pytest.mark.parametrize("name", ["a.tar", "a.tar.gz", "a.tar.bz2", "a.tar.xz"])
def test_a_tar_is_unpacked_however_it_is_compressed(tmp_path: Path, name: str) -> None:
    files, refused = contents(tarred(tmp_path / name, ("in/1.txt", b"One."), ("n" * 150 + ".txt", b"x" * 512)))
    assert files == {"in/1.txt": b"One.", "n" * 150 + ".txt": b"x" * 512}
    assert refused == []


@pytest.mark.parametrize(("name", "compress"), [("gz", gzip.compress), ("bz2", bz2.compress), ("xz", lzma.compress)])
def test_a_compressed_file_is_one_file(tmp_path: Path, name: str, compress) -> None:
    (tmp_path / f"a.jsonl.{name}").write_bytes(compress(b'{"text": "One."}\n'))
    with unpacked(tmp_path / f"a.jsonl.{name}") as found:
        assert found.is_one_file
        assert (found.folder / "a.jsonl").read_bytes() == b'{"text": "One."}\n'


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("../../evil.txt", "climbs out"),
        ("in/../../evil.txt", "climbs out"),
        ("..\\evil.txt", "climbs out"),
        ("/etc/evil.txt", "absolute path"),
        ("C:\\evil.txt", "absolute path"),
        ("\\\\server\\evil.txt", "absolute path"),
        ("/".join("d" * 50) + "/evil.txt", "no name that a file can have"),
    ],
)
@pytest.mark.parametrize("made", [zipped, tarred])
def test_a_path_that_leads_elsewhere_is_refused_and_the_rest_kept(tmp_path: Path, made, name: str, reason: str) -> None:
    place = tmp_path / "deep" / "deeper"
    place.mkdir(parents=True)
    files, refused = contents(made(place / ("a.zip" if made is zipped else "a.tar"), (name, b"x"), ("good.txt", b"y")))
    assert files == {"good.txt": b"y"}
    assert [reason in said for said in refused] == [True]
    assert not list(tmp_path.rglob("evil.txt"))


@pytest.mark.parametrize(
    ("kind", "reason"),
    [(tarfile.SYMTYPE, "It is a link."), (tarfile.LNKTYPE, "It is a link."), (tarfile.CHRTYPE, "a device or a pipe"),
     (tarfile.FIFOTYPE, "a device or a pipe")],
)  # fmt: skip
def test_links_and_devices_are_refused(tmp_path: Path, kind: bytes, reason: str) -> None:
    files, refused = contents(tarred(tmp_path / "a.tar", ("odd", b""), type=kind, linkname="/etc/passwd"))
    assert files == {}
    assert reason in refused[0]


def test_a_link_in_a_zip_is_refused(tmp_path: Path) -> None:
    link = zipfile.ZipInfo("odd")
    link.external_attr = 0o120777 << 16
    files, refused = contents(zipped(tmp_path / "a.zip", (link, b"/etc/passwd"), ("good.txt", b"y")))
    assert list(files) == ["good.txt"]
    assert refused == ["a.zip/odd: It is a link. It was left out."]


def test_an_encrypted_file_is_refused(tmp_path: Path) -> None:
    data = bytearray(zipped(tmp_path / "a.zip", ("a.txt", b"x"), ("b.txt", b"y")).read_bytes())
    data[data.find(b"PK\x01\x02") + 8] |= 1
    (tmp_path / "a.zip").write_bytes(data)
    files, refused = contents(tmp_path / "a.zip")
    assert list(files) == ["b.txt"]
    assert refused == ["a.zip/a.txt: It is encrypted. It was left out."]


@pytest.mark.parametrize("made", [zipped, tarred])
def test_a_bomb_is_refused_in_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, made) -> None:
    monkeypatch.setattr(limits, "RATIO_BYTES", 1 << 20)
    path = made(
        tmp_path / ("a.zip" if made is zipped else "a.tar.gz"), ("good.txt", b"y"), ("0.txt", b"\0" * (8 << 20))
    )
    files, refused = contents(path)
    assert list(files) == ["good.txt"]
    assert "It is a decompression bomb" in refused[0]


def test_a_header_without_end_is_refused(tmp_path: Path) -> None:
    with tarfile.open(tmp_path / "a.tar.gz", "w:gz", format=tarfile.PAX_FORMAT, compresslevel=1) as archive:
        entry = tarfile.TarInfo("a.txt")
        entry.pax_headers = {"comment": "x" * (17 << 20)}
        archive.addfile(entry)
    with pytest.raises(UserError, match="header of many megabytes"):
        contents(tmp_path / "a.tar.gz")


def test_a_size_that_lies_is_found_out(tmp_path: Path) -> None:
    data = bytearray(zipped(tmp_path / "a.zip", ("a.txt", b"x" * 1000), ("b.txt", b"y")).read_bytes())
    at = data.find(b"PK\x01\x02") + 24
    data[at : at + 4] = (10).to_bytes(4, "little")
    (tmp_path / "a.zip").write_bytes(data)
    files, refused = contents(tmp_path / "a.zip")
    assert list(files) == ["b.txt"]
    assert "cannot be unpacked whole" in refused[0]


def test_too_many_files_and_too_many_bytes_stop_the_unpacking(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tarred(tmp_path / "a.tar", *((f"{n}.txt", b"x" * 10) for n in range(5)))
    monkeypatch.setattr(limits, "ARCHIVE_BYTES", 35)
    assert len(contents(path)[0]) == 3
    assert "unpacks to more than 35 bytes" in contents(path)[1][0]
    monkeypatch.setattr(limits, "ARCHIVE_BYTES", 1 << 20)
    monkeypatch.setattr(limits, "ENTRIES", 2)
    assert contents(path)[1] == ["a.tar: The archive holds more than 2 files. The first ones were taken."]


def test_an_archive_in_an_archive_becomes_a_folder_and_one_more_is_refused(tmp_path: Path) -> None:
    third = zipped(tmp_path / "third.zip", ("c.txt", b"c")).read_bytes()
    second = zipped(tmp_path / "second.zip", ("b.txt", b"b"), ("third.zip", third)).read_bytes()
    files, refused = contents(zipped(tmp_path / "a.zip", ("second.zip", second)))
    assert files == {"second.zip/b.txt": b"b"}
    assert refused[0].startswith("a.zip/second.zip/third.zip: It is an archive in an archive in an archive.")


def test_compressed_files_in_an_archive_lie_where_they_lay(tmp_path: Path) -> None:
    files, _ = contents(zipped(tmp_path / "a.zip", ("in/1.txt.gz", gzip.compress(b"One.")), ("in/1.ann", b"")))
    assert files == {"in/1.txt": b"One.", "in/1.ann": b""}


def test_of_a_damaged_archive_the_files_before_the_damage_are_kept(tmp_path: Path) -> None:
    path = tarred(tmp_path / "a.tar", ("1.txt", b"One."), ("2.txt", b"Two."))
    path.write_bytes(path.read_bytes()[:1024] + b"garbage!" * 64 + path.read_bytes()[1536:])
    files, refused = contents(path)
    assert list(files) == ["1.txt"]
    assert "goes on with what cannot be read" in refused[0]


def test_half_an_article_is_not_kept_and_the_first_lines_of_many_are(tmp_path: Path) -> None:
    for name in ("a.txt", "a.jsonl"):
        (tmp_path / f"{name}.gz").write_bytes(gzip.compress(b"x" * 5000 + bytes(range(256)) * 20)[:-40])
    assert contents(tmp_path / "a.txt.gz")[0] == {}
    assert list(contents(tmp_path / "a.jsonl.gz")[0]) == ["a.jsonl"]


def test_names_in_utf8_that_are_not_marked_so_are_read(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.zip", ("Kyiv-é.txt", b"x"))
    data = bytearray(path.read_bytes())
    for magic, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.find(magic) + at + 1] &= ~0x08
    path.write_bytes(data)
    assert list(contents(path)[0]) == ["Kyiv-é.txt"]


def test_the_leavings_of_a_mac_are_passed_over(tmp_path: Path) -> None:
    assert contents(zipped(tmp_path / "a.zip", ("__MACOSX/._1.txt", b"x"), ("1.txt", b"One."))) == (
        {"1.txt": b"One."},
        [],
    )


def test_a_document_that_is_a_zip_inside_is_no_archive(tmp_path: Path) -> None:
    assert not is_archive(zipped(tmp_path / "a.docx", ("[Content_Types].xml", b"<x/>")))
    with zipfile.ZipFile(tmp_path / "a.epub", "w") as archive:
        archive.writestr("mimetype", "application/epub+zip")
    assert not is_archive(tmp_path / "a.epub")
    assert is_archive(zipped(tmp_path / "a.bin", ("1.txt", b"One.")))


@pytest.mark.parametrize("data", [b"PK\x05\x06" + b"\0" * 18, b"PK\x03\x04 and no more"])
def test_an_archive_of_nothing_is_said(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "a.zip").write_bytes(data)
    with pytest.raises(UserError, match=r"empty|cannot be unpacked"):
        contents(tmp_path / "a.zip")


def test_a_full_disk_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives.shutil, "disk_usage", lambda _: type("Usage", (), {"free": 10}))
    files, refused = contents(zipped(tmp_path / "a.zip", ("1.txt", b"123"), ("2.txt", b"12345678")))
    assert list(files) == ["1.txt"]
    assert "unpacks to more than 5 bytes" in refused[0]
