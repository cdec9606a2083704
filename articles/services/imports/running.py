"""One run of the import: documents in, one outcome each, batch by batch."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from hashlib import sha256
from itertools import islice
from pathlib import Path
from typing import BinaryIO

from django.core.files.base import ContentFile, File
from django.db import DatabaseError, transaction

from articles.formats.documents import Document, ReadOptions, Refusal, UnreadableDocument
from articles.formats.intake import STANDARD_INPUT, walk
from articles.formats.reading import read
from articles.models import ImportFailure, ImportRun
from articles.recovery.article import RecoveryError
from articles.services.imports.results import ImportResult, Outcome
from articles.services.imports.storing import Received, Terms, store_batch
from articles.services.permissions import Actor, author_of, require

BATCH_SIZE = 100
_Item = Received | tuple[str, Refusal]


@dataclass(frozen=True, slots=True)
class ImportOptions:
    """
    What to import, and how.

    `source` names the collection that the keys belong to; "" takes the name
    of each folder that was given, or that a file lies in.
    """

    paths: Sequence[str]
    source: str = ""
    reading: ReadOptions = field(default_factory=ReadOptions)
    publish: bool = False
    dry_run: bool = False
    stdin: BinaryIO | None = field(default=None, repr=False)


def import_documents(options: ImportOptions, *, actor: Actor, now: Callable[[], datetime]) -> Iterator[ImportResult]:
    """
    Import every document below the paths and yield one outcome for each.

    A batch is one transaction: what was yielded is stored. A document that
    fails leaves the others alone; its bytes are kept with the run. A dry run
    does the same work and rolls it back.

    :raises PermissionDenied: if the actor may not add articles.
    """
    require(actor, "articles.add_article")
    run = None if options.dry_run else _start(options, actor, now())
    counts: Counter[Outcome] = Counter()
    for batch in _batches(_items(options)):
        terms = Terms(run, options.publish, actor, now())
        for result in _import_batch(batch, terms, is_dry=options.dry_run):
            counts[result.outcome] += 1
            yield result
        if run:
            _count(run, counts)
    if run:
        run.finished_at = now()
        _count(run, counts)


def _start(options: ImportOptions, actor: Actor, at: datetime) -> ImportRun:
    return ImportRun.objects.create(started_at=at, actor=author_of(actor), paths=list(options.paths))


def _count(run: ImportRun, counts: Counter[Outcome]) -> None:
    run.created_count = counts[Outcome.CREATED]
    run.updated_count = counts[Outcome.UPDATED]
    run.unchanged_count = counts[Outcome.UNCHANGED]
    run.conflicting_count = counts[Outcome.CONFLICTING]
    run.failed_count = counts[Outcome.FAILED]
    run.save()


def _items(options: ImportOptions) -> Iterator[_Item]:
    """Read every document; yield it with its source, or the reason why it cannot be read."""
    seen: set[tuple[str, str]] = set()
    for path in options.paths:
        source = options.source or _source_of(path)
        for found in walk([path], stdin=options.stdin, options=options.reading):
            if (source, found.key) in seen:
                reason = f"a second document with this key from {source}; give each collection its own --source"
                yield source, _refuse(found, reason)
                continue
            seen.add((source, found.key))
            yield (source, found) if isinstance(found, Refusal) else _read(source, found, options)


def _source_of(path: str) -> str:
    if path == STANDARD_INPUT:
        return "stdin"
    folder = Path(path).resolve()
    return (folder if folder.is_dir() else folder.parent).name[:200] or "/"


def _refuse(found: Document | Refusal, reason: str) -> Refusal:
    return found if isinstance(found, Refusal) else Refusal(found.key, reason, data=found.data)


def _read(source: str, document: Document, options: ImportOptions) -> _Item:
    if document.key == STANDARD_INPUT:  # nothing names it but its bytes
        document = replace(document, key=f"stdin-{sha256(document.data).hexdigest()[:16]}")
    try:
        return Received(source, document, read(document, options.reading))
    except (UnreadableDocument, RecoveryError) as error:
        return source, Refusal(document.key, str(error), data=document.data)


def _batches(items: Iterable[_Item]) -> Iterator[list[_Item]]:
    iterator = iter(items)
    while batch := list(islice(iterator, BATCH_SIZE)):
        yield batch


def _import_batch(batch: Sequence[_Item], terms: Terms, *, is_dry: bool) -> Iterator[ImportResult]:
    received = [item for item in batch if isinstance(item, Received)]
    stored = {(result.source, result.key): result for result in _store(received, terms, is_dry=is_dry)}
    for item in batch:
        if isinstance(item, Received):
            yield stored[item.source, item.document.key]
        else:
            yield _fail(*item, run=terms.run)


def _store(received: Sequence[Received], terms: Terms, *, is_dry: bool) -> list[ImportResult]:
    """Store all in one transaction; where the database refuses, each in its own, to find the one it refuses."""
    try:
        with transaction.atomic():
            results = store_batch(received, terms)
            transaction.set_rollback(is_dry)
        return results
    except (DatabaseError, ValueError) as error:
        if len(received) > 1:
            return [result for one in received for result in _store([one], terms, is_dry=is_dry)]
        (one,) = received
        reason = f"the database refused it: {error}"
        return [_fail(one.source, Refusal(one.document.key, reason, data=one.document.data), run=terms.run)]


def _fail(source: str, refusal: Refusal, *, run: ImportRun | None) -> ImportResult:
    reason = refusal.reason
    if run:
        failure = ImportFailure(run=run, source=source, key=refusal.key[:1000])
        try:
            _keep_bytes(failure, refusal)
        except OSError as error:
            reason = f"{reason}; its bytes could not be kept: {error.strerror}"
        failure.reason = reason
        failure.save()
    return ImportResult(source, refusal.key, Outcome.FAILED, problems=[reason])


def _keep_bytes(failure: ImportFailure, refusal: Refusal) -> None:
    name = sha256(refusal.key.encode(errors="replace")).hexdigest()[:32]
    if refusal.path is not None and refusal.path.is_file():  # never open a pipe
        with refusal.path.open("rb") as source:
            failure.file.save(name, File(source), save=False)
    elif refusal.data:
        failure.file.save(name, ContentFile(refusal.data), save=False)
