"""What the documents tell about notebooks runs as it stands there."""

from __future__ import annotations

import re
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

ROOT = Path(__file__).parents[3]
USAGE = (ROOT / "docs" / "usage.md").read_text(encoding="utf-8")
NOTEBOOK = ROOT / "docs" / "notebook.ipynb"


def test_the_lines_in_usage_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The block of usage.md with `report.build(` gives a report, without the PDF, of the network that stands for the reader's."""
    blocks = [
        each for each in re.findall(r"```python\n(.*?)```", USAGE, re.DOTALL) if "report.build(" in each
    ]
    assert len(blocks) == 1
    monkeypatch.chdir(tmp_path)
    (tmp_path / "digits-report.toml").write_text("pdf = false\n")
    labels = [number % 10 for number in range(40)]
    images = [[[float(label)] * 8] * 8 for label in labels]
    known = {
        "model": lambda batch: [[float(image[0][0] == label) for label in range(10)] for image in batch],
        "x_test": images,
        "y_test": labels,
    }

    exec(compile(blocks[0], "usage.md", "exec"), known)  # noqa: S102  # the law of this test

    assert (tmp_path / "site" / "index.html").is_file()


@pytest.mark.filterwarnings(
    "ignore::DeprecationWarning"
)  # of Jupyter's own, which change from version to version
def test_the_notebook_runs(tmp_path: Path) -> None:
    """Every cell of docs/notebook.ipynb runs; stages are lines that stand once, and the last cell shows a summary with a link."""
    notebook = nbformat.read(NOTEBOOK, as_version=4)  # type: ignore[no-untyped-call]
    assert not any(cell.get("outputs") for cell in notebook.cells)

    NotebookClient(notebook, timeout=120, resources={"metadata": {"path": str(tmp_path)}}).execute()

    outputs = [output for cell in notebook.cells for output in cell.get("outputs", ())]
    said = "".join(output.text for output in outputs if output.output_type == "stream")
    assert len(said.splitlines()) <= 8
    assert 'href="site/index.html"' in outputs[-1].data["text/html"]
    assert (tmp_path / "site" / "index.html").is_file()
