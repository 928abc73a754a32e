"""Teaching a pipeline the parts of statements: a span finder proposes stretches, a span categoriser names them.

Both are spaCy's own (`span_finder`, `spancat` with `spacy.preset_spans_suggester.v1`), since its default suggester ends
at three words. Which cue and which speaker belong to which content they do not say: that is for who uses them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, cast

from msgspec import structs

from annotator.formats.gold.schema import GoldArticle, GoldFragment
from annotator.formats.spacy.writing import tokenised
from annotator.preannotate.trained import COMPONENTS, KEY, LABELS, parts_of
from annotator.train.entities import COMPONENT, Keeper, Taught, learn
from annotator.train.options import TrainOptions
from annotator.train.scoring import STATEMENT_KINDS, Found, Pieces, tallied
from annotator.train.telling import Telling
from annotator.train_report import Kind

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc, Span
    from spacy.training import Example
    from thinc.optimizers import Optimizer

FINDER, NAMER = COMPONENTS
FIND_FROM, NAME_FROM = 0.2, 0.5
DROPOUT = 0.2
LENGTH_SHARE = 0.995
"""So many of all parts the finder can reach; the longest ones would make every stretch of an article a candidate."""
LEAST_LENGTH = 10
EPOCHS, PATIENCE = 12, 3
MOST_WORDS = 2_000_000
CANDIDATES = 3000
"""How many of an article are learned from at once."""
TOK2VEC = {
    "@architectures": "spacy.Tok2Vec.v2",
    "embed": {
        "@architectures": "spacy.MultiHashEmbed.v2",
        "width": 96,
        "attrs": ["NORM", "PREFIX", "SUFFIX", "SHAPE"],
        "rows": [5000, 1000, 2500, 2500],
        "include_static_vectors": False,
    },
    "encode": {
        "@architectures": "spacy.MaxoutWindowEncoder.v2",
        "width": 96,
        "depth": 4,
        "window_size": 1,
        "maxout_pieces": 3,
    },
}
"""As the entity recogniser of the small English model has it, whose weights are the beginning where they fit."""
NAMER_CONFIG = {
    "spans_key": KEY,
    "threshold": NAME_FROM,
    "suggester": {"@misc": "spacy.preset_spans_suggester.v1", "spans_key": KEY},
    "model": {
        "@architectures": "spacy.SpanCategorizer.v1",
        "reducer": {"@layers": "spacy.mean_max_reducer.v1", "hidden_size": 128},
        "scorer": {"@layers": "spacy.LinearLogistic.v1"},
        "tok2vec": TOK2VEC,
    },
}


def teach_statements(
    nlp: Language, train: Sequence[GoldArticle], dev: Sequence[GoldArticle], options: TrainOptions, telling: Telling
) -> Taught:
    """Add both components to `nlp` and train them; they then hold their best weights. Articles have statements done."""
    examples = [_example(nlp, article) for article in train]
    _add(nlp, examples)
    best = Keeper(nlp, (FINDER, NAMER), lambda: statement_score(nlp, dev))
    bounded = structs.replace(options, epochs=min(options.epochs, EPOCHS), patience=min(options.patience, PATIENCE))
    steps = learn(examples, bounded, telling, best, lambda batch, sgd: _update(nlp, batch, sgd), MOST_WORDS)
    best.restore()
    return Taught(steps, best.step, best.score)


def statement_score(nlp: Language, articles: Sequence[GoldArticle]) -> float:
    """The mean F1 of contents, cues and speakers."""
    finder: Any = nlp.get_pipe(FINDER)
    namer: Any = nlp.get_pipe(NAMER)
    docs = namer.pipe(finder.pipe(tokenised(article.text, nlp) for article in articles))
    tallies = tallied(articles, [Found(parts=seen_parts(doc)) for doc in docs], ())
    return sum(tallies[kind].score().f1 for kind in STATEMENT_KINDS) / len(STATEMENT_KINDS)


def seen_parts(doc: Doc) -> Mapping[Kind, tuple[Pieces, ...]]:
    """The parts of statements that a doc shows, by kind. Empty where none were sought."""
    found = parts_of(doc)
    return {kind: tuple(((span.start, span.end),) for span in found[kind]) for kind in STATEMENT_KINDS if kind in found}


def _example(nlp: Language, article: GoldArticle) -> Example:
    from spacy.tokens import Span
    from spacy.training import Example

    doc = tokenised(article.text, nlp)
    reference = doc.copy()
    spans: dict[tuple[int, int, str], Span] = {}
    for label, piece in _pieces(article):
        span = reference.char_span(piece.start, piece.end, label, alignment_mode="expand")
        if span is not None and span.text.strip():
            spans[span.start, span.end, label] = Span(reference, span.start, span.end, label)
    reference.spans[KEY] = list(spans.values())
    return Example(doc, reference)


def _pieces(article: GoldArticle) -> list[tuple[str, GoldFragment]]:
    """The parts of an article's statements; a content in several pieces gives each."""
    found: list[tuple[str, GoldFragment]] = []
    for statement in article.statements:
        found += [("CONTENT", piece) for piece in statement.content]
        if statement.cue:
            found.append(("CUE", statement.cue))
        if statement.speaker and statement.speaker.mention:
            found.append(("SPEAKER", statement.speaker.mention))
    return found


