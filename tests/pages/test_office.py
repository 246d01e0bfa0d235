"""Office files in the browser: seen, replaced by a file, edited, put back; nothing half taken, nobody's change overwritten."""

import orjson
import polars as pl
import pytest
from helpers import example, put, read, run
from streamlit.testing.v1 import AppTest
from streamlit_pages import open_page

from loaders import settings
from loaders.ingest.office import file_of, has_before, restore
from loaders.ingest.run import Changed, set_population, set_roster
from loaders.output.listings import as_csv, as_file, listing
from loaders.output.templates.office import has_before as has_template_before
from loaders.output.templates.office import own_template, template
from loaders.query.snapshot import open_snapshot
from loaders.reading.formats.readers import read_document
from loaders.store.versions import open_store
from pages.compare.district_map import outlines_of_the_office
from pages.office.data import load

DISTRICT = "江苏省淮安市洪泽区"
ROSTER = f"单位,地区,起始年,截止年,联系人\n教育局,{DISTRICT},2019,2020,\n教育局,{DISTRICT},2022,,张三\n{DISTRICT}人民政府,,,,\n"
PEOPLE = f"地区,年份,常住人口\n{DISTRICT},2023,28.5万\n"


@pytest.fixture
def store(tmp_path, monkeypatch):
    put(tmp_path / "in", "a.html", example(2023, f"{DISTRICT}教育局"))
    read(tmp_path / "store", tmp_path / "in")
    monkeypatch.setenv("GONGKAI_STORE", str(tmp_path / "store"))
    return tmp_path / "store"


def upload(test: AppTest, text: str | bytes, name: str = "名册.csv") -> AppTest:
    data = text.encode() if isinstance(text, str) else text
    test.file_uploader[0].set_value((name, data, "text/csv"))
    return test.run()


def click(test: AppTest, label: str) -> AppTest:
    next(b for b in test.button if label in b.label).click()
    test.run()
    assert not test.exception, test.exception
    return test


def said(test: AppTest) -> str:
    kinds = ("markdown", "caption", "info", "error", "success", "warning")
    return "\n".join(e.value for kind in kinds for e in test.get(kind)).replace("\\", "")


def in_force(store, table: str = "roster") -> list[tuple]:
    return listing(table, open_store(store).read(table)).rows()


def test_a_roster_is_looked_at_put_in_force_and_put_back(store):
    test = open_page("office", lang="zh")
    assert "还没有名册" in said(test)
    upload(test, ROSTER)
    assert "3 行，全部符合。与现有相比，新增 3 行，去掉 0 行" in said(test)
    assert in_force(store) == []
    click(test, "启用")
    assert "已启用：3 行" in said(test)
    assert "现有 3 行，2 个单位" in said(test)
    assert [row[2:4] for row in in_force(store)] == [(2019, 2020), (2022, None), (None, None)]
    upload(test, ROSTER.replace("张三", "李四"))
    assert "新增 1 行，去掉 1 行" in said(test)
    click(test, "启用")
    click(test, "恢复前一版（3 行）")
    assert in_force(store)[1][4] == "张三"
    click(test, "恢复前一版（3 行）")
    assert in_force(store)[1][4] == "李四"


def test_one_wrong_row_and_nothing_is_taken(store):
    set_roster(store, load("roster").read(ROSTER.encode())[0])
    test = upload(
        open_page("office", lang="zh"), ROSTER + "某局,,,,\n教育局,江苏省淮安市洪泽区,2020,,\n教育局,,二〇,,\n"
    )
    assert "3 处不符，没有采用" in said(test)
    for row in (5, 6, 7):
        assert f"第 {row} 行" in said(test)
    assert not [b for b in test.button if "启用" in b.label]
    assert len(in_force(store)) == 3


def test_a_file_that_is_no_listing_is_said_to_be_none(store):
    test = upload(open_page("office", lang="zh"), b"\x00\x01\x02", "坏.xlsx")
    assert "没有采用" in said(test)
    assert in_force(store) == []


def test_what_is_downloaded_can_be_handed_in_again(store):
    for table, text in (("roster", ROSTER), ("population", PEOPLE)):
        part = load(table)
        rows, faults = part.read(text.encode())
        assert not faults
        shown = listing(table, rows)
        for data in (
            as_csv(table, shown),
            *(as_file(table, shown, f, lang) for f in ("csv", "xlsx") for lang in ("zh", "en")),
        ):
            again, faults = part.read(data)
            assert not faults
            assert again.equals(rows)


def test_the_population_has_its_own_part(store):
    test = upload(open_page("office", lang="zh", part="population"), PEOPLE, "人口.csv")
    click(test, "启用")
    assert in_force(store, "population") == [(DISTRICT, 2023, 285_000)]
    assert "现有 1 行，1 个地区" in said(test)
    upload(test, PEOPLE.replace("2023", "某年"), "人口.csv")
    assert "第 2 行的年份“某年”" in said(test)


def test_notes_on_the_time_axis_have_theirs(store):
    notes = f"日期,说明,地区\n2019-05-15,条例修订,\n2021,改用新表,{DISTRICT}\n"
    test = upload(open_page("office", lang="zh", part="timeline"), notes, "说明.csv")
    click(test, "启用")
    assert in_force(store, "timeline") == [("2019-05-15", "条例修订", None), ("2021", "改用新表", DISTRICT)]
    part = load("timeline")
    assert part.read(as_csv("timeline", part.rows))[0].equals(part.in_force)
    upload(test, "日期,说明\n某日,x\n", "说明.csv")
    assert "没有采用" in said(test)


