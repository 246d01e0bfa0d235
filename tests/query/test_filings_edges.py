"""Filings and figures at their edges: two reports of a year, a body that stopped, what was withdrawn, a roster's years."""

from datetime import date
from pathlib import Path

import polars as pl
import pytest
from helpers import documents, example, figures, hold, put, read, run

from loaders.form import deadlines
from loaders.form.deadlines import deadline
from loaders.ingest.roster import read_roster
from loaders.ingest.run import set_roster
from loaders.ingest.withdrawal import withdraw
from loaders.output import summaries
from loaders.output.filings import worded
from loaders.query import coverage
from loaders.query.body import carried, history, scopes
from loaders.query.comparability import Reason
from loaders.query.compare import Comparison, compared, two_years
from loaders.query.filters import Filter
from loaders.query.like_for_like import Change, breaks_of_one
from loaders.query.mismatches import REQUESTS, mismatches
from loaders.query.pivot import pivot
from loaders.query.pivot_layout import Layout
from loaders.query.report import report
from loaders.query.snapshot import Snapshot
from loaders.query.sums import comparable_counts, sums
from loaders.query.years import latest_due_year, latest_reported_year, over_years, years_not_due
from loaders.synthetic.documents import Example, html

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
    assert found.breaks.bodies == (2023,)


@pytest.mark.parametrize(
    ("stops", "change", "breaks"), [(False, Change(2, True, 14, 12), ()), (True, Change(1, False, 6, 5), (2023,))]
)
def test_a_change_is_that_of_the_bodies_that_stand_in_both_years(tmp_path, stops, change, breaks):
    reports = {"a": received("洪泽区教育局", 2022, 5), "b": received("洪泽区教育局", 2023, 6)}
    reports |= {"c": received("金湖县教育局", 2022, 7)}
    reports |= {} if stops else {"d": received("金湖县教育局", 2023, 8)}
    found = over_years(made(tmp_path, **reports), Filter(), ("received_new",))
    assert (found.changes["received_new"], found.breaks.bodies) == (change, breaks)


def test_a_line_breaks_where_other_reports_have_the_figure_though_the_bodies_are_the_same(tmp_path):
    """Of two bodies one leaves the new requests blank, and in 2024 the other does; those carried out they always print."""
    agencies = ("洪泽区教育局", "金湖县教育局")
    blank = {(2023, agencies[0]), (2024, agencies[1])}
    for i, (year, agency) in enumerate((y, a) for y in (2021, 2022, 2023, 2024) for a in agencies):
        cells = {"requests__received_new__total": ""} if (year, agency) in blank else {}
        put(tmp_path / "in", f"{i}.html", example(year, agency, **cells))
    read(tmp_path / "store", tmp_path / "in")
    found = over_years(hold(tmp_path / "store"), Filter(), ("received_new", "carried_out")).breaks
    assert found.bodies == ()
    assert (found.of("received_new"), found.of("carried_out")) == ((2023, 2024), ())


def test_no_line_of_a_rate_leads_to_or_from_few_cases(tmp_path):
    """30, 10 and 30 requests: the years are not compared, of the body and of the total alike."""
    counts = {2021: 30, 2022: 10, 2023: 30, 2024: 31}
    snapshot = made(tmp_path, **{f"r{y}": received("金湖县教育局", y, n) for y, n in counts.items()})
    total = over_years(snapshot, Filter(), ("granted_rate", "granted")).breaks
    body_id = snapshot.rows("bodies", ("body_id",))["body_id"].item()
    alone = breaks_of_one(history(snapshot, body_id, "own"), ("granted_rate", "granted"))
    for found in (total, alone):
        assert (found.of("granted_rate"), found.of("granted")) == ((2022, 2023), ())
        assert found.reason("granted_rate", 2023) == Reason.FEW_CASES


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


