"""Teaching the entity recogniser of a pipeline the labels of gold, from what it knows already.

A label that gold lacks would be learned as “no entity” and so forgotten. What the pipeline itself proposes for it in
the training articles stands in for gold there (pseudo-rehearsal: A. Robins, Catastrophic forgetting, rehearsal and
pseudorehearsal, Connection Science 7, 1995), but for what people refused.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, cast

import msgspec

from annotator.formats.gold.schema import GoldArticle
from annotator.formats.spacy.writing import tokenised
from annotator.preannotate.labels import scheme_label
from annotator.train.options import TrainOptions
from annotator.train.scoring import Found, found_of, tallied
from annotator.train.telling import Telling

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc, Span
    from spacy.training import Example
    from thinc.optimizers import Optimizer

COMPONENT = "ner"
BATCH_WORDS = 400
LEARN_RATE, DROPOUT, L2, GRAD_CLIP = 1e-3, 0.3, 0.01, 1.0
LEAST_COPIED = 3
"""So often a label of the pipeline has to stand where one of gold does for the latter to begin with its weights."""
TELL_STEPS = 10
TOLERANCE = 0.01
"""So much worse on dev is no worse: dev is small, and averaged weights gain from going on."""
LEAST_DEV = 200
"""With fewer entities dev says little more than chance does when to stop: it is learned for `ROUNDS` then."""
ROUNDS = 15
"""From then on averaged weights got neither better nor worse in cross-validation on a hundred short texts."""
MOST_WORDS = 6_000_000
"""After so many words, with all rounds, a component is done: some twenty minutes of two cores. But `LEAST_EPOCHS`."""
LEAST_EPOCHS = 3
UNLIKELY = 8.0
"""Taken from the bias of a label whose place one of gold takes."""


class Taught(msgspec.Struct, frozen=True):
    """What came of teaching a component: how many batches it saw, after which it was best, and how good on dev."""

    steps: int
    best_step: int
    best: float
    kept: tuple[str, ...] = ()
    """Labels that gold lacks and the pipeline goes on to propose."""


def teach_entities(
    nlp: Language, train: Sequence[GoldArticle], dev: Sequence[GoldArticle], options: TrainOptions, telling: Telling
) -> Taught:
    """Train the component `ner` of `nlp` in place, which then holds its best weights. Articles have entities done."""
    labels = sorted({span.label for article in train for span in article.spans})
    docs = [tokenised(article.text, nlp) for article in train]
    proposed = _proposed(nlp, docs, telling)
    kept = tuple(label for label in _known(nlp) if scheme_label(label, labels) is None)
    examples = [_example(article, doc, ents, kept) for article, doc, ents in zip(train, docs, proposed, strict=True)]
    _prepare(nlp, train, proposed, labels, examples)
    best = Keeper(nlp, (COMPONENT,), lambda: entity_score(nlp, dev, labels))
    if sum(len(article.spans) for article in dev) < LEAST_DEV:
        best.tolerance = 1.0
        rounds = min(options.epochs, ROUNDS)
        options = msgspec.structs.replace(options, epochs=rounds, patience=rounds)
    steps = learn(examples, options, telling, best, lambda batch, sgd: update(nlp, COMPONENT, batch, sgd, DROPOUT))
    best.restore()
    return Taught(steps, best.step, best.score, tuple(label for label in kept if label not in labels))


def entity_score(nlp: Language, articles: Sequence[GoldArticle], labels: Collection[str]) -> float:
    """F1 over the entities of all labels of gold, by the component alone."""
    component: Any = nlp.get_pipe(COMPONENT)
    docs = component.pipe(tokenised(article.text, nlp) for article in articles)
    return tallied(articles, [shown(doc, labels) for doc in docs], labels)["entity"].score().f1


def shown(doc: Doc, labels: Collection[str]) -> Found:
    """The entities of a doc under the labels of gold."""
    entities = ((ent.start_char, ent.end_char, scheme_label(ent.label_, labels)) for ent in doc.ents)
    return msgspec.structs.replace(
        found_of((), (), labels), entities=frozenset((start, end, label) for start, end, label in entities if label)
    )


class Keeper:
    """Keeps the best weights of components so far, by a score of dev; with a `tolerance` of 1 the last ones."""

    def __init__(self, nlp: Language, components: tuple[str, ...], score: Callable[[], float]) -> None:
        self._nlp = nlp
        self._components = components
        self._score = score
        self._weights: dict[str, bytes] = {}
        self.tolerance = TOLERANCE
        self.score = -1.0
        self.last = 0.0
        self.step = 0
        self.waited = 0

    def look(self, step: int, averages: dict[Any, Any]) -> None:
        """Score the averaged weights, and keep them where nothing was better before."""
        with cast("Any", self._nlp).use_params(averages):
            self.last = self._score()
            self.waited += 1
            if self.last > self.score:
                self.waited = 0
            if self.last >= self.score - self.tolerance:
                self.score, self.step = max(self.score, self.last), step
                for name in self._components:
                    component: Any = self._nlp.get_pipe(name)
                    self._weights[name] = component.model.to_bytes()

    def restore(self) -> None:
        for name, weights in self._weights.items():
            component: Any = self._nlp.get_pipe(name)
            component.model.from_bytes(weights)


def learn(
    examples: Sequence[Example],
    options: TrainOptions,
    telling: Telling,
    keeper: Keeper,
    step_with: Callable[[list[Example], Optimizer], None],
    most_words: int = MOST_WORDS,
) -> int:
    """Go through the examples in seeded order until dev gets no better. Gives the number of batches.

    Of much there are fewer rounds: no more than `most_words` are read, but each three times if dev asks for it.
    """
    from thinc.optimizers import Adam

    rng = random.Random(options.seed)  # noqa: S311 - to be repeated, not to be secret
    sgd = Adam(LEARN_RATE, L2=L2, grad_clip=GRAD_CLIP, L2_is_weight_decay=True, use_averages=True)
    averages = cast("dict[Any, Any]", sgd.averages)
    order = list(examples)
    per_epoch = len(list(batches(order)))
    words = sum(len(example.reference) for example in order)
    epochs = min(options.epochs, max(most_words // max(words, 1), LEAST_EPOCHS))
    total = min(per_epoch * epochs, options.max_steps or per_epoch * epochs)
    telling.start(total)
    step = 0
    for epoch in range(1, epochs + 1):
        rng.shuffle(order)
        for batch in batches(order):
            step_with(batch, sgd)
            step += 1
            if step % TELL_STEPS == 0 or step == total:
                telling.step(step, keeper.last, max(keeper.score, 0.0))
            telling.check()
            if step == total:
                break
        keeper.look(step, averages)
        telling.step(step, keeper.last, keeper.score)
        telling.scored(epoch, keeper.last)
        if keeper.waited >= options.patience or step >= total:
            break
    return step


def batches(examples: Iterable[Example]) -> Iterator[list[Example]]:
    """Examples in batches of about so many words."""
    batch: list[Example] = []
    words = 0
    for example in examples:
        batch.append(example)
        words += len(example.reference)
        if words >= BATCH_WORDS:
            yield batch
            batch, words = [], 0
    if batch:
        yield batch


def update(nlp: Language, name: str, batch: list[Example], sgd: Optimizer, dropout: float) -> None:
    """One step of one component."""
    component: Any = nlp.get_pipe(name)
    component.update(batch, sgd=sgd, drop=dropout)


def _known(nlp: Language) -> tuple[str, ...]:
    return cast("Any", nlp.get_pipe(COMPONENT)).labels if COMPONENT in nlp.pipe_names else ()


def _proposed(nlp: Language, docs: Sequence[Doc], telling: Telling) -> list[tuple[Span, ...]]:
    """What the untrained component proposes for each doc; the docs themselves stay as they are."""
    if COMPONENT not in nlp.pipe_names:
        return [()] * len(docs)
    component: Any = nlp.get_pipe(COMPONENT)
    found: list[tuple[Span, ...]] = []
    for doc in component.pipe(doc.copy() for doc in docs):
        telling.check()
        found.append(doc.ents)
    return found


def _example(article: GoldArticle, doc: Doc, proposed: Sequence[Span], kept: Collection[str]) -> Example:
    """The labels of an article, and what the pipeline proposes under labels that gold lacks and nobody refused."""
    from spacy.training import Example
    from spacy.util import filter_spans

    ents = [doc.char_span(one.start, one.end, one.label, alignment_mode="expand") for one in article.spans]
    own = filter_spans(span for span in ents if span is not None and span.text.strip())
    taken = {token.i for span in own for token in span}
    refused = {(one.start, one.end) for one in article.rejected.spans} if article.rejected else set[tuple[int, int]]()
    stand_in = [
        span
        for span in proposed
        if span.label_ in kept and (span.start_char, span.end_char) not in refused
        if taken.isdisjoint(range(span.start, span.end))
    ]
    reference = doc.copy()
    outside = [reference.char_span(one.start, one.end, alignment_mode="contract") for one in article.excluded]
    free = [
        reference[token.i : token.i + 1]
        for span in outside
        if span is not None
        for token in span
        if token.i not in taken
    ]
    made = [type(span)(reference, span.start, span.end, span.label) for span in (*own, *stand_in)]
    reference.set_ents(made, missing=free if not stand_in else [], default="outside")
    return Example(doc, reference)


def _prepare(
    nlp: Language,
    train: Sequence[GoldArticle],
    proposed: Sequence[Sequence[Span]],
    labels: Sequence[str],
    examples: Sequence[Example],
) -> None:
    """Make room for the labels of gold; a new one begins with the weights of the one that stands where it does."""
    if COMPONENT not in nlp.pipe_names:
        component: Any = nlp.add_pipe(COMPONENT)
        for label in labels:
            component.add_label(label)
        component.initialize(lambda: examples, nlp=nlp)
        return
    component = nlp.get_pipe(COMPONENT)
    for listener in [key for key in component.model.walk() if getattr(key, "name", "").endswith("listener")][:1]:
        upstream = listener.upstream_name
        nlp.replace_listeners(upstream if upstream != "*" else "tok2vec", COMPONENT, ["model.tok2vec"])
    known = set(component.labels)
    for label in labels:
        component.add_label(label)
    stands_for = _counterparts(train, proposed)
    copied = {label: stands_for[label] for label in labels if label in stands_for and label not in known}
    # A label of both that gold uses for more begins as the one that mostly stands where it does: GPE under LOC.
    copied |= {
        label: other
        for label, other in stands_for.items()
        if label in known and other != label and other not in labels and scheme_label(other, labels) == label
    }
    replaced = [label for label in known - set(labels) if scheme_label(label, labels) is not None]
    _copy_weights(component, copied, replaced)


def _counterparts(train: Sequence[GoldArticle], proposed: Sequence[Sequence[Span]]) -> dict[str, str]:
    """Label of gold → the label that the pipeline mostly gives to the same words."""
    together: dict[str, Counter[str]] = {}
    for article, spans in zip(train, proposed, strict=True):
        at = {(span.start_char, span.end_char): span.label_ for span in spans}
        for one in article.spans:
            if (label := at.get((one.start, one.end))) is not None:
                together.setdefault(one.label, Counter())[label] += 1
    best = {label: counts.most_common(1)[0] for label, counts in together.items()}
    return {label: other for label, (other, count) in best.items() if count >= LEAST_COPIED}


def _copy_weights(component: Any, copied: dict[str, str], replaced: Collection[str]) -> None:
    """Give the actions of labels the weights of others', and make those of replaced labels unlikely."""
    if not component.model.attrs.get("has_upper"):
        return
    upper = component.model.get_ref("upper")
    weights, bias = upper.get_param("W").copy(), upper.get_param("b").copy()
    # `move_names` leaves out an action that has a row all the same.
    row = {component.moves.get_class_name(number): number for number in range(component.moves.n_moves)}
    # An action is never taken as long as it counts as unseen; and a batch without it would not learn to take it.
    unseen: set[int] = component.model.attrs["unseen_classes"]
    for label, other in copied.items():
        for move in "BILU":
            target, source = row[f"{move}-{label}"], row[f"{move}-{other}"]
            weights[target], bias[target] = weights[source], bias[source]
            unseen.discard(target)
    for label in replaced:
        for move in "BILU":
            bias[row[f"{move}-{label}"]] -= UNLIKELY
    upper.set_param("W", weights)
    upper.set_param("b", bias)
