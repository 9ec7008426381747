"""`digits-report compare`: reports on the same test images, in a few lines and as a page."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from analysis import comparison
from analysis.system import files
from report.comparison import page, reading, wording
from report.output.single import check_single

if TYPE_CHECKING:
    from report.cli.console import Console


def compare(paths: Sequence[Path], out: Path, console: Console) -> bool:
    """Compare the first report with each other one, say what came of it, and write the page.

    Return whether one of the others is less accurate, beyond chance.  Raises DigitsReportError.
    """
    for path in paths:
        check_single(out, path if path.is_dir() else None, asked="--out")
    with console.stage("comparing"):
        found = comparison.compare([reading.read(path) for path in paths])
        files.write_file(out, page.page(found).encode())
    for line in wording.summary(found):
        console.say(line)
    console.say(f"Wrote {out}. Open {out.resolve().as_uri()}")
    return any(each.test.finding == "worse" for each in found)
