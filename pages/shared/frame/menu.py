"""The pages in the order of the menu: each with its name in the address and its script."""

from pathlib import Path

PAGES = Path(__file__).resolve().parents[2]
MENU = (
    ("overview", "overview/overview.py"),
    ("disclosure", "disclosure/disclosure.py"),
    ("requests", "requests/requests.py"),
    ("reviews", "reviews/reviews.py"),
    ("compare", "compare/compare.py"),
    ("coverage", "coverage/coverage.py"),
    ("tables", "tables/tables.py"),
    ("briefing", "briefing/briefing.py"),
    ("body", "bodies/body.py"),
    ("report", "reports/report.py"),
    ("add", "add/add.py"),
    ("office", "office/office.py"),
    ("precheck", "precheck/precheck.py"),
    ("about", "about/about.py"),
    ("sources", "sources/sources.py"),
)
HIDDEN = ("sources",)
"""Pages to which only links lead."""
