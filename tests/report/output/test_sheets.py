"""Laws of figures in markup that are taken away: one picture of what the page shows, right in every viewer."""

from __future__ import annotations

import csv
import io
import re
import shutil
import subprocess
from collections.abc import Mapping
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import numpy as np
import pytest
from PIL import Image, ImageChops, ImageFont

from analysis.bundle import Bundle, storage
from analysis.bundle.record import present as given_
from report.chapters import chapters_of
from report.chapters.model import drawings
from report.figures import slides
from report.images.sheets import Ground, Picture, Sheet, Words, as_svg
from report.images.sheets import drawn as drawn_sheet
from report.images.theme import HEAT, ON_HEAT, WHITE
from report.images.thumbnails import thumbnails
from report.output import parallel
from report.output.drawings import draw_all
from report.output.render import Renderer, templates
from report.output.tables import csv_files
from tests.kinds import bundle_of

if TYPE_CHECKING:
    from tests.report.conftest import Built

SVG = "{http://www.w3.org/2000/svg}"
OFFER = re.compile(r'<a href="((?:figures|data)/[^"]+)" download>')
RSVG = shutil.which("rsvg-convert")


@pytest.fixture(scope="module")
def given(built: Built) -> dict[str, ET.Element]:
    """The SVG of each figure in markup, by its id."""
    figures = {
        id_: one
        for chapter in chapters_of(storage.read(built.results))
        for id_, one in chapter.figures.items()
    }
    ids = [id_ for id_, one in figures.items() if one and one.sheet]
    assert not {drawing.name for drawing in drawings(chapters_of(storage.read(built.results)))} & set(ids)
    return {id_: ET.parse(built.folder / "figures" / f"{id_}.svg").getroot() for id_ in ids}  # noqa: S314  # ours


def lines(svg: ET.Element) -> list[str]:
    """Return the words of a drawing in their order."""
    return [one.text or "" for one in svg.iter(f"{SVG}text")]


def offered(bundle: Bundle, pages: Mapping[str, str]) -> dict[str, set[str]]:
    """Return the files that the frame of each figure, and of no table, offers on its page."""
    return {
        id_: set(OFFER.findall(pages[chapter.file].partition(f'id="fig-{id_}"')[2].partition("</figure>")[0]))
        for chapter in chapters_of(bundle)
        for id_, one in chapter.figures.items()
        if one
    }


def test_every_figure_can_be_taken_away(built: Built, tiny_bundle: Bundle) -> None:
    """Drawn or not: its frame on the page offers an SVG, a PNG and a CSV, and what it offers is there."""
    pages = {path.name: path.read_text(encoding="utf-8") for path in built.folder.glob("*.html")}
    for id_, files in offered(tiny_bundle, pages).items():
        assert {name.rpartition(".")[2] for name in files} == {"svg", "png", "csv"}, id_
        assert all((built.folder / name).stat().st_size for name in files)


@pytest.mark.parametrize("name", ["bare", "given", "three", "thirty", "flawless", "hopeless"])
def test_no_figure_of_any_report_lacks_its_numbers(name: str, request: pytest.FixtureRequest) -> None:
    """Whatever a report is about: each figure offers all three kinds, and its CSV has a head and lines as long."""
    bundle: Bundle = request.getfixturevalue(f"{name}_bundle")
    tables = csv_files(chapters_of(bundle))
    for id_, files in offered(bundle, Renderer(bundle, "web").pages()).items():
        assert {name.rpartition(".")[2] for name in files} == {"svg", "png", "csv"}, id_
        for table in tables[f"{id_}.csv"].decode().split("\n\n"):
            head, *lines = csv.reader(table.splitlines())
            assert lines
            assert all(head)
            assert {len(line) for line in lines} == {len(head)}


def test_pixels_are_taken_away_as_they_are_shown(built: Built, tiny_bundle: Bundle) -> None:
    """Grey values of images before and after augmentation, weights of components as shares of the largest."""
    given_away = {
        id_: list(csv.DictReader((built.folder / "data" / f"{id_}.csv").read_text("utf-8").splitlines()))
        for id_ in ("augmentation", "components")
    }
    found, projection = (
        given_(tiny_bundle.findings.dataset.augmentation),
        given_(tiny_bundle.findings.projection),
    )
    assert found
    assert projection
    last = [
        [int(row[f"Column {k}"]) for k in range(28)]
        for row in given_away["augmentation"]
        if (row["Training image"], row["Augmentation"])
        == (str(found.augmented.shape[0]), str(found.augmented.shape[1]))
    ]
    assert last == found.augmented.array()[-1, -1].tolist()
    second = [
        [127 * float(row[f"Column {k}"]) for k in range(28)]
        for row in given_away["components"]
        if row["Component"] == "2"
    ]
    assert second == pytest.approx(projection.components.array()[1], abs=0.1)


