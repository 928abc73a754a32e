"""How figures are written: durations, shares, decimals, days. What is not there is written as nothing."""

from __future__ import annotations

from PySide6.QtCore import QDate, QDateTime, QLocale, Qt

MINUTE_MS, HOUR_MS = 60_000, 3_600_000


def share(value: float | None) -> str:
    """ "83 %"; what is nearly all or nothing is not rounded to it."""
    if value is None:
        return ""
    percent = value * 100
    if 0 < percent < 1:
        return "< 1 %"
    if 99 < percent < 100:
        return "> 99 %"
    return f"{percent:.0f} %"


def decimal(value: float | None) -> str:
    """ "0.81"; what is nearly 1 or 0 is not rounded to it."""
    if value is None:
        return ""
    for digits in (2, 3):
        shown = f"{value:.{digits}f}"
        if float(shown) == value or float(shown) not in (0.0, 1.0):
            return shown.replace("-", "−")
    return "> 0.999" if value > 0.5 else "≈ 0"


def bounds(interval: tuple[float, float] | None) -> str:
    """ "0.77–0.84"."""
    return f"{decimal(interval[0])}–{decimal(interval[1])}" if interval else ""


def duration(milliseconds: float | None) -> str:
    """ "4 h 20 min", "12 min", "45 s"; nothing where no time was measured."""
    if not milliseconds:
        return ""
    if milliseconds < MINUTE_MS:
        return f"{max(1, round(milliseconds / 1000))} s"
    minutes = round(milliseconds / MINUTE_MS)
    hours, rest = divmod(minutes, 60)
    if not hours:
        return f"{minutes} min"
    return f"{hours} h {rest} min" if rest else f"{hours} h"


def hours(milliseconds: float) -> str:
    """As `duration`, for an axis: 0 is written."""
    return duration(milliseconds) or "0"


def pace(value: float | None) -> str:
    """ "3.4 an hour"."""
    return "" if value is None else f"{value:.1f}"


def day(iso: str) -> str:
    """ "10 Mar"."""
    return QLocale(QLocale.Language.English).toString(QDate.fromString(iso, Qt.DateFormat.ISODate), "d MMM")


def clock_time(iso: str) -> str:
    """The time of day here of a moment in UTC, with the day where it was not today: "14:03", "21 Nov, 14:03"."""
    moment = QDateTime.fromString(iso, Qt.DateFormat.ISODate).toLocalTime()
    is_today = moment.date() == QDate.currentDate()
    return QLocale(QLocale.Language.English).toString(moment, "HH:mm" if is_today else "d MMM, HH:mm")
