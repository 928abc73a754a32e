"""An offscreen display of a usual size: Qt's own is 800 by 800, where no window looks as people see it."""

from __future__ import annotations

import json
import os
from pathlib import Path

WIDTH, HEIGHT = 1920, 1200
WINDOW = (1440, 900)
"""The size of a window on it, in pixels at 100 %."""


def environment(folder: Path, scale: float = 1.0) -> dict[str, str]:
    """The environment for a process that shows windows on such a display; its description is written to `folder`."""
    size = {"width": round(WIDTH * scale), "height": round(HEIGHT * scale)}
    screen = {"name": "Usual", "x": 0, "y": 0, **size, "logicalDpi": 96, "dpr": 1}
    description = folder / "screen.json"
    description.write_text(json.dumps({"screens": [screen]}))
    platform = f"offscreen:configfile={description}"
    return {**os.environ, "QT_QPA_PLATFORM": platform, "QT_SCALE_FACTOR": str(scale)}
