"""What pre-annotation takes from a pipeline that `annotator train` made: its labels, and parts of statements. Pure.

The pipeline's meta says which parts its own components find better than our rules do, measured on articles that were
held out; of all others the rules' word stands.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING, Any, cast

import msgspec

from annotator.model import Entity, Span, StatementType, Suggestion
from annotator.preannotate.entities.view import Name
from annotator.preannotate.labels import in_scheme, our_label, scheme_label
from annotator.preannotate.statements.find import with_parents
from annotator.preannotate.statements.found import Attribution, Found, trimmed
from annotator.quotation import guess_type

if TYPE_CHECKING:
    from spacy.tokens import Doc

COMPONENTS = ("span_finder", "spancat")
KEY = "sc"
CONTENT, CUE, SPEAKER = "content", "cue", "speaker"
LABELS = {"CONTENT": CONTENT, "CUE": CUE, "SPEAKER": SPEAKER}
TRAINED = "trained"
NEAR_CHARS = 200
"""How far from a content its cue and its speaker may stand."""
REASON = "found by the trained component"
SCORE = 0.5

Parts = Mapping[str, Sequence[Span]]


class Taught(msgspec.Struct, frozen=True):
    """What a pipeline's meta says of its training. `used`: kind of part → "trained" or "rules".

    `bare`: its entities are better than what our rules make of them.
    """

    used: dict[str, str] = {}
    labels: tuple[str, ...] = ()
    bare: bool = False

    @property
    def parts(self) -> frozenset[str]:
        """The parts of statements that are taken from the pipeline."""
        return frozenset(kind for kind in LABELS.values() if self.used.get(kind) == TRAINED)


def taught_by(meta: Mapping[str, Any]) -> Taught | None:
    """What `annotator train` wrote into a pipeline's meta; None for any other pipeline."""
    try:
        return msgspec.convert(meta.get("annotator"), Taught)
    except msgspec.ValidationError:
        return None


def as_shown(shown: Sequence[tuple[int, int, str]], names: Sequence[Name]) -> list[Name]:
    """The entities that a pipeline shows (token bounds, label), with the scores of rules where these say the same."""
    same = {(name.start, name.end, name.label): name for name in names}
    return [
        msgspec.structs.replace(known, label=label)
        if (known := same.get((start, end, our_label(label))))
        else Name(start, end, label, SCORE, REASON)
        for start, end, label in shown
    ]


def relabelled(article_id: str, suggestions: Sequence[Suggestion], labels: Collection[str]) -> list[Suggestion]:
    """Entities under the labels that a pipeline was taught where those stand for more than ours: GPE under its LOC."""
    others = {one.value.label for one in suggestions if isinstance(one.value, Entity)}
    free = {label for label in others if scheme_label(label, labels) is None}
    return in_scheme(article_id, suggestions, {*labels, *free})[0]


def parts_of(doc: Doc) -> dict[str, tuple[Span, ...]]:
    """The parts of statements in a doc by kind, of such as overlap the surest. Nothing where none were sought."""
    group: Any = cast("Any", doc.spans).get(KEY)
    if group is None:
        return {}
    scores = [float(score) for score in group.attrs.get("scores", [0.0] * len(group))]
    found: dict[str, list[Span]] = {kind: [] for kind in LABELS.values()}
    for _, span in sorted(zip(scores, group, strict=True), key=lambda pair: (-pair[0], pair[1].start, -pair[1].end)):
        kind, where = LABELS.get(span.label_), Span(span.start_char, span.end_char)
        if kind and not any(where.overlaps(other) for other in found[kind]):
            found[kind].append(where)
    return {kind: tuple(sorted(spans)) for kind, spans in found.items()}


def with_parts(text: str, found: Sequence[Found], parts: Parts, used: Collection[str]) -> list[Found]:
    """The statements that rules found, with the parts that are `used` as the pipeline sees them."""
    statements = _with_contents(text, found, parts.get(CONTENT, ())) if CONTENT in used else list(found)
    if CUE in used or CONTENT in used:
        statements = _with_near(statements, parts.get(CUE, ()), CUE, replace=CUE in used)
    if SPEAKER in used or CONTENT in used:
        statements = _with_near(statements, parts.get(SPEAKER, ()), SPEAKER, replace=SPEAKER in used)
    return with_parents(sorted(statements, key=lambda each: (each.start, -each.end)))


def _with_contents(text: str, found: Sequence[Found], contents: Sequence[Span]) -> list[Found]:
    """A statement for each of the rules' that shares words with contents, which become its pieces; and new ones."""
    held: dict[int, list[Span]] = {}
    new: list[Span] = []
    for raw in contents:
        span = trimmed(text, raw, inside=True)
        if span is None:
            continue
        shared, nearest = max(((_shared(each, span), -at) for at, each in enumerate(found)), default=(0, 0))
        if shared:
            held.setdefault(-nearest, []).append(span)
        else:
            new.append(span)
    made = [
        msgspec.structs.replace(
            found[at], content=tuple(spans), type=_type(text, spans), verbatim=_inside(found[at], spans)
        )
        for at, spans in held.items()
    ]
    return made + [
        Found((span,), _type(text, [span]), Attribution(frame=TRAINED), SCORE, REASON, frame=TRAINED) for span in new
    ]


def _type(text: str, content: Sequence[Span]) -> StatementType:
    return cast("StatementType", guess_type(text, tuple(content)))


def _inside(found: Found, content: Sequence[Span]) -> tuple[Span, ...]:
    return tuple(span for span in found.verbatim if any(one.covers(span) for one in content))


def _shared(found: Found, span: Span) -> int:
    return sum(max(min(one.end, span.end) - max(one.start, span.start), 0) for one in found.content)


def _with_near(statements: Sequence[Found], spans: Sequence[Span], kind: str, *, replace: bool) -> list[Found]:
    """Each statement with the nearest cue or speaker; a cue goes to one. Without `replace` only where it has none."""
    near = sorted(
        (gap, at, number)
        for at, each in enumerate(statements)
        for number, span in enumerate(spans)
        if (gap := _gap(each, span)) is not None
        if replace or (each.by.cue if kind == CUE else each.by.mention) is None
    )
    out, given, taken = list(statements), set[int](), set[int]()
    for _, at, number in near:
        if at in given or (kind == CUE and number in taken):
            continue
        given.add(at)
        taken.add(number)
        by = out[at].by
        if kind == CUE:
            by = msgspec.structs.replace(by, cue=spans[number])
        elif by.mention is None or not by.mention.overlaps(spans[number]):
            by = msgspec.structs.replace(by, mention=spans[number], others=(), is_anonymous=False, body=None)
        out[at] = msgspec.structs.replace(out[at], by=by)
    return out


def _gap(found: Found, span: Span) -> int | None:
    """How many characters lie between a part and a content; None where it is inside, or too far."""
    gaps = [max(span.start - one.end, one.start - span.end) for one in found.content]
    gap = min(gaps)
    return gap if 0 <= gap <= NEAR_CHARS else None
