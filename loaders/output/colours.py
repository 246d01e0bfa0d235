"""One colour, one meaning: on every page, in the light and the dark theme, and in documents, which are light."""

LIGHT = {
    "granted": "#0A5C78", "partially_granted": "#6DB3CE", "denied": "#A63A2B", "unavailable": "#E3AE45",
    "not_processed": "#8A6FB0", "other": "#7C8894", "carried_out": "#D3D9DF",
    "upheld": "#3E6FA3", "corrected": "#A63A2B", "review_other": "#7C8894", "pending": "#D3D9DF",
    "ink": "#1B242C", "muted": "#5A6772", "grid": "#E3E8EC", "ground": "#FFFFFF", "outline": "#5A6772",
    "primary": "#0A5C78", "second": "#87939F", "third": "#7C8894", "wrong": "#D0021B",
    "faint": "#C3CBD2", "line": "#B9C2CA", "head": "#F3F5F7",
    "natural_person": "#46535F", "business": "#A3AEB8", "research": "#65727E", "public_interest": "#C6CED5",
    "legal_service": "#85919C", "other_applicant": "#DDE2E7",
}  # fmt: skip
DARK = {
    "granted": "#67B2BF", "partially_granted": "#97ECFF", "denied": "#BF6740", "unavailable": "#FFB159",
    "not_processed": "#864CB9", "other": "#5E6870", "carried_out": "#293A41",
    "upheld": "#6C9BD1", "corrected": "#BF6740", "review_other": "#5E6870", "pending": "#293A41",
    "ink": "#E4E9ED", "muted": "#9FACB6", "grid": "#27323B", "ground": "#12181F", "outline": "#9FACB6",
    "primary": "#67B2BF", "second": "#5E6870", "third": "#9FACB6", "wrong": "#FF6B6B",
    "faint": "#3A4752", "line": "#46545F", "head": "#1B242D",
    "natural_person": "#C6CED5", "business": "#65727E", "research": "#A3AEB8", "public_interest": "#46535F",
    "legal_service": "#85919C", "other_applicant": "#313C46",
}  # fmt: skip


def on(colour: str) -> str:
    """Black or white, whichever reads better on a colour: one of them has a contrast of 4.58 or more on any."""
    return max("#FFFFFF", "#000000", key=lambda text: contrast(text, colour))


def contrast(a: str, b: str) -> float:
    """How far two colours stand apart for a reader, as WCAG measures it: from 1 to 21."""
    dark, light = sorted((_luminance(a), _luminance(b)))
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
