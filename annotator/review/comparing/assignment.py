"""The assignment problem: who goes with whom so that the sum of weights is greatest. Small and sparse, as texts are.

Method: shortest augmenting paths with potentials (Jonker and Volgenant 1987; the form after Crouse 2016), once for each
connected component, since units far apart in a text never compete.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence

Weights = Mapping[tuple[int, int], float]
"""(row, column) → weight, greater than 0; what is not there cannot be paired."""


def best_pairs(weights: Weights) -> list[tuple[int, int]]:
    """The pairs of the one-to-one assignment with the greatest sum of weights, ordered by row.

    What is not in `weights` is never paired. Among assignments of the same sum the choice depends on the order of rows
    and columns alone.
    """
    found: list[tuple[int, int]] = []
    for edges in _components(weights):
        if len(edges) == 1:
            found.append(edges[0])
            continue
        rows = sorted({row for row, _ in edges})
        columns = sorted({column for _, column in edges})
        is_turned = len(rows) > len(columns)
        if is_turned:
            rows, columns = columns, rows
        costs = [[-weights.get((c, r) if is_turned else (r, c), 0) for c in columns] for r in rows]
        for row, column in enumerate(_assign(costs)):
            pair = (columns[column], rows[row]) if is_turned else (rows[row], columns[column])
            if pair in weights:
                found.append(pair)
    return sorted(found)


def _components(weights: Weights) -> list[list[tuple[int, int]]]:
    """The edges, those together that share rows or columns, directly or through others."""
    leader: dict[tuple[str, int], tuple[str, int]] = {}

    def find(node: tuple[str, int]) -> tuple[str, int]:
        leader.setdefault(node, node)
        while leader[node] != node:
            leader[node] = leader[leader[node]]
            node = leader[node]
        return node

    for row, column in weights:
        leader[find(("row", row))] = find(("column", column))
    groups: dict[tuple[str, int], list[tuple[int, int]]] = defaultdict(list)
    for row, column in weights:
        groups[find(("row", row))].append((row, column))
    return list(groups.values())


def _assign(costs: Sequence[Sequence[float]]) -> list[int]:
    """For each row the column of the cheapest assignment. As many columns as rows, or more."""
    row_count, column_count = len(costs), len(costs[0])
    row_price, column_price = _zeros(row_count), _zeros(column_count)
    row_of: list[int] = [-1] * column_count
    for start in range(row_count):
        least = [math.inf] * column_count
        came_from = [-1] * column_count
        is_done = [False] * column_count
        at = -1
        while at < 0 or row_of[at] >= 0:
            row = start if at < 0 else row_of[at]
            reached = 0 if at < 0 else least[at]
            for column in range(column_count):
                if not is_done[column]:
                    cost = reached + costs[row][column] - row_price[row] - column_price[column]
                    if cost < least[column]:
                        least[column], came_from[column] = cost, at
            at = min((c for c in range(column_count) if not is_done[c]), key=least.__getitem__)
            is_done[at] = True
        _raise_prices(row_price, column_price, row_of, least, is_done, start, least[at])
        while at >= 0:
            before = came_from[at]
            row_of[at] = start if before < 0 else row_of[before]
            at = before
    column_of = [0] * row_count
    for column, row in enumerate(row_of):
        if row >= 0:
            column_of[row] = column
    return column_of


def _zeros(count: int) -> list[float]:
    """Whole, so that whole weights stay exact however large they are."""
    return [0] * count


def _raise_prices(
    row_price: list[float],
    column_price: list[float],
    row_of: Sequence[int],
    least: Sequence[float],
    is_done: Sequence[bool],
    start: int,
    shortest: float,
) -> None:
    """Keep reduced costs at 0 or above after a search from row `start` that ended at cost `shortest`."""
    row_price[start] += shortest
    for column, done in enumerate(is_done):
        if done:
            column_price[column] -= shortest - least[column]
            if row_of[column] >= 0:
                row_price[row_of[column]] += shortest - least[column]
