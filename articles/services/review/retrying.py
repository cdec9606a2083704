"""Read again what a run could not: the bytes come from quarantine, by the way of every import."""

import re
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Final

from django.db import DataError, IntegrityError, transaction

from articles.formats.batch import draft_chunk
from articles.formats.documents import Document, ReadOptions, Refusal
from articles.formats.intake import walk
from articles.formats.pool import Chunk
from articles.models import ImportFailure, ImportRun
from articles.services.imports.failing import Failure
from articles.services.imports.received import Received, Terms
from articles.services.imports.results import ImportResult, Outcome, record_counts
from articles.services.imports.storing import store_batch
from articles.services.permissions import Actor, author_of, require
from articles.services.review.rereading import reading_options
from articles.workflow import PERMISSIONS, Action

RETRIED_AT_ONCE: Final = 200  # failures, so that a page answers in time
_BATCH: Final = 100  # documents of one file that are stored together
_NAME: Final = "document"
_ITEM = re.compile(r"\.\w{2,6}#")  # the key of an item that its file's format took out


@dataclass(frozen=True, slots=True)
class Retried:
    """The run that read again, and how many failures are left that were not tried or have no bytes."""

    run: ImportRun
    left: int


def retry_failures(*, run: ImportRun, actor: Actor, now: Callable[[], datetime]) -> Retried:
    """
    Read again up to RETRIED_AT_ONCE failures of a run, on its own terms, as a run of their own.

    Each failure is one transaction and is marked as tried; what fails once more
    is a failure of the new run, with the same bytes. Failures without bytes are left.

    :raises PermissionDenied: if the actor may not add articles, or publish them where the run did.
    """
    require(actor, "articles.add_article")
    publish = bool(run.options.get("publish"))
    if publish:
        require(actor, PERMISSIONS[Action.PUBLISH])
    again = ImportRun.objects.create(
        started_at=now(),
        actor=author_of(actor),
        paths=[f"quarantine of run {run.pk}"],
        options=run.options | {"retry_of": run.pk},
    )
    counts: Counter[Outcome] = Counter()
    waiting = run.failures.filter(retried_at=None).exclude(file="").order_by("pk")
    for failure in waiting[:RETRIED_AT_ONCE]:
        terms = Terms(again, publish, actor, now())
        counts.update(result.outcome for result in _retry(failure, terms, reading_options(run)))
        record_counts(again, counts)
    again.finished_at = now()
    again.save(update_fields=["finished_at"])
    return Retried(again, run.failures.filter(retried_at=None).count())


def _retry(failure: ImportFailure, terms: Terms, options: ReadOptions) -> list[ImportResult]:
    """Store what a failure's bytes hold now; where the database refuses that, the failure stays as it is."""
    try:
        with transaction.atomic():
            failure.retried_at = terms.at
            failure.save(update_fields=["retried_at"])
            return [result for batch in _batches(failure, options) for result in _store(failure, batch, terms, options)]
    except (DataError, IntegrityError, ValueError) as error:
        reason = f"the database refused it: {error}"
        return [ImportResult(failure.source, failure.key, Outcome.FAILED, problems=[reason])]


def _batches(failure: ImportFailure, options: ReadOptions) -> Iterator[list[Document | Refusal]]:
    """Yield what the bytes of a failure hold under the keys that their import gives it."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / _NAME
        try:
            with failure.file.open("rb") as kept, path.open("wb") as copy:
                for chunk in kept.chunks():
                    copy.write(chunk)
        except FileNotFoundError:
            yield [Refusal(failure.key, f"{failure.reason}; its bytes are gone from quarantine")]
            return
        found = (_renamed(each, failure) for each in walk([path], options=options))
        while batch := list(islice(found, _BATCH)):
            yield batch


def _renamed(found: Document | Refusal, failure: ImportFailure) -> Document | Refusal:
    inside = found.key.removeprefix(_NAME)
    if not inside and _ITEM.search(failure.key) and isinstance(found, Document):
        return Refusal(
            failure.key,
            "one of many in a file, and not whole: import the file again once it is mended",
            data=found.data,
        )
    return replace(found, key=failure.key if failure.key.endswith(inside) else f"{failure.key}{inside}")


def _store(
    failure: ImportFailure, batch: list[Document | Refusal], terms: Terms, options: ReadOptions
) -> list[ImportResult]:
    documents = [each for each in batch if isinstance(each, Document)]
    failures: list[Failure] = [(failure.source, each) for each in batch if isinstance(each, Refusal)]
    received: list[Received] = []
    for document, draft in zip(documents, draft_chunk(Chunk(documents), options=options), strict=True):
        if isinstance(draft, Refusal):
            failures.append((failure.source, draft))
        else:
            received.append(Received(failure.source, document, draft))
    return store_batch(received, failures, terms)
