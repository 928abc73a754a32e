"""Who is who inside one article: the cases of `actor_cases.txt`, and what a resolution tells."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.model import Span
from annotator.preannotate.actors import Resolution, Voice, resolve

LABELS = {"o": "ORG", "p": "GPE"}
MARKUP = re.compile(r"\[(?:([op]):)?|\]|\{(\??)|\}")
ENDS = re.compile(r"[.!?](?=[\s“]|$)")


class Case:
    """A text without its markup, the spans that this marks, and who the asked mentions are."""

    def __init__(self, block: str) -> None:
        lines = [line for line in block.splitlines() if line]
        self.name = lines[0].removeprefix("# ")
        self.expected = [line.removeprefix("= ") for line in lines if line.startswith("= ")]
        self.entities: list[tuple[Span, str]] = []
        self.mentions: list[Span] = []
        self.asked: list[Span] = []
        self.text = self._read("\n".join(line for line in lines[1:] if not line.startswith("= ")))

    def _read(self, marked: str) -> str:
        text, here = "", 0
        open_ones: list[tuple[int, str]] = []
        for match in MARKUP.finditer(marked):
            text += marked[here : match.start()]
            here = match.end()
            if match.group() in "]}":
                start, what = open_ones.pop()
                self._note(Span(start, len(text)), what)
            else:
                open_ones.append((len(text), match.group()))
        return text + marked[here:]

    def _note(self, span: Span, what: str) -> None:
        if what.startswith("["):
            self.entities.append((span, LABELS.get(what[1:2], "PERSON")))
        else:
            self.mentions.append(span)
            self.asked += [span] if what == "{?" else []

    def voices(self) -> list[Voice]:
        """What stands in marks, said by the next mention of its sentence."""
        found: list[Voice] = []
        for quote in re.finditer("“(.*?)”", self.text):
            end = ENDS.search(self.text, quote.end())
            after = [m for m in self.mentions if quote.end() <= m.start < (end.start() if end else len(self.text))]
            found.append(Voice(after[0] if after else None, (Span(*quote.span(1)),)))
        return found

    def resolve(self) -> Resolution:
        return resolve(self.text, self.entities, self.mentions, voices=self.voices())


def cases() -> list[Case]:
    text = (Path(__file__).parent / "actor_cases.txt").read_text(encoding="utf-8")
    return [Case(block) for block in text.split("\n\n")[1:] if block.strip()]


def first(block: str) -> Resolution:
    return Case(f"# a case\n{block}").resolve()


@pytest.mark.parametrize("case", cases(), ids=lambda case: case.name)
def test_a_mention_is_who_the_text_says(case: Case) -> None:
    resolution = case.resolve()
    names = {actor.id: actor.name for actor in resolution.actors}
    assert [names.get(resolution.actor_at.get(span, ""), "-") for span in case.asked] == case.expected


def test_there_are_enough_cases_and_each_asks_for_something() -> None:
    assert len(cases()) >= 60
    assert all(len(case.asked) == len(case.expected) > 0 for case in cases())


@pytest.mark.parametrize(
    ("block", "reason"),
    [
        ("[Anna Keller] came. {?[Keller]} left.", "last name of Anna Keller"),
        ("[Anna Keller] came. {?[Anna]} left.", "first name of Anna Keller"),
        ("{[Anna Keller]} said no. {?She} left.", "“she”: the speaker in the sentence before"),
        ("Yesterday [Anna Keller] came. {?She} left.", "“she”: the only woman named in the sentence before"),
        ("[Anna Keller], the pilot, came. {?The pilot} left.", "“The pilot”: said of Anna Keller above"),
        ("The [o:Osk Union] met. {?The union} left.", "“the union”: the only union named above"),
        ("The [o:North Harbor Union] met. {?[o:NHU]} left.", "short for North Harbor Union"),
        ("“{?I} said no,” {[Jan Dahl]} told us.", "“I”: the speaker of the words around"),
    ],
)
def test_a_resolution_says_why(block: str, reason: str) -> None:
    case = Case(f"# a case\n{block}")
    assert case.resolve().reason_at[case.asked[0]] == reason


def test_a_full_name_needs_no_reason() -> None:
    assert first("{?[Anna Keller]} came.").reason_at == {}


def test_the_other_spellings_of_a_name_are_its_aliases() -> None:
    (actor,) = first("[Igor Zelinsky] came, [Zelinskyy] left.").actors
    assert (actor.name, actor.aliases, actor.kind) == ("Igor Zelinsky", ("Zelinskyy",), "person")


def test_a_place_is_an_actor_only_where_it_speaks() -> None:
    assert [actor.name for actor in first("{[p:Oslo]} said no. [p:Bergen] sleeps.").actors] == ["Oslo"]


WORDS = [
    "[Anna Keller]",
    "[Keller]",
    "{he}",
    "{She}",
    "{who}",
    "“",
    "”",
    ".",
    "\n",
    "said",
    "{The pilot}",
    "[o:NHU]",
    ",",
]


@given(st.lists(st.sampled_from(WORDS), max_size=60))
def test_any_order_of_names_marks_and_pronouns_is_resolved_to_actors_that_are_there(words: list[str]) -> None:
    case = Case("# any\n" + " ".join(words).replace("= ", ""))
    resolution = case.resolve()
    known = {actor.id for actor in resolution.actors}
    assert set(resolution.actor_at.values()) == known
    assert set(resolution.reason_at) <= set(resolution.actor_at)
