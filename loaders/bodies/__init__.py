"""Documents → the public bodies that issued them: full name, kind, level and place.

Imports from: places.
"""
