"""Frames → figures, and figures → charts in the browser.

Imports from: places, language, query, output, server.
"""
