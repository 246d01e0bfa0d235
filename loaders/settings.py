"""Environment variables → settings, each read in one place."""

LOW_MEMORY = "GONGKAI_LOW_MEMORY"
"""Set for a server that scans the store instead of holding it."""


CHARTS = "GONGKAI_CHARTS"
"""What a benchmark sets to have Streamlit's own charts beside ours: `slim`, our figures in them, or `default`."""
