"""The states of an article, the actions that move it, and the one table of transitions. No Django."""

from enum import StrEnum


class Status(StrEnum):
    """Where an article stands. Published with an instant to come is what a desk calls scheduled."""

    DRAFT = "draft"
    IN_REVIEW = "in_review"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


class Action(StrEnum):
    """What somebody with the permission may do to an article."""

    SUBMIT = "submit"
    RETURN = "return"
    PUBLISH = "publish"
    WITHDRAW = "withdraw"


class Origin(StrEnum):
    """Where a headline or a date of publication comes from."""

    DESK = "desk"  # an editor wrote it
    STATED = "stated"  # the document says it
    DERIVED = "derived"  # made from the document's text
    CAPTURED = "captured"  # the page's clock stands in
    RECEIVED = "received"  # the import's clock stands in


class Door(StrEnum):
    """The way by which a revision came."""

    DESK = "desk"
    IMPORT = "import"


TRANSITIONS: dict[tuple[Status, Action], Status] = {
    (Status.DRAFT, Action.SUBMIT): Status.IN_REVIEW,
    (Status.DRAFT, Action.PUBLISH): Status.PUBLISHED,
    (Status.IN_REVIEW, Action.RETURN): Status.DRAFT,
    (Status.IN_REVIEW, Action.PUBLISH): Status.PUBLISHED,
    (Status.PUBLISHED, Action.PUBLISH): Status.PUBLISHED,  # an edit of a live article goes live
    (Status.PUBLISHED, Action.WITHDRAW): Status.WITHDRAWN,
    (Status.WITHDRAWN, Action.SUBMIT): Status.IN_REVIEW,
    (Status.WITHDRAWN, Action.PUBLISH): Status.PUBLISHED,
}

PERMISSIONS: dict[Action, str] = {
    Action.SUBMIT: "articles.change_article",
    Action.RETURN: "articles.change_article",
    Action.PUBLISH: "articles.publish_article",
    Action.WITHDRAW: "articles.publish_article",
}


class TransitionRefused(ValueError):
    """An action that the table does not allow in this state."""


def allowed_actions(status: Status) -> list[Action]:
    """Return what may be done to an article in `status`, in the order of `Action`."""
    return [action for action in Action if (status, action) in TRANSITIONS]


def next_status(status: Status, action: Action) -> Status:
    """
    Return the status that `action` leads to.

    :raises TransitionRefused: if the table does not allow it.
    """
    try:
        return TRANSITIONS[status, action]
    except KeyError:
        allowed = ", ".join(allowed_actions(status)) or "nothing"
        raise TransitionRefused(f"cannot '{action}' an article that is '{status}'; allowed now: {allowed}") from None
