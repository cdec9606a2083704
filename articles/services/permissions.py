"""Who may write."""

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser, PermissionsMixin
from django.core.exceptions import PermissionDenied

Actor = AbstractBaseUser | AnonymousUser | None


def require(actor: Actor, permission: str) -> None:
    """
    Let `actor` pass; None is the operator at the command line, who may do all.

    :raises PermissionDenied: if the actor does not hold `permission`.
    """
    if actor is None:
        return
    if not isinstance(actor, PermissionsMixin) or not actor.has_perm(permission):
        raise PermissionDenied(f"{actor}: lacks the permission {permission}; an administrator can grant it")


def author_of(actor: Actor) -> AbstractBaseUser | None:
    """Return the account that a revision is signed with."""
    return actor if isinstance(actor, AbstractBaseUser) else None
