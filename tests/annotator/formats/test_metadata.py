import pytest

from annotator.formats.metadata import find_title, iso_date

LONG = "The minister said on Sunday that talks would begin within days, whatever the other side says about them."


@pytest.mark.parametrize(
    ("text", "title"),
    [
        (f"Talks begin\n\n{LONG}", "Talks begin"),
        (f"\n  Talks begin  \n{LONG}", "Talks begin"),
        (f"Will talks begin?\n{LONG}", "Will talks begin?"),
        (f"Envoy lands in the U.S.\n\n{LONG}", "Envoy lands in the U.S."),
        (f"## Talks begin ##\n{LONG}", "Talks begin"),
        (f"**Talks: a new effort**\n{LONG}", "Talks: a new effort"),
        (f"{LONG}\n**Talks begin**\n\n{LONG}", "Talks begin"),
        (f"It was over.\n\n{LONG}", None),
        (f"“It was over.”\n\n{LONG}", None),
        (f"{'Long ' * 40}\n\n{LONG}", None),
        ("One line only", None),
        ("A line\nand another\n", None),
        ("", None),
    ],
)
def test_a_title_is_found_where_there_is_one(text: str, title: str | None) -> None:
    assert find_title(text) == title


@pytest.mark.parametrize(
    ("given", "iso"),
    [
        ("2025-03-16", "2025-03-16"),
        ("20250316", "2025-03-16"),
        ("2025-03-16T10:00:00Z", "2025-03-16T10:00:00+00:00"),
        ("2025-03-16 10:00:00.123+02:00", "2025-03-16T10:00:00+02:00"),
        ("2025-03-16 00:00:00", "2025-03-16"),
        ("Sun, 16 Mar 2025 10:00:00 +0100", "2025-03-16T10:00:00+01:00"),
        ("16 March 2025", "2025-03-16"),
        ("Sunday, March 16th, 2025", "2025-03-16"),
        ("Mar. 16, 2025", "2025-03-16"),
        ("16.3.2025", "2025-03-16"),
        ("2025/03/16", "2025-03-16"),
        ("03/16/2025", "2025-03-16"),
        ("16/03/2025", "2025-03-16"),
        ("1742119200", "2025-03-16T10:00:00+00:00"),
        ("03/04/2025", "03/04/2025"),
        ("2025-03", "2025-03"),
        ("31 February 2025", "31 February 2025"),
        ("yesterday", "yesterday"),
    ],
)
def test_a_date_becomes_iso_where_it_is_clear(given: str, iso: str) -> None:
    assert iso_date(given) == iso
