"""A file → the cells, notes, prose and identity of the report in it.

Imports from: text, form, places, bodies, store.
"""
