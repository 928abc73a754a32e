"""Every format reads back what it was given, but for what its losses say: the sample with its team, odd articles."""

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
    lost = structs.replace(statement, cue=None, links=(), decided=("content", "speaker", "actor", "type"))
    back = structs.replace(written, statements=(lost,))
    assert len(unexplained(written, back, [])) == 2
    assert len(unexplained(written, back, [Loss(written.id, "cue", "", statement.id)])) == 1
    both = [Loss(written.id, kind, "", statement.id) for kind in ("cue", "link")]
    assert unexplained(written, back, both) == []


def test_what_came_from_nowhere_is_said() -> None:
    written = one_article()
    assert len(unexplained(structs.replace(written, spans=()), written, [])) == 2
    assert len(unexplained(structs.replace(written, statements=()), written, [])) == 1


def test_a_part_that_was_found_to_be_none_is_no_part_that_nobody_looked_at() -> None:
    (statement,) = one_article().statements
    silent = structs.replace(statement, cue=None, links=())
    unseen = structs.replace(silent, decided=("content", "speaker", "actor", "type"))
    written, back = one_article(statements=(silent,)), one_article(statements=(unseen,))
    assert len(unexplained(written, back, [])) == 2
    both = [Loss(written.id, kind, "", statement.id) for kind in ("none", "nothing_to_link")]
    assert unexplained(written, back, both) == []
