"""Comparisons: what stands behind a figure, what is too small to compare, and sums that count nothing twice."""

import itertools
import json

import polars as pl
import pytest
from helpers import example, hold, put, read
from nation import nation

from loaders.form.metrics import MIN_CASES
from loaders.language.words import say
from loaders.places.outlines import OutlinesError, read_outlines
from loaders.places.tiles import tiles
from loaders.query.compare import Comparison, compared, funnel_of, quartiles_of, two_years, units
from loaders.query.coverage import coverage, partial_total
from loaders.query.exports import facts
from loaders.query.filters import Filter
from loaders.query.options import levels
from loaders.query.unit_changes import unit_changes
from loaders.store.versions import shipped
from pages.compare.outlines import outline_map
from pages.shared.charts.palette import Palette


@pytest.fixture(scope="module")
def demo():
    return hold(shipped("demo"))


def test_a_districts_figure_is_its_area_report_and_the_demo_adds_up(demo):
    rows = compared(demo, Comparison("received_new", "district", Filter())).filter(pl.col("year") == 2024)
    assert rows.height == 12
    assert rows["area"].all()
    snapshot = demo.store.read("reports").filter(
        pl.col("year") == 2024, pl.col("scope") == "area", pl.col("level") == "county"
    )
    printed = facts(demo.store, snapshot["report_id"].to_list()).filter(
        pl.col("item") == "received_new", pl.col("column") == "total"
    )
    assert rows["value"].sum() == printed["value"].sum()


def test_a_sum_says_of_how_many_bodies(demo):
    filters = Filter(kinds=("education", "water"))
    rows = compared(demo, Comparison("received_new", "district", filters))
    states = coverage(demo, filters).filter(pl.col("state").is_in(["in_time", "late", "undated"]))
    filed = {(d, y): n for d, y, n in states.group_by("division", "year").len().iter_rows()}
    assert not rows["area"].any()
    for unit, year, reports, expected in rows.select("unit", "year", "reports", "expected").iter_rows():
        assert reports <= filed.get((unit, year), 0) <= (expected or 0)
    assert (rows["reports"] < rows["expected"]).any()


def test_bodies_are_compared_with_their_own_kind_and_level(demo):
    filters = Filter(kinds=("people_government",))
    assert levels(demo, filters) == ["county", "city"]
    rows = compared(demo, Comparison("received_new", "body", filters, "county")).filter(pl.col("year") == 2024)
    assert rows.height == 12
    assert "望溪市人民政府" not in rows["name"].to_list()


def test_small_numbers_have_intervals_but_no_place(demo):
    question = Comparison("disclosure_rate", "body", Filter(kinds=("education",)), "county")
    every = compared(demo, question)
    rows = every.filter(pl.col("year") == 2024)
    known = rows.filter(pl.col("rate").is_not_null())
    assert (known["low"] <= known["rate"]).all()
    assert (known["rate"] <= known["high"]).all()
    assert rows.filter(pl.col("over") == 0)["rate"].null_count() == rows.filter(pl.col("over") == 0).height
    _, placed = funnel_of(every, 2024)
    assert set(placed.filter(pl.col("over") < 20)["place"]) == {"few"}
    few = quartiles_of(every, 2024, "rate")
    assert few is None


def test_a_ratio_has_no_binomial_interval(demo):
    rows = compared(demo, Comparison("review_rate", "district", Filter()))
    assert rows["rate"].drop_nulls().len()
    assert rows["low"].null_count() == rows.height


def test_two_years_side_by_side(demo):
    rows = compared(demo, Comparison("disclosure_rate", "district", Filter()))
    both = two_years(rows, 2023, 2024).filter(pl.col("apart").is_null())
    rate = {(u, y): r for u, y, r in rows.select("unit", "year", "rate").iter_rows()}
    assert both.height >= 9
    assert both["points"].to_list() == pytest.approx([100 * (rate[u, 2024] - rate[u, 2023]) for u in both["unit"]])


