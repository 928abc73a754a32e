from collections import Counter
from itertools import pairwise
from pathlib import Path
from random import Random
from typing import Any

import pytest

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
from annotator.formats.graph.model import CONTENT, CUE, SPEAKER, Carries, Edge, LabelGraph, Node
from annotator.formats.graph.reading import NEAR_CHARS, labels_of, near_contents
from annotator.formats.graph.writing import Taken, graph_of, without_overlaps
from annotator.formats.losses import Losses
from annotator.model import PARTS
from annotator.scheme import read_scheme

TEXT = "“We will go,” Rubio said in Kursk. “And then we will see.”"
ALL = Carries(pieces=True, actors=True, links=True)


def piece(words: str) -> GoldFragment:
    start = TEXT.index(words)
    return GoldFragment(start, start + len(words), words)


def statement(**changes: Any) -> GoldStatement:
    content = (piece("We will go"), piece("And then we will see"))
    made: dict[str, Any] = {
        "id": "a" * 32,
        "type": "direct",
        "text": "We will go And then we will see",
        "content": content,
        "cue": piece("said"),
        "speaker": GoldSpeaker(mention=piece("Rubio"), actor="b" * 32, name="Marco Rubio"),
        "links": (GoldLink(id="c" * 32, event="d" * 32, relation="predicts"),),
        "decided": tuple(part for part in PARTS if part != "parent"),
    }
    return GoldStatement(**(made | changes))


def article(*statements: GoldStatement) -> GoldArticle:
    kursk = piece("Kursk")
    span = GoldSpan(id="e" * 32, start=kursk.start, end=kursk.end, label="GPE", text="Kursk", actor="f" * 32)
    return GoldArticle(id="1", text=TEXT, spans=(span,), statements=statements)


def dataset() -> Dataset:
    return Dataset(
        name="Talks",
        layer="gold",
        scheme=read_scheme()[0],
        articles=(),
        events=list,
        actors=list,
        find_event=lambda key: GoldEvent(id=key, title="The trip"),
        find_actor=lambda key: GoldActor(id=key, name="Kursk"),
    )


def graph(record: GoldArticle, carries: Carries, folder: Path) -> tuple[LabelGraph, Counter[str]]:
    with Losses(Folder(folder)) as losses:
        return graph_of(record, dataset(), carries, losses), losses.counts


def test_a_format_that_carries_all_loses_nothing(tmp_path: Path) -> None:
    record = article(statement())
    found, losses = graph(record, ALL, tmp_path)
    labels = labels_of(found)
    assert not losses
    assert labels.spans == record.spans
    assert labels.statements[0].content == tuple(GoldFragment(one.start, one.end) for one in statement().content)
    assert labels.statements[0].speaker == statement().speaker
    assert labels.statements[0].links == statement().links
    assert labels.statements[0].decided == statement().decided


def test_pieces_are_joined_again_by_their_relation(tmp_path: Path) -> None:
    found, losses = graph(article(statement()), Carries(actors=True, links=True), tmp_path)
    assert [edge.type for edge in found.edges].count("continues") == 1
    assert not losses
    assert [len(one.content) for one in labels_of(found).statements] == [2]


def test_without_relations_every_part_is_a_loss(tmp_path: Path) -> None:
    found, losses = graph(article(statement()), Carries(edges=False, attributes=False), tmp_path)
    assert losses == {"fragments": 1, "cue": 1, "speaker": 1, "link": 1, "actor": 2}
    assert {node.label for node in found.nodes} == {"DIRECT", CUE, SPEAKER, "GPE"}


def test_nothing_to_link_and_an_implicit_speaker_need_attributes(tmp_path: Path) -> None:
    silent = statement(links=(), speaker=GoldSpeaker(actor="b" * 32, name="Marco Rubio"))
    found, losses = graph(article(silent), ALL, tmp_path)
    back = labels_of(found).statements[0]
    assert not losses
    assert back.speaker == silent.speaker
    assert "links" in back.decided
    assert graph(article(silent), Carries(attributes=False), tmp_path)[1].keys() >= {"nothing_to_link", "speaker"}