def test_a_later_correction_is_in_force_and_does_not_make_the_report_late(tmp_path):
    first = example(2023, "洪泽区教育局", published="2024-01-20")
    second = example(2023, "洪泽区教育局", published="2024-02-20", requests__granted__business="1")
    snapshot = made(tmp_path, a=first, b=second)
    assert documents(tmp_path / "store")["a.html"] == ("superseded", None)
    assert states(snapshot) == {("教育局", 2023): "in_time"}
    withdraw(["a.html"], tmp_path / "store")
    assert states(hold(tmp_path / "store")) == {("教育局", 2023): "late"}


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
    assert coverage.coverage(snapshot, Filter(), state=coverage.OWING)["year"].to_list() == [2024, 2022]


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
    owing = coverage.coverage(hold(tmp_path / "store"), Filter(), state=coverage.OWING)["year"].to_list()
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


# Not yet due


TODAY = date(2026, 11, 29)


@pytest.fixture
def early(tmp_path):
    """Four bodies reported for 2025; on 29 November 2026 one has already published for 2026."""
    bodies = ("教育局", "民政局", "水利局", "财政局")
    pages = {f"a{i}": dated(f"洪泽区{b}", 2025, "2026-01-20", 10) for i, b in enumerate(bodies)}
    return made(tmp_path, **pages, x=dated("洪泽区教育局", 2026, "2026-11-20", 10))


def dated(agency: str, year: int, published: str, n: int = 3) -> Example:
    return Example(agency, year, "2021", figures(received_new=n, granted=n), published)


def test_what_is_missing_before_its_deadline_is_not_yet_due(early):
    rows = coverage.coverage(early, Filter(years=(2026,)), today=TODAY)
    assert sorted(rows["state"].cast(pl.String)) == ["not_due", "not_due", "not_due", "undated"]
    counts = coverage.counts(early, Filter(years=(2026,)), today=TODAY).row(0, named=True)
    assert (counts["expected"], counts["filed"], counts["missing"], counts["not_due"]) == (4, 1, 0, 3)
    for by in (("division",), ("kind",)):
        assert coverage.counts(early, Filter(years=(2026,)), by, TODAY)["not_due"].sum() == 3
    owing = coverage.coverage(early, Filter(), today=TODAY, state=coverage.OWING)
    assert owing.height == coverage.count(early, Filter(), coverage.OWING, TODAY) == 0
    assert coverage.bodies_in(early, Filter(), "missing", TODAY).len() == 0


@pytest.mark.parametrize(("day", "owed"), [(date(2027, 1, 31), 0), (date(2027, 2, 1), 3)])
def test_a_report_is_owed_from_the_day_after_its_deadline(early, day, owed):
    assert coverage.count(early, Filter(), coverage.OWING, day) == owed
    assert coverage.counts(early, Filter(years=(2026,)), today=day)["missing"].item() == owed


def test_a_year_not_yet_due_is_the_latest_only_where_it_is_chosen(early):
    assert latest_due_year(early, Filter(), TODAY) == latest_reported_year(early, Filter(), TODAY) == 2025
    years = over_years(early, Filter(), ("received_new",), TODAY)
    assert (years.year, years.now["received_new"]) == (2025, 40)
    assert years.shown["year"].to_list() == [2025], "no line falls to the one report of 2026"
    assert years_not_due(early, Filter(), TODAY) == [2026]
    assert years_not_due(early, Filter(years=(2026,)), TODAY) == []
    chosen = Filter(years=(2025, 2026))
    assert latest_due_year(early, chosen, TODAY) == over_years(early, chosen, ("received_new",), TODAY).year == 2026
    assert latest_due_year(early, Filter(), date(2027, 2, 1)) == 2026


def test_a_store_of_a_year_not_yet_due_alone_speaks_of_that_year(tmp_path):
    snapshot = made(tmp_path, x=dated("洪泽区教育局", 2026, "2026-11-20"))
    assert over_years(snapshot, Filter(), ("received_new",), TODAY).year == 2026


# The first publication


def copied(tmp_path: Path, *copies: tuple[str | None, str]) -> Snapshot:
    """One report in several copies, each with other figures: address and day of publication."""
    for i, (url, day) in enumerate(copies):
        page = html(dated("洪泽区教育局", 2023, day, i + 1))
        address = f'<link rel="canonical" href="{url}">' if url else ""
        put(tmp_path / "in", f"{i}.html", page.replace("<title>", f"{address}<title>"))
    read(tmp_path / "store", tmp_path / "in")
    assert hold(tmp_path / "store").store.read("documents")["report_id"].n_unique() == 1
    return hold(tmp_path / "store")


