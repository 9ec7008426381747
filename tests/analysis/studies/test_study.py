"""All studies together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.studies import study

if TYPE_CHECKING:
    from analysis.bundle import Bundle
    from analysis.evidence import Evidence


def test_equal_evidence_gives_equal_findings(tiny_evidence: Evidence, tiny_bundle: Bundle) -> None:
    """Nothing in a study depends on anything but the evidence and its seed."""
    again = study(tiny_evidence)._asdict()

    assert again == {name: getattr(tiny_bundle.findings, name) for name in again}
