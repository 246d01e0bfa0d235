"""The frame of every page: menu, session, filters, search, saved views.

Imports from: settings, language, store, query, server, charts.
"""
