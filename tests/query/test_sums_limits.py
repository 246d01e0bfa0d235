"""Limits of figures: sums beyond 32 bits, cents, a zero with a sign, 20 cases and 19, four members and three, 500 rows."""

import io
from pathlib import Path

import orjson
import polars as pl
import pytest
from helpers import example, hold, put, read
from openpyxl import load_workbook
from starlette.requests import Request
from streamlit_pages import open_page, words

from loaders.form.vocabulary import members
from loaders.language.words import number, say
from loaders.output import summaries
from loaders.output.tables import write
from loaders.query.body import history, peers
from loaders.query.compare import Comparison, compared, funnel_of, quartiles_of, two_years
from loaders.query.exports import export
from loaders.query.filters import Filter
from loaders.query.largest_changes import largest_changes
from loaders.query.pivot import pivot
from loaders.query.pivot_layout import Layout
from loaders.query.snapshot import open_snapshot
from loaders.query.statistics import Funnel
from loaders.query.sums import sums
from loaders.store import writer
from loaders.store.versions import open_store
from pages.shared.parts import chart_data

COUNTIES = ("洪泽区", "金湖县", "盱眙县", "涟水县", "清江浦区", "淮阴区")
LARGEST = 999_999_999
"""The largest number that a cell is read as: three of them are more than 32 bits hold."""


def made(folder: Path, *examples) -> Path:
    """A store of some reports."""
    for i, one in enumerate(examples):
        put(folder / "in", f"{i}.html", one)
    outcome = read(folder / "store", folder / "in")
    assert set(outcome.documents["status"]) == {"read"}
    return folder / "store"


# Beyond 32 bits


@pytest.fixture(params=["in memory", "scanned", "without cubes"])
def large(tmp_path, monkeypatch, request):
    """Two bureaus of one district, one of another and of the city: each with the largest number of requests and refusals."""
    monkeypatch.setattr("loaders.form.bounds.MAX_REQUESTS", LARGEST)
    monkeypatch.setattr(writer, "MAX_REPORTS_WITHOUT_CUBES", 10**6 if request.param == "without cubes" else 0)
    cells = {f"requests__{item}__total": str(LARGEST) for item in ("received_new", *members("denied"))}
    names = ("洪泽区教育局", "洪泽区财政局", "金湖县教育局", "淮安市教育局")
    path = made(tmp_path, *(example(2023, n, **cells) for n in names))
    snapshot = open_snapshot(open_store(path), low_memory=request.param == "scanned")
    assert ("places" in snapshot.store.files) == (request.param != "without cubes")
    return snapshot


def test_sums_beyond_32_bits_are_whole(large):
    """Four bodies; refusals stand in eight rows each."""
    every = sums(large, Filter(), ("received_new", "denied")).row(0, named=True)
    assert (every["received_new"], every["denied"]) == (4 * LARGEST, 32 * LARGEST)
    kinds = sums(large, Filter(), ("received_new",), ("kind",))
    assert dict(kinds.select("kind", "received_new").iter_rows()) == {"education": 3 * LARGEST, "finance": LARGEST}
    bodies = tuple(large.store.read("reports")["body_id"])
    assert sums(large, Filter(bodies=bodies), ("received_new",))["received_new"].to_list() == [4 * LARGEST]


def test_comparisons_tables_and_sentences_beyond_32_bits_are_whole(large):
    rows = compared(large, Comparison("denied", "district", Filter()))
    assert dict(rows.select("name", "value").iter_rows()) == {"洪泽区": 16 * LARGEST, "金湖县": 8 * LARGEST}
    table = pivot(large, Layout(("received_new",), ("year",), (), Filter(), totals=False))
    assert table.rows["0"].to_list() == [4 * LARGEST]
    assert "**3,999,999,996**" in summaries.requests(large, Filter(), "zh")
    body = large.store.read("reports").filter(pl.col("agency") == "金湖县教育局")["body_id"].item()
    assert history(large, body, "own")["denied"].to_list() == [8 * LARGEST]


# Money and zero


def test_money_adds_up_to_the_cent_in_any_order(tmp_path):
    """1.001 万元 is 1,000,999.9999999999 cents in floating point; 0.1 + 0.2 is more than 0.3."""
    amounts = {"洪泽区教育局": "0.1", "洪泽区财政局": "0.2", "金湖县教育局": "1.001", "金湖县财政局": "0.01元"}
    snapshot = hold(
        made(tmp_path, *(example(2023, n, disclosure__fees__amount_wan_yuan=v) for n, v in amounts.items()))
    )
    assert sums(snapshot, Filter(), ("fees",))["fees"].to_list() == [1.301001]
    rows = compared(snapshot, Comparison("fees", "district", Filter()))
    assert dict(rows.select("name", "value").iter_rows()) == {"洪泽区": 0.3, "金湖县": 1.001001}
    assert "**1.301001** 万元" in summaries.disclosure(snapshot, Filter(), "zh")


