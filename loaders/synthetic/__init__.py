"""Seed → synthetic reports of invented bodies: a store, or documents in the layouts of real ones.

Imports from: text, form, places, bodies, store, checks.
"""
