"""Ids and figures → words in Chinese and English.

Imports from: form.
"""
