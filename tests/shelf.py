"""The shelf of reports of every kind, to look at: `python -m tests.shelf FOLDER [--paper]`, or `make reports`."""

from __future__ import annotations

import sys
import time
from pathlib import Path

from analysis.bundle import Bundle, storage
from report.output import pdf, site
from tests.kinds import KINDS, PUBLISHED, bundle_of

PAGE = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Reports of every kind</title>
<h1>Reports of every kind</h1>
<ul>
{lines}
</ul>
</html>
"""


def put(bundle: Bundle, folder: Path, paper: bytes | None = None) -> None:
    """Write the site of a bundle; without a paper a few bytes stand in for the PDF, so that pages lead to one."""
    site.write(bundle, folder, results=storage.dump(bundle), model=b"a model", pdf=paper or b"%PDF-1.7")


def write(folder: Path, *, paper: bool) -> None:
    """Write the site of each kind, and a page that leads to them."""
    folder.mkdir(exist_ok=True)
    kinds = [kind for kind in KINDS if kind != "published" or PUBLISHED.exists()]
    for kind in kinds:
        start, bundle = time.monotonic(), bundle_of(kind)
        put(bundle, folder / kind, pdf.typeset(bundle) if paper else None)
        sys.stdout.write(f"{folder / kind / 'index.html'}  {time.monotonic() - start:.1f} s\n")
    lines = "\n".join(f'<li><a href="{kind}/index.html">{kind}</a></li>' for kind in kinds)
    (folder / "index.html").write_text(PAGE.format(lines=lines), encoding="utf-8")


if __name__ == "__main__":
    write(Path(sys.argv[1]), paper="--paper" in sys.argv)
