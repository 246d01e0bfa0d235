"""Frames → figures, and figures → charts in the browser.

Imports from: settings, places, language, output, server.
"""
