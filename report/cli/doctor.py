"""Is everything here that a build needs?  One line each, with the remedy."""

from __future__ import annotations

import platform
import shutil
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from subprocess import Popen
from typing import TYPE_CHECKING, Literal

from analysis.data import download, sources
from analysis.data.remotes import REMOTES
from analysis.run import settings
from analysis.system.errors import DatasetError, PrintingError, SettingsError
from analysis.system.progress import NullProgress
from report.images import shipped
from report.output import assets, fonts, pdf, system_packages

if TYPE_CHECKING:
    from report.cli.console import Console

SIGNS = {"fine": "✓", "can be done without": "!", "needed": "✗"}
ENOUGH_ROOM = 500 * 2**20


@dataclass(frozen=True)
class Finding:
    """How it is with one thing, and what to do about it."""

    state: Literal["fine", "can be done without", "needed"]
    text: str


def examine(console: Console, tensorflow: Popen[str]) -> bool:
    """Print all findings, that on TensorFlow, which starts in a process of its own, last; return whether a build can succeed."""
    able = True
    for finding in _findings(tensorflow):
        console.say(f"{_sign(finding.state)} {finding.text}")
        able &= finding.state != "needed"
    return able


def _sign(state: str) -> str:
    """Return a sign, or words in a terminal that would show each of them as a question mark."""
    try:
        SIGNS[state].encode(sys.stdout.encoding or "ascii")
    except UnicodeEncodeError:
        return f"{state}:"
    return SIGNS[state]


def _findings(tensorflow: Popen[str]) -> Iterator[Finding]:
    yield _python()
    yield _printing()
    yield _fonts()
    yield from _data()
    yield _folder("runs and site", Path.cwd())
    yield _folder("downloads", _existing(download.cache(REMOTES["mnist"])))
    yield _tensorflow(tensorflow)


def _existing(folder: Path) -> Path:
    return next(path for path in (folder, *folder.parents) if path.is_dir())


def _python() -> Finding:
    """Name it; an older one than ours would not have come this far."""
    return Finding("fine", f"Python {platform.python_version()}")


def _tensorflow(process: Popen[str]) -> Finding:
    """Wait for it."""
    said, complaints = process.communicate()
    if process.returncode == 0:
        found = said.split()
        return Finding(
            "fine", f"TensorFlow {found[0]}, {f'{len(found) - 1} GPU' if found[1:] else 'on the CPU'}"
        )
    last = (complaints.strip().splitlines() or [f"code {process.returncode}"])[-1]
    return Finding(
        "needed",
        f"TensorFlow does not start ({last}): pip install --force-reinstall tensorflow, on a CPU with AVX",
    )


def _printing() -> Finding:
    try:
        version = pdf.typesetter().__version__
    except PrintingError:
        return Finding(
            "can be done without",
            f"Pango, for the PDF, is missing: {system_packages.install_hint()}; or --no-pdf",
        )
    return Finding("fine", f"WeasyPrint {version} with Pango")


def _fonts() -> Finding:
    missing = [name for name in assets.FONTS if not shipped.font(name).is_file()]
    if missing:
        remedy = "pip install --force-reinstall matplotlib, which brings them"
        return Finding("needed", f"Fonts {', '.join(missing)} are missing: {remedy}")
    return _words()


def _words() -> Finding:
    """Look whether the words of the settings file can be printed, and what could not be."""
    try:
        lacking = fonts.lacking(settings.load(None, {}))
    except SettingsError as error:
        return Finding("needed", str(error))
    if lacking:
        return Finding("can be done without", f"{lacking}; or --no-pdf")
    others = fonts.scripts_without_font()
    without = f"; none for {', '.join(others)}, should a name need one" if others else ""
    return Finding("fine", f"Fonts, from Matplotlib{without}")


def _data() -> Iterator[Finding]:
    """Look at every source on this machine; knock at the mirrors only where none of them has MNIST."""
    *local, _ = sources.mnist_sources(NullProgress())
    there = False
    for source in local:
        try:
            sources.look(source)
        except DatasetError as error:
            yield Finding("can be done without", f"No MNIST from {source.name}: {error}")
        else:
            there = True
            yield Finding("fine", f"MNIST from {source.name}")
    if not there:
        yield _mirrors()


def _mirrors() -> Finding:
    if any(map(download.answers, REMOTES["mnist"].mirrors)):
        return Finding("fine", "MNIST can be downloaded")
    return Finding(
        "can be done without", f"No mirror of MNIST answers, the sample would stand in: {sources.ADVICE}"
    )


def _folder(purpose: str, folder: Path) -> Finding:
    try:
        with tempfile.TemporaryDirectory(dir=folder):
            room = shutil.disk_usage(folder).free
    except OSError as error:
        return Finding(
            "needed", f"Nothing can be written for {purpose} ({error.strerror}): change to another folder"
        )
    if room < ENOUGH_ROOM:
        return Finding("needed", f"Only {room >> 20} MB are free for {purpose}: free some")
    return Finding("fine", f"Room for {purpose}")
