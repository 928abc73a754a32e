"""Whom "he", "she" and "who" mean, from the names and speakers before them. One candidate, or nobody."""

from __future__ import annotations

import itertools
import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

import msgspec

from annotator.model import Span
from annotator.preannotate.actors.clusters import Cluster
from annotator.preannotate.actors.genders import note_genders
from annotator.preannotate.actors.roles import CONNECTIVES, gender_of, role_of
from annotator.preannotate.actors.scene import Scene

GENDERS = {"he": "m", "she": "f"}
MAN = {"he": "man", "she": "woman"}
SENTENCES_BACK = 3
"""Sentences with words of the writer's that are looked at before a pronoun's own."""
MOST_BACK = 12
MOST_NAMES = 12
"""Names of one sentence that are looked at: the nearest ones."""
LEAD_WORDS = 5
INTRODUCED_CHARS = 8
DASHES = "—–-"
MARKS = "”\"’'»"
JOINED = re.compile(r"\s*(?:,\s+(?!who\b|wh?ich\b|an?\b|the\b)|&|and\b|or\b)|[’']s?\s")
TRAILING = re.compile(r"[,”\"’'»—–-]\s*$")
SUBORDINATE = re.compile(
    r"\W*(?:while|when|after|before|although|though|as|if|because|since|once|asked|in|back|until|unless|despite|by|"
    r"according|with|for|at|on|during|like|unlike)\b",
    re.IGNORECASE,
)
BEGINNING = re.compile(r"[\W\d]*(?:an?|the|one|another|his|her|their)\s", re.IGNORECASE)
PERSONAL = {"m": re.compile(r"\bhe\b", re.IGNORECASE), "f": re.compile(r"\bshe\b", re.IGNORECASE)}
ANY_FORM = {"m": re.compile(r"\b(?:he|his|him|himself)\b"), "f": re.compile(r"\b(?:she|hers?|herself)\b")}
WHILE = re.compile(r"\W*(?:while|although|though|even though)\s", re.IGNORECASE)
NAME = re.compile(r"[A-Z][a-z][\w’'-]*(?<!s)")
WORD = re.compile(r"[^\W_][\w’'-]*")
SUBJECT_WORDS = 6
RELATIVE_GAP = re.compile(r"(?:\s\([^)]*\)|, [^,;.]{1,70}| of [\w .]{1,40})?,?\s")


class Place(msgspec.Struct, frozen=True):
    """Somebody named outside quoted words; `who` is None where the name could be two people's."""

    span: Span
    who: Cluster | None


class Verdict(msgspec.Struct, frozen=True):
    """Who a pronoun is and why. Nobody is an answer too: looking further back would only find somebody else."""

    who: Cluster | None = None
    why: str = ""


NOBODY = Verdict()


class Pronoun(msgspec.Struct, frozen=True):
    """A pronoun to be resolved. `later` are the people named after it in its sentence: it is none of them."""

    span: Span
    word: str
    gender: str
    sentence: int
    later: frozenset[int]

    def may_be(self, place: Place) -> bool:
        who = place.who
        return who is None or (who.gender in ("", self.gender) and id(who) not in self.later)


