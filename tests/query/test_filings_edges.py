"""Filings and figures at their edges: two reports of a year, a body that stopped, what was withdrawn, a roster's years."""

from pathlib import Path

import polars as pl
import pytest
from helpers import documents, example, figures, hold, put, read, run

from loaders.ingest.roster import read_roster
from loaders.ingest.run import set_roster, withdraw
from loaders.output import summaries
from loaders.query import coverage
from loaders.query.body import carried, history, scopes
from loaders.query.comparability import Reason
from loaders.query.compare import Comparison, compared, two_years
from loaders.query.filters import Filter
from loaders.query.like_for_like import Change
from loaders.query.mismatches import REQUESTS, mismatches
from loaders.query.pivot import pivot
from loaders.query.pivot_layout import Layout
from loaders.query.report import report
from loaders.query.snapshot import Snapshot
from loaders.query.sums import comparable_counts, sums
from loaders.query.years import over_years
from loaders.synthetic.documents import Example

GOVERNMENT, ITSELF = "洪泽区人民政府", "洪泽区人民政府（本级）"
WITHOUT_TABLES = "<h1>{}{}年政府信息公开工作年度报告</h1><p>一、总体情况</p><p>二、主动公开政府信息情况</p>"


def made(folder: Path, **pages) -> Snapshot:
    """A store of some pages, by the names of their files."""
    for name, one in pages.items():
        put(folder / "in", f"{name}.html", one)
    read(folder / "store", folder / "in")
    return hold(folder / "store")


def received(agency: str, year: int, n: int, carried_in: int = 0, carried_out: int = 0) -> Example:
    """A report of n new requests, all granted that do not go on into the next year."""
    rows = {"received_new": n, "carried_in": carried_in, "carried_out": carried_out}
    return Example(agency, year, "2021", figures(**rows, granted=n + carried_in - carried_out))


def states(snapshot: Snapshot, **filters) -> dict[tuple[str, int], str]:
    rows = coverage.coverage(snapshot, Filter(**filters))
    return {(a.removeprefix("淮安市洪泽区"), y): s for a, y, s in rows.select("agency", "year", "state").iter_rows()}


# Two reports of one year


@pytest.fixture
def both(tmp_path):
    """A government on itself in 2022 and 2023, on its area in 2023 as well, and a bureau in both years."""
    return made(
        tmp_path,
        own2022=received(ITSELF, 2022, 10, carried_out=2),
        own2023=received(ITSELF, 2023, 14, carried_in=2, carried_out=1),
        area2023=received(GOVERNMENT, 2023, 100, carried_in=9, carried_out=4),
        edu2022=received("洪泽区教育局", 2022, 20),
        edu2023=received("洪泽区教育局", 2023, 30),
    )


def government(snapshot: Snapshot) -> str:
    rows = snapshot.store.read("reports").filter(pl.col("kind") == "people_government")
    assert rows["body_id"].n_unique() == 1
    return rows["body_id"][0]


def test_an_area_report_takes_the_place_of_the_bodys_own_and_adds_nothing_to_it(both):
    found = sums(both, Filter(), ("received_new",))
    assert found.select("year", "reports", "received_new").rows() == [(2022, 2, 30), (2023, 1, 100)]
    kinds = sums(both, Filter(years=(2023,)), ("received_new",), ("kind",))
    assert dict(kinds.select("kind", "received_new").iter_rows()) == {"people_government": 14, "education": 30}


def test_an_area_report_and_the_bodys_own_of_the_year_before_are_no_two_years_of_one_thing(both):
    """Nothing that is added up in 2023 was added up in 2022: 100 is no rise from 30, nor from 10."""
    filters = Filter(bodies=(government(both),))
    assert comparable_counts(both, Filter(), 2023) == (1, 2, 0)
    assert comparable_counts(both, filters, 2023) == (1, 1, 0)
    for choice in (Filter(), filters):
        found = over_years(both, choice, ("received_new",))
        assert found.now["received_new"] == 100
        assert found.changes["received_new"] == Change(0, False, reason=Reason.OTHER_BODIES)
        assert "较上年" not in summaries.requests(both, choice, "zh")


