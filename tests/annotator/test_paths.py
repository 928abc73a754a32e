"""The user's folders, the device's id, and files that are replaced whole."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from annotator import paths
from annotator.errors import UserError


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(paths.HOME_VARIABLE, str(tmp_path / "home"))
    return tmp_path / "home"


@pytest.mark.parametrize("folder", [paths.data_dir, paths.config_dir, paths.backup_dir])
def test_every_folder_lies_under_the_home_that_the_environment_names(folder, home: Path) -> None:
    assert folder().is_dir()
    assert folder().is_relative_to(home)


def test_the_platform_decides_where_no_home_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv(paths.HOME_VARIABLE)
    monkeypatch.setattr(paths.platformdirs, "user_data_path", lambda *_, **__: tmp_path / "platform")
    assert paths.data_dir() == tmp_path / "platform"


def test_the_device_keeps_its_id() -> None:
    assert paths.device_id() == paths.device_id()


def test_another_home_is_another_device(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    first = paths.device_id()
    monkeypatch.setenv(paths.HOME_VARIABLE, str(tmp_path / "elsewhere"))
    assert paths.device_id() != first


def test_a_damaged_device_file_gets_a_new_id_that_stays() -> None:
    (paths.data_dir() / "device").write_bytes(b"\xff torn")
    assert paths.device_id() == paths.device_id()


def test_processes_that_start_together_agree_on_the_device() -> None:
    command = [sys.executable, "-c", "from annotator.paths import device_id; print(device_id())"]
    started = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(4)]
    assert len({process.communicate()[0] for process in started}) == 1


def test_no_temporary_file_stays_beside_the_device_id() -> None:
    paths.device_id()
    assert [path.name for path in paths.data_dir().iterdir()] == ["device"]


def test_a_file_that_cannot_be_replaced_keeps_its_content(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    with pytest.raises(UserError, match="cannot be used"):
        paths.replace_file(tmp_path / "folder", b"new")
    assert list(tmp_path.iterdir()) == [tmp_path / "folder"]


def test_a_home_that_is_a_file_is_refused_in_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv(paths.HOME_VARIABLE, str(tmp_path / "file"))
    with pytest.raises(UserError, match=paths.HOME_VARIABLE):
        paths.data_dir()
