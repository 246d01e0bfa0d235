"""Synthetic reports of invented places: their figures, and documents that print them in the layouts of the real world.

Imports from: form, places, store, checks.
"""
