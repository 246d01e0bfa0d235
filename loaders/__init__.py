"""Everything of gongkai that does not draw: documents in, a store of exact cells, and tidy frames out."""
