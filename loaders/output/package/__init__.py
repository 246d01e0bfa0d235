"""A store → one file of all its data: tables, what each column and code means, and a note that says how to read them."""
