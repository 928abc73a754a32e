from annotator.exchange.layering import Layering
from annotator.exchange.problems import Problems
from annotator.formats.records import ADJUDICATED


def test_without_a_layer_all_is_suggestions() -> None:
    assert Layering(None, ["ann", "ben"]).of("ann") is None


def test_what_one_annotator_made_goes_to_the_layer_that_was_asked_for() -> None:
    layering = Layering("team", ["ann"])
    assert (layering.of("ann"), layering.of("")) == ("team", "team")


def test_what_several_made_goes_to_a_layer_each() -> None:
    layering = Layering("team", ["ann", "ben"])
    assert (layering.of("ann"), layering.of("ben"), layering.of("")) == ("team/ann", "team/ben", "team")


def test_what_was_settled_stands_beside_even_one_annotator() -> None:
    layering = Layering("team", ["ann", ADJUDICATED])
    assert (layering.of("ann"), layering.of(ADJUDICATED)) == ("team/ann", "team/gold")
    assert Layering("team", [ADJUDICATED]).of(ADJUDICATED) == "team"


def test_names_become_such_as_a_layer_can_have_and_that_is_said() -> None:
    problems = Problems()
    layering = Layering("team", ["a/b", "ann%40example.org", "c\nd", "project", "ben"], problems)
    assert layering.of("a/b") == "team/a-b"
    assert layering.of("ann%40example.org") == "team/ann@example.org"
    assert layering.of("c\nd") == "team/c d"
    assert layering.of("project") == "team/project-1"
    (said,) = problems.all()
    assert said.is_warning
    assert "'a/b' is 'a-b'" in said.reason
    assert "ben" not in said.reason


def test_two_names_never_become_one() -> None:
    layering = Layering("team", ["a/b", "a-b", "a\\b"])
    assert len({layering.of(name) for name in ("a/b", "a-b", "a\\b")}) == 3
    assert layering.of("a-b") == "team/a-b"
    assert layering.of("\u200b\n") == "team/unnamed"
