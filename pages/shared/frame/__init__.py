"""The frame of every page: menu, session, filters, search, saved views.

Imports from: settings, form, places, language, store, access, query, server, charts.
"""
