"""Bytes and characters → text, and one spelling for texts that are compared.

Imports from: nothing.
"""
