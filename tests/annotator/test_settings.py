"""The settings file: kept across runs, bounded, and never in the way when it is broken."""

from __future__ import annotations

from pathlib import Path

import pytest

from annotator import paths
from annotator.settings import RECENT_PROJECTS, Settings, load_settings, save_settings, settings_path


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(paths.HOME_VARIABLE, str(tmp_path / "home"))


def test_without_a_file_the_programs_own_settings_count() -> None:
    assert load_settings().settings == Settings()
    assert not load_settings().warning


def test_what_is_saved_is_loaded() -> None:
    settings = Settings(theme="dark", text_size=150, keys={"accept": "Return"}).opened(Path("talks.annodb"), "ann")
    save_settings(settings)
    assert load_settings().settings == settings


def test_a_project_remembers_who_opened_it_last() -> None:
    settings = Settings().opened(Path("talks.annodb"), "ann").opened(Path("talks.annodb"), "ben")
    assert settings.annotator_of(Path("talks.annodb")) == "ben"
    assert settings.annotator_of(Path("other.annodb")) is None


def test_the_project_opened_last_leads_the_recent_ones_and_stands_there_once() -> None:
    settings = Settings().opened(Path("a"), "ann").opened(Path("b"), "ann").opened(Path("a"), "ann")
    assert [Path(name).name for name in settings.recent] == ["a", "b"]


def test_the_list_of_recent_projects_is_bounded() -> None:
    settings = Settings()
    for number in range(RECENT_PROJECTS + 5):
        settings = settings.opened(Path(f"{number}.annodb"), "ann")
    assert len(settings.recent) == RECENT_PROJECTS


@pytest.mark.parametrize("content", [b"{torn", b'{"text_size": 4000}', b'{"theme": "\xff"}', b'{"theme": "neon"}'])
def test_a_broken_file_is_kept_aside_and_reported(content: bytes) -> None:
    settings_path().write_bytes(content)
    loaded = load_settings()
    aside = settings_path().with_suffix(".broken.json")
    assert loaded.settings == Settings()
    assert str(aside) in loaded.warning
    assert aside.read_bytes() == content
    assert not load_settings().warning


def test_a_setting_of_a_newer_program_is_no_error() -> None:
    settings_path().write_text('{"theme": "dark", "hologram": true}')
    assert load_settings().settings.theme == "dark"
