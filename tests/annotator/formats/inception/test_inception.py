"""INCEpTION in and out: what layers mean, whose they are in a project, and what comes back of what is written."""

from __future__ import annotations

import json
import shutil
import tempfile
import zipfile
from pathlib import Path
from typing import Any

import cassis
import pytest
from hypothesis import given, settings
from msgspec import structs

from annotator.formats import inception
from annotator.formats.gold.schema import GoldArticle, GoldSpeaker
from annotator.formats.inception.labels import records_of
from annotator.formats.reading import annotators_in, detect
from annotator.formats.records import ADJUDICATED, ArticleRecord, BadRecord
from tests.annotator.formats.datasets import (
    ACTOR,
    EVENT,
    TEXT,
    articles,
    dataset,
    labels_of,
    one_article,
    piece_of,
    read,
    speakers_of,
    told_of,
    write,
)

NAMED_ENTITY = "de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity"
QUOTES = "😊 “We go,” Maran said in Kursk."


def xmi(*annotations: str, text: str = QUOTES) -> bytes:
    """An XMI file with some annotations: "custom:Quote 2 9 value='x'" …, numbered from 1."""
    made, members = [], []
    for number, annotation in enumerate(annotations, 1):
        layer, begin, end, *features = annotation.split(" ", 3)
        place = f"sofa='99' begin='{begin}' end='{end}'"
        made.append(f"<{layer} xmi:id='{number}' {place} {' '.join(features)}/>")
        members.append(str(number))
    return (
        "<xmi:XMI xmlns:xmi='http://www.omg.org/XMI' xmlns:cas='http:///uima/cas.ecore' "
        "xmlns:custom='http:///webanno/custom.ecore' "
        "xmlns:ner='http:///de/tudarmstadt/ukp/dkpro/core/api/ner/type.ecore' xmi:version='2.0'>"
        f"{''.join(made)}<cas:Sofa xmi:id='99' sofaNum='1' sofaID='_InitialView' sofaString='{text}'/>"
        f"<cas:View sofa='99' members='{' '.join(members)}'/></xmi:XMI>"
    ).encode()


def at(words: str) -> str:
    start = len(QUOTES[: QUOTES.index(words)].encode("utf-16-le")) // 2
    return f"{start} {start + len(words)}"


def told(data: bytes) -> tuple[ArticleRecord, list[BadRecord]]:
    *said, record = records_of(inception.document_of(data), "a.xmi")
    assert isinstance(record, ArticleRecord)
    return record, [each for each in said if isinstance(each, BadRecord)]


def test_named_entities_are_entities_by_their_value_and_actors_by_their_identifier() -> None:
    person = f"ner:NamedEntity {at('Maran')} value='PER' identifier='http://example.org/Q7'"
    record, said = told(xmi(person, f"ner:NamedEntity {at('Kursk')} value='LOC'", f"custom:Place {at('Kursk')}"))
    assert [(span.text, span.label) for span in labels_of(record).spans] == [
        ("Maran", "PER"),
        ("Kursk", "LOC"),
        ("Kursk", "Place"),
    ]
    assert [(actor.name, actor.same_as) for actor in record.actors] == [("Maran", ("http://example.org/Q7",))]
    assert said == []


def test_layers_that_are_called_so_make_a_statement_joined_by_a_relation_layer() -> None:
    record, said = told(
        xmi(
            f"custom:Quote {at('We go')} value='direct'",
            f"custom:Cue {at('said')}",
            f"ner:NamedEntity {at('Maran')} value='PER'",
            f"custom:QuoteRelation {at('said')} Governor='1' Dependent='2' label='by'",
            f"custom:QuoteRelation {at('Maran')} Governor='1' Dependent='3' label='speaker'",
        )
    )
    (statement,) = labels_of(record).statements
    assert [piece.text for piece in statement.content] == ["We go"]
    assert statement.type == "direct"
    assert statement.cue
    assert statement.cue.text == "said"
    assert statement.speaker
    assert statement.speaker.mention
    assert statement.speaker.mention.text == "Maran"
    assert said == []


