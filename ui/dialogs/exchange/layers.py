"""Whose work there is to take out of a project: gold, releases, annotators, the machine; as a box and as options."""

from __future__ import annotations

from PySide6.QtWidgets import QComboBox

from annotator.layers import GOLD, SUGGESTIONS, is_adjudicated
from annotator.project import Project
from ui.widgets.named import named

RELEASE = "release:"
"""What stands before a release's name where the work of a layer could be meant; no layer is called so."""


def layer_box(project: Project, name: str, wanted: str, *, has_machine: bool = True) -> QComboBox:
    """A box with whose work there is, at `wanted` where that is there."""
    box = named(QComboBox(), name)
    box.setAccessibleName("Whose work")
    box.addItem("Gold: what the project has settled on", GOLD)
    for one in reversed(project.lead.gold.releases()):
        box.addItem(f"Gold as it was released: {one.name} ({one.time[:10]})", f"{RELEASE}{one.name}")
    for layer in layers_of(project):
        box.addItem(f"Settled elsewhere: {layer}" if is_adjudicated(layer) else f"The work of {layer}", layer)
    if has_machine:
        box.addItem("The machine’s suggestions", SUGGESTIONS)
    # What was wanted the last time may be gone.
    found = [box.findData(one) for one in (wanted, likely_layer(project), GOLD)]
    box.setCurrentIndex(next(at for at in found if at >= 0))
    # A long name must not make the sheet wider than the window.
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    box.setMinimumContentsLength(20)
    return box


def layers_of(project: Project) -> list[str]:
    """Who has work in the project; gold is the project's and nobody's."""
    return sorted({*project.status()["layers"]} - {GOLD})


def likely_layer(project: Project) -> str:
    """The layer of the one whose window it is; gold where only others have work, the machine's where nobody has."""
    layers = layers_of(project)
    if project.annotator in layers:
        return project.annotator
    return GOLD if layers else SUGGESTIONS


def release_of(chosen: str) -> str | None:
    """The release that is chosen, if one is."""
    return chosen.removeprefix(RELEASE) if chosen.startswith(RELEASE) else None


def layer_options(chosen: str) -> list[str]:
    """The options of a command for what is chosen."""
    release = release_of(chosen)
    return ["--layer", chosen] if release is None else ["--layer", GOLD, "--release", release]