def test_a_shared_cue_is_one_node(tmp_path: Path) -> None:
    found, _ = graph(article(statement(), statement(id="9" * 32, parent="a" * 32)), ALL, tmp_path)
    assert sum(node.label == CUE for node in found.nodes) == 1
    assert [one.parent for one in labels_of(found).statements] == [None, "a" * 32] or [
        one.parent for one in labels_of(found).statements
    ] == ["a" * 32, None]


def node(label: str, words: str) -> Node:
    one = piece(words)
    return Node(words, label, ((one.start, one.end),), words)


def test_flat_labels_are_joined_to_the_nearest_content() -> None:
    flat = LabelGraph((node("Content", "We will go"), node("Source", "Rubio"), node("Cue", "said")))
    labels = labels_of(flat, TEXT)
    assert labels.joined == 2
    (found,) = labels.statements
    assert found.cue == piece("said")
    assert found.speaker == GoldSpeaker(mention=piece("Rubio"))
    assert (found.type, "type" in found.decided) == ("direct", False)


def test_a_cue_without_any_content_stays_an_entity() -> None:
    labels = labels_of(LabelGraph((node("Cue", "said"),)))
    assert [span.label for span in labels.spans] == ["Cue"]
    assert [one.id for one in labels.alone] == ["said"]


def test_relations_that_mean_nothing_here_are_given_back() -> None:
    edge = Edge("located in", "Rubio", "Kursk")
    assert labels_of(LabelGraph((node("PER", "Rubio"), node("GPE", "Kursk")), (edge,))).unread == (edge,)


@pytest.mark.parametrize("ends", [("We will go", "Rubio"), ("Rubio", "We will go")])
def test_a_relation_joins_in_either_direction(ends: tuple[str, str]) -> None:
    made = LabelGraph((node(CONTENT, "We will go"), node(SPEAKER, "Rubio")), (Edge("said by", *ends),))
    (found,) = labels_of(made).statements
    assert found.speaker == GoldSpeaker(mention=piece("Rubio"))


def test_of_overlapping_nodes_the_longest_stays(tmp_path: Path) -> None:
    with Losses(Folder(tmp_path)) as losses:
        kept = without_overlaps("1", [node("A", "go,” Rubio"), node("B", "Rubio"), node("C", "Kursk")], losses)
    assert [one.label for one in kept] == ["A", "C"]
    assert losses.counts == {"overlap": 1}


def test_a_cue_that_is_related_to_something_else_stays_an_entity() -> None:
    nodes = (node("Content", "We will go"), node("Cue", "said"), node("GPE", "Kursk"))
    labels = labels_of(LabelGraph(nodes, (Edge("where", "said", "Kursk"),)))
    assert [span.label for span in labels.spans] == ["Cue", "GPE"]
    assert [one.id for one in labels.alone] == ["said"]
    assert len(labels.unread) == 1


def test_a_second_cue_is_kept_as_an_entity_and_said() -> None:
    nodes = (node("Content", "We will go"), node("Cue", "said"), node("Cue", "then"))
    edges = (Edge("cue", "We will go", "said"), Edge("cue", "We will go", "then"))
    labels = labels_of(LabelGraph(nodes, edges))
    assert labels.statements[0].cue == piece("said")
    assert [span.text for span in labels.spans] == ["then"]
    assert labels.unread == (edges[1],)


@pytest.mark.parametrize(
    ("label", "told", "is_told"),
    [
        ("DIRECT-QUOTE", "direct", True),
        ("IndirectSpeech", "indirect", True),
        ("quote_mixed", "mixed", True),
        ("Quote", "direct", False),
        ("Reported speech", "indirect", False),
    ],
)
def test_a_content_may_be_called_by_two_words(label: str, told: str, is_told: bool) -> None:
    words = "Rubio said in Kursk" if told == "indirect" else "We will go"
    start = TEXT.index(words)
    node = Node("1", label, ((start, start + len(words)),))
    (statement,) = labels_of(LabelGraph((node,)), TEXT).statements
    assert ("type" in statement.decided) == is_told
    assert statement.type == told or not is_told


