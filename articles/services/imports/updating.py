"""Merge changed documents into their articles: base = last import, theirs = this one, ours = the desk."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.db.models import F

from articles.formats.drafting import Draft
from articles.merging.snapshot import Snapshot
from articles.merging.three_way import Merge, merge
from articles.models import Article, Revision, SourceDocument
from articles.services.applying import apply_snapshots, instant
from articles.services.editing import conflicts_as_json
from articles.services.imports.contents import complete_contents
from articles.services.imports.received import Received, Terms, store_documents
from articles.services.imports.results import ImportResult, Outcome
from articles.services.imports.spellings import settle_spellings
from articles.services.journal import record, subjects_of
from articles.services.permissions import author_of
from articles.services.review import ask, questions_of_import
from articles.services.rows import insert_rows, reserve_ids, update_rows
from articles.workflow import Door, Status

_REVISION_COLUMNS = (
    "id", "article_id", "number", "snapshot", "conflicts", "base_number", "author_id", "door", "run_id", "reason",
    "created_at",
)  # fmt: skip

Change = tuple[Received, Draft, SourceDocument]  # with the version stored last


@dataclass
class _Merging:
    """A changed document beside its article, and the merge of the two."""

    received: Received
    draft: Draft
    version: SourceDocument
    article: Article
    ours: Revision
    theirs: Snapshot
    merged: Merge
    problems: list[str]

    @property
    def is_new(self) -> bool:
        """Tell whether the merge gave anything that the desk does not have, or must decide."""
        return bool(self.merged.conflicts) or self.merged.merged != self.ours.content

    @property
    def was_live(self) -> bool:
        return self.article.status == Status.PUBLISHED and self.article.live_number == self.ours.number


def update_articles(batch: Sequence[Change], terms: Terms) -> list[ImportResult]:
    """
    Merge documents into the articles that their earlier versions made, inside the caller's transaction.

    What is clean becomes a revision, which readers see where nothing of the
    desk's waits unpublished; conflicts stay with it and are asked about. The
    statements do not grow with the batch.
    """
    results: list[ImportResult] = []
    for turn in _turns(batch):
        results += _update(turn, terms)
    return results


def _turns(batch: Sequence[Change]) -> Iterator[list[Change]]:
    """Yield the changes so that no turn has an article twice."""
    waiting = list(batch)
    while waiting:
        turn = {change[2].article_id: change for change in reversed(waiting)}
        yield list(turn.values())
        waiting = [change for change in waiting if turn[change[2].article_id] is not change]


def _update(batch: Sequence[Change], terms: Terms) -> list[ImportResult]:
    mergings = _merge(batch, terms)
    news = [each for each in mergings if each.is_new]
    kept = [each for each in mergings if each.is_new or each.version.sha256 != each.received.sha256]
    revisions = _append_revisions(news, terms)
    documents = store_documents(
        [
            (
                each.received,
                each.draft,
                each.article.pk,
                revisions[each.article.pk].pk if each.article.pk in revisions else each.ours.pk,
                each.version.version + 1,
                each.theirs,
            )
            for each in kept
        ],
        terms,
    )
    for document in documents:
        if document.article_id in revisions:
            document.revision = revisions[document.article_id]
    _show(news, terms)
    ask(questions_of_import(documents, at=terms.at))
    return [_result(each) for each in mergings]


def _merge(batch: Sequence[Change], terms: Terms) -> list[_Merging]:
    """Lock the articles and merge: 3 queries."""
    articles = Article.objects.select_for_update().in_bulk([version.article_id for _, _, version in batch])
    latest = Revision.objects.filter(article__in=articles, number=F("article__latest_number"))
    ours = {revision.article_id: revision for revision in latest}
    versions = SourceDocument.objects.for_merging().in_bulk([version.pk for _, _, version in batch])
    mergings = []
    completed = complete_contents([(received, draft) for received, draft, _ in batch], terms)
    for (received, draft, version), (theirs, problems) in zip(batch, completed, strict=True):
        revision = ours[version.article_id or 0]
        content = revision.content
        merged = merge(base=versions[version.pk].base or content, ours=content, theirs=theirs)
        article = articles[version.article_id or 0]
        mergings.append(_Merging(received, draft, version, article, revision, theirs, merged, problems))
    return mergings


def _append_revisions(news: Sequence[_Merging], terms: Terms) -> dict[int, Revision]:
    """Store the merged revisions and return them by article: 2 statements; the caller writes the articles."""
    author = author_of(terms.actor)
    revisions = [
        Revision(
            pk=pk,
            article=each.article,
            number=each.ours.number + 1,
            snapshot=each.merged.merged.as_json(),
            conflicts=conflicts_as_json(each.merged.conflicts),
            base_number=each.ours.number,
            author=author,
            door=Door.IMPORT,
            run=terms.run,
            created_at=terms.at,
        )
        for pk, each in zip(reserve_ids(Revision, len(news)), news, strict=True)
    ]
    insert_rows(Revision, _REVISION_COLUMNS, (_revision_row(revision) for revision in revisions))
    for each in news:
        each.article.latest_number, each.article.saved_at = each.ours.number + 1, terms.at
    return {revision.article_id: revision for revision in revisions}


def _revision_row(revision: Revision) -> tuple[object, ...]:
    values = {name: getattr(revision, name) for name in _REVISION_COLUMNS}
    stored = {name: json.dumps(values[name], ensure_ascii=False) for name in ("snapshot", "conflicts")}
    return tuple((values | stored | {"door": Door.IMPORT.value}).values())


def _show(news: Sequence[_Merging], terms: Terms) -> None:
    """Put merged revisions where they belong: before readers only if nothing of the desk's waits unpublished."""
    shown, live, waiting = [], [], []
    for each in news:
        article, content = each.article, each.merged.merged
        if article.status != Status.PUBLISHED:
            article.updated_at = terms.at
            shown.append((article, content))
        elif each.was_live and terms.publish and not each.draft.withheld and content.headline.strip() and content.body:
            live.append((article, content))
        else:
            waiting.append(article)
    touched = subjects_of([article for article, _ in live])
    for article, content in live:
        article.published_at = instant(content.published_at) or article.published_at or terms.at
        article.updated_at = max(terms.at, article.published_at)
        article.live_number = article.latest_number
    relinked = apply_snapshots([*shown, *live]) if shown or live else set()
    settle_spellings(name for _, content in [*shown, *live] for name in content.tags)
    columns = ("latest_number", "saved_at")
    update_rows(Article, columns, ((article.latest_number, article.saved_at, article.pk) for article in waiting))
    linking = Article.objects.filter(related_links__target__in=[article for article, _ in live])
    touched |= {f"article:{pk}" for pk in linking.values_list("pk", flat=True)} if live else set()
    record(touched | subjects_of([article for article, _ in live]) | {f"article:{pk}" for pk in relinked}, at=terms.at)


def _result(each: _Merging) -> ImportResult:
    conflicts = [
        f"{conflict.field}: changed here and at the desk; the desk's stands" for conflict in each.merged.conflicts
    ]
    outcome = Outcome.CONFLICTING if conflicts else Outcome.UPDATED if each.is_new else Outcome.UNCHANGED
    return ImportResult(
        each.received.source,
        each.received.key,
        outcome,
        each.article.pk,
        each.article if each.is_new else None,
        before=each.ours.content,
        after=each.merged.merged,
        problems=[*each.problems, *conflicts],
        fields=each.draft.fields,
    )
