"""UIMA CAS as XMI and as JSON: the same with types and without; what is damaged or hostile is refused."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import cassis
import pytest
from cassis.typesystem import TypeSystemMode
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.errors import UserError
from annotator.formats.inception.cas_json import read_json
from annotator.formats.inception.cas_model import CasDocument
from annotator.formats.inception.cas_xmi import read_xmi
from tests.annotator.formats.inception.test_inception import QUOTES, at, xmi

SPAN, LINK, HOST = "webanno.custom.Span", "webanno.custom.HostSlotsLink", "webanno.custom.Host"
WORDS = ("talks", "🐱", "👩🏽‍🚒", "e\u0301", "Kursk\r\n", "<&>", "\u2028", "\t")


def types() -> Any:
    made = cassis.TypeSystem()
    made.create_feature(made.create_type(SPAN), "value", "uima.cas.String")
    link = made.create_type(LINK, "uima.cas.TOP")
    made.create_feature(link, "role", "uima.cas.String")
    made.create_feature(link, "target", "uima.tcas.Annotation")
    host = made.create_type(HOST)
    made.create_feature(host, "slots", "uima.cas.FSArray", elementType=link)
    made.create_feature(host, "names", "uima.cas.StringArray")
    made.create_feature(host, "sure", "uima.cas.Boolean")
    relation = made.create_type("webanno.custom.By")
    for name in ("Governor", "Dependent"):
        made.create_feature(relation, name, SPAN)
    return made


def cas_of(words: list[str], places: list[tuple[int, int]]) -> Any:
    """A CAS with a span and, from the second on, a host with a slot and a relation, at each place."""
    made = types()
    cas = cassis.Cas(typesystem=made)
    cas.sofa_string = " ".join(("Talks.", *words))
    before: Any = None
    for start, length in places:
        begin = min(start, len(cas.sofa_string) - 1)
        place = {"begin": begin, "end": min(begin + length, len(cas.sofa_string))}
        span = made.get_type(SPAN)(**place, value=f"L{start}")
        cas.add(span)
        if before is not None:
            link = made.get_type(LINK)(role="cue", target=before)
            array = made.get_type("uima.cas.FSArray")
            strings = made.get_type("uima.cas.StringArray")
            host = made.get_type(HOST)
            cas.add(host(**place, slots=array(elements=[link]), names=strings(elements=["a", "b"]), sure=True))
            cas.add(made.get_type("webanno.custom.By")(**place, Governor=span, Dependent=before))
        before = span
    return cas


def told(document: CasDocument) -> tuple[object, ...]:
    spans = {span.id: (span.layer, span.start, span.end, sorted(span.features.items())) for span in document.spans}
    return (
        document.text,
        sorted(
            (*spans[one.id], [(slot.feature, slot.role, spans[slot.target]) for slot in one.slots])
            for one in document.spans
        ),
        sorted((one.layer, spans[one.source], spans[one.target]) for one in document.relations),
        sorted([spans[link] for link in chain.links] for chain in document.chains),
    )


@settings(max_examples=60)
@given(
    st.lists(st.sampled_from(WORDS), min_size=1, max_size=12),
    st.lists(st.tuples(st.integers(0, 60), st.integers(1, 9)), max_size=4),
)
def test_what_the_library_writes_is_read_with_types_and_without_in_xmi_and_in_json(
    words: list[str], places: list[tuple[int, int]]
) -> None:
    cas = cas_of(words, places)
    text = cas.sofa_string
    data = cas.to_xmi().encode()
    whole = read_xmi(data, cas.typesystem.to_xml().encode())
    assert whole.text == text
    assert sorted((span.start, span.end) for span in whole.spans if span.layer == SPAN) == sorted(
        (one.begin, one.end) for one in cas.select(SPAN)
    )
    assert [dict(span.features) for span in whole.spans if span.layer == HOST] == [
        {"names": "a\nb", "sure": "true"} for _ in places[1:]
    ]
    assert len(whole.relations) == len(places[1:])
    assert told(read_xmi(data)) == told(whole)
    for mode in TypeSystemMode:
        assert told(read_json(cas.to_json(type_system_mode=mode).encode())) == told(whole)


def test_structures_by_id_and_arrays_without_elements_are_read() -> None:
    structures = {
        "1": {"%TYPE": "uima.cas.Sofa", "sofaNum": 1, "sofaID": "_InitialView", "sofaString": "Talks."},
        "2": {"%TYPE": SPAN, "@sofa": 1, "begin": 0, "end": 5, "value": "X", "#weight": "NaN"},
        "3": {"%TYPE": f"{LINK}[]"},
        "4": {"%TYPE": HOST, "@sofa": 1, "begin": 0, "end": 5, "@slots": 3, "@lost": 77},
    }
    data = {"%TYPES": {}, "%FEATURE_STRUCTURES": structures, "%VIEWS": {}}
    document = read_json(json.dumps(data).encode())
    assert sorted(span.layer for span in document.spans) == [HOST, SPAN]
    assert sum(document.lost.values()) == 1


def test_names_of_features_are_never_taken_for_code(tmp_path: Path) -> None:
    names = (f"a=open({str(tmp_path / 'made')!r}, 'w')", "class", "get", "__init__", "é", "not a name", "")
    span = {"%ID": 2, "%TYPE": SPAN, "@sofa": 1, "begin": 0, "end": 5} | dict.fromkeys(names, "x")
    text = {"%ID": 1, "%TYPE": "uima.cas.Sofa", "sofaString": "Talks."}
    views = {"_InitialView": {"%SOFA": 1, "%MEMBERS": [2]}}
    (found,) = read_json(json.dumps({"%FEATURE_STRUCTURES": [text, span], "%VIEWS": views}).encode()).spans
    assert set(found.features) == set(names)
    data = xmi(f"custom:Span {at('Kursk')} class='a' get='b' _x='c' value-of='d'")
    assert set(read_xmi(data).spans[0].features) == {"class", "get", "_x", "value-of"}
    declared = f"<types><typeDescription><name>{SPAN}</name><features><featureDescription><name>{names[0]}</name>"
    whole = f"{declared}</featureDescription></features></typeDescription></types>"
    assert read_xmi(data, whole.encode()).said == ()
    assert not (tmp_path / "made").exists()


def test_references_to_nothing_are_counted_and_the_rest_is_read() -> None:
    document = read_xmi(
        xmi(f"custom:Span {at('Kursk')} value='LOC'", f"custom:By {at('Kursk')} Governor='1' Dependent='8'")
    )
    assert [span.features["value"] for span in document.spans] == ["LOC"]
    assert document.relations == ()
    assert sum(document.lost.values()) >= 1


def test_linguistic_layers_are_passed_over_and_counted_where_somebody_might_miss_them() -> None:
    dkpro = "http:///de/tudarmstadt/ukp/dkpro/core/api"
    data = xmi(f"s:Token {at('Kursk')}", f"d:Dependency {at('Kursk')} Governor='1' Dependent='1'").replace(
        b"<xmi:XMI", f"<xmi:XMI xmlns:s='{dkpro}/segmentation/type.ecore' xmlns:d='{dkpro}/syntax/type.ecore'".encode()
    )
    document = read_xmi(data)
    assert (document.spans, document.relations) == ((), ())
    assert dict(document.unread) == {"Dependency": 1}


def test_metadata_are_read_and_what_says_nothing_is_not() -> None:
    space = "xmlns:m='http:///de/tudarmstadt/ukp/dkpro/core/api/metadata/type.ecore'"
    note = "m:DocumentMetaData 0 5 documentTitle='Talks' documentId='7' language='x-unspecified'"
    document = read_xmi(xmi(note).replace(b"<xmi:XMI", f"<xmi:XMI {space}".encode()))
    assert document.metadata == {"title": "Talks", "id": "7"}


@pytest.mark.parametrize(
    "damage",
    [
        lambda data: b"<!DOCTYPE x [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;&a;'>]>" + data,
        lambda data: b"<?xml version='1.0'?><!doctype x SYSTEM 'file:///etc/passwd'>" + data,
        lambda data: (b"<?xml version='1.0' encoding='UTF-16'?><!DOCTYPE x>" + data).decode().encode("utf-16"),
        lambda data: data[:-40],
        lambda data: data.replace(b"sofaString", b"sofaText"),
        lambda data: b"<html/>",
        lambda data: b"",
    ],
)
def test_hostile_and_damaged_xmi_is_refused_in_a_sentence(damage: Any) -> None:
    with pytest.raises(UserError):
        read_xmi(damage(xmi(f"custom:Span {at('Kursk')} value='LOC'")))


@pytest.mark.parametrize(
    "data",
    [b"", b"[]", b"{", b"{}", b'{"%FEATURE_STRUCTURES": 3}', b'{"%FEATURE_STRUCTURES": [{"%ID": 1}]}', b"[" * 99999],
)
def test_damaged_json_is_refused_in_a_sentence(data: bytes) -> None:
    with pytest.raises(UserError):
        read_json(data)


def test_without_a_sound_type_system_the_layers_are_told_from_the_file() -> None:
    for data in (b"<types", b"<!DOCTYPE a><a/>", b""):
        document = read_xmi(xmi(f"custom:Span {at('Kursk')} value='LOC'"), data)
        assert [dict(span.features) for span in document.spans] == [{"value": "LOC"}]
        assert len(document.said) == 1


def test_utf_16_and_references_to_control_characters_are_read() -> None:
    data = xmi(f"custom:Span {at('Kursk')} value='LOC'")
    document = read_xmi(("<?xml version='1.0' encoding='UTF-16'?>" + data.decode()).encode("utf-16"))
    assert document.text == QUOTES
    controlled = data.replace(b"said", b"sai&#1;").replace(b"<xmi:XMI", b"<?xml version='1.1'?><xmi:XMI", 1)
    assert read_xmi(controlled).text == QUOTES.replace("said", "sai\ufffd")


def test_the_libraries_own_files_are_read_as_the_library_reads_them(shared: Path) -> None:
    folder = shared / "fixtures" / "dkpro-cassis"
    for name, of in (("cas_with_smileys.xmi", "important_dkpro_types.xml"), ("small_cas.xmi", "small_typesystem.xml")):
        data, system = (folder / "xmi" / name).read_bytes(), (folder / "typesystems" / of).read_bytes()
        cas = cassis.load_cas_from_xmi(io.BytesIO(data), typesystem=cassis.load_typesystem(io.BytesIO(system)))
        document = read_xmi(data, system)
        assert document.text == cas.sofa_string
        assert told(read_xmi(data)) == told(document)
        places = {(one.begin, one.end) for one in cas.select_all_annotations()}
        assert all((span.start, span.end) in places for span in document.spans)


def test_every_type_system_of_the_fixtures_can_stand_beside_a_file(shared: Path) -> None:
    for path in sorted((shared / "fixtures" / "dkpro-cassis" / "typesystems").iterdir()):
        document = read_xmi(xmi(f"custom:Span {at('Kursk')} value='LOC'"), path.read_bytes())
        assert [dict(span.features) for span in document.spans] == [{"value": "LOC"}], path.name


def test_an_annotation_without_a_place_is_counted_and_one_without_a_view_is_the_texts() -> None:
    data = xmi(f"custom:Span {at('Kursk')} value='LOC'", f"custom:Span {at('said')} value='CUE'")
    end = f" end='{at('said').split()[1]}'".encode()
    document = read_xmi(data.replace(b"xmi:id='1' sofa='99'", b"xmi:id='1'").replace(end, b""))
    assert [span.features["value"] for span in document.spans] == ["LOC"]
    text = {"%ID": 1, "%TYPE": "uima.cas.Sofa", "sofaString": "Talks."}
    spans = [{"%ID": 2, "%TYPE": SPAN, "begin": 0, "end": 5, "@to": 1}, {"%ID": 3, "%TYPE": SPAN, "end": 5}]
    found = read_json(json.dumps({"%FEATURE_STRUCTURES": [text, *spans]}).encode())
    assert [(span.start, span.end) for span in found.spans] == [(0, 5)]
    assert sum(found.lost.values()) == 1
