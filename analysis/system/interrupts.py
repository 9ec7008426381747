"""Signals that end a command: it leaves as if by an error, cleans up, and is gone within seconds."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from threading import Thread, Timer
from types import FrameType
from typing import NoReturn

# Ctrl-C, `kill`, a closed terminal; Windows has no SIGHUP.
STOPS = tuple(getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name))
# Seconds for what began before the signal, as a step of TensorFlow, which no handler interrupts.
PATIENCE = 3.5
MESSAGE = b"Stopped: every file is either complete or as it was before.\n"


class Stopped(SystemExit):
    """A signal ends this command; uncaught it is the exit code that a shell gives to that signal."""

    def __init__(self, number: int) -> None:
        """Exit with 128 + the number of the signal."""
        super().__init__(128 + number)


class _State:
    """What has come of signals in this process."""

    first: int | None = None
    raised = False
    leaving = False
    held = 0


_now = _State()


def end_at_once() -> None:
    """Let a signal end the process in its tracks: for the time of the imports, when nothing has to be cleaned up."""
    _handle(_at_once)


@contextmanager
def heeded(clean: Callable[[], None]) -> Iterator[None]:
    """Turn signals into `Stopped` in the main thread, and call `clean` in the end, however that comes.

    A signal that was ignored before, as under nohup, is ignored still.  Where the exception does not get through
    within PATIENCE seconds, a thread cleans up and ends the process.
    """
    reading, writing = os.pipe()
    os.set_blocking(writing, False)
    Thread(target=_watch, args=(reading, clean), daemon=True).start()
    signal.set_wakeup_fd(writing, warn_on_full_buffer=False)
    sys.unraisablehook = _lost
    _handle(_on_signal)
    try:
        try:
            yield
        finally:
            clean()
    except Exception:
        check()  # what a library made of the exception, perhaps
        raise
    finally:
        clean()  # once more: the first signal of all may have come during the other
        _handle(signal.SIG_DFL)
        if _now.first:
            _leave(_now.first)
        os.close(writing)


@contextmanager
def held() -> Iterator[None]:
    """Let a signal wait until the block has ended: for steps that belong together and take no time."""
    _now.held += 1
    try:
        yield
    finally:
        _now.held -= 1
        _raise_once()


def check() -> None:
    """Raise Stopped where a signal has come, whatever became of its exception."""
    if _now.first:
        raise Stopped(_now.first) from None


def leave_after(ended: SystemExit) -> None:
    """End the process with its code, all said and cleaned up, without the farewells of libraries.

    Those of TensorFlow take longer than what a command does after its training.  Where something could not be said, or
    there is no plain code, the usual end is the right one.
    """
    if not isinstance(ended.code, int | None):
        return
    try:
        for stream in (sys.stdout, sys.stderr):
            stream.flush()
    except (OSError, ValueError):
        return
    os._exit(ended.code or 0)


def _handle(handler: signal.Handlers | Callable[[int, FrameType | None], None]) -> None:
    for number in STOPS:
        if signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, handler)


def _at_once(number: int, frame: FrameType | None) -> None:
    del frame
    _leave(number)


def _on_signal(number: int, frame: FrameType | None) -> None:
    """Raise for the first signal; further ones would only disturb the cleaning up."""
    del frame
    _now.first = _now.first or number
    _raise_once()


def _raise_once() -> None:
    if _now.first and not _now.held and not _now.raised:
        _now.raised = True
        raise Stopped(_now.first)


def _lost(unraisable: sys.UnraisableHookArgs) -> None:
    """Raise once more what was raised where nothing can be raised, as in a finalizer."""
    if isinstance(unraisable.exc_value, Stopped) and _now.first:
        _now.raised = False
        Timer(0.01, signal.raise_signal, (_now.first,)).start()
    else:
        sys.__unraisablehook__(unraisable)


def _watch(reading: int, clean: Callable[[], None]) -> None:
    """Wait for the number of a signal, which the system writes at once, also while the main thread is busy in C."""
    while number := os.read(reading, 1):
        if number[0] in STOPS:
            time.sleep(PATIENCE)
            clean()
            _leave(number[0])


def _leave(number: int) -> NoReturn:
    """Say so and end, without the farewells of libraries: TensorFlow's alone may take seconds."""
    if not _now.leaving:  # a second signal may come between the message and the end
        _now.leaving = True
        with suppress(OSError):  # a closed terminal
            os.write(2, MESSAGE)
    os._exit(128 + number)