class Pronouns:
    """Whom the pronouns of an article mean.

    `open_names` could be two people each, `mentions` are the speakers', `others` name no people, `unsaid` is in marks
    and nobody's.
    """

    def __init__(
        self,
        scene: Scene,
        people: Sequence[Cluster],
        open_names: Iterable[Span],
        mentions: Iterable[Span],
        others: Iterable[Span] = (),
        unsaid: Iterable[Span] = (),
    ) -> None:
        self.scene = scene
        self._others: dict[int, list[Span]] = defaultdict(list)
        for span in others:
            if not scene.is_quoted(span.start):
                self._others[scene.sentence(span.start)].append(span)
        self._unsaid = frozenset(unsaid)
        places = [Place(span, each) for each in people for span in each.spans]
        places += [Place(span, None) for span in open_names]
        self._places = sorted(places, key=lambda place: place.span)
        self._starts = [place.span.start for place in self._places]
        self._in: dict[int, list[Place]] = defaultdict(list)
        for place in self._places:
            if not scene.is_quoted(place.span.start):
                self._in[scene.sentence(place.span.start)].append(place)
        self._mentions: dict[int, list[Span]] = defaultdict(list)
        for mention in mentions:
            if not scene.is_quoted(mention.start):
                self._mentions[scene.sentence(mention.start)].append(mention)
        note_genders(scene, {at: [(p.span, p.who) for p in found] for at, found in self._in.items()})

    def personal(self, span: Span, word: str, spoken: Mapping[Span, Cluster]) -> Verdict:
        """Who "he" or "she" is. `spoken` are the speakers' mentions before it as far as they are resolved."""
        quote = self.scene.quotation(span.start)
        here = self.scene.sentence(span.start)
        if quote is not None and not (quote in self._unsaid and here == self.scene.sentence(quote.start)):
            return self._in_quote(Pronoun(span, word, GENDERS[word], here, frozenset()), quote)
        later = frozenset(id(each.who) for each in self._after(here, span))
        pronoun = Pronoun(span, word, GENDERS[word], here, later)
        if self._is_trailing(span):
            found = self._last_speaker(pronoun, spoken)
            if found is not None:
                return found
        else:
            ahead = self._ahead(pronoun)
            if ahead is not None:
                return ahead
        return self._from_sentences(pronoun, spoken)

    def relative(self, span: Span) -> Verdict:
        """Who "who" is: the person named right before it."""
        at = bisect_left(self._starts, span.start) - 1
        place = self._places[at] if at >= 0 else None
        if place is None or place.who is None or place.span.end > span.start:
            return NOBODY
        if not RELATIVE_GAP.fullmatch(self.scene.text, place.span.end, span.start):
            return NOBODY
        return Verdict(place.who, f"“who”: right after {place.who.name}")

    def _ahead(self, pronoun: Pronoun) -> Verdict | None:
        """What the words around a pronoun say: "While he came, Holm left"; nobody for other clauses before a name."""
        start = self.scene.bounds(pronoun.sentence).start
        if self._is_introduced(pronoun.sentence):
            return NOBODY
        if not pronoun.later or not SUBORDINATE.match(self.scene.text, start):
            return None
        after = self._after(pronoun.sentence, pronoun.span)
        is_while = WHILE.fullmatch(self.scene.text, start, pronoun.span.start) is not None
        follows = re.search(r",\s+$", self.scene.text[pronoun.span.end : after[0].span.start])
        who = after[0].who
        if not is_while or not follows or who is None or len({id(each.who) for each in after}) > 1:
            return NOBODY
        if who.gender not in ("", pronoun.gender):
            return NOBODY
        return _verdict(who, pronoun, "the subject that follows in the sentence")

    def _is_trailing(self, span: Span) -> bool:
        """Whether a pronoun follows what is said, and does not begin a sentence after a dash."""
        before = TRAILING.search(self.scene.text, max(0, span.start - 4), span.start)
        is_capital = self.scene.text[span.start].isupper()
        return before is not None and not (is_capital and before.group().strip() in DASHES)

    def _in_quote(self, pronoun: Pronoun, quote: Span) -> Verdict:
        """Inside quoted words: the only person named before it in the same words."""
        first, last = bisect_left(self._starts, quote.start), bisect_left(self._starts, pronoun.span.start)
        fits = _distinct(self._places[max(first, last - MOST_NAMES) : last], pronoun)
        if len(fits) != 1:
            return NOBODY
        return _verdict(fits[0], pronoun, f"the only {MAN[pronoun.word]} named before it in the quotation")

    def _last_speaker(self, pronoun: Pronoun, spoken: Mapping[Span, Cluster]) -> Verdict | None:
        """For "…, he said": whoever spoke last, if nobody else came in since. None to look at the sentences."""
        looked_at = 0
        for sentence in range(pronoun.sentence, max(pronoun.sentence - MOST_BACK, -1), -1):
            if not self._is_same_section(sentence, pronoun):
                return None
            before = _until(self._mentions.get(sentence, []), pronoun.span)
            if before:
                place = Place(before[-1], _person(spoken.get(before[-1])))
                if place.who is None or not pronoun.may_be(place):
                    return None
                return self._unless_another(place, pronoun, sentence)
            looked_at += sentence != pronoun.sentence and not self.scene.is_all_quoted(sentence)
            if looked_at > SENTENCES_BACK:
                return None
        return None

    def _unless_another(self, place: Place, pronoun: Pronoun, sentence: int) -> Verdict | None:
        # What stands in the pronoun's own sentence is what is said, unless only words in marks come between.
        is_after_marks = self.scene.text[pronoun.span.start - 2 : pronoun.span.start - 1] in MARKS
        end = pronoun.sentence + (1 if is_after_marks else 0)
        between = [each for at in range(sentence, end) for each in self._before(at, pronoun.span)]
        others = _distinct([each for each in between if each.span.start > place.span.end], pronoun)
        if any(each is not place.who for each in others):
            return None
        where = "in the sentence" if sentence == pronoun.sentence else "before"
        return _verdict(place.who, pronoun, f"whoever spoke last {where}")

    def _from_sentences(self, pronoun: Pronoun, spoken: Mapping[Span, Cluster]) -> Verdict:
        looked_at = 0
        for sentence in range(pronoun.sentence, max(pronoun.sentence - MOST_BACK, -1), -1):
            if not self._is_same_section(sentence, pronoun):
                return NOBODY
            found = self._from_sentence(sentence, pronoun, spoken)
            if found is not None:
                return found
            looked_at += sentence != pronoun.sentence and not self.scene.is_all_quoted(sentence)
            if looked_at >= SENTENCES_BACK:
                return NOBODY
        return NOBODY

    def _from_sentence(self, sentence: int, pronoun: Pronoun, spoken: Mapping[Span, Cluster]) -> Verdict | None:
        """What one sentence says of a pronoun; None where it says nothing."""
        named = self._before(sentence, pronoun.span)
        mentions = _until(self._mentions.get(sentence, []), pronoun.span)
        speakers = [Place(each, _person(spoken.get(each))) for each in mentions if self._is_one(each)]
        where = "earlier in the sentence" if sentence == pronoun.sentence else "in the sentence before"
        if speakers:
            found = self._from_speakers(speakers, named, sentence, pronoun)
            if found is not None:
                return _verdict(found.who, pronoun, f"the speaker {where}") if found.who else NOBODY
        if self._is_unnamed_subject(sentence, pronoun) or self._is_somebody_else(sentence, pronoun):
            return NOBODY
        if sentence != pronoun.sentence:
            named = self._as_subjects(sentence, named, pronoun)
        fits = _distinct(named, pronoun)
        if not fits:
            return None
        if len(fits) == 1:
            return _verdict(fits[0], pronoun, f"the only {MAN[pronoun.word]} named {where}")
        first = self._subject(sentence, [each for each in named if pronoun.may_be(each)])
        return _verdict(first, pronoun, f"the first {MAN[pronoun.word]} named {where}")

    def _from_speakers(
        self, speakers: list[Place], named: list[Place], sentence: int, pronoun: Pronoun
    ) -> Verdict | None:
        """The speaker of a sentence, if it has one and nobody else of the gender is its subject."""
        fits = [each for each in speakers if pronoun.may_be(each)]
        if not fits:
            return None
        whos = {id(each.who) for each in fits}
        if len(whos) > 1 or fits[-1].who is None:
            return NOBODY
        speaker = fits[-1]
        if sentence == pronoun.sentence:
            rivals = [each for each in named if each.span.start > speaker.span.end and pronoun.may_be(each)]
        else:
            begins = SUBORDINATE.match(self.scene.text, self.scene.bounds(sentence).start)
            before = [each for each in named if not begins and each.span.end <= speaker.span.start]
            rivals = [each for each in before if pronoun.may_be(each) and not self._is_in_title(each, speaker)]
        return NOBODY if any(each.who is not speaker.who for each in rivals) else Verdict(speaker.who)

    def _before(self, sentence: int, span: Span) -> list[Place]:
        """The last people named in a sentence, before a span."""
        named = self._in.get(sentence, [])
        at = bisect_left(named, span.start, key=_start)
        return named[max(0, at - MOST_NAMES) : at]

    def _after(self, sentence: int, span: Span) -> list[Place]:
        """The first people named in a sentence after a span."""
        named = self._in.get(sentence, [])
        at = bisect_left(named, span.end, key=_start)
        return named[at : at + MOST_NAMES]

    def _is_in_title(self, place: Place, speaker: Place) -> bool:
        """Whether a name only says whose man a speaker is: "Holm campaign spokesman Jan Dahl"."""
        between = self.scene.text[place.span.end : speaker.span.start]
        words = between.removeprefix("’s").removeprefix("'s").rstrip(" ,").split()
        return 0 < len(words) <= LEAD_WORDS and "," not in between.rstrip(" ,") and role_of(words[-1]) is not None

    def _is_one(self, mention: Span) -> bool:
        """Whether a speaker's mention is of one person: a name, a pronoun, or a noun for one."""
        words = self.scene.text[mention.start : mention.end]
        if words.lower() in GENDERS or words.lower() == "who":
            return True
        return role_of(words) is not None or self._place_at(mention) is not None or NAME.fullmatch(words) is not None

    def _place_at(self, span: Span) -> Place | None:
        at = bisect_left(self._starts, span.start)
        place = self._places[at] if at < len(self._places) else None
        return place if place is not None and place.span.start < span.end else None

    def _is_unnamed_subject(self, sentence: int, pronoun: Pronoun) -> bool:
        """Whether a sentence begins with somebody whose name it does not say ("A spokeswoman for …")."""
        bounds = self.scene.bounds(sentence)
        end = min(bounds.end, pronoun.span.start)
        if not BEGINNING.match(self.scene.text, bounds.start, end):
            return False
        words = list(itertools.islice(WORD.finditer(self.scene.text, bounds.start, end), SUBJECT_WORDS))
        for word in words[1:]:
            phrase = role_of(word.group())
            if phrase is not None:
                is_named = self._place_at(Span(word.end(), word.end() + 2)) is not None
                return not is_named and gender_of(phrase) in ("", pronoun.gender)
            if word.group() in CONNECTIVES or self._place_at(Span(word.start(), word.end())) is not None:
                return False
        return False

    def _as_subjects(self, sentence: int, named: list[Place], pronoun: Pronoun) -> list[Place]:
        """The people of a sentence, without those named after a "she" whom the next one takes up again."""
        bounds = self.scene.bounds(sentence)
        for match in PERSONAL[pronoun.gender].finditer(self.scene.text, bounds.start, bounds.end):
            if not self.scene.is_quoted(match.start()):
                before = [each for each in named if each.span.end <= match.start() and pronoun.may_be(each)]
                return named if before else []
        return named

    def _is_somebody_else(self, sentence: int, pronoun: Pronoun) -> bool:
        """Whether a name taken for no person's is followed by "he" where no man is named: it is one's after all."""
        others = self._others.get(sentence)
        if not others or any(pronoun.may_be(each) for each in self._in.get(sentence, ())):
            return False
        end = min(self.scene.bounds(sentence).end, pronoun.span.start)
        found = ANY_FORM[pronoun.gender].search(self.scene.text, others[0].end, max(others[0].end, end))
        return found is not None and not self.scene.is_quoted(found.start())

    def _subject(self, sentence: int, named: list[Place]) -> Cluster | None:
        """The first person named in a sentence, if it begins with them and they are not one of several."""
        start = self.scene.bounds(sentence).start
        lead = self.scene.text[start : named[0].span.start]
        is_first = len(lead.split()) <= LEAD_WORDS and "," not in lead
        is_subject = is_first and not JOINED.match(self.scene.text, named[0].span.end)
        return named[0].who if is_subject and not SUBORDINATE.match(self.scene.text, start) else None

    def _is_introduced(self, sentence: int) -> bool:
        """Whether a sentence is what the one before announces with a colon: its "she" is not who announces it."""
        start = self.scene.bounds(sentence).start
        return self.scene.text[max(0, start - INTRODUCED_CHARS) : start].rstrip(" \n\"“‘'«").endswith(":")

    def _is_same_section(self, sentence: int, pronoun: Pronoun) -> bool:
        return self.scene.is_same_section(self.scene.bounds(sentence).start, pronoun.span.start)


def _person(who: Cluster | None) -> Cluster | None:
    return who if who is not None and who.label == "PERSON" else None


def _start(place: Place) -> int:
    return place.span.start


def _until(mentions: list[Span], span: Span) -> list[Span]:
    """The last mentions that end before a span."""
    at = bisect_left(mentions, span)
    return [each for each in mentions[max(0, at - MOST_NAMES) : at] if each.end <= span.start]


def _distinct(places: list[Place], pronoun: Pronoun) -> list[Cluster | None]:
    return list({id(each.who): each.who for each in places if pronoun.may_be(each)}.values())


def _verdict(who: Cluster | None, pronoun: Pronoun, why: str) -> Verdict:
    return Verdict(who, f"“{pronoun.word}”: {why}") if who is not None else NOBODY
