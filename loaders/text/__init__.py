"""Characters: how documents are decoded, and how labels are brought to one spelling before they are compared.

Imports from: nothing.
"""
