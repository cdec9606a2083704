"""From labelled lines to the article's fields, one module a field."""
