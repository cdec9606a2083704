"""The same story twice: found by its text, offered to an editor, joined to one with versions, and split again."""

from articles.services.duplicates.finding import index_and_find
from articles.services.duplicates.joining import join_stories, split_stories

__all__ = ["index_and_find", "join_stories", "split_stories"]
