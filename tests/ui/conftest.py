"""Fixtures of the interface's tests."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from annotator.project import Project
from tests.ui.hosts import Host


@pytest.fixture
def host(make_project: Callable[..., Project], qtbot) -> Host:
    """A session on two articles with suggestions, and a bare window for a panel or a picker."""
    return Host(make_project, qtbot)
