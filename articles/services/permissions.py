"""Who may write."""

from django.contrib.auth.models import AnonymousUser, User
from django.core.exceptions import PermissionDenied

Actor = User | AnonymousUser | None


def require(actor: Actor, permission: str) -> None:
    """
    Let `actor` pass; None is the operator at the command line, who may do all.

    :raises PermissionDenied: if the actor does not hold `permission`.
    """
    if actor is None:
        return
    if not actor.has_perm(permission):
        raise PermissionDenied(f"{actor}: lacks the permission {permission}; an administrator can grant it")


def author_of(actor: Actor) -> User | None:
    """Return the account that a revision is signed with."""
    return actor if isinstance(actor, User) else None
