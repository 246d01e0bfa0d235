"""Store → the tidy frame that a chart, a table or a download needs; pure Polars, nothing drawn.

Imports from: text, form, places, bodies, language, store, reading.
"""
