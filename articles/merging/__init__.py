"""Snapshots of an article and the one three-way merge of them. No Django."""
