"""Rows ↔ a folder of immutable Parquet files with a manifest: tables, versions, and the sums made at commit.

Imports from: settings, resources, form, places, bodies.
"""