def test_values_of_one_layer_make_a_statement_too_and_the_nearest_cue_is_its_own() -> None:
    parts = (f"custom:Quote {at(words)} value='{value}'" for words, value in (("We go", "Content"), ("said", "Cue")))
    record, (said,) = told(xmi(*parts))
    assert labels_of(record).statements[0].cue
    assert said.is_warning


def test_a_slot_says_what_a_span_of_no_kind_is() -> None:
    data = xmi(f"custom:Span {at('said')}", f"custom:Quote {at('We go')} cue='7'").replace(
        b"<cas:Sofa", b"<custom:QuoteCueLink xmi:id='7' role='cue' target='1'/><cas:Sofa"
    )
    record, said = told(data)
    (statement,) = labels_of(record).statements
    assert statement.cue
    assert statement.cue.text == "said"
    assert labels_of(record).spans == ()
    assert said == []


def test_what_has_no_place_is_counted_and_what_stands_nowhere_is_a_failure() -> None:
    record, said = told(
        xmi(
            f"custom:Place {at('Kursk')} value='LOC' certainty='high'",
            "custom:Place 4 400 value='LOC'",
            "custom:Place 1 4 value='LOC'",
            "custom:Place 3 3 value='LOC'",
        )
    )
    assert [span.text for span in labels_of(record).spans] == ["Kursk"]
    assert [(each.is_warning, each.reason) for each in said] == [
        (True, "There is no place here for some annotations and features: Place.certainty (1)."),
        (False, "The file has annotations of no words (1)."),
        (False, "The file has annotations that stand outside the text or begin inside a character (2)."),
    ]


def test_a_text_without_labels_is_an_article_of_which_nothing_is_known() -> None:
    assert told(xmi())[0].annotations is None


def test_the_mentions_of_a_chain_that_are_labels_are_one_actor() -> None:
    data = xmi(
        f"ner:NamedEntity {at('Maran')} value='PER'",
        f"ner:NamedEntity {at('We')} value='PER'",
        f"custom:CoreferenceLink {at('We')}",
        f"custom:CoreferenceLink {at('Maran')} next='3'",
    ).replace(b"<cas:Sofa", b"<custom:CoreferenceChain xmi:id='9' sofa='99' first='4'/><cas:Sofa")
    record, _ = told(data.replace(b"members='", b"members='9 "))
    assert {span.actor for span in labels_of(record).spans} == {"Maran"}


def project(folder: Path, **states: str) -> Path:
    """A project with one document: annotated by ann, by ben in a zip, and curated."""
    for name, content in (
        ("annotation/talks.txt/ann.xmi", xmi(f"ner:NamedEntity {at('Kursk')} value='LOC'")),
        ("annotation/talks.txt/INITIAL_CAS.xmi", xmi()),
        ("curation/talks.txt/CURATION_USER.xmi", xmi(f"ner:NamedEntity {at('Kursk')} value='GPE'")),
        ("source/talks.txt", QUOTES.encode()),
        ("source/other.txt", b"Nobody answered."),
    ):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    with zipfile.ZipFile(folder / "annotation/talks.txt/ben.zip", "w") as archive:
        archive.writestr("ben.xmi", xmi())
        archive.writestr("TypeSystem.xml", "<typeSystemDescription xmlns='http://uima.apache.org/resourceSpecifier'/>")
    documents = [{"name": "talks.txt", "user": user, "state": state} for user, state in states.items()]
    (folder / "exportedproject1.json").write_text(json.dumps({"name": "Talks", "annotation_documents": documents}))
    return folder


def test_a_project_gives_each_annotators_work_and_what_was_curated(tmp_path: Path) -> None:
    records, said = read(project(tmp_path, ann="IN_PROGRESS", ben="FINISHED"))
    found = {record.annotator: [span.label for span in labels_of(record).spans] for record in records[:-1]}
    assert found == {"ann": ["LOC"], "ben": [], ADJUDICATED: ["GPE"]}
    assert records[-1].text == "Nobody answered."
    assert len(said) == 1
    assert "had not said" in said[0].reason


def test_a_project_as_it_was_saved_is_read_like_its_folder(tmp_path: Path) -> None:
    project(tmp_path / "talks", ann="FINISHED", ben="FINISHED")
    packed = Path(shutil.make_archive(str(tmp_path / "talks"), "zip", tmp_path / "talks"))
    records, said = read(packed)
    assert [record.annotator for record in records] == ["ann", "ben", ADJUDICATED, ""]
    assert said == []


