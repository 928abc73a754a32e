"""spaCy's DocBin (`.spacy`): how a file is recognised, read and written. spaCy is imported when that is asked.

From a `Doc` to labels is `reading`'s, from labels to a `Doc` `writing`'s, a file of many docs `bin`'s.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from annotator.errors import UserError
from annotator.formats.dataset import SPLITS, Dataset
from annotator.formats.folder import Folder
from annotator.formats.graph.writing import lose_registry
from annotator.formats.limits import CHUNK_BYTES, PARTS_BYTES, read_bounded, size
from annotator.formats.losses import Losses
from annotator.formats.records import BadRecord, Format, ReadOptions, Record
from annotator.formats.spacy.bin import BinFile
from annotator.formats.spacy.reading import NotTaken, record_of
from annotator.formats.spacy.writing import doc_of

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc, DocBin

UNPACKED_BYTES = 4 * PARTS_BYTES
SNIFFED_BYTES = 64
ANY_LANGUAGE = "xx"
FAULTS = (ValueError, KeyError, TypeError, IndexError, AttributeError, ArithmeticError, EOFError)
"""What spaCy raises at a file that is damaged, or none of its own."""
LOADING = """## Loading

```python
import spacy
from spacy.tokens import DocBin

nlp = spacy.blank("en")
docs = list(DocBin().from_disk("train.spacy").get_docs(nlp.vocab))
```

Each `doc.ents` holds the entities, with `ent.kb_id_` the actor; tokens of which nobody said whether they belong to an
entity have the value “missing”, from which nothing is learned. `doc.spans["sc"]` holds what statements are made of:
their content as DIRECT, INDIRECT or MIXED, CUE and SPEAKER. `doc.spans["incorrect_spans"]`, where it is there, holds
names that people refused: set `incorrect_spans_key` of the component `ner` to that name. `doc.user_data["meta"]` says
what is known of the article, `doc.user_data["annotator"]` holds all of it in JSON. The default suggester of `spancat`
offers three words at most: for contents take `spacy.preset_spans_suggester.v1` with a span finder, or
`spacy.ngram_range_suggester.v1`.
"""


def sniff(head: bytes) -> bool:
    """Whether a file begins as a DocBin: compressed, and inside a map that names a version and attributes."""
    if head[:1] != b"\x78":
        return False
    try:
        start = zlib.decompressobj().decompress(head, SNIFFED_BYTES)
    except zlib.error:
        return False
    return 0x80 <= start[0] <= 0x8F and b"attrs" in start if start else False


def read(path: Path, options: ReadOptions) -> Iterator[Record]:  # noqa: ARG001 - offsets of a DocBin are those of its text
    """The docs of a file as articles. What spaCy holds and this program has no place for is said at the end.

    Raises:
        UserError: spaCy is not installed, or the file is no DocBin or unpacks to more than can be read.
    """
    docs = _opened(path)
    not_taken = NotTaken()
    number = 0
    for number, found in enumerate(_docs(docs, path), 1):
        if isinstance(found, BadRecord):
            yield found
        else:
            yield from record_of(found, str(path), number, not_taken)
    for said in not_taken.sentences():
        yield BadRecord(str(path), None, said, is_warning=True)


def write(dataset: Dataset, folder: Folder, losses: Losses) -> None:
    """Write a file for each split.

    Raises:
        UserError: spaCy is not installed.
    """
    spacy_tokens()
    languages: dict[str, Language] = {}
    with ExitStack() as open_files:
        files = {name: open_files.enter_context(new_bin(folder, f"{name}.spacy")) for name in dataset.split_names}
        for article in dataset.articles:
            nlp = _language(article.meta.get("language", ""), languages)
            files[dataset.split_of(article.id)].add(doc_of(article, dataset, nlp, losses))
    lose_registry(dataset, losses, "The format has no place for it but the user data of a doc.")


def folder_files(folder: Path) -> list[Path] | None:
    """The files of a folder of splits, as an export or a training has them; None for other folders."""
    found = sorted(folder.glob("*.spacy"))
    return found if any((folder / f"{split}.spacy").is_file() for split in SPLITS) else None


def new_bin(folder: Folder, name: str) -> BinFile:
    """A new file of docs in a folder, to be used in a `with` statement."""
    return BinFile(folder, name, spacy_tokens()(store_user_data=True))


def spacy_tokens() -> type[DocBin]:
    """spaCy's DocBin.

    Raises:
        UserError: spaCy is not installed.
    """
    try:
        from spacy.tokens import DocBin
    except ImportError as error:
        hint = "Install the program with its extra “model”."
        raise UserError("The format spacy needs spaCy, which is not installed.", hint) from error
    return DocBin


def _opened(path: Path) -> DocBin:
    made = spacy_tokens()()
    data = read_bounded(path)
    _check_unpacked(data)
    try:
        made.from_bytes(data)
    except FAULTS as error:
        raise UserError("The file is no DocBin of spaCy.", "Write it with DocBin.to_disk.") from error
    return made


def _check_unpacked(data: bytes) -> None:
    """Refuse what spaCy would unpack into all of the memory."""
    unpacked, held, piece = zlib.decompressobj(), 0, data
    try:
        while piece and not unpacked.eof:
            held += len(unpacked.decompress(piece, CHUNK_BYTES))
            piece = unpacked.unconsumed_tail
            if held > UNPACKED_BYTES:
                said = f"The file unpacks to more than {size(UNPACKED_BYTES)}; that is the most that is read of one."
                raise UserError(said, "Split it into smaller files.")
    except zlib.error as error:
        raise UserError("The file is no DocBin of spaCy, or cut off.", "Write it with DocBin.to_disk.") from error


def _docs(docs: DocBin, path: Path) -> Iterator[Doc | BadRecord]:
    """The docs one after the other; those after a damaged one cannot be read."""
    from spacy.vocab import Vocab

    stream = docs.get_docs(Vocab())
    for number in range(1, len(docs) + 1):
        try:
            yield next(stream)
        except FAULTS as error:
            reason = f"The doc cannot be read: {str(error).splitlines()[0] if str(error) else type(error).__name__}."
            yield BadRecord(str(path), None, reason, "It and those after it were left out.", record=str(number))
            return


def _language(code: str, known: dict[str, Language]) -> Language:
    """A blank pipeline for the language of an article, whose rules part the text into words; English without a code."""
    import spacy

    short = code.replace("_", "-").split("-")[0].casefold() or "en"
    if short not in known:
        try:
            known[short] = spacy.blank(short)
        except (ImportError, ValueError):  # no such language, or one that needs a package of its own
            known[short] = spacy.blank(ANY_LANGUAGE)
        known[short].max_length = 1 << 40
    return known[short]


FORMAT = Format(
    name="spacy",
    title="spaCy DocBin",
    extensions=(".spacy",),
    sniff=sniff,
    read=read,
    write=write,
    folder_files=folder_files,
    needs_process=True,
    loading=LOADING,
    cannot_carry=(
        "entities inside others",
        "pieces of a statement as one",
        "which cue and speaker belong to which statement",
        "speakers who are not mentioned",
        "statements inside others",
        "links to events",
        "flags and second readings",
        "that somebody found a statement to have no cue, no speaker, no actor or no parent",
        "notes",
    ),
)
