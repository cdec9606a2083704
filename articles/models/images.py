"""Pictures, with the words that must go with them."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Image(models.Model):
    """A picture in the newsroom's store."""

    file = models.ImageField(_("file"), upload_to="images/%Y/%m/", width_field="width", height_field="height")
    width = models.PositiveIntegerField(editable=False)
    height = models.PositiveIntegerField(editable=False)
    alt = models.CharField(
        _("alternative text"), max_length=300, help_text=_("What the picture shows, for readers who do not see it.")
    )
    caption = models.TextField(_("caption"), blank=True)
    credit = models.CharField(_("credit"), max_length=200, blank=True)
    created_at = models.DateTimeField(_("added at"), editable=False)

    class Meta:
        verbose_name = _("image")
        verbose_name_plural = _("images")

    def __str__(self) -> str:
        return self.alt or self.file.name or ""