def test_a_renamed_county_is_one_line_over_the_years(tmp_path):
    for year, name in ((2014, "洪泽县教育局"), (2019, "洪泽区教育局"), (2021, "淮安市洪泽区教育局")):
        put(tmp_path / "in", f"{year}.html", example(year, name))
    read(tmp_path / "store", tmp_path / "in")
    store = hold(tmp_path / "store")
    assert units(store) == ["body"]
    rows = compared(store, Comparison("received_new", "district", Filter()))
    assert (rows["unit"].unique().to_list(), rows["year"].to_list()) == (["320813"], [2014, 2019, 2021])
    assert rows["name"].to_list() == ["洪泽县", "洪泽区", "洪泽区"]
    bodies = compared(store, Comparison("received_new", "body", Filter(), "county"))
    assert bodies["unit"].n_unique() == 1


def test_squares_lie_as_on_the_map():
    huaian = ["320803", "320804", "320812", "320813", "320826", "320830", "320831"]
    places, mapped = tiles(huaian)
    assert mapped
    assert len(set(places)) == len(huaian)
    at = dict(zip(huaian, places, strict=True))
    assert at["320826"][1] < at["320830"][1], "涟水 lies north of 盱眙"
    assert at["320830"][0] <= at["320831"][0], "盱眙 lies west of 金湖"
    assert tiles(["990101", "990102", "990103"]) == ([(0, 0), (1, 0), (0, 1)], False)


def test_a_total_says_what_of_it_is_a_sum_of_bodies(tmp_path):
    put(tmp_path / "in", "a.html", example(2023, "洪泽区人民政府"))
    put(tmp_path / "in", "b.html", example(2023, "洪泽区教育局"))
    put(tmp_path / "in", "c.html", example(2023, "金湖县教育局"))
    put(tmp_path / "in", "d.html", example(2022, "金湖县财政局"))
    read(tmp_path / "store", tmp_path / "in")
    assert partial_total(hold(tmp_path / "store"), Filter(), 2023) == (1, 1, 2)


def test_a_users_outlines_replace_the_squares(demo):
    outlines = read_outlines(geojson(area(name="青禾区")).encode())
    rows = compared(demo, Comparison("disclosure_rate", "district", Filter())).filter(pl.col("year") == 2024)
    figure, lacking = outline_map(rows, outlines, True, None, Palette(False), "zh")
    assert len(figure.data) == 1
    assert "青禾区" in figure.data[0]["text"]
    assert len(lacking) == 11


SQUARE = [[118, 33], [119, 33], [119, 34], [118, 34], [118, 33]]
HOLE = [[118.4, 33.4], [118.6, 33.4], [118.6, 33.6], [118.4, 33.6], [118.4, 33.4]]


def area(rings: list | None = None, **properties: object) -> dict:
    return {"properties": properties, "geometry": {"type": "Polygon", "coordinates": rings or [SQUARE]}}


def geojson(*features: dict) -> str:
    return json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False)


@pytest.mark.parametrize("code", [320813, "320813", 320813.0, "320813000000", "156320813", "320813.0"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk"])
def test_outlines_are_read_whatever_program_wrote_them(code, encoding):
    outlines = read_outlines(geojson(area(name="洪泽区", adcode=code)).encode(encoding))
    assert set(outlines) == {"洪泽区", "320813"}


def test_a_hole_is_left_free_whichever_way_it_goes_round():
    many = {"type": "MultiPolygon", "coordinates": [[SQUARE, HOLE], [HOLE[::-1]]]}
    rings = read_outlines(geojson({"properties": {"name": "甲区"}, "geometry": many}).encode())["甲区"]
    turns = [sum(a[0] * b[1] - b[0] * a[1] for a, b in itertools.pairwise(r)) > 0 for r in rings]
    assert turns == [True, False, True]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "format"), (b"[]", "format"), (b'{"features": [{}]}', "unnamed"), (b'{"features": []}', "unnamed"),
        (b"\xff\xfe", "format"), (b" " * (21 << 20), "large"),
        (geojson(area([[[y, x] for x, y in SQUARE]], name="甲区")).encode(), "swapped"),
        (geojson(area([[[x * 1e5, y * 1e5] for x, y in SQUARE]], name="甲区")).encode(), "units"),
        (geojson(area(name="甲区", adcode=1), area(name="乙区", adcode=1)).encode(), "twice"),
    ],
)  # fmt: skip
def test_a_file_that_gives_no_map_has_its_reason(data, reason):
    with pytest.raises(OutlinesError) as fault:
        read_outlines(data)
    assert fault.value.reason == reason
    assert say(f"compare.outlines.fault.{reason}", "zh", **fault.value.words)


