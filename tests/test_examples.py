"""Documents and their reviewed cells, found by glob: put a document into examples/, run, review the JSON, keep it."""

import json
from pathlib import Path

import pytest

from loaders.reading.extract import read_file
from loaders.reading.sections.numbers import digits

FOLDER = Path(__file__).parent / "examples"
DOCUMENTS = sorted(p for p in FOLDER.iterdir() if p.suffix != ".json")


def found(path: Path) -> dict[str, object]:
    reading = read_file(path.read_bytes(), path.name)
    assert reading.reason is None, (reading.reason, reading.words)
    cells = {c.name: digits(c.value) if c.state == "printed" else c.state for c in reading.cells}
    identity = reading.identity
    published = identity.published.isoformat() if identity.published else None
    return {"agency": identity.agency, "year": identity.year, "published": published, "cells": cells}


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda p: p.name)
def test_every_cell_is_what_was_printed(path):
    expected = path.with_name(path.name + ".json")
    if not expected.exists():
        text = json.dumps(found(path), ensure_ascii=False, indent=1)
        expected.write_text(text + "\n", encoding="utf-8")
        pytest.fail(f"wrote {expected.name}: review it, then run again")
    assert found(path) == json.loads(expected.read_text(encoding="utf-8"))


def test_every_format_and_both_templates_have_examples():
    suffixes = {p.suffix for p in DOCUMENTS}
    assert suffixes >= {".txt", ".md", ".html", ".htm", ".mht", ".docx", ".doc", ".xlsx", ".xls", ".pdf"}
    for stem in ("hongze", "old", "blanks"):
        assert {p.suffix for p in DOCUMENTS if p.name.startswith(stem)} >= {".txt", ".html", ".docx", ".xls", ".pdf"}
