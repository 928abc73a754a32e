"""Layers made by hand or by chance, for the tests of agreement."""

from __future__ import annotations

from itertools import count

from hypothesis import strategies as st

from annotator.model import PARTS, PASSES, Link, Span, Speaker, Statement
from annotator.review.agreement.model import EntityRow, SharedArticle, Submitted
from annotator.units import Unit

CHARS = 60
_ids = (f"{number:032x}" for number in count())


def entity(start, end, label="PERSON", how="single"):
    return EntityRow(start, end, label, how, next(_ids))


def statement(*fragments, kind="direct", cue=None, mention=None, actor=None, links=(), nothing=False, how="single",
              decided=PARTS, parent=None):  # fmt: skip
    key = next(_ids)
    speaker = Speaker(Span(*mention) if mention else None, actor) if mention or actor else None
    value = Statement(
        key,
        tuple(Span(*each) for each in fragments),
        kind,
        cue=Span(*cue) if cue else None,
        speaker=speaker,
        parent=parent,
        links=tuple(Link(next(_ids), key, event, relation) for event, relation in links),
        nothing_to_link=nothing and not links,
    )
    return Unit(value, "kept", frozenset(decided), how)


def layer(name, *units, passes=PASSES, is_blind=False):
    entities = sorted(unit for unit in units if isinstance(unit, EntityRow))
    statements = sorted((unit for unit in units if isinstance(unit, Unit)), key=lambda u: (u.start, u.end, u.id))
    return Submitted(name, tuple(entities), tuple(statements), frozenset(passes), is_blind)


def article(*layers, key="a1", chars=CHARS):
    return SharedArticle(key, chars, tuple(sorted(layers, key=lambda one: one.layer)))


def spans(most=12):
    return st.tuples(st.integers(0, CHARS - most), st.integers(1, most)).map(lambda pair: (pair[0], sum(pair)))


entities = st.builds(entity, *(st.integers(0, 20), st.integers(21, 40)), st.sampled_from("XYZ")) | st.builds(
    lambda span, label, how: entity(*span, label, how),
    spans(),
    st.sampled_from("XYZ"),
    st.sampled_from(("single", "bulk", "added")),
)
links = st.lists(
    st.tuples(st.sampled_from(("E1", "E2", "E3")), st.sampled_from(("reports", "denies"))), max_size=2, unique=True
)
statements = st.builds(
    lambda fragments, **rest: statement(*fragments, **rest),
    st.tuples(spans(25))
    | st.tuples(*(st.integers(*each) for each in ((0, 5), (6, 15), (16, 30), (31, 60)))).map(
        lambda ends: (ends[:2], ends[2:])
    ),
    kind=st.sampled_from(("direct", "indirect")),
    cue=st.none() | st.just((1, 3)) | st.just((4, 6)),
    mention=st.none() | st.just((7, 9)) | st.just((8, 9)),
    actor=st.none() | st.sampled_from(("A", "B")),
    links=links,
    nothing=st.booleans(),
    decided=st.sets(st.sampled_from(PARTS)),
)
works = st.tuples(
    st.lists(entities, max_size=4),
    st.lists(statements, max_size=3),
    st.sampled_from((PASSES, PASSES, PASSES, ("entities",), ("statements",), ())),
)


@st.composite
def corpora(draw, most_layers=6):
    """Some articles that one to `most_layers` layers submitted."""
    names = [f"layer {number}" for number in range(most_layers)]
    found = []
    for number in range(draw(st.integers(1, 3))):
        taking_part = draw(st.lists(st.sampled_from(names), unique=True, min_size=1, max_size=most_layers))
        made = [(name, *draw(works)) for name in taking_part]
        layers = [layer(name, *units, *said, passes=passes) for name, units, said, passes in made]
        found.append(article(*layers, key=f"a{number}"))
    return found
