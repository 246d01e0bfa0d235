"""Administrative divisions by year: which one a name, a code or a host means, and what lies in what.

Imports from: resources, text.
"""
