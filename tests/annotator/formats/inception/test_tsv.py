"""WebAnno TSV 3: rows and cells of every kind, and the same as the XMI that the same program wrote."""

from __future__ import annotations

from pathlib import Path

import pytest

from annotator.errors import UserError
from annotator.formats.inception.cas_model import CasDocument, is_linguistic
from annotator.formats.inception.cas_xmi import read_xmi
from annotator.formats.inception.tsv import read_tsv

SPAN, VALUES = "webanno.custom.Span", "#T_SP=webanno.custom.Span|value"


def tsv(*lines: str, header: tuple[str, ...] = (VALUES,), version: str = "3.3") -> CasDocument:
    return read_tsv("\n".join((f"#FORMAT=WebAnno TSV {version}", *header, "", "", *lines)) + "\n")


def labels(document: CasDocument) -> list[tuple[str, str]]:
    return [(document.text[span.start : span.end], span.features.get("value", "")) for span in document.spans]


def test_a_number_joins_rows_and_tells_stacked_labels_apart() -> None:
    document = tsv("#Text=a b c", "1-1\t0-1\ta\tX[1]|Y[2]\t", "1-2\t2-3\tb\tX[1]\t", "1-3\t4-5\tc\tX\t")
    assert labels(document) == [("a b", "X"), ("a", "Y"), ("c", "X")]


def test_offsets_are_utf_16_units_and_the_text_is_read_whole() -> None:
    document = tsv("#Text=😊 a\u2028b", "1-1\t0-2\t😊\tX\t", "1-2\t3-6\ta\u2028b\tY\t")
    assert labels(document) == [("😊", "X"), ("a\u2028b", "Y")]
    assert document.said == ()


def test_what_stood_between_sentences_becomes_a_line_end_and_blanks() -> None:
    document = tsv("#Text=a .", "1-1\t0-1\ta\t_\t", "1-2\t2-3\t.\t_\t", "", "#Text=b", "2-1\t6-7\tb\tX\t", "")
    assert document.text == "a .\n  b"
    assert labels(document) == [("b", "X")]


def test_sentences_that_touch_and_lines_within_one_keep_their_places() -> None:
    document = tsv("#Text=a", "1-1\t0-1\ta\t_\t", "", "#Text=b", "#Text=c", "2-1\t1-2\tb\t_\t", "2-2\t3-4\tc\tX\t")
    assert document.text == "ab\nc"
    assert labels(document) == [("c", "X")]


def test_escapes_mean_what_they_stand_for_and_part_nothing() -> None:
    value = "a\\|b\\[1\\]\\;\\\\\\_\\*\\->"
    document = tsv("#Text=x\\ty\\\\", f"1-1\t0-1\tx\t{value}|\\*\t", "1-2\t2-4\ty\\\\\t_\t")
    assert document.text == "x\ty\\"
    assert labels(document) == [("x", "a|b[1];\\_*->"), ("x", "*")]


def test_parts_of_words_stand_at_their_own_offsets() -> None:
    document = tsv("#Text=talks a", "1-1\t0-5\ttalks\t_\t", "1-1.1\t0-4\ttalk\tX[1]\t", "1-2\t6-7\ta\tX[1]\t")
    assert labels(document) == [("talks a", "X")]


def test_a_label_without_a_value_is_one_and_several_features_belong_to_it() -> None:
    document = tsv("#Text=a b", "1-1\t0-1\ta\t*\tQ7\t", "1-2\t2-3\tb\t*\t*\t", header=(f"#T_SP={SPAN}|value|id",))
    assert [dict(span.features) for span in document.spans] == [{"id": "Q7"}, {}]


def test_columns_of_unequal_height_belong_together_by_number() -> None:
    document = tsv("#Text=a b", "1-1\t0-1\ta\t*[3]\tX[3]\t", "1-2\t2-3\tb\t*[3]\tY|X[3]\t",
                   header=(f"#T_SP={SPAN}|id|value",))  # fmt: skip
    assert labels(document) == [("a b", "X"), ("b", "Y")]


def test_slots_name_their_roles_and_fillers() -> None:
    host, link = "webanno.custom.Host", "webanno.custom.Host_Link"
    document = tsv(
        "#Text=a b c",
        "1-1\t0-1\ta\t_\tcue;*\t1-2[2];1-3\t",
        "1-2\t2-3\tb\tX[1]|Y[2]\t_\t_\t",
        "1-3\t4-5\tc\tZ\t*\t*\t",
        header=(VALUES, f"#T_SP={host}|ROLE_{host}:my_links_{link}|{SPAN}"),
    )
    spans = {span.id: span for span in document.spans}
    hosts = [span for span in document.spans if span.layer == host]
    slots = [(slot.feature, slot.role, spans[slot.target].features["value"]) for slot in hosts[0].slots]
    assert slots == [("my_links", "cue", "Y"), ("my_links", "", "Z")]
    assert hosts[1].slots == ()


def test_a_relation_goes_from_the_token_that_it_names_to_its_own_row() -> None:
    document = tsv(
        "#Text=a b",
        "1-1\t0-1\ta\tX[1]|Y[2]\t_\t_\t",
        "1-2\t2-3\tb\tZ\tby|to\t1-1[2_0]|1-1[1_0]\t",
        header=(VALUES, f"#T_RL=webanno.custom.By|label|BT_{SPAN}"),
        version="3.2",
    )
    values = {span.id: span.features["value"] for span in document.spans}
    found = [(values[one.source], one.features["label"], values[one.target]) for one in document.relations]
    assert found == [("Y", "by", "Z"), ("X", "to", "Z")]


