"""Files → a new version of the store.

Imports from: text, form, places, bodies, language, store, checks, reading.
"""