def _add(nlp: Language, examples: Sequence[Example]) -> None:
    """Add the components, as wide as the parts in the examples are long."""
    if FINDER in nlp.pipe_names and NAMER in nlp.pipe_names:
        return
    finder: Any = nlp.add_pipe(FINDER, config=_finder_config(examples))
    namer: Any = nlp.add_pipe(NAMER, config=NAMER_CONFIG)
    for label in LABELS:
        namer.add_label(label)
    some = [example for example in examples if len(_spans(example.reference))][:8]
    for example in some:
        _suggest(example, ())
    for component in (finder, namer):
        component.initialize(lambda: some, nlp=nlp)
        _begin_as_the_recogniser(nlp, component)


def _finder_config(examples: Sequence[Example]) -> dict[str, Any]:
    lengths = sorted(len(span) for example in examples for span in _spans(example.reference))
    longest = lengths[int(len(lengths) * LENGTH_SHARE)] if lengths else 0
    model = {
        "@architectures": "spacy.SpanFinder.v1",
        "scorer": {"@layers": "spacy.LinearLogistic.v1", "nO": 2},
        "tok2vec": TOK2VEC,
    }
    return {"spans_key": KEY, "threshold": FIND_FROM, "max_length": max(longest, LEAST_LENGTH), "model": model}


def _begin_as_the_recogniser(nlp: Language, component: Any) -> None:
    """Give a component's words the vectors of the entity recogniser's, which were learned from far more text."""
    if COMPONENT not in nlp.pipe_names:
        return
    known: Any = cast("Any", nlp.get_pipe(COMPONENT)).model.get_ref("tok2vec").layers[0]
    try:
        component.model.get_ref("tok2vec").from_bytes(known.to_bytes())
    except ValueError:  # another pipeline, of another shape: its own beginning has to do
        return


def _update(nlp: Language, batch: list[Example], sgd: Optimizer) -> None:
    """One step: the finder's, and with what it now finds, and what is right, the categoriser's."""
    finder: Any = nlp.get_pipe(FINDER)
    namer: Any = nlp.get_pipe(NAMER)
    finder.update(batch, sgd=sgd, drop=DROPOUT)
    docs = [example.predicted for example in batch]
    for doc in docs:
        cast("Any", doc.spans).pop(KEY, None)
    finder.set_annotations(docs, finder.predict(docs))
    for example in batch:
        _suggest(example, [(span.start, span.end) for span in _spans(example.predicted)][:CANDIDATES])
    namer.update(batch, sgd=sgd, drop=DROPOUT)


def _suggest(example: Example, found: Sequence[tuple[int, int]]) -> None:
    from spacy.tokens import Span

    every = {*found, *((span.start, span.end) for span in _spans(example.reference))}
    example.predicted.spans[KEY] = [Span(example.predicted, start, end) for start, end in sorted(every)]


def _spans(doc: Doc) -> list[Span]:
    return list(cast("Any", doc.spans).get(KEY, ()))
