import hashlib
import json
import random
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import jsonschema
import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator import ids
from annotator.errors import UserError
from annotator.exchange.dataset_folder import Written, write_dataset
from annotator.formats import jsonl
from annotator.formats.card.text import CardInfo
from annotator.formats.dataset import Dataset
from annotator.formats.gold import model as gold_model
from annotator.formats.gold import work as gold_work
from annotator.formats.gold.files import (
    is_gold_folder,
    read_gold_actors,
    read_gold_events,
)
from annotator.formats.gold.model import GoldContext, gold_article
from annotator.formats.gold.reading import read_record
from annotator.formats.gold.schema import GoldActor, GoldArticle, GoldEvent, GoldProvenance, json_schema
from annotator.formats.reading import read_paths
from annotator.formats.records import ArticleRecord, BadRecord
from annotator.model import (
    Actor,
    Article,
    Entity,
    Event,
    Link,
    Mention,
    Region,
    Span,
    Speaker,
    Statement,
    When,
)
from annotator.scheme import read_scheme
from annotator.text import normalise
from annotator.units import Unit

TEXT = "😀 “We will sign,” Rubio said on Monday. He left Arland. 👨‍👩‍👧 fin\u2028."
CARD = CardInfo(name='Talks: "spring" | 2025', layer="gold", program="0.1.0")
CONTEXT = GoldContext(provenance=GoldProvenance(layer="gold", annotators=("a1",), program="0.1.0"))
ACTOR = Actor(ids.suggested_actor_id("Marco Rubio", "person"), "Marco Rubio", aliases=("Rubio",))


def write_gold(
    out: Path,
    articles: Iterable[GoldArticle],
    events: Iterable[GoldEvent],
    actors: Iterable[GoldActor],
    *,
    splits: dict[str, str] | None = None,
    **options: Any,
) -> Written:
    dataset = Dataset(
        name="Talks",
        layer="gold",
        scheme=read_scheme()[0],
        articles=articles,
        events=lambda: events,
        actors=lambda: actors,
        find_event=lambda _: None,
        find_actor=lambda _: None,
        splits=splits,
    )
    return write_dataset(out, jsonl.FORMAT, dataset, card=lambda _: CARD, **options)


def article(text: str = TEXT) -> Article:
    return Article(ids.article_id(text), text, {"title": "T"})


def entity(start: int, end: int, label: str = "PERSON", **fields: Any) -> Unit:
    return Unit(Entity(ids.random_id(), Span(start, end), label), "kept", how="single", **fields)


def statement(**fields: Any) -> Unit:
    own = ids.random_id()
    event = ids.random_id()
    link = Link(ids.link_id(own, event, "commits"), own, event, "commits", True)
    value = Statement(
        id=own,
        content=(Span(3, 16), Span(40, 55)),
        type="direct",
        verbatim=(Span(3, 5),),
        cue=Span(24, 28),
        speaker=Speaker(Span(18, 23), ACTOR.id, others=(Speaker(anonymous=True),)),
        links=(link,),
        flags=("unsure",),
    )
    return Unit(value, "kept", decided=frozenset({"content", "cue", "links", "verbatim"}), how="added", **fields)


def record(units: list[Unit], context: GoldContext = CONTEXT, **fields: Any) -> GoldArticle:
    return gold_article(article(), article().meta, units, context, **fields)


def export(out: Path, articles: list[GoldArticle], **fields: Any) -> Path:
    write_gold(out, articles, (), (), **fields)
    return out


def read(path: Path) -> tuple[list[GoldArticle], list[BadRecord]]:
    items = list(read_paths([path]))
    good = [item.annotations for item in items if isinstance(item, ArticleRecord) and item.annotations]
    return good, [item for item in items if isinstance(item, BadRecord)]


