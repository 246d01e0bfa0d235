"""Small faults put into the rooms that compute → whether the tests that run the faulty line notice: `python -m tests.mutate`."""
