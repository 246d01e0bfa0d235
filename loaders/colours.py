"""One colour, one meaning: on every page, in the light and the dark theme, and in documents, which are light."""

LIGHT = {
    "granted": "#0A5C78", "partially_granted": "#6DB3CE", "denied": "#A63A2B", "unavailable": "#E3AE45",
    "not_processed": "#8A6FB0", "other": "#7C8894", "carried_out": "#D3D9DF",
    "upheld": "#3E6FA3", "corrected": "#A63A2B", "review_other": "#7C8894", "pending": "#D3D9DF",
    "ink": "#1B242C", "muted": "#5A6772", "grid": "#E3E8EC", "ground": "#FFFFFF", "outline": "#5A6772",
    "primary": "#0A5C78", "second": "#8A6FB0", "third": "#7C8894", "wrong": "#D0021B",
    "faint": "#C3CBD2",
}  # fmt: skip
DARK = {
    "granted": "#67B2BF", "partially_granted": "#97ECFF", "denied": "#BF6740", "unavailable": "#FFB159",
    "not_processed": "#864CB9", "other": "#5E6870", "carried_out": "#293A41",
    "upheld": "#6C9BD1", "corrected": "#BF6740", "review_other": "#5E6870", "pending": "#293A41",
    "ink": "#E4E9ED", "muted": "#9FACB6", "grid": "#27323B", "ground": "#12181F", "outline": "#9FACB6",
    "primary": "#67B2BF", "second": "#B79AD9", "third": "#9FACB6", "wrong": "#FF6B6B",
    "faint": "#3A4752",
}  # fmt: skip


def on(colour: str) -> str:
    """Black or white, whichever reads better on a colour."""
    red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return "#FFFFFF" if 0.299 * red + 0.587 * green + 0.114 * blue < 140 else LIGHT["ink"]
