"""The review ledger: a row a body, its figures those of the store, its errors in the form's words, a sheet that prints."""

import io
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from helpers import ROOT, example, hold, put, read, run
from office import converted, require
from python_calamine import CalamineWorkbook

from loaders.language.words import say
from loaders.output.ledger import make_ledger
from loaders.query.coverage import coverage
from loaders.query.filters import EVERYTHING, Filter
from loaders.query.ledger import FIGURES, ledger
from loaders.query.snapshot import open_snapshot
from loaders.query.sums import sums
from loaders.store.versions import open_store, shipped

DAY = date(2024, 5, 6)
BODIES = ("徐州市教育局", "徐州市公安局", "徐州市财政局", "徐州市审计局", "徐州市民政局")


@pytest.fixture(scope="module")
def store(tmp_path_factory) -> Path:
    """Reports for 2023 in time, late with an error, on the form of 2019 and with gaps, one missing; and one a year before."""
    folder = tmp_path_factory.mktemp("ledger")
    wrong = {"requests__granted__total": "5", "requests__granted__natural_person": "=1+1"}
    documents = [
        example(2023, BODIES[0], "2021", "2024-01-20"),
        example(2022, BODIES[0], "2021", "2023-01-20", requests__received_new__total="1"),
        example(2023, BODIES[1], "2021", "2024-02-10", **wrong),
        example(2023, BODIES[2], "2019", "2024-01-05", disclosure__fees__items_last_year=""),
        example(2022, BODIES[3], "2021", None, disclosure__fees__amount_wan_yuan="不适用"),
        example(2023, BODIES[4], "2021", "2024-01-31", **{f"requests__other_{k}__total": "" for k in ("unpaid_fee",)}),
    ]
    for i, content in enumerate(documents):
        put(folder / "in", f"{i}.html", content)
    read(folder / "store", folder / "in")
    return folder / "store"


def rows(content: bytes, lang: str = "zh") -> list[dict[str, object]]:
    """The rows by heading; a heading under a group of figures has the group before it."""
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0)
    lines = sheet.to_python()
    at = next(i for i, line in enumerate(lines) if line[0] == say("ledger.column.no", lang))
    groups, group = [], ""
    for text in lines[at - 1]:
        group = text or group
        groups.append(group)
    compared = {say(f"metric.{f}", lang) for f in FIGURES}
    keys = [f"{g} {n}" if g in compared else n for g, n in zip(groups, lines[at], strict=True)]
    return [dict(zip(keys, line, strict=True)) for line in lines[at + 1 :]]


def by_name(content: bytes) -> dict[str, dict[str, object]]:
    return {str(r["单位名称"]): r for r in rows(content)}


def test_every_body_that_owes_a_report_has_a_row(store):
    found = by_name(make_ledger(hold(store), EVERYTHING, 2023, "zh", DAY))
    assert set(found) == set(BODIES)
    assert found[BODIES[3]]["状态"] == "未见报告"
    assert found[BODIES[3]]["错误数"] == ""
    late = found[BODIES[1]]
    assert (late["状态"], late["逾期天数"], late["发布日期"]) == ("逾期", 10, date(2024, 2, 10))
    assert found[BODIES[0]]["逾期天数"] == ""


def test_errors_name_their_cells_and_figures(store):
    late = by_name(make_ledger(hold(store), EVERYTHING, 2023, "zh", DAY))[BODIES[1]]
    assert late["错误数"] == len(str(late["错误所在格和数字"]).split("\n"))
    assert "表三“总计”列：分项和 5，总计为 3" in str(late["错误所在格和数字"])
    assert "“=1+1”不是数字" in str(late["警告"])


def test_tables_are_complete_or_say_what_lacks(store):
    found = by_name(make_ledger(hold(store), EVERYTHING, 2023, "zh", DAY))
    of_first = found[BODIES[0]]
    assert {of_first[c] for c in ("二、主动公开", "三、依申请公开", "四、复议诉讼")} == {"完整"}
    assert found[BODIES[2]]["二、主动公开"] == "21/22（空白 1）"
    assert found[BODIES[2]]["三、依申请公开"] == "完整"
    assert found[BODIES[1]]["三、依申请公开"] == "174/175（无法识别 1）"
    assert found[BODIES[4]]["三、依申请公开"] == "174/175（空白 1）"
    assert (found[BODIES[2]]["表格版本"], found[BODIES[0]]["表格版本"]) == ("2019年版", "2021年版")


def test_what_does_not_apply_lacks_nothing(store):
    found = by_name(make_ledger(hold(store), EVERYTHING, 2022, "zh", DAY))
    assert found[BODIES[3]]["二、主动公开"] == "完整"


