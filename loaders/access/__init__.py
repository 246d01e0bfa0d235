"""Who comes, and of which places → what they may see and do, and the log of what they did.

Imports from: settings, text, places, store, ingest.
"""
