"""One run of the import: documents in, one outcome each, batch by batch."""

import gc
import time
from collections import Counter, deque
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from hashlib import sha256
from itertools import groupby
from pathlib import Path
from typing import Any, BinaryIO, Final

from django.db import DataError, IntegrityError, OperationalError, transaction

from articles.formats.batch import chunked, draft_all
from articles.formats.documents import Document, ReadOptions, Refusal
from articles.formats.drafting import Draft
from articles.formats.intake import STANDARD_INPUT, walk
from articles.formats.pool import Chunk
from articles.formats.teaching import learn
from articles.models import ImportRun
from articles.recovery.collection import ALONE, Collection
from articles.services.imports.connection import alone, tuned
from articles.services.imports.failing import Failure
from articles.services.imports.pictures import Pictures
from articles.services.imports.received import Received, Terms, known_versions
from articles.services.imports.results import ImportResult, Outcome, record_counts
from articles.services.imports.storing import store_batch
from articles.services.permissions import Actor, author_of, require
from articles.workflow import PERMISSIONS, Action

BATCH_DOCUMENTS: Final = 500
BATCH_BYTES: Final = 8 * 1024 * 1024
_TRIES: Final = 5
_CLASHES: Final = 2  # what clashes again after the other writer has gone first is refused for good
_SECONDS_BETWEEN_TRIES: Final = 0.2


class ImportInterrupted(RuntimeError):
    """The database stopped taking batches; what was yielded is stored."""


@dataclass(frozen=True, slots=True)
class ImportOptions:
    """
    What to import, and how.

    `source` names the collection that the keys belong to; "" takes the name
    of each folder that was given, or that a file lies in. `each_alone` reads
    documents without what others of their source teach. `workers` counts the
    processes that read documents. With `with_fields` each result tells what
    its document holds, and every document is read for that, known or not.
    """

    paths: Sequence[str]
    source: str = ""
    reading: ReadOptions = field(default_factory=ReadOptions)
    publish: bool = False
    dry_run: bool = False
    each_alone: bool = False
    workers: int = 1
    with_fields: bool = False
    stdin: BinaryIO | None = field(default=None, repr=False)

    def as_json(self) -> dict[str, Any]:
        """Return what a run keeps of its options: what decides what it does."""
        return {"source": self.source, "publish": self.publish, "reading": self.reading_as_json()}

    def reading_as_json(self) -> dict[str, Any]:
        """Return what decides how documents are read: those read otherwise are read again."""
        return {
            "format": self.reading.format,
            "encoding": self.reading.encoding,
            "columns": dict(self.reading.columns),
            "repair": self.reading.repair,
            "each_alone": self.each_alone,
        }


@dataclass
class _Batch:
    """Documents that go into the tables together, and how many chunks of them are being read."""

    received: list[Received] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)
    chunk_count: int = 0

    @property
    def unread(self) -> list[Received]:
        return [received for received in self.received if not received.is_known]

    def take(self, drafts: Iterable[Draft | Refusal]) -> None:
        """Put drafts to their documents; what could not be read joins the failures."""
        for received, draft in zip(self.unread, drafts, strict=True):
            if isinstance(draft, Refusal):
                self.failures.append((received.source, draft))
            else:
                received.draft = draft
        self.received = [received for received in self.received if received.is_known or received.draft]

    def find_leads(self, pictures: Pictures) -> None:
        """Find the pictures that the documents lead with, before any table is locked."""
        for received in self.received:
            if received.draft and received.draft.images:
                headline = received.draft.content.headline
                received.lead = pictures.lead(received.document, received.draft.images, headline=headline)


def import_documents(
    options: ImportOptions,
    *,
    actor: Actor,
    now: Callable[[], datetime],
    is_stopped: Callable[[], bool] = lambda: False,
) -> Iterator[ImportResult]:
    """
    Import every document below the paths and yield one outcome for each.

    A batch is one transaction: what was yielded is stored, and the same call
    goes on after whatever ended the last one, since known documents cost
    next to nothing. A document that fails leaves the others alone; its bytes
    are kept with the run. A dry run does the same work and rolls it back.
    `is_stopped` is asked between batches; a run that was stopped has no end.

    :raises PermissionDenied: if the actor may not add articles, or publish them where that is asked for.
    :raises ImportInterrupted: if the database takes no batch, such as when its disk is full.
    """
    require(actor, "articles.add_article")
    if options.publish:
        require(actor, PERMISSIONS[Action.PUBLISH])
    run = None if options.dry_run else _start(options, actor, now())
    counts: Counter[Outcome] = Counter()
    with tuned(), Pictures() as pictures, closing(_read_batches(options)) as batches:
        for batch in batches:
            batch.find_leads(pictures)
            terms = Terms(run, options.publish, actor, now(), pictures, is_dry=options.dry_run)
            with _without_collector():
                results = _store(batch, terms, counts)
            counts.update(result.outcome for result in results)
            yield from results
            if is_stopped():
                return
    if run:
        run.finished_at = now()
        run.save(update_fields=["finished_at"])


def _start(options: ImportOptions, actor: Actor, at: datetime) -> ImportRun:
    return ImportRun.objects.create(
        started_at=at, actor=author_of(actor), paths=list(options.paths), options=options.as_json()
    )


