"""Words about the recipe."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from report.wording import methodology

if TYPE_CHECKING:
    from analysis.bundle import Bundle


@pytest.mark.parametrize(
    ("decay", "said"),
    [(0.99, "over about 100 steps"), (0.99971, "over about 3,448 steps"), (0.0, "none"), (None, "none")],
)
def test_the_average_is_told_by_its_length(decay: float | None, said: str, tiny_bundle: Bundle) -> None:
    """A decay of 0.99971 would be rounded to 1."""
    findings = tiny_bundle.findings
    training = findings.training.model_copy(update={"averaging": decay})

    assert dict(methodology.settings(training, findings.dataset))["Moving average of the weights"] == said
