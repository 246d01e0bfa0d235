"""Documents → the public bodies that issued them: full name, kind, level and division.

Imports from: places.
"""
