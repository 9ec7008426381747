"""The chapter on principal components: no difference without a test, with and without features."""

from __future__ import annotations

from typing import Any, Literal

import numpy as np
import pytest

from analysis.bundle import Bundle
from analysis.bundle.classes import Classes
from analysis.bundle.projection import Plane, Poles, ProjectionFindings
from analysis.bundle.record import Estimate, Omitted, Packed, Proportion
from report.chapters.pca import chapter, explained_variance, lead, separability, title
from report.figures import projection
from report.figures.svg import draw
from report.text.naming import Naming
from tests.pretended import pretended

NAMING = Naming(Classes(names=("cat", "dog", "emu"), noun="animal", nouns="animals"))
Better = Literal["features", "pixels", "not distinguishable"]


def plane(correct: int = 150, **changes: Any) -> Plane:  # noqa: ANN401  # any field
    """360 test images of three classes."""
    value = correct / 360
    fields: dict[str, Any] = {
        "dimensions": 64,
        "fitted_on": 1257,
        "explained": (0.4, 0.2, 0.1),
        "plane_variance": 0.6,
        "settled": True,
        "points": Packed.of(np.zeros((360, 2), np.uint16)),
        "span": ((0.0, 1.0), (0.0, 1.0)),
        "poles": (Poles(low=0, high=2), Poles(low=1, high=0)),
        "silhouette": 0.12,
        "silhouette_shuffled": -0.05,
        "class_silhouettes": (0.4, 0.1, -0.2),
        "separate": (0,),
        "mixed": (2,),
        "neighbours": pretended(
            Proportion, count=correct, total=360, value=value, low=value - 0.05, high=value + 0.05
        ),
        "neighbours_among": 1000,
        "majority": 0.34,
    }
    return pretended(Plane, **{**fields, **changes})


def both(better: Better = "features", **changes: Any) -> ProjectionFindings:  # noqa: ANN401
    value = {"features": 0.3, "pixels": -0.3, "not distinguishable": 0.01}[better]
    return pretended(
        ProjectionFindings,
        pixels=plane(),
        components=Packed.of(np.zeros((2, 8, 8), np.int8)),
        features=plane(150 + round(360 * value), dimensions=40, **changes),
        neighbours_advantage=Estimate(value=value, low=value - 0.05, high=value + 0.05),
        neighbours_better=better,
    )


def alone() -> ProjectionFindings:
    return pretended(
        ProjectionFindings,
        pixels=plane(),
        components=Packed.of(np.zeros((2, 8, 8), np.int8)),
        features=Omitted(reason="no features were given"),
        neighbours_advantage=None,
        neighbours_better=None,
    )


@pytest.mark.parametrize("better", ["features", "pixels", "not distinguishable"])
def test_a_plane_is_called_better_only_beyond_the_paired_interval(better: Better) -> None:
    """Title and lead follow the study's decision (S10), and the lead gives the interval."""
    found = both(better)
    head, text = title(found, NAMING), lead(found)
    assert head.startswith(f"the {better} separate") == (better != "not distinguishable")
    assert ("not significant" in text) == (better == "not distinguishable")
    assert "95% interval" in text


@pytest.mark.parametrize("found", [both(), alone()], ids=["both", "alone"])
def test_rows_have_as_many_cells_as_the_table_has_columns(found: ProjectionFindings) -> None:
    """Also in the tables behind the figures."""
    separable = separability.table(found, NAMING)
    tables = [separable.table, *separable.numbers, *explained_variance.explained(found).numbers]
    for table in tables:
        assert {len(row.cells) for row in table.rows} == {len(table.columns)}


def test_shorter_planes_leave_gaps() -> None:
    """A component that one plane lacks is a dash in its column."""
    (table,) = explained_variance.explained(both(explained=(0.7, 0.3))).numbers
    assert [list(row.cells)[1:] for row in table.rows][2] == ["10.00%", "–"]


@pytest.mark.parametrize(
    ("separate", "mixed", "said"),
    [
        ((), (), "no animal has a mean silhouette above 0.25"),
        (
            (),
            (0, 1, 2),
            "no animal has a mean silhouette above 0.25; all three animals have one of 0 or less",
        ),
    ],
)
def test_groups_name_every_separate_and_every_mixed_class(
    separate: tuple[int, ...], mixed: tuple[int, ...], said: str
) -> None:
    """Classes are called by their names, all of them together by their number."""
    assert separability.groups(plane(separate=separate, mixed=mixed), NAMING) == said


@pytest.mark.parametrize(("pixels", "features"), [(True, True), (True, False), (False, False)])
def test_components_may_mix_only_where_the_study_says_so(pixels: bool, features: bool) -> None:
    """The sentence names the planes that are not settled, and no other."""
    found = both(settled=features).model_copy(update={"pixels": plane(settled=pixels)})
    text = explained_variance.settled(found)
    assert ("may mix" in text) == (not (pixels and features))
    if "may mix" in text:
        assert ("pixels" in text, "features" in text) == (not pixels, not features)


def test_of_very_many_images_some_are_drawn(tiny_bundle: Bundle, monkeypatch: pytest.MonkeyPatch) -> None:
    """A million dots cover each other and take seconds; the figure says how many of them it shows."""
    assert [projection.every(total) for total in (250_000, 250_001, 1_000_000)] == [1, 2, 4]

    def planes() -> tuple[str, bytes]:
        found = chapter(tiny_bundle)
        assert found
        figure = found.figures["planes"]
        assert figure
        drawn, _ = draw(figure.drawings[0].draw, (500, figure.drawings[0].height), "web")
        return figure.measure, drawn

    _, all_ = planes()
    monkeypatch.setattr(projection, "MOST_DOTS", 130)
    measure, some = planes()
    assert "of 120 test images, every third of 360, coloured" in measure
    assert len(some) < len(all_)