def test_figures_are_those_of_the_store_and_compared_with_the_same_body(store):
    snapshot = hold(store)
    found = by_name(make_ledger(snapshot, EVERYTHING, 2023, "zh", DAY))
    for name in BODIES:
        if name == BODIES[3]:
            continue
        body = snapshot.rows("bodies", ("body_id", "agency")).filter(agency=name)["body_id"].item()
        own = sums(snapshot, Filter(years=(2023,), bodies=(body,)), FIGURES).row(0, named=True)
        assert [found[name][f"{say(f'metric.{f}', 'zh')} 本年"] for f in FIGURES] == [own[f] for f in FIGURES]
    first = found[BODIES[0]]
    assert [first[f"新收申请 {c}"] for c in ("本年", "上年", "增减")] == [3, 1, 2]
    assert first["不可比的原因"] == ""
    assert found[BODIES[2]]["新收申请 增减"] == ""
    assert found[BODIES[2]]["不可比的原因"] == "上年未见同一范围的报告"


def test_a_ledger_is_set_up_to_be_printed(store):
    sheet = openpyxl.load_workbook(io.BytesIO(make_ledger(hold(store), EVERYTHING, 2023, "zh", DAY))).active
    assert (sheet.page_setup.orientation, sheet.page_setup.fitToHeight) == ("landscape", 0)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.print_title_rows == "$4:$5"
    assert sheet.freeze_panes == "C6"
    assert sheet.auto_filter.ref.startswith("A5:")
    head = {cell.value: cell.column for cell in sheet[5]}
    body = sheet[6]
    assert body[head["发布日期"] - 1].number_format == "yyyy-mm-dd"
    assert body[head["错误所在格和数字"] - 1].alignment.wrap_text
    assert body[head["本年"] - 1].number_format == "#,##0"


def test_no_text_of_a_document_runs_as_a_formula(store):
    sheet = openpyxl.load_workbook(io.BytesIO(make_ledger(hold(store), EVERYTHING, 2023, "zh", DAY))).active
    assert not [c for row in sheet.iter_rows() for c in row if c.data_type == "f"]


def test_rows_are_those_of_coverage_on_the_demo():
    snapshot = open_snapshot(open_store(shipped("demo")))
    filings = coverage(snapshot, Filter(years=(2024,)))
    owed = filings.filter(~filings["state"].cast(str).is_in(["dissolved", "not_expected"]))
    entries = ledger(snapshot, EVERYTHING, 2024, "zh", DAY)
    assert {e.filing["body_id"] for e in entries} == set(owed["body_id"])
    assert sum(e.report_id is None for e in entries) == owed["state"].cast(str).is_in(["missing", "failed"]).sum()
    content = make_ledger(snapshot, EVERYTHING, 2024, "en", DAY)
    assert len(rows(content, "en")) == len(entries)
    title = openpyxl.load_workbook(io.BytesIO(content)).active
    assert "SYNTHETIC" in title["A2"].value


def test_libreoffice_opens_a_ledger_with_the_same_rows(store):
    require()
    content = make_ledger(hold(store), EVERYTHING, 2023, "zh", DAY)
    assert rows(converted(content, "xlsx", "xlsx")) == rows(content)


def test_the_command_writes_the_year_and_place_that_are_named(store, tmp_path):
    out = tmp_path / "台账.xlsx"
    done = run("ledger", "--store", store, "--year", 2022, "--place", "徐州市", "--out", out)
    assert done.exit_code == 0, done.output
    found = by_name(out.read_bytes())
    assert {n for n, r in found.items() if r["状态"] != "未见报告"} == {BODIES[0], BODIES[3]}
    assert run("ledger", "--store", store, "--place", "火星", "--out", out).exit_code == 2


def test_a_report_on_the_table_of_2014_has_its_figures_and_says_what_they_are(tmp_path):
    """Two years on that table are compared with each other; the first on a later form is not."""
    page = (ROOT / "tests/examples/kinds/table-of-2014.html").read_text(encoding="utf-8")
    agency = "望溪市青禾区水务局"
    put(tmp_path / "in", "2016.html", page)
    later = page.replace("2016年", "2017年").replace("2017-02-20", "2018-01-20").replace("1,204", "1,300")
    put(tmp_path / "in", "2017.html", later)
    put(tmp_path / "in", "2018.html", example(2018, agency))
    read(tmp_path / "store", tmp_path / "in")
    made = {
        y: by_name(make_ledger(hold(tmp_path / "store"), Filter(), y, "zh", DAY))[agency] for y in (2016, 2017, 2018)
    }
    printed = open_store(tmp_path / "store").read("reports").sort("year")
    received = printed["requests_2014.received.total"].to_list()
    key = say("metric.received_new", "zh")
    assert received[0] is not None
    for n, year in enumerate((2016, 2017)):
        row = made[year]
        assert row["表格版本"] == "2014年版"
        assert (row[f"{key} 本年"], row["不可比的原因"].startswith(say("ledger.of_2014", "zh"))) == (received[n], True)
    assert made[2017][f"{key} 上年"] == received[0]
    assert made[2017][f"{key} 增减"] == received[1] - received[0]
    assert made[2018][f"{key} 上年"] == received[1]
    assert made[2018][f"{key} 增减"] in (None, "")
    assert made[2018]["不可比的原因"] == say("ledger.reason.other_form", "zh")