def _read_batches(options: ImportOptions) -> Generator[_Batch, None, None]:
    """Yield batches whose unknown documents were read, in order; a bounded number of them is being read ahead."""
    waiting: deque[_Batch] = deque()
    lessons: dict[str, Collection] = {}

    def chunks() -> Iterator[Chunk]:
        for batch in _batches(options):
            _mark_known(batch.received, options)
            read = list(_chunks(batch.unread, options, lessons)) or [Chunk([])]
            batch.chunk_count = len(read)
            waiting.append(batch)
            yield from read

    drafts = draft_all(chunks(), options=options.reading, with_fields=options.with_fields, workers=options.workers)
    with closing(drafts):
        for first in drafts:
            batch = waiting.popleft()
            batch.take([*first, *(draft for _ in range(batch.chunk_count - 1) for draft in next(drafts))])
            yield batch


def _chunks(unread: list[Received], options: ImportOptions, lessons: dict[str, Collection]) -> Iterator[Chunk]:
    """Yield documents as processes take them, each source with its lesson, learnt when it is first needed."""
    for source, group in groupby(unread, key=lambda received: received.source):
        if source not in lessons:
            lessons[source] = _lesson(source, options)
        for documents in chunked(received.document for received in group):
            yield Chunk(documents, lessons[source])


def _lesson(source: str, options: ImportOptions) -> Collection:
    """Return what the documents of a source teach each other; standard input cannot be read twice."""
    if options.each_alone:
        return ALONE
    paths = [
        path for path in options.paths if path != STANDARD_INPUT and (options.source or _source_of(path)) == source
    ]
    return learn(walk(paths, options=options.reading), options.reading)


def _batches(options: ImportOptions) -> Iterator[_Batch]:
    batch, size = _Batch(), 0
    for source, found in _find(options):
        if isinstance(found, Refusal):
            batch.failures.append((source, found))
        else:
            batch.received.append(Received(source, found))
        size += len(found.data)
        if len(batch.received) + len(batch.failures) >= BATCH_DOCUMENTS or size >= BATCH_BYTES:
            yield batch
            batch, size = _Batch(), 0
    if batch.received or batch.failures:
        yield batch


def _find(options: ImportOptions) -> Iterator[tuple[str, Document | Refusal]]:
    for path in options.paths:
        source = options.source or _source_of(path)
        for found in walk([path], stdin=options.stdin, options=options.reading):
            if isinstance(found, Document) and found.key == STANDARD_INPUT:  # nothing names it but its bytes
                found = replace(found, key=f"stdin-{sha256(found.data).hexdigest()[:16]}")
            yield source, found


def _source_of(path: str) -> str:
    if path == STANDARD_INPUT:
        return "stdin"
    folder = Path(path).resolve()
    return (folder if folder.is_dir() else folder.parent).name[:200] or "/"


def _mark_known(batch: Sequence[Received], options: ImportOptions) -> None:
    """Mark the documents whose bytes were stored, read in the same way: they need not be read again."""
    known = known_versions(batch)
    runs = ImportRun.objects.in_bulk({version.run_id for version in known.values() if version.run_id})
    reading = options.reading_as_json()
    for received in batch:
        version = known.get(received.name)
        if version and version.sha256 == received.sha256:
            run = runs.get(version.run_id or 0)
            received.is_read_otherwise = bool(run and run.options.get("reading", reading) != reading)
            received.is_known = not received.is_read_otherwise and not options.with_fields


def _store(batch: _Batch, terms: Terms, counts: Counter[Outcome]) -> list[ImportResult]:
    """Store a batch in one transaction; where the database refuses it, each document in its own, to find which."""
    order = {name: at for at, name in enumerate(_names(batch))}
    results = _try(batch, terms, counts)
    if isinstance(results, Exception):
        results = []
        for received in batch.received:
            done = _try(_Batch([received]), terms, counts + _counted(results))
            if isinstance(done, Exception):
                reason = f"the database refused it: {done}"
                batch.failures.append((received.source, Refusal(received.key, reason, data=received.document.data)))
            else:
                results += done
        failed = _try(_Batch(failures=batch.failures), terms, counts + _counted(results))
        if isinstance(failed, Exception):
            raise ImportInterrupted(f"the database takes nothing: {failed}") from failed
        results += failed
    return sorted(results, key=lambda result: order.get((result.source, result.key), 0))


@contextmanager
def _without_collector() -> Iterator[None]:
    """Keep the collector of cycles away from a batch: all its rows live until its end, and are looked at in vain."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def _names(batch: _Batch) -> list[tuple[str, str]]:
    return [*(received.name for received in batch.received), *((source, each.key) for source, each in batch.failures)]


def _counted(results: Iterable[ImportResult]) -> Counter[Outcome]:
    return Counter(result.outcome for result in results)


def _try(
    batch: _Batch, terms: Terms, counts: Counter[Outcome]
) -> list[ImportResult] | DataError | IntegrityError | ValueError:
    """
    Store a batch, or return why the database refuses what it holds.

    A clash with another writer is tried again, since it has then gone first.

    :raises ImportInterrupted: if the database takes nothing at all.
    """
    refused: DataError | IntegrityError | ValueError
    for tries in range(1, _TRIES + 1):
        try:
            with transaction.atomic():
                alone()
                results = store_batch(batch.received, batch.failures, terms)
                if terms.run:
                    record_counts(terms.run, counts + _counted(results))
                transaction.set_rollback(terms.is_dry)
            return results
        except OperationalError as error:
            if tries == _TRIES:
                raise ImportInterrupted(f"the database takes nothing: {error}") from error
        except IntegrityError as error:
            refused = error
            if tries == _CLASHES:
                return refused
        except (DataError, ValueError) as error:
            return error
        time.sleep(_SECONDS_BETWEEN_TRIES * tries)
    return refused
