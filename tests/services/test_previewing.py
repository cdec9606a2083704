"""A preview shows the latest revision, and leaves the stored rows alone."""

from dataclasses import replace

import pytest

from articles.merging.snapshot import Related
from articles.models import Article, Tag
from articles.services.editing import save_article
from articles.services.previewing import preview_of
from tests.factories import NOON, make_article

pytestmark = pytest.mark.django_db


def test_the_latest_revision_is_shown_and_nothing_written() -> None:
    mill, chosen = make_article(headline="Mill to close"), make_article()
    article = make_article(headline="Before", tags=("Mill",), authors=("Maren Oake",))
    content = replace(
        article.revisions.get().content,
        headline="After",
        tags=("Mill", "New tag"),
        related=(Related("Mill to close"), Related("Another", article=chosen.pk), Related("Nobody's")),
    )
    save_article(article_id=article.pk, content=content, base_number=1, actor=None, at=NOON)
    preview = preview_of(Article.objects.get(pk=article.pk))
    assert preview.article.headline == "After"
    assert [byline.author.name for byline in preview.bylines] == ["Maren Oake"]
    assert [tag.name for tag in preview.tags] == ["Mill", "New tag"]
    assert [link.target for link in preview.related] == [mill, chosen, None]
    assert Article.objects.get(pk=article.pk).headline == "Before"
    assert not Tag.objects.filter(name="New tag").exists()
