"""Progress that is ignored."""

from __future__ import annotations

import pytest

from analysis.system.progress import NullProgress


def test_errors_pass_through_ignored_progress(capsys: pytest.CaptureFixture[str]) -> None:
    """Nothing is printed, and an error inside a stage or a bar is not swallowed."""
    with pytest.raises(KeyError):
        fail(NullProgress())
    assert capsys.readouterr() == ("", "")


def fail(progress: NullProgress) -> None:
    """Report everything, and raise KeyError within a stage and a bar."""
    with progress.stage("one"), progress.bar("two", 3) as advance:
        advance(1)
        progress.note("note")
        progress.say("sentence")
        progress.warn("warning")
        raise KeyError
