"""A pipe where a file is needed is not waited for: who is to write there may wait for the same."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from analysis.brought import predictions_file
from analysis.brought.networks import file_kinds
from analysis.data import folder
from analysis.new_images import forms
from analysis.system.errors import DatasetError, DigitsReportError, ModelError, PredictionsError

READERS: dict[str, tuple[Callable[[Path], object], type[DigitsReportError]]] = {
    "data": (folder.read, DatasetError),
    "a network": (file_kinds.kind, ModelError),
    "predictions": (predictions_file.read, PredictionsError),
    "new images": (lambda path: forms.of_files([path], forms.Form(28, 28)), PredictionsError),
}


@pytest.mark.parametrize("name", ["pipe", "pipe.csv", "pipe.png", "pipe.keras"])
@pytest.mark.parametrize("reader", READERS)
def test_a_pipe_is_named(reader: str, name: str, tmp_path: Path) -> None:
    """In a sentence, at once."""
    os.mkfifo(tmp_path / name)
    read, error = READERS[reader]
    with pytest.raises(error, match=r"found a device or a pipe.*: copy it into a file\."):
        read(tmp_path / name)
