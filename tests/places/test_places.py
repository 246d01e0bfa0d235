"""What lies in what: provinces, cities and districts of a store, real ones by the table of divisions."""

import pytest
from helpers import example, put, read

from loaders.places.tree import DivisionTree
from loaders.query.compare import Comparison, compared
from loaders.query.composition import composition
from loaders.query.filters import Filter
from loaders.query.largest_changes import codes
from loaders.query.snapshot import open_snapshot
from loaders.query.sums import excluded_count, sums
from loaders.store.versions import open_store

JIANGSU = [
    ("320813", "江苏省", "淮安市", "洪泽区"),
    ("320826", "江苏省", "淮安市", "涟水县"),
    ("320300", "江苏省", "徐州市", None),
]
OTHERS = [
    ("110000", "北京市", "北京市", None), ("110101", "北京市", "北京市", "东城区"), ("110102", "北京市", "北京市", "西城区"),
    ("419001", "河南省", None, "济源市"), ("410702", "河南省", "新乡市", "红旗区"), ("441900", "广东省", "东莞市", None),
    ("610000-西咸新区", "陕西省", None, None), ("610000", "陕西省", None, None),
]  # fmt: skip


@pytest.fixture(scope="module")
def places():
    return DivisionTree([*JIANGSU, *OTHERS])


def names(places, code):
    return [p.name for p in places.within(code)]


def test_provinces_hold_cities_and_these_their_districts_whether_or_not_they_report_themselves(places):
    assert names(places, None) == ["北京市", "江苏省", "河南省", "广东省", "陕西省"]
    assert names(places, "320000") == ["徐州市", "淮安市"]
    assert names(places, "320800") == ["洪泽区", "涟水县"]


def test_a_municipality_holds_its_districts_and_a_county_of_the_province_needs_no_city(places):
    assert names(places, "110000") == ["东城区", "西城区"]
    assert names(places, "410000") == ["新乡市", "济源市"]
    assert places.path("419001") == ["410000", "419001"]
    assert names(places, "440000") == ["东莞市"]
    assert names(places, "441900") == []


def test_a_zone_is_no_province_though_its_reports_name_nothing_else(places):
    assert names(places, "610000") == ["西咸新区"]
    assert places.of["610000"].level == "province"


@pytest.mark.parametrize(
    ("codes", "narrowed", "divisions"),
    [
        (["320000"], ["320000"], ["320300", "320813", "320826"]),
        (["320000", "320800"], ["320800"], ["320813", "320826"]),
        (["320800", "320300", "320826"], ["320300", "320826"], ["320300", "320826"]),
        (["110000"], ["110000"], ["110000", "110101", "110102"]),
        (["410000", "419001"], ["419001"], ["419001"]),
        (["999999", "330000"], [], []),
    ],
)
def test_a_place_is_all_that_lies_in_it_and_the_narrower_one_where_both_are_named(places, codes, narrowed, divisions):
    assert places.narrowed(codes) == tuple(narrowed)
    assert places.divisions(codes) == tuple(divisions)


def test_places_of_one_name_are_told_apart():
    places = DivisionTree([("350102", "福建省", "福州市", "鼓楼区"), ("320302", "江苏省", "徐州市", "鼓楼区")])
    assert sorted(p.name for p in places.of.values() if p.level == "county") == ["徐州市鼓楼区", "福州市鼓楼区"]


def test_a_report_on_a_whole_system_stands_for_no_place_and_one_on_a_zone_for_its_bodies(tmp_path):
    """What customs or taxes report on all that is below them is neither a city's figure nor a part of it."""
    names = (
        "徐州市教育局", "徐州市公安局", "国家税务总局徐州市税务局（全系统）", "南京市人民政府", "南京市教育局", "南京海关关区",
        "苏州工业园区人民政府", "苏州工业园区教育局", "苏州市教育局",
    )  # fmt: skip
    for i, name in enumerate(names):
        put(tmp_path / "in", f"{i}.html", example(2023, name))
    read(tmp_path / "store", tmp_path / "in")
    for low_memory in (False, True):
        snapshot = open_snapshot(open_store(tmp_path / "store"), low_memory=low_memory)
        behind_ = {c: composition(snapshot, Filter(places=(c,)), 2023) for c in ("320300", "320100", "320500")}
        assert {c: (dict(b.areas), b.bodies) for c, b in behind_.items()} == {
            "320300": ({}, 2), "320100": ({"city": 1}, 0), "320500": ({"county": 1}, 1),
        }  # fmt: skip
        assert excluded_count(snapshot, Filter()) == 2
        assert sums(snapshot, Filter(), ("received_new",))["received_new"].item() == 3 * 5


def test_a_municipality_among_cities_leads_to_itself_and_not_to_its_first_district(tmp_path):
    for i, name in enumerate(("北京市东城区教育局", "北京市西城区教育局", "徐州市教育局", "南京市教育局")):
        put(tmp_path / "in", f"{i}.html", example(2023, name))
    read(tmp_path / "store", tmp_path / "in")
    snapshot = open_snapshot(open_store(tmp_path / "store"))
    cities = compared(snapshot, Comparison("received_new", "city", Filter()))["unit"]
    assert {c: codes(snapshot, "city").get(c) for c in cities} == {
        "北京市": "110000",
        "南京市": "320100",
        "徐州市": "320300",
    }
