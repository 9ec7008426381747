"""The committed site is what its own bundle gives."""

from __future__ import annotations

import base64
import json
from pathlib import Path

import numpy as np
import pytest
from scipy import stats

from analysis.bundle import storage
from analysis.bundle.record import present
from analysis.system import files
from report.output import site
from report.pages import try_it
from tests.report.weights import too_much

SITE = Path(__file__).parents[2] / "site"
TEXT = {".html", ".css", ".js", ".csv"}


@pytest.fixture(scope="module")
def rendered() -> dict[str, bytes]:
    if not SITE.exists():
        pytest.skip("site/ is not here: nothing to compare with")
    bundle = storage.read(SITE / site.RESULTS)
    return site.contents(
        bundle, frozenset({site.RESULTS, site.PREDICTIONS, site.MODEL, site.PAPER, try_it.STEPS})
    )


def test_the_committed_pages_are_rendered_from_the_committed_bundle(rendered: dict[str, bytes]) -> None:
    """Law: rendering site/results.json gives the committed pages, styles and tables byte for byte."""
    text = {name: content for name, content in rendered.items() if Path(name).suffix in TEXT}

    assert [name for name, content in text.items() if (SITE / name).read_bytes() != content] == []


def test_the_committed_pages_are_light(rendered: dict[str, bytes]) -> None:
    """Law: the front page weighs at most 150 KB, others 250 KB, that of all images 1.5 MB, and none makes more than forty requests."""
    assert too_much(rendered) == {}


def test_the_committed_site_holds_what_is_rendered_and_the_downloads(rendered: dict[str, bytes]) -> None:
    """Law: no file is missing, and none is left over from an earlier build."""
    committed = {path.relative_to(SITE).as_posix() for path in SITE.rglob("*") if path.is_file()}

    assert committed == {*rendered, site.RESULTS, site.MODEL, site.PAPER, try_it.STEPS, files.LISTING}


def test_the_committed_report_is_about_mnist() -> None:
    """Law: what is published comes from the real test set, by the default preset."""
    found = storage.read(SITE / site.RESULTS).findings

    assert found.dataset.name == "mnist"
    assert found.accuracy.overall.total == 10_000
    assert found.accuracy.overall.value >= 0.994
    trained = present(found.training)
    assert trained
    assert trained.preset == "standard"


def test_the_interval_over_the_seeds_follows_from_the_published_predictions() -> None:
    """Law: what a page says of new images and other seeds can be computed from results.json alone, without this program.

    Two-way random effects of seeds and images (Searle, Casella & McCulloch, 1992), with Satterthwaite's degrees of freedom.
    """
    if not SITE.exists():
        pytest.skip("site/ is not here: nothing to compute from")
    found = json.loads((SITE / site.RESULTS).read_text(encoding="utf-8"))["findings"]["seeds"]
    labels, *runs = (
        np.frombuffer(base64.b64decode(packed["data"]), np.uint8)
        for packed in (found["labels"], *(run["predicted"] for run in found["runs"]))
    )
    right = (np.stack(runs) == labels).astype(float)
    (r, n), mean = right.shape, right.mean()
    of_runs, of_images = right.mean(axis=1), right.mean(axis=0)
    rest = right - of_runs[:, None] - of_images + mean
    squares = (
        n * ((of_runs - mean) ** 2).sum() / (r - 1),
        r * ((of_images - mean) ** 2).sum() / (n - 1),
        (rest**2).sum() / ((r - 1) * (n - 1)),
    )
    both = squares[0] + squares[1] - squares[2]
    freedom = both**2 / (
        squares[0] ** 2 / (r - 1) + squares[1] ** 2 / (n - 1) + squares[2] ** 2 / ((r - 1) * (n - 1))
    )
    reach = stats.t.ppf(0.975, freedom) * (both / (r * n)) ** 0.5
    said = f"{100 * (mean - reach):.2f} to {100 * (mean + reach):.2f}% for new images"

    assert f"is {100 * mean:.2f}% ({said})" in (SITE / "index.html").read_text(encoding="utf-8")