def test_the_bodies_that_stand_in_both_years_are_counted_by_what_they_report_on(tmp_path):
    snapshot = made(
        tmp_path,
        a=received(GOVERNMENT, 2022, 90),
        b=received(GOVERNMENT, 2023, 100),
        c=received(ITSELF, 2023, 14),
        d=received("金湖县教育局", 2022, 5),
        e=received("金湖县教育局", 2023, 6),
        f=received("金湖县财政局", 2023, 7),
    )
    assert comparable_counts(snapshot, Filter(), 2023) == (3, 2, 2)
    every = tuple(snapshot.store.read("reports")["body_id"].unique())
    assert comparable_counts(snapshot, Filter(bodies=every), 2023) == (3, 2, 2)
    found = over_years(snapshot, Filter(), ("received_new",))
    assert found.changes["received_new"] == Change(2, False, 106, 95)
    assert found.breaks == (2023,)


@pytest.mark.parametrize(
    ("stops", "change", "breaks"), [(False, Change(2, True, 14, 12), ()), (True, Change(1, False, 6, 5), (2023,))]
)
def test_a_change_is_that_of_the_bodies_that_stand_in_both_years(tmp_path, stops, change, breaks):
    reports = {"a": received("洪泽区教育局", 2022, 5), "b": received("洪泽区教育局", 2023, 6)}
    reports |= {"c": received("金湖县教育局", 2022, 7)}
    reports |= {} if stops else {"d": received("金湖县教育局", 2023, 8)}
    found = over_years(made(tmp_path, **reports), Filter(), ("received_new",))
    assert (found.changes["received_new"], found.breaks) == (change, breaks)


def test_a_body_is_compared_by_its_area_report_where_it_has_one(both):
    rows = compared(both, Comparison("received_new", "body", Filter(kinds=("people_government",))))
    assert rows.select("year", "value", "area", "filed").rows() == [(2022, 10.0, False, 1), (2023, 100.0, True, 1)]
    (change,) = two_years(rows, 2022, 2023).to_dicts()
    assert (change["apart"], change["difference"]) == ("other_bodies", None)


def test_a_districts_sum_of_bodies_gives_way_to_the_area_report(both):
    rows = compared(both, Comparison("received_new", "district", Filter()))
    assert rows.select("year", "value", "area", "areas", "bodies", "expected").rows() == [
        (2022, 30.0, False, 0, 2, 2),
        (2023, 100.0, True, 1, 0, None),
    ]


def test_a_government_is_none_of_the_bodies_that_a_districts_sum_waits_for(tmp_path):
    """It reported on its area in 2022: in 2023 the sum of one bureau is one of one, not one of two."""
    snapshot = made(
        tmp_path,
        a=received(GOVERNMENT, 2022, 90),
        b=received("洪泽区教育局", 2022, 20),
        c=received("洪泽区教育局", 2023, 30),
    )
    rows = compared(snapshot, Comparison("received_new", "district", Filter(), years=(2023,)))
    assert rows.select("value", "area", "bodies", "expected").rows() == [(30.0, False, 1, 1)]
    assert coverage.partial_total(snapshot, Filter(), 2023) == (1, 1, 1)


def test_a_table_of_bodies_has_a_row_for_each_of_the_two(both):
    table = pivot(both, Layout(("received_new",), ("body",), (), Filter(years=(2023,), kinds=("people_government",))))
    assert sorted(table.rows["0"]) == [14.0, 100.0]


def test_a_bodys_page_shows_its_reports_on_itself_apart_from_those_on_its_area(both):
    body = government(both)
    assert scopes(both, body) == ["own", "area"]
    assert history(both, body, "own").select("year", "received_new").rows() == [(2022, 10.0), (2023, 14.0)]
    assert history(both, body, "area").select("year", "received_new").rows() == [(2023, 100.0)]
    assert carried(both, body, "own").rows() == [(2022, None, 0), (2023, 2, 2)]
    assert carried(both, body, "area").rows() == [(2023, None, 9)]


