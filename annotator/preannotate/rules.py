"""Entities and statements without a model, from marks, cue words and capitals: for where spaCy is not installed.

Coarser than the parse: direct speech with its cue and speaker, "X said that …", and the names that the lists know or
whose own words or neighbours say what they are.
"""

from __future__ import annotations

import re

from annotator.model import Span
from annotator.preannotate.entities.consistency import consistent_names
from annotator.preannotate.entities.view import Name, view_of_text
from annotator.preannotate.statements.cues import cue_table
from annotator.preannotate.statements.find import with_parents
from annotator.preannotate.statements.found import Attribution, Found, trimmed
from annotator.preannotate.statements.marks import Quotation, find_quotations, paragraphs
from annotator.preannotate.statements.spans import SpanIndex
from annotator.text import snap_span

VERSION = "rules 2"
NAME = r"(?:[A-Z][\w’'-]*\.?|[A-Z]\.)(?:\s+(?:of|the|de|al|van|von|bin)\s+(?=[A-Z])|\s+)?"
DETERMINED = (
    r"(?:[Aa]n?|[Tt]he|[Ss]ome|[Ss]everal)\s(?:(?!(?:of|for|in|on|at|who|with|to|from|speaking)\b)[\w-]+\s?){1,4}"
)
SUBJECT = rf"(?P<subject>(?:(?:{NAME}){{1,6}}|[Hh]e|[Ss]he|[Tt]hey|{DETERMINED}))"
TITLES = re.compile(
    r"^(?:(?:U\.?S\.?|[A-Z]\w+(?:an|ish|ese|ian))\s)?(?:(?:President|Prime|Foreign|Minister|Secretary|of|State|Dr\.?|Mr\.?|Mrs\.?|Ms\.?|Senator|General|Special|Envoy|Chancellor)\s)*"
)
REACH = 120
SUBJECT_CHARS = 60
WORD = re.compile(r"[\w’'-]+")
NOWHERE = Span(-1, 0)
NO_NAMES = frozenset(
    [
        "In",
        "On",
        "At",
        "But",
        "And",
        "While",
        "According",
        "Meanwhile",
        "However",
        "Despite",
        "After",
        "Before",
        "As",
        "With",
    ]
)


def _verbs(frame: str) -> str:
    forms: set[str] = set()
    for lemma, frames in cue_table().verbs.items():
        if frame in frames and lemma not in cue_table().thoughts:
            forms.update(_forms(lemma))
    return "|".join(sorted(forms, key=lambda form: (-len(form), form)))


IRREGULAR = {
    "say": "said",
    "tell": "told",
    "write": "wrote",
    "think": "thought",
    "hold": "held",
    "find": "found",
    "read": "read",
    "begin": "began",
    "go": "went",
    "swear": "swore",
    "put": "put",
    "speak": "spoke",
    "sing": "sang",
    "know": "knew",
    "feel": "felt",
    "understand": "understood",
    "teach": "taught",
    "weep": "wept",
    "let": "let",
    "bet": "bet",
}


def _forms(lemma: str) -> set[str]:
    past = IRREGULAR.get(lemma)
    if past is None:
        past = (
            lemma + "d"
            if lemma.endswith("e")
            else lemma[:-1] + "ied"
            if re.search("[^aeiou]y$", lemma)
            else lemma + "ed"
        )
    third = (
        lemma[:-1] + "ies"
        if re.search("[^aeiou]y$", lemma)
        else lemma + ("es" if re.search("(?:s|sh|ch|x|z|go)$", lemma) else "s")
    )
    progressive = (lemma[:-1] if re.search("[^eoy]e$", lemma) else lemma) + "ing"
    return {past, third, progressive}


class _Patterns:
    """The patterns of one language, made once."""

    def __init__(self) -> None:
        verbs = rf"(?P<cue>{_verbs('direct')})\b"
        self.inverted = re.compile(rf"\s*[,—–-]?\s*{verbs}\s+{SUBJECT}")
        self.after = re.compile(
            rf"\s*[,—–-]?\s*{SUBJECT}(?:[^.\"“”\n]{{0,60}}?[\s,])??(?:also\s|then\s|later\s)?{verbs}"
        )
        self.before = re.compile(rf"{SUBJECT}(?:[^.\"“”\n]{{0,60}}?[\s,])??{verbs}[^.\"“”\n]{{0,60}}[,:]?\s*$")
        said = r"that\s(?:[^.;\n\"“”]|(?<=[A-Z])\.(?=\w)|\.(?=\s[a-z]))+"
        self.clause = re.compile(rf"\s(?P<cue>{_verbs('clause')})\s(?P<content>{said})")
        self.leads = re.compile(rf"{SUBJECT}\s?(?:(?:has|have|had|also)\s?)?$")


_made: list[_Patterns] = []


def _patterns() -> _Patterns:
    if not _made:
        _made.append(_Patterns())
    return _made[0]


