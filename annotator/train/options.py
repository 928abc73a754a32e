"""What a training is asked for, and the bounds within which it stays."""

from __future__ import annotations

import msgspec

from annotator.errors import UserError
from annotator.exchange.splitting import Split
from annotator.layers import GOLD

LEAST_ARTICLES = 10
"""With fewer there is nothing to hold out."""
FEW_EXAMPLES = 20
"""A label with fewer is named: a model hardly learns it."""
LEAST_STATEMENTS = 200
"""With fewer to learn from nothing is taught of statements."""


class TrainOptions(msgspec.Struct, frozen=True, kw_only=True):
    """The options of `annotator train`, by the names that they have there.

    `model`: the pipeline to begin with, the small English one without. `split`: percentages of train, dev and test.
    `max_steps` bounds the batches of a component, 0 does not. `patience`: after so many epochs without a better score
    on dev a component is done. `statements`: whether content, cue and speaker are taught where there are enough.
    """

    layer: str = GOLD
    release: str | None = None
    incomplete: bool = False
    model: str | None = None
    split: Split = (80, 10, 10)
    seed: int = 0
    epochs: int = 30
    max_steps: int = 0
    patience: int = 10
    statements: bool = True

    def check(self) -> None:
        """Refuse what cannot be asked for.

        Raises:
            UserError: a part of the split is empty, or there is nothing to do.
        """
        if min(self.split) <= 0:
            raise UserError("A training needs all of train, dev and test.", "Give shares such as 80/10/10.")
        if self.epochs < 1 or self.patience < 1 or self.max_steps < 0:
            raise UserError("A training takes one epoch at least.", "Leave out --epochs, --patience and --max-steps.")
