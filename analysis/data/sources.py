"""Which data to read: every source in its order, and what was wrong with those that were not used."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from functools import partial
from pathlib import Path

from analysis.bundle.dataset import SourceTried
from analysis.data import download, folder, mnist, sample
from analysis.data.images import Dataset
from analysis.data.known import is_whole
from analysis.data.options import DataOptions
from analysis.data.remotes import REMOTES, Remote
from analysis.system.errors import DatasetError
from analysis.system.progress import Progress
from analysis.system.user_text import is_plain

VARIABLE = "DIGITS_REPORT_DATA"
MNIST = "MNIST"
SAMPLE = "the sample of scikit-learn"
LONGEST_TITLE = 60
GIVEN = "the path in --dataset"
NOT_SET, NOT_THERE = "not set", "nothing there yet"
ADVICE = f"set {VARIABLE} to a folder with the four MNIST files, or connect to the network."


@dataclass(frozen=True)
class Source:
    """A place where a published set may be, in words, and how to read it: what it holds, or DatasetError."""

    name: str
    read: Callable[[], folder.Look]


def load(choice: str, progress: Progress, options: DataOptions | None = None) -> Dataset:
    """Return the data of a choice.

    `mnist`: from the first source that has it; `digits`: scikit-learn's sample; `auto`: MNIST, else the sample,
    marked as a fallback; a name in REMOTES: that set; anything else is a path.  The options are for the last two.
    Raises DatasetError.
    """
    match choice:
        case "auto" | "mnist":
            return _mnist(progress, fall_back=choice == "auto")
        case "digits":
            return _sample()
        case name if name in REMOTES:
            return _named(name, options or DataOptions(), progress)
        case _:
            return _at(_expanded(choice), options or DataOptions(), progress)


def mnist_sources(progress: Progress) -> tuple[Source, ...]:
    """Return where MNIST is looked for when no path was given, in this order."""
    remote = REMOTES["mnist"]
    return (
        Source(f"the folder in {VARIABLE}", _from_variable),
        Source("this program's cache", partial(_from_cache, download.cache(remote))),
        Source("Keras' cache", partial(_from_cache, _keras())),
        Source("a download", partial(download.fetch, remote, progress)),
    )


def look(source: Source) -> Dataset:
    """Return MNIST from one source, or raise DatasetError with the reason why not."""
    found = source.read()
    sums = mnist.checksums(found.training, found.test)
    mnist.verify(sums)
    return Dataset("mnist", MNIST, source.name, found.training, found.test, sums)


def _mnist(progress: Progress, *, fall_back: bool) -> Dataset:
    try:
        return _first(MNIST, mnist_sources(progress), look, progress)
    except NoSourceError as error:
        if not fall_back:
            raise
        reasons = [f"{source.name}: {source.outcome}" for source in error.tried]
        progress.warn("\n  ".join([f"MNIST was not found, so {SAMPLE} stands in.", *reasons, ADVICE]))
        return replace(_sample(), tried=error.tried, fallback=True)


class NoSourceError(DatasetError):
    """No source has a set."""

    def __init__(self, title: str, tried: Sequence[SourceTried]) -> None:
        """Say what was wrong with each."""
        advice = ADVICE if title == MNIST else f"connect to the network, or name a folder of {title}’s files."
        reasons = "; ".join(f"{source.name}: {source.outcome}" for source in tried)
        super().__init__(f"Expected {title}, no source has it ({reasons}): {advice}")
        self.tried = tuple(tried)


def _first(
    title: str, sources: Sequence[Source], read: Callable[[Source], Dataset], progress: Progress
) -> Dataset:
    """Return the data from the first source that has them.  Raises NoSourceError."""
    tried: list[SourceTried] = []
    for source in sources:
        try:
            found = read(source)
        except DatasetError as error:
            tried.append(SourceTried(name=source.name, outcome=str(error)))
        else:
            _mention_broken(tried, progress)
            return replace(found, tried=(*tried, SourceTried(name=source.name, outcome="used")))
    raise NoSourceError(title, tried)


def _mention_broken(tried: list[SourceTried], progress: Progress) -> None:
    """Say which sources were there and had to be passed over."""
    for source in tried:
        if source.outcome not in (NOT_SET, NOT_THERE):
            progress.warn(f"{source.name} was not used. {source.outcome}")


def _named(name: str, options: DataOptions, progress: Progress) -> Dataset:
    """Return a published set from this program's cache, or download it.  Raises DatasetError."""
    remote = REMOTES[name]

    def read(source: Source) -> Dataset:
        found = source.read()
        sums = mnist.checksums(found.training, found.test)
        return _other(remote.title, source.name, found, sums, progress)

    places = (
        Source("this program's cache", partial(_kept, remote, options)),
        Source("a download", partial(download.fetch, remote, progress, options)),
    )
    return _first(remote.title, places, read, progress)