OFFICIAL, MIRROR = "http://www.hongze.gov.cn/a.html", "https://mirror.example.com/a.html"


@pytest.mark.parametrize(
    ("copies", "expected"),
    [
        ([(None, "2024-01-20"), (None, "2024-03-20")], "in_time"),
        ([(OFFICIAL, "2024-01-20"), (OFFICIAL, "2024-03-20")], "in_time"),
        ([(OFFICIAL, "2024-01-20"), (MIRROR, "2024-03-20")], "in_time"),
        ([(OFFICIAL, "2024-03-20"), (MIRROR, "2024-01-20")], "late"),
        ([(OFFICIAL, "2026-03-20"), (MIRROR, "2024-03-20")], "undated"),
        ([(MIRROR, "2024-03-20")], "undated"),
        ([(MIRROR, "2024-01-20")], "in_time"),
    ],
)
def test_the_first_official_publication_counts_and_no_mirror_makes_a_report_late(tmp_path, copies, expected):
    assert states(copied(tmp_path, *copies)) == {("教育局", 2023): expected}


def test_the_regulation_moves_no_deadline_and_the_switch_does(tmp_path, monkeypatch):
    """31 January 2026 is a Saturday; 31 January 2022 lies in the spring festival."""
    frame = pl.DataFrame({"kind": ["education"] * 3, "year": pl.Series([2025, 2021, 2023], dtype=pl.Int16)})
    assert frame.select(deadline()).to_series().to_list() == [date(2026, 1, 31), date(2022, 1, 31), date(2024, 1, 31)]
    monkeypatch.setattr(deadlines, "REST_DAYS_EXTEND", True)
    assert frame.select(deadline()).to_series().to_list() == [date(2026, 2, 2), date(2022, 2, 7), date(2024, 1, 31)]


def test_reports_on_2018_and_before_are_due_by_31_march_for_all():
    """Order 492, art. 31; Order 711 came into force in May 2019."""
    kinds = ["education", "people_government", "township"]
    frame = pl.DataFrame({"kind": kinds * 2, "year": pl.Series([2018] * 3 + [2019] * 3, dtype=pl.Int16)})
    due = frame.select(deadline()).to_series().to_list()
    assert due == [date(2019, 3, 31)] * 3 + [date(2020, 1, 31), date(2020, 3, 31), date(2020, 1, 31)]
    assert not deadlines.is_due(2018, date(2019, 2, 15))
    assert deadlines.is_due(2019, date(2020, 2, 15))


# Bodies that are no more


def test_a_renamed_body_has_one_line_under_its_new_name(tmp_path):
    snapshot = made(
        tmp_path,
        a=dated("洪泽区扶贫办公室", 2019, "2020-01-20"),
        b=dated("洪泽区扶贫办公室", 2020, "2021-01-20"),
        c=dated("洪泽区乡村振兴局", 2021, "2022-01-20"),
        d=dated("洪泽区教育局", 2022, "2023-01-20"),
    )
    found = {k: v for k, v in states(snapshot).items() if k[0] != "教育局"}
    assert found == {("乡村振兴局", y): "in_time" for y in (2019, 2020, 2021)} | {("乡村振兴局", 2022): "missing"}
    rows = worded(coverage.coverage(snapshot, Filter()), "zh")
    assert "淮安市洪泽区乡村振兴局（原淮安市洪泽区扶贫办公室）" in rows["agency"].to_list()
    old = snapshot.store.read("reports").filter(pl.col("agency").str.contains("扶贫"))["body_id"][0]
    assert coverage.coverage(snapshot, Filter(bodies=(old,))).height == 4
    assert coverage.count(snapshot, Filter(templates=("2021",))) == 4


def test_a_merged_body_owes_nothing_and_its_successor_is_named(tmp_path):
    snapshot = made(
        tmp_path,
        a=dated("洪泽区乡村振兴局", 2022, "2023-01-20"),
        **{f"n{y}": dated("洪泽区农业农村局", y, f"{y + 1}-01-20") for y in (2022, 2023, 2024)},
    )
    found = states(snapshot)
    assert [found["乡村振兴局", y] for y in (2022, 2023, 2024)] == ["in_time", "missing", "dissolved"]
    assert coverage.counts(snapshot, Filter(years=(2024,)))["expected"].item() == 1
    (row,) = coverage.coverage(snapshot, Filter(years=(2024,))).filter(pl.col("successor").is_not_null()).to_dicts()
    assert row["successor"] == "淮安市洪泽区农业农村局"
    assert coverage.coverage(snapshot, Filter(), state=coverage.OWING)["year"].to_list() == [2023]


