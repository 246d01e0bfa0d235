"""The paper form: its cells, templates, printed layout, arithmetic, figures and deadlines; nothing about computers.

Imports from: nothing.
"""
