"""Colours, faces, palette and stylesheet of the application, in a light and a dark theme. Read from `resources/themes`.

What each colour is used for stands where it is painted; the contrast of every pair is held by tests/ui/test_theme.py.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path
from string import Template

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QPalette

from annotator.scheme import Scheme

THEMES = ("light", "dark")
READING_PX = 19
INTERFACE_PX = 13
READING_FACES = ("Source Serif 4", "Charter", "Georgia", "Noto Serif", "DejaVu Serif")
GENERIC_FACES = ("Sans Serif", "Sans", "sans-serif")
"""What a platform answers that has no interface face of its own."""
INTERFACE_FACES = ("Inter", "Segoe UI", "Cantarell", "Noto Sans", "DejaVu Sans")


@dataclass(frozen=True)
class FamilyColours:
    """One hue: `fill` is the ground of what a person decided, `mark` the outline and the tag."""

    fill: QColor
    mark: QColor


@dataclass(frozen=True)
class Theme:
    """All colours of one theme. `families` goes by the family names of the default label scheme."""

    name: str
    window: QColor
    panel: QColor
    paper: QColor
    text: QColor
    secondary: QColor
    line: QColor
    hover: QColor
    accent: QColor
    on_accent: QColor
    accent_ground: QColor
    selection: QColor
    find_hit: QColor
    find_current: QColor
    statement: QColor
    statement_ground: QColor
    warning: QColor
    warning_ground: QColor
    danger: QColor
    danger_ground: QColor
    families: dict[str, FamilyColours]

    @property
    def is_dark(self) -> bool:
        return self.name == "dark"

    def label_colours(self, scheme: Scheme) -> dict[str, FamilyColours]:
        """The colours of each label: those that the scheme gives its family, else this theme's for that family."""
        return {label.name: self._family_colours(scheme, label.family) for label in scheme.labels}

    def _family_colours(self, scheme: Scheme, name: str) -> FamilyColours:
        family = next((family for family in scheme.families if family.name == name), None)
        given = (family.dark if self.is_dark else family.light) if family else {}
        known = self.families.get(name, self.unknown)
        fill, mark = QColor(given.get("fill", "")), QColor(given.get("mark", ""))
        return FamilyColours(fill if fill.isValid() else known.fill, mark if mark.isValid() else known.mark)

    @property
    def unknown(self) -> FamilyColours:
        """For a label that the scheme does not know."""
        return self.families["time"]


@cache
def load_theme(name: str) -> Theme:
    """The theme "light" or "dark"."""
    text = (resources.files("resources") / "themes" / f"{name}.toml").read_text(encoding="utf-8")
    data = tomllib.loads(text)
    families = {
        family: FamilyColours(fill=QColor(pair["fill"]), mark=QColor(pair["mark"]))
        for family, pair in data["families"].items()
    }
    colours = {key: QColor(value) for key, value in data["colours"].items()}
    return Theme(name=data["name"], families=families, **colours)


def system_theme_name(app: QGuiApplication) -> str:
    """ "dark" where the system says so, else "light"."""
    return "dark" if app.styleHints().colorScheme() == Qt.ColorScheme.Dark else "light"


def palette(theme: Theme) -> QPalette:
    """The palette for what the stylesheet does not reach: Fusion's own drawing, native parts, links."""
    roles = {
        QPalette.ColorRole.Window: theme.window,
        QPalette.ColorRole.WindowText: theme.text,
        QPalette.ColorRole.Base: theme.panel,
        QPalette.ColorRole.AlternateBase: theme.hover,
        QPalette.ColorRole.Text: theme.text,
        QPalette.ColorRole.PlaceholderText: theme.secondary,
        QPalette.ColorRole.Button: theme.panel,
        QPalette.ColorRole.ButtonText: theme.text,
        QPalette.ColorRole.BrightText: theme.danger,
        QPalette.ColorRole.Highlight: theme.accent_ground,
        QPalette.ColorRole.HighlightedText: theme.text,
        QPalette.ColorRole.Accent: theme.accent,
        QPalette.ColorRole.Link: theme.accent,
        QPalette.ColorRole.LinkVisited: theme.accent,
        QPalette.ColorRole.ToolTipBase: theme.panel,
        QPalette.ColorRole.ToolTipText: theme.text,
        QPalette.ColorRole.Light: theme.panel,
        QPalette.ColorRole.Midlight: theme.hover,
        QPalette.ColorRole.Mid: theme.line,
        QPalette.ColorRole.Dark: theme.line,
        QPalette.ColorRole.Shadow: theme.line,
    }
    made = QPalette()
    for role, colour in roles.items():
        made.setColor(role, colour)
    for role in (QPalette.ColorRole.WindowText, QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, role, faded(theme))
    return made


def faded(theme: Theme) -> QColor:
    """The text of what cannot be used now: between the secondary colour and the ground."""
    return mixed(theme.secondary, theme.panel, 0.4)


def mixed(one: QColor, other: QColor, share: float) -> QColor:
    """`one` with a `share` (0..1) of `other` mixed in."""
    rest = 1 - share
    return QColor.fromRgbF(
        one.redF() * rest + other.redF() * share,
        one.greenF() * rest + other.greenF() * share,
        one.blueF() * rest + other.blueF() * share,
    )


def stylesheet(theme: Theme, scale: float = 1.0) -> str:
    """The stylesheet of the whole application; `scale` is the size of the interface text, 1.0 for 13 px.

    Widgets choose a dress by a property: `QLabel[keycap="true"]`, `QFrame[card="true"]` (with `current="true"`),
    `QLabel[role="title"|"secondary"|"heading"|"warning"|"danger"|"reading"]`, `QPushButton[flat="true"]`,
    `QPushButton[primary="true"]`, `QToolButton[place="true"]`, `QFrame[bar="top"|"bottom"]`, `QFrame[panel="true"]`.
    """
    folder = resources.files("resources")
    source = (folder / "themes" / "application.qss").read_text(encoding="utf-8")
    values = {key: value.name() for key, value in vars(theme).items() if isinstance(value, QColor)}
    values["faded"] = faded(theme).name()
    values["icons"] = Path(str(folder / "icons")).as_posix()
    values["theme"] = theme.name
    for pixels in (1, 2, 3, 4, 5, 6, 8, 10, 11, 12, 13, 14, 16, 18, 20, 24, 26, 28, 32):
        values[f"px{pixels}"] = f"{max(1, round(pixels * scale))}px"
    values["reading_face"] = reading_font().family()
    return Template(source).substitute(values)


@cache
def _first_face(wanted: tuple[str, ...], fallback: str) -> str:
    present = set(QFontDatabase.families())
    return next((face for face in wanted if face in present), fallback)


def reading_font(scale: float = 1.0, size: float = READING_PX) -> QFont:
    """The serif face of articles, 19 px at a scale of 1.0."""
    font = QFont(_first_face(READING_FACES, "serif"))
    font.setStyleHint(QFont.StyleHint.Serif)
    return _sized(font, size * scale)


@cache
def _interface_face() -> str:
    family = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont).family()
    return _first_face(INTERFACE_FACES, family) if family in GENERIC_FACES else family


def interface_font(scale: float = 1.0, size: float = INTERFACE_PX) -> QFont:
    """The system's interface face, 13 px at a scale of 1.0; a good sans serif where the system names none."""
    font = QFont(_interface_face())
    font.setStyleHint(QFont.StyleHint.SansSerif)
    return _sized(font, size * scale)


def _sized(font: QFont, pixels: float) -> QFont:
    font.setPixelSize(max(6, round(pixels)))
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return font
