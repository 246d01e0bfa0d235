"""Pictures of pages → lines and tables like those of a PDF, and what was seen in each cell of a table.

Needs the extra `gongkai[ocr]`: rapidocr, whose models come with it, and OpenCV. Nothing else imports these modules unless
`loaders.reading.formats.pictures` has found them installed.
"""
