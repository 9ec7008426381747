"""The same work for several seeds at once: in processes of this machine, or on a Dask cluster."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from typing import Any, TypeVar

from analysis.system import processes
from analysis.system.errors import SettingsError
from analysis.system.processes import Helper

# Seconds for a scheduler to answer.
TIMEOUT = 10

Given = TypeVar("Given")
Made = TypeVar("Made")


@dataclass(frozen=True)
class Failure:
    """Why the training of a seed failed."""

    reason: str


def on_this_machine(
    work: Callable[[Given, int], Made], given: Given, seeds: Iterable[int], jobs: int
) -> Generator[tuple[int, Made | Failure]]:
    """Do `work(given, seed)` for each seed, `jobs` at a time; yield what came out as it comes.

    Each seed has a process of its own: in a pool of processes, one that is killed, as for lack of memory, makes
    the others fail.  Where not even one process can be had, the seeds are done here, one after the other.
    """
    waiting = deque(seeds)
    running: dict[Any, tuple[int, Helper]] = {}
    try:
        while waiting or running:
            while waiting and len(running) < jobs and (helper := _helper(work, given, waiting[0])):
                running[helper.connection] = waiting.popleft(), helper
            if not running:
                yield _guarded(work, given, waiting.popleft())
                continue
            for connection in wait(list(running)):
                seed, helper = running[connection]
                outcome = _outcome(helper)
                del running[connection]
                yield seed, outcome
    finally:
        for _, helper in running.values():
            helper.end()


def on_cluster(
    work: Callable[[Given, int], Made], given: Given, seeds: Iterable[int], scheduler: str
) -> Generator[tuple[int, Made | Failure]]:
    """Do the same on the workers of a Dask scheduler; what a worker that dies had in hand is done by another.

    Raises SettingsError where Dask is not installed, or no scheduler answers.
    """
    with _client(scheduler) as client:
        from distributed import as_completed  # noqa: PLC0415 – it is there, as just seen

        # A task, not scattered data: it is made again where the worker that held it is gone.
        shared = client.submit(_same, given, pure=False)
        waiting = {client.submit(_guarded, work, shared, seed, pure=False): seed for seed in seeds}
        for future in as_completed(waiting):
            if future.status == "error":
                yield waiting[future], Failure(str(future.exception()))
            else:
                yield future.result()


@contextmanager
def _client(scheduler: str) -> Iterator[Any]:
    try:
        import dask  # noqa: PLC0415 – an optional extra
        from distributed import Client  # noqa: PLC0415
    except ImportError as error:
        raise SettingsError(
            "Expected Dask for --scheduler, found it not installed: run `pip install distributed`."
        ) from error
    # MNIST goes out with the task, once; Dask would warn of that.
    with dask.config.set({"distributed.admin.large-graph-warning-threshold": "1GB"}):
        try:
            client = Client(scheduler, timeout=TIMEOUT)
        except (OSError, ValueError) as error:
            raise SettingsError(
                f"Expected a Dask scheduler at {scheduler}, found none: start one with `dask scheduler`, "
                "or leave --scheduler out."
            ) from error
        with client:
            yield client


def _same(given: Given) -> Given:
    return given


def _guarded(work: Callable[[Given, int], Made], given: Given, seed: int) -> tuple[int, Made | Failure]:
    try:
        return seed, work(given, seed)
    except Exception as error:  # noqa: BLE001 – one seed must not cost the others
        return seed, Failure(f"{type(error).__name__}: {error}")


def _helper(work: Callable[[Given, int], Made], given: Given, seed: int) -> Helper | None:
    """Start a process for a seed; None where there is no room for one more."""
    try:
        helper = processes.start("spawn", _serve)  # TensorFlow does not survive a fork
    except OSError:
        return None
    with suppress(OSError):  # it died: that is seen where it is waited for
        helper.connection.send((work, given, seed))
    return helper


def _outcome(helper: Helper) -> Any:  # noqa: ANN401 - what the work has made
    try:
        return helper.connection.recv()
    except (EOFError, OSError):
        helper.process.join()
        return Failure(f"its process ended with code {helper.process.exitcode}")
    finally:
        helper.end()


def _serve(connection: Connection) -> None:
    work, given, seed = connection.recv()
    connection.send(_guarded(work, given, seed)[1])
