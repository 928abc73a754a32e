"""Real keys for sheets over the real window."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.keyboard import real_keys


@pytest.fixture
def press(qtbot) -> Callable[..., None]:
    """`press("Ctrl+Z", "'words")`: see `tests.keyboard`."""
    return real_keys(qtbot)
