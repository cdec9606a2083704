"""Turn related headlines into links, whichever of the two articles came first, and give them up again."""

from articles.services.links.bearers import targets_of
from articles.services.links.choosing import choose_target
from articles.services.links.resolving import resolve_links

__all__ = ["choose_target", "resolve_links", "targets_of"]
