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
from analysis.data.labels import printable
from analysis.data.options import DataOptions
from analysis.errors import DatasetError

if TYPE_CHECKING:
    from collections.abc import Callable

    from analysis.progress import Progress

VARIABLE = "DIGITS_REPORT_DATA"
MNIST = "MNIST"
SAMPLE = "the sample of scikit-learn"
LONGEST_TITLE = 60
GIVEN = "the path in --dataset"
NOT_SET, NOT_THERE = "not set", "nothing there yet"
ADVICE = f"set {VARIABLE} to a folder with the four MNIST files, or connect to the network."


@dataclass(frozen=True)
class Source:
    """A place where MNIST may be, in words, and how to read it: training and test set, or DatasetError."""

    name: str
    read: Callable[[], tuple[ImageSet, ImageSet]]


def load(choice: str, progress: Progress, options: DataOptions | None = None) -> Dataset:
    """Return the data of one of four choices.

    `mnist`: from the first source that has it; `digits`: scikit-learn's sample; `auto`: MNIST, else the sample,
    marked as a fallback; anything else is a path, and the options are for it.  Raises DatasetError.
    """
    match choice:
        case "auto" | "mnist":
            return _mnist(progress, fall_back=choice == "auto")
        case "digits":
            return _sample()
        case _:
            return _at(_expanded(choice), options or DataOptions(), progress)


def mnist_sources(progress: Progress) -> tuple[Source, ...]:
    """Return where MNIST is looked for when no path was given, in this order."""
    keras = _expanded(os.environ.get("KERAS_HOME", "~/.keras")) / "datasets" / "mnist.npz"
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


def _at(path: Path, options: DataOptions, progress: Progress) -> Dataset:
    try:
        found = folder.look(path, options)
    except DatasetError as error:
        raise DatasetError(f"{path}: {error}") from error
    found = _grey(found)
    parts = found.training, found.test
    sums = mnist.checksums(*parts)
    reading = found.reading
    if reading.polarity != reading.polarity_of_test:
        progress.warn(
            f"The training images are {reading.polarity}, the test images {reading.polarity_of_test}: check that the "
            "two parts belong together."
        )
    if sums == mnist.SHA256 and not options.classes:
        return Dataset("mnist", MNIST, GIVEN, *parts, sums)
    progress.say(described(found))
    return Dataset("folder", _title(path, found), GIVEN, *parts, sums, reading=reading)


def _grey(found: folder.Look) -> folder.Look:
    """Take the colours off, and say so: the studies know grey images only."""
    if found.test.channels == 1:
        return found
    note = "The colours are left out: of each pixel its luminance is studied."
    reading = found.reading.model_copy(update={"notes": (*found.reading.notes, note)})
    return replace(found, training=found.training.grey(), test=found.test.grey(), reading=reading)


def described(found: folder.Look) -> str:
    """Say what was found at a path."""
    classes, reading = found.test.classes, found.reading
    height, width = found.test.shape
    split = f"; no test part, so one of {reading.one_of} images was split off" if reading.split_off else ""
    return " ".join([
        (f"Found {reading.format}: {len(found.training):,} training and {len(found.test):,} test images of "
        f"{height} × {width} pixels, {len(classes.names)} {classes.nouns}, {reading.polarity}{split}."),
        *reading.notes,
    ])  # fmt: skip


def _title(path: Path, found: folder.Look) -> str:
    """Call the data as their authors do, else by the name of the folder or file; that of a file without its ending."""
    if found.known and len(found.known.names) == len(found.test.classes.names):
        return found.known.title
    name = path.name.split(".")[0] if path.is_file() else path.resolve().name
    usable = name and len(name) <= LONGEST_TITLE and printable(name)
    return f"the data in “{name}”" if usable else "the given data"


def _from_variable() -> tuple[ImageSet, ImageSet]:
    if not os.environ.get(VARIABLE):
        raise DatasetError(NOT_SET)
    return folder.read(_expanded(os.environ[VARIABLE]))


def _from_cache(path: Path) -> tuple[ImageSet, ImageSet]:
    if not os.path.exists(path):  # noqa: PTH110  # pathlib's raises where a folder above may not be entered
        raise DatasetError(NOT_THERE)
    return folder.read(path)


def _expanded(path: str) -> Path:
    """Put the home for `~`; pathlib's own raises where there is none, this leaves it as it is."""
    return Path(os.path.expanduser(path))  # noqa: PTH111
