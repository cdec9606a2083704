"""Take the lead pictures of documents from beside them into the newsroom's store; each picture once."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from hashlib import sha256
from io import BytesIO
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import Final, Self

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.base import File
from django.db import transaction

from articles.formats.documents import Document
from articles.formats.neighbours import Neighbours, NoPicture
from articles.formats.pictures import is_svg
from articles.markup.folding import slug_of
from articles.merging.snapshot import Snapshot
from articles.models import Image
from articles.recovery.article import RecoveredImage
from articles.services.images import Picture, add_image, read_picture
from articles.services.permissions import Actor, require

_TRIED: Final = 10  # images of a document that are looked for
_DIGEST_CHARS: Final = 24
_STEM_CHARS: Final = 24  # with the digest it fits the names that are kept
_STORED = re.compile(rf"-([0-9a-f]{{{_DIGEST_CHARS}}})(?:_\w+)?\.\w+$")
_MAX_ALT_CHARS: Final = 300
_MAX_CREDIT_CHARS: Final = 200


@dataclass(frozen=True, slots=True)
class Lead:
    """
    The picture that a document leads with: ready to be stored, or there already.

    `path` holds the bytes as they will be stored, None where an image has
    them. `notes` say what an editor should know; without a `digest` they say
    why there is no picture.
    """

    digest: str = ""
    name: str = ""
    path: Path | None = None
    words: RecoveredImage = field(default_factory=lambda: RecoveredImage(""))
    notes: tuple[str, ...] = ()


class Pictures:
    """
    The pictures of one run of the import: found and re-encoded outside of transactions, stored inside of them.

    What was re-encoded waits in a temporary folder until `close`.
    """

    def __init__(self) -> None:
        self._neighbours = Neighbours()
        self._folder = TemporaryDirectory(prefix="pictures-")
        self._images: dict[str, int] | None = None
        self._ready: dict[str, Path] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of everything temporary."""
        self._neighbours.close()
        self._folder.cleanup()

    def lead(self, document: Document, images: Sequence[RecoveredImage], *, headline: str) -> Lead:
        """
        Return the first of a document's images that lies beside it and can be shown.

        Asks nobody outside, writes nothing but a temporary file: do it outside
        of a transaction. The first call of a run takes 1 query.
        """
        notes: list[str] = []
        for image in images[:_TRIED]:
            name = PurePosixPath(image.url.partition("?")[0]).name[:60] or image.url[:60]
            try:
                path, data = self._neighbours.picture(document, image.url)
                words, cut = _described(image, headline)
                return self._prepared(path, data, words, (*notes, *cut))
            except NoPicture as error:
                notes.append(f"images: “{name}” is not taken: {error}")
            except ValidationError as error:
                notes.append(f"images: “{name}” is not taken: {' '.join(error.messages)}")
        if len(images) > _TRIED:
            notes.append(f"images: {len(images)} named; none of the first {_TRIED} could be taken")
        return Lead(notes=tuple(notes))

    def _prepared(self, path: str, data: bytes, words: RecoveredImage, notes: Sequence[str]) -> Lead:
        if is_svg(data):
            raise NoPicture("a drawing in SVG, which can hold scripts; give a JPEG, PNG or WebP")
        digest = sha256(data).hexdigest()[:_DIGEST_CHARS]
        stem = slug_of(PurePosixPath(path).stem, max_chars=_STEM_CHARS) or "picture"
        if self._stored().get(digest) is None and digest not in self._ready:
            picture = read_picture(File(BytesIO(data), name=stem))
            ready = Path(self._folder.name) / f"{digest}.{picture.extension}"
            ready.write_bytes(picture.data)
            self._ready[digest] = ready
        return Lead(digest, f"{stem}-{digest}", self._ready.get(digest), words, tuple(notes))

    def _stored(self) -> dict[str, int]:
        """Return the images that imports stored, by the digest in the names of their files."""
        if self._images is None:
            rows = Image.objects.order_by("pk").values_list("file", "pk").iterator(chunk_size=2000)
            named = ((_STORED.search(file), pk) for file, pk in rows)
            self._images = {match[1]: pk for match, pk in named if match}
        return self._images

    def attach(
        self, contents: Iterable[Snapshot], leads: Iterable[Lead], *, actor: Actor, at: datetime, is_dry: bool
    ) -> tuple[list[Snapshot], list[list[str]]]:
        """
        Return the contents with their lead images, which are stored, and notes for each, in their order.

        Goes inside the caller's transaction: 1 statement for each new picture.
        A dry run stores nothing. What an editor had deleted since is stored anew.
        """
        fresh: dict[str, int] = {}
        pairs = list(zip(contents, leads, strict=True))
        known = self._still_there({lead.digest for _, lead in pairs if lead.digest})
        found: list[Snapshot] = []
        notes: list[list[str]] = []
        for content, lead in pairs:
            said = list(lead.notes)
            image = known.get(lead.digest) or fresh.get(lead.digest)
            if lead.digest and image is None and not is_dry:
                image = self._add(lead, said, actor=actor, at=at)
                if image:
                    fresh[lead.digest] = image
            if lead.digest and is_dry and not image:
                said.append(f"images: “{lead.name}” would become the lead image")
            found.append(replace(content, lead_image=image) if image else content)
            notes.append(said)
        transaction.on_commit(partial(self._stored().update, fresh))
        return found, notes

    def _still_there(self, digests: set[str]) -> dict[str, int]:
        stored = {digest: pk for digest in digests if (pk := self._stored().get(digest))}
        there = set(Image.objects.filter(pk__in=stored.values()).values_list("pk", flat=True)) if stored else set()
        return {digest: pk for digest, pk in stored.items() if pk in there}

    def _add(self, lead: Lead, notes: list[str], *, actor: Actor, at: datetime) -> int | None:
        if lead.path is None:
            notes.append("images: the picture was deleted during the import; import the document again")
            return None
        try:
            require(actor, "articles.add_image")
        except PermissionDenied as error:
            notes.append(f"images: not taken: {error}")
            return None
        image = add_image(
            picture=Picture(lead.path.read_bytes(), lead.path.suffix.removeprefix(".")),
            name=f"{lead.name}{lead.path.suffix}",
            alt=lead.words.alt,
            caption=lead.words.caption,
            credit=lead.words.credit,
            actor=actor,
            at=at,
        )
        return image.pk


def _described(image: RecoveredImage, headline: str) -> tuple[RecoveredImage, list[str]]:
    """Return an image with an alternative text, be it the headline, its words as long as they may be, and notes."""
    notes: list[str] = []
    alt = " ".join(image.alt.split())
    if not alt:
        alt = headline or " ".join(image.caption.split()) or "Picture"
        notes.append("images: the lead image has no alternative text; the headline stands in: say what it shows")
    if len(image.credit) > _MAX_CREDIT_CHARS or len(alt) > _MAX_ALT_CHARS:
        notes.append("images: the words of the lead image are cut; the document's bytes hold them whole")
    credit = " ".join(image.credit.split())[:_MAX_CREDIT_CHARS]
    return replace(image, alt=alt[:_MAX_ALT_CHARS], credit=credit), notes
