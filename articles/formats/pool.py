"""Map chunks of documents in a pool of processes that outlives the documents that break it."""

import faulthandler
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from itertools import chain, islice
from multiprocessing import get_context, parent_process
from types import FrameType
from typing import Any, Final, TypeVar

from articles.formats.documents import Document, Refusal
from articles.recovery.collection import ALONE, Collection

MAX_SECONDS: Final = 60  # what one document may take
_CHUNKS_WITHOUT_POOL: Final = 2  # so few are done before a pool has started
_AHEAD: Final = 40  # chunks that may wait for a worker, or for the caller
_AHEAD_BYTES: Final = 16 * 1024 * 1024

Out = TypeVar("Out")


@dataclass(frozen=True, slots=True)
class Chunk:
    """Documents of one source that a process takes at a time, and what others of that source taught."""

    documents: Sequence[Document | Refusal]
    known: Collection = ALONE

    @property
    def size(self) -> int:
        """The bytes of its documents."""
        return sum(len(document.data) for document in self.documents)


class TookTooLong(BaseException):
    """Say that a document was given up; no `except Exception` on the way may keep it."""


class WorkersFailed(RuntimeError):
    """Processes cannot be started; nothing is wrong with any document."""


@contextmanager
def within_limit(seconds: float = MAX_SECONDS) -> Iterator[None]:
    """
    Give up what runs longer, where this is the main thread of a process of ours.

    :raises TookTooLong: when the time is over.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def give_up(_number: int, _frame: FrameType | None) -> None:
        raise TookTooLong(f"reading it took over {seconds:.0f} seconds and was given up; its bytes are kept")

    before = signal.signal(signal.SIGALRM, give_up)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def in_order(
    job: Callable[[Chunk], list[Out | Refusal]], chunks: Iterable[Chunk], *, workers: int
) -> Generator[list[Out | Refusal], None, None]:
    """
    Yield what `job` makes of each chunk, in their order, in a pool of `workers` processes, or here if that is one.

    A document that kills its process (or hangs beyond its limit) is refused;
    the others of its chunk are done again. Few chunks are done here, without
    waiting for a pool to start.

    :raises WorkersFailed: if processes cannot be started.
    """
    iterator = iter(chunks)
    first = list(islice(iterator, _CHUNKS_WITHOUT_POOL + 1)) if workers > 1 else []
    if workers <= 1 or len(first) <= _CHUNKS_WITHOUT_POOL:
        yield from map(job, chain(first, iterator))
        return
    pool = _Pool(job, workers)
    try:
        for chunk in chain(first, iterator):
            pool.submit(chunk)
            while pool.is_full:
                yield pool.next()
        while pool.is_busy:
            yield pool.next()
    finally:
        pool.close()


class _Pool:
    """Processes at work on chunks, and those chunks in their order."""

    def __init__(self, job: Callable[[Chunk], list[Any]], workers: int) -> None:
        self._job = job
        self._workers = workers
        self._waiting: deque[tuple[Chunk, Future[list[Any]] | None]] = deque()
        self._bytes = 0
        self._executor = _start(workers)

    @property
    def is_busy(self) -> bool:
        return bool(self._waiting)

    @property
    def is_full(self) -> bool:
        return len(self._waiting) >= _AHEAD or (len(self._waiting) > 1 and self._bytes >= _AHEAD_BYTES)

    def submit(self, chunk: Chunk) -> None:
        self._bytes += chunk.size
        try:
            self._waiting.append((chunk, _submit(self._executor, self._job, chunk)))
        except BrokenProcessPool:  # found out when its turn comes
            self._waiting.append((chunk, None))

    def next(self) -> list[Any]:
        """Return the result of the first chunk; if its process died, find out which of its documents did that."""
        chunk, future = self._waiting.popleft()
        self._bytes -= chunk.size
        with suppress(BrokenProcessPool):
            if future:
                return future.result()
        done = _one_by_one(self._job, chunk)
        self._begin_again()
        return done

    def close(self) -> None:
        self._executor.shutdown(wait=True, cancel_futures=True)

    def _begin_again(self) -> None:
        """Give what is not done to a new pool: a dead process takes its whole pool along."""
        self._executor.shutdown(wait=True, cancel_futures=True)
        self._executor = _start(self._workers)
        for at, (chunk, future) in enumerate(self._waiting):
            if future is None or future.cancelled() or future.exception():
                self._waiting[at] = (chunk, _submit(self._executor, self._job, chunk))


def _one_by_one(job: Callable[[Chunk], list[Any]], chunk: Chunk) -> list[Any]:
    """Do each document in a process that it may kill."""
    done: list[Any] = []
    executor = _start_surely()
    try:
        for document in chunk.documents:
            try:
                done += _submit(executor, job, replace(chunk, documents=[document])).result()
            except BrokenProcessPool:
                done.append(_refused(document))
                executor.shutdown(wait=True)
                executor = _start_surely()
    finally:
        executor.shutdown(wait=True)
    return done


def _refused(document: Document | Refusal) -> Refusal:
    reason = (
        "reading it killed the process that tried, or took all its memory or time; "
        "its bytes are kept; report it with them, since that is our fault"
    )
    return Refusal(document.key, reason, data=document.data)


def _start(workers: int) -> ProcessPoolExecutor:
    # Spawned: a copy of this process would share its database connection.
    return ProcessPoolExecutor(workers, mp_context=get_context("spawn"), initializer=_begin)


def _start_surely() -> ProcessPoolExecutor:
    """
    Start one process, and see that it lives before a document is blamed for its death.

    :raises WorkersFailed: if it does not.
    """
    executor = _start(1)
    try:
        _submit(executor, _nothing, Chunk([])).result()
    except BrokenProcessPool as error:
        raise WorkersFailed(
            "the processes that read documents die as soon as they start; free some memory, or ask for one worker"
        ) from error
    return executor


def _submit(executor: ProcessPoolExecutor, job: Callable[[Chunk], list[Any]], chunk: Chunk) -> Future[list[Any]]:
    """Hand a chunk to a pool; the process that may start for it leaves Ctrl-C to us, from its first instant."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        return executor.submit(_guarded, job, chunk)
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _nothing(_chunk: Chunk) -> list[Any]:
    return []


def _begin() -> None:
    """Go when the parent has gone, however it went."""
    threading.Thread(target=_follow_parent, daemon=True).start()


def _follow_parent() -> None:
    parent = parent_process()
    if parent:
        parent.join()
        os._exit(1)


def _guarded(job: Callable[[Chunk], list[Any]], chunk: Chunk) -> list[Any]:
    """Do a chunk; a document that hangs where no signal reaches it ends the process."""
    with open(os.devnull, "w") as nowhere:  # noqa: PTH123 - the file must have a number
        faulthandler.dump_traceback_later(2 * MAX_SECONDS * (len(chunk.documents) + 1), exit=True, file=nowhere)
        try:
            return job(chunk)
        finally:
            faulthandler.cancel_dump_traceback_later()
