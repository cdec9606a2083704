"""Turn a document's text into an article, with a reason for every line. No Django, no clock, no files."""
