"""What is said of several runs follows from their predictions; older sums are held to the reported run, one of them."""

from __future__ import annotations

import pytest

from analysis.bundle import Bundle, storage
from analysis.bundle.law import ContradictionError
from analysis.bundle.record import present, rounded
from analysis.bundle.seeds import NOT_KEPT, PairOverRuns, SeedFindings, SumsOverRuns
from analysis.bundle.storage import check
from tests.analysis.bundle.test_forgeries import refused
from tests.forging import Change, put, together

SEEDS = {
    "a run with one image more": put("seeds.runs.1.accuracy.count", lambda n: n + 1),
    "the predictions of another run": put("seeds.runs.1.predicted.data", lambda text: "AAAA" + text[4:]),
    "labels of another test set": put("seeds.labels.data", lambda text: "CQkJ" + text[4:]),
    "a narrow interval over the runs": put("seeds.accuracy.low", lambda low: low + 0.001),
    "an interval for new images that is not theirs": put("seeds.new_images.low", lambda low: low + 0.001),
    "runs that hardly differ": put("seeds.accuracy_sd", 1e-6),
    "a log loss that no run has": put("seeds.log_loss.value", 0.01),
    "a pair with one error less": put("seeds.pairs.0.errors", lambda n: n - 1),
    "a pair in more runs": put("seeds.pairs.9.runs_with_errors", 7),
    "a pair without draws": put("seeds.pairs.9.runs_significant", 3),
    "more draws reached than made": put("seeds.runs.0.uniformity.reached_by_pair.0", 20_001),
    "a run less": put("seeds.runs", lambda runs: runs[:-1]),
    "a seed twice": put("seeds.runs.1.seed", 736),
    "another preset": put("seeds.preset", "thorough"),
    "other named pairs": put("seeds.named", [[0, 1]]),
    "sums beside predictions": put("seeds.sums", {"new_images": {"value": 0.9, "low": 0.8, "high": 1}, "pairs": []}),
    "the reported run as another": together(
        put("seeds.runs.0.seed", 800), put("seeds.runs.1.seed", 736)
    ),
}  # fmt: skip


@pytest.mark.parametrize("change", SEEDS.values(), ids=SEEDS)
def test_what_is_said_of_the_runs_follows_from_their_predictions(
    change: Change, swept_bundle: Bundle
) -> None:
    """Means, deviations, intervals and pairs are computed from the predictions, and these are those of the report."""
    assert "findings.seeds" in refused(swept_bundle, change)


def with_sums(bundle: Bundle, pairs: tuple[PairOverRuns, ...]) -> Bundle:
    """Return the bundle as an older program wrote it: sums over the runs in place of their predictions."""
    found = present(bundle.findings.seeds)
    assert found
    runs = tuple(run.model_copy(update={"predicted": NOT_KEPT, "uniformity": None}) for run in found.runs)
    older = SeedFindings(
        preset=found.preset,
        labels=NOT_KEPT,
        runs=runs,
        named=found.named,
        sums=SumsOverRuns(new_images=found.new_images, pairs=pairs),
    )
    return bundle.model_copy(update={"findings": bundle.findings.model_copy(update={"seeds": older})})


def test_an_older_pair_has_no_fewer_errors_than_in_the_reported_run(swept_bundle: Bundle) -> None:
    """Nor is one left out that has more there than the tenth has in all runs."""
    found = present(swept_bundle.findings.seeds)
    assert found
    older = with_sums(swept_bundle, found.pairs)
    check(older)
    assert storage.parse(storage.dump(older), "results.json").findings.seeds == rounded(older.findings.seeds)

    few = tuple(
        sorted(
            (
                pair.model_copy(update={"errors": 1, "runs_with_errors": 1, "runs_significant": 0})
                for pair in found.pairs
            ),
            key=lambda pair: pair.classes,
        )
    )
    with pytest.raises(ContradictionError, match=r"seeds\.pairs\.\d+\.errors"):
        check(with_sums(swept_bundle, few))

    confused = {pair.classes for pair in swept_bundle.findings.confusion.pairs if pair.errors}
    rare = sorted(
        pair.classes for pair in swept_bundle.findings.confusion.pairs if pair.classes not in confused
    )
    others = tuple(few[0].model_copy(update={"classes": pair, "named": False}) for pair in rare[:10])
    with pytest.raises(ContradictionError, match="every pair with as many errors in the reported run"):
        check(with_sums(swept_bundle, others))
