"""The parts that pages are put together from: heads, tables, charts with their rows and downloads.

Imports from: form, places, bodies, language, reading, ingest, query, output, text, server, charts, frame.
"""
