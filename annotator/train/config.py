"""The config beside a trained pipeline: with it and the corpora `spacy train` goes on where the training ended."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from annotator.train.entities import BATCH_WORDS, COMPONENT, DROPOUT, GRAD_CLIP, L2, LEARN_RATE
from annotator.train.options import TrainOptions
from annotator.train.statements import FINDER, NAMER

if TYPE_CHECKING:
    from spacy.language import Language

HEAD = """# To go on with spaCy's own trainer, in the folder of the pipeline:
#     python -m spacy train {corpus}/config.cfg --output somewhere-else
# The corpora hold the labels of gold alone: labels that gold lacks are unlearned by it.

"""


def write_config(nlp: Language, folder: Path, corpus: str, options: TrainOptions) -> None:
    """Write `config.cfg` into the folder of the corpora inside `folder`; each component is taken from the pipeline."""
    from spacy import util

    config: Any = util.load_config(_default_config())
    taught = [name for name in (COMPONENT, FINDER, NAMER) if name in nlp.pipe_names]
    config["paths"] |= {"train": f"{corpus}/train.spacy", "dev": f"{corpus}/dev.spacy"}
    config["system"]["seed"] = options.seed
    config["nlp"] |= {"lang": nlp.lang, "pipeline": nlp.pipe_names}
    config["components"] = {name: {"source": "."} for name in nlp.pipe_names}
    training = config["training"]
    training |= {
        "seed": options.seed,
        "dropout": DROPOUT,
        "max_epochs": options.epochs,
        "frozen_components": [name for name in nlp.pipe_names if name not in taught],
        "annotating_components": [FINDER] if FINDER in taught else [],
        "score_weights": {"ents_f": 1.0} if NAMER not in taught else {"ents_f": 0.5, "spans_sc_f": 0.5},
    }
    training["batcher"]["size"] = BATCH_WORDS
    training["optimizer"] |= {"learn_rate": LEARN_RATE, "L2": L2, "grad_clip": GRAD_CLIP, "use_averages": True}
    path = folder / corpus / "config.cfg"
    path.write_text(HEAD.format(corpus=corpus) + config.to_str(interpolate=False) + "\n", encoding="utf-8")


def _default_config() -> Path:
    from spacy import language

    return Path(language.__file__).parent / "default_config.cfg"
