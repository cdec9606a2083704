"""The pool keeps the order, and outlives the documents that break it."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from articles.formats.documents import Document, Refusal
from articles.formats.pool import Chunk, TookTooLong, in_order, within_limit

ROOT = Path(__file__).resolve().parents[2]
ORPHANS = """
import os, sys, time
from articles.formats.documents import Document
from articles.formats.pool import Chunk, in_order
from tests.formats.test_pool import tell_pid
if __name__ == "__main__":
    for pids in in_order(tell_pid, (Chunk([Document(str(n), b"x")]) for n in range(100_000)), workers=2):
        print(*pids, flush=True)
"""


def sizes(chunk: Chunk) -> list[int | Refusal]:
    """Return each document's size; some documents kill the process instead."""
    for document in chunk.documents:
        if document.data == b"die":
            os.kill(os.getpid(), signal.SIGKILL)
    return [len(document.data) for document in chunk.documents]


def tell_pid(chunk: Chunk) -> list[int | Refusal]:
    return [os.getpid() for _ in chunk.documents]


def chunks(*chunks: str) -> list[Chunk]:
    return [Chunk([Document(word, word.encode()) for word in chunk.split()]) for chunk in chunks]


def test_one_worker_and_few_chunks_need_no_pool() -> None:
    assert list(in_order(tell_pid, chunks("a", "b", "c", "d"), workers=1)) == [[os.getpid()]] * 4
    assert list(in_order(tell_pid, chunks("a", "b"), workers=2)) == [[os.getpid()]] * 2
    assert list(in_order(tell_pid, [], workers=2)) == []


@pytest.mark.slow
def test_many_chunks_come_back_in_their_order_from_other_processes() -> None:
    words = ["a " * (n % 5 + 1) for n in range(60)]
    assert [len(done) for done in in_order(sizes, chunks(*words), workers=2)] == [n % 5 + 1 for n in range(60)]
    pids = {pid for done in in_order(tell_pid, chunks(*words), workers=2) for pid in done}
    assert os.getpid() not in pids


@pytest.mark.slow
def test_a_document_that_kills_its_process_is_refused_alone() -> None:
    given = chunks("a bb", "ccc", "dddd die eeeee", "f", "gg", "hhh")
    first, second, third, *others = in_order(sizes, given, workers=2)
    refused = third.pop(1)
    assert isinstance(refused, Refusal)
    assert (refused.key, refused.data) == ("die", b"die")
    assert "killed the process" in refused.reason
    assert [first, second, third, *others] == [[1, 2], [3], [4, 5], [1], [2], [3]]


@pytest.mark.slow
def test_workers_go_when_their_parent_is_killed() -> None:
    parent = subprocess.Popen([sys.executable, "-c", ORPHANS], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert parent.stdout
    pids = {int(parent.stdout.readline()) for _ in range(50)}
    parent.kill()
    parent.wait()
    parent.stdout.close()
    until = time.monotonic() + 20
    while any(Path(f"/proc/{pid}").exists() for pid in pids) and time.monotonic() < until:
        time.sleep(0.1)
    assert [pid for pid in pids if Path(f"/proc/{pid}").exists()] == []


def test_what_hangs_is_given_up() -> None:
    before = signal.getsignal(signal.SIGALRM)
    with pytest.raises(TookTooLong, match="was given up"), within_limit(0.05):
        time.sleep(5)
    assert signal.getsignal(signal.SIGALRM) == before
