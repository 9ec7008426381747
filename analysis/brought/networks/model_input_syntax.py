"""The way in as words: what `--model-input` understands, and what the report prints.  Imports nothing that is slow."""

from __future__ import annotations

from dataclasses import dataclass
from typing import get_args

from analysis.system.model_input_words import Size, Values, named

VALUES: tuple[Values, ...] = get_args(Values)
SIZES: tuple[Size, ...] = get_args(Size)
EXPECTED = (
    f"words with commas between them: one of {', '.join(VALUES)}; and, where they apply, inverted, transposed, "
    f"{', '.join(SIZES[1:])}"
)


@dataclass(frozen=True)
class WayIn:
    """What is done to an image before the network sees it, besides the order of its axes."""

    values: Values = "0-1"
    inverted: bool = False
    transposed: bool = False
    size: Size = "unchanged"

    def __str__(self) -> str:
        """Write it as `--model-input` reads it."""
        return named(self.values, self.size, inverted=self.inverted, transposed=self.transposed)


def parse(text: str) -> WayIn:
    """Read words; what is not named is plain.  Raises ValueError where one is unknown or two exclude each other."""
    words = [word.strip().lower().replace("–", "-").replace("−", "-") for word in text.split(",")]
    values = [word for word in VALUES if word in words]
    sizes = [word for word in SIZES if word in words]
    known = {*VALUES, *SIZES, "inverted", "transposed"}
    if not set(words) <= known or len(values) > 1 or len(sizes) > 1 or len(set(words)) < len(words):
        raise ValueError(text)
    return WayIn(
        values=values[0] if values else "0-1",
        inverted="inverted" in words,
        transposed="transposed" in words,
        size=sizes[0] if sizes else "unchanged",
    )


def spelled(text: str) -> str:
    """Return the words as `WayIn` writes them.  Raises ValueError."""
    return str(parse(text))
