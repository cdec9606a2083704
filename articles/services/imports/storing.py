"""Store a batch of documents: decide for each whether it is new, changed or known, and keep what failed."""

from collections.abc import Sequence
from typing import Final

from articles.formats.documents import Refusal
from articles.formats.drafting import Draft
from articles.models import SourceDocument
from articles.services.imports.creating import create_articles
from articles.services.imports.failing import Failure, keep_failures
from articles.services.imports.received import Name, Received, Terms, known_versions
from articles.services.imports.results import ImportResult, Outcome
from articles.services.imports.updating import Change, update_articles

_SECOND: Final = "a second document with this key from {source}; give each collection its own --source"


def store_batch(batch: Sequence[Received], failures: Sequence[Failure], terms: Terms) -> list[ImportResult]:
    """
    Store documents, inside the caller's transaction; the statements do not grow with their number.

    A document whose bytes are known, under its own key or another, changes
    nothing. A changed document merges with what the desk did meanwhile. What
    could not be read is kept with the run. Whatever another import stored
    since the batch was read counts as known.
    """
    known = known_versions(batch)
    twins = _same_bytes([received for received in batch if received.name not in known])
    fresh: dict[Name, tuple[Received, Draft]] = {}
    changed: dict[Name, Change] = {}
    refused = list(failures)
    results: list[ImportResult] = []
    for received in batch:
        name, version, draft = received.name, known.get(received.name), received.draft
        is_here = name in fresh or name in changed
        if draft is None:
            results.append(_unchanged(received, version.article_id if version else None))
        elif version and version.sha256 == received.sha256 and not received.is_read_otherwise:
            results.append(_unchanged(received, version.article_id))
        elif is_here or (version and terms.run and version.run_id == terms.run.pk):
            refused.append(_second(received))
        elif version and version.article_id:
            changed[name] = (received, draft, version)
        elif not version and received.sha256 in twins:
            results.append(_unchanged(received, *twins[received.sha256]))
        else:
            fresh[name] = (received, draft)
            twins[received.sha256] = (None, received.key)
    results += create_articles(list(fresh.values()), known, terms)
    results += update_articles(list(changed.values()), terms)
    return results + keep_failures(refused, terms.run)


def _same_bytes(batch: Sequence[Received]) -> dict[str, tuple[int | None, str]]:
    rows = SourceDocument.objects.filter(sha256__in=[received.sha256 for received in batch], article__isnull=False)
    return {sha: (article, key) for sha, article, key in rows.values_list("sha256", "article_id", "key")}


def _second(received: Received) -> Failure:
    reason = _SECOND.format(source=received.source)
    return received.source, Refusal(received.key, reason, data=received.document.data)


def _unchanged(received: Received, article_id: int | None, twin: str = "") -> ImportResult:
    return ImportResult(
        received.source,
        received.key,
        Outcome.UNCHANGED,
        article_id,
        problems=[f"the same bytes as {twin}: one document under two keys"] if twin else [],
        fields=received.draft.fields if received.draft else {},
    )
