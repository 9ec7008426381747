"""The ordinary run on paper, typeset once for all that reads it."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import NamedTuple

import pytest

from analysis.bundle import Bundle
from report.output import pdf
from tests.sharing import Store


class Written(NamedTuple):
    """A written file, and what WeasyPrint complained of."""

    path: Path
    complaints: list[str]


class _Complaints(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.said: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.said.append(record.getMessage())


@pytest.fixture(scope="session")
def ordinary_paper(
    tiny_bundle: Bundle, store_of_run: Store, tmp_path_factory: pytest.TempPathFactory
) -> Written:
    """The full report of the ordinary run, in the edition that its bundle asks for."""
    path = tmp_path_factory.mktemp("paper") / "full.pdf"

    def make() -> tuple[bytes, list[str]]:
        listener, logger = _Complaints(), logging.getLogger("weasyprint")
        logger.addHandler(listener)
        pdf.write(tiny_bundle, path)
        logger.removeHandler(listener)
        return path.read_bytes(), listener.said

    content, complaints = store_of_run.once("ordinary paper", make)
    path.write_bytes(content)
    return Written(path, complaints)
