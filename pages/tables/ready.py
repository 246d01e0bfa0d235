"""The tables that one click makes: their names → what stands in them, as the address has it."""

READY = {
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
"""What a first visit shows."""
