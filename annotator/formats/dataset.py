"""What a writer of any format is given: the records of the gold format, and where to ask for what they name."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

import msgspec

from annotator.formats.folder import Folder
from annotator.formats.gold.schema import GoldActor, GoldArticle, GoldEvent
from annotator.formats.losses import Losses
from annotator.scheme import Scheme

SPLITS = ("train", "dev", "test")


class Dataset(msgspec.Struct, frozen=True, kw_only=True):
    """Articles in order, to be read once and to the end; then the events and actors that they name.

    `find_event` and `find_actor` know those of the articles read so far, the present one included, by id.
    `splits`: article id → "train", "dev" or "test"; None where the dataset is not split, and all is "train".
    """

    name: str
    layer: str
    scheme: Scheme
    articles: Iterable[GoldArticle]
    events: Callable[[], Iterable[GoldEvent]]
    actors: Callable[[], Iterable[GoldActor]]
    find_event: Callable[[str], GoldEvent | None]
    find_actor: Callable[[str], GoldActor | None]
    splits: Mapping[str, str] | None = None

    @property
    def split_names(self) -> tuple[str, ...]:
        """The splits that are written, empty ones too."""
        return SPLITS[:1] if self.splits is None else SPLITS

    def split_of(self, article_id: str) -> str:
        return "train" if self.splits is None else self.splits.get(article_id, "train")


Writer = Callable[[Dataset, Folder, Losses], None]
"""Writes a dataset's files into a folder and notes what the format could not carry. The card is not the writer's."""
