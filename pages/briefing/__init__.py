"""The page that offers the briefing, and the addresses that give it as a page to print and as a Word document."""
