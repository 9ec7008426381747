"""The same work on many things, shared by the processors of this machine."""

from __future__ import annotations

import multiprocessing
import os
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from functools import partial
from multiprocessing.connection import Connection, wait
from typing import Any, TypeVar

from analysis.system import processes

Item = TypeVar("Item")
Result = TypeVar("Result")

# All figures take 1.4 s of one processor: more than four would have little left to save.
MOST = 4
# Seconds without any answer until the processes are given up: a fork may wait for ever for what a thread had locked.
PATIENCE = 30.0


def map_ordered(work: Callable[[Item], Result], items: Sequence[Item]) -> list[Result]:
    """Return what `work` makes of each item, in their order, from several processes where that is safe.

    What no other process has done, because there is none, it died, hangs or failed, is done here, and fails here.
    """
    with begun(work, items) as finished:
        return finished()


@contextmanager
def begun(
    work: Callable[[Item], Result], items: Sequence[Item], patience: float | None = None
) -> Iterator[Callable[[], list[Result]]]:
    """Yield what waits for the results of `map_ordered`, which other processes work on meanwhile."""
    several = os.cpu_count() or 1
    count = min(MOST, several, len(items)) if several > 1 and _forks_safely() else 0
    numbers = iter(range(len(items)))
    # The thread, which hands out the items, begins after the forks, which would lack it, and ends with them.
    with ThreadPoolExecutor(1) as thread, _helpers(count, work, items) as connections:
        busy = [connection for connection in connections if _asked(connection, numbers)]
        gather = partial(_gathered, busy, numbers, PATIENCE if patience is None else patience)
        # Where nothing is left to hand out there is none, so that more may be forked.
        gathered = _started(thread, gather) if len(items) > len(busy) else gather
        yield lambda: _completed(work, items, gathered())


def _started(thread: ThreadPoolExecutor, task: Callable[[], Result]) -> Callable[[], Result]:
    try:
        return thread.submit(task).result
    except RuntimeError:  # there is no room for a thread
        return task


def _completed(
    work: Callable[[Item], Result], items: Sequence[Item], done: Mapping[int, Result]
) -> list[Result]:
    return [done[number] if number in done else work(item) for number, item in enumerate(items)]


def _forks_safely() -> bool:
    """Say whether a fork, which needs no import and no copy, can go on working.

    Not beside TensorFlow: its threads are missing in a fork, with whatever they had locked.  A helper has no helpers.
    """
    helps = multiprocessing.current_process().daemon
    return sys.platform == "linux" and "tensorflow" not in sys.modules and not helps


@contextmanager
def _helpers(count: int, work: Callable[[Item], object], items: Sequence[Item]) -> Iterator[list[Connection]]:
    """Yield connections to processes that know work and items from the fork; fewer where there is no room for more."""
    helpers: list[processes.Helper] = []
    try:
        with suppress(OSError):
            while len(helpers) < count:
                helpers.append(processes.start("fork", _serve, work, items))
        yield [helper.connection for helper in helpers]
    finally:
        for helper in helpers:
            helper.end()


def _gathered(busy: list[Any], numbers: Iterator[int], patience: float) -> dict[int, Any]:
    """Return the result of each item by its number; what a process has in hand when it ends is left out."""
    results = {}
    while ready := wait(busy, patience) if busy else []:
        connection: Any
        for connection in ready:
            answer = _answer(connection)
            if answer:
                results[answer[0]] = answer[1]
            if not (answer and _asked(connection, numbers)):
                busy.remove(connection)
    return results


def _asked(connection: Connection, numbers: Iterator[int]) -> bool:
    """Hand out the next number; say whether there was one, and somebody to take it."""
    number = next(numbers, None)
    if number is None:
        return False
    try:
        connection.send(number)
    except OSError:
        return False
    return True


def _answer(connection: Connection) -> tuple[int, Any] | None:
    try:
        answer: tuple[int, Any] = connection.recv()
    except (EOFError, OSError):
        return None
    return answer


def _serve(connection: Connection, work: Callable[[Item], object], items: Sequence[Item]) -> None:
    """Do what is asked for; the first failure ends this process, and shows where the work is done again."""
    with suppress(Exception):
        while True:
            number = connection.recv()
            connection.send((number, work(items[number])))
