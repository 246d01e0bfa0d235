"""A link shows what it names: each choice of a page stands in it, and what the data do not have is said."""

import pytest
from helpers import hold
from streamlit_pages import charts, open_page, words

from loaders.language.words import say
from loaders.query.options import places
from loaders.store.versions import shipped


def compare_units() -> list[str]:
    return [p.code for p in places(hold(shipped("demo"))) if p.level == "county"]


def test_a_comparison_is_in_its_link_with_its_units_and_its_highlight():
    page = open_page("compare", data="demo", lang="zh")
    everything = {c["title"]: c["alt"] for c in charts(page)}
    box = page.multiselect(key="choose_compare_pick")
    assert not box.value
    picked = [unit for unit in compare_units() if unit][:2]
    box.set_value(picked).run()
    page.selectbox(key="choose_compare_ink").set_value(picked[1]).run()
    assert page.query_params["pick"] == picked
    ink = page.query_params["ink"]
    linked = open_page("compare", data="demo", lang="en", pick=picked, ink=ink)
    assert linked.multiselect(key="choose_compare_pick").value == picked
    assert linked.selectbox(key="choose_compare_ink").value == picked[1]
    assert {c["title"]: c["alt"] for c in charts(page)} != everything


def test_a_year_of_the_filter_bounds_the_current_year_alone():
    page = open_page("compare", data="demo", lang="zh", year="2024")
    first, last = (page.selectbox(key=f"choose_compare_{side}") for side in ("first", "last"))
    assert (last.options, first.value) == (["2024"], "2023")
    assert len(first.options) > 2


@pytest.mark.parametrize(("page", "name"), [("report", "report"), ("body", "of")])
def test_a_dead_link_opens_nothing_else_and_says_what_it_named(page, name):
    dead = open_page(page, data="demo", lang="zh", **{name: "deadbeef"})
    assert say(f"{page}.dead_link", "zh", id="deadbeef") in words(dead)
    assert not charts(dead)
    assert len(dead.dataframe) == 0


def test_filters_that_the_data_do_not_have_are_named_in_one_line():
    page = open_page("requests", data="demo", lang="zh", year=["2024", "1999"], place="000000", by="nonsense")
    (line,) = [w.value for w in page.warning if "未采用" in w.value]
    assert all(v in line for v in ("1999", "000000", "nonsense"))
    assert "2024" not in line
