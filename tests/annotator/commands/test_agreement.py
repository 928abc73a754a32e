"""`annotator agreement`: six annotators' files come in as layers, and the figures are what the files themselves say."""

from __future__ import annotations

import json
import random

import pytest

from annotator import cli
from annotator.ids import article_id
from annotator.model import PARTS
from annotator.project import Project
from annotator.review.agreement.measures import MEASURES
from tests.annotator.review.agreement import by_hand
from tests.annotator.review.agreement.layers import article, entity, layer, statement

TEXTS = [
    "Mayor Osra Lindt said on Friday that the 🚢 ferries would sail again. “We waited long enough,” she went on.\n",
    "The port of Velia stays shut, its harbour master Toren Vask announced.\r\nNobody at Kesh Bank would comment.\n",
    "“No deal,” Vask insisted. The Grain Office denied it, and Lindt — who chairs the talks — rejected the terms.\n",
    "Nothing happened in Port Sable this week, by all accounts, and nothing was said of it either.\n",
]
LABELS = ("PERSON", "ORG", "GPE", "DATE")
EVENTS = [f"{number:032x}" for number in range(4)]
SIX = ("ann", "ben", "cem", "dot", "eve", "fay")


def some_span(chance, text, longest=20):
    start = chance.randrange(len(text) - longest)
    return {"start": start, "end": start + chance.randint(1, longest)}


def labelled(chance, text):
    """What one annotator might have made of a text: nested, overlapping and discontinuous units, or none."""
    spans = [{**some_span(chance, text), "label": chance.choice(LABELS)} for _ in range(chance.choice((0, 3, 6)))]
    starts = sorted(chance.sample(range(0, len(text) - 12, 12), 3))
    statements = [
        {
            "type": chance.choice(("direct", "indirect")),
            "content": [{"start": start, "end": start + chance.randint(3, 6)}, {"start": start + 7, "end": start + 11}],
            "cue": some_span(chance, text) if chance.random() < 0.6 else None,
            "speaker": {"mention": some_span(chance, text), "actor": f"{chance.randrange(3) + 90:032x}"},
            "links": [
                {"event": event, "relation": chance.choice(("reports", "denies"))}
                for event in chance.sample(EVENTS, chance.choice((0, 1, 1, 2)))
            ],
            "decided": list(PARTS) if chance.random() < 0.8 else ["content", "speaker"],
        }
        for start in starts[: chance.choice((0, 2, 3))]
    ]
    return {"text": text, "annotated": ["entities", "statements", "links"], "spans": spans, "statements": statements}


def ends(piece):
    return (piece["start"], piece["end"]) if piece else None


def as_submitted(name, record):
    """A record as agreement counts it, read here and not by the program; equal labels of one file count once."""
    entities = [entity(*key) for key in {(s["start"], s["end"], s["label"]) for s in record["spans"]}]
    statements = [
        statement(
            *map(ends, one["content"]),
            kind=one["type"],
            cue=ends(one["cue"]),
            mention=ends(one["speaker"]["mention"]),
            actor=one["speaker"]["actor"],
            links=[(link["event"], link["relation"]) for link in one["links"]],
            nothing="links" in one["decided"],
            decided=[*one["decided"], *(["links"] if one["links"] else [])],
        )
        for one in record["statements"]
    ]
    return layer(name, *entities, *statements)


def write_lines(path, records):
    path.write_text("".join(json.dumps(record) + "\n" for record in records), encoding="utf-8")


@pytest.fixture
def six(tmp_path):
    """A project into which six annotators' files were imported, and by article what each file said."""
    path = tmp_path / "news.annodb"
    texts = [text.replace("\r\n", "\n") for text in TEXTS]
    Project.create(path, annotator="lead").close()
    said = {text: [] for text in texts}
    for number, name in enumerate(SIX):
        chance = random.Random(number)
        folder = tmp_path / name
        folder.mkdir()
        own = [labelled(chance, text) for text in texts if chance.random() < 0.8]
        write_lines(folder / "train.jsonl", own)
        write_lines(folder / "events.jsonl", [{"id": event, "title": f"Talks {event[-1]}"} for event in EVENTS])
        assert cli.main(["import", str(path), str(folder), "--layer", name]) == 0
        for record in own:
            said[record["text"]].append(as_submitted(name, record))
    return path, [article(*layers, key=article_id(text), chars=len(text)) for text, layers in said.items()]


def test_the_figures_of_six_imported_layers_are_those_of_their_files(six, capsys):
    path, said = six
    capsys.readouterr()
    assert cli.main(["agreement", str(path), "--json", "--samples", "50"]) == 0
    found = json.loads(capsys.readouterr().out)
    expected = by_hand.measures(said)
    assert {key: found["measures"][key] for key in expected} == pytest.approx(expected, abs=1e-9, nan_ok=False)
    assert None not in expected.values()
    assert found["layers"] == list(SIX)
    assert found["articles"] == sum(len(one.submitted) > 1 for one in said)
    assert list(found["by_how"]) == ["imported"]
    assert found["by_how"]["imported"]["entity_f1_exact"] == pytest.approx(found["measures"]["entity_f1_exact"])
    assert all(low <= high for low, high in found["intervals"].values())


def test_fewer_than_two_layers_are_no_failure_and_every_figure_says_why(tmp_path, capsys):
    path = tmp_path / "news.annodb"
    Project.create(path, annotator="lead").close()
    assert cli.main(["agreement", str(path), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["articles"], found["layers"], found["pairs"], found["intervals"]) == (0, [], [], {})
    assert set(found["measures"].values()) == {None}
    assert found["absent"].keys() == found["measures"].keys()


def test_the_tables_show_every_measure_with_its_interval_or_why_it_is_absent(six, capsys):
    capsys.readouterr()
    assert cli.main(["agreement", str(six[0]), "--samples", "20"]) == 0
    out, err = capsys.readouterr()
    assert all(measure.title in out for measure in MEASURES)
    assert "ann, ben" in out
    assert " to " in out
    assert err == ""


@pytest.mark.parametrize("option", [("--samples", "0"), ("--samples", "many"), ("--seed", "-1")])
def test_samples_and_seed_are_numbers(option, capsys):
    assert cli.main(["agreement", "x.annodb", *option]) == 2
    assert "is no number" in capsys.readouterr().err


@pytest.mark.parametrize("given", [["--samples", "0"], ["--samples", "99999999999"], ["--seed", "-1"]])
def test_numbers_that_make_no_sense_are_bad_arguments(tmp_path, capsys, given):
    assert cli.main(["agreement", str(tmp_path / "news.annodb"), "--json", *given]) == 2
    assert not capsys.readouterr().out
