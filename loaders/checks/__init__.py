"""Reports → issues: the form's arithmetic, the continuity of years, the sums of areas.

Imports from: form, places, bodies, store.
"""
