"""An installed wheel finds its templates, from any folder."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from analysis.bundle import Bundle
from analysis.bundle.storage import write

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel as `pip wheel` would, with the build backend that the environment has."""
    out = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(out)],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    return next(out.glob("*.whl"))


def test_a_wheel_holds_code_and_templates_only(wheel: Path) -> None:
    """Law: a wheel has the two packages, the templates inside `report`, and nothing else."""
    names = zipfile.ZipFile(wheel).namelist()
    tops = {name.split("/")[0] for name in names}

    assert {"analysis", "report"} == {top for top in tops if not top.endswith(".dist-info")}
    assert any(name.startswith("report/templates/chapters/") for name in names)
    assert not [name for name in names if name.startswith("report/templates/templates")]


def test_nobody_is_told_to_install_from_an_index() -> None:
    """Law: the program is on no index, so what is missing is installed under its own name, not as an extra."""
    texts = [
        *(ROOT / "analysis").rglob("*.py"),
        *(ROOT / "report").rglob("*.py"),
        *(ROOT / "docs").glob("*.md"),
    ]
    told = re.compile(r"(pip|uv) (install|add) \S*digits-report")

    assert [path for path in (ROOT / "README.md", *texts) if told.search(path.read_text("utf-8"))] == []


def test_an_installed_wheel_renders_from_an_empty_folder(
    wheel: Path, tiny_bundle: Bundle, tmp_path: Path
) -> None:
    """Law: `digits-report render` needs the wheel and results.json, and no checkout."""
    installed, work = tmp_path / "installed", tmp_path / "work"
    work.mkdir()
    zipfile.ZipFile(wheel).extractall(installed)
    write(tiny_bundle, work / "results.json")
    # A folder on PYTHONPATH comes before the checkout's editable install.
    run = subprocess.run(
        [sys.executable, "-m", "report", "render", "results.json", "--out", "site", "--no-pdf"],
        cwd=work,
        env=os.environ | {"PYTHONPATH": str(installed), "PYTHONSAFEPATH": "1"},
        check=False,
        capture_output=True,
        text=True,
    )

    assert run.returncode == 0, run.stderr
    assert (work / "site" / "index.html").is_file()
    where = subprocess.run(
        [sys.executable, "-c", "import report; print(report.__file__)"],
        env=os.environ | {"PYTHONPATH": str(installed), "PYTHONSAFEPATH": "1"},
        cwd=work,
        check=True,
        capture_output=True,
        text=True,
    )
    assert Path(where.stdout.strip()).is_relative_to(installed)
