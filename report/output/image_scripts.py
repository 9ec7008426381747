"""The test images, their scores and their places on the map, as scripts of the site: a page of a folder may not fetch.

Each is asked for by the pages that show it, when they do.
"""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Iterator, Sequence

from analysis.bundle import Bundle
from analysis.bundle.projection import Plane
from analysis.bundle.record import Packed, present
from analysis.statistics.label_votes import DISPUTED
from report.chapters import class_count
from report.chapters.shown_images import errors_with_a_place
from report.chapters.subject import planes_of
from report.images.theme import GREY, HIGHLIGHTS, class_colours
from report.text.naming import Naming

PIXELS, SCORES, POINTS = "pixels.js", "scores.js", "points.js"
NAMES = (PIXELS, SCORES, POINTS)


def scripts(bundle: Bundle) -> dict[str, bytes]:
    """Return the scripts by name; none where the bundle does not hold all test images."""
    found, images = present(bundle.findings.all_images), present(bundle.images)
    if found is None or images is None:
        return {}
    table = bundle.findings.predictions
    rows = found.rows(table.predictions(len(bundle.classes.names)).correct).tolist()
    pixels = {
        "height": images.height,
        "width": images.width,
        "isInk": images.polarity == "ink",
        "rows": None if found.each == 1 else rows,
        "boxes": found.boxes.data,
        "greys": found.greys.data,
    }
    planes: list[dict[str, object]] = [
        {
            "name": name,
            "span": plane.span,
            "points": Packed.of(plane.points.array()[rows]).data,
        }
        for name, plane in _planes(bundle)
    ]
    return {
        PIXELS: _script("pixels", pixels),
        SCORES: _script("scores", _scores(bundle, rows)),
        **({POINTS: _script("points", _map(bundle, planes))} if planes else {}),
    }


def _map(bundle: Bundle, planes: list[dict[str, object]]) -> dict[str, object]:
    """Return the planes with the colours of the classes; of many classes few have one, and they alone are named."""
    naming = Naming(bundle.classes)
    total, highlighted = len(naming.classes.names), class_count.highlighted(bundle.findings.confusion, naming)
    if highlighted is None:
        return {"planes": planes, "colours": class_colours(total), "named": list(range(total))}
    given = dict(zip(highlighted, HIGHLIGHTS, strict=False))
    return {
        "planes": planes,
        "colours": [given.get(label, GREY) for label in range(total)],
        "named": sorted(given),
    }


def _planes(bundle: Bundle) -> Iterator[tuple[str, Plane]]:
    if projection := present(bundle.findings.projection):
        yield from planes_of(projection)


def _scores(bundle: Bundle, rows: Sequence[int]) -> dict[str, object]:
    table, classes = bundle.findings.predictions, bundle.classes
    scores = present(table.scores)
    confidence = None if scores else table.confidence  # which the scores say, too
    disputed = DISPUTED if present(bundle.findings.disputed_labels) else frozenset()
    return {
        "names": classes.names,
        "labels": _bytes([table.labels[row] for row in rows]),
        "predicted": _bytes([table.predicted[row] for row in rows]),
        "scores": Packed.of(scores.array()[rows]).data if scores else None,
        "confidence": None if confidence is None else [confidence[row] for row in rows],
        "disputed": sorted(disputed),
        "errors": sorted(error.index for error in errors_with_a_place(bundle)),
    }


def _bytes(labels: Sequence[int]) -> str:
    return b64encode(bytes(labels)).decode()


def _script(name: str, content: object) -> bytes:
    # Inside a page, as the single file has it, `</` may end the script.
    written = json.dumps(content, ensure_ascii=False, separators=(",", ":")).replace("</", "<\\/")
    return f'"use strict";\n\n(globalThis.reportData ??= {{}}).{name} = {written};\n'.encode()
