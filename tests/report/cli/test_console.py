"""What the console prints: a line per stage, nothing but errors when quiet, everything on one line each."""

from __future__ import annotations

import tempfile

import pytest

from report.cli.console import Console, attending


def work(console: Console) -> None:
    """Go through all that a build says."""
    with console.stage("reading the digits"):
        console.note("MNIST")
    with console.stage("training"), console.bar("Epochs", 2) as advance:
        for epoch in (1, 2):
            console.note(f"epoch {epoch}")
            advance(1)
    console.say("Done.")
    console.warn("Careful.")


def test_plain_lines(capsys: pytest.CaptureFixture[str]) -> None:
    """Without a terminal: a line when a stage begins and one with its duration and last note; of long ones also the notes."""
    work(Console())
    said = capsys.readouterr()

    assert [line.split() for line in said.out.splitlines()] == [
        ["Reading", "the", "digits", "…"],
        ["Reading", "the", "digits", "0.0", "s", "MNIST"],
        ["Training", "…"],
        ["epoch", "1"],
        ["epoch", "2"],
        ["Training", "0.0", "s", "epoch", "2"],
        ["Done."],
    ]
    assert said.err == "Warning: Careful.\n"


def test_a_terminal_keeps_one_line_per_stage(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """On a terminal the bars disappear, and the lines of the stages stay."""
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm")
    work(Console())
    out = capsys.readouterr().out

    assert "\x1b[" in out
    assert [word in out for word in ("Reading the digits", "Training", "Done.")] == [True] * 3


def test_quiet_prints_only_errors(capsys: pytest.CaptureFixture[str]) -> None:
    """Quiet leaves errors, on standard error."""
    console = Console(quiet=True)
    work(console)
    console.error("Broken.")

    assert capsys.readouterr() == ("", "Broken.\n")


def test_a_failed_stage_is_not_reported_as_done(capsys: pytest.CaptureFixture[str]) -> None:
    """A stage that ends with an error prints no duration."""
    console = Console()
    with pytest.raises(ValueError, match="lost"), console.stage("training"):
        raise ValueError("lost")

    assert capsys.readouterr().out == "Training …\n"


def test_sentences_are_not_broken(capsys: pytest.CaptureFixture[str]) -> None:
    """A long sentence stays one line, and its brackets stay brackets."""
    sentence = "Expected [red]this[/red] " + "and that " * 30
    Console().error(sentence)

    assert capsys.readouterr().err == f"{sentence}\n"


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (
            OSError(28, "No space left on device"),
            f"temporary files in {tempfile.gettempdir()}, found “No space",
        ),
        (OSError(5, "Input/output error", "a"), "read and write a, found “Input/output error”"),
        (OSError(18, "Cross-device link", b"a", None, "b"), "read and write a and b, found “Cross"),
        (OSError(9, "Bad file descriptor", 3), "temporary files in"),
    ],
)
def test_an_error_of_the_system_names_a_place(
    error: OSError, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Its own, both of two, or that of temporary files: never none."""
    with pytest.raises(SystemExit), attending(quiet=True, verbose=False):
        raise error

    err = capsys.readouterr().err
    assert said in err
    assert "None" not in err
    assert len(err.splitlines()) == 1
