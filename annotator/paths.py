"""Where the program keeps what belongs to the user and not to a project: settings, backups, the device's id.

`ANNOTATOR_HOME` names one folder for all of it, in place of the platform's own. Projects lie where users put them.
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import platformdirs

from annotator.errors import UserError
from annotator.ids import as_uuid_hex, random_id

APP = "news-annotator"
HOME_VARIABLE = "ANNOTATOR_HOME"


def data_dir() -> Path:
    """The folder of what must not be lost: the device's id, backups. It exists when this returns."""
    return _folder("data", platformdirs.user_data_path(APP, appauthor=False))


def config_dir() -> Path:
    """The folder of the settings. It exists when this returns."""
    return _folder("config", platformdirs.user_config_path(APP, appauthor=False))


def backup_dir() -> Path:
    """The folder of the rotating backups. It exists when this returns."""
    return _existing(data_dir() / "backups")


def training_dir() -> Path:
    """The folder of the reports on trained pipelines. It exists when this returns."""
    return _existing(data_dir() / "trainings")


def device_id() -> str:
    """The id of this machine and user: random, made once. Processes that first ask together get the same one.

    Raises:
        UserError: the data folder cannot be written.
    """
    path = data_dir() / "device"
    found = _read_device(path)
    if found is not None:
        return found
    path.unlink(missing_ok=True)
    made = random_id()
    _create_once(path, made)
    return _read_device(path) or made


def replace_file(path: Path, data: bytes) -> None:
    """Write a whole file so that a reader, or a crash, finds either the old content or the new one.

    Raises:
        UserError: the folder cannot be written; the old content stands.
    """
    temporary = _write_beside(path, data)
    try:
        os.replace(temporary, path)
    except OSError as error:
        temporary.unlink(missing_ok=True)
        raise _unwritable(path, error) from error


def _folder(name: str, platform: Path) -> Path:
    home = os.environ.get(HOME_VARIABLE)
    return _existing(Path(home).expanduser() / name if home else platform)


def _existing(folder: Path) -> Path:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise _unwritable(folder, error) from error
    return folder


def _read_device(path: Path) -> str | None:
    try:
        return as_uuid_hex(path.read_text(encoding="ascii").strip())
    except (FileNotFoundError, UnicodeDecodeError):
        return None
    except OSError as error:
        raise _unwritable(path, error) from error


def _create_once(path: Path, content: str) -> None:
    temporary = _write_beside(path, content.encode("ascii"))
    try:
        os.link(temporary, path)
    except FileExistsError:
        pass  # another process was first: its id counts
    except OSError:
        os.replace(temporary, path)  # a file system without hard links
    temporary.unlink(missing_ok=True)


def _write_beside(path: Path, data: bytes) -> Path:
    try:
        handle, name = tempfile.mkstemp(prefix=f".{path.name}-", dir=path.parent)
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        raise _unwritable(path, error) from error
    return Path(name)


def _unwritable(path: Path, error: OSError) -> UserError:
    reason = error.strerror or str(error)
    return UserError(
        f"{path} cannot be used: {reason}.", f"Make it writable, or name another folder in {HOME_VARIABLE}."
    )
