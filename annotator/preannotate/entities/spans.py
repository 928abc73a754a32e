"""The rules of a span: where a name begins and ends, where the model took more names for one or cut one short."""

from __future__ import annotations

import re

from annotator.preannotate.entities.view import NAMED, POSSESSIVE, SPREAD, Bounds, View
from annotator.preannotate.gazetteer import gazetteer, name_words

EDGE = frozenset([*"\"“”„‘’'`,.;:*()[]{}<>-–—«»/|•…#_~=+!?@", "''", "``", "--", "..."])
LISTED = re.compile(r"(?:[A-Z][\w-]+|,|and|or|&)$")
NO_LEAD = frozenset(["ADV", "ADP", "CCONJ", "SCONJ", "PRON", "AUX", "VERB", "DET", "INTJ", "PART"])
CUTS = frozenset(["on", "from", "near", "with", "by", "to", "against", "after", "as", "over", "via"])
ON_HEADS = frozenset(
    ["committee", "commission", "conference", "council", "forum", "panel", "project", "summit", "subcommittee"]
)
OWNERS = frozenset(["people", "children", "women", "men", "workers", "farmers", "veterans", "bishop", "lloyd", "moody"])
COUNTED = frozenset(["percent", "per", "%", "points", "to", "-"])
RANKS = frozenset(["capt", "gen", "lt", "col", "sgt", "rep", "sen", "gov", "dr", "mr", "mrs", "ms", "maj", "adm"])
TITLED = frozenset(["PERSON", "ORG"])
NO_TEXT = re.compile(r"[=<>]|https?:|www\.|^@\w")
RESULT = re.compile(r"\d+-\d+$")
COUNTRY_WEIGHT = 5
JOINS = frozenset(["and", "or"])
LONGEST_RUN = 6
LONGEST_SPLIT = 40


def parts(view: View, start: int, end: int, label: str) -> list[Bounds]:
    """An entity of the model cleaned; several where it took more names for one ("Tesla, Uber and Snapchat")."""
    if label in NAMED and (start in view.tickers or any(NO_TEXT.search(word) for word in view.words[start:end])):
        return []
    if label not in NAMED:
        cleaned = _cleaned(view, start, end, label)
        return [cleaned] if cleaned is not None else []
    found = [_cleaned(view, each[0], each[1], label) for each in _split(view, start, end, label)]
    return [each for each in found if each is not None]


def _split(view: View, start: int, end: int, label: str) -> list[tuple[int, int]]:
    if label not in SPREAD or end - start == 1 or gazetteer().find(view.said(start, end)):
        return [(start, end)]
    words = view.words[start:end]
    if "," in words and view.word(end) != "(" and all(LISTED.match(word) for word in words):
        return _listed(view, start, end)
    if end - start > LONGEST_SPLIT:
        return [(start, end)]
    if view.words[end - 1] in gazetteer().surnames and end - start > 2 and _stands_alone(view.said(start, end - 1)):
        return [(start, end - 1), (end - 1, end)]
    for at in range(start + 1, end - 1):
        if _parts_here(view, start, at, end, label):
            return [(start, at), *_split(view, at + 1, end, label)]
    return [(start, end)]


def _listed(view: View, start: int, end: int) -> list[tuple[int, int]]:
    """The single words of a list; those joined by "&" are one name."""
    found: list[tuple[int, int]] = []
    for index in range(start, end):
        if index > start and found and "&" in view.words[index - 1 : index + 1]:
            found[-1] = (found[-1][0], index + 1)
        elif view.is_capital(index):
            found.append((index, index + 1))
    return found


def _parts_here(view: View, start: int, at: int, end: int, label: str) -> bool:
    """Whether a token inside an entity stands between two names: a hyphen, a slash, "and", a preposition."""
    word = view.words[at]
    if word in ("-", "–", "/"):
        return _is_pair(view, start, at, end)
    if word in JOINS:
        return _are_two(view, start, at, end, label)
    if word == "of" and at - start > 1 and view.lower[at - 1] not in name_words().kinds:
        return _stands_alone(view.said(at + 1, end))
    if word in CUTS:
        heads = word == "on" and view.lower[at - 1] in ON_HEADS
        return label == "ORG" and not heads and view.is_capital(at + 1)
    return word == "," and label == "PERSON" and view.low(at + 1) not in name_words().person_ends


