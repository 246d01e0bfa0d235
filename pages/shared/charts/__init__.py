"""Frames → figures, and figures → charts in the browser.

Imports from: form, places, language, query, output, server.
"""
