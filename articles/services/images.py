"""Take pictures into the newsroom's store: checked, turned upright, and without the camera's private notes."""

import struct
import warnings
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from pathlib import PurePath

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile, File
from django.db import transaction
from django.utils.translation import gettext as _
from PIL import Image as Pillow
from PIL import ImageOps, UnidentifiedImageError

from articles.markup.folding import slug_of
from articles.models import Article, Image
from articles.services.journal import record, subjects_of
from articles.services.permissions import Actor, require

MAX_BYTES = 20 * 1024 * 1024
MAX_PIXELS = 50_000_000
EXTENSIONS = {"JPEG": "jpg", "PNG": "png", "WEBP": "webp", "GIF": "gif"}
_SAVE_OPTIONS: dict[str, dict[str, object]] = {
    "JPEG": {"quality": 90, "optimize": True, "progressive": True},
    "PNG": {"optimize": True},
    "WEBP": {"quality": 90},
    "GIF": {},
}
# What a picture needs to look right; all else (EXIF, GPS, XMP, comments) stays out.
_KEPT_INFO = {"icc_profile", "transparency", "background"}
_MAX_STEM_CHARS = 50


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture's clean bytes, and the ending that its file name gets."""

    data: bytes
    extension: str


def read_picture(file: "File[bytes]") -> Picture:
    """
    Decode an uploaded picture whole, and encode it anew without metadata.

    :raises ValidationError: if it is too big, damaged, moving, or no JPEG, PNG, WebP or GIF.
    """
    if file.size > MAX_BYTES:
        message = _("the file has %(size).1f MB; the most is %(max)d MB")
        raise ValidationError(message % {"size": file.size / 1024 / 1024, "max": MAX_BYTES // 1024 // 1024})
    file.seek(0)
    data = file.read()
    try:
        with warnings.catch_warnings():
            # The limit here is lower than the one that Pillow warns of.
            warnings.simplefilter("ignore", Pillow.DecompressionBombWarning)
            return _reencoded(data)
    except UnidentifiedImageError:
        raise ValidationError(_("this is no picture that can be read; send a JPEG, PNG, WebP or GIF")) from None
    except Pillow.DecompressionBombError:
        raise ValidationError(_too_large(_("far too many"))) from None
    except (
        OSError,
        SyntaxError,
        ValueError,
        EOFError,
        struct.error,
    ) as error:  # whatever a damaged file makes a decoder say
        raise ValidationError(_("the picture is damaged (%(error)s); send it again") % {"error": error}) from None


@transaction.atomic
def add_image(*, picture: Picture, name: str, alt: str, caption: str, credit: str, actor: Actor, at: datetime) -> Image:
    """
    Store a picture with its words. `name` is the name of the file as it came.

    :raises PermissionDenied: if the actor may not add images.
    :raises ValidationError: if the alternative text is missing.
    """
    require(actor, "articles.add_image")
    stem = slug_of(PurePath(name).stem, max_chars=_MAX_STEM_CHARS) or "picture"
    image = Image(
        file=ContentFile(picture.data, name=f"{stem}.{picture.extension}"),
        alt=_demanded(alt),
        caption=caption.strip(),
        credit=credit.strip(),
        created_at=at,
    )
    image.save()
    return image


@transaction.atomic
def describe_image(*, image_id: int, alt: str, caption: str, credit: str, actor: Actor, at: datetime) -> Image:
    """
    Change the words that go with a picture; the pages that show it are written to the journal.

    :raises PermissionDenied: if the actor may not change images.
    :raises ValidationError: if the alternative text is missing.
    """
    require(actor, "articles.change_image")
    image = Image.objects.select_for_update().get(pk=image_id)
    image.alt, image.caption, image.credit = _demanded(alt), caption.strip(), credit.strip()
    image.save(update_fields=["alt", "caption", "credit"])
    record(subjects_of(Article.objects.filter(lead_image=image, visible_from__isnull=False)), at=at)
    return image


def _demanded(alt: str) -> str:
    if not alt.strip():
        raise ValidationError(_("the alternative text is missing; say what the picture shows"))
    return alt.strip()


def _reencoded(data: bytes) -> Picture:
    with Pillow.open(BytesIO(data), formats=list(EXTENSIONS)) as probe:
        if probe.width * probe.height > MAX_PIXELS:
            raise ValidationError(_too_large(f"{probe.width} × {probe.height}"))
        if getattr(probe, "n_frames", 1) > 1:
            raise ValidationError(_("moving pictures are not shown; send a still one"))
    with Pillow.open(BytesIO(data), formats=list(EXTENSIONS)) as checked:
        checked.verify()
    with Pillow.open(BytesIO(data), formats=list(EXTENSIONS)) as opened:
        file_format = str(opened.format)
        upright = ImageOps.exif_transpose(opened).copy()
    upright.info = {key: value for key, value in upright.info.items() if key in _KEPT_INFO}
    out = BytesIO()
    upright.save(out, file_format, **_SAVE_OPTIONS[file_format])
    return Picture(out.getvalue(), EXTENSIONS[file_format])


def _too_large(pixels: str) -> str:
    message = _("the picture has %(pixels)s pixels; the most is %(max)d million")
    return message % {"pixels": pixels, "max": MAX_PIXELS // 1_000_000}
