"""What the tools' own readers and validators say of one odd article as we write it, in every format.

Where a tool cannot be had as a library, its rules are restated here from what its source does on reading.
"""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from annotator.formats import FORMATS
from annotator.project import Project
from tests.annotator.formats.brat_rules import check_annotations, configuration
from tests.annotator.formats.odd_article import TEXT, odd_project

WRITTEN = [known.name for known in FORMATS if known.write is not None]


@pytest.fixture(scope="module")
def exports(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with an export in each format, by its name."""
    folder = tmp_path_factory.mktemp("odd")
    with Project.open(odd_project(folder / "odd"), read_only=True) as project:
        for name in WRITTEN:
            report = project.export(folder / "out" / name, format=name, layer="ann", split=(60, 20, 20), verify=True)
            assert (name, report.failed) == (name, ())
    return folder / "out"


@pytest.fixture(autouse=True)
def no_monitor(monkeypatch: pytest.MonkeyPatch) -> None:
    """Progress bars start no thread, which would outlive its test."""
    monkeypatch.setattr("tqdm.std.tqdm.monitor_interval", 0)


def rows(folder: Path, *without: str) -> Iterator[Any]:
    for file in sorted(folder.glob("*.jsonl")):
        if file.name not in ("losses.jsonl", *without):
            yield from map(json.loads, file.read_text(encoding="utf-8").splitlines())


def test_brat_would_read_its_configuration_and_our_annotations(exports: Path) -> None:
    known = configuration((exports / "brat" / "annotation.conf").read_text("utf-8"))
    assert known.keys() == {"entities", "relations", "events", "attributes"}
    assert configuration((exports / "brat" / "visual.conf").read_text("utf-8")).keys() == {"labels", "drawing"}
    files = sorted((exports / "brat").rglob("*.ann"))
    assert len(files) == 10
    for file in files:
        check_annotations(file.read_text("utf-8"), file.with_suffix(".txt").read_text("utf-8"), known)


def test_bioc_finds_the_words_of_brats_spans(exports: Path) -> None:
    import bioc.brat

    documents = [one for split in ("train", "dev", "test") for one in bioc.brat.listdir(str(exports / "brat" / split))]
    spans = [(one, span) for one in documents for span in one.entities]
    assert len(spans) > 30
    for document, span in spans:
        pieces = sorted(span.locations, key=lambda piece: piece.begin)
        assert span.text == " ".join(document.text[piece.begin : piece.end] for piece in pieces)


@pytest.mark.filterwarnings("ignore")
def test_cassis_reads_every_cas_and_writes_it_as_xmi_with_the_same_words(exports: Path) -> None:
    import cassis

    types = cassis.load_typesystem(exports / "inception" / "TypeSystem.xml")
    for file in (exports / "inception").glob("*/*.json"):
        first = cassis.load_cas_from_json(file.read_text("utf-8"))
        again = cassis.load_cas_from_xmi(first.to_xmi(), typesystem=first.typesystem)
        assert cassis.load_cas_from_json(again.to_json()).sofa_string == first.sofa_string
        assert words_in(again) == words_in(first)
        for made in first.typesystem.get_types():
            if made.name.startswith("webanno.custom"):
                known = {feature.name for feature in types.get_type(made.name).all_features}
                assert {feature.name for feature in made.all_features} <= known


def words_in(cas: Any) -> list[tuple[str, str]]:
    return sorted((one.type.name, one.get_covered_text()) for one in cas.select_all() if hasattr(one, "begin"))


def test_inceptions_layers_lie_on_characters_and_may_overlap(exports: Path) -> None:
    layers = json.loads((exports / "inception" / "layers.json").read_text("utf-8"))
    features = [feature for layer in layers for feature in layer["features"]]
    assert {layer["type"] for layer in layers} == {"span", "document-metadata"}
    assert all(layer["anchoring_mode"] == "CHARACTERS" and layer["overlap_mode"] == "ANY_OVERLAP" for layer in layers)
    assert {feature["multi_value_mode"] for feature in features} == {"NONE", "ARRAY"}
    assert {"none", "linked", "parts"} <= {feature["name"] for feature in features}


@pytest.mark.filterwarnings("ignore")
def test_label_studio_takes_every_task_by_the_configuration_beside_it(exports: Path) -> None:
    from label_studio_sdk.label_interface import LabelInterface

    (config,) = (exports / "label-studio").glob("*.xml")
    interface = LabelInterface(config.read_text("utf-8"))
    interface.validate()
    tasks = [task for file in (exports / "label-studio").glob("*.json") for task in json.loads(file.read_text("utf-8"))]
    assert len(tasks) == 10
    for task in tasks:
        assert interface.validate_task({"data": task["data"]})
        for made in task["annotations"]:
            assert interface.validate_annotation(made)


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("form", ["CONLL2003", "JSON_MIN"])
def test_label_studio_converts_what_we_write(exports: Path, tmp_path: Path, form: str) -> None:
    from label_studio_sdk.converter import Converter

    (config,) = (exports / "label-studio").glob("*.xml")
    train = exports / "label-studio" / "tasks-train.json"
    Converter(str(config), project_dir=None).convert(str(train), str(tmp_path), form, is_dir=False)
    (made,) = tmp_path.glob("result.*")
    assert "Maran" in made.read_text("utf-8")


def test_prodigys_rows_hold_together(exports: Path) -> None:
    for row in rows(exports / "prodigy"):
        tokens = row["tokens"]
        assert "".join(token["text"] + " " * token["ws"] for token in tokens) == row["text"]
        assert all(row["text"][one["start"] : one["end"]] == one["text"] for one in tokens)
        assert [span["start"] for span in row["spans"]] == sorted(span["start"] for span in row["spans"])
        for span in row["spans"]:
            assert tokens[span["token_start"]]["start"] == span["start"]
            assert tokens[span["token_end"]]["end"] == span["end"]
        for relation in row.get("relations", ()):
            for end in ("head", "child"):
                assert relation[end] == relation[f"{end}_span"]["token_end"]


def test_doccano_takes_the_rows_and_the_labels(exports: Path) -> None:
    ids: set[int] = set()
    for row in rows(exports / "doccano"):
        units = row["text"].encode("utf-16-le")
        for one in row["entities"]:
            assert one["label"]
            assert 0 <= one["start_offset"] < one["end_offset"] <= len(units) // 2
            units[2 * one["start_offset"] : 2 * one["end_offset"]].decode("utf-16-le")
            assert one["id"] not in ids
            ids.add(one["id"])
        assert all({one["from_id"], one["to_id"]} <= ids and one["type"] for one in row["relations"])
    for name in ("label_config.json", "relation_config.json"):
        labels = json.loads((exports / "doccano" / name).read_text("utf-8"))
        keys = [one["suffix_key"] for one in labels if one["suffix_key"]]
        assert len({one["text"] for one in labels}) == len(labels)
        assert len(set(keys)) == len(keys)


def test_spacy_reads_and_aligns_every_doc(exports: Path) -> None:
    import spacy
    from spacy.training import Corpus

    nlp, names = spacy.blank("en"), set[str]()
    for name in ("train", "dev", "test"):
        for example in Corpus(str(exports / "spacy" / f"{name}.spacy"))(nlp):
            assert example.x.text == example.y.text
            assert len(example.get_aligned_ner()) == len(example.x)
            assert not any(span[0].is_space or span[-1].is_space for span in example.y.ents)
            names |= {span.text for span in example.y.ents}
            example.get_aligned_spans_y2x(example.y.spans.get("sc", []))
    assert {"Ilse Maran", "Bank of England House", "👩🏽‍🚒"} <= names


def test_spacy_and_nervaluate_read_the_columns_of_conll(exports: Path) -> None:
    from nervaluate.loaders import ConllLoader
    from spacy.training.converters import conll_ner_to_docs

    docs = [
        doc
        for file in (exports / "conll").glob("*.conll")
        for doc in conll_ner_to_docs(file.read_text("utf-8"), n_sents=1, no_print=True)
    ]
    names = {span.text for doc in docs for span in doc.ents}
    assert {"Ilse Maran", "Bank of England House", "told reporters"} <= names
    text = (exports / "conll" / "train.conll").read_text("utf-8")
    last = "\n".join("\t".join((line.split(" ")[0], line.split(" ")[-1])) if line else "" for line in text.split("\n"))
    found = ConllLoader().load(last)
    assert sum(map(len, found)) == sum(line.split(" ")[-1].startswith("B-") for line in text.split("\n"))


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("name", ["jsonl", "huggingface", "parquet"])
@pytest.mark.parametrize("streaming", [False, True])
def test_datasets_loads_every_configuration(exports: Path, tmp_path: Path, name: str, *, streaming: bool) -> None:
    import datasets

    datasets.disable_progress_bars()
    folder = str(exports / name)
    found = {}
    for config in datasets.get_dataset_config_names(folder):
        made: Any = datasets.load_dataset(folder, config, streaming=streaming, cache_dir=str(tmp_path))
        found[config] = sum(len(list(split)) for split in made.values())
    assert found == {"articles": 10, "events": 1, "actors": 2}


@pytest.mark.parametrize("name", ["jsonl", "huggingface", "parquet", "brat"])
def test_the_hub_reads_the_front_matter_of_the_card(exports: Path, name: str) -> None:
    from huggingface_hub import DatasetCard

    card = DatasetCard.load(exports / name / "README.md")
    data = card.data.to_dict()
    assert data["pretty_name"] == "odd"
    assert data["task_categories"] == ["token-classification"]
    assert card.text.strip().startswith("#")


def test_our_own_lines_fit_the_schema_beside_them(exports: Path) -> None:
    schema = json.loads((exports / "jsonl" / "schema.json").read_text("utf-8"))
    validator = jsonschema.Draft202012Validator(schema)
    found = list(rows(exports / "jsonl"))
    assert len(found) == 13
    assert [error.message for row in found for error in validator.iter_errors(row)] == []


PURPOSES = "assessing bookmarking classifying commenting describing editing highlighting identifying linking moderating"
PURPOSES_OF_W3C = {*PURPOSES.split(), "questioning", "replying", "tagging"}


def test_w3c_annotations_have_what_they_must_and_select_their_words(exports: Path) -> None:
    ids = set[str]()
    for row in rows(exports / "w3c"):
        assert (row["@context"], row["type"]) == ("http://www.w3.org/ns/anno.jsonld", "Annotation")
        assert re.match(r"urn:uuid:[0-9a-f-]{36}$", row["id"])
        assert row["id"] not in ids
        ids.add(row["id"])
        assert row["motivation"] in PURPOSES_OF_W3C
        bodies = row["body"] if isinstance(row["body"], list) else [row["body"]]
        assert all(body["type"] == "TextualBody" and body["purpose"] in PURPOSES_OF_W3C for body in bodies)
        targets = row["target"] if isinstance(row["target"], list) else [row["target"]]
        for target in targets:
            if "selector" in target:
                select(target, exports / "w3c")
    assert len(ids) > 40


def select(target: Any, folder: Path) -> None:
    """Find a target as a reader of selectors does: by the position, and by the words between those around them."""
    text = (folder / target["source"]).read_bytes().decode("utf-8")
    quote, position = target["selector"]
    assert text[position["start"] : position["end"]] == quote["exact"]
    assert text.count(quote["prefix"] + quote["exact"] + quote["suffix"]) == 1


def test_citron_finds_words_for_every_span(exports: Path) -> None:
    import spacy

    files = list((exports / "citron").rglob("*.json"))
    record = max((json.loads(file.read_text("utf-8")) for file in files), key=lambda one: len(one["quotes"]))
    doc = spacy.blank("en")(record["text"])
    token_at = [token.i for token in doc for _ in token.text_with_ws]
    assert (record["text"], len(record["quotes"]), len(token_at)) == (TEXT, 6, len(TEXT))
    for quote in record["quotes"]:
        for span in (quote["cue"], *quote["sources"], *quote["contents"], *quote.get("coreferences", ())):
            assert span["text"] in doc[token_at[span["start"]] : token_at[span["end"] - 1] + 1].text


def test_no_cue_and_no_parent_come_back_as_such(exports: Path, tmp_path: Path) -> None:
    for name in ("brat", "inception", "label-studio", "prodigy", "w3c"):
        with Project.create(tmp_path / f"{name}.annodb", annotator="ann") as project:
            project.import_files([exports / name], layer="ann", format=name)
            project.export(tmp_path / name, layer="ann")
        made = {one["text"]: one for row in rows(tmp_path / name, "events.jsonl", "actors.jsonl")
                for one in row["statements"]}  # fmt: skip
        assert {"cue", "speaker", "parent", "links"} <= set(made["It’s over. Fin."]["decided"]), name
        assert made["It’s over. Fin."]["cue"] is None
