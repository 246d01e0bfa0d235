"""Everything that draws: one folder a section of the menu, and what the pages share."""
