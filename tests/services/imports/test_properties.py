"""What holds for any heap of documents: once is enough, the order does not matter, the desk's words stay."""

import tempfile
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from articles.merging.snapshot import Snapshot
from articles.models import Article, Revision, SourceDocument, Tag
from articles.services.editing import save_article
from articles.services.imports import ImportOptions, ImportResult, Outcome, import_documents
from articles.services.tags import rename_tag
from tests.factories import NOON

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(days=1)
few = settings(
    max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
WORDS = st.sampled_from("mill river gate Tolney strike vote ferry winter bridge council".split())
SENTENCE = st.lists(WORDS, min_size=3, max_size=7).map(lambda words: " ".join(words).capitalize())
PARAGRAPHS = st.lists(SENTENCE.map(lambda words: f"{words}."), min_size=1, max_size=4)
NAMES = st.lists(st.sampled_from(["Mill", "mill", "Rivers", "Tolney", "C++", "C#"]), max_size=3, unique=True)


@st.composite
def heaps(draw: st.DrawFn) -> dict[str, str]:
    """Markdown documents by name; some name each other as related, some bear one headline."""
    titles = draw(st.lists(SENTENCE, min_size=1, max_size=5))
    heap = {}
    for number, title in enumerate(titles):
        related = draw(st.lists(st.sampled_from(titles), max_size=2, unique=True))
        heap[f"{number}.md"] = markdown(title, draw(PARAGRAPHS), tags=draw(NAMES), related=related)
    return heap


def markdown(title: str, paragraphs: Sequence[str], **fields: object) -> str:
    head = "".join(f"{name}: {value!r}\n" for name, value in ({"title": title} | fields).items())
    return f"---\n{head}date: 2026-11-20T09:00:00+00:00\nlanguage: en\n---\n\n" + "\n\n".join(paragraphs) + "\n"


def run(heap: dict[str, str], order: Sequence[str] = (), **options: Any) -> list[ImportResult]:
    """Import the documents, each run in the order given."""
    results = []
    with tempfile.TemporaryDirectory() as folder:
        for name in order or sorted(heap):
            path = Path(folder) / name
            path.write_text(heap[name], encoding="utf-8")
            wanted = ImportOptions(paths=[str(path)], source="heap", publish=True, **options)
            results += list(import_documents(wanted, actor=None, now=lambda: NOON))
    return results


def held() -> dict[str, Any]:
    """Return what readers and the desk find, by what it says."""
    articles = Article.objects.prefetch_related("tag_links__tag", "related_links__target")
    return {
        "articles": sorted(
            (
                article.headline,
                article.body,
                sorted(link.tag.key for link in article.tag_links.all()),
                sorted(
                    (link.headline, link.target.body if link.target else "") for link in article.related_links.all()
                ),
            )
            for article in articles
        ),
        "tags": sorted((tag.key, tag.name) for tag in Tag.objects.all()),
        "revisions": Revision.objects.count(),
        "sources": SourceDocument.objects.count(),
        "index": _indexed(),
    }


def _indexed() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM articles_search")
        return int(cursor.fetchone()[0])


@few
@given(heap=heaps())
def test_importing_twice_is_importing_once(heap: dict[str, str]) -> None:
    with transaction.atomic():
        run(heap)
        once = held()
        assert {result.outcome for result in run(heap)} == {Outcome.UNCHANGED}
        assert held() == once
        transaction.set_rollback(True)


@few
@given(heap=heaps(), data=st.data())
def test_any_order_gives_the_same_newsroom(heap: dict[str, str], data: st.DataObject) -> None:
    found = []
    for order in (sorted(heap), data.draw(st.permutations(sorted(heap)))):
        with transaction.atomic():
            run(heap, order)
            found.append(held())
            transaction.set_rollback(True)
    assert found[0] == found[1]


def test_a_tag_is_spelled_alike_in_any_order_unless_the_desk_named_it() -> None:
    heap = {"0.md": markdown("One", ["One."], tags=["mill"]), "1.md": markdown("Two", ["Two."], tags=["Mill"])}
    run(heap)
    tag = Tag.objects.get()
    assert tag.name == "Mill"
    rename_tag(tag_id=tag.pk, name="mill", actor=None, at=NOON)
    run({"2.md": markdown("Three", ["Three."], tags=["Mill"])})
    assert Tag.objects.get().name == "mill"


@few
@given(before=PARAGRAPHS, after=PARAGRAPHS, ours=PARAGRAPHS, headline=SENTENCE, new_headline=SENTENCE, tags=NAMES)
def test_nothing_that_an_editor_wrote_is_lost(
    before: list[str], after: list[str], ours: list[str], headline: str, new_headline: str, tags: list[str]
) -> None:
    with transaction.atomic():
        run({"a.md": markdown("Mill to close", before, tags=tags)})
        article = Article.objects.get()
        imported = article.revisions.get().content
        edited = replace(imported, headline=headline, body=tuple(f"<p>Ours: {words}</p>" for words in ours))
        saved = save_article(article_id=article.pk, content=edited, base_number=1, actor=None, at=NOON)
        (result,) = run({"a.md": markdown(new_headline, after)})
        article.refresh_from_db()
        latest = article.revisions.get(number=article.latest_number)
        assert _holds(latest.content, edited, imported)
        if saved.revision:
            assert article.revisions.filter(number=saved.revision.number, snapshot=edited.as_json()).exists()
        assert bool(latest.conflicts) == (result.outcome == Outcome.CONFLICTING)
        theirs = SourceDocument.objects.order_by("-version").first()
        assert theirs
        assert theirs.base
        for conflict in latest.conflicts:
            assert (conflict["ours"], conflict["theirs"]) == (
                latest.content.as_json()[conflict["field"]],
                theirs.base.as_json()[conflict["field"]],
            )
        transaction.set_rollback(True)


def _holds(content: Snapshot, edited: Snapshot, imported: Snapshot) -> bool:
    """Tell whether every word that the editor changed stands in the content."""
    headline = edited.headline == imported.headline or content.headline == edited.headline
    return headline and all(block in content.body for block in edited.body if block not in imported.body)
