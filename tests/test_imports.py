"""Imports point one way: pages on loaders, never back; within loaders, words on nothing that reads documents."""

import ast
from pathlib import Path

ROOT = Path(__file__).parents[1]

# A module may import from rooms of its own level or below, and from no other.
LEVELS = (
    ("fold", "colours", "storage", "vocabulary", "locale", "divisions", "statistics"),
    ("templates", "form", "words", "schema", "metrics"),
    ("formats",),
    ("sections",),
    ("identity", "files"),
    ("reading",),
    ("checks", "bodies", "places", "choice", "deadlines", "areas", "listing"),
    ("values", "sentences", "tabulate", "resolve", "store", "heads", "roster", "settle", "cubes"),
    ("held",),
    ("batch", "queries", "chosen"),
    ("answers",),
    ("commit", "pool", "cluster"),
    ("ingest", "demo", "explain", "write", "workbook", "briefing", "serve", "bench"),
    ("cli",),
)


def modules(folder: str) -> list[Path]:
    found = sorted((ROOT / folder).rglob("*.py"))
    assert len(found) > 5, f"{folder} has no modules to look at"
    return found


def imported(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {a.name for a in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {f"{node.module}.{a.name}" for a in node.names}
    return found


def room(name: str) -> str:
    return name.split(".")[1]


def test_loaders_do_not_know_streamlit_or_the_pages():
    for path in modules("loaders"):
        names = {n.split(".")[0] for n in imported(path)}
        assert not names & {"streamlit", "pages", "plotly", "dashboard"}, path


def test_rooms_import_downward_only():
    level = {name: i for i, names in enumerate(LEVELS) for name in names}
    looked_at = 0
    for path in modules("loaders"):
        own = path.relative_to(ROOT / "loaders").parts[0].removesuffix(".py")
        if own == "__init__":
            continue
        for name in imported(path):
            if name.startswith("loaders."):
                assert level[room(name)] <= level[own], f"{path} imports {name}"
                looked_at += 1
    assert looked_at > 100


def test_formats_know_no_words_and_sections_no_formats():
    for path in modules("loaders/formats"):
        assert not any("sections" in n or "identity" in n or "templates" in n for n in imported(path)), path
    for path in modules("loaders/sections"):
        from_formats = {n for n in imported(path) if n.startswith("loaders.reading.formats")}
        assert all(n.startswith("loaders.reading.formats.document") for n in from_formats), path


def test_charts_do_not_know_streamlit():
    for name in ("charts.py", "palette.py", "printed.py"):
        assert "streamlit" not in {n.split(".")[0] for n in imported(ROOT / "pages" / "shared" / name)}


def test_no_python_runs_inside_polars():
    """Its threads would wait for Python's lock, and whoever holds that may be waiting for them: the server would stand."""
    for path in (*modules("loaders"), *modules("pages")):
        called = {n.attr for n in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(n, ast.Attribute)}
        assert not called & {"map_elements", "map_batches", "map_groups"}, path


def test_no_script_lies_directly_in_pages():
    assert [p.name for p in (ROOT / "pages").glob("*.py")] == ["__init__.py"]


def test_every_module_says_first_what_it_is():
    for path in (*modules("loaders"), *modules("pages"), ROOT / "dashboard.py"):
        first = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
        assert first, path
        assert len(first.splitlines()[0]) > 10, path
