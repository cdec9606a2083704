"""Clean HTML, plain text of it, and the folded forms that names are compared by. No Django."""
