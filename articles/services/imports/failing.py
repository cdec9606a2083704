"""Keep what could not be imported: the reason with the run, the bytes in quarantine, each once."""

from collections.abc import Iterable, Sequence
from hashlib import sha256

from django.core.files.base import ContentFile, File

from articles.formats.documents import Refusal
from articles.models import ImportFailure, ImportRun
from articles.services.imports.results import ImportResult, Outcome

Failure = tuple[str, Refusal]  # with its source
_MAX_KEY_CHARS = 1000


def keep_failures(failures: Sequence[Failure], run: ImportRun | None) -> list[ImportResult]:
    """
    Store the failures of a batch, unless they wait already with the same bytes: those move to this run.

    At most 3 statements, and a file for each new one. Without a run, as in a
    dry run, nothing is kept.
    """
    reasons = [refusal.reason for _, refusal in failures]
    if run and failures:
        waiting = _waiting(failures)
        moved: list[int] = []
        new: list[ImportFailure] = []
        for at, (source, refusal) in enumerate(failures):
            digest = _digest(refusal)
            known = waiting.get((source, refusal.key[:_MAX_KEY_CHARS], refusal.reason, digest))
            if known:
                moved.append(known)
                continue
            failure = ImportFailure(run=run, source=source, key=refusal.key[:_MAX_KEY_CHARS])
            reasons[at] = failure.reason = _keep_bytes(failure, refusal, digest)
            new.append(failure)
        ImportFailure.objects.filter(pk__in=moved).update(run=run)
        ImportFailure.objects.bulk_create(new)
    return [
        ImportResult(source, refusal.key, Outcome.FAILED, problems=[reason])
        for (source, refusal), reason in zip(failures, reasons, strict=True)
    ]


def _waiting(failures: Iterable[Failure]) -> dict[tuple[str, str, str, str], int]:
    """Return the failures that wait under these keys, by source, key, reason and the name of their bytes: 1 query."""
    keys = {refusal.key[:_MAX_KEY_CHARS] for _, refusal in failures}
    found = ImportFailure.objects.filter(key__in=keys, retried_at=None)
    return {(each.source, each.key, each.reason, (each.file.name or "").rpartition("/")[2]): each.pk for each in found}


def _digest(refusal: Refusal) -> str:
    """Return the name that the bytes are kept under; "" where there are none."""
    if refusal.data:
        return sha256(refusal.data).hexdigest()[:32]
    if refusal.path is None or not refusal.path.is_file():  # never open a pipe
        return ""
    status = refusal.path.stat()
    return sha256(f"{refusal.path} {status.st_size} {status.st_mtime_ns}".encode(errors="replace")).hexdigest()[:32]


def _keep_bytes(failure: ImportFailure, refusal: Refusal, digest: str) -> str:
    """Put the bytes into quarantine, where a run that was killed has not done so; return the reason to be told."""
    if not digest:
        return refusal.reason
    name = failure.file.field.generate_filename(failure, digest)
    if failure.file.storage.exists(name):  # the name says what is in it
        failure.file.name = name
        return refusal.reason
    try:
        if refusal.data or refusal.path is None:
            failure.file.save(digest, ContentFile(refusal.data), save=False)
        else:
            with refusal.path.open("rb") as source:
                failure.file.save(digest, File(source), save=False)
    except OSError as error:
        return f"{refusal.reason}; its bytes could not be kept: {error.strerror}"
    return refusal.reason
