"""Bytes of a file → a Document: rows of fields with their locations, without meaning yet."""
