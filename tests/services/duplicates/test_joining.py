"""Two articles become one story, and two again."""

from functools import partial

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client

from articles.models import Article, Change, SourceDocument
from articles.services.duplicates import join_stories, split_stories
from articles.services.links import choose_target
from articles.services.publishing import publish_article, withdraw_article
from tests.factories import NOON, make_article, make_draft, make_user

pytestmark = pytest.mark.django_db

join = partial(join_stories, actor=None, at=NOON)


def document_of(article: Article) -> SourceDocument:
    return SourceDocument.objects.create(
        source="wire",
        key=f"{article.pk}",
        data=b"text",
        sha256=f"{article.pk:064}",
        received_at=NOON,
        article=article,
        revision=article.revisions.get(number=1),
    )


def targets(article: Article) -> list[int | None]:
    return list(article.related_links.values_list("target", flat=True))


def test_readers_of_the_other_are_sent_to_the_kept_one_for_good(client: Client) -> None:
    keep, other = make_article(headline="Ferry runs aground"), make_article(headline="Ferry aground")
    Change.objects.all().delete()
    join(keep_id=keep.pk, other_id=other.pk)
    answer = client.get(other.get_absolute_url())
    assert (answer.status_code, answer["Location"]) == (301, keep.get_absolute_url())
    assert client.get(other.get_short_url())["Location"] == keep.get_absolute_url()
    assert client.get(keep.get_absolute_url()).status_code == 200
    assert other.get_absolute_url() not in client.get("/articles/").content.decode()
    assert {f"article:{keep.pk}", f"article:{other.pk}"} <= set(Change.objects.values_list("subject", flat=True))


def test_an_address_that_never_was_public_leads_nowhere(client: Client) -> None:
    keep, other = make_article(), make_draft()
    join(keep_id=keep.pk, other_id=other.pk)
    assert client.get(other.get_short_url()).status_code == 404
    withdraw_article(article_id=keep.pk, actor=None, at=NOON)
    assert client.get(keep.get_absolute_url()).status_code == 404


def test_headlines_and_documents_go_with_the_story(client: Client) -> None:
    keep, other = make_article(headline="Ferry runs aground"), make_article(headline="Ferry aground off Kelmouth")
    naming = make_article(related=("Ferry aground off Kelmouth",))
    document = document_of(other)
    assert targets(naming) == [other.pk]
    join(keep_id=keep.pk, other_id=other.pk)
    document.refresh_from_db()
    assert targets(naming) == [keep.pk]
    assert document.article_id == keep.pk
    assert other.revisions.exists()
    assert naming.get_absolute_url() in client.get(keep.get_absolute_url()).content.decode()


def test_a_chosen_link_follows_the_story(client: Client) -> None:
    keep, other = make_article(), make_article()
    naming = make_article(related=("The ferry",))
    choose_target(article_id=naming.pk, headline="The ferry", target_id=other.pk, actor=None, at=NOON)
    join(keep_id=keep.pk, other_id=other.pk)
    assert f'href="{keep.get_absolute_url()}"' in client.get(naming.get_absolute_url()).content.decode()
    assert naming.get_absolute_url() in client.get(keep.get_absolute_url()).content.decode()


def test_a_split_brings_everything_back(client: Client) -> None:
    keep, other = make_article(headline="Ferry runs aground"), make_article(headline="Ferry aground off Kelmouth")
    naming, document = make_article(related=("Ferry aground off Kelmouth",)), document_of(other)
    join(keep_id=keep.pk, other_id=other.pk)
    split_stories(other_id=other.pk, actor=None, at=NOON)
    document.refresh_from_db()
    assert client.get(other.get_absolute_url()).status_code == 200
    assert targets(naming) == [other.pk]
    assert document.article_id == other.pk


def test_a_split_publishes_no_draft() -> None:
    keep, other = make_article(), make_draft()
    join(keep_id=keep.pk, other_id=other.pk)
    assert split_stories(other_id=other.pk, actor=None, at=NOON).status == "draft"


def test_versions_of_the_other_become_versions_of_the_kept_one(client: Client) -> None:
    first, second, third = make_article(), make_article(), make_article()
    join(keep_id=second.pk, other_id=first.pk)
    join(keep_id=third.pk, other_id=second.pk)
    assert set(third.supersedes.all()) == {first, second}
    assert client.get(first.get_absolute_url())["Location"] == third.get_absolute_url()


def test_what_cannot_be_joined_is_refused() -> None:
    keep, other, gone = make_article(), make_article(), make_article()
    withdraw_article(article_id=gone.pk, actor=None, at=NOON)
    for ids, words in (((keep, keep), "in itself"), ((keep, gone), "withdrawn"), ((gone, keep), "withdrawn")):
        with pytest.raises(ValidationError, match=words):
            join(keep_id=ids[0].pk, other_id=ids[1].pk)
    join(keep_id=keep.pk, other_id=other.pk)
    with pytest.raises(ValidationError, match="goes on in another"):
        join(keep_id=keep.pk, other_id=other.pk)
    with pytest.raises(ValidationError, match="goes on in another"):
        publish_article(article_id=other.pk, actor=None, at=NOON)
    with pytest.raises(ValidationError, match="continues in no other"):
        split_stories(other_id=keep.pk, actor=None, at=NOON)
    with pytest.raises(Article.DoesNotExist):
        join(keep_id=keep.pk, other_id=10**9)


def test_joining_is_for_those_who_publish() -> None:
    keep, other = make_article(), make_article()
    for permissions in (("change_article",), ("publish_article",)):
        with pytest.raises(PermissionDenied):
            join_stories(keep_id=keep.pk, other_id=other.pk, actor=make_user(permissions[0], *permissions), at=NOON)
    other.refresh_from_db()
    assert other.superseded_by_id is None
