"""The network of a finished report, put back into the store of runs: `python -m analysis.run.restore site`.

The report can then be built anew, with more evidence than it had, on any machine: nothing is trained, and the network
and the runs with other seeds are those that were published.  The run stands under the key that today's code gives it.
"""

from __future__ import annotations

import sys
from pathlib import Path

from analysis.bundle import Bundle, storage
from analysis.bundle.provenance import Stage
from analysis.bundle.record import Packed, present
from analysis.bundle.training import TrainingFindings
from analysis.data import sources
from analysis.data.images import Dataset
from analysis.run import runs, sweep
from analysis.run.runs import Run, RunRecord, TrainedRun
from analysis.system.errors import DigitsReportError, ModelError
from analysis.system.progress import NullProgress

NETWORK, RESULTS = "model.keras", "results.json"
UNTIMED = Stage(name="training", wall_seconds=0, cpu_seconds=0)
"""Of a training whose time its report does not tell."""


def restore(site: Path) -> Run:
    """Store the network that a site offers as the finished run that it was, and its sweep where predictions are kept.

    Raises BundleError, DatasetError and OutputError as reading and writing do, and ModelError where the site has no
    network that this program trained, or another one than its bundle names.
    """
    bundle = storage.read(site / RESULTS)
    training, content = _training(bundle, site), _network(bundle, site)
    data, made = _data(bundle, site), bundle.provenance
    record = RunRecord(
        training=training,
        data_sha256=data.sha256,
        model_sha256=runs.checksum(content),
        versions=made.versions,
        machine=made.machine,
        stage=next((stage for stage in made.stages if stage.name == "training"), UNTIMED),
    )
    run = runs.keep(runs.run_key(data, training.preset, training.seed), TrainedRun(content, record))
    seeds = present(bundle.findings.seeds)
    if seeds and isinstance(seeds.labels, Packed):
        sweep.keep(data, training.preset, sweep.Sweep(trainings=(training,), findings=seeds))
    return run


def _training(bundle: Bundle, site: Path) -> TrainingFindings:
    training = present(bundle.findings.training)
    if training is None:
        raise ModelError(
            f"Expected the report of a network that digits-report trained in {site}, found one of a network from "
            "elsewhere: bring that network with --model."
        )
    return training


def _network(bundle: Bundle, site: Path) -> bytes:
    try:
        content = (site / NETWORK).read_bytes()
    except OSError as error:
        raise ModelError(
            f"Expected the network at {site / NETWORK}, found none: restore the file."
        ) from error
    if runs.checksum(content) != bundle.provenance.model_sha256:
        raise ModelError(
            f"Expected at {site / NETWORK} the network whose checksum {RESULTS} holds, found another: restore the file."
        )
    return content


def _data(bundle: Bundle, site: Path) -> Dataset:
    """Return the data of the report, by their checksums."""
    found = bundle.findings.dataset
    data = sources.load(found.published or found.name, NullProgress()).grey
    if data.sha256 != found.sha256:
        raise ModelError(
            f"Expected the data of the report in {site}, found others: give those that it was made from."
        )
    return data


def main() -> int:
    """Return 0 where a run was stored, 1 where it could not be, with the reason."""
    try:
        run = restore(Path(sys.argv[1]))
    except DigitsReportError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    sys.stdout.write(f"runs/{run.key}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
