"""BBC Citron's JSON: one article a file, with its quotes: cue, sources, contents. Reader and writer.

Citron counts in code points. A quote of its has a cue by necessity and sources that may be none; of a statement it
knows no type, of a speaker no name. Entities, events and metadata are not its matter.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
from msgspec import UNSET, structs

from annotator.formats.columns import find_columns, meta_from
from annotator.formats.dataset import Dataset
from annotator.formats.folder import Folder
from annotator.formats.gold import reading as gold_read
from annotator.formats.gold.schema import GoldActor, GoldArticle, GoldFragment, GoldSpan, GoldSpeaker, GoldStatement
from annotator.formats.graph.none_found import found_none
from annotator.formats.graph.writing import lose_registry
from annotator.formats.json_shapes import (
    JsonObject,
    a_list,
    a_number,
    a_score,
    a_string,
    an_object,
    objects_in,
    read_places,
    whole_folder,
    without,
)
from annotator.formats.losses import Loss, Losses
from annotator.formats.peeking import peek
from annotator.formats.records import ArticleRecord, BadRecord, Format, ReadOptions, Record
from annotator.model import Span
from annotator.quotation import guess_type

OWN_KEYS = ("text", "quotes", "coreference_groups")
PRONOUNS = frozenset({"he", "she", "it", "they", "we", "i", "you", "who", "him", "her", "them", "us", "me"})
HINT = "It was left out; the rest of the article was taken."


def sniff(head: bytes) -> bool:
    """Whether a file begins with an object that has a text and quotes, or groups of coreferences."""
    found = peek(head)
    if found is None or not isinstance(found.get("text", ""), str):
        return False
    quotes = found.get("quotes")
    if isinstance(quotes, list):
        return not quotes or any("contents" in quote or "sources" in quote for quote in objects_in(quotes))
    return "coreference_groups" in found


def read(path: Path, options: ReadOptions) -> Iterator[Record]:
    """The article of a file, or the articles of a list or of lines of such objects.

    Raises:
        UserError: the file is no JSON.
    """
    for place in read_places(path):
        if isinstance(place, BadRecord):
            yield place
            continue
        record = an_object(place.value)
        text = record.get("text")
        if not isinstance(text, str) or not text.strip():
            yield BadRecord(str(path), place.line, "The record has no text.", "It was left out.")
            continue
        reader = _Reader(record, text, str(path), place.line)
        article = reader.article()
        yield from reader.said
        for made in gold_read.place(article, str(path), place.line, options.offset_unit):
            if isinstance(made, BadRecord):
                yield made
            else:
                meta = _meta(record, made.text)
                yield ArticleRecord(made.text, meta, str(path), place.number, place.line, made, actors=reader.actors)


def _meta(record: JsonObject, text: str) -> dict[str, str]:
    rest = without(record, *OWN_KEYS)
    if rest.keys() == {"meta"} and all(isinstance(value, str) for value in an_object(rest["meta"]).values()):
        return dict(an_object(rest["meta"]))
    return meta_from(rest, {ours: theirs for ours, theirs in find_columns(rest, {}).items() if ours != "text"}, text)


class _Reader:
    """One record; what it cannot take goes to `said`, the speakers that it names to `actors`."""

    def __init__(self, record: JsonObject, text: str, file: str, line: int | None) -> None:
        self._record = record
        self._text = text
        self._file = file
        self._line = line
        self._named: dict[str, GoldActor] = {}
        self.said: list[BadRecord] = []

    @property
    def actors(self) -> tuple[GoldActor, ...]:
        return tuple(self._named.values())

    def article(self) -> GoldArticle:
        quotes = self._record.get("quotes")
        made = [self._statement(number, quote) for number, quote in enumerate(objects_in(quotes), 1)]
        groups = self._record.get("coreference_groups")
        if isinstance(groups, list) and groups:
            self._say("Its coreference groups named speakers; they are no labels here.", is_warning=True)
        return GoldArticle(
            text=self._text,
            annotated=("statements",) if isinstance(quotes, list) else (),
            statements=tuple(statement for statement in made if statement is not None),
        )

    def _statement(self, number: int, quote: JsonObject) -> GoldStatement | None:
        content = sorted(self._fragments(quote.get("contents")), key=lambda piece: piece.start)
        if not content:
            self._say(f"Quote {number} has no contents.", HINT)
            return None
        cue = self._fragments(quote.get("cue"))
        speaker = self._speaker(quote, cue or content)
        score = a_score(quote.get("confidence"))
        spans = tuple(Span(piece.start, piece.end) for piece in content)
        fits = all(0 <= span.start < span.end <= len(self._text) for span in spans)
        decided = ["content"] + ["cue"] * bool(cue) + ["speaker"] * bool(speaker)
        return GoldStatement(
            id=a_string(quote.get("id")),
            type=guess_type(self._text, spans) if fits else "direct",
            content=tuple(content),
            cue=cue[0] if cue else None,
            speaker=speaker,
            decided=(*decided, "actor") if speaker and speaker.actor else tuple(decided),  # type: ignore[arg-type]
            score=UNSET if score is None else score,
            source=UNSET if score is None else "citron",
        )

    def _speaker(self, quote: JsonObject, near: list[GoldFragment]) -> GoldSpeaker | None:
        """The sources. Where a pronoun was resolved, Citron's training data and its own output have the two reversed.

        The mention is what stands nearer the cue, and what it stands for the speaker's name.
        """
        sources, others = self._fragments(quote.get("sources")), self._fragments(quote.get("coreferences"))
        is_turned = all(_is_name(piece.text) for piece in sources) and any(not _is_name(piece.text) for piece in others)
        if sources and is_turned and _gap(others, near) < _gap(sources, near):
            sources, others = others, sources
        if not sources:
            return None
        same = [sources[0], *self._group_of(sources[0]), *(others if len(sources) == 1 else ())]
        first = self._named_as(GoldSpeaker(mention=sources[0]), same)
        return structs.replace(first, others=tuple(GoldSpeaker(mention=piece) for piece in sources[1:]))

    def _named_as(self, speaker: GoldSpeaker, mentions: list[GoldFragment]) -> GoldSpeaker:
        """The speaker with the longest name among what is said to mean the same, unless these are several people."""
        names = list(dict.fromkeys(piece.text for piece in mentions if _is_name(piece.text)))
        name = max(names, key=len, default="")
        if len({piece.text for piece in mentions}) < 2 or not all(_shares_a_word(each, name) for each in names):
            return speaker
        known = self._named.get(name)
        aliases = dict.fromkeys((*(known.aliases if known else ()), *(each for each in names if each != name)))
        if not name:
            return speaker
        self._named[name] = GoldActor(id=name, name=name, aliases=tuple(aliases))
        return structs.replace(speaker, actor=name, name=name)

    def _group_of(self, source: GoldFragment) -> list[GoldFragment]:
        """The mentions of the coreference group that holds a source."""
        for group in a_list(self._record.get("coreference_groups")):
            pieces = self._fragments(group)
            if any((piece.start, piece.end) == (source.start, source.end) for piece in pieces):
                return pieces
        return []

    def _fragments(self, raw: Any) -> list[GoldFragment]:
        found: list[GoldFragment] = []
        for piece in objects_in(raw):
            start, end = a_number(piece.get("start")), a_number(piece.get("end"))
            if start is None or end is None:
                self._say("A span has no start or end.", "It was left out.")
            else:
                found.append(GoldFragment(start, end, a_string(piece.get("text"))))
        return found

    def _say(self, reason: str, hint: str = "", *, is_warning: bool = False) -> None:
        self.said.append(BadRecord(self._file, self._line, reason, hint, is_warning))


def _gap(pieces: list[GoldFragment], near: list[GoldFragment]) -> int:
    return min(max(a.start - b.end, b.start - a.end, 0) for a in pieces for b in near)


def _is_name(text: str) -> bool:
    return text[:1].isupper() and text.casefold() not in PRONOUNS


def _shares_a_word(one: str, other: str) -> bool:
    return not set(one.casefold().split()).isdisjoint(other.casefold().split())


def write(dataset: Dataset, folder: Folder, losses: Losses) -> None:
    """Write a file for each article, in a folder for each split."""
    encode = msgspec.json.Encoder().encode
    for article in dataset.articles:
        record = {"text": article.text, "quotes": _quotes(article, losses), "meta": article.meta}
        name = f"{dataset.split_of(article.id)}/{article.id}.json"
        folder.write(name, [msgspec.json.format(encode(record), indent=2) + b"\n"])
    lose_registry(dataset, losses, "The format knows neither events nor actors.")


def _quotes(article: GoldArticle, losses: Losses) -> list[JsonObject]:
    lost = _Lost(article.id, losses)
    for span in article.spans:
        lost.add("entity", "The format has quotes only.", span.id, span.label, span)
    for piece in article.excluded:
        lost.add("excluded", "The format has quotes only.", "", "", piece)
    if article.rejected:
        for span in article.rejected.spans:
            lost.add("rejected", "Refused suggestions are not written.", span.id, span.label, span)
        for statement in article.rejected.statements:
            lost.of("rejected", "Refused suggestions are not written.", statement)
    return [_quote(statement, article, lost) for statement in article.statements if _has_cue(statement, lost)]


def _has_cue(statement: GoldStatement, lost: _Lost) -> bool:
    if statement.cue is None:
        lost.of("statement", "The format has no quotes without a cue.", statement)
    return statement.cue is not None


def _quote(statement: GoldStatement, article: GoldArticle, lost: _Lost) -> JsonObject:
    _lose_rest(statement, lost)
    speakers = list(_speakers(statement.speaker))
    mentions = [speaker.mention for speaker in speakers if speaker.mention is not None]
    for speaker in speakers:
        _lose_of_speaker(speaker, statement, lost)
    quote: JsonObject = {
        "id": statement.id,
        "cue": statement.cue,
        "sources": mentions,
        "contents": statement.content,
    }
    if (name := _name_of(statement.speaker, article)) is not None:
        quote["coreferences"] = [GoldFragment(name.start, name.end, name.text)]
    if statement.score is not UNSET:
        quote["confidence"] = statement.score
    return quote


def _name_of(speaker: GoldSpeaker | None, article: GoldArticle) -> GoldSpan | None:
    """The entity next to a speaker who is mentioned with no name that names the same actor."""
    if speaker is None or speaker.mention is None or not speaker.actor or _is_name(speaker.mention.text):
        return None
    at = speaker.mention.start
    named = (span for span in article.spans if span.actor == speaker.actor and _is_name(span.text))
    return min(named, key=lambda span: abs(span.start - at), default=None)


def _lose_rest(statement: GoldStatement, lost: _Lost) -> None:
    """Note what of a statement has no place in a quote."""
    if "type" in statement.decided or statement.how == "machine":
        lost.of("type", "The format has no types of quotes.", statement)
    if statement.parent:
        lost.of("parent", "The format has no quotes in quotes.", statement)
    if statement.verbatim:
        lost.of("verbatim", "The format has no words in marks.", statement)
    if none := found_none(statement):
        lost.of("none", f"The format does not say that there is none: {', '.join(none)}.", statement)
    if statement.flags:
        lost.of("flags", "The format has no flags.", statement)
    if statement.alternatives:
        lost.of("alternatives", "The format has one reading of a unit.", statement)
    for link in statement.links:
        lost.of("link", f"The format has no links to events: {link.relation} {link.event}.", statement)
    if "links" in statement.decided and not statement.links:
        lost.of("nothing_to_link", "The format has no links to events.", statement)


def _lose_of_speaker(speaker: GoldSpeaker, statement: GoldStatement, lost: _Lost) -> None:
    is_further = speaker is not statement.speaker
    if speaker.mention is None:
        reason = "The format has no speakers who are not mentioned."
        lost.of("others" if is_further else "speaker", reason, statement)
        return
    if speaker.anonymous:
        lost.of("anonymous", "The format has no mark for anonymous sources.", statement)
    if speaker.actor:
        lost.of("actor", f"The format does not say who is meant: {speaker.name or speaker.actor}.", statement)


def _speakers(speaker: GoldSpeaker | None) -> Iterator[GoldSpeaker]:
    if speaker is not None:
        yield speaker
        for other in speaker.others:
            yield from _speakers(other)


class _Lost:
    """Notes the losses of one article."""

    def __init__(self, article: str, losses: Losses) -> None:
        self._article = article
        self._losses = losses

    def of(self, kind: str, reason: str, statement: GoldStatement) -> None:
        self.add(kind, reason, statement.id, statement.type, statement.content[0])

    def add(self, kind: str, reason: str, unit: str, label: str, piece: Any) -> None:
        self._losses.add(Loss(self._article, kind, reason, unit, label, piece.start, piece.end, piece.text))


def _folder_files(folder: Path) -> list[Path] | None:
    return whole_folder(folder, sniff, (".json",))


FORMAT = Format(
    name="citron",
    title="BBC Citron JSON",
    extensions=(".json",),
    sniff=sniff,
    read=read,
    write=write,
    folder_files=_folder_files,
    cannot_carry=(
        "entities and excluded regions",
        "statements without a cue",
        "that somebody found a statement to have no cue, no speaker, no actor or no parent",
        "types, nesting, words in marks, flags and links of statements",
        "who a speaker is, and speakers who are not mentioned",
    ),
    loading="The files are read by Citron's own `DataSource(nlp, FOLDER)`.",
)
