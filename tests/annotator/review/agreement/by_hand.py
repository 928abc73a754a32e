"""Agreement worked out the long way, character by character and trying every assignment: what the program is held to.

Nothing here is the program's own but the structs that it reads.
"""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from itertools import combinations


class Ambiguous(Exception):
    """Several assignments are equally good, and the figures differ by which is taken."""


def measures(articles):
    """Every measure over these articles, None where it cannot be computed."""
    shared = [article for article in articles if len(article.submitted) > 1]
    pairs = {
        (a, b) for article in shared for a, b in combinations([each.layer for each in article.submitted], 2)
    }  # fmt: skip
    per_pair = [of_pair(shared, a, b) for a, b in sorted(pairs)]
    found = {}
    for key in per_pair[0] if per_pair else ():
        values = [one[key] for one in per_pair if one[key] is not None]
        found[key] = float(sum(values) / len(values)) if values else None
    found["entity_alpha"] = alpha(characters(shared, "entities", entity_value))
    found["statement_alpha"] = alpha(characters(shared, "statements", roles_value))
    return found


def of_pair(articles, a, b):
    sums, items = Counter(), []
    for article in articles:
        by_name = {each.layer: each for each in article.submitted}
        if a in by_name and b in by_name:
            sums.update(counts(by_name[a], by_name[b], items))
    quotients = ("entity_f1_exact", "entity_f1_overlap", "statement_f1", "statement_boundary_f1", "cue_accuracy",
                 "speaker_accuracy", "actor_accuracy", "type_accuracy", "link_f1", "relation_accuracy")  # fmt: skip
    found = {key: Fraction(sums[key], sums[key, "of"]) if sums[key, "of"] else None for key in quotients}
    return {**found, "event_b3_f1": b3_f1(items)}


def counts(a, b, items):
    found = Counter()
    if {"entities"} <= a.passes & b.passes:
        ours, theirs = Counter(row[:3] for row in a.entities), Counter(row[:3] for row in b.entities)
        found["entity_f1_exact"] = 2 * sum(min(ours[key], theirs[key]) for key in ours)
        found["entity_f1_overlap"] = 2 * sum(
            len(best([r for r in a.entities if r.label == label], [r for r in b.entities if r.label == label],
                     lambda row: set(range(row.start, row.end)))[0])
            for label in {row.label for row in (*a.entities, *b.entities)}
        )  # fmt: skip
        found["entity_f1_exact", "of"] = found["entity_f1_overlap", "of"] = len(a.entities) + len(b.entities)
    assignments = best(a.statements, b.statements, content, alike)
    told = [statement_counts(a, b, pairs) for pairs in assignments]
    if any(other != told[0] for other in told):
        raise Ambiguous
    found.update(told[0][0])
    items += told[0][1]
    return found


def statement_counts(a, b, pairs):
    found, items = Counter(), []
    both, passes = len(a.statements) + len(b.statements), a.passes & b.passes
    if "statements" in passes:
        found["statement_f1"], found["statement_f1", "of"] = 2 * len(pairs), both
        exact = [x.value.content == y.value.content for x, y in pairs]
        found["statement_boundary_f1"], found["statement_boundary_f1", "of"] = 2 * sum(exact), both
        for part, value in PARTS.items():
            decided = [(x, y) for x, y in pairs if part in x.decided and part in y.decided]
            found[f"{part}_accuracy"] = sum(value(x.value) == value(y.value) for x, y in decided)
            found[f"{part}_accuracy", "of"] = len(decided)
    if "links" in passes:
        found["link_f1", "of"] = sum(len(said(unit)) for unit in (*a.statements, *b.statements))
        for x, y in pairs:
            found["link_f1"] += 2 * in_common(said(x), said(y))
            ours, theirs = [link.event for link in x.value.links], [link.event for link in y.value.links]
            found["relation_accuracy", "of"] += in_common(ours, theirs)
            found["relation_accuracy"] += in_common(
                [(link.event, link.relation) for link in x.value.links],
                [(link.event, link.relation) for link in y.value.links],
            )
            if ours and theirs:
                items.append((frozenset(ours), frozenset(theirs)))
    return found, sorted(items, key=repr)


