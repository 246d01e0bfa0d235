"""Query results → what is handed out: sentences, tables, workbooks, briefings.

Imports from: resources, text, form, bodies, language, store, checks, reading, ingest, query, precheck.
"""
