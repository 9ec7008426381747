"""The same work on many things, shared by the processors of this machine."""

from __future__ import annotations

import os
import signal
import sys
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

Item = TypeVar("Item")
Result = TypeVar("Result")

# All figures take 1.4 s of one processor: more than four would have little left to save.
MOST = 4

_work: Callable[[Any], Any]


def map_ordered(work: Callable[[Item], Result], items: Sequence[Item]) -> list[Result]:
    """Return what `work` makes of each item, in their order, from several processes where that is safe."""
    processes = min(MOST, os.cpu_count() or 1) if _forks_safely() else 1
    if processes == 1:
        return [work(item) for item in items]
    with ProcessPoolExecutor(processes, get_context("fork"), _begin, (work,)) as pool:
        return list(pool.map(_do, items))


def _forks_safely() -> bool:
    """Say whether a fork, which needs no import and no copy, can go on working.

    Not beside TensorFlow: its threads are missing in a fork, with whatever they had locked.
    """
    return sys.platform == "linux" and "tensorflow" not in sys.modules


def _begin(work: Callable[[Any], Any]) -> None:
    """Know the work, and leave Ctrl-C to the process that forked this one."""
    global _work  # noqa: PLW0603  # handed down by the fork; as an argument it would be pickled for each item
    _work = work
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _do(item: Any) -> Any:  # noqa: ANN401
    return _work(item)
