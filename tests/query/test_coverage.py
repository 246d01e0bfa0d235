"""Who filed in time, late or not at all: deadlines, dates that cannot be trusted, rosters and their faults."""

import polars as pl
import pytest
from helpers import example, hold, put, read, run

from loaders.ingest.roster import read_roster
from loaders.query import coverage
from loaders.query.filters import Filter
from loaders.store.versions import open_store

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
    owing = coverage.owing(hold(store), Filter(years=(2023,)))
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
