"""What follows from the predictions table and its scores is computed anew, by the functions of the studies.

Where scores were too many to be kept, or are older than their keeping, the figures that need them all are primary:
they lie between the bounds that confidences leave.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from analysis.bundle import Bundle
from analysis.bundle.binary import NO_SCORES, BinaryFindings
from analysis.bundle.calibration import Calibration, CalibrationFindings, TemperatureScaling
from analysis.bundle.confidence import ConfidenceFindings
from analysis.bundle.confusion import PredictedImage
from analysis.bundle.law import agree, demand, unit, unpacked
from analysis.bundle.record import Estimate, Omitted, Proportion, present
from analysis.bundle.scores import ScoreFindings
from analysis.bundle.selective_prediction import SelectivePredictionFindings
from analysis.bundle.slices import halves, margins, measured, sliced
from analysis.bundle.stress import NonMembers, StressFindings, StressPoint, separated, stressed
from analysis.bundle.table import Table
from analysis.statistics import temperature
from analysis.statistics.calibration import BINS, binnings, expected_error
from analysis.statistics.intervals import mean_interval
from analysis.statistics.label_votes import DISPUTED
from analysis.statistics.probabilities import Bounds, Confidences, Probabilities
from analysis.statistics.selection import (
    explained_errors,
    least_confident_correct,
    most_confident_errors,
    shown_errors,
)
from analysis.statistics.severities import SEVERITIES, amount, families
from analysis.statistics.slices import fifths

NEED_CONFIDENCES = ("scores", "confidence", "calibration", "selective_prediction")
SIX_DECIMALS = 2e-6
"""Absolute: what the rounding of the table's confidences may move."""


def check(bundle: Bundle, table: Table) -> None:
    """Hold all that is said of confidences to the table.  Raises ContradictionError."""
    _check_errors(bundle, table)
    _check_explained(bundle, table)
    validation = _validation(bundle, table)
    _check_binary(bundle, table, validation)
    _check_slices(bundle, table)
    _check_stress(bundle, table)
    if table.view is None:
        for name in NEED_CONFIDENCES:
            absent = present(getattr(bundle.findings, name)) is None
            demand(f"findings.{name}", absent, "it omitted: the predictions hold no confidence")
        return
    _check_scores(bundle, table.view)
    _check_confidence(bundle, table)
    _check_calibration(bundle, table.view, validation)
    if found := present(bundle.findings.selective_prediction):
        agree("findings.selective_prediction", found, SelectivePredictionFindings.of(table.view))


def _validation(bundle: Bundle, table: Table) -> Probabilities | None:
    """Return what the network says of the validation images: as many of each class as the data have, as often correct."""
    field, found = "findings.validation", present(bundle.findings.validation)
    if found is None:
        return None
    part, n = bundle.findings.dataset.validation, found.labels.shape[0] if found.labels.shape else 0
    labels = unpacked(f"{field}.labels", found.labels, "uint8", (n,))
    scores = unpacked(f"{field}.scores", found.scores, "float32", (n, table.k))
    demand(f"{field}.labels", n > 0 and labels.max() < table.k, f"classes from 0 to {table.k - 1}")
    demand(f"{field}.scores", bool(np.isfinite(scores).all()), "finite scores")
    if part:
        agree(f"{field}.labels", np.bincount(labels, minlength=table.k).tolist(), part.per_class)
    view, told = found.view, bundle.findings.accuracy.validation
    if told:
        agree("findings.accuracy.validation", told, Proportion.of(view.correct.sum(), n))
    return view


def _check_binary(bundle: Bundle, table: Table, validation: Probabilities | None) -> None:
    field, found = "findings.binary", present(bundle.findings.binary)
    if found is None:
        return
    demand(field, table.k == 2, "it omitted: there are more than two classes")
    no_scores = found.roc if isinstance(found.roc, Omitted) else NO_SCORES
    named = found.positive if found.positive_by == "settings" else None
    agree(
        field,
        found,
        BinaryFindings.of(table.predictions, table.view, validation, named=named, no_scores=no_scores),
    )


