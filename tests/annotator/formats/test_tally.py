from annotator.formats.tally import Tally


def test_what_holds_of_many_records_is_said_once_with_the_first_lines() -> None:
    tally = Tally("a.jsonl")
    for line in range(1, 9):
        tally.warn("Left as it was", line)
    tally.fail("Not taken", 4, "label", count=3, hint="Mend it.")
    warned, failed = tally.records()
    assert warned.reason == "Left as it was: 8 records (lines 1, 2, 3, 4, 5 …)."
    assert (warned.line, warned.is_warning) == (1, True)
    assert (failed.reason, failed.hint, failed.is_warning) == ("Not taken: 3 labels.", "Mend it.", False)


def test_nothing_is_said_of_nothing() -> None:
    tally = Tally("a.jsonl")
    tally.warn("Never", 1, count=0)
    assert list(tally.records()) == []