def _kept(remote: Remote, options: DataOptions) -> folder.Look:
    if not os.path.exists(download.cache(remote)):  # noqa: PTH110  # see `_from_cache`
        raise DatasetError(NOT_THERE)
    return download.look(remote, download.cache(remote), options)


def _sample() -> Dataset:
    parts = sample.read()
    return Dataset("digits", SAMPLE, "the library itself", *parts, mnist.checksums(*parts))


def _at(path: Path, options: DataOptions, progress: Progress) -> Dataset:
    try:
        found = _noted(folder.look(path, options))
    except DatasetError as error:
        raise DatasetError(f"{path}: {str(error).removesuffix('.')}{_meant(path)}.") from error
    sums = mnist.checksums(found.training, found.test)
    if mnist.are_official(sums) and not options.classes:
        return Dataset("mnist", MNIST, GIVEN, found.training, found.test, sums)
    return _other(_title(path, found), GIVEN, found, sums, progress)


def _meant(path: Path) -> str:
    """Say which sets may have been meant by a path where nothing is."""
    name = str(path).casefold().replace("_", "-")
    begun = [each for each in REMOTES if each.startswith(f"{name}-")]
    near = begun or get_close_matches(name, REMOTES, n=1, cutoff=0.7)
    return f", or say --dataset {', '.join(near)}" if near and not os.path.lexists(path) else ""


def _other(title: str, source: str, found: folder.Look, sums: dict[str, str], progress: Progress) -> Dataset:
    """Return data that are not MNIST, and say what was found."""
    reading = found.reading
    if reading.polarity != reading.polarity_of_test:
        progress.warn(
            f"The training images are {reading.polarity}, the test images {reading.polarity_of_test}: check that the "
            "two parts belong together."
        )
    progress.say(described(found))
    parts = found.training, found.test
    published = found.known.key if found.known and is_whole(found.known, *parts) else None
    return Dataset("folder", title, source, *parts, sums, reading=reading, published=published)


def _noted(found: folder.Look) -> folder.Look:
    """Say that the studies know grey images only."""
    if found.test.channels == 1:
        return found
    note = "The colours are left out: of each pixel its luminance is studied."
    reading = found.reading.model_copy(update={"notes": (*found.reading.notes, note)})
    return replace(found, reading=reading)


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
    usable = name and len(name) <= LONGEST_TITLE and is_plain(name)
    return f"the data in “{name}”" if usable else "the given data"


def _from_variable() -> folder.Look:
    if not os.environ.get(VARIABLE):
        raise DatasetError(NOT_SET)
    return folder.look(_expanded(os.environ[VARIABLE]), DataOptions())


def _from_cache(path: Path) -> folder.Look:
    if not os.path.exists(path):  # noqa: PTH110  # pathlib's raises where a folder above may not be entered
        raise DatasetError(NOT_THERE)
    return folder.look(path, DataOptions())


def _keras() -> Path:
    return _expanded(os.environ.get("KERAS_HOME", "~/.keras")) / "datasets" / "mnist.npz"


def _expanded(path: str) -> Path:
    """Put the home for `~`; pathlib's own raises where there is none, this leaves it as it is."""
    return Path(os.path.expanduser(path))  # noqa: PTH111
