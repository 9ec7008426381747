"""Bundle to folder: pages, figures, images and downloads, put in place only when complete."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from pathlib import Path

from analysis.bundle import Bundle, storage
from analysis.system import files
from analysis.system.errors import OutputError
from report.images.thumbnails import Thumbnail, thumbnails
from report.output import image_scripts, search, sharing
from report.output.downloads import predictions_csv
from report.output.drawings import being_drawn
from report.output.inlined import inlined
from report.output.latex import numbers_tex, report_bib
from report.output.names import possible
from report.output.render import Renderer, templates
from report.output.tables import csv_files
from report.pages import quiz, try_it

IMAGE = re.compile(r'(?:src|srcset|href)="images/([^"]+)\.png"')
STYLES = ("theme.css", "dark.css", "layout.css", "evidence.css", "images.css", "search.css", "explorer.css")
ASSETS = (*STYLES, "site.js", "copy.js", "search.js", "explorer.js", "images.js", "map.js")
# Tells a site of ours from a folder that somebody may miss.  GitHub Pages leaves a site with it as it is.
MARK = ".nojekyll"
MARK_TEXT = "Written by digits-report, which may replace this folder.\n"
RESULTS, PREDICTIONS, MODEL, PAPER = (
    "results.json",
    "predictions.csv",
    "model.keras",
    "digits-report.pdf",
)
NUMBERS, BIBLIOGRAPHY = "numbers.tex", "report.bib"
# What any bundle may ask for, besides figures and pictures.
NAMES = (
    *(path.stem.replace("overview", "index") for path in sorted(templates().glob("chapters/*.html.jinja"))),
    *(path.name.removesuffix(".jinja") for path in sorted(templates().glob("pages/*.html.jinja"))),
    *(
        *ASSETS,
        *image_scripts.NAMES,
        search.SCRIPT,
        *try_it.FILES,
        *quiz.FILES,
        try_it.IMAGES,
        MARK,
        RESULTS,
        PREDICTIONS,
        MODEL,
        PAPER,
        NUMBERS,
        BIBLIOGRAPHY,
        files.LISTING,
    ),
)
# Names of the first edition, which kept no list.
EARLIER = ("conclusion.html", "mean-digits.html", "methodology.html")
SHOWN = re.compile(r'"(figures/[\w-]+\.(?:svg|png)|(?:images|digits)/[\w-]+\.png|data/[\w-]+\.csv)"')
# What a disk holds before anybody wrote to it.
EMPTY = {"lost+found"}


def write(  # noqa: PLR0913  # what may come with a site
    bundle: Bundle,
    out: Path,
    *,
    results: bytes | None = None,
    model: bytes | None = None,
    steps: bytes | None = None,
    pdf: bytes | None = None,
) -> dict[str, bytes]:
    """Write the site of a bundle to `out`, as `put` does, and return what was written, by name.

    `results` are the bytes that the bundle was read from; `model` and `pdf` are offered for download when given, and with
    the `steps` of the network a page runs it.
    """
    refuse_foreign(out)
    given = downloads(results or storage.dump(bundle), model, pdf, steps)
    return put(given | contents(bundle, offered(given)), out)


def downloads(
    results: bytes, model: bytes | None, pdf: bytes | None, steps: bytes | None = None
) -> dict[str, bytes]:
    """Return what comes with a site and does not follow from the bundle, by name, as far as it is given."""
    given = {RESULTS: results, MODEL: model, PAPER: pdf, try_it.STEPS: steps}
    return {name: content for name, content in given.items() if content is not None}


def offered(given: Mapping[str, bytes]) -> frozenset[str]:
    """Return the names of all downloads, with those that are given."""
    return frozenset({PREDICTIONS, *given})


def put(written: dict[str, bytes], out: Path) -> dict[str, bytes]:
    """Write a site to `out`, beside it at first, so that a failure leaves an old site as it was; return it.

    What others put into an old site stays.  Raises OutputError where the folder is not ours, where something
    in it has a name that is needed, or where it cannot be written.
    """
    refuse_foreign(out)
    place = files.resolved(out)
    with files.new_folder(out, owned) as folder:
        for name, content in written.items():
            files.put(folder / name, content, before=place / name)
    return written


def contents(bundle: Bundle, offered: frozenset[str]) -> dict[str, bytes]:
    """Return all that follows from the bundle by its name in the folder: equal bundles give equal bytes."""
    renderer = Renderer(bundle, "web", offered)
    small = thumbnails(bundle)
    with being_drawn(renderer.chapters, "web", small) as drawn:
        rest = _undrawn(bundle, renderer, small)
        return rest | {f"figures/{name}": figure for name, figure in drawn().items()}


def _undrawn(bundle: Bundle, renderer: Renderer, small: Mapping[str, Thumbnail]) -> dict[str, bytes]:
    rendered = renderer.pages()
    asked = {sharing.MOSAIC, *IMAGE.findall("".join(rendered.values()))}
    pictures = {name: small[name].on_screen() for name in sorted(asked & small.keys())}
    pages = {file: inlined(page, pictures) for file, page in rendered.items()}
    shown = set(IMAGE.findall("".join(pages.values())))
    beside = {name for page in renderer.beside for name in page.beside}
    own = [*ASSETS, *sorted(beside - {try_it.STEPS})]
    assets = {name: (templates() / "assets" / name).read_bytes() for name in own}
    return {
        **{file: page.encode() for file, page in pages.items()},
        **{f"images/{name}.png": picture for name, picture in pictures.items() if name in shown},
        **assets,
        search.SCRIPT: search.script((*renderer.chapters, *renderer.beside), pages),
        **({try_it.IMAGES: try_it.pixels_of(bundle)} if try_it.STEPS in beside else {}),
        **image_scripts.scripts(bundle),
        **{f"data/{name}": table for name, table in csv_files(renderer.chapters).items()},
        PREDICTIONS: predictions_csv(bundle.findings.predictions, bundle.classes).encode(),
        NUMBERS: numbers_tex(bundle).encode(),
        BIBLIOGRAPHY: report_bib(renderer.frame, str(bundle.cover.date), renderer.cited.listed()).encode(),
        **sharing.shared(renderer, pictures),
        MARK: MARK_TEXT.encode(),
    }


def try_place(out: Path, address: str | None = None) -> None:
    """Raise the OutputError now that `write` would raise later; nothing of the user's may have a name that a bundle may need.

    Some names are those of a site with an address only.
    """
    files.heal(out)
    refuse_foreign(out)
    with files.explained(out):
        place = files.resolved(out)
        files.refuse_collision(
            place,
            owned(place),
            dict.fromkeys([*NAMES, *possible(place), *(sharing.NAMES if address else ())]),
        )
    files.try_folder(out, owned)


def refuse_foreign(out: Path) -> None:
    """Raise OutputError where `out` is something that this program did not write; an empty folder may be taken."""
    with files.explained(out):
        place = files.resolved(out)
        if not os.path.lexists(place) or is_site(place):
            return
        if place.is_dir() and {path.name for path in place.iterdir()} <= EMPTY:
            return
    raise OutputError(
        f"Expected {out} to be absent, empty or a site of digits-report, found something else there: "
        "choose another folder with --out, or move that one away."
    )


def is_site(folder: Path) -> bool:
    """Say whether this program wrote a site there."""
    mark = folder / MARK
    return mark.is_file() and mark.read_bytes() == MARK_TEXT.encode()


def owned(folder: Path) -> files.Owned:
    """Return what this program wrote into a folder; in a site without a list, what bears the names that it gives.

    Pictures of such a site are ours where one of its pages shows them.
    """
    listed = files.read(folder)
    if listed is not None or not is_site(folder):
        return listed or {}
    pages = (folder / name for name in (*NAMES, *EARLIER) if name.endswith(".html"))
    shown = SHOWN.findall("".join(page.read_text("utf-8", "replace") for page in pages if page.is_file()))
    return dict.fromkeys({*NAMES, *EARLIER, *shown})
