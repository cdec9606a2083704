"""Make a golden document of a reading that an editor put right: its bytes, and what recovery must make of them."""

import io
import json
import re
import zipfile
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from articles.formats.documents import UnreadableDocument
from articles.formats.rendering import as_json
from articles.models import SourceDocument
from articles.recovery.correcting import correct
from articles.services.review.rereading import corrections_of, located, read_again

# What the golden documents are held against, in the order of the file.
FIELDS: Final = (
    "document",
    "format",
    "language",
    "headline",
    "suggested_headline",
    "standfirst",
    "authors",
    "published_at",
    "modified_at",
    "captured_at",
    "body",
    "tags",
    "related",
)
_UNSAFE = re.compile(r"[^\w.\-]+")
_EPOCH: Final = (1980, 1, 1, 0, 0, 0)  # the same reading makes the same archive


@dataclass(frozen=True, slots=True)
class Golden:
    """A document and what must come out of it, as two files."""

    name: str
    data: bytes
    expected: dict[str, Any]

    @property
    def expected_name(self) -> str:
        """The name of the file beside the document's."""
        return f"{self.name}.expected.json"

    @property
    def expected_data(self) -> bytes:
        """The expectation as the file holds it."""
        return (json.dumps(self.expected, ensure_ascii=False, indent=1) + "\n").encode()


def golden_of(document: SourceDocument) -> Golden:
    """
    Return the golden document of a stored one: read by today's rules, with what an editor said of its lines.

    :raises ValidationError: if its bytes cannot be read any more.
    """
    try:
        recovered = read_again(document)
        corrections = located(corrections_of(document), document.read_text(), recovered.article)
    except (UnreadableDocument, ValueError) as error:
        raise ValidationError(_("%(document)s: cannot be read any more: %(error)s") % {
            "document": document, "error": error}) from error  # fmt: skip
    name = _file_name(document)
    article = correct(recovered.article, corrections)
    found = as_json(replace(recovered, key=name, article=article))
    roles = {str(span.number): span.role.value for span in article.spans}
    return Golden(name, bytes(document.data), {field: found[field] for field in FIELDS} | {"roles": roles})


def golden_archive(golden: Golden) -> bytes:
    """Return both files as one ZIP archive."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in ((golden.name, golden.data), (golden.expected_name, golden.expected_data)):
            archive.writestr(zipfile.ZipInfo(name, _EPOCH), data, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def _file_name(document: SourceDocument) -> str:
    """Return the last part of the key, fit for a file of any system."""
    name = _UNSAFE.sub("-", PurePosixPath(document.key.replace("\\", "/")).name).strip("-.")[:120]
    return name or f"document-{document.pk}"
