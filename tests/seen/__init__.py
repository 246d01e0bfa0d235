"""Pages made at random whose numbers are hidden, moved, raised or drawn otherwise; Chromium says what is seen of each."""