def test_scores_are_taken_away_as_they_are_drawn(built: Built, tiny_bundle: Bundle) -> None:
    """A line for each test image, within the span of its plane, that reaches both ends."""
    lines = list(csv.DictReader((built.folder / "data" / "planes.csv").read_text("utf-8").splitlines()))
    projection, known = given_(tiny_bundle.findings.projection), tiny_bundle.findings.predictions
    assert projection
    assert [line["True label"] for line in lines] == [
        tiny_bundle.classes.names[label] for label in known.labels
    ]
    for place, ends in enumerate(projection.pixels.span, 1):
        scores = [float(line[f"Component {place} of the pixels"]) for line in lines]
        assert (min(scores), max(scores)) == pytest.approx(ends, rel=1e-3)


def test_the_matrix_shows_the_counts(given: dict[str, ET.Element], tiny_bundle: Bundle) -> None:
    """Every count but 0, row by row, below the names of the classes."""
    counts = [f"{count:,}" for row in tiny_bundle.findings.confusion.counts for count in row if count]
    found = lines(given["matrix"])
    assert found[: -len(counts)].count(tiny_bundle.classes.names[0]) == 2
    assert found[-len(counts) :] == counts


def test_a_gallery_shows_each_image_with_its_labels(
    given: dict[str, ET.Element], built: Built, tiny_bundle: Bundle
) -> None:
    """As many pictures as the table beside it has rows, with the same labels in the same order."""
    for id_ in ("errors", "most-confident-errors"):
        table = list(csv.DictReader((built.folder / "data" / f"{id_}.csv").read_text("utf-8").splitlines()))
        assert len(list(given[id_].iter(f"{SVG}image"))) == len(table)
        labels = [line for line in lines(given[id_]) if "→" in line]
        assert labels == [f"{row['True']} → {row['Predicted']}" for row in table]
        known = tiny_bundle.findings.predictions
        assert all(tiny_bundle.classes.names[known.labels[int(row["Index"])]] == row["True"] for row in table)


@pytest.mark.skipif(RSVG is None, reason="rsvg-convert is not installed")
def test_svg_and_png_show_the_same(built: Built, given: dict[str, ET.Element]) -> None:
    """By librsvg, the SVG is drawn as the lower part of the PNG is, on average, on white."""
    assert RSVG
    for id_ in given:
        place = built.folder / "figures" / f"{id_}.svg"
        ours = Image.open(place.with_suffix(".png")).convert("RGB")
        width = float(given[id_].attrib["width"])
        scale = min(slides.MOST, max(slides.LEAST, round((slides.WIDE - 2 * slides.EDGE) / width)))
        done = subprocess.run([RSVG, "-z", str(scale), place], capture_output=True, check=True)
        there = Image.open(io.BytesIO(done.stdout)).convert("RGB")
        left, bottom = slides.EDGE, ours.height - slides.EDGE
        ours = ours.crop((left, bottom - there.height, left + there.width, bottom))
        small = [picture.resize((8, 8), Image.Resampling.BOX).tobytes() for picture in (there, ours)]
        assert max(abs(one - other) for one, other in zip(*small, strict=True)) < 40, id_


