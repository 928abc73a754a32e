"""Edges that lead in a circle: the greatest of each is ignored, and following the rest comes to an end."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from annotator.store.edges import cycle_edges

NODES = st.sampled_from("abcdefgh")


def follow(edges: dict[str, str], start: str) -> list[str]:
    path = [start]
    while path[-1] in edges and len(path) < 20:
        path.append(edges[path[-1]])
    return path


def test_a_circle_loses_its_greatest_edge():
    assert cycle_edges({"a": "b", "b": "c", "c": "a", "d": "a"}) == ["c"]
    assert cycle_edges({"a": "a"}) == ["a"]
    assert cycle_edges({"a": "b", "b": "c"}) == []


@given(st.dictionaries(NODES, NODES))
def test_without_the_greatest_edges_every_path_ends(edges):
    left = {start: end for start, end in edges.items() if start not in cycle_edges(edges)}
    assert all(len(follow(left, start)) < 20 for start in edges)


@given(st.dictionaries(NODES, NODES))
def test_one_edge_of_each_circle_goes_and_no_other(edges):
    circles = {frozenset(path) for path in (circle(edges, start) for start in edges) if path}
    assert sorted(cycle_edges(edges)) == sorted(max(path) for path in circles)


def circle(edges: dict[str, str], start: str) -> list[str]:
    """The nodes of the circle that a node is on, none if it is on none."""
    path = [start]
    while path[-1] in edges and len(path) <= len(edges):
        path.append(edges[path[-1]])
        if path[-1] == start:
            return path
    return []


def test_a_long_chain_takes_no_time():
    count = 20_000
    assert cycle_edges({f"{n:06}": f"{n + 1:06}" for n in range(count)} | {f"{count:06}": "000000"}) == [f"{count:06}"]
