"""Every format reads back what it was given, but for what its losses say: with the sample's team, and with odd articles."""

from pathlib import Path

import pytest
from msgspec import structs

from annotator.demo import make_demo
from annotator.exchange.explaining import unexplained
from annotator.formats import FORMATS
from annotator.formats.losses import Loss
from annotator.project import Project
from tests.annotator.formats.datasets import one_article

WRITTEN = [known.name for known in FORMATS if known.write is not None]


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_demo(tmp_path_factory.mktemp("demo"), lambda _: None, has_team=True)


@pytest.mark.model
@pytest.mark.parametrize("layer", ["ann", "gold", "suggestions"])
@pytest.mark.parametrize("name", WRITTEN)
def test_what_a_format_loses_is_what_it_says(demo: Path, tmp_path: Path, name: str, layer: str) -> None:
    with Project.open(demo, read_only=True) as project:
        report = project.export(tmp_path / "out", format=name, layer=layer, incomplete=True, verify=True)
    assert report.failed == ()
    assert report.verified


def test_a_difference_needs_a_loss_of_its_own_unit() -> None:
    written = one_article()
    cut = structs.replace(written, spans=written.spans[:1])
    gone = written.spans[1]
    assert unexplained(written, written, []) == []
    assert len(unexplained(written, cut, [])) == 1
    assert len(unexplained(written, cut, [Loss(written.id, "overlap", "", "another")])) == 1
    assert unexplained(written, cut, [Loss(written.id, "overlap", "", gone.id)]) == []
    assert len(unexplained(written, cut, [Loss(written.id, "flags", "", gone.id)])) == 1


def test_a_lost_part_of_a_statement_is_told_by_its_kind() -> None:
    written = one_article()
    (statement,) = written.statements
    back = structs.replace(written, statements=(structs.replace(statement, cue=None, links=()),))
    assert len(unexplained(written, back, [])) == 2
    assert len(unexplained(written, back, [Loss(written.id, "cue", "", statement.id)])) == 1
    both = [Loss(written.id, kind, "", statement.id) for kind in ("cue", "link")]
    assert unexplained(written, back, both) == []


def test_what_came_from_nowhere_is_said() -> None:
    written = one_article()
    assert len(unexplained(structs.replace(written, spans=()), written, [])) == 2
    assert len(unexplained(structs.replace(written, statements=()), written, [])) == 1
