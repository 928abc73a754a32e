from __future__ import annotations

from annotator.proposals.families import Catalogue, Home, Joined, article_groups, find_homes
from annotator.proposals.twins import Sketcher, words_of
from tests.annotator.proposals.test_twins import LONG, NEARLY, OTHER


def homes(*articles: str, known: dict[int, Home] | None = None, new: int = 0) -> dict[int, Home]:
    """The homes of the passages of these articles, numbered in order; those from the article `new` on are new."""
    sketcher, catalogue, first_new = Sketcher(), Catalogue(), 0
    for number, text in enumerate(articles):
        first_new = len(catalogue) if number == new else first_new
        catalogue.add(str(number), sketcher.passages(text))

    def words(number):
        article, span = catalogue.place(number)
        return sketcher.hashes(words_of(articles[int(article)][span.start : span.end]))

    return find_homes(catalogue, first_new, known or {}, words)


def test_exact_and_near_twins_are_one_family_and_others_have_none():
    found = homes(LONG, OTHER, NEARLY, LONG)
    assert set(found) == {0, 2, 3}
    assert len(set(found.values())) == 1


def test_a_repeated_paragraph_of_one_article_has_a_twin_in_it():
    assert set(homes(f"{LONG}\n{OTHER}\n{LONG}")) == {0, 2}


def test_short_lines_are_twins_when_they_are_the_same():
    assert set(homes("Go To Main Page", "Go To Next Page", "Go to main page")) == {0, 2}


def test_a_new_article_joins_the_family_that_was_known():
    known = homes(LONG, NEARLY)
    found = homes(LONG, NEARLY, LONG, OTHER, known=known, new=2)
    assert found == {**known, 2: known[0]}


def test_a_family_does_not_drift_away_from_its_founder():
    words = LONG.split()
    texts = [" ".join([f"word{at}" for at in range(step * 3)] + words[step * 3 :]) for step in range(4)]
    found = homes(*texts)
    assert found[0].family == found[1].family != found[3].family
    assert len({home.chain for home in found.values()}) == 1


def test_articles_that_share_a_good_part_of_their_text_are_one_group():
    chains = [[("a", 50), ("b", 50)], [("b", 30), ("c", 30)], [("c", 5), ("d", 5)]]
    chars = dict.fromkeys("abcd", 100)
    assert article_groups(chains, chars) == [frozenset("abc")]


def test_boilerplate_joins_only_those_of_which_it_is_a_good_part():
    chain = [(f"{number:02}", 20) for number in range(60)]
    chars = {name: 1000 for name, _ in chain} | {"07": 30, "08": 40}
    assert article_groups([chain], chars) == [frozenset({"07", "08"})]


def test_joined_sets_go_by_their_smallest_member():
    joined = Joined[int]()
    joined.join(5, 3)
    joined.join(4, 5)
    assert joined.find(5) == 3
    assert joined.sets() == [frozenset({3, 4, 5})]
