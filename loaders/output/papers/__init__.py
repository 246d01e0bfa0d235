"""What the review of reports found → the papers that an office sends: the circular, and the notice to a body."""
