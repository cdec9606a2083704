"""Every address: the desk under /admin/, the rest is the public site."""

from django.conf import settings
from django.contrib import admin
from django.urls import include, path

from articles.views.errors import bad_request
from newsroom.media import media

urlpatterns = [
    path("admin/", admin.site.urls),
    *([path("media/<path:path>", media, name="media")] if settings.SERVE_MEDIA else []),
    path("", include("articles.urls")),
]

handler400 = bad_request
