"""The config beside a trained pipeline: with it and the corpora spaCy's own trainer trains the same components."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from annotator.train.entities import BATCH_WORDS, COMPONENT, DROPOUT, GRAD_CLIP, L2, LEARN_RATE
from annotator.train.options import TrainOptions
from annotator.train.statements import FINDER, NAMER

if TYPE_CHECKING:
    from spacy.language import Language

HEAD = """# To train the same components from nothing with spaCy's own trainer, in the folder of the pipeline:
#     python -m spacy train {corpus}/config.cfg --output somewhere-else
# To go on from the trained ones, write under [components.ner] nothing but: source = "."
# The corpora hold the labels of gold alone: a label that gold lacks is not learned, or is unlearned.

"""


def write_config(nlp: Language, folder: Path, corpus: str, options: TrainOptions) -> None:
    """Write `config.cfg` into the folder of the corpora inside `folder`."""
    from spacy import util

    config: Any = util.load_config(_default_config())
    taught = [name for name in (COMPONENT, FINDER, NAMER) if name in nlp.pipe_names]
    config["paths"] |= {"train": f"{corpus}/train.spacy", "dev": f"{corpus}/dev.spacy"}
    config["system"]["seed"] = options.seed
    config["nlp"] |= {"lang": nlp.lang, "pipeline": taught}
    config["components"] = {name: nlp.get_pipe_config(name) for name in taught}
    training = config["training"]
    training |= {
        "seed": options.seed,
        "dropout": DROPOUT,
        "max_epochs": options.epochs,
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
