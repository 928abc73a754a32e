"""Languages as dataset hubs name them: the code of ISO 639 that a tag or a name stands for. Pure."""

from __future__ import annotations

import re

_NAMES = {
    "english": "en",
    "german": "de",
    "deutsch": "de",
    "french": "fr",
    "français": "fr",
    "spanish": "es",
    "español": "es",
    "italian": "it",
    "italiano": "it",
    "portuguese": "pt",
    "português": "pt",
    "dutch": "nl",
    "nederlands": "nl",
    "russian": "ru",
    "русский": "ru",
    "ukrainian": "uk",
    "polish": "pl",
    "arabic": "ar",
    "chinese": "zh",
    "japanese": "ja",
    "korean": "ko",
    "turkish": "tr",
    "swedish": "sv",
    "norwegian": "no",
    "danish": "da",
    "finnish": "fi",
    "greek": "el",
    "hebrew": "he",
    "hindi": "hi",
    "persian": "fa",
    "czech": "cs",
}
_THREE = {
    "eng": "en",
    "deu": "de",
    "ger": "de",
    "fra": "fr",
    "fre": "fr",
    "spa": "es",
    "ita": "it",
    "por": "pt",
    "nld": "nl",
    "dut": "nl",
    "rus": "ru",
    "ukr": "uk",
    "pol": "pl",
    "ara": "ar",
    "zho": "zh",
    "chi": "zh",
    "jpn": "ja",
    "kor": "ko",
    "tur": "tr",
    "swe": "sv",
    "nor": "no",
    "dan": "da",
    "fin": "fi",
    "ell": "el",
    "heb": "he",
    "hin": "hi",
    "fas": "fa",
    "per": "fa",
    "ces": "cs",
    "cze": "cs",
}
_TAG = re.compile(r"([a-z]{2,3})(?:[-_][a-z0-9]{2,8})*")
_NO_LANGUAGE = frozenset({"und", "mul", "zxx", "mis"})


def language_code(given: str) -> str | None:
    """ "en" for "en", "EN", "en-GB", "en_US", "eng" and "English"; None for what is no language that can be told."""
    known = given.strip().casefold()
    if known in _NAMES:
        return _NAMES[known]
    match = _TAG.fullmatch(known)
    if match is None or match[1] in _NO_LANGUAGE:
        return None
    return _THREE.get(match[1], match[1])
