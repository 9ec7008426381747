"""Helper processes: they end with the process that needs them, however that ends."""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from threading import Thread
from typing import Any, Literal

from analysis.system.interrupts import STOPS, held

# Seconds between the ends of two pipes of a process that was killed.
PATIENCE = 1.0


@dataclass(frozen=True)
class Helper:
    """A process, and the connection to it."""

    process: BaseProcess
    connection: Connection

    def end(self) -> int | None:
        """End it, unless it has ended, and return its exit code."""
        self.process.kill()
        self.process.join()
        self.connection.close()
        return self.process.exitcode


def start(method: Literal["fork", "spawn"], work: Callable[..., None], *given: Any) -> Helper:  # noqa: ANN401
    """Start `work(connection, *given)` in a process of its own.  Raises OSError where none can be had.

    No lock and no queue of `multiprocessing`: those need shared memory, which some containers lack.
    """
    context: Any = multiprocessing.get_context(method)
    with held(), ExitStack() as failed:
        ours, theirs = context.Pipe()
        failed.callback(ours.close)
        process = context.Process(target=_begin, args=(theirs, work, given), daemon=True)
        with _blocked(), theirs:
            process.start()
        failed.pop_all()
        return Helper(process, ours)


def end_all() -> None:
    """End whatever helper is left, without waiting for it."""
    for process in multiprocessing.active_children():
        process.kill()


@contextmanager
def _blocked() -> Iterator[None]:
    """Block signals in this thread, and so in the child until it can take them: its parent's handlers are not for it."""
    if not hasattr(signal, "pthread_sigmask"):  # Windows
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, STOPS)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _begin(connection: Connection, work: Callable[..., None], given: tuple[Any, ...]) -> None:
    """Leave Ctrl-C to the process that started this one, end with it, and work."""
    signal.set_wakeup_fd(-1)
    for number in STOPS:
        signal.signal(number, signal.SIG_IGN if number == signal.SIGINT else signal.SIG_DFL)
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, STOPS)
    try:
        Thread(target=_end_with_parent, daemon=True).start()
    except RuntimeError:  # as many threads as this user may have: then not this process either
        return
    try:
        work(connection, *given)
    except (EOFError, OSError):
        _end_with_parent(PATIENCE)  # nobody is left to whom a traceback would say anything
        raise


def _end_with_parent(patience: float | None = None) -> None:
    """Wait until the parent is gone, which the system tells by a pipe that breaks; return where it is there still."""
    parent = multiprocessing.parent_process()
    if parent:
        parent.join(patience)
        if not parent.is_alive():
            os._exit(1)
