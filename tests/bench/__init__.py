"""How fast documents are read, questions answered, tables written and charts drawn: `python -m tests.bench`."""
