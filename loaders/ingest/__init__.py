"""Files → a new version of the store."""