def test_what_was_found_to_be_none_is_told_from_what_nobody_looked_at(tmp_path: Path) -> None:
    silent = statement(cue=None, speaker=None, decided=("content", "cue", "speaker", "type", "parent", "links"))
    found, losses = graph(article(silent), ALL, tmp_path)
    assert not losses
    assert labels_of(found).statements[0].decided == silent.decided
    assert "actor" not in silent.decided
    assert graph(article(silent), Carries(links=True, actors=True, attributes=False), tmp_path)[1]["none"] == 1
    assert not graph(article(silent), Carries(links=True, actors=True, decided=True), tmp_path)[1]


def test_a_part_that_is_there_is_none_that_is_not(tmp_path: Path) -> None:
    content = Node("1", CONTENT, ((1, 11),), "We will go", {"none": "cue, parent"})
    (found,) = labels_of(LabelGraph((content, node(CUE, "said")), (Edge("cue", "1", "said"),))).statements
    assert found.cue == piece("said")
    assert found.decided == ("content", "cue", "parent")


def test_of_what_has_several_pieces_and_can_have_one_it_is_told() -> None:
    name = Node("name", "PERSON", ((15, 20), (29, 34)), "Rubio Kursk")
    cue = Node("cue", CUE, ((15, 17), (21, 25)), "Ru said")
    content = Node("content", CONTENT, ((1, 11),), "We will go")
    labels = labels_of(LabelGraph((content, name, cue), (Edge("cue", "content", "cue"),)))
    assert labels.widened == (name,)
    assert labels.cut == (cue,)
    assert [(one.start, one.end) for one in labels.spans] == [(15, 34)]
    (statement,) = labels.statements
    assert statement.cue == GoldFragment(21, 25)


def test_a_type_that_no_reader_knows_from_a_label_is_lost(tmp_path: Path) -> None:
    found, losses = graph(article(statement(type="ironic")), Carries(attributes=False), tmp_path)
    assert {one.label for one in found.nodes} >= {CONTENT}
    assert losses["type"] == 1


def test_contents_in_reach_are_those_that_a_look_at_all_of_them_finds() -> None:
    chance = Random(5)
    starts = sorted(chance.sample(range(20_000), 60))
    contents = [Node(f"{start}", CONTENT, ((start, start + chance.choice((5, 50, 4_000))),)) for start in starts]
    near = near_contents(contents)
    for start in range(0, 21_000, 130):
        cue = Node("cue", CUE, ((start, start + 4),))
        in_reach = [
            one.id for one in contents if one.start - cue.end <= NEAR_CHARS and cue.start - one.end <= NEAR_CHARS
        ]
        assert [one.id for _, one in near(cue)] == in_reach


def test_pieces_that_are_joined_in_a_chain_make_one_statement_in_any_order() -> None:
    pieces = [Node(f"{start}", CONTENT, ((start, start + 5),)) for start in range(0, 100, 10)]
    chain = [Edge("continues", later.id, first.id) for first, later in pairwise(pieces)]
    for edges in (chain, chain[::-1]):
        (made,) = labels_of(LabelGraph(tuple(pieces), tuple(edges))).statements
        assert (made.id, len(made.content)) == ("0", 10)


def test_what_overlaps_something_taken_is_not_taken() -> None:
    chance, taken, held = Random(6), Taken(), list[tuple[int, int]]()
    for start in (chance.randrange(3_000) for _ in range(500)):
        end = start + chance.choice((1, 3, 40))
        is_free = not any(start < other_end and other < end for other, other_end in held)
        assert taken.take(start, end) is is_free
        held += [(start, end)] if is_free else []


@pytest.mark.parametrize("label", ["Cue", "DIRECT", "source", "Cue (entity)", "PERSON", "PERSON (entity)"])
def test_an_entity_may_be_called_as_a_part_of_a_statement_is(tmp_path: Path, label: str) -> None:
    span = GoldSpan(id="1", start=1, end=11, label=label, text="We will go")
    found, losses = graph(GoldArticle(id="1", text=TEXT, spans=(span,), statements=(statement(),)), ALL, tmp_path)
    labels = labels_of(found)
    assert not losses
    assert labels.spans == (span,)
    assert len(labels.statements) == 1