def test_what_is_wrong_in_one_of_the_two_is_said_of_that_one(tmp_path):
    """The government's own report prints 99 processed of 14; the total of the year is made of that on its area."""
    wrong = figures(received_new=14, granted=14) | {"requests.total_processed.total": "99"}
    snapshot = made(tmp_path, own=Example(ITSELF, 2023, "2021", wrong), area=received(GOVERNMENT, 2023, 100))
    assert mismatches(snapshot, Filter(), REQUESTS).height == 0
    assert mismatches(snapshot, Filter(), REQUESTS, "own").rows() == [(2023, 1)]
    ids = dict(snapshot.store.read("reports").select(pl.col("scope").cast(pl.String), "report_id").iter_rows())
    found = {scope: report(snapshot, id_, "zh") for scope, id_ in ids.items()}
    assert set(found["own"].issues["rule"]) == {"balance", "outcomes", "applicants"}
    assert found["area"].issues.height == 0
    assert {s: r.documents["source"].to_list() for s, r in found.items()} == {
        "own": ["own.html"],
        "area": ["area.html"],
    }


def test_a_body_with_two_reports_of_a_year_has_filed_once_and_the_first_of_them_counts(tmp_path):
    snapshot = made(
        tmp_path,
        own=example(2023, ITSELF, published="2024-04-20"),
        area=example(2023, GOVERNMENT, published="2024-03-30"),
    )
    rows = coverage.coverage(snapshot, Filter())
    assert rows.select("state", pl.col("published").cast(pl.String)).rows() == [("in_time", "2024-03-30")]
    assert coverage.counts(snapshot, Filter()).select("expected", "filed", "in_time", "late").rows() == [(1, 1, 1, 0)]


def test_a_report_posted_anew_after_the_deadline_was_filed_late(tmp_path):
    """The later publication supersedes the first: what is in force was published on 20 February."""
    first = example(2023, "洪泽区教育局", published="2024-01-20")
    second = example(2023, "洪泽区教育局", published="2024-02-20", requests__granted__business="1")
    snapshot = made(tmp_path, a=first, b=second)
    assert documents(tmp_path / "store")["a.html"] == ("superseded", None)
    assert states(snapshot) == {("教育局", 2023): "late"}
    withdraw(["b.html"], tmp_path / "store")
    assert states(hold(tmp_path / "store")) == {("教育局", 2023): "in_time"}


@pytest.mark.parametrize(("day", "state"), [("2024-01-31", "in_time"), ("2024-02-01", "late")])
def test_a_department_files_in_time_until_the_last_of_january(tmp_path, day, state):
    assert states(made(tmp_path, a=example(2023, "洪泽区教育局", published=day))) == {("教育局", 2023): state}


# Bodies that stop, begin, or cannot be read


def test_a_body_is_missing_in_each_year_without_its_report_from_its_first_one_on(tmp_path):
    snapshot = made(
        tmp_path,
        a=example(2021, "洪泽区教育局"),
        b=example(2023, "洪泽区教育局"),
        c=example(2022, "洪泽区财政局"),
        d=example(2023, "洪泽区财政局"),
        e=example(2024, "洪泽区财政局"),
    )
    assert states(snapshot) == {
        ("教育局", 2021): "undated",
        ("教育局", 2022): "missing",
        ("教育局", 2023): "undated",
        ("教育局", 2024): "missing",
        ("财政局", 2021): "not_expected",
        **{("财政局", y): "undated" for y in (2022, 2023, 2024)},
    }
    counts = coverage.counts(snapshot, Filter()).select("year", "expected", "filed", "missing").rows()
    assert counts == [(2021, 1, 1, 0), (2022, 2, 1, 1), (2023, 2, 2, 0), (2024, 2, 1, 1)]
    assert coverage.owing(snapshot, Filter())["year"].to_list() == [2024, 2022]


def test_a_body_that_stopped_takes_no_part_in_the_comparison_and_stays_on_the_list(tmp_path):
    snapshot = made(
        tmp_path,
        a=received("洪泽区教育局", 2022, 5),
        b=received("金湖县教育局", 2022, 7),
        c=received("金湖县教育局", 2023, 8),
    )
    rows = compared(snapshot, Comparison("received_new", "body", Filter()))
    assert set(rows.filter(pl.col("year") == 2023).select("name", "value", "filed").rows()) == {
        ("淮安市洪泽区教育局", None, 0),
        ("金湖县教育局", 8.0, 1),
    }
    change = {r["name"]: r["difference"] for r in two_years(rows, 2022, 2023).iter_rows(named=True)}
    assert change == {"淮安市洪泽区教育局": None, "金湖县教育局": 1.0}


