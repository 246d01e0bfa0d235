"""A Document → whose annual report it is, and of which year."""