def test_who_worked_on_a_project_is_known_before_it_is_read(tmp_path: Path) -> None:
    assert annotators_in([project(tmp_path)]) == {"ann", "ben", ADJUDICATED}


def test_a_document_that_nobody_touched_says_nothing_of_whoever_opened_it(tmp_path: Path) -> None:
    records, _ = read(project(tmp_path, ben="NEW"))
    assert {record.annotator for record in records if record.annotations is None} == {"ben", ""}


@pytest.mark.parametrize("left", ["txt", "nothing"])
def test_a_project_without_readable_annotations_says_how_to_export_it(tmp_path: Path, left: str) -> None:
    for name in ("annotation/a.txt/ann.txt" if left == "txt" else "annotation_ser/a.txt/ann.ser", "source/a.txt"):
        (tmp_path / name).parent.mkdir(parents=True)
        (tmp_path / name).write_text("Talks.")
    (tmp_path / "exportedproject.json").write_text("{}")
    records, (said,) = read(tmp_path)
    assert [record.text for record in records] == ["Talks."]
    assert "UIMA CAS JSON" in said.hint


def test_a_curators_export_is_settled_work_and_its_type_system_no_article(tmp_path: Path) -> None:
    (tmp_path / "CURATION_USER.xmi").write_bytes(xmi(f"ner:NamedEntity {at('Kursk')} value='LOC'"))
    (tmp_path / "TypeSystem.xml").write_text(
        "<typeSystemDescription xmlns='http://uima.apache.org/resourceSpecifier'><types/></typeSystemDescription>"
    )
    (record,), said = read(tmp_path)
    assert record.annotator == ADJUDICATED
    assert said == []


def test_files_are_known_by_how_they_begin(tmp_path: Path) -> None:
    for name, content in (
        ("a.xmi", xmi()),
        ("b.xml", xmi()),
        ("c.tsv", b"#FORMAT=WebAnno TSV 3.3\n"),
        ("d.json", b'{"%TYPES": {}, "%FEATURE_STRUCTURES": []}'),
    ):
        (tmp_path / name).write_bytes(content)
        assert detect(tmp_path / name).name == "inception"
    (tmp_path / "e.json").write_text('[{"text": "Talks."}]')
    assert detect(tmp_path / "e.json").name != "inception"


def same(article: GoldArticle) -> tuple[object, ...]:
    """What the format carries of an article, to be compared."""
    return (
        article.text,
        article.annotated,
        sorted((span.start, span.end, span.label, span.actor or "") for span in article.spans),
        sorted(map(told_of, article.statements), key=repr),
        {(piece.start, piece.end) for piece in article.excluded},
    )


def test_a_whole_article_comes_back_with_its_events_actors_and_metadata(tmp_path: Path) -> None:
    losses = write(inception.FORMAT, tmp_path / "out", dataset(one_article()))
    (record,), said = read(tmp_path / "out")
    assert losses == []
    assert said == []
    assert same(labels_of(record)) == same(one_article())
    assert record.meta == one_article().meta
    assert (record.events, record.actors) == ((EVENT,), (ACTOR,))


def test_the_library_reads_the_same_words_and_slots_with_the_type_system_or_without(tmp_path: Path) -> None:
    write(inception.FORMAT, tmp_path / "out", dataset(one_article()))
    data = next((tmp_path / "out" / "train").iterdir()).read_text(encoding="utf-8")
    types = cassis.load_typesystem((tmp_path / "out" / "TypeSystem.xml").read_text(encoding="utf-8"))
    for cas in (cassis.load_cas_from_json(data), cassis.load_cas_from_json(data, typesystem=types)):
        assert cas.sofa_string == TEXT
        assert [(one.value, one.get_covered_text()) for one in cas.select(NAMED_ENTITY)] == [
            ("PERSON", "Ilse Maran"),
            ("GPE", "Kursk"),
        ]
        first, later = cas.select("webanno.custom.Statement")
        assert (first.value, first.get_covered_text(), later.get_covered_text()) == (
            "mixed",
            "We will go,",
            "And then we will see.",
        )
        slots = {link.role: link.target.get_covered_text() for link in first.parts.elements}
        assert slots == {"cue": "said", "speaker": "Ilse Maran"}
        assert [(link.role, link.target) for link in later.parts.elements] == [("continues", first)]