def test_a_body_whose_reform_was_left_to_localities_ends_only_where_its_successor_reports(tmp_path):
    alone = {f"a{y}": dated("洪泽区行政审批局", y, f"{y + 1}-01-20") for y in (2022, 2023)}
    others = {f"o{y}": dated("洪泽区教育局", y, f"{y + 1}-01-20") for y in (2024, 2025)}
    assert states(made(tmp_path / "a", **alone, **others))["行政审批局", 2024] == "missing"
    found = states(made(tmp_path / "b", **alone, **others, d=dated("洪泽区数据局", 2024, "2025-01-20")))
    assert {k: v for k, v in found.items() if k[0] != "教育局"} == {
        **{("数据局", y): "in_time" for y in (2022, 2023, 2024)},
        ("数据局", 2025): "missing",
    }


def test_a_body_that_reports_after_the_reform_had_not_ended(tmp_path):
    pages = {f"a{y}": dated("洪泽区乡村振兴局", y, f"{y + 1}-01-20") for y in (2022, 2025)}
    snapshot = made(tmp_path, **pages, b=dated("洪泽区教育局", 2024, "2025-01-20"))
    assert states(snapshot)["乡村振兴局", 2024] == "missing"


def test_the_bodies_of_a_district_that_is_no_more_owe_nothing(tmp_path):
    """三山区 of 芜湖市 became part of 弋江区 in 2020."""
    snapshot = made(
        tmp_path, a=dated("芜湖市三山区教育局", 2019, "2020-01-20"), b=dated("洪泽区教育局", 2022, "2023-01-20")
    )
    rows = coverage.coverage(snapshot, Filter(years=(2022,))).filter(pl.col("agency").str.contains("三山区"))
    assert rows.select(pl.col("state").cast(pl.String), "successor").rows() == [("dissolved", "弋江区")]


# Who says so, and who is apart


def test_an_inferred_roster_says_so_on_every_row_and_accuses_nobody(tmp_path):
    snapshot = made(tmp_path, a=dated("洪泽区教育局", 2022, "2023-01-20"), b=dated("洪泽区财政局", 2023, "2024-01-20"))
    rows = worded(coverage.coverage(snapshot, Filter()), "zh")
    assert set(rows["basis"]) == {"推定"}
    assert "未见报告" in rows["state"].to_list()
    assert "推定" in summaries.coverage(snapshot, Filter(), "zh")
    roster, _ = read_roster("单位\n洪泽区教育局\n洪泽区财政局\n".encode())
    set_roster(snapshot.store.path, roster)
    rows = worded(coverage.coverage(hold(tmp_path / "store"), Filter()), "zh")
    assert set(rows["basis"]) == {"名册"}
    assert "未发布（未报送）" in rows["state"].to_list()


def test_bodies_under_vertical_management_are_counted_for_themselves(tmp_path):
    tax = "国家税务总局淮安市洪泽区税务局"
    snapshot = made(
        tmp_path,
        a=dated("洪泽区教育局", 2022, "2023-01-20", 10),
        b=dated(tax, 2022, "2023-01-20", 70),
        c=dated("洪泽区气象局", 2022, "2023-01-20", 5),
    )
    assert coverage.counts(snapshot, Filter())["expected"].to_list() == [1]
    assert coverage.vertical_counts(snapshot, Filter(), 2022) == (2, 2)
    assert "垂直管理单位 2 家" in summaries.coverage(snapshot, Filter(), "zh")
    assert coverage.count(snapshot, Filter()) == 1
    assert coverage.count(snapshot, Filter(kinds=("vertical",))) == 2
    assert coverage.counts(snapshot, Filter(kinds=("tax",)))["expected"].to_list() == [1]
    kinds = coverage.counts(snapshot, Filter(), ("kind",))
    assert set(kinds["kind"]) == {"education", "tax", "meteorology"}
