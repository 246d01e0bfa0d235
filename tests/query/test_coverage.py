"""Who filed in time, late or not at all: deadlines, dates that cannot be trusted, rosters and their faults."""

import polars as pl
import pytest
from helpers import example, hold, put, read, run, workbook

from loaders.ingest.roster import read_roster
from loaders.ingest.run import set_roster
from loaders.output.filings import worded
from loaders.query import coverage
from loaders.query.filters import Filter
from loaders.store.cubes.filings import COUNTED
from loaders.store.versions import open_store, shipped

GOVERNMENT = "洪泽区人民政府"


@pytest.fixture
def store(tmp_path):
    """Two bodies over three years, one of them late, undated and unreadable in turn."""
    folder = tmp_path / "in"
    put(folder, "gov2021.html", example(2021, GOVERNMENT, published="2022-03-31"))
    put(folder, "gov2022.html", example(2022, GOVERNMENT, published="2023-04-01"))
    put(folder, "edu2021.html", example(2021, "洪泽区教育局", published="2022-02-01"))
    put(folder, "edu2022.html", example(2022, "洪泽区教育局", published="2025-06-30"))
    put(
        folder,
        "edu2023.html",
        "<h1>洪泽区教育局2023年政府信息公开工作年度报告</h1><p>一、总体情况</p><p>二、主动公开政府信息情况</p>",
    )
    read(tmp_path / "store", folder)
    return tmp_path / "store"


def states(store, **filters) -> dict[tuple[str, int], str]:
    rows = coverage.coverage(hold(store), Filter(**filters))
    return {(a.removeprefix("淮安市洪泽区"), y): s for a, y, s in rows.select("agency", "year", "state").iter_rows()}


def test_each_report_is_in_time_late_undated_unreadable_or_missing(store):
    assert states(store, years=(2021, 2022, 2023)) == {
        ("人民政府", 2021): "in_time",
        ("人民政府", 2022): "late",
        ("人民政府", 2023): "missing",
        ("教育局", 2021): "late",
        ("教育局", 2022): "undated",
        ("教育局", 2023): "failed",
    }
    owing = coverage.coverage(hold(store), Filter(years=(2023,)), state=coverage.OWING)
    assert sorted(owing["state"].cast(pl.String)) == ["failed", "missing"]


def test_a_roster_says_who_ought_to_file(store, tmp_path):
    roster = tmp_path / "名册.csv"
    roster.write_bytes("单位,地区,起始年\n教育局,洪泽区,2022\n洪泽区财政局,,\n".encode("gbk"))
    assert run("roster", "set", roster, "--store", store).exit_code == 0
    found = states(store, years=(2021, 2022))
    assert found[("教育局", 2021)] == "late"
    assert found[("财政局", 2021)] == found[("财政局", 2022)] == "missing"
    assert ("人民政府", 2021) not in found
    outside = coverage.outside_roster(hold(store), Filter())
    assert outside["agency"].to_list() == ["淮安市洪泽区人民政府"]
    assert run("roster", "clear", "--store", store).exit_code == 0
    assert not coverage.has_roster(hold(store))


def test_a_roster_with_faults_changes_nothing_and_each_row_is_told(store, tmp_path):
    run("roster", "set", put(tmp_path, "good.csv", "单位\n洪泽区财政局\n"), "--store", store)
    bad = "单位,截止年\n洪泽区教育局,\n洪泽县教育局,\n鼓楼区公安局,\n无此区教育局,\n,2020\n洪泽区水利局,去年\n"
    result = run("roster", "set", put(tmp_path, "bad.csv", bad), "--store", store)
    assert result.exit_code == 1
    for part in ("第 3 行", "第 2 行", "徐州市鼓楼区公安局", "第 5 行“无此区教育局”", "第 6 行没有单位名称", "“去年”"):
        assert part in result.output
    assert open_store(store).read("roster")["agency"].to_list() == ["淮安市洪泽区财政局"]
    assert run("roster", "set", put(tmp_path, "c.csv", "部门,编号\n教育局,1\n"), "--store", store).exit_code == 1
    for rows, told in (
        ("单位,起始年,截止年\n洪泽区教育局,2023,2019\n", "2023 晚于截止年 2019"),
        ("单位,地区\n洪泽区教育局,徐州市\n", "不在“徐州市”"),
        ('单位\n"洪泽区教育局\n洪泽区财政局\n', "引号"),
    ):
        result = run("roster", "set", put(tmp_path, "d.csv", rows), "--store", store)
        assert (result.exit_code, told in result.output) == (1, True)
    assert open_store(store).read("roster")["agency"].to_list() == ["淮安市洪泽区财政局"]
    assert run("roster", "set", tmp_path / "none.csv", "--store", store).exit_code == 2


