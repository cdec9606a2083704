"""Admin pages that only show: what an import received and did is a record."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest


class ReadingAdmin(admin.ModelAdmin):
    """An admin without a way to write."""

    actions = None
    actions_on_bottom = True  # without any, Django's list would style itself inline
    show_full_result_count = False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Let nobody add."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Let nobody change."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Let nobody delete."""
        return False
