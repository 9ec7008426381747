"""Work that is shared out comes back whole."""

from __future__ import annotations

import os
import sys
from types import ModuleType
from typing import TYPE_CHECKING

import pytest

from report.output import parallel

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

# Other tests may have started TensorFlow's threads; what is forked here does not need them.
pytestmark = pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")


@pytest.fixture
def no_tensorflow(monkeypatch: pytest.MonkeyPatch) -> None:
    """Other tests may have imported it."""
    monkeypatch.delitem(sys.modules, "tensorflow", raising=False)
    monkeypatch.setattr(os, "cpu_count", lambda: 2)


def doubled(number: int) -> tuple[int, int]:
    return 2 * number, os.getpid()


def reciprocal(number: int) -> int:
    return 1 // number


def workers(found: Iterable[tuple[int, int]]) -> set[int]:
    return {process for _, process in found}


@pytest.mark.usefixtures("no_tensorflow")
@pytest.mark.skipif(sys.platform != "linux", reason="only Linux forks safely")
def test_other_processes_do_the_work_and_order_is_kept() -> None:
    """What they cannot be sent, such as a function without a name, they have from the fork."""
    twice_here: Callable[[int], tuple[int, int]] = lambda number: (2 * number, os.getpid())  # noqa: E731
    found = parallel.map_ordered(twice_here, range(20))

    assert [twice for twice, _ in found] == list(range(0, 40, 2))
    assert os.getpid() not in workers(found)


@pytest.mark.usefixtures("no_tensorflow")
def test_beside_tensorflow_nothing_is_forked(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its threads would be missing in a fork."""
    monkeypatch.setitem(sys.modules, "tensorflow", ModuleType("tensorflow"))
    found = parallel.map_ordered(doubled, range(3))

    assert found == [(0, os.getpid()), (2, os.getpid()), (4, os.getpid())]


@pytest.mark.usefixtures("no_tensorflow")
def test_an_error_in_a_process_arrives() -> None:
    """As it was raised."""
    with pytest.raises(ZeroDivisionError):
        parallel.map_ordered(reciprocal, range(3))
