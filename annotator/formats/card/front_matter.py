"""The front matter of a dataset card: YAML as dataset hubs read it, with the files of each split. Pure."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence

from annotator.formats.card.counts import Counts
from annotator.formats.card.languages import language_code
from annotator.formats.card.tables import plain
from annotator.formats.folder import FileSum

SIZES = ((1_000, "n<1K"), (10_000, "1K<n<10K"), (100_000, "10K<n<100K"), (1_000_000, "100K<n<1M"))
LICENCES = frozenset(
    {
        *("apache-2.0", "mit", "cc", "cc0-1.0", "cc-by-2.0", "cc-by-2.5", "cc-by-3.0", "cc-by-4.0", "cc-by-sa-3.0"),
        *("cc-by-sa-4.0", "cc-by-nc-2.0", "cc-by-nc-3.0", "cc-by-nc-4.0", "cc-by-nc-nd-3.0", "cc-by-nc-nd-4.0"),
        *("cc-by-nc-sa-2.0", "cc-by-nc-sa-3.0", "cc-by-nc-sa-4.0", "cc-by-nd-4.0", "odc-by", "odbl", "pddl", "gfdl"),
        *("etalab-2.0", "cdla-permissive-1.0", "cdla-permissive-2.0", "cdla-sharing-1.0", "openrail", "unlicense"),
        *("unknown", "other"),
    }
)
"""The identifiers of licences that a hub knows; any other is "other" there, with its name beside it."""
_NO_NAME = re.compile(r"[^a-z0-9.]+")
_SPLIT = re.compile(r"(?:data/)?(train|dev|test)(?:-\d+-of-\d+)?\.(?:jsonl|parquet)")
_REGISTRY = re.compile(r"(?:data/)?(events|actors)(?:-\d+-of-\d+)?\.(?:jsonl|parquet)")


def split_of_file(name: str) -> str | None:
    """The split that a file of a dataset holds the articles of, as we call it; None for any other file."""
    match = _SPLIT.fullmatch(name)
    return match[1] if match else None


def front_matter(name: str, licence: str, counts: Counts, files: Sequence[FileSum], further: Sequence[str] = ()) -> str:
    """The lines between the rules, and these. `further`: lines of YAML that the format adds."""
    lines = ["---", f"pretty_name: {yaml_text(name)}", *_licence(licence)]
    languages = sorted({code for given in counts.languages if (code := language_code(given))})
    if languages:
        # Norwegian is "no", which YAML 1.1 takes for false without quotation marks.
        lines += ["language:", *(f"- {yaml_text(code)}" for code in languages)]
    lines += ["annotations_creators:", f"- {_creators(counts)}"]
    lines += ["language_creators:", "- found", "task_categories:", "- token-classification"]
    if counts.entities:
        lines += ["task_ids:", "- named-entity-recognition"]
    lines += ["tags:", "- news"]
    lines += ["- quotation-attribution"] if counts.statements else []
    lines += ["- events"] if counts.links else []
    size = next((name for limit, name in SIZES if counts.articles < limit), "n>1M")
    lines += ["size_categories:", f"- {yaml_text(size)}", *_configs(files), *further]
    return "\n".join([*lines, "---", ""])


def _creators(counts: Counts) -> str:
    if counts.how.keys() == {"imported"}:
        return "found"
    return "expert-generated" if counts.annotators else "machine-generated"


def yaml_text(value: str) -> str:
    """A string as YAML: a JSON string is one."""
    return json.dumps(plain(value), ensure_ascii=False)


def _licence(licence: str) -> Iterator[str]:
    known = _NO_NAME.sub("-", licence.casefold()).strip("-.")
    if not licence.strip():
        yield "license: unknown"
    elif known in LICENCES:
        yield f"license: {known}"
    else:
        yield "license: other"
        # A hub wants an identifier here; the words stand in the section on the licence.
        yield f"license_name: {known or 'other'}"


def _configs(files: Sequence[FileSum]) -> Iterator[str]:
    """Which file is which split. A hub calls the second one "validation", and refuses a split without a line."""
    splits = [(split, file) for file in files if file.lines and (split := split_of_file(file.name))]
    if not splits:
        return
    yield from ("configs:", "- config_name: articles", "  default: true", "  data_files:")
    for split, file in splits:
        yield f"  - split: {'validation' if split == 'dev' else split}"
        yield f"    path: {file.name}"
    for file in files:
        if file.lines and (match := _REGISTRY.fullmatch(file.name)):
            yield f"- config_name: {match[1]}"
            yield f"  data_files: {file.name}"
