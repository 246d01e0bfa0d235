"""The command line: arguments → the functions of the other rooms, and their results as text.

Imports from: settings, form, language, store, reading, ingest, access, query, precheck, output, synthetic, delivery.
"""
