"""Where a file lies: on a network, in a synchronised folder, or safely."""

from __future__ import annotations

from pathlib import Path

import pytest

from annotator.store import location
from annotator.store.location import location_warnings


@pytest.fixture
def mounts(tmp_path, monkeypatch):
    def write(*lines: str) -> None:
        table = tmp_path / "mounts"
        table.write_text("\n".join(lines) + "\n")
        monkeypatch.setattr(location, "MOUNTS", table)

    write("disk / ext4 rw 0 0")
    return write


def test_an_ordinary_folder_is_fine(mounts, tmp_path):
    assert location_warnings(tmp_path / "talks.annodb") == ()


@pytest.mark.parametrize("folder", ["Dropbox", "OneDrive - University", "Nextcloud", "iCloud Drive"])
def test_a_synchronised_folder_is_recognised(mounts, tmp_path, folder):
    (warning,) = location_warnings(tmp_path / folder / "work" / "talks.annodb")
    assert folder in warning
    assert "merging" in warning


@pytest.mark.parametrize("kind", ["nfs4", "cifs", "fuse.sshfs", "9p"])
def test_a_network_drive_is_recognised_by_the_innermost_mount(mounts, tmp_path, kind):
    mounts("disk / ext4 rw 0 0", f"host:/share {tmp_path} {kind} rw 0 0", f"disk {tmp_path}/inner ext4 rw 0 0")
    (warning,) = location_warnings(tmp_path / "talks.annodb")
    assert "network drive" in warning
    assert location_warnings(tmp_path / "inner" / "talks.annodb") == ()


def test_a_mount_with_a_blank_in_its_name_is_found(mounts, tmp_path):
    mounts("disk / ext4 rw 0 0", f"host:/share {tmp_path}/our\\040work nfs rw 0 0")
    assert location_warnings(tmp_path / "our work" / "talks.annodb")


def test_where_nothing_tells_nothing_is_said(monkeypatch, tmp_path):
    monkeypatch.setattr(location, "MOUNTS", Path("no such file"))
    assert location_warnings(tmp_path / "talks.annodb") == ()
