"""What the commands do, each in the order in which it happens; heavy imports stand where they are needed."""

from __future__ import annotations

from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from analysis.bundle import Bundle, storage
from analysis.data.images import Dataset
from analysis.run import provenance, runs
from analysis.run.provenance import Stopwatch
from analysis.run.settings import Settings
from analysis.system import files
from analysis.system.errors import BundleError, OutputError
from report.chapters import warnings
from report.chapters.reproducibility import usual_place
from report.cli.publishing import addressed, publish
from report.output import fonts, site
from report.output.edition import edition_of
from report.output.publication import Source
from report.output.single import check_single
from report.text import formats

if TYPE_CHECKING:
    from report.cli.console import Console


def train(settings: Settings, console: Console) -> None:
    """Train, and keep the run."""
    from analysis.run import pipeline

    runs.make_store()
    watch = provenance.Stopwatch(console)
    chosen = pipeline.network(settings, pipeline.read(settings, watch), watch)
    console.say(f"The network is {chosen.path}")


def analyze(settings: Settings, console: Console, results: Path) -> None:
    """Train or load, predict and study; write the bundle."""
    from analysis.run import pipeline

    _refuse_store(results)
    files.try_file(results)
    watch = provenance.Stopwatch(console)
    if settings.predictions:
        bundle = _of_predictions(settings, settings.predictions, watch)
    else:
        data = pipeline.read(settings, watch)
        chosen = pipeline.network(settings, data, watch)
        bundle = pipeline.analyze(settings, data, chosen, watch)
    storage.write(bundle, results)
    for warned in warnings.of(bundle):
        console.warn(warned.words)
    console.say(f"Wrote {results}: render it with `digits-report render {results}`")


def build(settings: Settings, console: Console) -> None:
    """Do everything from images to PDF; what cannot end well ends before the training."""
    from analysis.run import pipeline

    if settings.out:
        _check_place(settings.out, settings.site_url)
    check_single(settings.single_file, settings.out)
    watch = provenance.Stopwatch(console)
    if settings.predictions:
        _build_of_predictions(settings, settings.predictions, watch, console)
        return
    data = pipeline.read(settings, watch)
    out = settings.out or Path(usual_place(data.name))
    _check_place(out, settings.site_url)
    check_single(settings.single_file, out)
    _refuse_sample(out, data)
    if settings.pdf:
        fonts.refuse_unshowable(settings, *data.classes.names)
    chosen = pipeline.network(settings, data, watch)
    content = storage.dump(pipeline.analyze(settings, data, chosen, watch))
    bundle = storage.parse(content, str(out / site.RESULTS))
    source = Source(content, bundle, chosen.published, _steps(bundle, chosen.published))
    publish(source, out, console, edition_of(bundle) if settings.pdf else None, settings.single_file)


def _build_of_predictions(settings: Settings, path: Path, watch: Stopwatch, console: Console) -> None:
    """Make the report of predictions in a file, for which no network is needed."""
    out = settings.out or Path(usual_place("folder"))
    _check_place(out, settings.site_url)
    check_single(settings.single_file, out)
    content = storage.dump(_of_predictions(settings, path, watch))
    bundle = storage.parse(content, str(out / site.RESULTS))
    if settings.pdf:
        fonts.refuse_unshowable(bundle.cover, *bundle.classes.names)
    edition = edition_of(bundle) if settings.pdf else None
    publish(Source(content, bundle, None), out, console, edition, settings.single_file)


def _of_predictions(settings: Settings, path: Path, watch: Stopwatch) -> Bundle:
    from analysis.run import brought_file  # noqa: PLC0415

    return brought_file.analyze(settings, path, watch)


class Made(NamedTuple):
    """What `render` makes beside the site, and what overrides the bundle in this: None leaves it as it is."""

    paper: str | None = None
    length: str | None = None
    site_url: str | None = None
    single_file: Path | None = None
    pdf: bool = True


def render(results: Path, out: Path | None, console: Console, made: Made) -> None:
    """Make site and PDF anew from results.json alone."""
    path = Path("/dev/stdin") if str(results) == "-" else results
    if not files.is_stream(path):
        files.heal(path.parent)
    content, bundle = storage.load(path)
    bundle = addressed(bundle, made.site_url)
    if made.pdf:
        fonts.refuse_unshowable(bundle.cover, *bundle.classes.names)
    usual = usual_place(bundle.findings.dataset.name)
    place = out or (path.parent if site.is_site(path.parent) else Path(usual))
    _check_place(place, bundle.cover.site_url)
    check_single(made.single_file, place)
    stored = [runs.STORE / key / runs.MODEL] if (key := bundle.provenance.run_key) else []
    model = _model(bundle, path.parent / site.MODEL, *stored)
    source = Source(content, bundle, model, _steps(bundle, model))
    edition = edition_of(bundle, made.paper, made.length) if made.pdf else None
    publish(source, place, console, edition, made.single_file)


def sweep(settings: Settings, console: Console, seeds: int, jobs: int, scheduler: str | None) -> None:
    """Train one recipe from several seeds."""
    from analysis.run import pipeline, sweep, workers  # noqa: PLC0415

    runs.make_store()
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


def _check_place(out: Path, address: str | None) -> None:
    """Refuse now what would be refused after minutes of training."""
    _refuse_store(out)
    site.try_place(out, address)


def _refuse_store(out: Path) -> None:
    """Raise OutputError where an output would stand in the place of the store of runs, or in it."""
    store = files.resolved(runs.STORE)
    if files.resolved(out).is_relative_to(store):
        raise OutputError(
            f"Expected a place outside {runs.STORE}, where the trained networks are kept, found {out}: "
            "choose another place with --out."
        )


def _refuse_sample(out: Path, data: Dataset) -> None:
    """Raise OutputError where a report on the sample would take the place of one on MNIST."""
    if data.fallback and _is_of_mnist(out):
        raise OutputError(
            f"Expected MNIST for {out}, which was made from it, found only the sample: choose another --out, "
            "or say --dataset digits."
        )


def _is_of_mnist(out: Path) -> bool:
    try:
        return storage.read(out / site.RESULTS).findings.dataset.name == "mnist"
    except BundleError:
        return False


def _steps(bundle: Bundle, model: bytes | None) -> bytes | None:
    from analysis.brought.networks import page_network  # noqa: PLC0415  # it reads HDF5

    return page_network.script_or_none(bundle, model) if model else None


def _model(bundle: Bundle, *places: Path) -> bytes | None:
    """Return the network that the bundle is about, if it is still at one of the places."""
    for path in places:
        with suppress(OSError):
            content = path.read_bytes() if path.is_file() else b""
            if runs.checksum(content) == bundle.provenance.model_sha256:
                return content
    return None
