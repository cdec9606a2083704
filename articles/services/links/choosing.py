"""An editor's choice among the articles that a related headline may name."""

from dataclasses import replace
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from articles.markup.folding import fold_headline
from articles.merging.snapshot import Snapshot
from articles.models import Article, RelatedLink
from articles.services.amending import amend
from articles.services.journal import record
from articles.services.permissions import Actor, require


@transaction.atomic
def choose_target(*, article_id: int, headline: str, target_id: int | None, actor: Actor, at: datetime) -> None:
    """
    Let a related headline of an article lead to the article that was chosen, or to none.

    The choice stands in the article's history, by a revision of its own, and
    in its live row. Locks the article; writes the journal.

    :raises PermissionDenied: if the actor may not change articles.
    :raises ValidationError: if the article names no such headline, or the target is gone or the article itself.
    """
    require(actor, "articles.change_article")
    key = fold_headline(headline)
    links = RelatedLink.objects.filter(article=article_id, key=key)
    if not links.exists():
        raise ValidationError(_("this article names no related story “%(headline)s”") % {"headline": headline})
    target = Article.objects.filter(pk=target_id).first() if target_id else None
    if target_id and (target is None or target.pk == article_id):
        raise ValidationError(_("article %(number)d cannot be the target; choose another one") % {"number": target_id})

    def chosen(_article_id: int, content: Snapshot) -> Snapshot:
        related = tuple(
            replace(link, article=target_id, url="" if target_id else link.url)
            if fold_headline(link.headline) == key
            else link
            for link in content.related
        )
        return replace(content, related=related)

    amend([article_id], chosen, reason=_("A related story was chosen"), actor=actor, at=at)
    if target:
        links.update(target=target, is_chosen=True, url="")
    else:
        links.update(target=None, is_chosen=False)
    record({f"article:{article_id}"} | ({f"article:{target.pk}"} if target else set()), at=at)
