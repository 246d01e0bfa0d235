"""A store and a filter → a briefing of plain values → a Word document, or a page to print."""
