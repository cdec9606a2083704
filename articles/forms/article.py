"""The article's form: every field of a snapshot but its rows."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import lxml.html
from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.dateparse import parse_datetime
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _

from articles.forms.fields import BodyField, InstantField, TagLineField
from articles.markup.html import join_blocks
from articles.merging.snapshot import Snapshot
from articles.models import Image, Section
from articles.workflow import Origin

RECENT_IMAGES = 40
WRITTEN_AT_DESK = Origin.DESK.value


def language_choices(current: str) -> list[tuple[str, str]]:
    """Return every language Django knows, in its own words, and `current` where that is another."""
    known = {code: f"{get_language_info(code)['name_local']} ({code})" for code, _name in settings.LANGUAGES}
    return sorted(({current: current} | known if current else known).items(), key=lambda pair: pair[1].casefold())


def instant_of(stored: str) -> datetime | None:
    """Read an instant of a snapshot; "" is None."""
    return parse_datetime(stored) if stored else None


def stored_instant(instant: datetime | None) -> str:
    """Return an instant as a snapshot holds it."""
    return instant.astimezone(UTC).isoformat() if instant else ""


class ArticleForm(forms.Form):
    """
    What an editor may change, over the snapshot `base`.

    A field that was not touched keeps exactly what `base` holds: seconds of an
    instant, the marks of a paragraph, whatever the page could not show.
    """

    base_number = forms.IntegerField(widget=forms.HiddenInput, min_value=0, initial=0)
    headline = forms.CharField(label=_("Headline"), max_length=500, required=False, widget=forms.Textarea)
    confirm_headline = forms.BooleanField(label=_("The headline is right as it is"), required=False)
    kicker = forms.CharField(label=_("Kicker"), max_length=100, required=False)
    standfirst = forms.CharField(label=_("Standfirst"), required=False, widget=forms.Textarea)
    body = BodyField(label=_("Body"), required=False)
    dateline = forms.CharField(label=_("Dateline"), max_length=100, required=False)
    language = forms.ChoiceField(label=_("Language"))
    section = forms.ModelChoiceField(Section.objects.in_order(), label=_("Section"), required=False)
    tags = TagLineField(label=_("Tags"), required=False)
    lead_image = forms.ModelChoiceField(Image.objects.all(), label=_("Lead image"), required=False)
    published_at = InstantField(label=_("Published"), required=False)
    confirm_date = forms.BooleanField(label=_("The date is right as it is"), required=False)
    embargoed_until = InstantField(label=_("Embargoed until"), required=False)
    slug = forms.SlugField(label=_("Words in the address"), max_length=120, allow_unicode=True, required=False)
    canonical_url = forms.URLField(label=_("Canonical address"), max_length=1000, required=False, assume_scheme="https")
    reason = forms.CharField(label=_("What changed, for the history"), max_length=300, required=False)

    def __init__(self, data: Any = None, *, base: Snapshot, base_number: int = 0, is_locked: bool = False) -> None:
        self.base = base
        super().__init__(data, initial=initial_of(base) | {"base_number": base_number})
        fields: dict[str, Any] = self.fields
        fields["language"].choices = language_choices(base.language)
        fields["lead_image"].widget.choices = self._image_choices()
        for name, attrs in WIDGET_ATTRS.items():
            self.fields[name].widget.attrs |= attrs
        for field in self.fields.values():
            field.disabled = is_locked

    def clean_headline(self) -> str:
        """Return the headline on one line."""
        return " ".join(line.strip() for line in self.cleaned_data["headline"].splitlines())

    def clean_standfirst(self) -> str:
        """Return the standfirst with plain line ends."""
        return str(self.cleaned_data["standfirst"]).replace("\r\n", "\n").strip()

    def clean_canonical_url(self) -> str:
        """
        Return the address.

        :raises ValidationError: unless it is one of the web.
        """
        url: str = self.cleaned_data["canonical_url"]
        if url and not url.startswith(("https://", "http://")):
            raise ValidationError(_("Write an address that begins with https://."))
        return url

    def content(self) -> Snapshot:
        """Return `base` with what was typed; bylines and related stories are the rows' to add."""
        data, was = self.cleaned_data, self.base
        texts: dict[str, Any] = {name: _settled(data[name], getattr(was, name)) for name in TEXTS}
        section, image = data["section"], data["lead_image"]
        typed = replace(
            was,
            **texts,
            body=settle_blocks(data["body"], was.body),
            language=data["language"],
            section=section.pk if section else None,
            lead_image=image.pk if image else None,
            tags=was.tags if "tags" not in self.changed_data else data["tags"],
            published_at=self._instant("published_at"),
            embargoed_until=self._instant("embargoed_until"),
        )
        return replace(
            typed,
            headline_origin=self._origin("headline", typed, was.headline_origin, data["confirm_headline"]),
            date_origin=self._origin("published_at", typed, was.date_origin, data["confirm_date"]),
        )

    def _instant(self, name: str) -> str:
        if name not in self.changed_data:
            return str(getattr(self.base, name))
        return stored_instant(self.cleaned_data[name])

    def _origin(self, name: str, typed: Snapshot, origin: str, is_confirmed: bool) -> str:
        is_changed = getattr(typed, name) != getattr(self.base, name)
        return WRITTEN_AT_DESK if is_changed or is_confirmed else origin

    def _image_choices(self) -> list[tuple[object, str]]:
        """Return the newest images, and the one that is chosen: 1 query, 2 if that is older."""
        newest = {image.pk: image for image in Image.objects.order_by("-pk")[:RECENT_IMAGES]}
        chosen = self["lead_image"].value()
        if chosen and str(chosen).isdecimal() and int(chosen) not in newest:
            newest |= Image.objects.in_bulk([int(chosen)])
        return [("", str(_("No image"))), *((image.pk, f"{image.pk}: {image}") for image in newest.values())]