def test_a_zero_with_a_sign_is_zero_wherever_it_is_shown(tmp_path):
    one = example(2023, "洪泽区财政局", disclosure__fees__amount_wan_yuan="-0.00", disclosure__permits__decisions="-0")
    snapshot = hold(made(tmp_path, one))
    assert snapshot.store.read("issues").height == 0
    facts = export(snapshot.store, "facts", "zh").filter(pl.col("text").is_in(["-0", "-0.00"]))
    assert facts.height == 2
    assert [str(v) for v in facts["value"]] == ["0.0", "0.0"]
    sheet = load_workbook(io.BytesIO(write(facts.select("value"), "xlsx"))).worksheets[1]
    assert [str(sheet[c].value) for c in ("A2", "A3")] == ["0.0", "0.0"]
    assert "**0** 万元" in summaries.disclosure(snapshot, Filter(), "zh")


@pytest.mark.parametrize("value", [-0.0, -4e-7, 4e-7, 0])
def test_what_rounds_to_nothing_is_written_as_0(value):
    assert number(value) == "0"
    assert write(pl.DataFrame({"n": [-0.0]}), "csv") == b"n\n0\n"


# 20 cases and 19


def education(county: str, year: int, granted: int, other: int) -> object:
    """A bureau that grants so many requests and refuses so many others."""
    n = granted + other
    given = {"received_new": n, "granted": granted, "denied_third_party": other, "total_processed": n}
    cells = {f"requests__{i}__{c}": str(v) for i, v in given.items() for c in ("natural_person", "total")}
    return example(year, f"{county}教育局", **cells)


@pytest.fixture
def few(tmp_path):
    """Six bureaus over two years: how many of 20, or of 19, they grant."""
    decided = {
        "洪泽区": ((10, 10), (15, 5)),
        "金湖县": ((8, 12), (10, 10)),
        "盱眙县": ((9, 11), (12, 8)),
        "涟水县": ((7, 13), (14, 6)),
        "清江浦区": ((1, 18), (20, 0)),
        "淮阴区": ((2, 18), (0, 19)),
    }
    return made(tmp_path, *(education(c, 2022 + i, *n) for c, years in decided.items() for i, n in enumerate(years)))


def by_name(rows: pl.DataFrame, column: str) -> dict[str, object]:
    return {n.removeprefix("淮安市").removesuffix("教育局"): v for n, v in rows.select("name", column).iter_rows()}


ASKED = Comparison("granted_rate", "body", Filter(kinds=("education",)), "county")


def test_20_cases_are_enough_and_19_are_few(few):
    rows = compared(hold(few), ASKED)
    said = {y: by_name(rows.filter(pl.col("year") == y), "reason") for y in (2022, 2023)}
    assert said[2022] == {c: "few_cases" if c == "清江浦区" else None for c in COUNTIES}
    assert said[2023] == {c: "few_cases" if c == "淮阴区" else None for c in COUNTIES}
    assert rows["rate"].null_count() == 0, "a rate over a few cases is shown all the same"


def test_points_stand_between_rates_of_20_cases_and_of_20(few):
    """From 10 to 15 of 20 are 25 points; where one of the years has 19 there are none."""
    both = two_years(compared(hold(few), ASKED), 2022, 2023)
    assert by_name(both, "points") == {
        "洪泽区": 25.0, "金湖县": 10.0, "盱眙县": 15.0, "涟水县": 35.0, "清江浦区": None, "淮阴区": None,
    }  # fmt: skip


def test_those_that_moved_most_have_20_cases_in_both_years(few):
    unit, compared_, rows = largest_changes(hold(few), Filter(), "granted_rate", 2023, 3)
    assert (unit, compared_) == ("district", 4)
    assert rows.select("name", "points").rows() == [("涟水县", 35.0), ("洪泽区", 25.0), ("盱眙县", 15.0)]


def test_quartiles_are_those_of_at_least_four_with_20_cases(few):
    """2023 without 淮阴区: 0.5 0.6 0.7 0.75 1.0; three are too few for quartiles."""
    rows = compared(hold(few), ASKED)
    assert quartiles_of(rows, 2023, "rate") == pytest.approx((0.6, 0.7, 0.75))
    firm = rows.filter(pl.col("name").str.contains("洪泽|金湖|盱眙|涟水"))
    assert quartiles_of(firm, 2023, "rate") == pytest.approx((0.575, 0.65, 0.7125))
    assert quartiles_of(firm.filter(~pl.col("name").str.contains("洪泽")), 2023, "rate") is None


