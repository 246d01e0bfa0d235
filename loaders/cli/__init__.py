"""The command line: arguments → the functions of the other rooms, and their results as text."""