TEXTS = ("headline", "kicker", "standfirst", "dateline", "slug", "canonical_url")
WIDGET_ATTRS: dict[str, dict[str, object]] = {
    "headline": {"rows": 2, "class": "in in--head", "data-count": 90},
    "standfirst": {"rows": 2, "class": "in in--stand", "data-count": 200},
    "body": {"rows": 24, "class": "in in--body"},
    "tags": {"dir": "auto", "data-complete": "tags", "spellcheck": "true"},
    "canonical_url": {"inputmode": "url"},
}


def initial_of(content: Snapshot) -> dict[str, Any]:
    """Return the form's initial values for a snapshot."""
    texts = {name: getattr(content, name) for name in (*TEXTS, "language", "section", "lead_image", "tags")}
    return texts | {
        "body": join_blocks(content.body),
        "published_at": instant_of(content.published_at),
        "embargoed_until": instant_of(content.embargoed_until),
    }


def settle_blocks(blocks: tuple[str, ...], was: tuple[str, ...]) -> tuple[str, ...]:
    """
    Return `blocks`, those that an editor did not touch exactly as they were.

    The rich text editor writes HTML in its own way (a paragraph in each list
    item, a column count in each cell); a merge must not take that for an edit.
    """
    known: dict[str, str] = {}
    for block in was:
        known.setdefault(_essence(block), block)
    return tuple(known.get(_essence(block), block) for block in blocks)


def _essence(block: str) -> str:
    """Return a block without what an HTML editor adds of itself."""
    element = lxml.html.fragment_fromstring(block)
    for inner in element.iter():
        for name in ("colspan", "rowspan", "start"):
            if inner.get(name) == "1":
                del inner.attrib[name]
    for paragraph in element.xpath(".//li/p | .//td/p | .//th/p | .//blockquote/p | self::blockquote/p"):
        if len(paragraph.getparent()) == 1:
            paragraph.drop_tag()
    return " ".join(lxml.html.tostring(element, encoding="unicode").split())


def _settled(typed: str, was: str) -> str:
    """Return `was` unless the text itself is another: a form cannot carry every space."""
    fold: Callable[[str], str] = lambda text: text.replace("\r\n", "\n").strip()  # noqa: E731
    return was if fold(typed) == fold(was) else typed
