"""The page on formats names every one of them, and says truly which are written."""

from pathlib import Path

from annotator.formats import FORMATS

PAGE = Path(__file__).parent.parent.parent / "docs" / "formats.md"


def test_the_page_tells_every_format_and_whether_it_is_written() -> None:
    told: dict[str, bool] = {}
    for line in PAGE.read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in line.split("|")[1:-1]]
        if len(cells) == 4 and "`" in cells[0]:
            told |= {name.strip(" `"): cells[3] == "✓" for name in cells[0].split(",")}
    assert told == {known.name: known.write is not None for known in FORMATS}


def test_every_format_that_is_written_says_how_it_is_loaded_and_what_it_lacks() -> None:
    written = [known for known in FORMATS if known.write is not None]
    assert [known.name for known in written if not known.cannot_carry or not known.loading] == []
