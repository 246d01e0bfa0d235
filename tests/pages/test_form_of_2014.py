"""Years on the table of 2014: panels of their own beside those since, never joined, and a sentence of their own."""

from functools import cache
from pathlib import Path
from tempfile import mkdtemp

import pytest
from helpers import example, hold, put, read
from streamlit_pages import charts, open_page

from loaders.form import paper
from loaders.output import summaries
from loaders.query.by_template import by_template
from loaders.query.filters import Filter
from loaders.synthetic.documents import Example

AGENCY = "徐州市鼓楼区教育局"
RECEIVED = {2017: 11, 2018: 12, 2019: 13, 2021: 14}


@cache
def store() -> Path:
    folder = Path(mkdtemp())
    for year, n in RECEIVED.items():
        if year < 2019:
            cells = dict.fromkeys(paper.printed_cells("2014"), "3") | {"requests_2014.received.total": str(n)}
            put(folder / "in", f"{year}.html", Example(AGENCY, year, "2014", cells, f"{year + 1}-03-01"))
        else:
            form = "2019" if year < 2021 else "2021"
            rows = {"requests__received_new__total": str(n)}
            put(folder / "in", f"{year}.html", example(year, AGENCY, form, f"{year + 1}-01-20", **rows))
    read(folder / "store", folder / "in")
    return folder / "store"


@pytest.mark.parametrize("page", ["requests", "reviews", "disclosure", "body"])
def test_the_years_on_the_table_of_2014_have_a_panel_of_their_own(page, monkeypatch):
    monkeypatch.setenv("GONGKAI_STORE", str(store()))
    figures = [c["figure"] for c in charts(open_page(page, lang="zh", data="own"))]
    found = [
        f for f in figures if "口径不同，不相连" in str(f["layout"].get("annotations")) and "xaxis2" in f["layout"]
    ]
    assert found
    for figure in found:
        panels = [{x for t in figure["data"] if t.get("xaxis", "x") == axis for x in t["x"]} for axis in ("x", "x2")]
        assert max(panels[0]) < 2019 <= min(panels[1])


def test_a_year_on_the_table_of_2014_is_spoken_of_by_its_own_figures():
    snapshot = hold(store())
    for fn in (summaries.overview, summaries.requests, summaries.reviews, summaries.disclosure):
        text = fn(snapshot, Filter(years=(2018,)), "zh")
        assert "收到申请 **12** 件" in text
        assert "比上年" not in text
        assert "2014" not in fn(snapshot, Filter(years=(2021,)), "zh")


def test_no_sum_of_a_form_holds_figures_of_another():
    rows = by_template(hold(store()), Filter(), ("disclosure_2014.disclosed.total", "disclosure.permits.decisions"))
    assert rows["form"].to_list() == ["2014", "2014", "2019", "2021"]
    for row in rows.iter_rows(named=True):
        assert (row["disclosure_2014.disclosed.total"] is not None) == (row["form"] == "2014")
        assert (row["disclosure.permits.decisions"] is not None) == (row["form"] != "2014")


def test_the_page_of_a_report_shows_the_table_as_printed(monkeypatch):
    monkeypatch.setenv("GONGKAI_STORE", str(store()))
    id_ = hold(store()).store.read("reports").filter(year=2018)["report_id"][0]
    shown = "".join(h.proto.body for h in open_page("report", report=id_, data="own").get("html"))
    assert "（一）收到申请数" in shown
    assert "统计指标" in shown
