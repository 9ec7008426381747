"""Laws of the folder that is published."""

from __future__ import annotations

import csv
import json
import re
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from analysis.bundle import Bundle
from analysis.bundle.predictions import TOO_MANY
from analysis.system.errors import OutputError
from report.output import downloads, site
from report.output.inlined import MANY, SMALL, inlined

if TYPE_CHECKING:
    from tests.report.conftest import Built

ASKED = re.compile(r'<(?:script src|link rel="stylesheet" href)="([^"]+)"')


def content(folder: Path) -> dict[str, bytes]:
    """Return every file of a folder by its name inside."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def without_pictures(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave out what takes long and does not matter here."""
    monkeypatch.setattr(site, "being_drawn", lambda *_: nullcontext(dict))
    monkeypatch.setattr(site, "thumbnails", lambda _: {})


def test_downloads_are_the_files_that_were_given(built: Built) -> None:
    """Results, model and PDF are copied byte for byte."""
    assert (built.folder / site.RESULTS).read_bytes() == built.results.read_bytes()
    assert (built.folder / site.MODEL).read_bytes() == b"a model"
    assert (built.folder / site.PAPER).read_bytes() == b"%PDF-1.7"


def test_predictions_hold_every_test_image(tiny_bundle: Bundle) -> None:
    """One line per image, in order, and the accuracy of the bundle can be counted in them."""
    text = downloads.predictions_csv(tiny_bundle.findings.predictions, tiny_bundle.classes)
    rows = list(csv.DictReader(text.splitlines()))
    names = tiny_bundle.classes.names
    assert tuple(rows[0]) == ("index", "label", "predicted", *names)
    assert [row["index"] for row in rows] == list(map(str, range(len(rows))))
    right = sum(row["label"] == row["predicted"] for row in rows)
    assert right == tiny_bundle.findings.accuracy.overall.count
    shares = np.array([[float(row[name]) for name in names] for row in rows])
    assert [names[k] for k in shares.argmax(axis=1)] == [row["predicted"] for row in rows]
    assert shares.max(axis=1) == pytest.approx(tiny_bundle.findings.predictions.confidence, abs=2e-6)
    assert shares.sum(axis=1) == pytest.approx(1, abs=1e-5)


def test_predictions_without_scores_have_confidence_and_second_choice(tiny_bundle: Bundle) -> None:
    """As bundles of earlier versions, and those whose scores are too many."""
    table = tiny_bundle.findings.predictions.model_copy(update={"scores": TOO_MANY})
    rows = list(csv.DictReader(downloads.predictions_csv(table, tiny_bundle.classes).splitlines()))
    assert tuple(rows[0]) == ("index", "label", "predicted", "confidence", "second")
    assert not any(row["predicted"] == row["second"] for row in rows)


def test_everything_is_small_enough_to_be_read_on_the_way(built: Built) -> None:
    """No page needs more than 250 kB of HTML and of the styles and scripts that it asks for.

    All that is shown stays below 2 MB; with the results and a slide of each figure, which only who wants them
    loads, the site stays below 4 MB.
    """
    files = content(built.folder)
    sizes = {name: len(found) for name, found in files.items()}
    needed = {
        name: sizes[name] + sum(sizes[each] for each in set(ASKED.findall(page.decode())) & {*site.ASSETS})
        for name, page in files.items()
        if name.endswith(".html")
    }
    assert needed["index.html"] > sizes["index.html"] + sizes["site.js"]
    assert max(needed.values()) < 250_000, needed
    taken = {
        name
        for name in sizes
        if name in {site.RESULTS, site.PREDICTIONS} or re.fullmatch(r"figures/.*\.png", name)
    }
    assert sum(size for name, size in sizes.items() if name not in taken) < 2_000_000
    assert sum(sizes.values()) < 4_000_000


def test_a_foreign_folder_is_not_replaced(tiny_bundle: Bundle, tmp_path: Path) -> None:
    """A folder with anything in it that this program did not write stays as it is, and the error says what to do."""
    (tmp_path / "thesis.txt").write_text("years of work")
    with pytest.raises(OutputError, match="--out"):
        site.write(tiny_bundle, tmp_path)
    assert (tmp_path / "thesis.txt").read_text() == "years of work"


def test_a_file_is_not_replaced_either(tiny_bundle: Bundle, tmp_path: Path) -> None:
    """Nor does a file become a folder."""
    (tmp_path / "site").write_text("not a folder")
    with pytest.raises(OutputError):
        site.write(tiny_bundle, tmp_path / "site")


@pytest.mark.parametrize("name", ["NUL\0", "circle/site", "circle"])
def test_a_place_that_cannot_be_is_refused(tmp_path: Path, name: str) -> None:
    """In one sentence, and nothing is left."""
    (tmp_path / "circle").symlink_to("circle")
    with pytest.raises(OutputError):
        site.try_place(tmp_path / name)
    assert [path.name for path in tmp_path.iterdir()] == ["circle"]


def test_an_empty_folder_and_an_own_site_may_be_replaced(
    tiny_bundle: Bundle, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was of the old site and is not of the new one is gone."""
    without_pictures(monkeypatch)
    out = tmp_path / "site"
    out.mkdir()
    site.write(tiny_bundle, out, model=b"a model")
    assert (out / site.MODEL).exists()
    site.write(tiny_bundle, out)
    assert not (out / site.MODEL).exists()
    assert json.loads((out / site.RESULTS).read_text())["schema_version"] == 3


def test_a_failure_leaves_the_old_site(
    tiny_bundle: Bundle, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever goes wrong on the way, the site that was there is whole, and nothing is left beside it."""
    without_pictures(monkeypatch)
    out = tmp_path / "site"
    site.write(tiny_bundle, out)
    before = content(out)

    def fail(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(site, "thumbnails", fail)
    with pytest.raises(KeyboardInterrupt):
        site.write(tiny_bundle, out)
    assert content(out) == before
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


def test_pages_of_many_small_pictures_hold_them() -> None:
    """Up to so many, and pictures that are not small, stay files, which other pages share."""

    def page(count: int) -> str:
        return "".join(f'<img src="images/{number}.png" loading="lazy">' for number in range(count))

    pictures = {str(number): b"small" for number in range(1, 99)} | {"0": bytes(SMALL + 1)}
    assert inlined(page(MANY), pictures) == page(MANY)
    held = inlined(page(MANY + 1), pictures)
    assert (held.count('src="images/'), held.count('src="data:image/png')) == (1, MANY)
    assert held.count("lazy") == 1  # what is in the page waits for nothing
    assert 'src="images/0.png"' in held