def _check_slices(bundle: Bundle, table: Table) -> None:
    """Cut the values that are kept into fifths again; hold the tests to one for each part, and what is shown to its slice."""
    field, found = "findings.slices", present(bundle.findings.slices)
    if found is None:
        return
    demand(field, isinstance(table.view, Probabilities), "it omitted: the scores are not kept")
    form = present(bundle.images)
    demand(field, form is not None, "it omitted: the bundle has no image format")
    assert isinstance(table.view, Probabilities)  # noqa: S101  # demanded above
    assert form is not None  # noqa: S101
    rows = measured(table.n, form.pixels)
    agree(f"{field}.measured", found.measured, len(rows))
    view = Probabilities(table.view.labels[rows], table.view.logits[rows])
    parts = [*halves(rows, mnist=present(bundle.findings.writer_groups) is not None)]
    for place, each in enumerate(found.features):
        here = f"{field}.features.{place}"
        values = unpacked(f"{here}.values", each.values, "float32", (len(rows),))
        demand(f"{here}.values", bool(np.isfinite(values).all()), "finite values")
        agree(f"{here}.slices", each.slices, sliced(values, margins(view), view.correct))
        agree(f"{here}.tests", [test.images for test in each.tests], parts)
        where = dict(zip(rows.tolist(), fifths(values), strict=True))
        kinds = [{where.get(row, -1) for row in some} for some in each.examples]
        demand(
            f"{here}.examples", kinds == [{one} for one in sorted({*where.values()})], "images of each slice"
        )
        size = (sum(map(len, each.examples)), form.height, form.width)
        unpacked(f"{here}.pixels", each.pixels, "uint8", size)


def _check_stress(bundle: Bundle, table: Table) -> None:
    """Recompute what is said of the sample as it is, and how confidence tells it from other images; bound the rest."""
    field, found = "findings.stress", present(bundle.findings.stress)
    if found is None:
        return
    demand(field, isinstance(table.view, Probabilities), "it omitted: the scores are not kept")
    form = present(bundle.images)
    demand(field, form is not None, "it omitted: the bundle has no image format")
    assert isinstance(table.view, Probabilities)  # noqa: S101  # demanded above
    assert form is not None  # noqa: S101
    rows = stressed(table.labels, form.pixels)
    sample = Probabilities(table.view.labels[rows], table.view.logits[rows])
    agree(f"{field}.images", found.images, len(rows))
    demand(f"{field}.example", found.example in rows, "an image of the sample")
    names = families(photographs=form.polarity == "photograph")
    agree(f"{field}.families", tuple(each.name for each in found.families), names)
    clean, side = StressPoint.of(0, sample, sample.correct), min(form.height, form.width)
    for place, each in enumerate(found.families):
        here = f"{field}.families.{place}.points"
        agree(f"{here}.0", each.points[0], clean)
        amounts = tuple(amount(each.name, severity, side) for severity in SEVERITIES)
        agree(here, tuple(point.amount for point in each.points), amounts)
        for severity, point in enumerate(each.points):
            _check_point(f"{here}.{severity}", point)
    pictures = (len(names), len(SEVERITIES), form.height, form.width)
    unpacked(f"{field}.examples", found.examples, "uint8", pictures)
    _check_others(field, found, sample, pictures[2:])


def _check_point(field: str, found: StressPoint) -> None:
    """Hold the gap to the two that it lies between, and confidence to what it can be."""
    gap, confidence, accuracy = found.overconfidence, found.confidence, found.accuracy
    demand(f"{field}.confidence", 0 < confidence.value <= 1, "a probability")
    near = unit(gap.value) + unit(confidence.value) + unit(accuracy.value)
    wanted = confidence.value - accuracy.value
    demand(f"{field}.overconfidence", abs(gap.value - wanted) <= near, f"{wanted:.6g}, found {gap.value:.6g}")
    for name, each in (("overconfidence", gap), ("confidence", confidence)):
        _is_normal(f"{field}.{name}", each)


def _check_others(field: str, found: StressFindings, sample: Probabilities, form: tuple[int, ...]) -> None:
    kinds = [each.kind for each in found.others]
    demand(f"{field}.others", len(set(kinds)) == len(kinds), "each kind of images once")
    for place, each in enumerate(found.others):
        _check_kind(f"{field}.others.{place}", each, sample, form)


