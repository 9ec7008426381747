"""Where a render may write is known beforehand: what stands there of somebody else is refused before the training."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from analysis.bundle import Bundle
from analysis.system.errors import OutputError
from analysis.system.files import listing
from report.chapters import chapters_of
from report.chapters.model import drawings
from report.images.thumbnails import thumbnails
from report.output import names, site
from report.output.tables import csv_files

if TYPE_CHECKING:
    from tests.report.conftest import Built

WAYS = ("tiny", "swept", "hopeless", "bare", "hundred")


@pytest.mark.parametrize("way", WAYS)
def test_every_name_is_known_beforehand(way: str, request: pytest.FixtureRequest) -> None:
    """Whatever the bundle: few or many classes, with or without errors, images and probabilities."""
    bundle: Bundle = request.getfixturevalue(f"{way}_bundle")
    chapters, known = chapters_of(bundle), set(site.NAMES)
    drawn = {f"figures/{each.name}{end}" for each in drawings(chapters) for end in (".svg", "-narrow.svg")}
    drawn |= {f"figures/{id_}.png" for chapter in chapters for id_ in chapter.figures}
    tables = {f"data/{name}" for name in csv_files(chapters)}
    pictures = {f"images/{name}.png" for name in thumbnails(bundle)}

    assert drawn | tables <= names.drawn()
    assert {chapter.file for chapter in chapters} <= known
    assert all(map(names.IMAGE.fullmatch, pictures))


def test_so_is_that_of_every_file(built: Built) -> None:
    """Of a whole site, as it lies on the disk."""
    written = {
        path.relative_to(built.folder).as_posix() for path in built.folder.rglob("*") if path.is_file()
    }

    assert written <= {*site.NAMES, *names.possible(built.folder)}


TAKEN = (
    "figures/recalls.svg",
    "figures/seeds-narrow.svg",
    "data/matrix.csv",
    "images/00042.png",
    "glossary.html",
)
FREE = (
    "figures/mine.svg",
    "figures/recalls-old.svg",
    "data/mine.csv",
    "images/me.png",
    "images/042.png",
    "CNAME",
)


def marked(folder: Path, name: str) -> Path:
    """Put a file of the user's own into a site that is empty but for its mark and its list."""
    (folder / site.MARK).write_text(site.MARK_TEXT)
    listing.seal(folder)
    mine = folder / name
    mine.parent.mkdir(exist_ok=True)
    mine.write_text("mine")
    return mine


@pytest.mark.parametrize("name", [*TAKEN, "images", "figures", "data"])
def test_a_name_that_may_be_needed_is_refused(name: str, tmp_path: Path) -> None:
    """Also where a folder is needed; the file is named, and stays."""
    mine = marked(tmp_path, name)

    with pytest.raises(OutputError, match=f"Expected {mine} to be absent"):
        site.try_place(tmp_path)
    assert mine.read_text() == "mine"


@pytest.mark.parametrize("name", FREE)
def test_any_other_name_is_not(name: str, tmp_path: Path) -> None:
    """The place is tried, and nothing is changed."""
    (tmp_path / "site").mkdir()
    mine = marked(tmp_path / "site", name)
    site.try_place(tmp_path / "site")

    assert mine.read_text() == "mine"
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


def test_a_site_whose_list_was_removed_may_be_replaced(built: Built, tmp_path: Path) -> None:
    """What its pages show, or offer, is ours."""
    for path in built.folder.rglob("*"):
        copy = tmp_path / "site" / path.relative_to(built.folder)
        copy.parent.mkdir(parents=True, exist_ok=True)
        if path.is_file() and path.name != listing.LISTING:
            copy.write_bytes(path.read_bytes())
    site.try_place(tmp_path / "site")

    assert site.owned(tmp_path / "site").keys() >= {"data/matrix.csv", "figures/recalls.png"}
