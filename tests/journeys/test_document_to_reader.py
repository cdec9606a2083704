"""The whole way: a document is imported, edited and published at the desk, read, searched for, and in the feed."""

from pathlib import Path

import lxml.html
import pytest
from django.core.management import call_command
from django.test import Client

from articles.models import Article
from tests.factories import make_editor

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).resolve().parents[2]
SEED = ROOT / "seeds" / "000_b0b61d6de4eb8344.txt"
HEADLINE = "Huawei to build its first French plant"


def press(client: Client, article: Article, button: str, **typed: str) -> None:
    """Open an article at the desk, type into its form as it was shown, and press a button of it."""
    address = f"/admin/articles/article/{article.pk}/change/"
    page = lxml.html.fromstring(client.get(address).content.decode())
    form = next(form for form in page.forms if form.get("id") == "article_form")
    assert form.xpath(f".//button[@name='do' and @value='{button}']"), f"the page has no button to {button}"
    answer = client.post(address, dict(form.form_values()) | typed | {"do": button})
    assert answer.status_code == 302, answer.content.decode()


def test_from_document_to_reader(client: Client) -> None:
    reader = Client()
    call_command("import_articles", str(SEED), verbosity=0)
    article = Article.objects.get()
    assert reader.get(article.get_short_url()).status_code == 404, "an import without --publish stays at the desk"

    client.force_login(make_editor())
    desk = client.get(f"/admin/articles/article/{article.pk}/change/").content.decode()
    assert "Derived from the text" in desk
    press(client, article, "save", headline=HEADLINE)
    assert reader.get("/feeds/rss.xml").content.decode().count("<item>") == 0
    press(client, article, "publish")

    article.refresh_from_db()
    assert (article.headline_origin, article.status) == ("desk", "published")
    page = reader.get(article.get_absolute_url()).content.decode()
    assert HEADLINE in page
    assert "mobile base stations" in page
    assert HEADLINE in reader.get("/").content.decode()
    assert HEADLINE in reader.get("/articles/").content.decode()
    found = reader.get("/search/", {"q": "industrial footprint"}).content.decode()
    assert article.get_absolute_url() in found
    assert HEADLINE in reader.get("/tags/huawei/").content.decode()
    assert HEADLINE in reader.get("/feeds/rss.xml").content.decode()
    assert HEADLINE in reader.get("/feeds/atom.xml").content.decode()
    assert reader.get(article.get_short_url()).headers["Location"] == article.get_absolute_url()


def test_the_same_document_again_keeps_the_desks_headline(client: Client) -> None:
    call_command("import_articles", str(SEED), publish=True, verbosity=0)
    article = Article.objects.get()
    client.force_login(make_editor())
    press(client, article, "publish", headline=HEADLINE)
    call_command("import_articles", str(SEED), publish=True, verbosity=0)
    article.refresh_from_db()
    assert article.headline == HEADLINE