def _check_kind(field: str, found: NonMembers, sample: Probabilities, form: tuple[int, ...]) -> None:
    m = found.log_odds.shape[0] if found.log_odds.shape else 0
    log_odds = unpacked(f"{field}.log_odds", found.log_odds, "float32", (m,))
    predicted = unpacked(f"{field}.predicted", found.predicted, "uint16", (m,))
    demand(f"{field}.log_odds", m > 0 and bool(np.isfinite(log_odds).all()), "finite numbers")
    demand(f"{field}.predicted", int(predicted.max()) < sample.class_count, "classes of the data")
    agree(f"{field}.area", found.area, separated(sample, log_odds))
    shown = found.examples.shape[0] if found.examples.shape else 0
    unpacked(f"{field}.examples", found.examples, "uint8", (shown, *form))
    demand(f"{field}.examples", 0 < shown <= m, "some of the images")


def _check_errors(bundle: Bundle, table: Table) -> None:
    field, rows = "findings.confusion.errors", shown_errors(table.predictions, table.view)
    _check_images(field, bundle.findings.confusion.errors, bundle, table, rows)
    found = [(each.label, each.predicted) for each in bundle.findings.confusion.errors]
    cells = list(zip(table.labels[rows].tolist(), table.predicted[rows].tolist(), strict=True))
    demand(field, found == cells, "errors of the largest cell first")


def _check_explained(bundle: Bundle, table: Table) -> None:
    """Hold the errors that are explained to the order of their confidences."""
    field, evidence = "findings.error_evidence.indices", present(bundle.findings.error_evidence)
    if evidence is None:
        return
    rows, found = explained_errors(table.predictions, table.view), evidence.indices
    demand(field, len(set(found)) == len(found) == len(rows), f"{len(rows)} errors, each once")
    for place, (row, wanted) in enumerate(zip(found, rows, strict=True)):
        error = row < table.n and not table.correct[row]
        same = error and (row == wanted or _are_equal(table, row, wanted))
        demand(f"{field}.{place}", same, f"{wanted}, found {row}")


def _check_images(
    field: str, found: tuple[PredictedImage, ...], bundle: Bundle, table: Table, rows: Sequence[int]
) -> None:
    """Compare the images that are shown with those that should be; equal confidences in six decimals have no order."""
    listed = DISPUTED if present(bundle.findings.disputed_labels) else frozenset()
    demand(field, len(found) == len(rows), f"{len(rows)} images")
    demand(field, len({each.index for each in found}) == len(rows), "each image once")
    for place, (each, row) in enumerate(zip(found, rows, strict=True)):
        here, known = f"{field}.{place}", table.predictions if table.view is None else table.view
        demand(f"{here}.index", 0 <= each.index < table.n, f"a row from 0 to {table.n - 1:,}")
        probability = _label_probability(here, each, table)
        agree(here, each, PredictedImage.of(each.index, known, probability, disputed=each.index in listed))
        demand(
            f"{here}.index",
            each.index == row or _are_equal(table, each.index, row),
            f"{row}, found {each.index}",
        )


def _label_probability(field: str, each: PredictedImage, table: Table) -> float | None:
    if isinstance(table.view, Probabilities):
        return float(table.view.label_probability[each.index])
    if table.view is None:
        return None
    said, (low, high) = each.label_probability, table.view.label_probability
    least, most = float(low[each.index]), float(high[each.index])
    demand(
        f"{field}.label_probability", said is not None and least <= said <= most, f"{least:.6g} to {most:.6g}"
    )
    return said


def _are_equal(table: Table, one: int, other: int) -> bool:
    """Whether nothing in the file says which of two images comes first."""
    view = table.view
    return isinstance(view, Confidences) and all(
        column[one] == column[other] for column in (view.correct, view.confidence)
    )


def _check_scores(bundle: Bundle, view: Probabilities | Confidences) -> None:
    field, found = "findings.scores", present(bundle.findings.scores)
    if found is None:
        return
    log_loss: Estimate | Omitted = found.log_loss
    if isinstance(log_loss, Estimate):
        log_loss = _mean(f"{field}.log_loss", log_loss, view.losses)
    brier = _mean(f"{field}.brier", found.brier, view.squared_errors)
    agree(field, found, ScoreFindings.of(view, log_loss, brier))


