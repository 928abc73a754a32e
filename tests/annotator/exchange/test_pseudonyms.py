"""Names that tell nothing: the same wherever a name stands, in every export, and not in the order of anything."""

from __future__ import annotations

from annotator.exchange.gold.blocking import Block, sentences
from annotator.exchange.pseudonyms import Pseudonyms, anonymised, anonymised_agreement
from annotator.formats.gold.schema import GoldArticle, GoldProvenance, GoldSpan

PEOPLE = [f"person {number}" for number in range(12)]


def test_a_name_has_one_pseudonym_whatever_order_names_come_in():
    one, other = Pseudonyms("p", PEOPLE), Pseudonyms("p", reversed(PEOPLE))
    assert [one(name) for name in PEOPLE] == [other(name) for name in PEOPLE]
    assert len({one(name) for name in PEOPLE}) == len(PEOPLE)


def test_the_order_of_names_gives_nobody_away():
    alphabetical = [f"a{number}" for number in range(1, 13)]
    found = [[Pseudonyms(project, PEOPLE)(name) for name in PEOPLE] for project in ("p", "q")]
    assert found[0] != alphabetical
    assert found[0] != found[1]


def test_a_name_that_nobody_knew_of_gets_the_next_number_and_layers_of_the_project_keep_theirs():
    name = Pseudonyms("p", ["ann", "gold"])
    assert (name("ann"), name("gold"), name("zoe"), name("zoe"), name("")) == ("a1", "gold", "a2", "a2", "")


def test_a_record_names_nobody_afterwards():
    other = GoldSpan(start=0, end=2, label="ORG", by="lea")
    span = GoldSpan(start=0, end=3, label="GPE", by="lea, ann", alternatives=(other,))
    said = GoldProvenance(layer="gold", annotators=("ann", "ben"), decided_by="lea")
    names = Pseudonyms("p", ["ann", "ben", "lea"])
    found = anonymised(GoldArticle(text="The", spans=(span,), provenance=said), names)
    assert found.spans[0].by == f"{names('lea')}, {names('ann')}"
    assert found.spans[0].alternatives[0].by == names("lea")
    assert found.provenance.decided_by == names("lea")
    assert found.provenance.annotators == tuple(sorted((names("ann"), names("ben"))))


def test_a_name_with_a_comma_is_one_person_among_several():
    name = Pseudonyms("p", ["ann", "Lee, Max", "Lee"])
    assert name.of_several("ann, Lee, Max, Lee") == f"{name('ann')}, {name('Lee, Max')}, {name('Lee')}"
    assert {name("ann"), name("Lee, Max"), name("Lee")} == {"a1", "a2", "a3"}


def test_agreement_names_nobody_afterwards():
    found = anonymised_agreement(
        {"layers": ["ann", "ben"], "pairs": [{"a": "ann", "b": "ben", "articles": 1}]}, str.upper
    )
    assert found == {"layers": ["ANN", "BEN"], "pairs": [{"a": "ANN", "b": "BEN", "articles": 1}]}


def test_pairs_stand_in_the_order_of_pseudonyms_so_that_none_is_told_by_its_place():
    name = {"ann": "a3", "ben": "a1", "eve": "a2"}.__getitem__
    pairs = [{"a": "ann", "b": "ben"}, {"a": "ann", "b": "eve"}, {"a": "ben", "b": "eve"}]
    found = anonymised_agreement({"layers": ["ann", "ben", "eve"], "pairs": pairs}, name)
    assert [(pair["a"], pair["b"]) for pair in found["pairs"]] == [("a1", "a2"), ("a1", "a3"), ("a2", "a3")]


def test_people_who_are_waited_for_stand_in_the_order_of_pseudonyms():
    name = {"ann": "a3", "ben": "a1", "eve": "a2"}.__getitem__
    blocks = [Block("unfinished", "x", "X", 2, ("ann", "ben")), Block("unfinished", "y", "Y", 1, ("eve",))]
    assert sentences(blocks, name) == ["1 article waits for a1 and a3: “X”.", "1 article waits for a2: “Y”."]