def _is_pair(view: View, start: int, at: int, end: int) -> bool:
    lists = gazetteer()
    left, right = view.said(start, at), view.said(at + 1, end)
    return _stands_alone(left) and (_stands_alone(right) or right in lists.given)


def _stands_alone(name: str) -> bool:
    lists = gazetteer()
    known = lists.find(name)
    return (known is not None and not known.is_doubtful) or name in lists.surnames


def _are_two(view: View, start: int, at: int, end: int, label: str) -> bool:
    if not view.is_capital(at - 1) or not view.is_capital(at + 1):
        return False
    if label in ("PERSON", "GPE", "NORP"):
        return view.lower[end - 1] not in name_words().kinds
    return _stands_alone(view.said(start, at)) and _stands_alone(view.said(at + 1, end))


def _cleaned(view: View, start: int, end: int, label: str) -> Bounds | None:
    """Token bounds trimmed by the rules of a span; None where no name is left."""
    end = next((index for index in range(start, end) if _ends_name(view, index, start, label)), end)
    while end > start and _is_tail(view, start, end, label):
        end -= 1
    if label == "PERSON" or (label == "ORG" and view.words[end - 1 if end else 0] in gazetteer().plain_given):
        start = _after_titles(view, start, end)
    while start < end and _is_lead(view, start, end, label):
        start += 1
    if start >= end or (label in SPREAD and is_no_name(view, start, end)):
        return None
    if label in NAMED and _is_other_word(view.said(start, end).lower(), label):
        return None
    return start, end, label


def _is_other_word(low: str, label: str) -> bool:
    return low in name_words().not_names or (label not in TITLED and low in name_words().honorifics)


def _ends_name(view: View, index: int, start: int, label: str) -> bool:
    word = view.words[index]
    if "\n" in word:
        return True
    if index == start or label not in NAMED or label == "WORK_OF_ART":
        return False
    if word in ("'s", "’s"):
        return not _owns(view, start, index)
    if word == "-" and view.low(index + 1) in name_words().hyphened:
        return True
    return word == "(" and view.is_capital(index - 1)


def _owns(view: View, start: int, index: int) -> bool:
    """Whether ’s is part of the name: McDonald’s, the People’s Republic of China."""
    if view.lower[index - 1] in OWNERS:
        return True
    known = gazetteer().names.get(view.said(start, index + 1))
    return known is not None


def _is_tail(view: View, start: int, end: int, label: str) -> bool:
    word = view.words[end - 1]
    if (word in POSSESSIVE and not _owns(view, start, end - 1)) or word in EDGE or word.isspace():
        return True
    if label not in SPREAD or end - start == 1:
        return False
    if word == "Press" and view.word(end) == "Secretary":
        return True
    is_result = word.isdigit() and view.word(end - 2) == "-" and view.word(end - 3).isdigit()
    is_figure = is_result or (word[0].isdigit() and (label == "PERSON" or view.low(end) in COUNTED))
    if is_figure or RESULT.match(word) or (word.lower() in RANKS and view.is_capital(end - 2)):
        return True
    is_second_part = label == "PERSON" and view.word(end - 2) == "-"
    return word.islower() and not is_second_part and not gazetteer().find(view.said(start, end))


def _is_lead(view: View, start: int, end: int, label: str) -> bool:
    """Whether the first token is no part of the name: a mark, "the", a title, a word that only begins a sentence."""
    word = view.words[start]
    if word in EDGE or word.isspace():
        return True
    if start == end - 1 or label not in NAMED:
        return False
    if view.lower[start] == "the":
        return label != "WORK_OF_ART" and not (word == "The" and gazetteer().names.get(view.said(start, end)))
    if label not in SPREAD or word in gazetteer().given:
        return False
    if label == "PERSON" and _is_country(word) and view.is_capital(start + 1):
        return True
    if word.islower() and word[0].isalpha() and word not in name_words().particles:
        return gazetteer().find(view.said(start, end)) is None
    return view.begins[start] and view.pos[start] in NO_LEAD and view.is_capital(start + 1)


def _is_country(word: str) -> bool:
    known = gazetteer().names.get(word)
    return known is not None and known.weight >= COUNTRY_WEIGHT


