"""Documents and their reviewed cells, found by glob: put a document into examples/, run, review the JSON, keep it.

A folder of examples/reports is one report in several prints with one expectation; examples/kinds holds small documents
named after what is odd in each, with an expectation each.
"""

import json
from collections import Counter
from pathlib import Path

import office
import pytest
from helpers import ROOT

from loaders.reading.extract import Reading, read_file
from loaders.reading.sections.numbers import digits
from tests.example_reports import REPORTS, expected

FOLDER = ROOT / "tests" / "examples"
PRINTS = sorted(p for p in (FOLDER / "reports").glob("*/*") if p.suffix != ".json")
KINDS = sorted(p for p in (FOLDER / "kinds").iterdir() if p.suffix != ".json")


def report(reading: Reading) -> dict[str, object]:
    """Whose report it is, and each cell's number or its state."""
    cells = {c.name: digits(c.value) if c.state == "printed" else c.state for c in reading.cells}
    identity = reading.identity
    published = identity.published.isoformat() if identity.published else None
    return {"agency": identity.agency, "year": identity.year, "published": published, "cells": cells}


def outcome(reading: Reading) -> dict[str, object]:
    """Why a document is refused; else its report, and the labels that were recognised only by closeness, if any."""
    if reading.reason:
        return {"reason": reading.reason, "words": reading.words}
    inexact = [n.text for n in reading.notes if n.rule == "inexact_label"]
    return report(reading) | ({"inexact": inexact} if inexact else {})


def compare(found: dict[str, object], wanted: Path) -> None:
    """Fails where they differ; an expectation that is missing is written first, so that somebody reviews it."""
    if not wanted.exists():
        wanted.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        pytest.fail(f"wrote {wanted.relative_to(FOLDER)}: review it against the document, then run again")
    assert found == json.loads(wanted.read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", PRINTS, ids=lambda p: f"{p.parent.name}-{p.name}")
def test_every_cell_of_every_print_is_what_was_printed(path: Path) -> None:
    if path.suffix == ".doc":
        office.require()
    reading = read_file(path.read_bytes(), path.name)
    assert reading.reason is None, (reading.reason, reading.words)
    compare(report(reading), path.with_name("expected.json"))


@pytest.mark.parametrize("path", KINDS, ids=lambda p: p.name)
def test_what_is_odd_is_read_as_reviewed(path: Path) -> None:
    compare(outcome(read_file(path.read_bytes(), path.name)), path.with_name(path.name + ".json"))


@pytest.mark.parametrize("name", sorted(REPORTS))
def test_the_expectation_is_the_figures_that_were_printed(name: str) -> None:
    """Whoever edits an expectation by hand, or the figures without printing them anew, hears of it."""
    wanted = (FOLDER / "reports" / name / "expected.json").read_text(encoding="utf-8")
    assert json.loads(wanted) == expected(REPORTS[name])


def test_each_layout_and_format_is_printed_from_several_reports() -> None:
    reports = Counter(p.name for p in PRINTS)
    few = {name: n for name, n in reports.items() if n < 2 and name != "browser.pdf"}
    assert not few
    assert {p.suffix for p in PRINTS} == {
        ".txt",
        ".md",
        ".html",
        ".htm",
        ".mht",
        ".docx",
        ".doc",
        ".xlsx",
        ".xls",
        ".pdf",
    }


def test_each_expectation_has_its_document() -> None:
    orphans = [p.name for p in (FOLDER / "kinds").glob("*.json") if not p.with_suffix("").exists()]
    assert not orphans
