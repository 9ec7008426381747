"""When, where, with which versions and in which time the numbers were computed."""

from __future__ import annotations

import os
import platform
import re
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from analysis.bundle.provenance import Cover, Machine, Stage
from analysis.run.settings import Settings
from analysis.system.errors import SettingsError
from analysis.system.progress import Progress

LIBRARIES = ("tensorflow", "keras", "numpy", "scipy", "scikit-learn")
# Of the year 9999, the last that a date can name.
LAST_SECOND = 253402300799
CHECKOUT = Path(__file__).parents[2]


def now() -> datetime:
    """Return the time in UTC, or that of SOURCE_DATE_EPOCH, so that a build can be made again byte for byte.

    Raises SettingsError where that is no time.  https://reproducible-builds.org/specs/source-date-epoch/
    """
    fixed = os.environ.get("SOURCE_DATE_EPOCH")
    if not fixed:
        return datetime.now(UTC)
    if not re.fullmatch("[0-9]{1,12}", fixed) or int(fixed) > LAST_SECOND:
        raise SettingsError(
            f"Expected seconds since 1970 in SOURCE_DATE_EPOCH, at most {LAST_SECOND}, "
            f"found {fixed[:40]!r}: correct or unset it."
        )
    return datetime.fromtimestamp(int(fixed), UTC)


def cover(settings: Settings) -> Cover:
    """Return what the cover says."""
    return Cover(
        title=settings.title,
        authors=settings.authors,
        course=settings.course,
        instructor=settings.instructor,
        date=(settings.date or now().date()).isoformat(),
        acknowledgements=settings.acknowledgements,
        paper=settings.paper,
        length=settings.length,
        site_url=settings.site_url,
    )


def program() -> str:
    """Return the version of this program."""
    return version("digits-report")


def versions() -> dict[str, str]:
    """Return the versions of Python and of the libraries that the numbers depend on."""
    return {"python": platform.python_version(), **{name: version(name) for name in LIBRARIES}}


def machine(accelerator: str | None) -> Machine:
    """Describe this machine without naming it."""
    return Machine(
        system=f"{platform.system()} {platform.machine()}",
        processor=_processor(),
        cores=os.cpu_count() or 1,
        accelerator=accelerator,
    )


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:  # not Linux
        lines = []
    models = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return models[0] if models else platform.processor() or "unknown"


def git_commit() -> str | None:
    """Return the commit of the checkout that runs, with `+` where it was changed since; None outside a checkout."""
    if not (CHECKOUT / ".git").exists():
        return None
    commit = _git("rev-parse", "HEAD")
    # The site is made from the commit, so making it is no change of it.
    changed = _git("status", "--porcelain", "--untracked-files=no", "--", ".", ":!site")
    return f"{commit}+" if commit and changed else commit


def _git(*arguments: str) -> str | None:
    try:
        done = subprocess.run(  # noqa: S603 – fixed words
            ["git", "-C", str(CHECKOUT), *arguments],  # noqa: S607 – the user's own git
            capture_output=True,
            text=True,
            timeout=10,
            check=True,
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return done.stdout.strip()


class Stopwatch:
    """Times stages, and reports them as progress."""

    def __init__(self, progress: Progress) -> None:
        """Begin without a stage."""
        self.progress = progress
        self.stages: list[Stage] = []

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Time what happens inside: wall seconds, and CPU seconds of all threads of this process."""
        wall, cpu = time.perf_counter(), time.process_time()
        with self.progress.stage(name):
            yield
        self.stages.append(
            Stage(
                name=name,
                wall_seconds=time.perf_counter() - wall,
                cpu_seconds=time.process_time() - cpu,
            )
        )
