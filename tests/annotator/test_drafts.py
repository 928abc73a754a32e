"""What a new event is prefilled with from a statement."""

from __future__ import annotations

from annotator.drafts import draft_event
from annotator.model import Actor, Article, Entity, Span, Statement, When
from annotator.proposals.happenings import guess_type
from annotator.scheme import read_scheme

SCHEME, _ = read_scheme()
TEXT = (
    "The delegations left. “A second round of talks will be held in Port Sarne on 22 April,” said Ilse Maran. "
    "Nobody objected.\nElsewhere, 9 February was remembered in Osk."
)
ARTICLE = Article("a", TEXT, {"published": "2031-03-14"})


def span(words: str) -> Span:
    start = TEXT.index(words)
    return Span(start, start + len(words))


def entity(words: str, label: str, actor: str | None = None) -> Entity:
    return Entity(words, span(words), label, actor)


STATEMENT = Statement("s", (span("A second round of talks will be held in Port Sarne on 22 April"),), "direct")
ENTITIES = (
    entity("Port Sarne", "GPE"),
    entity("22 April", "DATE"),
    entity("Ilse Maran", "PERSON", "maran"),
    entity("9 February", "DATE"),
    entity("Osk", "GPE"),
)


def find_actor(actor_id: str) -> Actor | None:
    return Actor("maran", "Ilse Maran") if actor_id == "maran" else None


def test_an_event_is_drafted_from_what_the_statement_says():
    event = draft_event(ARTICLE, STATEMENT, ENTITIES, SCHEME, find_actor=find_actor)
    assert event.title == "Second round of talks in Port Sarne"
    assert (event.type, event.status, event.place) == ("meeting", "planned", "Port Sarne")
    assert event.when == When("2031-04-22", "day", "22 April")
    assert event.participants == ("maran",)


def test_a_selection_names_the_event_and_becomes_its_mention():
    event = draft_event(ARTICLE, STATEMENT, ENTITIES, SCHEME, selection=span("second round of talks"))
    assert event.title == "Second round of talks"
    assert [mention.span for mention in event.mentions] == [span("second round of talks")]


def test_what_stands_in_other_sentences_is_left_out():
    short = Statement("s", (span("Nobody objected"),), "indirect")
    event = draft_event(ARTICLE, short, ENTITIES, SCHEME)
    assert (event.when, event.place, event.participants) == (None, None, ())


def test_an_actor_that_nobody_knows_is_no_participant():
    assert draft_event(ARTICLE, STATEMENT, ENTITIES, SCHEME).participants == ()


def test_a_long_title_is_cut_after_a_word():
    long = Article("b", "word " * 60)
    event = draft_event(long, Statement("s", (Span(0, 299),), "direct"), (), SCHEME)
    assert len(event.title) <= 71
    assert event.title.endswith("word…")


def test_a_type_is_told_by_its_stems_and_is_other_without():
    assert guess_type("four officers were killed by shelling", SCHEME) == "attack"
    assert guess_type("nothing in particular", SCHEME) == "other"
