"""The parts of `python -m tests.mutations`: seeds → what is wrong in the documents made of them."""

import sys
from collections.abc import Callable, Mapping
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.mutations import ofd, pdf, spoilt, tables
from tests.mutations.truth import Result


def pages(seeds: range) -> Result:
    """Random web pages beside what Chromium shows of them."""
    import chromium
    from playwright.sync_api import sync_playwright
    from seen.compare import compare

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium.PATH, args=chromium.ARGUMENTS)
        wrong, counts = compare(browser, seeds)
        browser.close()
    return _with_documents(wrong, counts, len(seeds))


def office(seeds: range) -> Result:
    """A Word file and a workbook for each seed."""
    from seen.office import compare

    wrong, counts = compare(seeds)
    return _with_documents(wrong, counts, 2 * len(seeds))


def _with_documents(wrong: list[str], counts: Mapping[str, int], documents: int) -> Result:
    result = Result(wrong)
    result.counts.update({**counts, "documents": documents})
    return result


PARTS: dict[str, tuple[Callable[[range], Result], float]] = {
    "pages": (pages, 0.2),
    "office": (office, 0.15),
    "tables": (tables.part, 0.3),
    "pdf": (pdf.part, 0.08),
    "ofd": (ofd.part, 0.07),
    "spoilt": (spoilt.part, 0.2),
}
"""What makes and compares documents, and its share of them. One seed of `office` is two documents."""


def run(name: str, seeds: range) -> Result:
    """The result of one part for these seeds."""
    return PARTS[name][0](seeds)
