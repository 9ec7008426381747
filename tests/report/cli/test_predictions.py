"""`--predictions`: a report without a network, from the command line."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from analysis.bundle import storage
from report.chapters import warnings
from tests.report.cli.calls import call, one_sentence

LABELS = np.arange(90) % 3


def test_a_table_becomes_a_report_and_the_report_a_table(folder: Path) -> None:
    """`build` needs no more than a table; the predictions.csv of its site says the same again, by name, with its scores."""
    shares = np.full((90, 3), 0.2) + 0.4 * np.eye(3)[(LABELS + (np.arange(90) % 8 == 0)) % 3]
    head = "label,ash,birch,cedar"
    named = np.array(["ash", "birch", "cedar"])[LABELS]
    (folder / "p.csv").write_text(
        "\n".join(
            [head, *(f"{n},{a:.2f},{b:.2f},{c:.2f}" for n, (a, b, c) in zip(named, shares, strict=True))]
        )
    )

    first = call("build", "--predictions", "p.csv", "--no-pdf", "--out", "one")
    second = call("analyze", "--predictions", "one/predictions.csv", "--quiet")

    assert first.exit_code == 0, first.output
    assert "The scores were read as probabilities" in first.stdout
    assert (second.exit_code, second.output) == (0, "")
    one, two = storage.read(folder / "one" / "results.json"), storage.read(folder / "results.json")
    assert one.classes.names == two.classes.names == ("ash", "birch", "cedar")
    assert one.findings.accuracy.overall == two.findings.accuracy.overall
    assert one.findings.accuracy.overall.count == 78
    assert one.findings.calibration == two.findings.calibration
    assert "Scores" in (folder / "one" / "reproducibility.html").read_text(encoding="utf-8")


def test_what_cannot_be_studied(folder: Path) -> None:
    """One sentence, and nothing is written."""
    (folder / "p.csv").write_text("<!doctype html>")

    for arguments in (["build", "--no-pdf"], ["analyze"]):
        assert "a web page" in one_sentence(call(*arguments, "--predictions", "p.csv", "--quiet"))
    assert {path.name for path in folder.iterdir()} == {"p.csv"}


def test_the_warnings_of_the_first_page(folder: Path) -> None:
    """`analyze`, `build` and `render` say them in the words of the page, on standard error."""
    (folder / "p.csv").write_text("\n".join(["label,predicted", *(f"{n},{(n + 1) % 3}" for n in LABELS)]))
    commands = (
        ["analyze", "--predictions", "p.csv"],
        ["build", "--predictions", "p.csv", "--no-pdf", "--out", "one"],
        ["render", "one/results.json", "--no-pdf", "--out", "one"],
    )
    for arguments in commands:
        called = call(*arguments)
        assert called.exit_code == 0, called.output
        bundle = storage.read(folder / "results.json")
        for each in warnings.of(bundle):
            assert f"Warning: {each.words}" in called.stderr
    assert len(warnings.of(bundle)) == 2
