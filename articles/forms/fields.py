"""Fields that the desk needs beyond Django's: a line of tags, an instant in the site's zone, rich text."""

import csv
from collections.abc import Sequence
from datetime import datetime
from io import StringIO
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_prose_editor.fields import ProseEditorFormField

from articles.markup.folding import fold_name
from articles.markup.html import clean_blocks
from articles.services.names import MAX_TAG_CHARS

LOCAL_FORMAT = "%Y-%m-%dT%H:%M"
# What the editor offers is what a body may hold.
EXTENSIONS: dict[str, Any] = {
    "Heading": {"levels": [2, 3, 4]},
    "Bold": True,
    "Italic": True,
    "Strike": True,
    "Underline": True,
    "Subscript": True,
    "Superscript": True,
    "Code": True,
    "CodeBlock": True,
    "Link": {"enableTarget": False, "protocols": ["http", "https", "mailto", "tel"]},
    "BulletList": True,
    "OrderedList": {"enableListAttributes": False},
    "ListItem": True,
    "Blockquote": True,
    "HardBreak": True,
    "HorizontalRule": True,
    "Table": True,
    "TableRow": True,
    "TableHeader": True,
    "TableCell": True,
    "SpecialCharacters": True,
}


class BodyField(ProseEditorFormField):
    """Rich text; its value is the sanitised blocks of a snapshot's body."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(extensions=EXTENSIONS, **kwargs)

    def clean(self, value: str) -> tuple[str, ...]:
        """Sanitise what was typed."""
        return clean_blocks(super().clean(value))


class TagLineField(forms.CharField):
    """Names of tags, parted by commas; one that has a comma itself stands in double quotes."""

    def prepare_value(self, value: Any) -> Any:
        """Write names as one line; what somebody typed stays as it is."""
        return value if value is None or isinstance(value, str) else tag_line(value)

    def to_python(self, value: Any) -> Any:
        """Return the names in order, each folded name once."""
        names: dict[str, str] = {}
        for name in next(csv.reader([str(value or "").replace("\n", " ")], skipinitialspace=True), []):
            plain = " ".join(name.split()).lstrip("#").strip()
            if plain:
                names.setdefault(fold_name(plain), plain)
        return tuple(names.values())

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Compare names, not the line they are written on."""
        names: tuple[str, ...] = self.to_python(data)
        return tuple(initial or ()) != names

    def validate(self, value: Any) -> None:
        """
        Check the names' lengths.

        :raises ValidationError: naming each tag that is too long.
        """
        super().validate(value)
        long = [name for name in value if len(name) > MAX_TAG_CHARS]
        if long:
            message = _("A tag has at most %(max)d characters. Shorten: %(tags)s")
            raise ValidationError(message, params={"max": MAX_TAG_CHARS, "tags": ", ".join(long)})


def tag_line(names: Sequence[str]) -> str:
    """Return names as the line that `TagLineField` reads back."""
    line = StringIO()
    csv.writer(line, lineterminator="").writerow(names)
    return line.getvalue().replace(",", ", ") if not any("," in name for name in names) else line.getvalue()


class InstantField(forms.DateTimeField):
    """An instant, typed as date and time of day in the site's time zone, to the minute."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.DateTimeInput(format=LOCAL_FORMAT, attrs={"type": "datetime-local"})
        super().__init__(widget=widget, **kwargs)
        self.error_messages["invalid"] = _("This is no date and time. Write it like 2026-11-22T13:05.")

    def prepare_value(self, value: Any) -> Any:
        """Show the site's own time of day."""
        if isinstance(value, datetime) and timezone.is_aware(value):
            return timezone.localtime(value, timezone.get_default_timezone()).replace(tzinfo=None)
        return value

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Compare to the minute: seconds cannot be typed, and must not get lost."""
        shown = self.prepare_value(initial)
        was: str = shown.strftime(LOCAL_FORMAT) if shown else ""
        return was != str(data or "")[:16].replace(" ", "T")
