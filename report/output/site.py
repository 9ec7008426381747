"""Bundle to folder: pages, figures, images and downloads, put in place only when complete."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from analysis import files
from analysis.bundle import storage
from analysis.errors import OutputError
from report.images.thumbnails import thumbnails
from report.output.downloads import predictions_csv
from report.output.drawings import draw_all
from report.output.render import Renderer, templates

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from analysis.bundle import Bundle

IMAGE = re.compile(r'(?:src|srcset|href)="images/([^"]+)\.png"')
ASSETS = ("theme.css", "dark.css", "layout.css", "evidence.css", "images.css", "site.js")
# Tells a site of ours from a folder that somebody may miss.  GitHub Pages leaves a site with it as it is.
MARK = ".nojekyll"
MARK_TEXT = "Written by digits-report, which may replace this folder.\n"
RESULTS, PREDICTIONS, MODEL, PAPER = (
    "results.json",
    "predictions.csv",
    "model.keras",
    "digits-report.pdf",
)


def write(
    bundle: Bundle,
    out: Path,
    *,
    results: Path | None = None,
    model: Path | None = None,
    pdf: Path | None = None,
) -> None:
    """Write the site of a bundle to `out`, beside it at first, so that a failure leaves an old site as it was.

    `results` is the file that the bundle was read from, kept byte for byte; `model` and `pdf` are offered for
    download when given.  Raises OutputError where the folder was not written by this program, or cannot be.
    """
    refuse_foreign(out)
    paths = {RESULTS: results, MODEL: model, PAPER: pdf}
    given = {name: path.read_bytes() for name, path in paths.items() if path}
    with files.new_folder(out) as folder:
        for name, content in (given | contents(bundle, frozenset({RESULTS, PREDICTIONS, *given}))).items():
            files.put(folder / name, content, before=out / name)
        if not results:
            storage.write(bundle, folder / RESULTS)


def contents(bundle: Bundle, offered: frozenset[str]) -> dict[str, bytes]:
    """Return all that follows from the bundle by its name in the folder: equal bundles give equal bytes."""
    renderer = Renderer(bundle, "web", offered)
    pages = renderer.pages()
    figures = draw_all(renderer.chapters, "web")
    assets = {name: (templates() / "assets" / name).read_bytes() for name in ASSETS}
    return {
        **{file: page.encode() for file, page in pages.items()},
        **{f"figures/{name}.svg": drawn for name, drawn in figures.items()},
        **_images(bundle, pages.values()),
        **assets,
        PREDICTIONS: predictions_csv(bundle.findings.predictions, bundle.classes).encode(),
        MARK: MARK_TEXT.encode(),
    }


def _images(bundle: Bundle, pages: Iterable[str]) -> dict[str, bytes]:
    """Return the small pictures that some page shows."""
    shown = set(IMAGE.findall("".join(pages)))
    return {
        f"images/{name}.png": thumbnail.on_screen()
        for name, thumbnail in thumbnails(bundle).items()
        if name in shown
    }


def refuse_foreign(out: Path) -> None:
    """Raise OutputError where `out` is something that this program did not write; an empty folder may be taken."""
    if not out.exists() or (out.is_dir() and not any(out.iterdir())):
        return
    mark = out / MARK
    if not (mark.is_file() and mark.read_text(encoding="utf-8") == MARK_TEXT):
        raise OutputError(
            f"Expected {out} to be absent, empty or a site of digits-report, found something else there: "
            "choose another folder with --out, or move that one away."
        )
