"""What the commands do, each in the order in which it happens; heavy imports stand where they are needed."""

from __future__ import annotations

import tempfile
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from analysis import provenance, runs
from analysis.bundle import storage
from analysis.errors import BundleError, OutputError, PrintingError
from analysis.files import explained
from report.chapters.reproducibility import usual_place
from report.output import pdf, site
from report.text import formats

if TYPE_CHECKING:
    from analysis.bundle import Bundle
    from analysis.data.images import Dataset
    from analysis.settings import Settings
    from report.cli.console import Console


def train(settings: Settings, console: Console, *, retrain: bool) -> None:
    """Train, and keep the run."""
    from analysis import pipeline

    watch = provenance.Stopwatch(console)
    chosen = pipeline.network(settings, pipeline.read(settings, watch), watch, retrain=retrain)
    console.say(f"The network is {chosen.path}")


def analyze(settings: Settings, console: Console, results: Path, *, retrain: bool) -> None:
    """Train or load, predict and study; write the bundle."""
    from analysis import pipeline

    watch = provenance.Stopwatch(console)
    data = pipeline.read(settings, watch)
    chosen = pipeline.network(settings, data, watch, retrain=retrain)
    storage.write(pipeline.analyze(settings, data, chosen, watch), results)
    console.say(f"Wrote {results}: render it with `digits-report render {results}`")


def build(settings: Settings, console: Console, *, retrain: bool) -> None:
    """Do everything from images to PDF; what cannot end well ends before the training."""
    from analysis import pipeline

    watch = provenance.Stopwatch(console)
    data = pipeline.read(settings, watch)
    out = settings.out or Path(usual_place(data.name))
    _check_place(out, data)
    chosen = pipeline.network(settings, data, watch, retrain=retrain)
    bundle = pipeline.analyze(settings, data, chosen, watch)
    with tempfile.TemporaryDirectory() as tmp:
        results = Path(tmp) / site.RESULTS
        storage.write(bundle, results)
        _publish(results, out, chosen.path, console, with_pdf=settings.pdf)


def render(results: Path, out: Path | None, console: Console, *, with_pdf: bool) -> None:
    """Make site and PDF anew from results.json alone."""
    bundle = storage.read(results)
    is_site = (results.parent / site.MARK).is_file()
    place = out or (results.parent if is_site else Path(usual_place(bundle.findings.dataset.name)))
    site.refuse_foreign(place)
    _publish(results, place, _find_model(bundle, results), console, with_pdf=with_pdf)


def sweep(settings: Settings, console: Console, seeds: int, jobs: int, scheduler: str | None) -> None:
    """Train one recipe from several seeds."""
    from analysis import pipeline, sweep, workers  # noqa: PLC0415

    data = pipeline.read(settings, provenance.Stopwatch(console))
    spread = (
        partial(workers.on_cluster, scheduler=scheduler)
        if scheduler
        else partial(workers.on_this_machine, jobs=jobs)
    )
    wanted = range(settings.seed, settings.seed + seeds)
    found = sweep.sweep(data, settings.preset, wanted, console, spread)
    for run in found.runs:
        console.say(f"  seed {run.seed}: {formats.percent(run.accuracy)}, log loss {run.log_loss:.4f}")
    console.say(
        f"{formats.estimate(found.accuracy, 100)} % over {seeds} seeds (standard deviation "
        f"{100 * found.accuracy_sd:.3f} points); `digits-report build` puts it into the report."
    )


def _check_place(out: Path, data: Dataset) -> None:
    """Refuse now what would be refused after minutes of training."""
    site.refuse_foreign(out)
    if data.fallback and _is_of_mnist(out):
        raise OutputError(
            f"Expected MNIST for {out}, which was made from it, found only the sample: choose another --out, "
            "or say --dataset digits."
        )
    with explained(out), tempfile.TemporaryDirectory(dir=out.parent):
        pass


def _is_of_mnist(out: Path) -> bool:
    try:
        return storage.read(out / site.RESULTS).findings.dataset.name == "mnist"
    except BundleError:
        return False


def _find_model(bundle: Bundle, results: Path) -> Path | None:
    """Return the network that the bundle is about, if it is still at hand."""
    made = bundle.provenance
    stored = [runs.STORE / made.run_key / runs.MODEL] if made.run_key else []
    for path in (results.parent / site.MODEL, *stored):
        if path.is_file() and runs.checksum(path.read_bytes()) == made.model_sha256:
            return path
    return None


def _publish(results: Path, out: Path, model: Path | None, console: Console, *, with_pdf: bool) -> None:
    """Write site and PDF, together or not at all, from what the file says."""
    bundle = storage.read(results)
    with tempfile.TemporaryDirectory() as tmp:
        paper = _typeset(bundle, Path(tmp) / site.PAPER, console) if with_pdf else None
        with console.stage("writing the site"):
            site.write(bundle, out, results=results, model=model, pdf=paper)
    right = bundle.findings.accuracy.overall
    console.say(
        f"{formats.percent(right)} of {formats.count(right.total)} test images are classified correctly."
    )
    console.say(
        f"Wrote {out}{f' with {site.PAPER}' if paper else ''}. Open {(out / 'index.html').resolve().as_uri()}"
    )


def _typeset(bundle: Bundle, path: Path, console: Console) -> Path | None:
    """Return where the PDF is; None where this machine cannot make one, which costs nobody the site."""
    try:
        with console.stage("typesetting the PDF"):
            pdf.write(bundle, path)
    except PrintingError as error:
        console.warn(str(error))
        return None
    return path
