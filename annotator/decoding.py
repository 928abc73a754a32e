"""Bytes to text: which encoding a file is in. What is replaced in the text afterwards is in `annotator.text`."""

from __future__ import annotations

import codecs
import re
from typing import TYPE_CHECKING

import msgspec

from annotator.errors import UserError

if TYPE_CHECKING:
    from charset_normalizer import CharsetMatch

SAMPLE_BYTES = 1 << 16
"""What is looked at to tell UTF-16 without a BOM and binary files from text."""
MIN_COMMON_SHARE = 0.02
MAX_CONTROL_SHARE = 0.3
MAX_LEGACY_CONTROL_SHARE = 0.02
"""In what is no UTF-8: compressed data has some 11 % of control bytes, a text in an old code page hardly any."""
MIN_BINARY_BYTES = 32
MAX_ENGLISH_ACCENTS = 0.03
"""The share of accented letters up to which a text is taken to be English, whose accents tell no code page."""

BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
"""UTF-32 LE stands before UTF-16 LE, whose BOM it begins with."""

MAGIC = (
    (b"%PDF-", "a PDF file"),
    (b"PK\x03\x04", "a ZIP archive (or a DOCX, ODT or EPUB file)"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ\x00", "an xz archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive"),
    (b"\x89PNG\r\n", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"SQLite format 3\x00", "an SQLite database"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Office file (DOC, XLS)"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90\x00", "a program"),
    (b"ID3", "a sound file"),
    (b"OggS", "a sound file"),
)

UNLIKELY = (
    *("cp037", "cp1006", "cp1026", "cp1125", "cp1140", "cp273", "cp424", "cp437", "cp500", "cp720", "cp737", "cp775"),
    *("cp850", "cp852", "cp855", "cp856", "cp857", "cp858", "cp860", "cp861", "cp862", "cp863", "cp864", "cp865"),
    *("cp866", "cp869", "cp875", "hp_roman8", "hz", "johab", "kz1048", "mac_greek", "mac_iceland", "mac_latin2"),
    *("mac_turkish", "ptcp154"),
)
"""Code pages of DOS and mainframes: they fit nearly any bytes, and are asked only when nothing else fits."""

_CONTROL_BYTES = bytes(byte for byte in range(32) if byte not in b"\t\n\r\f")
_COMMON = frozenset(" \n\r,.;\u3000\u3001\u3002\uff0c")
_WESTERN = frozenset("ÀÁÂÄÅÆÇÈÉÊËÌÍÎÏÑÒÓÔÖØÙÚÛÜßàáâãäåæçèéêëìíîïñòóôöøùúûüÿŒœ€‚„…†‡‰‹‘’“”•–—™›¡¢£§¨©«®°´·»¿ªº\xa0\xad")
_ODD_WESTERN = re.compile("[A-Za-z][€‚„†‡‰‹“”•™›¡¢£§¨©«®°»¿][a-z]|[a-z,.][À-Ý]|[¿¡](?!\\w)")
_MULTIBYTE = re.compile(rb"[\xc3-\xf4][\x80-\xbf]+")


class Decoded(msgspec.Struct, frozen=True):
    """A decoded text, the encoding it was in (a Python codec name), and what should be said about that."""

    text: str
    encoding: str
    warnings: tuple[str, ...] = ()


def decode(data: bytes) -> Decoded:
    """The text of a file: by BOM, else UTF-8, UTF-16 without a BOM, Windows-1252, or what charset-normalizer names.

    Text is never refused: bytes that fit no encoding become U+FFFD, with a warning. A BOM is dropped.

    Raises:
        UserError: the bytes are no text at all; the sentence says what they are where that is known.
    """
    for bom, encoding in BOMS:
        if data.startswith(bom):
            return _decode_as(data[len(bom) :], encoding)
    encoding = _utf16_without_bom(data[:SAMPLE_BYTES])
    if encoding:
        return _decode_as(data, encoding)
    _refuse_binary(data, MAX_CONTROL_SHARE)
    try:
        return Decoded(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError as error:
        broken = _broken_utf8(data, error.start)
    _refuse_binary(data, MAX_LEGACY_CONTROL_SHARE)
    return broken or _guess(data)


def _decode_as(data: bytes, encoding: str) -> Decoded:
    try:
        return Decoded(data.decode(encoding), encoding)
    except UnicodeDecodeError as error:
        said = f"Some bytes are no {encoding.upper()} (the first at byte {error.start}) and were replaced by �."
        return Decoded(data.decode(encoding, errors="replace"), encoding, (said,))


def _broken_utf8(data: bytes, first_bad: int) -> Decoded | None:
    """Nearly all UTF-8: a few damaged characters do not make it another encoding."""
    text = data.decode("utf-8", errors="replace")
    bad = text.count("\ufffd")
    if len(_MULTIBYTE.findall(data)) < 4 * bad:
        return None
    what = "A damaged UTF-8 character (at" if bad == 1 else f"{bad} damaged UTF-8 characters (the first at"
    said = f"{what} byte {first_bad}) {'was' if bad == 1 else 'were'} replaced by �."
    return Decoded(text, "utf-8", (said,))


def _guess(data: bytes) -> Decoded:
    match = _best_match(data)
    western = _as_western(data)
    if match is None and western is None:
        said = "The encoding could not be told; it was read as Windows-1252."
        return Decoded(data.decode("cp1252", errors="replace"), "cp1252", (said,))
    is_western = match is None or (western is not None and _prefer_western(match, western))
    encoding = "cp1252" if match is None or is_western else match.encoding
    text = data.decode(encoding, errors="replace")
    return Decoded(text, encoding, (f"The file is not in UTF-8; its encoding was taken to be {encoding}.",))


def _best_match(data: bytes) -> CharsetMatch | None:
    import charset_normalizer  # for few files, and the window starts without it

    best = charset_normalizer.from_bytes(data, cp_exclusion=list(UNLIKELY)).best()
    return best or charset_normalizer.from_bytes(data).best()


def _prefer_western(match: CharsetMatch, western: str) -> bool:
    """Whether Windows-1252 is likelier than the match: many code pages agree on a text with few accents."""
    if "cp1252" in match.could_be_from_charset or match.encoding == "mac_roman" or not match.coherence:
        return True
    letters = [char for char in western if char.isalpha()]
    return sum(not char.isascii() for char in letters) <= MAX_ENGLISH_ACCENTS * len(letters)


def _as_western(data: bytes) -> str | None:
    """The text in Windows-1252, if it then has only the letters and marks of Western Europe where they belong."""
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError:
        return None
    if _ODD_WESTERN.search(text) or any(not char.isascii() and char not in _WESTERN for char in text):
        return None
    return text


def _utf16_without_bom(sample: bytes) -> str | None:
    """The byte order under which a sample is UTF-16 text, told by blanks and stops; None for anything else."""
    sample = sample[: len(sample) // 2 * 2]
    if len(sample) < 4 or not (b"\x00" in sample or _control_share(sample) > 0.05):
        return None
    shares = {encoding: _common_share(sample, encoding) for encoding in ("utf-16-le", "utf-16-be")}
    encoding = max(shares, key=shares.__getitem__)
    return encoding if shares[encoding] >= MIN_COMMON_SHARE else None


def _common_share(sample: bytes, encoding: str) -> float:
    text = sample.decode(encoding, errors="replace")
    odd = sum(not char.isprintable() and char not in "\t\n\r" for char in text)
    if odd > 0.05 * len(text):
        return 0.0
    return sum(char in _COMMON for char in text) / len(text)


def _refuse_binary(data: bytes, most_controls: float) -> None:
    what = next((name for magic, name in MAGIC if data.startswith(magic)), None)
    sample = data[:SAMPLE_BYTES]
    if what is None and len(sample) >= MIN_BINARY_BYTES and _control_share(sample) > most_controls:
        what = "a binary file"
    if what is not None:
        raise UserError(f"This is no text but {what}.", "Save it as text, or convert it, and import that.")


def _control_share(sample: bytes) -> float:
    return 1 - len(sample.translate(None, _CONTROL_BYTES)) / len(sample) if sample else 0.0
