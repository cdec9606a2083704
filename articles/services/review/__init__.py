"""The review queue: questions that an import puts to the editors, and what becomes of their answers."""

from articles.services.review.asking import ask, questions_of_import

__all__ = ["ask", "questions_of_import"]
