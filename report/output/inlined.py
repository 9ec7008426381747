"""Small pictures inside a page that shows many: a browser asks for one file instead of a hundred."""

from __future__ import annotations

import re
from collections.abc import Mapping

from report.images.png import data_uri

SOURCE = re.compile(r'src="images/([^"]+)\.png"([^>]*?)( loading="lazy")?>')
"""A picture; what waits until it is in sight is a file, so that one inside its page has nothing to wait for."""
MANY = 24  # with styles, scripts and figures a page then asks for at most forty files
SMALL = 2_000  # bytes; a larger picture is worth a file that pages share


def inlined(page: str, pictures: Mapping[str, bytes]) -> str:
    """Write small pictures, by name, into a page that shows more than `MANY` of them; any other page is as it was."""
    if len({name for name, *_ in SOURCE.findall(page)}) <= MANY:
        return page
    small = {name: content for name, content in pictures.items() if len(content) <= SMALL}
    return SOURCE.sub(
        lambda found: f'src="{data_uri(small[found[1]])}"{found[2]}>' if found[1] in small else found[0], page
    )
