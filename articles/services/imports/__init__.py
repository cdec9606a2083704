"""Import documents: read, store what is new, merge what changed, keep what could not be read."""

from articles.services.imports.results import FieldChange, ImportResult, Outcome, result_as_json
from articles.services.imports.running import ImportInterrupted, ImportOptions, import_documents

__all__ = [
    "FieldChange",
    "ImportInterrupted",
    "ImportOptions",
    "ImportResult",
    "Outcome",
    "import_documents",
    "result_as_json",
]
