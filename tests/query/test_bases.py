"""Sums of bodies: what each consists of stands beside it, on the page and in every file."""

import polars as pl
import pytest
from helpers import example, hold, put, read

from loaders.language.basis import basis_words
from loaders.query.bases import bases
from loaders.query.filters import Filter
from loaders.query.pivot import pivot
from loaders.query.pivot_labels import export_table
from loaders.query.pivot_layout import Layout


@pytest.fixture(scope="module")
def partial(tmp_path_factory):
    """A district with its area report, one with one of two bodies, one whose only body has not reported in 2023."""
    folder = tmp_path_factory.mktemp("partial")
    files = [
        (2023, "洪泽区人民政府"), (2023, "洪泽区教育局"), (2023, "金湖县教育局"), (2022, "金湖县财政局"),
        (2022, "金湖县教育局"), (2022, "盱眙县教育局"),
    ]  # fmt: skip
    for i, (year, agency) in enumerate(files):
        put(folder / "in", f"{i}.html", example(year, agency))
    read(folder / "store", folder / "in")
    return hold(folder / "store")


def test_a_sum_counts_the_bodies_of_a_district_without_any_report(partial):
    rows = bases(partial, Filter(years=(2023,)), "city").sort("division")
    found = {d: tuple(of) for d, *of in rows.select("division", "areas", "bodies", "expected").iter_rows()}
    assert found == {"320813": (1, 0, 0), "320830": (0, 0, 1), "320831": (0, 1, 2)}


def test_a_table_says_the_basis_of_each_row_where_one_is_partial(partial):
    layout = Layout(("received_new",), ("district",), ("figure",), Filter(years=(2023,)))
    frame, headings = export_table(partial, pivot(partial, layout), "zh")
    assert headings["basis"] == "依据"
    of = dict(frame.select("district", "basis").iter_rows())
    assert of["洪泽区"] == "全区域报告"
    assert of["金湖县"] == "1/2 家单位之和"
    assert of["各区县合计"] == "1 份全区域报告与 1/3 家单位之和"


def test_a_row_over_years_names_the_years_that_lack_bodies(partial):
    layout = Layout(("received_new",), ("district",), ("year",), Filter())
    frame, _ = export_table(partial, pivot(partial, layout), "en")
    row = frame.filter(pl.col("district").str.contains("金湖县"))
    assert row["basis"].to_list() == ["2023: sum of 1 of 2 bodies"]


def test_a_table_without_partial_sums_has_no_such_column(partial):
    layout = Layout(("received_new",), ("district",), ("figure",), Filter(years=(2023,), places=("320813",)))
    _, headings = export_table(partial, pivot(partial, layout), "zh")
    assert "basis" not in headings


def test_a_sum_never_has_more_bodies_than_are_expected():
    assert basis_words(0, 3, 2, "en") == "sum of 3 of 3 bodies"