@pytest.mark.parametrize(
    "kind", ["forty-classes", "guessing", "photographs", "three-without-scores", "two-classes"]
)
def test_a_png_is_fit_for_a_slide(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """As wide as a slide, on one white, nothing at its edge, and above the picture the words of its own caption."""
    said: set[str] = set()
    lines = slides._lines  # noqa: SLF001

    def heard(text: str, font: ImageFont.FreeTypeFont, room: float) -> list[str]:
        said.add(text)
        return lines(text, font, room)

    monkeypatch.setattr(slides, "_lines", heard)
    monkeypatch.setattr(parallel, "_forks_safely", lambda: False)
    bundle = bundle_of(kind)
    chapters = chapters_of(bundle)
    found = draw_all(chapters, "web", thumbnails(bundle))
    figures = {id_: one for chapter in chapters for id_, one in chapter.figures.items() if one}
    assert {name for name in found if name.endswith(".png")} == {f"{id_}.png" for id_ in figures}
    assert {one.claim.translate(slides.UNSEEN) for one in figures.values()} <= said
    for id_ in figures:
        picture = Image.open(io.BytesIO(found[f"{id_}.png"])).convert("RGB")
        inside = ImageChops.difference(picture, Image.new("RGB", picture.size, WHITE)).getbbox()
        assert inside, id_
        room = (*inside[:2], picture.width - inside[2], picture.height - inside[3])
        assert picture.width >= slides.WIDE, id_
        assert min(room) >= slides.EDGE - 6, (id_, room)
        colours = {colour for _, colour in picture.getcolors(2**24) or []}
        assert (253, 253, 251) not in colours, id_
        title = picture.crop(
            (slides.EDGE, slides.EDGE, picture.width - slides.EDGE, slides.EDGE + slides.TITLE)
        )
        assert min(title.convert("L").tobytes()) < 60, id_


def test_words_may_hold_anything_and_stand_upright() -> None:
    """Names of classes are escaped; upright words take height, not width."""
    sheet = Sheet(60, 80, [Ground(0, 0, 9, 9, "#000000"), Words(40, 70, "<a&b>", upright=True)])
    root = ET.fromstring(as_svg(sheet))  # noqa: S314  # ours
    assert lines(root) == ["<a&b>"]
    drawn = drawn_sheet(sheet, 2).convert("L").point(lambda value: 255 * (value < 128))
    box = drawn.crop((40, 0, 120, 160)).getbbox()
    assert box
    assert box[3] - box[1] > 2 * (box[2] - box[0])
    assert (root.get("width"), root.get("height"), root.get("viewBox")) == ("60", "80", "0 0 60 80")


def test_upright_words_are_read_upwards() -> None:
    """In both files: they begin below, where the wide letters have their ink."""
    sheet = Sheet(40, 90, [Words(30, 80, "MMM...", upright=True)])
    assert b'transform="rotate(-90 30 80)"' in as_svg(sheet)
    ink = 255 - np.asarray(drawn_sheet(sheet, 2).convert("L"), np.int64)
    above, below = ink[:110].sum(), ink[110:].sum()
    assert below > 3 * above > 0
    columns = np.nonzero(ink.any(axis=0))[0]
    assert columns.max() <= 2 * 30 + 1, "the foot of the letters stands at their place"


def test_grounds_and_pictures_take_their_own_room() -> None:
    """Wide or tall, from edge to edge at twice the size, and pixels stay as they are."""
    picture = io.BytesIO()
    Image.new("L", (2, 1), 90).save(picture, "PNG")
    sheet = Sheet(40, 30, [Ground(2, 3, 10, 4, "#ff0000"), Picture(20, 5, 6, 20, picture.getvalue())])
    drawn = np.asarray(drawn_sheet(sheet, 2))
    for box, colour in (((4, 6, 24, 14), (255, 0, 0)), ((40, 10, 52, 50), (90, 90, 90))):
        rows, columns = np.nonzero((drawn == colour).all(axis=2))
        assert (columns.min(), rows.min(), columns.max() + 1, rows.max() + 1) == box
        assert len(rows) == (box[2] - box[0]) * (box[3] - box[1])


def test_the_colours_of_the_matrix_are_those_of_the_page() -> None:
    """theme.css has them, too."""
    styles = (templates() / "assets" / "theme.css").read_text(encoding="utf-8")
    assert all(f"--heat{number}: {colour};" in styles for number, colour in enumerate(HEAT, 1))
    assert f"--on-heat3: {ON_HEAT[2]};" in styles


@pytest.mark.parametrize("name", ["three_bundle", "twelve_bundle"])
def test_other_classes_are_given_away_too(name: str, request: pytest.FixtureRequest) -> None:
    """Few or many, with long names, and images that are no squares: no mark leaves its sheet."""
    bundle: Bundle = request.getfixturevalue(name)
    pictures = thumbnails(bundle)
    figures = [
        one for chapter in chapters_of(bundle) for one in chapter.figures.values() if one and one.sheet
    ]
    assert len(figures) >= 4
    for figure in figures:
        assert figure.sheet
        sheet = figure.sheet(pictures)
        for mark in sheet.marks:
            right, bottom = (
                (mark.x, mark.y) if isinstance(mark, Words) else (mark.x + mark.width, mark.y + mark.height)
            )
            assert 0 <= mark.x <= right <= sheet.width
            assert 0 <= mark.y <= bottom <= sheet.height
