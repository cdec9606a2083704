"""What the desk's tests share: an editor's browser, and the forms of the editing page."""

from typing import Any

from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from articles.admin.editor import initial_rows
from articles.forms.article import ArticleForm
from articles.forms.fields import LOCAL_FORMAT
from articles.merging.snapshot import Snapshot
from articles.models import Article
from tests.factories import make_editor


def client_of(user: User | None = None) -> Client:
    """Return a client that is signed in, as an administrator if nobody is named."""
    client = Client()
    client.force_login(user or make_editor())
    return client


def address(name: str, *args: object) -> str:
    """Return the address of a page about articles: change, history, withdraw, …"""
    return reverse(f"admin:articles_article_{name}", args=args)


def content_of(article: Article) -> Snapshot:
    """Return what the latest revision says."""
    article.refresh_from_db()
    return article.revisions.get(number=article.latest_number).content


def typed(article: Article | None = None, **changes: Any) -> dict[str, Any]:
    """Return what a browser sends of the page as it was shown, with `changes` typed into it."""
    base = content_of(article) if article else Snapshot()
    form = ArticleForm(base=base, base_number=article.latest_number if article else 0)
    sent: dict[str, Any] = {}
    for field in form:
        shown = field.value()
        sent[field.name] = f"{shown:{LOCAL_FORMAT}}" if hasattr(shown, "hour") else "" if shown is None else shown
    for flag in ("confirm_headline", "confirm_date"):
        del sent[flag]
    shown_rows = initial_rows(base)
    sent |= rows("bylines", changes.pop("bylines", shown_rows["bylines"])) | rows(
        "related", changes.pop("related", shown_rows["related"])
    )
    return sent | changes


def rows(prefix: str, filled: list[dict[str, Any]]) -> dict[str, Any]:
    """Return what a browser sends of a list of rows, numbered as they stand."""
    sent: dict[str, Any] = {f"{prefix}-TOTAL_FORMS": len(filled), f"{prefix}-INITIAL_FORMS": 0}
    for at, row in enumerate(filled):
        sent |= {f"{prefix}-{at}-{name}": value for name, value in ({"ORDER": at + 1} | row).items()}
    return sent
