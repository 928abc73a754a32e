"""Contrast, colour-blind sanity and completeness of the themes and icons."""

from __future__ import annotations

from importlib import resources
from itertools import combinations
from pathlib import Path

import pytest
from msgspec.structs import replace
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from annotator.scheme import read_scheme
from ui.icons import icon
from ui.theme import THEMES, Theme, interface_font, load_theme, palette, reading_font, stylesheet

LEAST_CONTRAST = 4.5
ICONS = sorted(
    entry.name.removesuffix(".svg")
    for entry in (resources.files("resources") / "icons").iterdir()
    if entry.name.endswith(".svg") and entry.name.count(".") == 1
)
GROUNDS = (
    "window",
    "panel",
    "paper",
    "hover",
    "accent_ground",
    "find_hit",
    "find_current",
    "selection",
    "statement_ground",
)
PAIRS = [
    *(("text", ground) for ground in (*GROUNDS, "warning_ground", "danger_ground")),
    *(("secondary", ground) for ground in ("window", "panel", "paper", "hover", "accent_ground")),
    *(("accent", ground) for ground in ("window", "panel", "paper", "hover", "accent_ground")),
    *(("statement", ground) for ground in ("window", "panel", "paper", "statement_ground")),
    ("on_accent", "accent"),
    ("warning", "paper"),
    ("warning", "panel"),
    ("warning", "warning_ground"),
    ("danger", "paper"),
    ("danger", "panel"),
    ("danger", "danger_ground"),
]
# Matrices of full protanopia, deuteranopia and tritanopia after Machado, Oliveira and Fernandes (2009).
VISIONS = {
    "protanopia": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "deuteranopia": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.01182, 0.04294, 0.968881)),
    "tritanopia": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.3039)),
}


def linear(colour: QColor) -> tuple[float, float, float]:
    values = (colour.redF(), colour.greenF(), colour.blueF())
    return tuple(v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4 for v in values)


def luminance(colour: QColor) -> float:
    red, green, blue = linear(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: QColor, other: QColor) -> float:
    """The contrast ratio of WCAG 2.2."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def lab(rgb: tuple[float, ...]) -> tuple[float, float, float]:
    red, green, blue = (min(1.0, max(0.0, value)) for value in rgb)
    x = (0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.9505
    y = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    z = (0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.089
    fx, fy, fz = (v ** (1 / 3) if v > 0.008856 else 7.787 * v + 16 / 116 for v in (x, y, z))
    return 116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)


def distance(one: QColor, other: QColor, matrix: tuple[tuple[float, ...], ...]) -> float:
    """How far two colours are apart (CIE76) for an eye that sees through `matrix`."""
    seen = []
    for colour in (one, other):
        values = linear(colour)
        seen.append(lab(tuple(sum(m * v for m, v in zip(row, values, strict=True)) for row in matrix)))
    return sum((a - b) ** 2 for a, b in zip(*seen, strict=True)) ** 0.5


@pytest.fixture(params=THEMES)
def theme(request: pytest.FixtureRequest) -> Theme:
    return load_theme(request.param)


@pytest.mark.parametrize(("ink", "ground"), PAIRS)
def test_every_ink_can_be_read_on_every_ground_that_it_stands_on(theme: Theme, ink: str, ground: str) -> None:
    assert contrast(getattr(theme, ink), getattr(theme, ground)) >= LEAST_CONTRAST


def test_tags_can_be_read_on_paper_and_on_their_fill_and_text_on_every_fill(theme: Theme) -> None:
    for family in theme.families.values():
        assert contrast(family.mark, theme.paper) >= LEAST_CONTRAST
        assert contrast(family.mark, family.fill) >= LEAST_CONTRAST
        assert contrast(theme.text, family.fill) >= LEAST_CONTRAST


@pytest.mark.parametrize("vision", VISIONS)
def test_no_two_families_look_alike_to_colour_blind_eyes(theme: Theme, vision: str) -> None:
    for one, other in combinations(theme.families.values(), 2):
        assert distance(one.mark, other.mark, VISIONS[vision]) > 12


def test_a_scheme_gives_each_of_its_labels_readable_colours(theme: Theme) -> None:
    scheme, _ = read_scheme()
    colours = theme.label_colours(scheme)
    assert colours.keys() == {label.name for label in scheme.labels}
    assert all(contrast(pair.mark, theme.paper) >= LEAST_CONTRAST for pair in colours.values())


def test_labels_of_one_family_share_its_hue(theme: Theme) -> None:
    scheme, _ = read_scheme()
    colours = theme.label_colours(scheme)
    assert colours["GPE"] == colours["LOC"] != colours["PERSON"]


def test_the_stylesheet_applies_without_a_word_of_complaint(qtbot, theme: Theme) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    layout = QVBoxLayout(window)
    cap = QLabel("Enter")
    cap.setProperty("keycap", "true")
    layout.addWidget(cap)
    layout.addWidget(QPushButton("Accept"))
    window.setPalette(palette(theme))
    window.setStyleSheet(stylesheet(theme, 1.5))
    assert not window.grab().isNull()


def test_the_stylesheet_leaves_no_name_unfilled(qapp, theme: Theme) -> None:
    assert "$" not in stylesheet(theme)


def test_a_larger_scale_gives_larger_type(qapp) -> None:
    assert reading_font(1.5).pixelSize() > reading_font().pixelSize() > interface_font().pixelSize()


@pytest.mark.parametrize("name", ICONS)
def test_every_icon_draws_something(qapp, theme: Theme, name: str) -> None:
    image = icon(name, theme).pixmap(20).toImage()
    assert any(image.pixelColor(x, y).alpha() for x in range(image.width()) for y in range(image.height()))


def test_every_icon_is_used() -> None:
    written = "".join(path.read_text(encoding="utf-8") for path in (Path(__file__).parents[2] / "ui").rglob("*.py"))
    assert [name for name in ICONS if f'"{name}"' not in written] == []


def test_the_variants_for_the_stylesheet_wear_the_colours_of_their_theme(theme: Theme) -> None:
    folder = resources.files("resources") / "icons"
    expected = {
        "chevron-down": theme.secondary,
        "chevron-up": theme.secondary,
        "chevron-right": theme.secondary,
        "check": theme.on_accent,
        "dot": theme.on_accent,
        "tick": theme.accent,
    }
    for name, colour in expected.items():
        assert colour.name() in (folder / f"{name}.{theme.name}.svg").read_text(encoding="utf-8").lower()


def test_the_default_scheme_wears_the_colours_of_the_themes(theme: Theme) -> None:
    scheme, _ = read_scheme()
    bare = replace(scheme, families=tuple(replace(family, light={}, dark={}) for family in scheme.families))
    assert theme.label_colours(bare) == theme.label_colours(scheme)