def _after_titles(view: View, start: int, end: int) -> int:
    """Where a person's name begins after its titles: "Russian President [Vladimir Putin]"."""
    titles = name_words().titles
    last = max((index for index in range(start, end - 1) if view.lower[index] in titles), default=None)
    if last is None or (last > start and view.lower[start] not in titles and view.word(start) in gazetteer().given):
        return start
    return last + 1 if view.is_capital(last + 1) else start


def is_no_name(view: View, start: int, end: int) -> bool:
    """Whether nothing is written as a name is, or a single word names a kind of thing ("Government")."""
    words = view.words[start:end]
    if not any(character.isupper() or character.isdigit() for word in words for character in word):
        return gazetteer().find(view.said(start, end)) is None
    if end - start > 1:
        return all(view.lower[index] in name_words().titles for index in range(start, end))
    low = view.lower[start]
    if view.words[start].isupper() and low in name_words().abbreviations:
        return True
    return low in name_words().generic or (view.low(start - 1) == "of" and low == "state")


def extended(view: View, bounds: Bounds, taken: set[int]) -> Bounds:
    """A name with what the model left out: "Umbra [Holdings Ltd]", "Juan [de la Rosa]", "[Anna] Keller"."""
    start, end, label = bounds
    if label not in SPREAD:
        return bounds
    if end - start == 1 and view.words[start] in gazetteer().plain_given and _has_surname(view, end, taken):
        end += 1
    if label == "PERSON":
        start, end = _person_extended(view, start, end, taken)
    if view.low(end) == "the" and view.word(end + 1) in ("Elder", "Younger", "Great"):
        end += 2
    kind = _kind_end(view, end, taken)
    if kind > end and not (label == "PERSON" and view.lower[kind - 1] not in name_words().company_suffixes):
        return start, kind, label
    return start, end, label


def _has_surname(view: View, at: int, taken: set[int]) -> bool:
    """Whether a surname that the model did not see follows a given name ("Anna [Keller]")."""
    if at in taken or not view.is_capital(at) or view.begins[at] or view.pos[at] not in ("PROPN", ""):
        return False
    low, lists = view.lower[at], gazetteer()
    is_other = low in name_words().kinds or low in name_words().titles or low in name_words().not_people
    return (
        view.same_line(at - 1, at)
        and not is_other
        and lists.find(view.words[at]) is None
        and not view.words[at].isupper()
    )


def _person_extended(view: View, start: int, end: int, taken: set[int]) -> tuple[int, int]:
    before = start - 1
    is_given = before >= 0 and before not in taken and view.words[before] in gazetteer().given
    if is_given and view.same_line(before, start) and view.pos[before] in ("PROPN", ""):
        start = before
    low = name_words()
    if end - start > 1 and _has_second_part(view, end):
        end += 2
    at = end
    while view.low(at) in low.particles and view.word(at).islower() and at - end < REACH_PARTICLES:
        at += 2 if view.word(at + 1) == "-" else 1
    if at > end and view.is_capital(at) and at not in taken:
        end = at + 1
    comma = 1 if view.word(end) == "," else 0
    if view.low(end + comma) in low.person_ends and view.is_capital(end + comma):
        end += comma + 1
    return start, end


def _has_second_part(view: View, end: int) -> bool:
    """Whether a given name goes on in small letters after a hyphen ("Moon Jae[-in]")."""
    second = view.word(end + 1)
    if view.word(end) != "-" or not view.touches(end - 1, end) or not view.touches(end, end + 1):
        return False
    return second.islower() and len(second) <= SYLLABLE and second not in name_words().hyphened


SYLLABLE = 5
REACH_PARTICLES = 3


def _kind_end(view: View, end: int, taken: set[int]) -> int:
    """Where a name ends that goes on in capitals to a word for a kind of body or place; `end` where it does not."""
    words, at, found = name_words(), end, end
    while at < len(view.words) and at - end < LONGEST_RUN and at not in taken:
        if at > end and view.words[at] in ("and", "&") and view.is_capital(at + 1):
            at += 1
        if not view.is_capital(at):
            break
        if not view.same_line(at - 1, at) or view.pos[at] not in ("PROPN", "NOUN", "ADJ", "") or view.begins[at]:
            break
        low = view.lower[at]
        if low in words.titles and low not in words.kinds:
            break
        at += 1
        if low in words.kinds and view.word(at) != "Secretary":
            found = at
    return found