def every_span(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        if "start" in value and "end" in value:
            yield value
        for inner in value.values():
            yield from every_span(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from every_span(inner)


def test_a_record_has_the_keys_of_the_design_in_their_order(tmp_path: Path) -> None:
    out = export(tmp_path / "out", [record([entity(18, 23), statement()], passes=["links", "entities"])])
    line = json.loads((out / "train.jsonl").read_text(encoding="utf-8"))
    assert list(line) == [
        *("id", "text", "sha256", "meta", "annotated", "spans", "statements", "excluded", "provenance")
    ]
    assert line["annotated"] == ["entities", "links"]
    assert list(line["spans"][0]) == ["id", "start", "end", "label", "text", "actor", "how"]
    assert list(line["statements"][0]) == [
        *("id", "type", "text", "content", "verbatim", "cue", "speaker", "parent", "links", "decided", "how", "flags")
    ]
    assert line["statements"][0]["decided"] == ["content", "cue", "links"]
    assert line["statements"][0]["text"] == f"{TEXT[3:16]} {TEXT[40:55]}"
    assert list(line["provenance"]) == ["layer", "annotators", "decided_by", "scheme", "guidelines", "program"]


def test_every_span_written_carries_its_text(tmp_path: Path) -> None:
    units = [entity(0, 1), entity(57, 62), statement(), *random_units(TEXT, 20)]
    regions = [Region(ids.random_id(), Span(56, 62))]
    out = export(tmp_path / "out", [record(units, regions=regions)])
    line = json.loads((out / "train.jsonl").read_text(encoding="utf-8"))
    spans = list(every_span(line))
    assert len(spans) == 22 + 5 + 1
    assert all(line["text"][span["start"] : span["end"]] == span["text"] for span in spans)


def random_units(text: str, count: int) -> list[Unit]:
    draw = random.Random(1)
    starts = [draw.randrange(len(text) - 1) for _ in range(count)]
    return [entity(start, draw.randrange(start + 1, len(text) + 1), "X") for start in starts]


def test_the_schema_is_valid_and_every_line_fits_it(tmp_path: Path) -> None:
    event = Event(ids.random_id(), "Signing", when=When("2025-03-17"), mentions=(Mention(article().id, Span(8, 12)),))
    rejected = Unit(Entity(ids.random_id(), Span(0, 1), "ORG"), "rejected", how="bulk")
    context = GoldContext(provenance=CONTEXT.provenance, with_rejected=True)
    write_gold(
        tmp_path / "out",
        [record([entity(18, 23), statement(), rejected], context)],
        [gold_model.gold_event(event, lambda _: TEXT)],
        [gold_model.gold_actor(ACTOR)],
    )
    schema = json.loads((tmp_path / "out" / "schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    assert schema == json.loads(json.dumps(json_schema()))
    for name, kind in (("train", "GoldArticle"), ("events", "GoldEvent"), ("actors", "GoldActor")):
        one = jsonschema.Draft202012Validator({"$ref": f"#/$defs/{kind}", "$defs": schema["$defs"]})
        for line in (tmp_path / "out" / f"{name}.jsonl").read_text(encoding="utf-8").split("\n")[:-1]:
            one.validate(json.loads(line))
            jsonschema.validate(json.loads(line), schema)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({"text": "no spans"}, schema)


def test_the_card_sums_up_and_checks_every_file(tmp_path: Path) -> None:
    out = export(tmp_path / "out", [record([entity(18, 23), statement()])])
    card = (out / "README.md").read_text(encoding="utf-8")
    assert card.startswith('---\npretty_name: "Talks: \\"spring\\" | 2025"\n')
    assert "| PERSON |  | 1 |" in card
    assert "None is told: this is the work of one annotator." in card
    for file in out.iterdir():
        if file.name != "README.md":
            assert hashlib.sha256(file.read_bytes()).hexdigest() in card


def test_articles_go_to_their_splits(tmp_path: Path) -> None:
    other = gold_article(article("Other text."), {}, [], CONTEXT)
    out = export(tmp_path / "out", [record([]), other], splits={other.id: "dev"})
    assert [len((out / f"{name}.jsonl").read_bytes().splitlines()) for name in ("train", "dev", "test")] == [1, 1, 0]
    assert [item.id for item in read(out)[0]] == [article().id, other.id]
    card = (out / "README.md").read_text(encoding="utf-8")
    assert "split: validation\n    path: dev.jsonl" in card
    assert "path: test.jsonl" not in card


@pytest.mark.parametrize("kind", ["file", "full"])
def test_an_export_never_writes_over_anything(tmp_path: Path, kind: str) -> None:
    out = tmp_path / "out"
    if kind == "full":
        out.mkdir()
    (out if kind == "file" else out / "kept.txt").write_text("mine")
    with pytest.raises(UserError, match=r"is a file|is not empty"):
        export(out, [record([])])
    assert (out if kind == "file" else out / "kept.txt").read_text() == "mine"
    assert [path.name for path in tmp_path.iterdir() if path.name != "home"] == ["out"]


def test_an_empty_folder_is_filled(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    assert is_gold_folder(export(tmp_path / "out", [record([])]))


def test_an_export_that_fails_leaves_nothing(tmp_path: Path) -> None:
    def failing() -> Iterator[GoldArticle]:
        yield record([])
        raise KeyError("gone")

    with pytest.raises(KeyError):
        write_gold(tmp_path / "new" / "out", failing(), (), ())
    assert list((tmp_path / "new").iterdir()) == []


def test_a_disk_that_refuses_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    with pytest.raises(UserError, match=r"Not a directory\. Nothing was left there"):
        export(tmp_path / "file" / "out", [record([])])


def test_progress_is_told_and_the_summary_counts(tmp_path: Path) -> None:
    told: list[int] = []
    articles = [gold_article(article(f"Text {number}."), {}, [], CONTEXT) for number in range(250)]
    summary = write_gold(tmp_path / "out", articles, (), (), progress=told.append)
    assert told == [100, 200, 250]
    assert summary.counts.articles == 250
    assert {file.name for file in summary.files} == {file.name for file in (tmp_path / "out").iterdir()}


def test_a_record_is_one_line_to_every_reader(tmp_path: Path) -> None:
    text = "One\u2028two\u2029three\u0085four."
    write_gold(tmp_path / "out", [gold_article(article(text), {}, [], CONTEXT)], (), ())
    lines = (tmp_path / "out" / "train.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["text"] for line in lines] == [text]


def test_objects_come_back_as_they_were(tmp_path: Path) -> None:
    first, second = entity(18, 23), statement()
    child = Statement(ids.random_id(), (Span(40, 45),), "indirect", parent=second.id, nothing_to_link=True)
    units = [first, second, Unit(child, "kept", decided=frozenset({"content", "links"}), how="single")]
    context = GoldContext(provenance=CONTEXT.provenance, actor_names={ACTOR.id: ACTOR.name})
    out = export(tmp_path / "out", [record(units, context, passes=["entities"])])
    (back,), said = read(out)
    work = gold_work.work_from(back, layer="gold")
    assert not said
    assert [unit.value for unit in work.units] == [unit.value for unit in units]
    assert [unit.how for unit in work.units] == ["single", "added", "single"]
    assert work.actors == (Actor(ACTOR.id, "Marco Rubio"),)
    assert work.passes == ("entities",)


def test_events_and_actors_come_back_as_they_were(tmp_path: Path) -> None:
    event = Event(
        id=ids.random_id(),
        title="Signing",
        type="agreement",
        status="planned",
        when=When("2025-03-17/2025-03-23", "interval", "this week"),
        place="Arland",
        participants=(ACTOR.id,),
        part_of=ids.random_id(),
        description="…",
        mentions=(Mention(article().id, Span(8, 12)),),
    )
    events = [gold_model.gold_event(event, lambda _: TEXT)]
    write_gold(tmp_path / "out", [record([])], events, [gold_model.gold_actor(ACTOR)])
    (back,) = read_gold_events(tmp_path / "out")
    assert not isinstance(back, BadRecord)
    assert gold_work.event_from(back, lambda _: TEXT) == (event, ())
    assert [gold_work.actor_from(actor) for actor in read_gold_actors(tmp_path / "out")] == [ACTOR]


def test_a_mention_in_an_article_that_is_not_here_is_left_out_and_said() -> None:
    event = Event(ids.random_id(), "Signing", mentions=(Mention("gone", Span(8, 12)),))
    gold = gold_model.gold_event(event, lambda _: TEXT)
    made, said = gold_work.event_from(gold, lambda _: None)
    assert made.mentions == ()
    assert "left out" in said[0]


def test_two_readings_that_were_kept_come_back_as_two(tmp_path: Path) -> None:
    first, other = entity(18, 23), entity(18, 28)
    context = GoldContext(provenance=CONTEXT.provenance, alternatives={first.id: (other,)})
    (back,), _ = read(export(tmp_path / "out", [record([first], context)]))
    assert gold_work.work_from(back, layer="gold").alternatives[first.id][0].value == other.value


def test_suggestions_are_written_with_score_and_source(tmp_path: Path) -> None:
    unit = Unit(Entity(ids.random_id(), Span(18, 23), "ORG"), "suggested", score=0.5, source="ner 1")
    context = GoldContext(provenance=CONTEXT.provenance, suggestions=True)
    out = export(tmp_path / "out", [record([unit, entity(0, 1)], context)])
    (span,) = json.loads((out / "train.jsonl").read_text(encoding="utf-8"))["spans"]
    assert (span["how"], span["score"], span["source"]) == ("machine", 0.5, "ner 1")
    (back,), _ = read(out)
    assert gold_work.work_from(back, layer=None).units == (unit,)


def test_refused_suggestions_are_written_when_asked_for(tmp_path: Path) -> None:
    refused = Unit(Entity(ids.random_id(), Span(18, 23), "ORG"), "rejected", how="single")
    context = GoldContext(provenance=CONTEXT.provenance, with_rejected=True)
    (back,), _ = read(export(tmp_path / "out", [record([refused], context)]))
    assert back.spans == ()
    assert gold_work.work_from(back, layer="a1").units == (refused,)


SPANS = st.tuples(st.integers(0, 30), st.integers(1, 12))
WORDS = st.text(st.sampled_from("ab é“😀👩\u200d\u0301\u2028\xa0\n\tنש"), min_size=1, max_size=30)


@given(WORDS, st.lists(st.tuples(SPANS, st.sampled_from(["PERSON", "ORG"])), max_size=5), st.lists(SPANS, max_size=3))
def test_reading_what_was_written_gives_the_same_objects(
    text: str, labelled: list[tuple[tuple[int, int], str]], quotes: list[tuple[int, int]]
) -> None:
    text = normalise(f"x{text}")

    def fit(pair: tuple[int, int]) -> Span:
        start = pair[0] % len(text)
        return Span(start, min(start + pair[1], len(text)))

    units = [Unit(Entity(ids.random_id(), fit(pair), label), "kept", how="single") for pair, label in labelled]
    for pair in quotes:
        value = Statement(ids.random_id(), (fit(pair),), "mixed", cue=fit(pair), speaker=Speaker(fit(pair)))
        units.append(Unit(value, "kept", decided=frozenset({"content", "cue"}), how="single"))
    written = gold_article(article(text), {"title": "T"}, units, CONTEXT)
    raw = msgspec.json.decode(msgspec.json.encode(written))
    *said, back = read_record(raw, "a.jsonl", 1)
    assert back == written
    assert all(isinstance(item, BadRecord) and item.is_warning for item in said)
    assert list(gold_work.work_from(written, layer="gold").units) == units


def test_an_export_is_imported_as_articles_with_their_labels(tmp_path: Path) -> None:
    out = export(tmp_path / "out", [record([entity(18, 23)])])
    (made,) = read_paths([out])
    assert isinstance(made, ArticleRecord)
    assert made.annotations is not None
    assert [span.text for span in made.annotations.spans] == ["Rubio"]
    assert made.meta == {"title": "T"}
    assert made.line == 1


def test_labels_of_a_refused_answer_are_not_taken(tmp_path: Path) -> None:
    row = {"text": TEXT, "spans": [{"start": 18, "end": 23, "label": "ORG"}], "answer": "reject"}
    (tmp_path / "a.jsonl").write_text(json.dumps(row))
    made, said = read_paths([tmp_path / "a.jsonl"])
    assert isinstance(made, ArticleRecord)
    assert isinstance(said, BadRecord)
    assert made.annotations is None
    assert said.is_warning


def test_real_labelled_lines_anchor_where_they_say(shared: Path) -> None:
    for file in sorted((shared / "fixtures" / "prodigy").glob("*.jsonl")):
        for made in read_paths([file]):
            assert isinstance(made, ArticleRecord) or made.is_warning
