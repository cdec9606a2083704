"""Sections, authors and tags: changed by services that tell the journal."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from articles.models import Author, Change, Section, Tag
from articles.services.editing import save_article
from tests.admin.desk import client_of, content_of
from tests.factories import NOON, make_article, make_draft, make_snapshot, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk() -> Client:
    return client_of()


def change(desk: Client, row: Any, **fields: object) -> Any:
    return desk.post(reverse(f"admin:articles_{row._meta.model_name}_change", args=[row.pk]), fields)


def subjects() -> set[str]:
    return set(Change.objects.values_list("subject", flat=True))


def test_a_section_gets_its_slug_from_its_name(desk: Client) -> None:
    sent = {"name": "Town & Country", "slug": "", "position": 3, "description": ""}
    assert desk.post(reverse("admin:articles_section_add"), sent).status_code == 302
    section = Section.objects.get()
    assert section.slug == "town-country"
    assert {"site", f"section:{section.pk}"} <= subjects()


def test_a_section_with_articles_cannot_be_deleted(desk: Client) -> None:
    section = make_draft(section="Town").section
    assert section is not None
    desk.post(reverse("admin:articles_section_delete", args=[section.pk]), {"post": "yes"})
    assert Section.objects.filter(pk=section.pk).exists()


def test_an_authors_new_name_is_folded_and_journaled(desk: Client) -> None:
    article = make_article(authors=("Maren Oake",))
    author = Author.objects.get()
    Change.objects.all().delete()
    change(desk, author, name="Maren  OAKE-Holm", slug=author.slug, job_title="Editor", biography="")
    author.refresh_from_db()
    assert (author.key, author.job_title) == ("maren oake-holm", "Editor")
    assert {f"author:{author.pk}", f"article:{article.pk}"} <= subjects()


def test_a_renamed_tag_is_renamed_on_its_articles(desk: Client) -> None:
    live, draft = make_article(tags=("Mill", "Town")), make_draft(tags=("mill",))
    waiting = make_article()
    save_article(article_id=waiting.pk, content=make_snapshot(tags=("Mill",)), base_number=1, actor=None, at=NOON)
    tag = Tag.objects.get(key="mill")
    Change.objects.all().delete()
    assert change(desk, tag, name="Old mill").status_code == 302
    tag.refresh_from_db()
    assert (tag.name, tag.key, tag.slug) == ("Old mill", "old mill", "mill")
    assert content_of(live).tags == ("Old mill", "Town")
    assert content_of(draft).tags == ("Old mill",)
    assert content_of(waiting).tags == ("Old mill",)
    assert not live.has_unpublished_changes
    assert waiting.has_unpublished_changes
    assert subjects() >= {f"tag:{tag.pk}", f"article:{live.pk}"}
    assert f"article:{draft.pk}" not in subjects()


def test_a_tags_new_case_needs_no_revisions(desk: Client) -> None:
    article = make_article(tags=("mill",))
    change(desk, Tag.objects.get(), name="Mill")
    assert article.revisions.count() == 1
    assert Tag.objects.get().name == "Mill"


@pytest.mark.parametrize("name", ["TOWN", "#town", "", "###", "x" * 101])
def test_a_tag_cannot_take_a_name_that_is_taken_or_none(desk: Client, name: str) -> None:
    make_article(tags=("Mill", "Town"))
    response = change(desk, Tag.objects.get(key="mill"), name=name)
    assert response.status_code == 200
    assert response.context["adminform"].form.errors["name"]
    assert Tag.objects.filter(key="mill").exists()


def test_only_a_tag_without_articles_can_be_deleted(desk: Client) -> None:
    make_article(tags=("Used",))
    unused = Tag.objects.create(name="Unused", slug="unused")
    used = Tag.objects.get(key="used")
    assert desk.post(reverse("admin:articles_tag_delete", args=[used.pk]), {"post": "yes"}).status_code == 403
    desk.post(reverse("admin:articles_tag_delete", args=[unused.pk]), {"post": "yes"})
    assert list(Tag.objects.all()) == [used]


@pytest.mark.parametrize("model", ["section", "author", "tag", "image", "sourcedocument", "importrun"])
def test_the_lists_are_for_those_who_may_see_them(desk: Client, model: str) -> None:
    where = reverse(f"admin:articles_{model}_changelist")
    assert desk.get(where).status_code == 200
    assert desk.get(where, {"q": 'a"%'}).status_code == 200
    assert client_of(make_user("sam")).get(where).status_code == 403