@pytest.mark.parametrize(
    ("span", "expected"),
    [
        (",2022", {2021: "missing", 2022: "missing", 2023: "not_expected"}),
        ("2022,", {2021: "not_expected", 2022: "missing", 2023: "missing"}),
        ("2022,2022", {2021: "not_expected", 2022: "missing", 2023: "not_expected"}),
    ],
)
def test_a_roster_asks_from_its_first_year_to_its_last(tmp_path, span, expected):
    snapshot = made(tmp_path, **{f"y{y}": example(y, "洪泽区教育局") for y in expected})
    roster, faults = read_roster(f"单位,起始年,截止年\n洪泽区教育局,,\n洪泽区财政局,{span}\n".encode())
    assert not faults
    set_roster(snapshot.store.path, roster)
    found = states(hold(tmp_path / "store"))
    assert {y: found["财政局", y] for y in expected} == expected
    owing = coverage.owing(hold(tmp_path / "store"), Filter())["year"].to_list()
    assert owing == sorted((y for y, s in expected.items() if s == "missing"), reverse=True)


def test_what_was_filed_after_the_rosters_last_year_is_filed_all_the_same(tmp_path):
    snapshot = made(tmp_path, a=example(2023, "洪泽区教育局", published="2024-01-20"))
    roster, _ = read_roster("单位,截止年\n洪泽区教育局,2022\n".encode())
    set_roster(snapshot.store.path, roster)
    assert states(hold(tmp_path / "store")) == {("教育局", 2023): "in_time"}


def test_a_withdrawn_report_is_missing_and_not_unreadable(tmp_path):
    snapshot = made(
        tmp_path, a=example(2022, "洪泽区教育局"), b=example(2023, "洪泽区教育局"), c=example(2023, "洪泽区财政局")
    )
    assert states(snapshot)["教育局", 2023] == "undated"
    assert run("withdraw", "b.html", "--store", tmp_path / "store").exit_code == 0
    found = states(hold(tmp_path / "store"))
    assert (found["教育局", 2022], found["教育局", 2023]) == ("undated", "missing")
    assert run("withdraw", "a.html", "--store", tmp_path / "store").exit_code == 0
    assert "教育局" not in {body for body, _ in states(hold(tmp_path / "store"))}, "nothing is left of it"


def test_a_document_that_fails_beside_one_that_was_read_takes_nothing_from_it(tmp_path):
    snapshot = made(
        tmp_path,
        a=example(2023, "洪泽区教育局", published="2024-01-20"),
        b=WITHOUT_TABLES.format("洪泽区教育局", 2023),
        c=WITHOUT_TABLES.format("洪泽区教育局", 2022),
    )
    assert documents(tmp_path / "store")["b.html"][0] == "rejected"
    assert states(snapshot) == {("教育局", 2022): "failed", ("教育局", 2023): "in_time"}
    withdraw(["a.html"], tmp_path / "store")
    assert states(hold(tmp_path / "store")) == {}, "without a report nobody is known to file"


def test_a_withdrawn_report_whose_other_document_fails_is_unreadable(tmp_path):
    snapshot = made(
        tmp_path,
        a=example(2022, "洪泽区教育局"),
        b=example(2023, "洪泽区教育局"),
        c=WITHOUT_TABLES.format("洪泽区教育局", 2023),
    )
    assert states(snapshot)["教育局", 2023] == "undated"
    withdraw(["b.html"], tmp_path / "store")
    assert states(hold(tmp_path / "store"))["教育局", 2023] == "failed"


def test_a_look_alike_is_no_failed_report(tmp_path):
    notice = "<h1>洪泽区教育局关于做好2023年政府信息公开工作年度报告编制工作的通知</h1><p>各学校：</p>"
    snapshot = made(tmp_path, a=example(2022, "洪泽区教育局"), b=example(2023, "洪泽区财政局"), c=notice)
    assert documents(tmp_path / "store")["c.html"][0] == "rejected"
    assert states(snapshot)["教育局", 2023] == "missing"
