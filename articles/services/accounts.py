"""Writes on the people who may sign in."""

import secrets
from datetime import datetime

from django.contrib.auth import get_user_model
from django.db import transaction

PASSWORD_BYTES = 12


class AccountRefused(ValueError):
    """The account cannot be made as asked."""


@transaction.atomic
def ensure_admin(*, username: str, at: datetime) -> str | None:
    """Make a superuser with a random password, unless there is a superuser already.

    Return the password, which is kept nowhere else, or None if nothing was to do. 1 query, 3 to make the account.

    :raises AccountRefused: if the name belongs to somebody without an administrator's rights.
    """
    users = get_user_model().objects
    if users.filter(is_superuser=True, is_active=True).exists():
        return None
    if users.filter(username=username).exists():
        raise AccountRefused(f"user {username!r}: exists without an administrator's rights; choose another name")
    password = secrets.token_urlsafe(PASSWORD_BYTES)
    users.create_superuser(username=username, email="", password=password, date_joined=at)
    return password
