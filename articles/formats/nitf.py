"""Read NITF 3, the News Industry Text Format of the IPTC."""

from collections.abc import Mapping
from typing import Any, Final

from articles.formats.bylines import names_in
from articles.formats.documents import Format, Reading, ReadOptions, UnreadableDocument
from articles.formats.elements import child, children, descendants, parse_element, root_of, text_of
from articles.formats.fragments import HTML_KINDS, MARKUP_LOSSES, local_name, read_element
from articles.formats.story import Story, reading_of
from articles.recovery.article import BlockKind, RecoveredImage, RelatedHeadline

_KINDS: Final[Mapping[str, BlockKind]] = {
    **HTML_KINDS,
    "hl2": BlockKind.HEADING,
    "bq": BlockKind.QUOTE,
}
_SKIPPED: Final = frozenset(("media", "nitf-table-metadata", "hedline", "abstract", "byline", "distributor"))
_CLASSIFIED: Final = ("classifier", "person", "org", "location", "event", "object.title", "virtloc")


def read_nitf(data: bytes, options: ReadOptions) -> Reading:
    """
    Return the article of a NITF document.

    :raises UnreadableDocument: if it is none, or no well-formed XML.
    """
    root, encoding, notes = parse_element(data, options.encoding)
    if local_name(root) != "nitf":
        raise UnreadableDocument(f"the root is <{local_name(root)}>, not <nitf>; check its format")
    story = Story(notes=notes)
    fill_from_nitf(root, story)
    return reading_of(story, encoding=encoding, repair=options.repair)


def fill_from_nitf(root: Any, story: Story) -> None:
    """Put what a nitf element says into a story, where that says nothing yet."""
    body = next(iter(descendants(root, "body")), None)
    if body is not None:
        _head_of_body(body, story)
        _content(body, story)
    head = child(root, "head")
    if head is not None:
        _head(head, story)
    story.take("language", root.get("{http://www.w3.org/XML/1998/namespace}lang"), "xml:lang")


def _head_of_body(body: Any, story: Story) -> None:
    for hedline in descendants(body, "hedline"):
        story.take("headline", text_of(child(hedline, "hl1")) or text_of(hedline), "hedline/hl1")
    abstract = next(iter(descendants(body, "abstract")), None)
    story.take("standfirst", text_of(abstract), "abstract")
    for hedline in descendants(body, "hedline"):
        for second in children(hedline, "hl2"):
            if story.standfirst:
                story.notes.append(f"a second headline was left out: “{text_of(second)[:200]}”")
            story.take("standfirst", text_of(second), "hedline/hl2")
    names = [name for byline in descendants(body, "byline") for name in _names(byline)]
    story.take("authors", list(dict.fromkeys(names)), "byline")
    for dateline in descendants(body, "dateline"):
        place = ", ".join(text_of(each) for each in children(dateline, "location"))
        story.take("dateline", place or (dateline.text or "").strip(), "dateline/location")
        for instant in descendants(dateline, "story.date"):
            story.take("published_at", instant.get("norm"), "dateline/story.date")


def _names(byline: Any) -> list[str]:
    people = [text_of(each) for each in descendants(byline, "person")]
    if people:
        return people
    titles = " ".join(text_of(each) for each in descendants(byline, "byttl"))
    return names_in(text_of(byline).removesuffix(titles).rstrip(" ,"))


def _content(body: Any, story: Story) -> None:
    content = next(iter(descendants(body, "body.content")), None)
    found = read_element(body if content is None else content, kinds=_KINDS, skipped=_SKIPPED)
    story.take("body", found.blocks, "body.content")
    story.images += found.images
    story.notes += found.notes
    for media in descendants(body, "media"):
        _media(media, story)
    end = next(iter(descendants(body, "tagline")), None)
    if end is not None and text_of(end):
        story.notes.append(f"the tagline was left out: “{text_of(end)[:200]}”")


def _media(media: Any, story: Story) -> None:
    kind = (media.get("media-type") or "image").casefold()
    sources = [each.get("source") for each in descendants(media, "media-reference") if each.get("source")]
    if kind not in ("image", "photo", "graphic", "picture") or not sources:
        story.notes.append(f"a {kind} was left out: an article carries text and images with an address")
        return
    caption = " ".join(filter(None, (text_of(each) for each in children(media, "media-caption"))))
    credit = text_of(next(iter(descendants(media, "media-producer")), None))
    alt = next((each.get("alternate-text") for each in descendants(media, "media-reference")), None)
    story.images.append(RecoveredImage(sources[0], alt or "", caption, credit))
    story.said.setdefault("images", "media")


def _head(head: Any, story: Story) -> None:
    story.take("headline", text_of(child(head, "title")), "head/title")
    for name, field in (("date.issue", "published_at"), ("date.release", "published_at")):
        for instant in descendants(head, name):
            story.take(field, instant.get("norm"), name)
    for publication in descendants(head, "pubdata"):
        story.take("published_at", publication.get("date.publication"), "pubdata")
        story.take("section", publication.get("position.section"), "pubdata")
        reference = publication.get("ex-ref") or ""
        story.take("canonical_url", reference if reference.startswith("http") else None, "pubdata")
    for data in descendants(head, "docdata"):
        status = data.get("management-status") or "usable"
        if status != "usable":
            story.withhold(f"its management-status is “{status}”")
    keywords = [each.get("key") or "" for each in descendants(head, "keyword")]
    for identified in descendants(head, "identified-content"):
        keywords += [each.get("value") or text_of(each) for each in identified if local_name(each) in _CLASSIFIED]
    keywords += [each.get("tobject.subject.type") or "" for each in descendants(head, "tobject.subject")]
    story.take("tags", [each for each in dict.fromkeys(keywords) if each], "keyword, identified-content and tobject")
    for fixture in descendants(head, "fixture"):
        story.take("section", fixture.get("fix-id"), "fixture")
    for related in descendants(head, "correction", "doc.related"):
        if info := related.get("info"):
            story.related.append(RelatedHeadline(info))


def _looks_like(head: bytes) -> bool:
    root = root_of(head)
    return root is not None and root.local == "nitf"


NITF: Final = Format(
    "nitf",
    "application/nitf+xml",
    _looks_like,
    read_nitf,
    losses=(
        "what marks words in the text as a person, organisation, place, date or sum: the words stay",
        "revision history, rights, distributor, urgency, series and notes to editors",
        "audio and video; of a medium in several sizes, all but the first",
        "the second headline where there is an abstract too; the tagline: a note holds them",
        *MARKUP_LOSSES,
    ),
)
