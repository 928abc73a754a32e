"""`ActiveTime`: how long somebody has worked since the last decision, pauses left out. The journal keeps it with each.

What ended in no decision is not kept: an article that was only looked at took no time.
"""

from __future__ import annotations

import time
from collections.abc import Callable

PAUSE_SECONDS = 60.0
"""Of a longer stretch without a sign of life only so much counts as work."""


class ActiveTime:
    """One for each window. `clock` gives seconds that never go back."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._last = clock()
        self._seconds = 0.0

    def note(self) -> None:
        """Somebody did something."""
        now = self._clock()
        self._seconds += min(now - self._last, PAUSE_SECONDS)
        self._last = now

    def take(self) -> int:
        """The milliseconds worked since this was last asked, or since `begin`."""
        self.note()
        milliseconds, self._seconds = round(self._seconds * 1000), 0.0
        return milliseconds

    def begin(self) -> None:
        """Something else is worked on from now."""
        self._last, self._seconds = self._clock(), 0.0
