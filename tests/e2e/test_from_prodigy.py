"""A team that reviewed in Prodigy comes over: its versions are layers, what was settled is none; a lead makes gold."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from annotator.cli import main
from annotator.project import Project

TEXTS = ("Anna Keller met Toren Vask in Riga.", "Riga waits, said Anna Keller.")
HASHES = {"_input_hash": 12, "_task_hash": -34}


def span(text: str, words: str, label: str) -> dict[str, Any]:
    return {"start": text.index(words), "end": text.index(words) + len(words), "label": label}


def version(text: str, session: str, **labels: str) -> dict[str, Any]:
    """What one annotator of the team had made of a text: `Riga="GPE"`."""
    spans = [span(text, words.replace("_", " "), label) for words, label in labels.items()]
    return {"text": text, "spans": spans, "answer": "accept", "sessions": [f"talks-{session}"],
            "_view_id": "ner_manual", **HASHES}  # fmt: skip


def reviewed(versions: list[dict[str, Any]], answer: str = "accept") -> dict[str, Any]:
    """A row as `prodigy review` leaves it: the versions, and as the outcome the first one."""
    return {**versions[0], "answer": answer, "_view_id": "review", "view_id": "ner_manual", "versions": versions}


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """The project that the team's reviewed dataset was imported into, under the name of the team."""
    first = [version(TEXTS[0], "ann", Anna_Keller="PERSON", Toren_Vask="PERSON", Riga="GPE"),
             version(TEXTS[0], "ben", Anna_Keller="PERSON", Toren_Vask="PERSON", Riga="LOC")]  # fmt: skip
    second = [version(TEXTS[1], name, Anna_Keller="PERSON", Riga="GPE") for name in ("ann", "ben")]
    rows = [reviewed(first), reviewed(second)]
    file, path = tmp_path / "talks.jsonl", tmp_path / "talks.annodb"
    file.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    assert main(["new", str(path), "--name", "Talks"]) == 0
    assert main(["import", str(path), str(file), "--layer", "team"]) == 0
    return path


def test_versions_are_layers_and_what_was_settled_is_no_annotator_of_the_team(project: Path) -> None:
    with Project.open(project, annotator="lead") as opened:
        report = opened.lead.agreement(samples=0)
        assert report.layers == ("team/ann", "team/ben")
        assert report.articles == 2
        assert 0 < report.measures["entity_f1_exact"] < 1
        settled = opened.work(opened.article_ids()[0], layer="team/gold")
        assert [unit.value.label for unit in settled.units()] == ["PERSON", "PERSON", "GPE"]


def test_a_lead_settles_the_one_disagreement_and_exports_gold_to_spacy(project: Path, tmp_path: Path) -> None:
    spacy = pytest.importorskip("spacy")
    with Project.open(project, annotator="lead") as opened:
        review, article = opened.lead.review, opened.article_ids()[0]
        (card,) = [card for card in review.article(article).cards if card.state == "open"]
        assert card.card.kinds == ("label",)
        (chosen,) = [one for one in card.versions if one.value is not None and one.value.label == "GPE"]
        opened.run(review.take(article, card, chosen))
    assert main(["export", str(project), str(tmp_path / "gold"), "--format", "spacy"]) == 0
    nlp = spacy.blank("en")
    (file,) = (tmp_path / "gold").rglob("*.spacy")
    docs = list(spacy.tokens.DocBin().from_disk(file).get_docs(nlp.vocab))
    found = sorted((entity.text, entity.label_) for doc in docs for entity in doc.ents)
    assert found == [("Anna Keller", "PERSON")] * 2 + [("Riga", "GPE")] * 2 + [("Toren Vask", "PERSON")]
