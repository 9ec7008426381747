"""A report on two classes, of which there is one pair, speaks of one."""

from __future__ import annotations

import re

import pytest

from report.output.render import Renderer
from tests.conftest import bundle_of_shapes


@pytest.mark.parametrize("medium", ["web", "paper"])
def test_there_is_one_pair(medium: str) -> None:
    """Nothing is said of several, and no pair is compared with others."""
    renderer = Renderer(bundle_of_shapes(("circle", "cross"), (8, 8), 240), medium)  # type: ignore[arg-type]
    pages = [renderer.paper()] if medium == "paper" else list(renderer.pages().values())
    said = re.sub(r"<[^>]*>|\s+", " ", " ".join(pages))

    assert not re.findall(r".{30}\b(?:1|one) (?:pairs|of one|of 1)\b.{20}", said)
    assert "misclassified more often than the other?" in said
    assert "pairs of" not in said
    nothing = r"order of the pairs|significantly many errors, and|have the most|Top-2|two most probable|of the 2 ways"
    assert not re.findall(rf".{{30}}(?:{nothing}).{{20}}", said)
    assert not re.findall(r"(?:correlation|uniform spread) .{0,60}100%", said)
    assert "circle and cross were confused once" in said.replace("\N{NO-BREAK SPACE}", " ")
