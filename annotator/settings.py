"""What the user set for the whole program: theme, text size, recent projects, keys. One small file, written whole.

The state of a window lies with the window, and what belongs to a project lies in the project.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from annotator import paths

RECENT_PROJECTS = 12
Theme = Literal["system", "light", "dark"]


class Settings(msgspec.Struct, frozen=True):
    """The settings. Projects are named by their absolute path, acts by the name of their action.

    `text_size` is in per cent; `keys` holds only what differs from the keys that the program comes with.
    """

    theme: Theme = "system"
    text_size: Annotated[int, Meta(ge=50, le=300)] = 100
    recent: tuple[str, ...] = ()
    keys: dict[str, str] = {}
    annotators: dict[str, str] = {}
    """The annotator last used with each project."""

    def opened(self, project: Path, annotator: str) -> Settings:
        """These settings after `annotator` opened `project`, which leads the recent ones."""
        name = str(project.absolute())
        recent = (name, *(other for other in self.recent if other != name))[:RECENT_PROJECTS]
        return msgspec.structs.replace(self, recent=recent, annotators={**self.annotators, name: annotator})

    def annotator_of(self, project: Path) -> str | None:
        """Who worked on `project` last on this machine."""
        return self.annotators.get(str(project.absolute()))


class LoadedSettings(msgspec.Struct, frozen=True):
    """The settings as found, and a sentence for the user where their file was broken (else empty)."""

    settings: Settings
    warning: str = ""


def settings_path() -> Path:
    """The file of the settings; it need not exist."""
    return paths.config_dir() / "settings.json"


def load_settings() -> LoadedSettings:
    """Read the settings. A broken file is put aside beside its place and the program's own settings take over.

    Raises:
        UserError: the settings folder cannot be made.
    """
    path = settings_path()
    try:
        return LoadedSettings(msgspec.json.decode(path.read_bytes(), type=Settings))
    except FileNotFoundError:
        return LoadedSettings(Settings())
    except OSError as error:
        return LoadedSettings(Settings(), f"The settings in {path} cannot be read: {error.strerror}.")
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        return LoadedSettings(Settings(), f"The settings were broken ({error}). {_put_aside(path)}")


def save_settings(settings: Settings) -> None:
    """Write the settings.

    Raises:
        UserError: the file cannot be written; what it held stands.
    """
    paths.replace_file(settings_path(), msgspec.json.format(msgspec.json.encode(settings), indent=2) + b"\n")


def _put_aside(path: Path) -> str:
    aside = path.with_suffix(".broken.json")
    try:
        os.replace(path, aside)
    except OSError as error:
        return f"They could not be put aside: {error.strerror}."
    return f"They are kept in {aside}; the program starts with its own."
