"""Whether Qt can start here: the system libraries that it loads, and a display. Asked before Qt itself is imported.

Without this a missing library ends in an ImportError about a shared object, or in an abort inside QApplication.
"""

from __future__ import annotations

import ctypes
import os
import re
import socket
import sys
from collections.abc import Callable, Mapping
from importlib.util import find_spec
from pathlib import Path

PACKAGES = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libOpenGL.so.0": "libopengl0",
    "libX11.so.6": "libx11-6",
    "libX11-xcb.so.1": "libx11-xcb1",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libgthread-2.0.so.0": "libglib2.0-0",
    "libwayland-client.so.0": "libwayland-client0",
    "libwayland-cursor.so.0": "libwayland-cursor0",
    "libxcb.so.1": "libxcb1",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render.so.0": "libxcb-render0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-shm.so.0": "libxcb-shm0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-util.so.1": "libxcb-util1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libz.so.1": "zlib1g",
    "libzstd.so.1": "libzstd1",
}
"""What Qt and its platform plugins load from the system, with the Debian package that holds it."""

X_SOCKETS = "/tmp/.X11-unix"  # noqa: S108 - where every X server listens
X_PORT = 6000
X_TIMEOUT_S = 3.0
EVERYWHERE = ("libQt6Widgets.so.6",)
UNSEEN = ("offscreen", "minimal")
Load = Callable[[str], object]


def has_display(environ: Mapping[str, str] = os.environ, system: str = sys.platform) -> bool:
    """Whether somebody could see a window: on a Unix it takes an X or Wayland display, unless Qt is told where."""
    told = environ.get("QT_QPA_PLATFORM", "")
    if told:
        return not told.startswith(UNSEEN)
    return system in ("win32", "darwin") or bool(environ.get("DISPLAY") or environ.get("WAYLAND_DISPLAY"))


def can_start(environ: Mapping[str, str] = os.environ, system: str = sys.platform) -> bool:
    """Whether Qt can make a window at all, be it one that nobody sees, as the tests ask for."""
    return bool(environ.get("QT_QPA_PLATFORM")) or has_display(environ, system)


def is_reachable(environ: Mapping[str, str] = os.environ, system: str = sys.platform) -> bool:
    """Whether the X server of DISPLAY answers, where Qt would go there: without one it aborts. True if unsure."""
    told = environ.get("QT_QPA_PLATFORM", "")
    if system != "linux" or environ.get("WAYLAND_DISPLAY") or not (told or "xcb").startswith("xcb"):
        return True
    found = re.fullmatch(r"(?:(?:unix|tcp|inet6?)/)?(.*):(\d+)(?:\.\d+)?", environ.get("DISPLAY", ""))
    if not found:
        return False
    host, number = found[1].strip("[]"), int(found[2])
    if host not in ("", "unix"):
        return _answers((host, X_PORT + number))
    path = f"{X_SOCKETS}/X{number}"
    return _answers(f"\0{path}") or _answers(path)


def unreachable(environ: Mapping[str, str] = os.environ) -> str:
    """What to tell the user where the X server does not answer."""
    return f"No X server answers at DISPLAY={environ.get('DISPLAY', '')}: start one, or set DISPLAY to one that runs."


def missing_libraries(
    environ: Mapping[str, str] = os.environ, load: Load = ctypes.CDLL, system: str = sys.platform
) -> list[str]:
    """The names of the shared libraries that Qt needs to start here and that the system lacks; empty if all is well.

    What it loads to find out, Qt would load a moment later anyway.
    """
    spec = find_spec("PySide6")
    if system != "linux" or spec is None or not spec.submodule_search_locations:
        return []
    qt = Path(spec.submodule_search_locations[0]) / "Qt"
    lacking = [_lacking(load, qt / "lib" / name) for name in EVERYWHERE]
    plugins = [_lacking(load, qt / "plugins" / "platforms" / name) for name in _plugins(environ)]
    if all(plugins):  # one platform that works is enough
        lacking += plugins[-1:]
    named = {name for name in lacking if name}
    if not named:
        return []
    return sorted(named | {name for name in PACKAGES if _lacking(load, Path(name))} - _of_other_platforms(environ))


def sentence(libraries: list[str]) -> str:
    """What to tell the user where `libraries` are missing."""
    packages = sorted({PACKAGES[name] for name in libraries if name in PACKAGES})
    install = f" On Debian and Ubuntu: apt install {' '.join(packages)}" if packages else ""
    return f"Qt cannot start: the system lacks {', '.join(libraries)}. Install what provides them.{install}"


def main() -> str | None:
    """The sentence about what is missing, as the exit status of `python -m ui.preflight`; None if nothing is."""
    libraries = missing_libraries()
    return sentence(libraries) if libraries else None


def _answers(address: str | tuple[str, int]) -> bool:
    try:
        if isinstance(address, tuple):
            socket.create_connection(address, X_TIMEOUT_S).close()
        else:
            with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as trial:
                trial.settimeout(X_TIMEOUT_S)
                trial.connect(address)
    except OSError:
        return False
    return True


def _plugins(environ: Mapping[str, str]) -> list[str]:
    """The platform plugins that Qt would try, in its order."""
    told = environ.get("QT_QPA_PLATFORM")
    if told:
        names = [part.split(":")[0] for part in told.split(";")]
    else:
        names = ["wayland"] if environ.get("WAYLAND_DISPLAY") else []
        names += ["xcb"] if environ.get("DISPLAY") else []
    return [f"libq{name}.so" for name in names or ["offscreen"]]


def _of_other_platforms(environ: Mapping[str, str]) -> set[str]:
    """Libraries of platforms that are not asked for: their absence is no news."""
    plugins = "".join(_plugins(environ))
    others = {"xcb": ("libxcb", "libX11-xcb", "libxkbcommon-x11"), "wayland": ("libwayland",)}
    prefixes = tuple(prefix for name, some in others.items() if name not in plugins for prefix in some)
    return {name for name in PACKAGES if prefixes and name.startswith(prefixes)}


def _lacking(load: Load, library: Path) -> str | None:
    """The library that cannot be found when `library` is loaded: itself or one that it needs."""
    try:
        load(str(library))
    except OSError as error:
        name, _, reason = str(error).partition(": ")
        return Path(name).name if "No such file" in reason or "not found" in reason else None
    return None


if __name__ == "__main__":
    sys.exit(main())