def _mean(field: str, found: Estimate, values: NDArray[np.float64] | Bounds) -> Estimate:
    """Return the mean that should be there; of bounds, what is there where it lies between theirs."""
    if not isinstance(values, Bounds):
        return Estimate.of(mean_interval(values, floor=0))
    low, high = (float(each.mean()) for each in values)
    demand(field, low * (1 - 1e-5) <= found.value <= high * (1 + 1e-5), f"{low:.6g} to {high:.6g}")
    _is_normal(field, found, 0)
    return found


def _is_normal(field: str, found: Estimate, floor: float = -np.inf) -> None:
    """Demand an interval that goes as far down as up, but not below the floor."""
    low = max(floor, found.value - (found.high - found.value))
    near = unit(found.value) + unit(found.high) + unit(found.low)
    demand(f"{field}.low", abs(found.low - low) <= near, f"{low:.6g}, found {found.low:.6g}")


def _check_confidence(bundle: Bundle, table: Table) -> None:
    field, found, view = "findings.confidence", present(bundle.findings.confidence), table.view
    if found is None or view is None:
        return
    ends = found.most_confident_errors, found.least_confident_correct
    computed = ConfidenceFindings.of(view, *ends, bundle.findings.predictions.decimals)
    if isinstance(view, Confidences):
        for name, group in (("correct_histogram", view.correct), ("incorrect_histogram", ~view.correct)):
            edges = computed.edges
            _check_histogram(f"{field}.{name}", getattr(found, name), view.confidence[group], edges)
            computed = computed.model_copy(update={name: getattr(found, name)})
    agree(field, found, computed)
    rows = most_confident_errors(view), least_confident_correct(view)
    for name, images, wanted in zip(
        ("most_confident_errors", "least_confident_correct"), ends, rows, strict=True
    ):
        _check_images(f"{field}.{name}", images, bundle, table, wanted)


def _check_histogram(
    field: str, counts: tuple[int, ...], confidence: NDArray[np.float64], edges: tuple[float, ...]
) -> None:
    """Demand as many below each edge as rounding to six decimals, before or after they were counted, allows."""
    whole = len(counts) == len(edges) - 1 and min(counts) >= 0 and sum(counts) == len(confidence)
    demand(field, whole, f"{len(edges) - 1} counts that add up to {len(confidence):,}")
    for edge, below in zip(edges[1:-1], np.cumsum(counts), strict=False):
        least, most = ((confidence < edge + step).sum() for step in (-SIX_DECIMALS, SIX_DECIMALS))
        demand(field, bool(least <= below <= most), f"{least:,} to {most:,} below {edge:g}")


def _check_calibration(
    bundle: Bundle, view: Probabilities | Confidences, validation: Probabilities | None
) -> None:
    field, found = "findings.calibration", present(bundle.findings.calibration)
    if found is None:
        return
    scores, part = present(bundle.findings.scores), bundle.findings.dataset.validation
    if scores:
        agree(f"{field}.unscaled.log_loss", found.unscaled.log_loss, present(scores.log_loss))
    said, scaling = found.unscaled, present(found.temperature)
    log_loss = said.log_loss and _mean(f"{field}.unscaled.log_loss", said.log_loss, view.losses)
    unscaled = _unscaled(f"{field}.unscaled", said, view, log_loss)
    if scaling:
        scaling = _scaling(f"{field}.temperature", scaling, said, view, validation)
        images = part.images if part else scaling.fitted_on
        agree(f"{field}.temperature.fitted_on", scaling.fitted_on, images)
    _check_nulls(f"{field}.unscaled.errors", said, view)
    if scaling and isinstance(view, Probabilities):
        _check_nulls(f"{field}.temperature.scaled.errors", scaling.scaled, view.scaled(scaling.fitted))
    agree(field, found, CalibrationFindings.of(view, unscaled, scaling or found.temperature))