def scored_names(text: str) -> list[tuple[Span, Name]]:
    """Names by lists, their own words and the words beside, in whole grapheme clusters; in text order, not overlapping.

    What is found first stands for the model's entities, so that a surname follows from its full name.
    """
    view = view_of_text(text)
    first = {(name.start, name.end, name.label): name for name in consistent_names(view)}
    view.raw = list(first)
    found: list[tuple[Span, Name]] = []
    for name in consistent_names(view):
        span = snap_span(text, Span(view.starts[name.start], view.offset_end(name.end - 1)))
        if span is not None and (not found or found[-1][0].end <= span.start):
            found.append((span, first.get((name.start, name.end, name.label), name)))
    return found


def find_statements(text: str) -> list[Found]:
    """Direct statements with cue and speaker where the words around say so, and the plainest indirect ones."""
    parts = paragraphs(text)
    quotations = [each for each in find_quotations(text, parts) if each.depth == 0 and each.family != "single"]
    found: list[Found] = []
    cues: set[Span] = set()
    last: Quotation | None = None
    for index, each in enumerate(quotations):
        content = trimmed(text, each.inner)
        following = quotations[index + 1].outer.start if index + 1 < len(quotations) else len(text)
        if content is None:
            continue
        by = _attribution(text, each, last.outer.end if last else 0, following)
        between = text[last.outer.end : each.outer.start] if last else "\n"
        if (
            found
            and last is not None
            and "\n" not in between
            and (by is None or by.cue in cues)
            and len(between) < REACH
        ):
            joined = found[-1]
            found[-1] = Found((*joined.content, content), "direct", joined.by, joined.score, joined.reason)
        elif by is not None:
            cues.add(by.cue or content)
            found.append(Found((content,), "direct", by, by.trust, by.why))
        else:
            continue
        last = each
    taken = SpanIndex(span for each in found for span in each.content)
    found.extend(each for each in _indirect(text) if not taken.touching(each.content[0]))
    return with_parents(sorted(found, key=lambda each: (each.start, -each.end)))


def _attribution(text: str, each: Quotation, earliest: int, latest: int) -> Attribution | None:
    patterns = _patterns()
    inner = text[each.inner.start : each.inner.end].rstrip()
    tail = text[each.outer.end : min(latest, each.outer.end + REACH)].split("\n", maxsplit=1)[0]
    lead_from = max(earliest, text.rfind("\n", 0, each.outer.start) + 1, each.outer.start - REACH)
    lead = text[lead_from : each.outer.start]
    lead_from += max((match.end() for match in re.finditer(r"[.?!]\s", lead)), default=0)
    lead = text[lead_from : each.outer.start]
    if lead.rstrip()[-1:] in (",", ":"):
        matches = [match for at in range(len(lead)) if (match := patterns.before.match(lead, at))]
        made = [
            _made_of(text, match, lead_from, "before") for match in matches if lead[: match.start()][-1:].strip() == ""
        ]
        found = [each for each in made if each is not None]
        if found:
            return max(found, key=lambda each: (each.cue or NOWHERE, -(each.mention or NOWHERE).start))
    if inner[-1:] in ",?!—–-." or tail[:1] == ",":
        match = patterns.inverted.match(tail) or patterns.after.match(tail)
        return _made_of(text, match, each.outer.end, "after") if match else None
    return None


def _made_of(text: str, match: re.Match[str], offset: int, where: str) -> Attribution | None:
    mention = _mention(text, offset, match)
    if mention is None:
        return None
    cue = Span(offset + match.start("cue"), offset + match.end("cue"))
    who = text[mention.start : mention.end]
    return Attribution(cue, mention, trust=0.7, why=f"cue {match['cue']} {where} the mark, {who}")


def _mention(text: str, offset: int, match: re.Match[str]) -> Span | None:
    """The subject of a match without titles and words that only begin a sentence."""
    start, end = match.span("subject")
    start += TITLES.match(match["subject"]).end()  # pyright: ignore[reportOptionalMemberAccess]
    mention = trimmed(text, Span(offset + start, offset + end))
    while mention is not None and (first := WORD.match(text, mention.start)) and first.group() in NO_NAMES:
        mention = trimmed(text, Span(first.end(), mention.end)) if first.end() < mention.end else None
    return mention


def _indirect(text: str) -> list[Found]:
    patterns = _patterns()
    found: list[Found] = []
    for match in patterns.clause.finditer(text):
        lead_from = max(text.rfind("\n", 0, match.start()) + 1, match.start() - SUBJECT_CHARS)
        who = patterns.leads.search(text[lead_from : match.start()])
        mention = _mention(text, lead_from, who) if who else None
        content = trimmed(text, Span(*match.span("content")))
        if mention is not None and content is not None:
            why = f"cue {match['cue']} that, {text[mention.start : mention.end]}"
            by = Attribution(Span(*match.span("cue")), mention, trust=0.6, why=why)
            found.append(Found((content,), "indirect", by, 0.6, why))
    return found
