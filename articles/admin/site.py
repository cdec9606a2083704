"""The desk's own name, and what its bar offers."""

from django.conf import settings
from django.contrib import admin
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from taggit import admin as taggit_admin
from taggit.models import Tag as UnusedTag

admin.site.site_header = format_lazy(_("{name} desk"), name=settings.SITE_NAME)
admin.site.site_title = format_lazy(_("{name} desk"), name=settings.SITE_NAME)
admin.site.index_title = _("Newsroom desk")
admin.site.enable_nav_sidebar = False

# The tags of articles are our own; those of the library, which its admin has registered on import, hold nothing.
if admin.site.is_registered(UnusedTag) and taggit_admin.TagAdmin:
    admin.site.unregister(UnusedTag)