PARTS = {
    "cue": lambda value: value.cue,
    "speaker": lambda value: value.speaker.mention if value.speaker else None,
    "actor": lambda value: value.speaker.actor if value.speaker else None,
    "type": lambda value: value.type,
}


def said(unit):
    return [link.event for link in unit.value.links] or (["nothing"] if unit.value.nothing_to_link else [])


def in_common(some, others):
    left, found = list(others), 0
    for one in some:
        if one in left:
            left.remove(one)
            found += 1
    return found


def content(unit):
    return {at for span in unit.value.content for at in range(span.start, span.end)}


def alike(a, b):
    same = sum(value(a.value) == value(b.value) for value in PARTS.values())
    return same + len({link.event for link in a.value.links} & {link.event for link in b.value.links})


def best(some, others, chars, also=lambda a, b: 0):
    """All assignments of the most shared characters, then equal spans, then pairs, then what else is alike."""
    worth = {
        (i, j): (len(chars(a) & chars(b)), chars(a) == chars(b), 1, also(a, b))
        for i, a in enumerate(some)
        for j, b in enumerate(others)
    }
    greatest, found = None, []
    for pairs in every_assignment(len(some), range(len(others))):
        taken = [pair for pair in pairs if worth[pair][0]]
        total = tuple(sum(worth[pair][at] for pair in taken) for at in range(4))
        if greatest is None or total > greatest:
            greatest, found = total, []
        if total == greatest and taken not in found:
            found.append(taken)
    return [[(some[i], others[j]) for i, j in pairs] for pairs in found]


def every_assignment(rows, columns, row=0):
    if row == rows:
        yield []
        return
    yield from every_assignment(rows, columns, row + 1)
    for column in columns:
        rest = [other for other in columns if other != column]
        yield from ([(row, column), *more] for more in every_assignment(rows, rest, row + 1))


def characters(articles, name, value):
    """For each character the values of those layers that did the pass."""
    for article in articles:
        able = [each for each in article.submitted if name in each.passes]
        for at in range(article.chars):
            yield [value(each, at) for each in able]


def entity_value(layer, at):
    return frozenset(row.label for row in layer.entities if row.start <= at < row.end)


def roles_value(layer, at):
    found = set()
    for unit in layer.statements:
        value = unit.value
        mention = value.speaker.mention if value.speaker else None
        for role, spans in (("content", value.content), ("cue", [value.cue]), ("speaker", [mention])):
            if any(span and span.start <= at < span.end for span in spans):
                found.add(role)
    return frozenset(found)


def alpha(units):
    """1 − observed / expected disagreement, with the coincidences of each ordered pair of values written out."""
    coincidences = Counter()
    for unit in units:
        for i, one in enumerate(unit):
            for j, other in enumerate(unit):
                if i != j:
                    coincidences[one, other] += Fraction(1, len(unit) - 1)
    totals = Counter()
    for (one, _), times in coincidences.items():
        totals[one] += times
    n = sum(totals.values())
    expected = sum(totals[one] * totals[other] for one in totals for other in totals if one != other)
    observed = sum(times for (one, other), times in coincidences.items() if one != other)
    return float(1 - (n - 1) * observed / expected) if expected else None


def b3_f1(items):
    if not items:
        return None
    precision, recall = b3_precision(items), b3_precision([(b, a) for a, b in items])
    return 2 * precision * recall / (precision + recall)


def b3_precision(items):
    total = Fraction(0)
    for own, other in items:
        near = [(len(own & a), len(other & b)) for a, b in items if own & a]
        total += sum(Fraction(min(pair), pair[0]) for pair in near) / len(near)
    return total / len(items)
