"""Compare: a group of units that the user picked and named, and the bodies of one district."""

import orjson
from helpers import hold
from streamlit_pages import charts, open_page, words

from loaders.query.compare import Comparison, compared
from loaders.query.filters import Filter
from loaders.store.versions import open_store, shipped


def test_a_group_of_units_is_kept_in_the_address_with_its_name_and_named_in_sentence_charts_and_files():
    snapshot = hold(open_store(shipped("demo")))
    units = (
        compared(snapshot, Comparison("disclosure_rate", "district", Filter()))["unit"].unique().sort().to_list()[:3]
    )
    page = open_page("compare", lang="zh", pick=units, group="沿湖各区")
    assert page.query_params["group"] == "沿湖各区"
    assert "**沿湖各区**" in words(page)
    shown = charts(page)
    assert shown
    assert all(c["title"].endswith("（沿湖各区）") for c in shown)
    page.text_input[0].set_value("山区").run()
    assert page.query_params["group"] == "山区"
    assert page.query_params["pick"] == units
    without = open_page("compare", lang="zh", group="沿湖各区")
    assert "沿湖各区" not in words(without), "a name without a group says nothing"


def test_a_unit_is_told_by_one_id_in_every_chart_that_a_name_lifts_it_in():
    for chart in charts(open_page("compare", lang="zh")):
        figure = orjson.loads(orjson.dumps(chart["figure"]))
        names = figure["layout"]["meta"]["units"]
        drawn = {u for t in figure["data"] for u in t.get("customdata") or () if isinstance(u, str)}
        assert drawn
        assert drawn <= names.keys(), chart["title"]


def test_with_one_district_chosen_its_bodies_are_compared_with_each_other():
    snapshot = hold(open_store(shipped("demo")))
    district = next(p for p in snapshot.places.of.values() if p.level == "county")
    page = open_page("compare", lang="zh", place=district.code)
    chosen = {box.label: box.value for box in page.selectbox}
    assert chosen["比较对象"] == "body"