def outline(code: str, name: str, x: float = 118.8, y: float = 33.3) -> dict:
    ring = [[x, y], [x + 0.1, y], [x + 0.1, y + 0.1], [x, y]]
    geometry = {"type": "Polygon", "coordinates": [ring]}
    return {"type": "Feature", "properties": {"adcode": code, "name": name}, "geometry": geometry}


def geojson(*features: dict) -> bytes:
    return orjson.dumps({"type": "FeatureCollection", "features": features})


def test_boundaries_that_give_a_map_are_drawn_on_compare(store):
    test = open_page("office", lang="zh", part="boundaries")
    for strange in (geojson(outline("110101", "东城区")), geojson(outline("320813", "洪泽区", 33.3, 118.8)), b"{}"):
        upload(test, strange, "边界.geojson")
        assert test.error
        assert not [b for b in test.button if "启用" in b.label]
    assert file_of(open_store(store), "boundaries") is None
    upload(test, geojson(outline("320813", "洪泽区"), outline("110101", "东城区")), "边界.geojson")
    assert "2 个地区，其中 1 个是已有报告的地区" in said(test)
    click(test, "启用")
    assert "现用 边界.geojson：2 个地区" in said(test)
    assert outlines_of_the_office(open_snapshot(open_store(store)))["320813"]
    click(test, "不再使用")
    assert not outlines_of_the_office(open_snapshot(open_store(store)))
    click(test, "恢复前一版（边界.geojson）")
    assert file_of(open_store(store), "boundaries").content


def test_a_template_that_can_be_filled_is_taken_and_the_one_before_kept(store):
    test = open_page("office", lang="zh", part="templates")
    assert "现用随附的模板" in said(test)
    upload(test, b"PK\x03\x04", "通知.docx")
    assert test.error
    assert not [b for b in test.button if "启用" in b.label]
    assert own_template(store, "notice") is None
    mine = template(store, "notice") + b"\0"
    upload(test, mine, "通知.docx")
    click(test, "启用")
    assert "现用本机关的模板" in said(test)
    assert own_template(store, "notice") == mine
    click(test, "恢复前一版")
    assert own_template(store, "notice") is None
    click(test, "恢复前一版")
    assert own_template(store, "notice") == mine
    click(test, "改用随附的模板")
    assert own_template(store, "notice") is None
    assert not has_template_before(store, "circular")
    assert run("template", "restore", "notice").exit_code == 0
    assert own_template(store, "notice") == mine
    assert run("template", "restore", "circular").exit_code == 1


def test_a_change_of_somebody_else_is_not_overwritten(store):
    part = load("roster")
    mine, _ = part.read(ROSTER.encode())
    set_roster(store, mine.head(1))
    with pytest.raises(Changed):
        set_roster(store, mine, part.in_force)
    assert open_store(store).read("roster").height == 1
    with pytest.raises(Changed):
        set_population(store, load("population").in_force, pl.DataFrame({"division": ["x"]}))


def test_another_commit_keeps_the_version_before(store, tmp_path):
    mine, _ = load("roster").read(ROSTER.encode())
    assert not has_before(open_store(store), "roster")
    assert not restore(store, "roster")
    set_roster(store, mine)
    put(tmp_path / "more", "b.html", example(2022, f"{DISTRICT}教育局"))
    read(store, tmp_path / "more")
    assert has_before(open_store(store), "roster")
    assert restore(store, "roster")
    assert in_force(store) == []
    assert restore(store, "roster")
    assert open_store(store).read("roster").equals(mine)


def test_the_command_line_restores_as_well(store, tmp_path):
    file = put(tmp_path / "files", "roster.csv", ROSTER)
    people = put(tmp_path / "files", "people.csv", PEOPLE)
    notes = put(tmp_path / "files", "notes.csv", "日期,说明\n2019,新表\n")
    for command, given, table, n in (
        ("roster", file, "roster", 3), ("population", people, "population", 1), ("notes", notes, "timeline", 1),
    ):  # fmt: skip
        assert run(command, "restore").exit_code == 1
        assert run(command, "set", given).exit_code == 0
        assert run(command, "clear").exit_code == 0
        assert in_force(store, table) == []
        assert run(command, "restore").exit_code == 0
        assert len(in_force(store, table)) == n


def test_where_others_reach_the_server_one_can_only_look(store, monkeypatch):
    set_roster(store, load("roster").read(ROSTER.encode())[0])
    monkeypatch.setenv(settings.UPLOADS, "0")
    test = open_page("office", lang="en")
    assert "takes no changes" in said(test)
    assert not test.file_uploader
    assert not test.button
    assert "3 rows, 2 agencies" in said(test)


def test_a_workbook_has_years_and_not_counts(store):
    rows = listing("roster", load("roster").read(ROSTER.encode())[0])
    document = read_document(as_file("roster", rows, "xlsx", "zh"), "xlsx")
    texts = [field.text for row in document.rows for field in row.fields]
    assert "2019" in texts
    assert not [t for t in texts if "2,0" in t]
