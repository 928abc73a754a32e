"""An article with what tools trip over, and a project that holds it: for their own readers and validators."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec

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
from annotator.model import PARTS
from annotator.project import Project

TEXT = """👩🏽‍🚒 Talks in Kyïv: 🇺🇦 and 🇪🇺 agree\u2028

“We will go,” Ilse Maran\u00a0told reporters in Bank of England House, “and we won’t stop.”
He said that “they” would “never”\tyield, e\u0301migre\u0301s told \u202bقال الرئيس\u202c — “سنذهب غدا”.

Maran and Petr Novák said Olga had said “no 🎉”. According to a source, no deal.
Advert: buy 👨\u200d👩\u200d👧 now!
“It’s over.” “Fin.”"""
MARAN, NOVAK = GoldActor(id=f"{0xA1:032x}", name="Ilse Maran"), GoldActor(id=f"{0xA2:032x}", name="Petr Novák")
TRIP = GoldEvent(id=f"{0xE1:032x}", title='The trip: to · Kyïv, "now" | <x>', type="meeting", status="planned")
META = {"title": 'Talks in Kyïv: "agree" | #1, {x}', "source": "Harbor: Times", "author": "Ö. Ünal"}


def piece(words: str, number: int = 0) -> GoldFragment:
    """The words where they stand for the first, second … time in the text."""
    start = -1
    for _ in range(number + 1):
        start = TEXT.index(words, start + 1)
    return GoldFragment(start, start + len(words), words)


def entity(words: str, label: str, number: int = 0, **more: Any) -> GoldSpan:
    where = piece(words, number)
    own = f"{len(words) * 100_000 + where.start:032x}"
    return GoldSpan(id=own, start=where.start, end=where.end, label=label, text=words, **more)


def said(own: int, kind: str, *content: GoldFragment, **more: Any) -> GoldStatement:
    """A statement of which all parts were looked at."""
    text = " ".join(one.text for one in content)
    return GoldStatement(id=f"{own:032x}", type=kind, text=text, content=content, decided=PARTS, **more)


def by(words: str, number: int = 0, **more: Any) -> GoldSpeaker:
    return GoldSpeaker(mention=piece(words, number), **more)


def odd_article() -> GoldArticle:
    """Emoji of several code points, flags, Arabic, combining marks, a line separator; labels that overlap and nest."""
    maran = {"actor": MARAN.id, "name": MARAN.name}
    link = GoldLink(id=f"{0xC1:032x}", event=TRIP.id, relation="commits", conditional=True)
    two = by("Maran", 1, others=(by("Petr Novák", actor=NOVAK.id, name=NOVAK.name),), **maran)
    return GoldArticle(
        text=TEXT,
        meta=META,
        annotated=("entities", "statements", "links"),
        spans=(
            *(entity("Ilse Maran", "PERSON", actor=MARAN.id), entity("👩🏽‍🚒", "PERSON"), entity("🇺🇦", "GPE")),
            *(entity("Bank of England House", "ORG"), entity("Bank of England", "ORG"), entity("England House", "FAC")),
            *(entity("e\u0301migre\u0301s", "NORP", flags=("unsure",)), entity("الرئيس", "PERSON")),
        ),
        statements=(
            said(1, "direct", piece("We will go,"), piece("and we won’t stop."), cue=piece("told reporters"),
                 speaker=by("Ilse Maran", **maran), links=(link,)),
            said(2, "mixed", piece("that “they” would “never”\tyield"), verbatim=(piece("they"), piece("never")),
                 cue=piece("said"), speaker=by("He", anonymous=True)),
            said(3, "direct", piece("سنذهب غدا"), cue=piece("قال"), speaker=by("الرئيس")),
            said(4, "indirect", piece("Olga had said “no 🎉"), cue=piece("said", 1), speaker=two, flags=("unsure",)),
            said(5, "direct", piece("no 🎉"), cue=piece("said", 2), speaker=by("Olga"), parent=f"{4:032x}"),
            said(6, "indirect", piece("no deal"), cue=piece("According to"), speaker=by("a source", anonymous=True)),
            said(7, "direct", piece("It’s over."), piece("Fin."), speaker=GoldSpeaker(**maran)),
        ),
        excluded=(piece("Advert: buy 👨\u200d👩\u200d👧 now!"),),
    )  # fmt: skip


def odd_project(folder: Path) -> Path:
    """A project whose layer `ann` holds the article, and others in which nobody found anything."""
    empty = [GoldArticle(text=f"Report {number} says nothing new.", annotated=("entities",)) for number in range(9)]
    files = {"train": [odd_article(), *empty], "actors": [MARAN, NOVAK], "events": [TRIP]}
    folder.mkdir()
    for name, records in files.items():
        (folder / f"{name}.jsonl").write_bytes(b"".join(msgspec.json.encode(one) + b"\n" for one in records))
    path = folder.with_suffix(".annodb")
    with Project.create(path, annotator="ann") as project:
        report = project.import_files([folder], layer="ann")
    assert (report.new, report.failed) == (10, ())
    return path
