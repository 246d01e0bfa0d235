"""What the pages say."""

PAGES: dict[str, tuple[str, str]] = {}