def test_a_bodys_peers_have_20_cases(few):
    """2023, without 洪泽区 itself and without 淮阴区 with its 19: 0.5 0.6 0.7 1.0. Without 清江浦区 as well there are three."""
    snapshot = hold(few)
    bodies = {r["agency"]: r["body_id"] for r in snapshot.store.read("reports").iter_rows(named=True)}
    found = peers(snapshot, bodies["淮安市洪泽区教育局"], "own").filter(pl.col("metric") == "granted_rate")
    (row,) = found.filter(pl.col("year") == 2023).to_dicts()
    assert row["peers"] == 4
    assert [row[q] for q in ("q1", "median", "q3")] == pytest.approx([0.575, 0.65, 0.775])
    assert found.filter(pl.col("year") == 2022)["peers"].to_list() == [4]


def test_who_has_few_cases_is_compared_with_those_that_have_enough(few):
    snapshot = hold(few)
    body = snapshot.store.read("reports").filter(pl.col("agency") == "淮安市淮阴区教育局")["body_id"][0]
    found = peers(snapshot, body, "own").filter(pl.col("metric") == "granted_rate", pl.col("year") == 2023)
    assert found["peers"].to_list() == [5], "its own figure, which is none, is not taken off"


# The funnel


@pytest.mark.parametrize(
    ("size", "place"), [(20, "inside"), (35, "inside"), (36, "high"), (65, "high"), (66, "very_high")]
)
def test_a_member_that_grants_all_lies_outside_only_where_chance_would_hardly_do_it(size, place):
    """Around 90 %, chance grants all of 20 in 12 % of samples, of 35 in 2.503 %, of 36 in 2.253 %, of 66 in 0.096 %."""
    assert Funnel(0.9, 10, 1.0, False).place(size, size) == place
    assert Funnel(0.1, 10, 1.0, False).place(0, size) == place.replace("high", "low")


@pytest.mark.parametrize(("n", "place"), [(14, "inside"), (15, "high"), (17, "high"), (18, "very_high")])
def test_a_member_lies_above_a_limit_as_far_as_it_would_lie_below(n, place):
    """Of 20 around 50 %: 15 or more in 2.07 % of samples, 14 or more in 5.8 %; 17 or more in 0.13 %, 18 in 0.02 %."""
    group = Funnel(0.5, 10, 1.0, False)
    assert group.place(n, 20) == place
    assert group.place(20 - n, 20) == place.replace("high", "low")


def test_what_lies_on_a_limit_lies_inside():
    """A widened funnel whose limits are all that a rate can be."""
    assert Funnel(0.5, 10, 1000.0, True).places([0, 20], [20, 20]) == ["inside", "inside"]


def test_members_with_20_cases_make_the_funnel_and_19_are_placed_nowhere(few):
    """2023: 71 of 100 granted by the five with at least 20; 0 of 19 by the sixth decides nothing."""
    group, placed = funnel_of(compared(hold(few), ASKED), 2023)
    assert (group.target, group.members) == (71 / 100, 5)
    assert {c for c, p in by_name(placed, "place").items() if p == "few"} == {"淮阴区"}


@pytest.mark.parametrize(("other", "drawn"), [(10, True), (9, False)])
def test_a_funnel_is_drawn_of_four_members_with_20_cases_and_not_of_three(tmp_path, monkeypatch, other, drawn):
    """Four bureaus: three that decide 20 requests, and one that decides 20 or 19."""
    three = [education(c, 2023, 10, 10) for c in COUNTIES[:3]]
    monkeypatch.setenv("GONGKAI_STORE", str(made(tmp_path / "mine", *three, education("涟水县", 2023, 10, other))))
    page = open_page("compare", lang="zh", kind="education", metric="granted_rate", unit="body")
    assert (say("compare.funnel.exact", "zh") in words(page)) == drawn


# 500 rows


@pytest.mark.parametrize(("rows", "read_here", "note"), [(500, 500, ""), (501, 500, "first 500 of 501")])
def test_500_rows_are_read_on_a_page_and_files_hold_all(rows, read_here, note):
    frame = pl.DataFrame({"n": range(rows)})
    kept = chart_data.ChartRows(frame, ("n",), (), "—", (), ("about", "data"), "name", "first 500 of 501")
    token = chart_data.register_rows(kept)

    def asked(format: str) -> bytes:
        scope = {"type": "http", "path_params": {"token": token, "format": format}}
        return chart_data.answer(Request(scope)).body

    found = orjson.loads(asked("json"))
    assert (len(found["rows"]), found["note"]) == (read_here, note)
    assert found["rows"][-1] == [str(read_here - 1)]
    assert len(asked("csv").decode("utf-8-sig").splitlines()) == rows + 1
