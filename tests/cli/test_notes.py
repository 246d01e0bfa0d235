"""Notes on the time axis: a user's file taken whole or refused, and drawn in the charts of the places that it is about."""

import pytest
from helpers import example, hold, put, read, run
from streamlit_pages import charts, open_page

from loaders.query.filters import Filter
from loaders.query.timeline import time_notes
from pages.shared.parts import chart_data

NOTES = "日期,说明,地区\n2022-07-01,条例修订施行,\n2023,区划合并,金湖县\n2023年5月,新表式,洪泽区\n"


@pytest.fixture
def store(tmp_path, monkeypatch):
    """Two districts over three years."""
    for year in (2021, 2022, 2023):
        for place in ("洪泽区", "金湖县"):
            put(tmp_path / "in", f"{year}{place}.html", example(year, f"{place}教育局"))
    read(tmp_path / "store", tmp_path / "in")
    monkeypatch.setenv("GONGKAI_STORE", str(tmp_path / "store"))
    return tmp_path / "store"


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_notes_are_taken_shown_as_they_can_be_set_again_and_cleared(store, tmp_path, encoding):
    file = put(tmp_path, "notes.csv", NOTES.encode(encoding))
    assert run("notes", "set", file).exit_code == 0
    shown = run("notes", "show").stdout
    assert "2022-07-01,条例修订施行," in shown
    before = time_notes(hold(store), Filter())
    assert [n.when for n in before] == ["2022-07-01", "2023", "2023-05-01"]
    assert run("notes", "set", put(tmp_path, "again.csv", shown)).exit_code == 0
    assert time_notes(hold(store), Filter()) == before
    assert run("notes", "clear").exit_code == 0
    assert time_notes(hold(store), Filter()) == ()


@pytest.mark.parametrize(
    ("line", "said"),
    [("2022-13-01,x,", "2022-13-01"), ("去年,x,", "去年"), ("2022,,", "3"), ("2022,x,某某县", "各地都适用的留空"), (",x,", "没有日期"), (f"2022,{'长' * 61},", "61")],
)  # fmt: skip
def test_a_file_with_a_fault_changes_nothing_and_the_row_is_named(store, tmp_path, line, said):
    assert run("notes", "set", put(tmp_path, "good.csv", NOTES)).exit_code == 0
    result = run("notes", "set", put(tmp_path, "bad.csv", f"日期,说明,地区\n2021,好,\n{line}\n"))
    assert result.exit_code == 1
    assert "3" in result.stderr
    assert said in result.stderr
    assert len(time_notes(hold(store), Filter())) == 3


def test_a_note_is_a_line_with_words_in_charts_over_years_and_stands_in_their_files(store, tmp_path):
    assert run("notes", "set", put(tmp_path, "notes.csv", NOTES)).exit_code == 0
    chart = next(c for c in charts(open_page("requests", lang="zh", data="own")) if c["title"] == "新收申请与办理结果")
    texts = {a["text"]: a["x"] for a in chart["figure"]["layout"]["annotations"]}
    assert 2022 - 0.5 < texts["条例修订施行"] < 2022 + 0.5
    assert {"区划合并", "新表式"} <= texts.keys()
    assert "2022-07-01 条例修订施行" in chart["subtitle"]
    rows = chart_data._memory.find(chart["rows"].rsplit("/", 1)[-1])
    assert any("条例修订施行" in text for _, text in rows.about)


def test_a_note_about_a_place_is_drawn_where_that_place_is_and_one_about_none_everywhere(store, tmp_path):
    assert run("notes", "set", put(tmp_path, "notes.csv", NOTES)).exit_code == 0
    snapshot = hold(store)
    code = {p.name: p.code for p in snapshot.places.of.values()}
    assert {n.text for n in time_notes(snapshot, Filter(places=(code["金湖县"],)))} == {"条例修订施行", "区划合并"}
    city = next(p.code for p in snapshot.places.of.values() if p.level == "city") if "淮安市" in code else None
    assert len(time_notes(snapshot, Filter(places=(city,) if city else ()))) == 3
    assert {n.text for n in time_notes(snapshot, Filter(years=(2022,)))} == {"条例修订施行"}


def test_bars_ranks_and_small_charts_carry_the_notes_as_well(tmp_path, monkeypatch):
    places = ("洪泽区", "金湖县", "盱眙县", "涟水县", "淮阴区")
    for year in (2021, 2022, 2023):
        for i, place in enumerate(places):
            cells = {"requests__received_new__total": str(30 + 7 * i), "disclosure__permits__decisions": str(5 + i)}
            put(tmp_path / "in", f"{year}{place}.html", example(year, f"{place}人民政府", **cells))
    read(tmp_path / "store", tmp_path / "in")
    monkeypatch.setenv("GONGKAI_STORE", str(tmp_path / "store"))
    assert run("notes", "set", put(tmp_path, "notes.csv", NOTES)).exit_code == 0

    def lines(chart: dict) -> list[tuple[str, float]]:
        found = [s for s in chart["figure"]["layout"].get("shapes", []) if s["type"] == "line" and s["x0"] == s["x1"]]
        return [(s["xref"], round(s["x0"], 2)) for s in found if s["xref"].startswith("x") and s["x0"] > 2000]

    drawn = charts(open_page("disclosure", lang="zh", data="own"))
    drawn += charts(open_page("compare", lang="zh", data="own", metric="received_new", unit="district"))
    of_title = {c["title"]: c for c in drawn}
    bars, ranks = of_title["行政许可"], next(c for t, c in of_title.items() if "排名" in t)
    small = next(c for t, c in of_title.items() if "分地区走势" in t)
    for chart in (bars, ranks, small):
        assert "2022-07-01 条例修订施行" in chart["subtitle"], chart["title"]
        assert "2022-07-01 条例修订施行" in chart["alt"]
        assert "条例修订施行" in chart_data._memory.find(chart["rows"].rsplit("/", 1)[-1]).note[1]
    for chart in (bars, ranks):
        assert {a["text"] for a in chart["figure"]["layout"]["annotations"]} >= {"条例修订施行", "区划合并", "新表式"}
        assert len([x for _, x in lines(chart) if x == 2022.0 or x > 2021.9]) >= 3
    law = [axes for axes, x in lines(small) if 2021.9 < x < 2022.1]
    merger = [axes for axes, x in lines(small) if x == 2022.5]
    assert sorted(law) == sorted(["x", "x2", "x3", "x4", "x5"]), "a law concerns all"
    assert len(merger) == 1, "a merger one place"
