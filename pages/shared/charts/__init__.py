"""Frames → figures, and figures → charts in the browser."""