def _check_nulls(field: str, found: Calibration, view: Probabilities | Confidences) -> None:
    """Hold mean and quantile of the drawn errors to the moments of the number correct in each bin.

    With variance V it is away from its mean by V/√(3V + 1) to √V on average (Hölder, Jensen), and the quantile lies
    0.23 below to 4.36 standard deviations above the mean (Cantelli); six standard errors are left to the draws.
    """
    confidence, n = view.confidence, len(view)
    rounding = SIX_DECIMALS if isinstance(view, Confidences) else 0.0
    for place, (each, binning) in enumerate(zip(found.errors, binnings(confidence), strict=True)):
        variance, around = (
            binning.sums(part) for part in (confidence * (1 - confidence), np.full(n, rounding))
        )
        low, high = np.maximum(0, variance - around), variance + around
        spread = float(np.sqrt(high.sum())) / n
        least, most = float((low / np.sqrt(3 * low + 1)).sum()) / n, float(np.sqrt(high).sum()) / n
        if rounding:  # which may have joined bins of equal mass
            most *= 2
        chance = 6 * spread / each.draws**0.5 + 1e-9
        mean, quantile = each.null_mean, each.null_high
        demand(
            f"{field}.{place}.null_mean",
            least - chance <= mean <= most + chance,
            f"{least:.6g} to {most:.6g}",
        )
        near = mean - 0.35 * spread - chance <= quantile <= mean + 4.5 * spread + chance
        demand(f"{field}.{place}.null_high", near, f"about {mean:.6g}, found {quantile:.6g}")


def _unscaled(
    field: str, found: Calibration, view: Probabilities | Confidences, log_loss: Estimate | None
) -> Calibration:
    """Return what is said of the confidences; the bins of equal mass may be those from before their rounding."""
    value = found.errors[1].value
    if not isinstance(view, Confidences):
        return Calibration.of(view, [each.null for each in found.errors], log_loss)
    confidence, (_, binning) = view.confidence, binnings(view.confidence)
    ends = (np.searchsorted(binning.edges[1:-1], confidence + step) for step in (-SIX_DECIMALS, SIX_DECIMALS))
    moved = np.not_equal(*ends)
    away = np.abs(view.correct - confidence)
    near = SIX_DECIMALS + 2 * float(away[moved].sum()) / len(view)
    computed = expected_error(confidence, view.correct.astype(float), binning)
    demand(
        f"{field}.errors.1.value", abs(value - computed) <= near, f"about {computed:.6g}, found {value:.6g}"
    )
    bins = len(binning.edges) - 1
    demand(f"{field}.errors.1.bins", bins <= found.errors[1].bins <= BINS, f"{bins} to {BINS}")
    again = Calibration.of(view, [each.null for each in found.errors], log_loss)
    return again.model_copy(update={"errors": (again.errors[0], found.errors[1])})


def _scaling(
    field: str,
    found: TemperatureScaling,
    unscaled: Calibration,
    view: Probabilities | Confidences,
    validation: Probabilities | None,
) -> TemperatureScaling:
    """Return what temperature scaling should say."""
    if validation:
        agree(f"{field}.fitted", found.fitted, temperature.fitted(validation))
        agree(f"{field}.fitted_on", found.fitted_on, len(validation))
    if isinstance(view, Probabilities):
        nulls = [each.null for each in found.scaled.errors]
        return TemperatureScaling.of(
            view, nulls, fitted=found.fitted, limits=found.limits, fitted_on=found.fitted_on
        )
    known = unscaled.log_loss is not None and found.scaled.log_loss is not None
    demand(f"{field}.scaled.log_loss", known, "log losses before and after")
    assert unscaled.log_loss is not None  # noqa: S101  # demanded above
    assert found.scaled.log_loss is not None  # noqa: S101
    before, after, change = unscaled.log_loss.value, found.scaled.log_loss.value, found.log_loss_change
    near = unit(before) + unit(after) + unit(change.value)
    demand(
        f"{field}.log_loss_change.value", abs(change.value - after + before) <= near, f"{after - before:.6g}"
    )
    _is_normal(f"{field}.log_loss_change", change)
    _is_normal(f"{field}.scaled.gap", found.scaled.gap)
    _is_normal(f"{field}.scaled.log_loss", found.scaled.log_loss, 0)
    demand(f"{field}.scaled.gap.value", abs(found.scaled.gap.value) <= 1, "a gap from -1 to 1")
    demand(f"{field}.scaled.log_loss.value", after >= 0, "a log loss above 0")
    return found