def test_a_roster_in_any_encoding_and_with_tabs():
    for encoding in ("utf-8-sig", "gb18030", "utf-16"):
        rows, faults = read_roster("agency\tdistrict\n教育局\t徐州市鼓楼区\n".encode(encoding))
        assert (faults, rows["agency"].to_list()) == ([], ["徐州市鼓楼区教育局"])


def test_reading_more_reports_keeps_the_roster(store, tmp_path):
    run("roster", "set", put(tmp_path, "good.csv", "单位\n洪泽区财政局\n"), "--store", store)
    read(store, put(tmp_path / "more", "a.html", example(2023, "洪泽区财政局")).parent)
    assert open_store(store).read("roster").height == 1


TITLED = [
    ["应报送单位名册（2024年修订）"],
    ["序号", "单位", "地区", "联系人"],
    [1, "教育局", "洪泽区", "陈 1234"],
    [2, None, None, None],
]


@pytest.mark.parametrize(
    "data",
    [
        workbook(TITLED),
        "应报送单位名册\n\n单位;地区;联系人\n教育局;洪泽区;陈 1234\n".encode("gbk"),
        "名册，2024年修订\n单位，地区，联系人\n教育局，洪泽区，陈 1234\n".encode(),
    ],
)
def test_a_roster_is_read_as_offices_keep_it(store, data):
    rows, faults = read_roster(data)
    assert not faults
    assert rows.select("agency", "contact").rows() == [("淮安市洪泽区教育局", "陈 1234")]
    set_roster(store, rows)
    late = worded(coverage.coverage(hold(store), Filter(years=(2021,)), state="late"), "zh")
    assert late.select("agency", "days_late", "contact").rows() == [("淮安市洪泽区教育局", 1, "陈 1234")]


def test_a_body_has_several_spans_in_a_roster_that_do_not_overlap(store):
    head = "单位,地区,起始年,截止年\n教育局,洪泽区,,2021\n"
    rows, faults = read_roster(f"{head}教育局,洪泽区,2023,\n财政局,洪泽区,2022,2022\n".encode())
    assert not faults
    set_roster(store, rows)
    found = states(store)
    assert found[("财政局", 2022)] == "missing"
    assert found[("财政局", 2021)] == found[("财政局", 2023)] == "not_expected"
    # A report that is there is listed though none was asked for.
    assert found[("教育局", 2022)] == "undated"
    _, faults = read_roster(f"{head}教育局,洪泽区,2021,\n".encode())
    assert [(f.row, f.reason) for f in faults] == [(3, "roster_twice")]


@pytest.mark.parametrize("filters", [Filter(), Filter(kinds=("education",)), Filter(places=("990100",))])
def test_the_list_of_a_state_has_as_many_rows_as_the_page_counts(filters):
    snapshot = hold(open_store(shipped("demo")))
    for row in coverage.counts(snapshot, filters).iter_rows(named=True):
        of_year = filters.only(row["year"])
        for state in COUNTED:
            listed = coverage.coverage(snapshot, of_year, state=state)
            assert listed.height == coverage.count(snapshot, of_year, state) == row[state], (row["year"], state)
            assert set(listed["state"].cast(pl.String)) <= {state}