def test_the_layer_definition_names_every_layer_and_feature_that_is_written(tmp_path: Path) -> None:
    write(inception.FORMAT, tmp_path / "out", dataset(one_article()))
    defined = {one["name"]: one for one in json.loads((tmp_path / "out" / "layers.json").read_bytes())}
    cas = json.loads(next((tmp_path / "out" / "train").iterdir()).read_bytes())
    for each in cas["%FEATURE_STRUCTURES"]:
        layer: dict[str, Any] = defined.get(each["%TYPE"], {})
        if layer:
            features = {name.lstrip("@") for name in each} - {"%ID", "%TYPE", "sofa", "begin", "end"}
            assert features <= {feature["name"] for feature in layer["features"]}
    types = defined["webanno.custom.Statement"]["features"][0]["tag_set"]["tags"]
    assert [tag["tag_name"] for tag in types] == ["direct", "indirect", "mixed"]


def test_what_the_layers_cannot_hold_is_a_loss(tmp_path: Path) -> None:
    article = one_article(annotated=())
    flagged = structs.replace(article.spans[0], flags=("unsure",))
    unlinked = [structs.replace(one, links=()) for one in article.statements]
    given = structs.replace(article, spans=(flagged,), statements=tuple(unlinked))
    losses = write(inception.FORMAT, tmp_path / "out", dataset(given))
    assert {loss.kind for loss in losses} == {"flags", "passes", "event"}
    proposed = write(inception.FORMAT, tmp_path / "proposed", dataset(given, layer="suggestions"))
    assert "passes" not in {loss.kind for loss in proposed}


def test_further_speakers_without_a_mention_are_lost_and_all_others_come_back(tmp_path: Path) -> None:
    (statement,) = one_article().statements
    speaker = GoldSpeaker(mention=piece_of(TEXT, "she"), others=(GoldSpeaker(actor=ACTOR.id, name=ACTOR.name),))
    given = one_article(statements=(structs.replace(statement, speaker=speaker),))
    losses = write(inception.FORMAT, tmp_path / "out", dataset(given))
    (record,), _ = read(tmp_path / "out")
    assert [loss.kind for loss in losses] == ["others"]
    assert [one.mention for one in speakers_of(labels_of(record).statements[0].speaker)] == [speaker.mention]


def test_each_split_is_a_folder_and_all_are_read_as_one(tmp_path: Path) -> None:
    first, second = one_article(), one_article(text="Talks.", spans=(), statements=(), excluded=())
    write(inception.FORMAT, tmp_path / "out", dataset(first, second, splits={first.id: "train", second.id: "test"}))
    assert sorted(path.parent.name for path in (tmp_path / "out").rglob("*-*.json") if path.parent.name != "out") == [
        "test",
        "train",
    ]
    assert len(read(tmp_path / "out")[0]) == 2


@settings(max_examples=80)
@given(articles())
def test_what_comes_back_is_what_was_written_but_for_the_losses(article: GoldArticle) -> None:
    with tempfile.TemporaryDirectory() as folder:
        losses = write(inception.FORMAT, Path(folder) / "out", dataset(article))
        (record,), said = read(Path(folder) / "out")
        cas = cassis.load_cas_from_json(next((Path(folder) / "out" / "train").iterdir()).read_text(encoding="utf-8"))
    kinds = {loss.kind for loss in losses}
    assert kinds <= {"event", "actor", "passes"}
    assert all(each.is_warning for each in said)
    assert cas.sofa_string == article.text
    written = sorted((one.begin, one.end, one.value) for one in cas.select(NAMED_ENTITY))
    assert written == sorted((span.start, span.end, span.label) for span in article.spans)
    found, expected = same(labels_of(record)), same(article)
    assert (found[0], found[2:]) == (expected[0], expected[2:])
    assert (found[1] == expected[1]) == ("passes" not in kinds)
