"""What a page weighs on its way to a reader."""

from __future__ import annotations

import gzip
import re
from collections.abc import Mapping
from typing import NamedTuple

FRONT, OTHERS, REQUESTS = 150_000, 250_000, 40
"""The most that a page may weigh in bytes, and the most requests that it may make."""
ALL_IMAGES = 1_500_000
"""The same of the page that shows all test images: a pixel of each is there before a reader looks."""
ASKED = re.compile(r'<(?:img|script)\b[^>]*?\bsrc="([^"#]+)"|<link\b[^>]*?\bhref="([^"#]+)"')


class Weight(NamedTuple):
    """Bytes, text as a server packs it, and requests with that for the page."""

    size: int
    requests: int


def weights(files: Mapping[str, bytes]) -> dict[str, Weight]:
    """Weigh each page with all that it asks for in a wide window."""
    packed = {name: _packed(name, content) for name, content in files.items()}
    found = {}
    for name, content in files.items():
        if name.endswith(".html"):
            asked = {one or other for one, other in ASKED.findall(content.decode())}
            there = {name, *(address for address in asked if address in packed)}
            found[name] = Weight(sum(packed[each] for each in there), len(there))
    return found


def too_much(files: Mapping[str, bytes]) -> dict[str, Weight]:
    """Return the pages that weigh too much or ask too often."""
    most = {"index.html": FRONT, "images.html": ALL_IMAGES}
    return {
        name: weight
        for name, weight in weights(files).items()
        if weight.size > most.get(name, OTHERS) or weight.requests > REQUESTS
    }


def as_bytes(files: Mapping[str, bytes | str]) -> dict[str, bytes]:
    """Return files as they are sent."""
    return {name: one if isinstance(one, bytes) else one.encode() for name, one in files.items()}


def _packed(name: str, content: bytes) -> int:
    return len(content if name.endswith(".png") else gzip.compress(content, 6))
