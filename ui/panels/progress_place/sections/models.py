"""The trained pipelines of the project, and what each is worth beside the suggestions that there were."""

from __future__ import annotations

from ui.panels.progress_place.page import Choice, Page, Shown
from ui.trained import comparison_grids, model_title, outcome_sentence, trainings_grid

NAME = "models"
NOTHING = (
    "No model was trained yet",
    "“Train a model…” in the project menu (Ctrl+Shift+T) learns from the gold, and compares with the suggestions.",
)


def page(shown: Shown) -> Page:
    """All of them, then the comparison by label of the one that is chosen, the latest one first."""
    if not shown.trainings:
        return Page(empty=NOTHING)
    wanted = shown.choices.get(NAME, "")
    chosen = next((one for one in shown.trainings if one.model == wanted), shown.trainings[0])
    note = (
        f"Pre-annotation uses: {model_title(shown.model, shown.trainings)}. {chosen.name}: {outcome_sentence(chosen)}"
    )
    options = tuple((one.model, f"{one.name}, {one.made[:10]}") for one in shown.trainings)
    choice = Choice("Pipeline", options, chosen.model) if len(options) > 1 else None
    return Page(note, (trainings_grid(shown.trainings, shown.model), *comparison_grids(chosen)), choice=choice)
