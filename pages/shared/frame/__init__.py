"""The frame of every page: menu, session, filters, search, saved views."""
