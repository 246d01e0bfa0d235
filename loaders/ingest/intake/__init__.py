"""Files handed in at once in the browser → what was read of them, kept beside the store until somebody commits it."""
