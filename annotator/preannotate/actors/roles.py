"""What people are called beside their names: "Kremlin spokesman Dmitri Holm", "Holm, the pilot, …", "Holm is mayor"."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import lru_cache

import msgspec

from annotator.model import Span
from annotator.names import fold, known_words, role_gender
from annotator.preannotate.actors.clusters import Cluster

BEFORE_CHARS = 90
AFTER_CHARS = 120
MOST_BEFORE = 4
"""Words of a title that are looked at before its head."""
MOST_BEHIND = 10
ANYWHERE = -1
AGENT = re.compile(r"(?:er|or|ist|ian|ee|eer|ant|man|woman|person|crat|naut)$")
SAME = {
    "gop": "republican", "republicans": "republican", "democrats": "democratic", "democrat": "democratic",
    "gov": "governor", "sen": "senator", "rep": "representative", "gen": "general", "pm": "minister",
    "adviser": "advisor", "u.s": "us", "american": "us", "attorney": "lawyer",
}  # fmt: skip
"""Words that are the same in a description."""
LEADS = frozenset(["president", "premier", "chancellor", "minister", "chairman", "chief"])
"""Offices whose holder is a "leader"."""
DETERMINERS = frozenset(["the", "a", "an", "his", "her", "its", "their"])
PREPOSITIONS = frozenset(["of", "for", "in", "at", "to", "from", "with", "on", "by", "as"])
IGNORED = DETERMINERS | PREPOSITIONS | {"this", "that", "our", "my", "and"}
CONNECTIVES = frozenset(
    ["of", "for", "in", "at", "to", "from", "with", "on", "who", "and", "or", "&", "since", "under"]
)
VERBS = re.compile(r"said|says|told|tells|was|were|is|are|has|had|have|will|would|could|wrote|added|asked|did|does")
TOKEN = re.compile(r"[^\W_]+(?:[’'.-][^\W_]+)*\.?|[,;:()“”\"\n–—]")
LAST = re.compile(r"([^\W_][\w.’'-]*)(,?)\s*$")
OFFICE = re.compile(r"\b(?:of|for)\s")
POSSESSIVE = re.compile(r"[’']s?$")
COPULA = re.compile(r"\s*(?:,\s*who)?\s+(?:is|was|became|has been)\s+(?=(?:an?|the)\s)")


class Phrase(msgspec.Struct, frozen=True):
    """A description: its head noun, all its words, and where it was said (a code point offset)."""

    head: str
    words: frozenset[str]
    at: int = 0


class Roles:
    """The descriptions in an article by head noun, each with whom it was said of."""

    def __init__(self) -> None:
        self._by_head: dict[str, dict[tuple[frozenset[str], int], tuple[Phrase, Cluster]]] = defaultdict(dict)

    def note(self, cluster: Cluster, phrase: Phrase | None) -> None:
        if phrase is None:
            return
        self._by_head[phrase.head].setdefault((phrase.words, id(cluster)), (phrase, cluster))
        if phrase.head in LEADS:
            words = phrase.words - LEADS | {"leader"}
            self._by_head["leader"].setdefault((words, id(cluster)), (Phrase("leader", words, phrase.at), cluster))

    def who(self, asked: Phrase) -> list[Cluster]:
        """Everybody of whom all of a description was said before it, and nothing that makes it another one."""
        said = self._by_head.get(asked.head, {}).values()
        return list({id(one): one for phrase, one in said if _takes_up(asked, phrase)}.values())


def note_person(roles: Roles, text: str, cluster: Cluster, span: Span) -> None:
    """Note what stands before and behind one mention of a person, and the gender that it tells."""
    before = _before(text[max(0, span.start - BEFORE_CHARS) : span.start], span.start)
    behind = _behind(text[span.end : span.end + AFTER_CHARS], span.end)
    for phrase in (before, behind):
        roles.note(cluster, phrase)
        if phrase is not None and not cluster.gender:
            cluster.gender = gender_of(phrase)


def role_of(text: str, at: int = ANYWHERE) -> Phrase | None:
    """A noun phrase as a description of one person; None where its head is no word for a person."""
    return _phrase([_plain(match.group()) for match in TOKEN.finditer(text)], at)


@lru_cache(maxsize=16384)
def is_role(word: str) -> bool:
    """Whether a folded word means one person."""
    return bool(role_gender(word)) or (
        len(word) > 4 and word not in known_words().not_roles and AGENT.search(word) is not None
    )


def gender_of(phrase: Phrase) -> str:
    """ "f" or "m" where the description tells."""
    gender = role_gender(phrase.head)
    return gender if gender in ("f", "m") else ""


@lru_cache(maxsize=16384)
def _plain(token: str) -> str:
    word = fold(POSSESSIVE.sub("", token)).rstrip(".")
    return SAME.get(word, word)


def _before(text: str, at: int) -> Phrase | None:
    """The description that leads to a name: "Russian President ", "Secretary of State ", "the Kremlin spokesman, "."""
    ending = LAST.search(text)
    if ending is None or not (ending.group(2) or is_role(_plain(ending.group(1))) or OFFICE.search(text)):
        return None
    written = [match.group() for match in TOKEN.finditer(text)]
    if written[-1] == ",":
        return _set_off(written[:-1], at)
    tokens = [_plain(token) for token in written]
    last = len(tokens) - 1
    if not is_role(tokens[last]):
        joins = (i for i in range(last - 1, max(0, last - MOST_BEFORE), -1) if tokens[i] in ("of", "for"))
        join = next(joins, 0)
        if not join or not is_role(tokens[join - 1]):
            return None
        last = join - 1
    first = last
    while first > 0 and last - first < MOST_BEFORE and (tokens[first - 1].isalnum() or "-" in tokens[first - 1]):
        if tokens[first - 1] in CONNECTIVES:
            break
        first -= 1
    return Phrase(tokens[last], _kept(tokens[first:]), at)


def _set_off(tokens: list[str], at: int) -> Phrase | None:
    """The noun phrase that ends tokens, from its article or possessor on."""
    for start in range(len(tokens) - 1, max(-1, len(tokens) - MOST_BEHIND), -1):
        if _plain(tokens[start]) in DETERMINERS or POSSESSIVE.search(tokens[start]):
            return _phrase([_plain(token) for token in tokens[start:]], at)
        if not any(character.isalnum() for character in tokens[start]):
            return None
    return None


def _behind(text: str, at: int) -> Phrase | None:
    """The apposition behind a name (", the pilot,") or what somebody is said to be ("is the mayor of Osk")."""
    copula = COPULA.match(text)
    if copula is None and not re.match(r",\s", text):
        return None
    words: list[str] = []
    is_closed = False
    for match in TOKEN.finditer(text, copula.end() if copula else 1):
        token = match.group()
        words.append(_plain(token))
        if not token[0].isalnum():
            is_closed = True
            words.pop()
            break
        if len(words) > MOST_BEHIND or words[-1] == "who" or VERBS.fullmatch(words[-1]):
            is_closed = words[-1] == "who"
            break
        if token.endswith(".") and not re.match(r"\s[a-z]", text[match.end() : match.end() + 2]):
            is_closed = True
            break
    is_apposition = bool(words) and is_closed and (words[0] in DETERMINERS or is_role(words[0]))
    return _phrase(words, at) if is_apposition else None


def _phrase(words: list[str], at: int) -> Phrase | None:
    """Words as a description: its head is the last one before a preposition, and means a person."""
    core = words
    for number, word in enumerate(words):
        if word in CONNECTIVES:
            core = words[:number]
            break
    head = core[-1] if core else ""
    return Phrase(head, _kept(words), at) if head and is_role(head) else None


def _kept(words: list[str]) -> frozenset[str]:
    return frozenset(word for word in words if word not in IGNORED)


def _takes_up(asked: Phrase, said: Phrase) -> bool:
    """Whether a description can be taken up by a shorter one: "the president" takes up no vice president."""
    is_before = asked.at == ANYWHERE or said.at <= asked.at
    return is_before and asked.words <= said.words and not (said.words & known_words().limiting) - asked.words
