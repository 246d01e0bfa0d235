"""Documents made at random whose numbers are hidden, moved, raised or drawn otherwise, and what is seen of each."""
