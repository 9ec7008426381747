"""The same work for several seeds at once: in processes of this machine, or on a Dask cluster."""

from __future__ import annotations

import multiprocessing
import signal
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from joblib import Parallel, delayed

from analysis.errors import SettingsError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from multiprocessing.connection import Connection

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
) -> Iterator[tuple[int, Made | Failure]]:
    """Do `work(given, seed)` for each seed, `jobs` at a time; yield what came out as it comes.

    Each seed has a process of its own, driven by a thread: in a pool of processes, one that is killed, as
    for lack of memory, makes the others fail.
    """
    tasks = (delayed(_apart)(work, given, seed) for seed in seeds)
    yield from Parallel(jobs, backend="threading", return_as="generator_unordered")(tasks)


def on_cluster(
    work: Callable[[Given, int], Made], given: Given, seeds: Iterable[int], scheduler: str
) -> Iterator[tuple[int, Made | Failure]]:
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
            "Expected Dask for --scheduler, found it missing: pip install 'digits-report[dask]'."
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


def _apart(work: Callable[[Given, int], Made], given: Given, seed: int) -> tuple[int, Made | Failure]:
    context = multiprocessing.get_context("spawn")  # TensorFlow does not survive a fork
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=_send, args=(theirs, work, given, seed), daemon=True)
    process.start()
    theirs.close()
    try:
        return seed, ours.recv()
    except EOFError:
        process.join()
        return seed, Failure(f"its process ended with code {process.exitcode}")
    finally:
        ours.close()


def _send(theirs: Connection, work: Callable[[Given, int], Made], given: Given, seed: int) -> None:
    # Ctrl-C reaches all processes of a terminal; the first one ends the others.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    theirs.send(_guarded(work, given, seed)[1])
