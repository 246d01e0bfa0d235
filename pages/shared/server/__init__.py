"""What the web server adds to Streamlit: routes, compression, the first page.

Imports from: settings, language, store, reading, ingest, access, query.
"""
