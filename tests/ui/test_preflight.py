"""Whether Qt can start is found out, and said, before Qt is imported."""

from __future__ import annotations

import socket
import subprocess
import sys
from pathlib import Path

import pytest

from ui.preflight import PACKAGES, can_start, has_display, is_reachable, main, missing_libraries, sentence


def loader(*missing: str, needed_by: str = "libQt6Widgets"):
    """A `ctypes.CDLL` on a system without the libraries `missing`, all of which the library `needed_by` needs."""

    def load(path: str) -> None:
        name = Path(path).name
        lacking = name if name in missing else next(iter(missing), None) if name.startswith(needed_by) else None
        if lacking:
            raise OSError(f"{lacking}: cannot open shared object file: No such file or directory")

    return load


def test_this_machine_has_what_qt_needs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    assert missing_libraries({"QT_QPA_PLATFORM": "offscreen"}) == []
    assert main() is None


def test_every_missing_library_is_named_not_only_the_first() -> None:
    load = loader("libEGL.so.1", "libxkbcommon.so.0")
    assert missing_libraries({}, load, "linux") == ["libEGL.so.1", "libxkbcommon.so.0"]


def test_what_only_the_x_platform_needs_is_missed_only_with_an_x_display() -> None:
    load = loader("libxcb-cursor.so.0", needed_by="libqxcb")
    assert missing_libraries({"DISPLAY": ":0"}, load, "linux") == ["libxcb-cursor.so.0"]
    assert missing_libraries({"QT_QPA_PLATFORM": "offscreen"}, load, "linux") == []


def test_one_working_platform_of_two_is_enough() -> None:
    load = loader("libwayland-client.so.0", needed_by="libqwayland")
    assert missing_libraries({"DISPLAY": ":0", "WAYLAND_DISPLAY": "wayland-0"}, load, "linux") == []


def test_a_library_that_no_list_foresaw_is_named_too() -> None:
    load = loader("libnovel.so.9")
    assert missing_libraries({}, load, "linux") == ["libnovel.so.9"]
    assert "libnovel.so.9" in sentence(["libnovel.so.9"])


def test_other_systems_bring_their_libraries_along() -> None:
    assert missing_libraries({}, loader("libEGL.so.1"), "darwin") == []


def test_the_sentence_names_the_packages_once() -> None:
    said = sentence(["libEGL.so.1", "libglib-2.0.so.0", "libgthread-2.0.so.0"])
    assert said.endswith("apt install libegl1 libglib2.0-0")


def test_every_library_has_a_package() -> None:
    assert all(name.startswith("lib") and ".so." in name and package for name, package in PACKAGES.items())


@pytest.mark.parametrize(
    ("environ", "system", "expected"),
    [
        ({}, "linux", False),
        ({"DISPLAY": ":0"}, "linux", True),
        ({"WAYLAND_DISPLAY": "wayland-0"}, "linux", True),
        ({"QT_QPA_PLATFORM": "offscreen", "DISPLAY": ":0"}, "linux", False),
        ({"QT_QPA_PLATFORM": "vnc"}, "linux", True),
        ({}, "darwin", True),
        ({}, "win32", True),
    ],
)
def test_a_display_is_asked_for_only_where_there_could_be_none(environ, system: str, expected: bool) -> None:
    assert has_display(environ, system) is expected


def test_a_window_that_nobody_sees_can_be_started_where_it_is_asked_for() -> None:
    assert can_start({"QT_QPA_PLATFORM": "offscreen"}, "linux")
    assert not can_start({}, "linux")


def test_asking_does_not_import_qt() -> None:
    code = "import sys, ui.preflight as p; p.missing_libraries(); sys.exit('PySide6.QtCore' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_an_x_server_that_nobody_runs_is_found_out_before_qt_aborts() -> None:
    assert not is_reachable({"DISPLAY": ":4711"}, "linux")
    assert not is_reachable({"DISPLAY": "nonsense"}, "linux")


def test_where_x_is_not_asked_for_nothing_is_asked() -> None:
    assert is_reachable({"DISPLAY": ":4711", "QT_QPA_PLATFORM": "offscreen"}, "linux")
    assert is_reachable({"DISPLAY": ":4711", "WAYLAND_DISPLAY": "wayland-0"}, "linux")
    assert is_reachable({}, "darwin")


def test_a_server_that_answers_is_reachable(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ui.preflight.X_SOCKETS", str(tmp_path))
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(tmp_path / "X4711"))
        server.listen()
        assert is_reachable({"DISPLAY": ":4711.0"}, "linux")
