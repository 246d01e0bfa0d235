"""The names of ready tables → their choices, as the address has them."""

Choices = dict[str, tuple[str, ...]]
"""Parameter of the address → its values."""

READY: dict[str, Choices] = {
    "places": {"figure": ("received_new",), "row": ("district",), "column": ("year",), "show": ("totals",)},
    "outcomes": {"figure": ("requests.*",), "row": ("item",), "column": ("column",), "show": ("totals",)},
    "kinds": {"figure": ("disclosure_rate",), "row": ("kind",), "column": ("year",), "show": ("totals", "over")},
    "reviews": {"figure": ("reviews.*",), "row": ("year",), "column": ("item", "column"), "show": ()},
    "norms": {
        "figure": ("disclosure.normative_documents.*",), "row": ("year",), "column": ("item", "column"),
        "show": ("reports",),
    },
    "bodies": {
        "figure": ("received_new", "total_processed", "disclosure_rate", "carried_out", "review_total"),
        "row": ("body",), "column": ("figure",), "show": ("over",),
    },
}  # fmt: skip
FIRST = READY["places"]
"""The table of a first visit."""
NOTHING_CHOSEN: Choices = {"figure": (), "row": (), "column": (), "show": ()}
