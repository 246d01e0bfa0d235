"""A file → the cells, notes, prose and identity of its report.

Imports from: text, form, places, bodies, store.
"""
