"""Visitors without a browser, who measure how the server bears many."""
