"""Drafts that are not stored → what is wrong with each, before it is published.

Imports from: form, bodies, language, store, checks, reading, ingest, query.
"""
