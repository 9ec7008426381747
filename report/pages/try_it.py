"""Try it: the network answers, in the page, what a reader draws, brings or takes from the test set."""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Collection
from typing import NamedTuple

from analysis.bundle import Bundle
from analysis.bundle.classes import ImageFormat
from analysis.bundle.record import present
from report.chapters.model import Chapter
from report.chapters.subject import subject_of
from report.text.formats import image_file
from report.text.naming import Naming

STEPS, IMAGES = "network-steps.js", "test-images.js"
"""Scripts of the site: the network, which comes with it, and the pixels of the test images that it shows."""
FILES = ("try.css", "network.js", "form.js", STEPS, "try.js")
"""What the page asks for, in this order; the pixels only when they are first used."""
MOST = 20
"""Errors that are shown to be taken, the most confident first."""


class Slider(NamedTuple):
    """One change of what the network sees."""

    name: str
    label: str
    low: float
    high: float
    step: float
    unit: str


TURN = Slider("turn", "Turn", -90, 90, 1, "°")
BLUR = Slider("blur", "Blur", 0, 4, 0.1, " px")
NOISE = Slider("noise", "Noise", 0, 100, 1, "%")
THICKEN = Slider("thicken", "Thicken", -2, 2, 0.1, " px")


class Choice(NamedTuple):
    """A test image to be taken, and what is heard of it."""

    number: int
    file: str
    words: str


def page(bundle: Bundle, files: Collection[str]) -> Chapter | None:
    """Build the page; None where the site has no network that runs in a page."""
    images = present(bundle.images)
    if STEPS not in files or images is None:
        return None
    is_ink, noun = subject_of(bundle).is_ink, Naming(bundle.classes).image_noun
    return Chapter(
        slug="try",
        name="Try it",
        summary=f"Draw a {noun}" if is_ink else "Show the network an image",
        title=f"Draw a {noun}, and the network answers"
        if is_ink
        else "Show the network an image, and it answers",
        lead=(
            "The network of this report runs in this page: on what you draw, on a picture of yours, or on a test "
            "image. Nothing is sent anywhere."
        ),
        say=_said(bundle, images),
        beside=FILES,
    )


def _said(bundle: Bundle, images: ImageFormat) -> dict[str, object]:
    subject, (high, wide) = subject_of(bundle), (images.height // 2, images.width // 2)
    shifts = (
        Slider("right", "Shift right", -wide, wide, 0.5, " px"),
        Slider("down", "Shift down", -high, high, 0.5, " px"),
    )
    choices = _choices(bundle)
    return {
        "form": "mnist" if subject.is_mnist else "ink" if subject.is_ink else "photograph",
        "noun": subject.naming.image_noun,
        "names": bundle.classes.names,
        "height": images.height,
        "width": images.width,
        "sliders": [TURN, *shifts, *([THICKEN] if subject.is_ink else []), BLUR, NOISE],
        "choices": choices,
        "images": IMAGES if choices else "",
    }


def pixels_of(bundle: Bundle, *, every: bool = True) -> bytes:
    """Write the pixels of the test images that the report shows as a script, or only of those that the page offers."""
    gallery, labels = present(bundle.findings.gallery), bundle.findings.predictions.labels
    shown = gallery.images() if gallery else {}
    offered = {one.number for one in _choices(bundle)}
    wanted = [index for index in shown if every or index in offered]
    content = {
        "images": [{"index": index, "label": labels[index]} for index in wanted],
        "pixels": {
            "dtype": "uint8",
            "data": b64encode(b"".join(shown[index].tobytes() for index in wanted)).decode(),
        },
    }
    return (
        f'"use strict";\n\nglobalThis.testImages = {json.dumps(content, separators=(",", ":"))};\n'.encode()
    )


def _choices(bundle: Bundle) -> list[Choice]:
    """Return a typical image of each class, then the most confident errors."""
    gallery, table, naming = (
        present(bundle.findings.gallery),
        bundle.findings.predictions,
        Naming(bundle.classes),
    )
    if gallery is None or len(gallery.pixels.shape) > 3:  # in colour, which the network is not shown
        return []
    errors = sorted(bundle.findings.confusion.errors, key=lambda error: -(error.confidence or 0))[:MOST]
    indices = dict.fromkeys((*gallery.typical, *(one.index for one in errors)))
    return [
        Choice(
            index,
            image_file(index),
            f"Test image {index}, "
            + (
                naming.the(table.labels[index])
                if table.labels[index] == table.predicted[index]
                else naming.error(table.labels[index], table.predicted[index])
            ),
        )
        for index in indices
    ]
