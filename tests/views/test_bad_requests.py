"""Whatever an address asks for, the answer is a page that says what is wrong, never an error of ours."""

import pytest
from django.test import Client

from tests.factories import make_article

pytestmark = pytest.mark.django_db

BAD = {
    "/articles/?page=abc": (400, "“abc” is not the number of a page"),
    "/articles/?page=0": (400, "is not the number of a page"),
    "/articles/?page=-1": (400, "is not the number of a page"),
    "/articles/?page=": (400, "is not the number of a page"),
    "/articles/?page=1.5": (400, "is not the number of a page"),
    "/articles/?page=٣": (400, "is not the number of a page"),
    "/articles/?page=2": (404, "There is no page 2"),
    "/articles/?page=999999": (404, "There is no page 999999"),
    "/articles/?page=99999999999999999999999": (404, "There is no page 99999"),
    "/articles/?from=nonsense": (400, "from: write a day as 2026-11-22"),
    "/articles/?from=2026-13-01": (400, "from: write a day"),
    "/articles/?from=0001-01-01": (400, "from: write a day"),
    "/articles/?to=9999-12-31": (400, "to: write a day"),
    "/articles/?from=2026-02-01&to=2026-01-01": (400, "from: is later than “to”"),
    "/articles/?section=nowhere": (400, "section: there is no such section"),
    "/articles/?tag=nothing": (400, "tag: there is no such tag"),
    "/articles/?author=nobody": (400, "author: there is no such author"),
    "/articles/?language=%3Cb%3E": (400, "language: write a language code"),
    "/articles/?q=%00": (400, "q: Null characters are not allowed"),
    f"/articles/?q={'x' * 201}": (400, "q: Ensure this value has at most 200"),
    "/articles/?section=%00": (400, "section:"),
    "/search/?q=boat&sort=price": (400, "sort: “price” is not an order"),
    "/search/?q=boat&page=abc": (400, "is not the number of a page"),
    "/search/?q=boat&page=7": (404, "There is no page 7"),
    "/sections/nowhere/": (404, "There is no section at this address"),
    "/sections/a%00b/": (404, ""),
    "/tags/nothing/": (404, "No story has a tag"),
    "/tags/?page=x": (400, "is not the number of a page"),
    "/tags/?page=2": (404, "There is no page 2"),
    "/authors/nobody/": (404, "No story is signed"),
    "/archive/0000/": (404, "The archive has no year 0"),
    "/archive/0000/01/": (404, "There is no such day"),
    "/archive/0001/01/": (404, "The archive has no year 1"),
    "/archive/9999/": (404, "The archive has no year 9999"),
    "/archive/9999/12/31/": (404, "The archive has no year 9999"),
    "/archive/2026/13/": (404, "There is no such day"),
    "/archive/2026/00/": (404, "There is no such day"),
    "/archive/2026/02/30/": (404, "There is no such day"),
    "/archive/1999/01/": (404, "Nothing in the archive was published then"),
    "/archive/12026/": (404, ""),
    "/0000/00/00/story/": (404, "There is no such story"),
    "/2026/11/22/no-such-story/": (404, "There is no such story"),
    "/s/nocode": (404, "There is no such story"),
    "/sitemap-articles-7.xml": (404, "There is no such sitemap"),
    "/sitemap-articles-99999999999999999999.xml": (404, "There is no such sitemap"),
    "/preview/99999999999999999999999/": (302, ""),
    "/nowhere/": (404, "This page is not here"),
}


@pytest.mark.parametrize("path", BAD)
def test_it_is_refused_in_words(client: Client, path: str) -> None:
    make_article(headline="The only story", body=("<p>A boat.</p>",))
    status, words = BAD[path]
    response = client.get(path)
    assert response.status_code == status
    assert words in response.content.decode()


@pytest.mark.parametrize(
    "words", ['"', "*", "a AND", "NEAR(", "(((", "'; DROP TABLE", "🦆", "\x02boat\x03", "-boat", "^x"]
)
def test_any_words_may_be_searched_for(client: Client, words: str) -> None:
    make_article(body=("<p>A boat.</p>",))
    assert client.get("/search/", {"q": words}).status_code == 200
    assert client.get("/articles/", {"q": words}).status_code == 200


@pytest.mark.parametrize(
    "path", ["/", "/articles/", "/search/", "/feeds/rss.xml", "/sitemap.xml", "/robots.txt", "/healthz"]
)
def test_pages_are_only_read(client: Client, path: str) -> None:
    assert client.post(path).status_code == 405
    assert client.head(path).status_code == 200
