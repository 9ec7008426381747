"""What can be chosen about data of one's own, and how any setting is described."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

from analysis.data.labels import check_names
from analysis.data.options import DataOptions
from analysis.system import user_text
from analysis.system.errors import DatasetError


def setting(description: str, expected: str, example: object = None) -> Any:  # noqa: ANN401  # as pydantic's Field
    """Describe a setting: its comment in the file, what it must be, and an example."""
    return Field(
        description=description,
        examples=[example] if example else None,
        json_schema_extra={"expected": expected},
    )


def alone(value: object) -> object:
    """Take one name for a list of one."""
    return (value,) if isinstance(value, str) else value


def _parted(value: object) -> object:
    """Take one text for the names between its commas."""
    return tuple(part.strip() for part in value.split(",")) if isinstance(value, str) else value


def _distinct(names: tuple[str, ...]) -> tuple[str, ...]:
    """Return names of classes.  Raises ValueError unless they are 2 to 100 that differ."""
    try:
        return check_names(names) if names else ()
    except DatasetError as error:
        raise ValueError(names) from error


Line = Annotated[
    str, Field(max_length=300), AfterValidator(user_text.printable), AfterValidator(user_text.one_line)
]
Name = Annotated[Line, AfterValidator(user_text.visible)]
Word = Annotated[Name, Field(max_length=40)]
Text = Annotated[
    str, Field(max_length=5_000), AfterValidator(user_text.printable), AfterValidator(user_text.visible)
]
Place = Annotated[Path, BeforeValidator(user_text.place)]


class DataSettings(BaseModel):
    """What is said about the images of a path in `dataset`; without a word, it is found."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    classes: Annotated[
        tuple[str, ...],
        BeforeValidator(_parted),
        AfterValidator(_distinct),
        setting(
            "Names of the classes, in the order of the labels.  Without any, those of the files, or the labels.",
            "a list of 2 to 100 names that differ (each of 1 to 100 letters)",
            ["T-shirt", "Trouser", "Pullover"],
        ),
    ] = ()
    noun: Annotated[
        Word | None,
        setting(
            "What one of the classes is called.  Without it, digit or class.",
            "a word of at most 40 letters",
            "garment",
        ),
    ] = None
    nouns: Annotated[
        Word | None,
        setting(
            "What several of them are called, where that is not the regular English plural.",
            "a word of at most 40 letters",
            "leaves",
        ),
    ] = None
    pairs: Annotated[
        tuple[tuple[Name, Name], ...],
        Field(max_length=10),
        setting(
            "Pairs of classes that are said to be confused, named before any error is seen.  Without any, 3/5 and 8/9 of "
            "digits; of other classes the two pairs whose mean training images are closest.",
            "a list of at most 10 pairs of class names",
            [["Shirt", "T-shirt"], ["Coat", "Pullover"]],
        ),
    ] = ()
    polarity: Annotated[
        Literal["auto", "ink", "light", "photograph"],
        setting(
            'How the images of a path are stored: "ink" (dark on light), "light" (light on dark), "photograph" (shown '
            'as they are), or "auto" (found from their margins).',
            '"auto", "ink", "light" or "photograph"',
        ),
    ] = "auto"
    resize: Annotated[
        int | None,
        Field(strict=True, ge=8, le=64),
        setting(
            "Scale the images of a path to squares of so many pixels a side.",
            "a whole number from 8 to 64",
            28,
        ),
    ] = None

    def data_options(self, seed: int) -> DataOptions:
        """Return what the readers of images take."""
        return DataOptions(self.classes, self.noun, self.nouns, self.polarity, self.resize, seed)
