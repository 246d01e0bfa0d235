"""The installed program → what carries it to another machine: its wheel, those that it needs, and a list of them all.

Imports from: resources.
"""
