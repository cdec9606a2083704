"""From when readers may see an article: derived here and nowhere else."""

from articles.models import Article
from articles.workflow import Status


def settle_visibility(article: Article) -> None:
    """Derive `visible_from` from status, publication and embargo."""
    instants = [at for at in (article.published_at, article.embargoed_until) if at]
    article.visible_from = max(instants) if article.status == Status.PUBLISHED else None
