"""About an article: under what it was submitted."""

from __future__ import annotations

from annotator.operations import SetScheme, Submit
from annotator.review.guidelines import guidelines_version
from annotator.scheme_text import with_guidelines
from tests.ui.hosts import Host
from ui.dialogs.meta import MetaDialog


def told(host: Host) -> str:
    return MetaDialog(host.session, host.window).submitted.text()


def test_a_submission_tells_its_scheme_and_guidelines_and_whether_they_changed_since(host):
    assert told(host) == ""
    host.session.run(Submit(host.articles[0], reject_rest=True))
    scheme = host.project.scheme
    version = guidelines_version(scheme.guidelines)
    assert told(host) == f"Submitted under {scheme.name} {scheme.version}, guidelines {version}."
    host.session.run(SetScheme(with_guidelines(host.project.scheme_text, "Others.")))
    assert told(host).endswith(f"guidelines {version}. They have changed since.")
    host.session.run(SetScheme(with_guidelines(host.project.scheme_text, "")))
    host.session.run(Submit(host.articles[0]))
    assert told(host).endswith("without guidelines.")
