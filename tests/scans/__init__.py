"""Reports drawn on paper and scanned: pictures with known figures, to measure what `gongkai[ocr]` reads of them."""
