"""An office's Word templates → its papers: placeholders are filled, rows and paragraphs of a list are repeated."""
