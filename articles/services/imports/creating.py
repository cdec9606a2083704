"""Make articles of documents that were never seen: a batch at a time, with revisions, sources, links and index."""

import json
from collections.abc import Mapping, Sequence

from articles.formats.drafting import Draft
from articles.merging.snapshot import Snapshot
from articles.models import Article, Revision, SourceDocument
from articles.services.applying import Made, insert_articles, instant
from articles.services.imports.contents import complete_contents
from articles.services.imports.received import Name, Received, Terms, store_documents
from articles.services.imports.results import ImportResult, Outcome
from articles.services.imports.spellings import settle_spellings
from articles.services.journal import record, subjects_of
from articles.services.permissions import author_of
from articles.services.review import ask, questions_of_import
from articles.services.rows import insert_rows, reserve_ids
from articles.workflow import Door, Status

_REVISION_COLUMNS = (
    "id", "article_id", "number", "snapshot", "conflicts", "author_id", "door", "run_id", "reason", "created_at",
)  # fmt: skip
_NOTHING = Snapshot()


def create_articles(
    batch: Sequence[tuple[Received, Draft]], known: Mapping[Name, SourceDocument], terms: Terms
) -> list[ImportResult]:
    """Store new documents and their articles, inside the caller's transaction: the statements do not grow."""
    if not batch:
        return []
    drafts = [draft for _, draft in batch]
    completed = complete_contents(batch, terms)
    contents, problems = [content for content, _ in completed], [said for _, said in completed]
    articles = [
        _new_article(draft, content, said, terms)
        for draft, content, said in zip(drafts, contents, problems, strict=True)
    ]
    relinked = insert_articles(
        list(zip(articles, contents, strict=True)),
        [Made(draft.words, draft.sketch, draft.found_by) for draft in drafts],
    )
    settle_spellings(name for content in contents for name in content.tags)
    revisions = _first_revisions(articles, contents, terms)
    documents = store_documents(
        [
            (received, draft, article.pk, revision, _next_version(known.get(received.name)), None)
            for (received, draft), article, revision in zip(batch, articles, revisions, strict=True)
        ],
        terms,
    )
    public = [article for article in articles if article.status == Status.PUBLISHED]
    ask(questions_of_import(documents, at=terms.at))
    record(subjects_of(public) | {f"article:{pk}" for pk in relinked}, at=terms.at)
    return [
        ImportResult(
            received.source,
            received.key,
            Outcome.CREATED,
            article.pk,
            article,
            before=_NOTHING,
            after=content,
            problems=said,
            fields=draft.fields,
        )
        for (received, draft), article, content, said in zip(batch, articles, contents, problems, strict=True)
    ]


def _new_article(draft: Draft, content: Snapshot, problems: list[str], terms: Terms) -> Article:
    """Return a row that is published when asked for and fit to be, else a draft."""
    article = Article(latest_number=1, saved_at=terms.at, updated_at=terms.at)
    if not terms.publish:
        return article
    if draft.withheld:
        problems.append(f"not published: {draft.withheld}; it waits at the desk as a draft")
        return article
    if not (content.headline.strip() and content.body):
        problems.append("not published: it has no headline or no text; it waits at the desk as a draft")
        return article
    published_at = instant(content.published_at) or terms.at
    if published_at > terms.at:
        problems.append(f"published_at: {published_at.isoformat()} is still to come; it goes live then")
    article.status = Status.PUBLISHED
    article.published_at = article.first_published_at = published_at
    article.updated_at = max(draft.modified_at or published_at, published_at)
    article.live_number = 1
    return article


def _first_revisions(articles: Sequence[Article], contents: Sequence[Snapshot], terms: Terms) -> Sequence[int]:
    """Store revision 1 of each article and return the ids: 2 statements."""
    ids = reserve_ids(Revision, len(articles))
    author = author_of(terms.actor)
    author_id, run_id = author.pk if author else None, terms.run.pk if terms.run else None
    insert_rows(
        Revision,
        _REVISION_COLUMNS,
        (
            (
                pk,
                article.pk,
                1,
                json.dumps(content.as_json(), ensure_ascii=False),
                "[]",
                author_id,
                Door.IMPORT.value,
                run_id,
                "",
                terms.at,
            )
            for pk, article, content in zip(ids, articles, contents, strict=True)
        ),
    )
    return ids


def _next_version(known: SourceDocument | None) -> int:
    return known.version + 1 if known else 1
