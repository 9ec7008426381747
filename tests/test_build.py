"""The whole program on a few hundred digits: two seeds on a cluster, then digits to PDF, then again."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pytest
from distributed import LocalCluster
from typer.testing import CliRunner, Result

from analysis.bundle import Bundle, storage
from analysis.bundle.record import present
from analysis.data import idx, sample
from analysis.data.images import ImageSet
from report.cli.app import app

SMALL = ("--dataset", "digits-of-mine", "--preset", "quick")


class Built(NamedTuple):
    """What the commands said, what came out, and what then lay in the folder."""

    swept: Result
    built: Result
    bundle: Bundle
    left: set[str]


def call(*arguments: str | Path) -> Result:
    """Run a command in this process."""
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


def write_digits(folder: Path, part: str, digits: ImageSet) -> None:
    """Write one part as IDX files."""
    (folder / f"{part}-images-idx3-ubyte").write_bytes(idx.encode(digits.images))
    (folder / f"{part}-labels-idx1-ubyte").write_bytes(idx.encode(digits.labels.astype(np.uint8)))


@pytest.fixture(scope="module", autouse=True)
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Work in a folder with 500 training and 150 test images."""
    folder = tmp_path_factory.mktemp("build")
    (folder / "digits-of-mine").mkdir()
    training, test = sample.read()
    write_digits(folder / "digits-of-mine", "train", training[np.arange(500)])
    write_digits(folder / "digits-of-mine", "t10k", test[np.arange(150)])
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        patch.setenv("SOURCE_DATE_EPOCH", "1764460800")
        yield folder


@pytest.fixture(scope="module")
def built(folder: Path) -> Built:
    """Sweep two seeds on a cluster of two workers, then build.

    The workers are threads: each process of a worker would load TensorFlow anew.
    """
    with LocalCluster(n_workers=2, threads_per_worker=1, processes=False, dashboard_address=None) as cluster:
        swept = call("sweep", "--seeds", "2", "--scheduler", cluster.scheduler_address, *SMALL)
    assert swept.exit_code == 0, swept.output
    done = call("build", *SMALL)
    assert done.exit_code == 0, done.output
    left = {path.name for path in folder.iterdir()}
    return Built(swept, done, storage.read(folder / "site" / "results.json"), left)


def files(folder: Path) -> dict[str, bytes]:
    """Return all files below a folder."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_everything_is_there(built: Built, folder: Path) -> None:
    """Pages, bundle, table, network and PDF lie in the site; nothing else is left beside data and runs."""
    names = set(files(folder / "site"))

    assert {
        "index.html",
        "results.json",
        "predictions.csv",
        "model.keras",
        "digits-report.pdf",
    } <= names
    assert (folder / "site" / "digits-report.pdf").read_bytes().startswith(b"%PDF-")
    assert built.left == {"digits-of-mine", "runs", "site"}
    assert built.built.stdout.splitlines()[-1].endswith("site/index.html")


def test_the_network_offered_is_the_one_described(built: Built, folder: Path) -> None:
    """The checksum of the bundle is that of the file beside it."""
    found = hashlib.sha256((folder / "site" / "model.keras").read_bytes()).hexdigest()

    assert found == built.bundle.provenance.model_sha256


def test_the_finished_run_is_taken(built: Built) -> None:
    """What the sweep trained is not trained again, and the build says so."""
    assert built.bundle.provenance.model_source == "earlier run"
    assert f"Run {built.bundle.provenance.run_key} was finished before" in built.built.stdout
    assert "epoch" not in built.built.stdout


def test_the_sweep_is_in_the_report(built: Built) -> None:
    """Both seeds are there, and the network of the report has the accuracy that the sweep found for its seed."""
    seeds = present(built.bundle.findings.seeds)
    assert seeds

    assert [run.seed for run in seeds.runs] == [0, 1]
    assert seeds.runs[0].accuracy == built.bundle.findings.accuracy.overall
    assert "over 2 seeds" in built.swept.stdout


def test_no_path_of_this_machine_is_published(folder: Path) -> None:
    """No file of the site names a folder of the machine that made it."""
    telling = {name for name, content in files(folder / "site").items() if str(folder).encode() in content}

    assert not telling


def test_rendering_gives_the_same_bytes(folder: Path) -> None:
    """Site and PDF follow from results.json: in another process, at another time and place, no byte differs.

    The one test of determinism: `build` drew here beside TensorFlow, `render` draws there in forks.
    """
    command = (sys.executable, "-m", "report", "render", "site/results.json", "--out", "again", "--quiet")
    environment = os.environ | {"PYTHONHASHSEED": "7", "TZ": "Pacific/Auckland", "SOURCE_DATE_EPOCH": "1"}
    subprocess.run(command, check=True, env=environment)

    assert files(folder / "again") == files(folder / "site")


def test_a_network_of_ones_own(folder: Path) -> None:
    """A given network is studied without history, and the pages do without it."""
    done = call("build", *SMALL, "--model", "site/model.keras", "--out", "mine", "--no-pdf", "--quiet")
    assert (done.exit_code, done.output) == (0, "")

    found = storage.read(folder / "mine" / "results.json")
    assert found.provenance.model_source == "file"
    assert present(found.findings.training) is None
    assert present(found.findings.seeds) is None


def test_a_network_of_other_classes(folder: Path) -> None:
    """A network that tells other classes apart is refused in a sentence, and the site stays."""
    from analysis.models.backend import keras  # noqa: PLC0415 – not before the cluster is done

    before = files(folder / "site")
    model = keras.Sequential(
        [keras.layers.Input((32, 32, 1)), keras.layers.Flatten(), keras.layers.Dense(12)]
    )
    model.save(folder / "other.keras")

    done = call("build", *SMALL, "--model", "other.keras", "--quiet")

    assert (done.exit_code, done.stderr.count("\n")) == (1, 1)
    assert "12" in done.stderr
    assert files(folder / "site") == before
