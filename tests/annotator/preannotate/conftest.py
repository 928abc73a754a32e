"""The spaCy pipeline with our components, loaded once; tests that need it skip where it is not installed."""

from __future__ import annotations

import pytest

from annotator.preannotate.pipeline import DEFAULT_MODEL, ModelPipeline, load


@pytest.fixture(scope="session")
def pipeline() -> ModelPipeline:
    spacy = pytest.importorskip("spacy")
    if not spacy.util.is_package(DEFAULT_MODEL):
        pytest.skip(f"the model {DEFAULT_MODEL} is not installed")
    loaded = load()
    assert isinstance(loaded, ModelPipeline)
    return loaded
