from datetime import UTC, datetime

import pytest

from annotator.formats.news.availability import kept_out, moment_of, moment_text

NOW = datetime(2025, 5, 20, 12, tzinfo=UTC)


@pytest.mark.parametrize("status", ["stat:canceled", "Canceled", "http://cv.iptc.org/newscodes/pubstatusg2/withheld"])
def test_what_an_agency_takes_back_stays_out(status: str) -> None:
    assert kept_out(status, None, NOW)


@pytest.mark.parametrize("embargo", ["2025-05-20T14:00:01+02:00", "20250521", "2099-01-01", "", "noon on Friday"])
def test_an_embargo_that_has_not_ended_keeps_out(embargo: str) -> None:
    why = kept_out("usable", embargo, NOW)
    assert why is not None
    assert "under embargo" in why[0]


@pytest.mark.parametrize("embargo", ["2025-05-20T14:00:00+02:00", "20250520T110000Z", "2025-05-19+0200", None])
def test_an_embargo_that_has_ended_does_not(embargo: str | None) -> None:
    assert kept_out("stat:usable", embargo, NOW) is None


def test_an_embargo_without_an_end_lasts() -> None:
    assert kept_out("embargoed", None, NOW) == (
        "is under embargo without an end that it names and was left out",
        "When it is over, set the item's status to usable and import it again.",
    )
    assert kept_out("embargoed", "2020-01-01", NOW) is None


@pytest.mark.parametrize(
    ("given", "iso"),
    [
        ("20131020T192751+1100", "2013-10-20T19:27:51+11:00"),
        ("20240710T130037Z", "2024-07-10T13:00:37+00:00"),
        ("20080219+0100", "2008-02-19"),
        ("20080219", "2008-02-19"),
        ("2021-05-16T09:00:04", "2021-05-16T09:00:04"),
        ("Friday", "Friday"),
    ],
)
def test_moments_keep_their_zone(given: str, iso: str) -> None:
    assert moment_text(given) == iso


def test_a_moment_without_a_zone_counts_as_utc() -> None:
    assert moment_of("2025-05-20T12:00:00") == NOW
