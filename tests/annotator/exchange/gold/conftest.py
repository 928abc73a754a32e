"""Fixtures of the tests of gold: a lead's project, and the article that three annotators submitted."""

from __future__ import annotations

import pytest

from tests.annotator.exchange.team import submit_all
from tests.annotator.making import TEXT


@pytest.fixture
def project(make_project):
    return make_project(TEXT, annotator="lead")


@pytest.fixture
def article(project):
    return submit_all(project)
