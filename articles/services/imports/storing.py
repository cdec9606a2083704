"""Store a batch of documents: new ones in bulk, changed ones by the merge, each document's bytes with it."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from articles.formats.documents import Document, Recovered
from articles.formats.registry import named
from articles.merging.snapshot import Snapshot
from articles.merging.three_way import merge
from articles.models import Article, ImportRun, Revision, SourceDocument
from articles.services.applying import apply_snapshots, instant
from articles.services.editing import append_revision
from articles.services.imports.drafting import Draft, draft_articles
from articles.services.imports.results import ImportResult, Outcome, changes_between
from articles.services.journal import record, subjects_of
from articles.services.permissions import Actor, author_of
from articles.services.publishing import publish_article
from articles.workflow import Door, Status

Name = tuple[str, str]  # source and key
_AS_RECEIVED = ("text", "markdown")  # formats whose spans count in the very text of the document


@dataclass(frozen=True, slots=True)
class Received:
    """A document that could be read."""

    source: str
    document: Document
    recovered: Recovered

    @property
    def name(self) -> Name:
        return self.source, self.document.key

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.document.data).hexdigest()


@dataclass(frozen=True, slots=True)
class Terms:
    """On what terms a batch is stored."""

    run: ImportRun | None
    publish: bool
    actor: Actor
    at: datetime


def store_batch(batch: Sequence[Received], terms: Terms) -> list[ImportResult]:
    """
    Store documents in their order, inside the caller's transaction; the statements grow with the changed ones alone.

    A document whose bytes are known, under its own key or another, changes
    nothing. A changed document merges with what the desk did meanwhile.
    """
    known = _known_versions(batch)
    twins = _same_bytes(batch)
    fresh: list[Received] = []
    results: dict[Name, ImportResult] = {}
    for received in batch:
        name, sha256 = received.name, received.sha256
        version = known.get(name)
        if version and version.sha256 == sha256:
            results[name] = _unchanged(received, version.article_id)
        elif version and version.article_id:
            results[name] = _update(received, version, terms)
        elif not version and sha256 in twins:
            results[name] = _unchanged(received, *twins[sha256])
        else:
            fresh.append(received)
            twins[sha256] = (None, received.document.key)
    results |= {(result.source, result.key): result for result in _create(fresh, known, terms)}
    return [results[received.name] for received in batch]


def _known_versions(batch: Sequence[Received]) -> dict[Name, SourceDocument]:
    sources = {received.source for received in batch}
    keys = [received.document.key for received in batch]
    return {
        (source, version.key): version
        for source in sources
        for version in SourceDocument.objects.latest_versions(source=source, keys=keys)
    }


def _same_bytes(batch: Sequence[Received]) -> dict[str, tuple[int | None, str]]:
    rows = SourceDocument.objects.filter(sha256__in=[received.sha256 for received in batch], article__isnull=False)
    return {sha: (article, key) for sha, article, key in rows.values_list("sha256", "article_id", "key")}


def _unchanged(received: Received, article_id: int | None, twin: str = "") -> ImportResult:
    problems = [f"the same bytes as {twin}: one document under two keys"] if twin else []
    key = received.document.key
    return ImportResult(
        received.source, key, Outcome.UNCHANGED, article_id, problems=problems, recovered=received.recovered
    )


def _create(batch: Sequence[Received], known: dict[Name, SourceDocument], terms: Terms) -> list[ImportResult]:
    if not batch:
        return []
    drafts = draft_articles(received.recovered for received in batch)
    pairs = [
        (_new_article(received, draft, terms), draft.snapshot) for received, draft in zip(batch, drafts, strict=True)
    ]
    relinked = apply_snapshots(pairs, are_new=True)
    revisions = Revision.objects.bulk_create(
        Revision(
            article=article,
            number=1,
            snapshot=snapshot.as_json(),
            author=author_of(terms.actor),
            door=Door.IMPORT,
            run=terms.run,
            created_at=terms.at,
        )
        for article, snapshot in pairs
    )
    SourceDocument.objects.bulk_create(
        _source_row(received, revision, terms, previous=known.get(received.name))
        for received, revision in zip(batch, revisions, strict=True)
    )
    public = [article for article, _ in pairs if article.status == Status.PUBLISHED]
    record(subjects_of(public) | {f"article:{pk}" for pk in relinked}, at=terms.at)
    return [
        ImportResult(
            received.source,
            received.document.key,
            Outcome.CREATED,
            article.pk,
            article.get_absolute_url(),
            changes_between(Snapshot(), draft.snapshot),
            draft.problems,
            received.recovered,
        )
        for received, draft, (article, _) in zip(batch, drafts, pairs, strict=True)
    ]


def _new_article(received: Received, draft: Draft, terms: Terms) -> Article:
    """Return a row that is published when asked for and fit to be, else a draft."""
    article = Article(latest_number=1, saved_at=terms.at, updated_at=terms.at)
    snapshot = draft.snapshot
    if not terms.publish:
        return article
    if reason := received.recovered.article.withheld:
        draft.problems.append(f"not published: {reason}; it waits at the desk as a draft")
        return article
    if not (snapshot.headline.strip() and snapshot.body):
        draft.problems.append("not published: it has no headline or no text; it waits at the desk as a draft")
        return article
    published_at = instant(snapshot.published_at) or terms.at
    if published_at > terms.at:
        draft.problems.append(f"published_at: {published_at.isoformat()} is still to come; it goes live then")
    article.status = Status.PUBLISHED
    article.published_at = article.first_published_at = published_at
    article.updated_at = max(received.recovered.article.modified_at or published_at, published_at)
    article.live_number = 1
    return article


def _update(received: Received, version: SourceDocument, terms: Terms) -> ImportResult:
    """Merge a changed document into its article: base = last import, theirs = this one, ours = the desk."""
    article = Article.objects.select_for_update().get(sources=version)
    (draft,) = draft_articles([received.recovered])
    ours_revision = article.revisions.get(number=article.latest_number)
    ours = ours_revision.content
    merged = merge(base=version.base or ours, ours=ours, theirs=draft.snapshot)
    problems = [
        *draft.problems,
        *(f"{each.field}: changed here and at the desk; the desk's stands" for each in merged.conflicts),
    ]
    if merged.merged == ours and not merged.conflicts:
        _source_row(received, ours_revision, terms, previous=version, imported=draft.snapshot).save()
        return replace(_unchanged(received, article.pk), problems=problems)
    revision = append_revision(
        article,
        merged.merged,
        base_number=article.latest_number,
        actor=terms.actor,
        at=terms.at,
        door=Door.IMPORT,
        run=terms.run,
        conflicts=merged.conflicts,
    )
    _source_row(received, revision, terms, previous=version, imported=draft.snapshot).save()
    _show(article, merged.merged, was_live=article.live_number == ours_revision.number, terms=terms)
    return ImportResult(
        received.source,
        received.document.key,
        Outcome.CONFLICTING if merged.conflicts else Outcome.UPDATED,
        article.pk,
        article.get_absolute_url(),
        changes_between(ours, merged.merged),
        problems,
        received.recovered,
    )


def _show(article: Article, content: Snapshot, *, was_live: bool, terms: Terms) -> None:
    """Put the merged revision where it belongs: before readers only if nothing of the desk's waits unpublished."""
    if article.status != Status.PUBLISHED:
        article.updated_at = terms.at
        apply_snapshots([(article, content)])
        return
    article.save(update_fields=["latest_number", "saved_at"])
    if terms.publish and was_live and content.headline.strip() and content.body:
        publish_article(article_id=article.pk, actor=terms.actor, at=terms.at)


def _source_row(
    received: Received,
    revision: Revision,
    terms: Terms,
    *,
    previous: SourceDocument | None,
    imported: Snapshot | None = None,
) -> SourceDocument:
    article = received.recovered.article
    evidence: dict[str, object] = {
        "format": received.recovered.format,
        "confidence": article.confidence,
        "spans": [[s.number, s.start, s.end, s.role.value, round(s.confidence, 3), s.why] for s in article.spans],
    }
    if received.recovered.format not in _AS_RECEIVED:
        evidence["text"] = article.text
    return SourceDocument(
        source=received.source,
        key=received.document.key,
        version=previous.version + 1 if previous else 1,
        data=received.document.data,
        sha256=received.sha256,
        media_type=named(received.recovered.format).media_type,
        encoding=received.recovered.encoding,
        received_at=terms.at,
        captured_at=article.captured_at,
        evidence=evidence,
        article_id=revision.article_id,
        revision=revision,
        imported=imported.as_json() if imported else None,
        run=terms.run,
    )
