"""Laws of the colours: one set of values for pages and figures, and enough contrast everywhere."""

from __future__ import annotations

import re

import pytest

from report.images.theme import HEAT, ON_HEAT, THEME, WHITE
from report.output.render import templates

ASSETS = templates() / "assets"
VALUE = re.compile(r"--([\w-]+): (#\w+);")
LIGHT = dict(VALUE.findall((ASSETS / "theme.css").read_text(encoding="utf-8")))
DARK_CSS = (ASSETS / "dark.css").read_text(encoding="utf-8")
BY_SYSTEM, BY_SWITCH, IN_PRINT = (
    dict(VALUE.findall(block)) for block in re.findall(r"\{([^{}]*--paper[^{}]*)\}", DARK_CSS)
)
COLOURS = {name: (light, BY_SWITCH[name]) for name, light in LIGHT.items()}


def luminance(colour: str) -> float:
    """Relative luminance (WCAG 2.2)."""
    digits = colour[1:] if len(colour) == 7 else "".join(2 * digit for digit in colour[1:])
    parts = [int(digits[k : k + 2], 16) / 255 for k in (0, 2, 4)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours (WCAG 2.2)."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def test_figures_and_pages_have_the_same_colours() -> None:
    """`report.images.theme.THEME` repeats theme.css, since an SVG cannot read it."""
    assert {name: COLOURS[name] for name in THEME} == THEME


def test_dark_is_the_same_by_system_and_by_switch() -> None:
    """Both lists hold every colour of the theme; print has the light ones on white."""
    assert BY_SYSTEM == BY_SWITCH
    assert BY_SYSTEM.keys() == LIGHT.keys()
    assert IN_PRINT == LIGHT | {"paper": "#fff"}


@pytest.mark.parametrize("ground", ["paper", "wash"])
@pytest.mark.parametrize("text", ["ink", "ink2", "ink3", "red"])
@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
def test_text_can_be_read(text: str, ground: str, theme: int) -> None:
    """At least 4.5 to 1, the bound for small text."""
    assert contrast(COLOURS[text][theme], COLOURS[ground][theme]) >= 4.5


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
def test_counts_in_the_matrix_can_be_read(theme: int) -> None:
    """Each step of red has text of its own."""
    steps = {"heat1": "ink", "heat2": "ink", "heat3": "on-heat3", "heat4": "on-heat4"}
    for step, text in steps.items():
        assert contrast(COLOURS[text][theme], COLOURS[step][theme]) >= 4.5, step


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
def test_more_mistakes_are_redder(theme: int) -> None:
    """Each step is further from the paper than the one before."""
    distances = [contrast(COLOURS[f"heat{step}"][theme], COLOURS["paper"][theme]) for step in (1, 2, 3, 4)]
    assert distances == sorted(distances)


def test_shades_of_what_is_taken_along_grow_darker() -> None:
    """The matrix as a file: from few errors to many, each count readable on its shade."""
    distances = [contrast(shade, WHITE) for shade in HEAT]
    assert distances == sorted(distances)
    assert min(contrast(ink, shade) for ink, shade in zip(ON_HEAT, HEAT, strict=True)) >= 4.5
