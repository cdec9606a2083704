"""Writes on tags themselves: names, other names, merging, splitting, and undoing what was done."""

from articles.services.tags.merging import merge_tags
from articles.services.tags.naming import create_tag, delete_tag, rename_tag, set_other_names
from articles.services.tags.splitting import split_tag
from articles.services.tags.undoing import undo_operation

__all__ = [
    "create_tag",
    "delete_tag",
    "merge_tags",
    "rename_tag",
    "set_other_names",
    "split_tag",
    "undo_operation",
]
