"""The rooms of the program, in the order in which data flow: each imports only from rooms above it.

Each room's `__init__` says what it turns into what, and in a line of its own which rooms it imports from.
"""

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest
from helpers import ROOT

ROOMS = (
    "loaders.settings",
    "loaders.resources",
    "loaders.text",
    "loaders.form",
    "loaders.places",
    "loaders.bodies",
    "loaders.language",
    "loaders.store",
    "loaders.checks",
    "loaders.reading",
    "loaders.ingest",
    "loaders.access",
    "loaders.query",
    "loaders.precheck",
    "loaders.output",
    "loaders.synthetic",
    "loaders.delivery",
    "loaders.cli",
    "pages.shared.server",
    "pages.shared.charts",
    "pages.shared.frame",
    "pages.shared.parts",
)
PAGES = ("about", "add", "bodies", "briefing", "compare", "coverage", "disclosure", "office", "overview", "precheck", "reports", "requests", "reviews", "sources", "tables")  # fmt: skip
"""Folders of pages: each may import from every room, none from another page."""
IMPORTS = re.compile(r"^Imports from: (.+)\.$", re.MULTILINE)


def modules(*folders: str) -> Iterator[Path]:
    for folder in folders:
        found = sorted((ROOT / folder).rglob("*.py"))
        assert found, f"{folder} has no modules to look at"
        yield from found


def imported(path: Path) -> set[str]:
    """The dotted names that a module imports, inside functions too."""
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {a.name for a in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {f"{node.module}.{a.name}" for a in node.names}
    return names


def room(name: str) -> str:
    """The room of a dotted name; a page's folder for a page."""
    parts = name.split(".")
    return ".".join(parts[:3] if parts[:2] == ["pages", "shared"] else parts[:2])


def arrows() -> dict[str, set[str]]:
    """Each room, and each page's folder, with the rooms that it imports from."""
    found: dict[str, set[str]] = defaultdict(set)
    for path in modules("loaders", "pages"):
        own = room(".".join(path.relative_to(ROOT).with_suffix("").parts))
        found[own] |= {room(n) for n in imported(path) if n.split(".")[0] in ("loaders", "pages")} - {own}
    return found


def test_every_module_lies_in_a_room():
    places = {room(".".join(p.relative_to(ROOT).with_suffix("").parts)) for p in modules("loaders", "pages")} - {
        "loaders.__init__",
        "pages.__init__",
        "pages.shared.__init__",
    }
    assert places == {*ROOMS, *(f"pages.{p}" for p in PAGES)}


@pytest.mark.parametrize("name", ROOMS)
def test_a_room_imports_only_from_rooms_above_it(name):
    above = ROOMS[: ROOMS.index(name)]
    assert arrows()[name] <= set(above)


@pytest.mark.parametrize("name", [r for r in ROOMS if (ROOT / r.replace(".", "/")).is_dir()])
def test_a_room_says_which_rooms_it_imports_from(name):
    text = ast.get_docstring(ast.parse((ROOT / name.replace(".", "/") / "__init__.py").read_text(encoding="utf-8")))
    said = IMPORTS.search(text or "")
    assert said, f"{name}/__init__.py lacks its line `Imports from: …`"
    names = [] if said[1] == "nothing" else said[1].split(", ")
    actual = {r.removeprefix("loaders.").removeprefix("pages.shared.") for r in arrows()[name]}
    assert sorted(names) == sorted(actual)


@pytest.mark.parametrize("name", PAGES)
def test_a_page_imports_no_other_page(name):
    assert {r for r in arrows()[f"pages.{name}"] if r not in ROOMS} == set()


def test_loaders_do_not_know_streamlit_or_the_pages():
    for path in modules("loaders"):
        assert not {n.split(".")[0] for n in imported(path)} & {"streamlit", "pages", "plotly", "dashboard"}, path


def test_the_product_does_not_know_its_tests():
    for path in modules("loaders", "pages"):
        assert "tests" not in {n.split(".")[0] for n in imported(path)}, path


def test_formats_know_no_words_and_sections_no_formats():
    for path in modules("loaders/reading/formats"):
        assert not any("sections" in n or "identity" in n or "templates" in n for n in imported(path)), path
    for path in modules("loaders/reading/sections"):
        from_formats = {n for n in imported(path) if n.startswith("loaders.reading.formats")}
        assert all(n.startswith("loaders.reading.formats.document") for n in from_formats), path


def test_figures_do_not_know_streamlit():
    drawing = [p for p in (ROOT / "pages" / "shared" / "charts").glob("*.py") if p.stem != "plot"]
    assert len(drawing) > 8
    for path in drawing:
        assert "streamlit" not in {n.split(".")[0] for n in imported(path)}, path


def test_no_python_runs_inside_polars():
    """Its threads would wait for Python's lock, and whoever holds that may be waiting for them: the server would stand."""
    for path in modules("loaders", "pages"):
        called = {n.attr for n in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(n, ast.Attribute)}
        assert not called & {"map_elements", "map_batches", "map_groups"}, path


def test_no_script_lies_directly_in_pages():
    assert [p.name for p in (ROOT / "pages").glob("*.py")] == ["__init__.py"]


def test_every_module_says_first_what_it_is():
    for path in (*modules("loaders", "pages"), ROOT / "dashboard.py"):
        first = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
        assert first, path
        assert len(first.splitlines()[0]) > 10, path
