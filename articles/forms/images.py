"""Forms for pictures: a new one with its words, and the words of one that is there."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from articles.models import Image
from articles.services.images import EXTENSIONS, Picture, read_picture

ACCEPTED = ",".join(f".{extension}" for extension in (*EXTENSIONS.values(), "jpeg"))
ALT_HELP = _("What the picture shows, for readers who do not see it. Required.")


class ImageForm(forms.ModelForm):
    """The words of a picture; on the page for a new one, its file as well."""

    class Meta:
        model = Image
        fields = ["file", "alt", "caption", "credit"]
        field_classes = {"file": forms.FileField}
        help_texts = {"alt": ALT_HELP}

    picture: Picture | None = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "file" in self.fields:
            self.fields["file"].widget = forms.FileInput(attrs={"accept": ACCEPTED})
            self.fields["file"].help_text = _("JPEG, PNG, WebP or GIF; at most 20 MB.")

    def clean_file(self) -> Any:
        """
        Decode the picture.

        :raises ValidationError: saying what is wrong with it.
        """
        file = self.cleaned_data["file"]
        self.picture = read_picture(file)
        return file


class PictureForm(forms.Form):
    """A picture sent along with an article; all may stay empty."""

    file = forms.FileField(label=_("File"), required=False, widget=forms.FileInput(attrs={"accept": ACCEPTED}))
    alt = forms.CharField(label=_("Alternative text"), max_length=300, required=False, help_text=ALT_HELP)
    caption = forms.CharField(label=_("Caption"), required=False)
    credit = forms.CharField(label=_("Credit"), max_length=200, required=False)

    picture: Picture | None = None

    def __init__(self, data: Any = None, files: Any = None) -> None:
        super().__init__(data, files, prefix="picture")

    def clean_file(self) -> Any:
        """
        Decode the picture, if one was sent.

        :raises ValidationError: saying what is wrong with it.
        """
        file = self.cleaned_data["file"]
        if file:
            self.picture = read_picture(file)
        return file

    def clean(self) -> None:
        """
        Demand the alternative text with a picture, and a picture with words.

        :raises ValidationError: when one is missing.
        """
        data = self.cleaned_data
        if self.picture and not data.get("alt", "").strip():
            message = _("Say what the picture shows. The file must be chosen again: a browser does not keep it.")
            self.add_error("alt", message)
        words = [name for name in ("alt", "caption", "credit") if data.get(name)]
        if words and not data.get("file") and "file" not in self.errors:
            raise ValidationError(_("There are words for a new picture, but no file. Choose it, or clear the words."))
