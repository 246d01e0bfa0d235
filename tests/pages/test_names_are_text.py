"""Names with tags in them, as a document may print them, are text in every chart: in labels, on hover, in what stands for it."""

import pickle
import re
import shutil
from collections.abc import Iterator
from types import SimpleNamespace

import polars as pl
import pytest
from helpers import ROOT
from streamlit_pages import charts, open_page

from loaders import settings
from loaders.store.versions import Store, shipped
from pages.shared.charts import cached
from pages.shared.charts.figure import as_texts, bold, lines

TAGS = '<b >坏</b ><i >x</i ><a href="http://a.example">y</a><br/>%{x}&lt'
"""As Plotly would obey it, and in another spelling than ours."""
NAMES = ("agency", "name", "province", "city", "district")
VIEWS: tuple[tuple[str, dict[str, str | list[str]]], ...] = (
    ("overview", {}),
    ("requests", {}),
    ("disclosure", {}),
    ("reviews", {}),
    ("coverage", {}),
    ("compare", {"metric": "disclosure_rate"}),
    ("compare", {"metric": "received_new", "unit": "district"}),
    (
        "compare",
        {"metric": "received_new", "unit": "district", "pick": ["990101", "990102", "990103"], "ink": "990102"},
    ),
    ("compare", {"unit": "body", "kind_of": "any"}),
    ("body", {}),
)
OURS = re.compile(r'</?[bi]>|<br>|<span style="color:#[0-9A-Fa-f]{6}">|</span>')


@pytest.fixture
def hostile(monkeypatch, tmp_path) -> None:
    """All bodies and divisions of the user's store have tags in their names; no page was drawn of it before."""
    shutil.copytree(shipped("demo"), tmp_path / "store")
    monkeypatch.setenv(settings.STORE, str(tmp_path / "store"))
    scan = Store.scan

    def tagged(self: Store, table: str) -> pl.LazyFrame:
        rows = scan(self, table)
        there = rows.collect_schema()
        names = [n for n in NAMES if n in there and there[n] != pl.Null]
        return rows.with_columns((pl.col(n).cast(pl.String) + TAGS).cast(there[n]) for n in names)

    monkeypatch.setattr(Store, "scan", tagged)


@pytest.fixture
def drawn(monkeypatch) -> set[str]:
    """The names of the functions that drew a figure."""
    found: set[str] = set()

    def dumps(key: list) -> bytes:
        found.add(key[0])
        return pickle.dumps(key)

    monkeypatch.setattr(cached, "pickle", SimpleNamespace(dumps=dumps))
    return found


def every_kind() -> set[str]:
    """The names of all functions that draw a figure."""
    found = set()
    for file in sorted((ROOT / "pages").rglob("*.py")):
        module = ".".join(file.relative_to(ROOT).with_suffix("").parts)
        names = re.findall(r"^@cached_figure\ndef (\w+)", file.read_text(encoding="utf-8"), re.MULTILINE)
        found |= {f"{module}.{name}" for name in names}
    return found


def shown(values: object) -> Iterator[str]:
    """The texts of a figure that are read by somebody."""
    if isinstance(values, str):
        yield values
    elif isinstance(values, dict):
        for name, value in values.items():
            if name not in ("customdata", "meta", "hovertemplate"):
                yield from shown(value)
    elif isinstance(values, list):
        for value in values:
            yield from shown(value)


def test_in_every_kind_of_chart_names_are_text(hostile, drawn):
    seen = 0
    for page, parameters in VIEWS:
        for chart in charts(open_page(page, data="own", lang="zh", **parameters)):
            for text in shown(chart["figure"]):
                where = f"{page} {parameters}, {chart['title']}: {text}"
                left = OURS.sub("", text)
                assert "<" not in left, where
                assert not re.search(r"&amp;[lg]t;|&lt;(?:/?[bi]|br|span[^&]*)&gt;", left), where
                seen += "坏" in text
            for text in (chart["title"], chart["subtitle"], chart["alt"], *(each["name"] for each in chart["legend"])):
                assert "&lt;" not in text, f"{page}: {text}"
    assert seen > 100
    assert every_kind() - drawn == set()


def test_our_own_markup_stays_and_a_line_ends_where_one_ended():
    values = {
        "text": lines(bold("<i>甲&"), "乙"),
        "title": "<b>丙\n丁",
        "customdata": ["<b>"],
        "family": '"a"',
        "x": [1, None],
    }
    assert as_texts(values) == {
        "text": "<b>&lt;i&gt;甲&amp;</b><br>乙",
        "title": "&lt;b&gt;丙<br>丁",
        "customdata": ["<b>"],
        "family": '"a"',
        "x": [1, None],
    }
