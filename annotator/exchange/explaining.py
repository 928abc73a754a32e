"""Whether what reads back otherwise than it was written is what the losses say. Pure; reading back is `verifying`'s.

Units are compared by where they stand and what they say: ids, and how a unit was decided, are no matter of the tools.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from annotator.formats.gold.schema import GoldArticle, GoldFragment, GoldSpan, GoldSpeaker, GoldStatement
from annotator.formats.graph.none_found import found_none
from annotator.formats.losses import Loss

Places = tuple[tuple[int, int], ...]
GONE = frozenset({"overlap", "moved", "unaligned", "entity", "statement", "fragments"})
"""Kinds of loss with which a unit may be missing, or stand elsewhere."""
REGION = "excluded-"
"""How the units of losses of excluded regions begin, which have no ids."""
NEW = frozenset({"moved", "fragments", "cue", "speaker", "others", "verbatim", "statement", "excluded"})
"""Kinds of loss of an article with which units may appear that were none: pieces, and parts that belong to nothing."""


def unexplained(
    written: GoldArticle, back: GoldArticle, losses: Iterable[Loss], name_of: Callable[[str], str] = str
) -> list[str]:
    """In sentences what an article lost, or has otherwise, without a loss that says so. Empty where all is told.

    `name_of` gives what an id of an actor or event stands for, on either side: ids may change, names may not.
    """
    told: dict[str, set[str]] = {}
    for loss in losses:
        told.setdefault(loss.unit, set()).add(loss.kind)
    kinds = set[str]().union(*told.values()) if told else set[str]()
    if written.text != back.text:
        return [] if "text" in kinds else ["the text is another one"]
    said = [*_spans(written, back, told, kinds, name_of), *_statements(written, back, told, kinds, name_of)]
    of_regions = set[str]().union(*(found for unit, found in told.items() if unit.startswith(REGION)))
    is_told = "excluded" in kinds or of_regions & GONE
    if not is_told and _places(written.excluded) != _places(back.excluded):
        said.append("the excluded regions are others")
    if "meta" not in kinds:
        said += [f"its {key} is lost" for key, value in written.meta.items() if back.meta.get(key) != value]
    return said


def _spans(
    written: GoldArticle,
    back: GoldArticle,
    told: Mapping[str, set[str]],
    kinds: set[str],
    name_of: Callable[[str], str],
) -> Iterator[str]:
    found = {(span.start, span.end, span.label): span for span in back.spans}
    seen = set[tuple[int, int, str]]()
    for span in written.spans:
        key = (span.start, span.end, span.label)
        seen.add(key)
        own = told.get(span.id, set())
        other = found.get(key)
        if other is None:
            if not own & GONE:
                yield f"the entity {span.label} “{span.text}” at {span.start} is lost"
            continue
        actors = (name_of(span.actor) if span.actor else "", name_of(other.actor) if other.actor else "")
        if actors[0] != actors[1] and not own & {"actor", "overlap"}:  # of two alike, the other one may be there
            yield f"the entity {span.label} “{span.text}” at {span.start} is another actor"
        if (span.flags or ()) != (other.flags or ()) and "flags" not in own:
            yield f"the flags of the entity {span.label} “{span.text}” at {span.start} are lost"
    if not kinds & NEW:
        yield from (f"the entity {key[2]} at {key[0]} came from nowhere" for key in found.keys() - seen)


def _statements(
    written: GoldArticle,
    back: GoldArticle,
    told: Mapping[str, set[str]],
    kinds: set[str],
    name_of: Callable[[str], str],
) -> Iterator[str]:
    found: dict[Places, list[GoldStatement]] = {}
    for statement in back.statements:
        found.setdefault(_places(statement.content), []).append(statement)
    before = {statement.id: _places(statement.content) for statement in written.statements}
    after = {statement.id: _places(statement.content) for statement in back.statements}
    for statement in written.statements:
        own = told.get(statement.id, set())
        others = found.get(_places(statement.content), [])
        if "statement" in own:  # what stands in its place is another one
            continue
        where = f"the statement “{statement.text[:40]}” at {statement.content[0].start}"
        if not others:
            if not own & GONE:
                yield f"{where} is lost"
            continue
        wanted = _parts(statement, before, name_of)
        # Cues and speakers that were cut off from their statements may be given to one that had none.
        free = [part for part, value in wanted.items() if not (own if value else kinds) & EXPLAINED[part]]
        lost = min(
            ([part for part in free if _parts(other, after, name_of)[part] != wanted[part]] for other in others),
            key=len,
        )
        yield from (f"{where} has another {part}" for part in lost)
    if not kinds & NEW:
        yield from (f"a statement at {key[0][0]} came from nowhere" for key in found.keys() - before.values())


EXPLAINED: Mapping[str, frozenset[str]] = {
    "type": frozenset({"type"}),
    "cue": frozenset({"cue"}),
    "speaker": frozenset({"speaker", "others", "anonymous"}),
    "actor": frozenset({"actor", "speaker", "others"}),
    "parent": frozenset({"parent"}),
    "verbatim": frozenset({"verbatim"}),
    "links": frozenset({"link"}),
    "word on which parts are none": frozenset({"none"}),
    "word on whether there is nothing to link": frozenset({"link", "nothing_to_link"}),
    "flags": frozenset({"flags"}),
}
"""Part of a statement → the kinds of loss with which it may read back otherwise."""


def _parts(statement: GoldStatement, contents: Mapping[str, Places], name_of: Callable[[str], str]) -> dict[str, Any]:
    speakers = [*_all_speakers(statement.speaker)]
    return {
        "type": statement.type,
        "cue": (statement.cue.start, statement.cue.end) if statement.cue else None,
        "speaker": sorted(
            (mention.start, mention.end, one.anonymous) if (mention := one.mention) else (-1, -1, one.anonymous)
            for one in speakers
        ),
        "actor": sorted(one.name or (name_of(one.actor) if one.actor else "") for one in speakers),
        "parent": contents.get(statement.parent) if statement.parent else None,
        "verbatim": _places(statement.verbatim),
        "links": sorted((name_of(link.event), link.relation, link.conditional) for link in statement.links),
        "word on which parts are none": found_none(statement),
        "word on whether there is nothing to link": "links" in statement.decided and not statement.links,
        "flags": statement.flags or (),
    }


def _all_speakers(speaker: GoldSpeaker | None) -> Iterator[GoldSpeaker]:
    """The speakers of a statement of whom anything is said."""
    if speaker is None:
        return
    if speaker.mention or speaker.actor or speaker.name or speaker.anonymous:
        yield speaker
    for other in speaker.others:
        yield from _all_speakers(other)


def _places(pieces: Iterable[GoldFragment | GoldSpan]) -> Places:
    return tuple((piece.start, piece.end) for piece in pieces)