def test_chains_are_in_the_order_of_their_links() -> None:
    document = tsv(
        "#Text=a b c", "1-1\t0-1\ta\t*->1-2|x->2-1\t*[1]|*[2]\t", "1-2\t2-3\tb\t*->1-1\t*[1]\t", "1-3\t4-5\tc\t_\t_\t",
        header=("#T_CH=webanno.custom.CorefLink|referenceRelation|referenceType",),
    )  # fmt: skip
    places = {span.id: document.text[span.start : span.end] for span in document.spans}
    assert [[places[link] for link in chain.links] for chain in document.chains] == [["b", "a"], ["a"]]


def test_references_to_nothing_are_counted() -> None:
    header = (VALUES, f"#T_RL=webanno.custom.By|BT_{SPAN}")
    document = tsv("#Text=a", "1-1\t0-1\ta\tX\t1-9\t", header=header)
    assert document.relations == ()
    assert sum(document.lost.values()) == 1


def test_a_file_whose_words_do_not_stand_where_it_says_is_reported() -> None:
    assert "1 token" in tsv("#Text=talks fail", "1-1\t0-5\ttalks\t_\t", "1-2\t7-11\tfail\tX\t").said[0]


def test_tokens_are_moved_to_their_words_in_order_and_their_labels_with_them() -> None:
    rows = ("1-1\t0-1\ta\t_\t", "1-2\t2-5\ttalk\tX[1]\t", "1-2.1\t2-4\tta\tY\t", "1-3\t6-7\tc\tX[1]\t")
    document = tsv("#Text==a talk c", *rows, "", "#Text=a talk", "2-1\t0-1\ta\tX[1]\t", "2-2\t2-6\ttalk\t_\t")
    assert labels(document) == [("talk c\na", "X"), ("ta", "Y")]
    assert any("moved there" in said for said in document.said)


def test_a_line_end_inside_a_sentence_need_not_be_escaped() -> None:
    document = tsv("#Text=a b", "c d", "1-1\t0-1\ta\t_\t", "1-2\t2-3\tb\t_\t", "1-3\t4-5\tc\tX\t", "1-4\t6-7\td\t_\t")
    assert (document.text, labels(document), document.said) == ("a b\nc d", [("c", "X")], ())


def test_a_gap_that_no_text_has_is_no_gap() -> None:
    document = tsv("#Text=a", "1-1\t0-1\ta\t_\t", "", "#Text=b", "2-1\t99999999998-99999999999\tb\tX\t")
    assert document.text == "a\nb"
    assert tsv("#Text=a b", "1-1\t88888888888-88888888889\ta\t_\t").text == "a b"


def test_lines_that_mean_nothing_and_missing_cells_are_survived() -> None:
    document = tsv("#Text=a b", "1-1\t0-1\ta", "what is this", "1-2\t2-3\tb\tX")
    assert labels(document) == [("b", "X")]
    assert "line 7" in document.said[0]
    assert "more columns" in tsv("#Text=a", "1-1\t0-1\ta\tX\tY\t").said[0]


@pytest.mark.parametrize("content", ["#FORMAT=WebAnno TSV 2.0\n", "#FORMAT=WebAnno TSV 3.3\n\n\n", ""])
def test_other_versions_and_empty_files_are_refused_in_a_sentence(content: str) -> None:
    with pytest.raises(UserError) as refused:
        read_tsv(content)
    assert "xport it again" in refused.value.hint


def suite(shared: Path) -> list[Path]:
    return sorted((shared / "fixtures" / "inception" / "tsv" / "tsv3-suite").iterdir())


def told(document: CasDocument) -> tuple[object, ...]:
    """A document without ids. The suite's TSV calls the layer of named entities by another name than its XMI."""
    layers = {"de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity": SPAN}
    places = {
        span.id: (layers.get(span.layer, span.layer), document.text[span.start : span.end].strip(), span.start)
        for span in document.spans
    }
    trimmed = {key: (layer, words) for key, (layer, words, _) in places.items()}
    return (
        document.text.split(),
        sorted(
            (trimmed[span.id], sorted(span.features.items()), [(one.role, trimmed[one.target]) for one in span.slots])
            for span in document.spans
            if not is_linguistic(span.layer)
        ),
        sorted((one.layer, trimmed[one.source], trimmed[one.target]) for one in document.relations),
        sorted([trimmed[link] for link in chain.links] for chain in document.chains),
    )


def test_each_file_of_the_suite_equals_its_xmi(shared: Path) -> None:
    pairs = [folder for folder in suite(shared) if (folder / "reference.xmi").is_file()]
    assert len(pairs) >= 9
    for folder in pairs:
        mine = read_tsv((folder / "reference.tsv").read_text(encoding="utf-8"))
        theirs = read_xmi((folder / "reference.xmi").read_bytes())
        assert told(mine) == told(theirs), folder.name
        assert (sum(mine.lost.values()), sum(theirs.lost.values())) == (0, 0)
