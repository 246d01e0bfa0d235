"""Two totals for one thing: a city's own report beside the sum of its districts, with a word for each."""

import polars as pl
import pytest
from helpers import hold

from loaders.output.two_totals import two_totals_remark
from loaders.query.filters import Filter
from loaders.query.two_totals import two_totals
from loaders.store.versions import shipped


@pytest.fixture(scope="module")
def demo():
    return hold(shipped("demo"))


def test_both_totals_are_those_of_the_printed_reports(demo):
    reports = demo.store.read("reports").filter(pl.col("year") == 2024, pl.col("scope") == "area")
    cell = "requests.received_new.total"
    both = two_totals(demo, Filter(), "received_new", 2024, with_own_bodies=False)
    assert both.name == "望溪市"
    assert both.own == reports.filter(pl.col("level") == "city")[cell].sum()
    assert both.below == reports.filter(pl.col("level") == "county")[cell].sum()


def test_the_words_tell_the_totals_apart_and_give_their_difference(demo):
    both = two_totals(demo, Filter(), "received_new", 2024)
    text = two_totals_remark(demo, Filter(), "received_new", 2024, "zh")
    assert f"望溪市全区域报告 {both.own:,}；各区县和本级单位合计 {both.below:,}" in text
    assert ("两者相同" if both.own == both.below else f"相差 {abs(both.own - both.below):,}") in text
    text = two_totals_remark(demo, Filter(), "disclosure_rate", 2024, "en")
    assert "own area report" in text
    assert text.endswith((" pp.", "both are the same."))


def test_districts_alone_have_one_total(demo):
    assert two_totals_remark(demo, Filter(places=("990101",)), "received_new", 2024, "zh") == ""
    assert two_totals_remark(demo, Filter(kinds=("education",)), "received_new", 2024, "zh") == ""
