"""Which data to read: every source in its order, and what was wrong with those that were not used."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from analysis.bundle.dataset import SourceTried
from analysis.data import download, folder, mnist, sample
from analysis.data.images import Dataset, ImageSet
from analysis.errors import DatasetError

if TYPE_CHECKING:
    from collections.abc import Callable

    from analysis.progress import Progress

VARIABLE = "DIGITS_REPORT_DATA"
MNIST = "MNIST"
SAMPLE = "the sample of scikit-learn"
OWN = "the given dataset"
GIVEN = "the path in --dataset"
NOT_SET, NOT_THERE = "not set", "nothing there yet"
ADVICE = f"set {VARIABLE} to a folder with the four MNIST files, or connect to the network."


@dataclass(frozen=True)
class Source:
    """A place where MNIST may be, in words, and how to read it: training and test set, or DatasetError."""

    name: str
    read: Callable[[], tuple[ImageSet, ImageSet]]


def load(choice: str, progress: Progress) -> Dataset:
    """Return the data of one of four choices.

    `mnist`: from the first source that has it; `digits`: scikit-learn's sample; `auto`: MNIST, else the sample,
    marked as a fallback; anything else is a path.  Raises DatasetError.
    """
    match choice:
        case "auto" | "mnist":
            return _mnist(progress, fall_back=choice == "auto")
        case "digits":
            return _sample()
        case _:
            return _at(Path(choice).expanduser())


def mnist_sources(progress: Progress) -> tuple[Source, ...]:
    """Return where MNIST is looked for when no path was given, in this order."""
    keras = Path(os.environ.get("KERAS_HOME", "~/.keras")).expanduser() / "datasets" / "mnist.npz"
    return (
        Source(f"the folder in {VARIABLE}", _from_variable),
        Source("this program's cache", partial(_from_cache, download.cache())),
        Source("Keras' cache", partial(_from_cache, keras)),
        Source("a download", partial(download.fetch, progress)),
    )


def look(source: Source) -> Dataset:
    """Return MNIST from one source, or raise DatasetError with the reason why not."""
    parts = source.read()
    found = mnist.checksums(*parts)
    mnist.verify(found)
    return Dataset("mnist", MNIST, source.name, *parts, found)


def _mnist(progress: Progress, *, fall_back: bool) -> Dataset:
    tried: list[SourceTried] = []
    for source in mnist_sources(progress):
        try:
            found = look(source)
        except DatasetError as error:
            tried.append(SourceTried(name=source.name, outcome=str(error)))
        else:
            _mention_broken(tried, progress)
            return replace(found, tried=(*tried, SourceTried(name=source.name, outcome="used")))
    reasons = [f"{source.name}: {source.outcome}" for source in tried]
    if not fall_back:
        raise DatasetError(f"Expected MNIST, no source has it ({'; '.join(reasons)}): {ADVICE}")
    progress.warn("\n  ".join([f"MNIST was not found, so {SAMPLE} stands in.", *reasons, ADVICE]))
    return replace(_sample(), tried=tuple(tried), fallback=True)


def _mention_broken(tried: list[SourceTried], progress: Progress) -> None:
    """Say which sources were there and had to be passed over."""
    for source in tried:
        if source.outcome not in (NOT_SET, NOT_THERE):
            progress.warn(f"{source.name} was not used. {source.outcome}")


def _sample() -> Dataset:
    parts = sample.read()
    return Dataset("digits", SAMPLE, "the library itself", *parts, mnist.checksums(*parts))


def _at(path: Path) -> Dataset:
    try:
        parts = folder.read(path)
    except DatasetError as error:
        raise DatasetError(f"{path}: {error}") from error
    found = mnist.checksums(*parts)
    if found == mnist.SHA256:
        return Dataset("mnist", MNIST, GIVEN, *parts, found)
    return Dataset("folder", OWN, GIVEN, *parts, found)


def _from_variable() -> tuple[ImageSet, ImageSet]:
    if not os.environ.get(VARIABLE):
        raise DatasetError(NOT_SET)
    return folder.read(Path(os.environ[VARIABLE]).expanduser())


def _from_cache(path: Path) -> tuple[ImageSet, ImageSet]:
    if not path.exists():
        raise DatasetError(NOT_THERE)
    return folder.read(path)
