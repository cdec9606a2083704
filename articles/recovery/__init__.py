"""Turn a document's text into an article, with a reason for every line. No Django, no clock, no files."""

from articles.recovery.article import RecoveredArticle, RecoveryError
from articles.recovery.recover import recover_text

__all__ = ["RecoveredArticle", "RecoveryError", "recover_text"]
