"""Articles, editors and other rows for tests: keyword functions, made by the services themselves."""

from datetime import UTC, datetime
from itertools import count

from django.contrib.auth.models import Permission, User

from articles.merging.snapshot import Credit, Related, Snapshot
from articles.models import Article
from articles.services.editing import create_article
from articles.services.names import ensure_authors, ensure_sections
from articles.services.publishing import publish_article

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
_numbers = count(1)


def make_snapshot(
    *, authors: tuple[str, ...] = (), section: str = "", related: tuple[str, ...] = (), **fields: object
) -> Snapshot:
    """Return a snapshot with a headline and one paragraph; authors, section and related stories go by name."""
    number = next(_numbers)
    fields = {"headline": f"Story number {number}", "body": (f"<p>Text of story {number}.</p>",)} | fields
    if authors:
        by_key = ensure_authors(authors)
        fields["bylines"] = tuple(Credit(author.pk) for author in by_key.values())
    if section:
        fields["section"] = next(iter(ensure_sections([section]).values())).pk
    return Snapshot(related=tuple(Related(headline) for headline in related), **fields)  # type: ignore[arg-type]


def make_draft(*, at: datetime = NOON, **fields: object) -> Article:
    """Make a draft, by the service that the desk uses."""
    return create_article(content=make_snapshot(**fields), actor=None, at=at)  # type: ignore[arg-type]


def make_article(*, at: datetime = NOON, **fields: object) -> Article:
    """Make a published article; `published_at` in the fields is an ISO instant."""
    return publish_article(article_id=make_draft(at=at, **fields).pk, actor=None, at=at)


def make_user(name: str, *permissions: str) -> User:
    """Make a member of staff with permissions on articles, such as "change_article"."""
    user = User.objects.create_user(name, password="correct horse", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=permissions))
    return user


def make_editor(name: str = "edith") -> User:
    """Make somebody who may do everything with articles."""
    return User.objects.create_superuser(name, password="correct horse")