def test_what_is_missing_blank_or_on_another_basis_is_told_apart(tmp_path):
    put(tmp_path / "in", "a.html", example(2022, "洪泽区教育局"))
    put(tmp_path / "in", "b.html", example(2023, "洪泽区人民政府"))
    put(tmp_path / "in", "c.html", example(2023, "金湖县人民政府", requests__received_new__total="/"))
    read(tmp_path / "store", tmp_path / "in")
    rows = compared(hold(tmp_path / "store"), Comparison("received_new", "district", Filter()))
    told = {(n, y): (v, f, a) for n, y, v, f, a in rows.select("name", "year", "value", "filed", "area").iter_rows()}
    assert told == {
        ("洪泽区", 2022): (3.0, 1, False),
        ("洪泽区", 2023): (3.0, 1, True),
        ("金湖县", 2022): (None, 0, False),
        ("金湖县", 2023): (None, 1, True),
    }
    both = {r["name"]: r for r in two_years(rows, 2022, 2023).iter_rows(named=True)}
    assert both["洪泽区"]["apart"] == "other_bodies"
    assert both["洪泽区"]["difference"] is None


def test_a_city_of_area_reports_and_bodies_is_no_area_report(tmp_path):
    put(tmp_path / "in", "a.html", example(2023, "洪泽区人民政府"))
    put(tmp_path / "in", "b.html", example(2023, "金湖县教育局"))
    read(tmp_path / "store", tmp_path / "in")
    (row,) = compared(hold(tmp_path / "store"), Comparison("received_new", "city", Filter())).to_dicts()
    assert (row["value"], row["area"], row["areas"], row["bodies"]) == (6.0, False, 1, 1)


def test_the_changes_are_those_that_the_table_has(tmp_path):
    """An area report is no fall from or rise over a sum of bodies, nor are a few cases."""
    rows = compared(nation(tmp_path / "store"), Comparison("received_new", "district", Filter()))
    both = two_years(rows, 2022, 2023).filter(pl.col("difference").is_not_null())
    found = unit_changes(rows, 2022, 2023, rate=False)
    counts = [both.filter(t).height for t in (pl.col("difference") > 0, pl.col("difference") < 0)]
    assert [found.up, found.down] == counts
    assert found.rows["difference"].to_list() == sorted(both["difference"], reverse=True)
    assert found.apart.height == rows["unit"].n_unique() - both.height
    rates = compared(hold(shipped("demo")), Comparison("disclosure_rate", "district", Filter(kinds=("education",))))
    assert unit_changes(rates.filter(pl.col("over") < MIN_CASES), 2022, 2023, rate=True).rows.is_empty()
    assert unit_changes(rows, 2023, 2023, rate=False).rows.is_empty()


def test_no_points_stand_between_rates_of_a_few_cases(demo):
    rows = compared(demo, Comparison("disclosure_rate", "district", Filter(kinds=("public_security", "education"))))
    both = two_years(rows, 2023, 2024)
    over = {(u, y): n for u, y, n in rows.select("unit", "year", "over").iter_rows()}
    firm = both.filter(pl.col("points").is_not_null())["unit"].to_list()
    assert firm == [u for u in both["unit"] if all((over[u, y] or 0) >= MIN_CASES for y in (2023, 2024))]
    assert 0 < len(firm) < both.height
