"""A file → the cells, notes, prose and identity of the report in it."""
