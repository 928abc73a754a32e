"""Articles with labels of every kind, made by hand or by hypothesis, and what a format makes of them."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import msgspec
from hypothesis import strategies as st
from msgspec import structs

from annotator.formats.dataset import Dataset
from annotator.formats.folder import Folder
from annotator.formats.gold.schema import (
    GoldActor,
    GoldArticle,
    GoldEvent,
    GoldFragment,
    GoldLink,
    GoldSpan,
    GoldSpeaker,
    GoldStatement,
)
from annotator.formats.losses import Loss, Losses
from annotator.formats.reading import read_paths
from annotator.formats.records import ArticleRecord, BadRecord, Format
from annotator.ids import article_id, derived_id
from annotator.scheme import read_scheme

TEXT = "🐱 “We will go,” Ilse Maran said in Kursk.\n“And then we will see.”\n\nGo To Main Page\n“No,” she added."
ACTOR = GoldActor(id=derived_id("test", "maran"), name="Ilse Maran")
EVENT = GoldEvent(id=derived_id("test", "trip"), title="The trip · to Kursk")
SCHEME = read_scheme()[0]
WORDS = ("Kursk", "🐱", "said", "“We", "go”", "e\u0301", "\n", "talks", "she", "👩🏽‍🚒", "No.", "\\n", "a")


def piece_of(text: str, words: str) -> GoldFragment:
    start = text.index(words)
    return GoldFragment(start, start + len(words), words)


def one_article(**changes: Any) -> GoldArticle:
    """An article with an entity who is an actor, one who is not, a statement of everything, and an excluded region."""
    kursk, maran = piece_of(TEXT, "Kursk"), piece_of(TEXT, "Ilse Maran")
    content = (piece_of(TEXT, "We will go,"), piece_of(TEXT, "And then we will see."))
    made: dict[str, Any] = {
        "text": TEXT,
        "meta": {"title": "Talks", "source": "Harbor Times", "id": "7"},
        "annotated": ("entities", "statements", "links"),
        "spans": (
            GoldSpan(id="1" * 32, start=maran.start, end=maran.end, label="PERSON", text=maran.text, actor=ACTOR.id),
            GoldSpan(id="2" * 32, start=kursk.start, end=kursk.end, label="GPE", text=kursk.text),
        ),
        "statements": (
            GoldStatement(
                id="3" * 32,
                type="mixed",
                text=" ".join(piece.text for piece in content),
                content=content,
                cue=piece_of(TEXT, "said"),
                speaker=GoldSpeaker(mention=maran, actor=ACTOR.id, name=ACTOR.name),
                links=(GoldLink(id="4" * 32, event=EVENT.id, relation="denies", conditional=True),),
                flags=("unsure",),
                decided=("content", "cue", "speaker", "actor", "type", "links"),
            ),
        ),
        "excluded": (piece_of(TEXT, "Go To Main Page"),),
    }
    found = GoldArticle(**(made | changes))
    return structs.replace(found, id=article_id(found.text))


def dataset(*articles: GoldArticle, layer: str = "gold", splits: dict[str, str] | None = None) -> Dataset:
    return Dataset(
        name="Talks",
        layer=layer,
        scheme=SCHEME,
        articles=articles,
        events=lambda: [EVENT],
        actors=lambda: [ACTOR],
        find_event=lambda key: EVENT if key == EVENT.id else None,
        find_actor=lambda key: ACTOR if key == ACTOR.id else None,
        splits=splits,
    )


def write(format: Format, out: Path, given: Dataset) -> list[Loss]:  # noqa: A002 - the word of the command line
    """Write a dataset as a folder with a card, and give its losses."""
    assert format.write is not None
    out.mkdir(parents=True)
    folder = Folder(out)
    with Losses(folder) as losses:
        format.write(given, folder, losses)
    folder.write("README.md", [b"# A card\n"])
    found = out / "losses.jsonl"
    return msgspec.json.Decoder(Loss).decode_lines(found.read_bytes()) if found.is_file() else []


def read(*paths: Path, format_name: str = "auto") -> tuple[list[ArticleRecord], list[BadRecord]]:
    """The articles of files or folders, and what was said of them."""
    records = list(read_paths(paths, format_name=format_name))
    return (
        [record for record in records if isinstance(record, ArticleRecord)],
        [record for record in records if isinstance(record, BadRecord)],
    )


def labels_of(record: ArticleRecord) -> GoldArticle:
    assert record.annotations is not None
    return record.annotations


def places(pieces: Sequence[GoldFragment]) -> list[tuple[int, int]]:
    return [(piece.start, piece.end) for piece in pieces]


def speakers_of(speaker: GoldSpeaker | None) -> list[GoldSpeaker]:
    return [] if speaker is None else [speaker, *(each for other in speaker.others for each in speakers_of(other))]


@st.composite
def articles(draw: st.DrawFn) -> GoldArticle:
    """Articles of odd words, with entities, statements and excluded regions anywhere in them."""
    words = draw(st.lists(st.sampled_from(WORDS), min_size=4, max_size=25))
    text = "Talks. " + " ".join(words)
    limits = st.integers(0, len(text) - 1)

    def piece(after: int = 0) -> GoldFragment | None:
        start = draw(limits)
        end = min(start + draw(st.integers(1, 9)), len(text))
        words = text[start:end]
        return GoldFragment(start, end, words) if start >= after and words.strip() == words and words else None

    spans = [found for _ in range(draw(st.integers(0, 4))) if (found := piece())]
    contents = [found for _ in range(draw(st.integers(0, 3))) if (found := piece())]
    statements = [_statement(draw, number, content, piece) for number, content in enumerate(contents)]
    if len(statements) > 1 and draw(st.booleans()):
        statements[1] = structs.replace(
            statements[1], parent=statements[0].id, decided=(*statements[1].decided, "parent")
        )
    return GoldArticle(
        id=article_id(text),
        text=text,
        meta={"title": "Talks"},
        annotated=("entities", "statements"),
        spans=tuple(_span(draw, number, found) for number, found in enumerate(spans)),
        statements=tuple(statements),
        excluded=tuple(dict.fromkeys(found for _ in range(draw(st.integers(0, 1))) if (found := piece()))),
    )


def _span(draw: st.DrawFn, number: int, piece: GoldFragment) -> GoldSpan:
    label, actor = draw(st.sampled_from(("PERSON", "GPE"))), draw(st.sampled_from((None, ACTOR.id)))
    return GoldSpan(
        id=derived_id("span", str(number)), start=piece.start, end=piece.end, label=label, text=piece.text, actor=actor
    )


def _statement(draw: st.DrawFn, number: int, content: GoldFragment, piece: Any) -> GoldStatement:
    later = piece(content.end)
    mention = piece()
    actor = draw(st.sampled_from((None, ACTOR)))
    anonymous = mention is not None and draw(st.booleans())
    speaker = None
    if mention or actor:
        speaker = GoldSpeaker(
            mention=mention, actor=actor and actor.id, name=actor.name if actor else None, anonymous=anonymous
        )
    links = draw(st.sampled_from(((), (GoldLink(id="4" * 32, event=EVENT.id, relation="denies"),))))
    pieces = (content, later) if later else (content,)
    verbatim = piece()
    return GoldStatement(
        id=derived_id("statement", str(number)),
        type=draw(st.sampled_from(("direct", "indirect", "mixed"))),
        text=" ".join(each.text for each in pieces),
        content=pieces,
        verbatim=(verbatim,) if verbatim else (),
        cue=piece(),
        speaker=speaker,
        links=links,
        decided=("content", "type"),
    )


def assert_comes_back(format: Format, article: GoldArticle) -> None:  # noqa: A002 - the word of the command line
    """Write an article in a format that has all that statements are made of, read it, and compare unit by unit."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder, "out")
        lost = {(loss.kind, loss.unit) for loss in write(format, out, dataset(article))}
        (record,), said = read(out)
    assert [each for each in said if not each.is_warning] == []
    found = labels_of(record)
    assert {(one.id, one.start, one.end, one.label, one.actor) for one in found.spans} == {
        (one.id, one.start, one.end, one.label, one.actor) for one in article.spans
    }
    back = {one.id: one for one in found.statements}
    assert back.keys() == {one.id for one in article.statements}
    for one in article.statements:
        other = back[one.id]
        assert (places(other.content), other.cue, other.type) == (places(one.content), one.cue, one.type)
        assert (other.parent, places(other.verbatim)) == (one.parent, places(one.verbatim))
        assert speakers_of(other.speaker) == speakers_of(one.speaker)
        assert ("link", one.id) not in lost
        assert [each.event for each in other.links] == [each.event for each in one.links]


def told_of(statement: GoldStatement) -> tuple[object, ...]:
    """What a statement says, without its ids, to be compared."""
    return (
        statement.type,
        places(statement.content),
        sorted(places(statement.verbatim)),
        statement.cue,
        [(one.mention, one.actor, one.name, one.anonymous) for one in speakers_of(statement.speaker)],
        bool(statement.parent),
        [(link.event, link.relation, link.conditional) for link in statement.links],
        statement.flags or (),
    )
