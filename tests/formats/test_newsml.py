"""News messages: each text with the pictures and packages it is tied to, and NITF by itself."""

from articles.formats.documents import Document, Refusal
from articles.formats.registry import detect
from tests.formats.files import documents, only, read, refusals, split

START = '<newsMessage xmlns="http://iptc.org/std/nar/2006-10-01/"><itemSet>'
END = "</itemSet></newsMessage>"


def item(guid: str, kind: str = "text", meta: str = "", content: str = "", more: str = "") -> str:
    return (
        f'<newsItem guid="{guid}"><itemMeta><itemClass qcode="ninat:{kind}"/>{more}</itemMeta>'
        f"<contentMeta><headline>{guid}</headline>{meta}</contentMeta><contentSet>{content}</contentSet></newsItem>"
    )


def message(*items: str) -> bytes:
    return (START + "".join(items) + END).encode()


PICTURE = item("pic", "picture", content='<remoteContent href="https://x.example/p.jpg" contenttype="image/jpeg"/>')


def test_is_known_by_its_namespace() -> None:
    assert detect(message(item("a"))).name == "newsml"
    prefixed = message(item("a")).replace(b"<", b"<g:").replace(b"<g:/", b"</g:").replace(b"xmlns=", b"xmlns:g=")
    assert detect(prefixed).name == "newsml"
    assert [document.key for document in documents("newsml", prefixed)] == ["file#a"]


def test_a_picture_belongs_to_the_only_text() -> None:
    assert [image.url for image in only("newsml", message(item("a"), PICTURE)).article.images] == [
        "https://x.example/p.jpg"
    ]


def test_a_picture_belongs_to_the_text_that_links_it() -> None:
    linked = item("a", more='<link rel="irel:seeAlso" residref="pic"/>')
    with_picture, without = documents("newsml", message(linked, item("b"), PICTURE))
    assert len(read("newsml", with_picture.data).article.images) == 1
    assert read("newsml", without.data).article.images == ()


def test_a_picture_of_nobody_is_refused() -> None:
    (refusal,) = refusals("newsml", message(item("a"), item("b"), PICTURE))
    assert refusal.key == "file#pic"
    assert "picture library" in refusal.reason


def test_items_do_not_depend_on_their_order() -> None:
    forth = {each.key: each.data for each in documents("newsml", message(item("a"), item("b")))}
    back = {each.key: each.data for each in documents("newsml", message(item("b"), item("a")))}
    assert forth == back


def test_an_item_alone_is_the_document_itself() -> None:
    data = item("a").replace("<newsItem", '<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/"').encode()
    (document,) = documents("newsml", data)
    assert (document.key, document.data) == ("file", data)


def test_namespaces_of_the_message_go_with_the_item() -> None:
    data = message(item("a", content="<inlineXML><h:p>One <h:b>two</h:b></h:p></inlineXML>")).replace(
        b"<newsMessage", b'<newsMessage xmlns:h="http://www.w3.org/1999/xhtml"'
    )
    assert only("newsml", data).article.body[0].html == "One <strong>two</strong>"


def test_an_embargo_keeps_it_from_going_live() -> None:
    found = only("newsml", message(item("a", more="<embargoed>2031-01-01T00:00:00Z</embargoed>"))).article
    assert found.withheld == "it is embargoed until 2031-01-01T00:00:00Z"


def test_a_package_by_itself_is_refused() -> None:
    (refusal,) = refusals("newsml", b'<packageItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="p"/>')
    assert "no article" in refusal.reason


def test_a_broken_item_leaves_the_others_alone() -> None:
    parts = split("newsml", message(item("a"), "<newsItem><oops></newsItem>", item("b")))
    assert [type(part) for part in parts] == [Document, Refusal, Document]


def test_names_of_subjects_follow_the_language() -> None:
    subject = '<subject><name xml:lang="de">Fähren</name><name xml:lang="en">ferries</name></subject>'
    data = message(item("a", meta=subject).replace('guid="a"', 'guid="a" xml:lang="en-GB"'))
    assert only("newsml", data).article.tags == ("ferries",)


def test_nitf_status_and_titles() -> None:
    data = (
        b'<nitf><head><docdata management-status="withheld"/></head><body><body.head><hedline><hl1>H</hl1></hedline>'
        b"<byline>By Nora Field <byttl>Reporter</byttl></byline></body.head></body></nitf>"
    )
    found = read("nitf", data).article
    assert detect(data).name == "nitf"
    assert found.authors == ("Nora Field",)
    assert found.withheld == "its management-status is “withheld”"
