"""The compiled form: sums equal to the store's, in the form's printed boxes, with what was left out and is partial."""

import io
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from docx import Document
from helpers import example, hold, put, read, run
from office import converted, require

from loaders.form.paper import layouts, printed_cells
from loaders.output.compiled.grid import WIDTHS, boxes
from loaders.output.compiled.make import make_form
from loaders.output.compiled.word import MARK
from loaders.query.compiled import compiled
from loaders.query.filters import Filter
from loaders.query.snapshot import Snapshot, open_snapshot
from loaders.query.sums import sums
from loaders.store.versions import open_store, shipped

DAY = date(2024, 5, 6)
DISTRICT, CITY = "320302", "320300"
"""鼓楼区 and 徐州市, which it lies in."""


@pytest.fixture(scope="module")
def store(tmp_path_factory) -> Path:
    """鼓楼区: its own report and two bodies, of which one leaves a cell blank and one prints （六） as one row; a tax office; a
    body that stopped reporting. 徐州市: a body of its own, and a government whose report covers all.
    """
    folder = tmp_path_factory.mktemp("compiled")
    rows = {
        "徐州市鼓楼区人民政府": {"requests__received_new__total": "50"},
        "徐州市鼓楼区教育局": {"requests__granted__business": ""},
        "徐州市鼓楼区公安局": {
            f"requests__other_{k}__total": "" for k in ("overdue_correction", "unpaid_fee", "other")
        },
        "国家税务总局徐州市鼓楼区税务局": {},
        "徐州市财政局": {"disclosure__fees__amount_wan_yuan": "12.5"},
        "徐州市人民政府": {"requests__received_new__total": "99"},
    }
    for name, cells in rows.items():
        put(folder / "in", f"{name}.html", example(2023, name, "2021", None, **cells))
    put(folder / "in", "民政.html", example(2022, "徐州市鼓楼区民政局", "2021", None))
    read(folder / "store", folder / "in")
    return folder / "store"


def values(snapshot: Snapshot, place: str, year: int) -> dict[str, float | None]:
    return {name: s.value for name, s in compiled(snapshot, place, year, DAY).cells.items()}


def test_a_district_is_the_sum_of_its_bodies(store):
    form = compiled(hold(store), DISTRICT, 2023, DAY)
    assert [c.agency for c in form.counted] == ["徐州市鼓楼区教育局", "徐州市鼓楼区公安局"], "as offices list them"
    assert form.cells["requests.received_new.total"].value == 6
    assert {(r.agency, r.reason) for r in form.left_out} == {
        ("徐州市鼓楼区人民政府", "area"),
        ("国家税务总局徐州市鼓楼区税务局", "vertical"),
    }
    assert form.lacking == (("徐州市鼓楼区民政局", "missing"),)
    assert form.area["requests.received_new.total"] == 50


def test_a_city_takes_the_report_of_a_district_and_its_own_bodies(store):
    form = compiled(hold(store), CITY, 2023, DAY)
    assert [c.agency for c in form.counted] == ["徐州市财政局", "徐州市鼓楼区人民政府"]
    assert form.cells["requests.received_new.total"].value == 53
    assert ("徐州市鼓楼区教育局", "covered", "徐州市鼓楼区人民政府") in {tuple(_fields(r)) for r in form.left_out}
    assert not form.lacking


def _fields(row: object) -> list[object]:
    return [getattr(row, name) for name in ("agency", "reason", "holder")]


def test_partial_sums_say_how_many_reports_give_them(store):
    cells = compiled(hold(store), DISTRICT, 2023, DAY).cells
    blank = cells["requests.granted.business"]
    assert (blank.value, blank.reports, blank.asked, blank.partial) == (0, 1, 2, True)
    assert not cells["requests.granted.total"].partial


def test_what_does_not_apply_is_not_asked(tmp_path):
    for name, text in (("徐州市教育局", "不适用"), ("徐州市公安局", "2")):
        put(tmp_path / "in", f"{name}.html", example(2023, name, disclosure__normative_documents__issued=text))
    read(tmp_path / "store", tmp_path / "in")
    cell = compiled(hold(tmp_path / "store"), CITY, 2023, DAY).cells["disclosure.normative_documents.issued"]
    assert (cell.value, cell.reports, cell.asked) == (2, 1, 1)


@pytest.mark.parametrize("year", [2020, 2023, 2024])
def test_the_sums_of_the_demo_are_those_of_tables_by_district(year):
    """The same reports as in a table by division, but for the years in which the form changed."""
    snapshot = open_snapshot(open_store(shipped("demo")))
    city = next(iter(snapshot.places.of))
    form = compiled(snapshot, city, year)
    names = tuple(printed_cells(form.template))
    table = sums(snapshot, Filter(years=(year,)), names, by=("division",))
    assert len(form.counted) == table["reports"].sum()
    for name in names:
        expected = table[name].sum() if table[f"{name}.reports"].sum() else None
        assert form.cells[name].value == pytest.approx(expected), name
        assert form.cells[name].reports == table[f"{name}.reports"].sum(), name


def test_only_its_own_report_stands_in_where_no_body_reports():
    form = compiled(open_snapshot(open_store(shipped("sample"))), "320813", 2023)
    assert form.own
    assert [c.agency for c in form.counted] == ["淮安市洪泽区人民政府"]
    assert form.cells["requests.received_new.total"].value == 21
    assert {e.rule for e, *_ in form.broken} == {"results"}


@pytest.mark.parametrize("template", ["2019", "2021"])
def test_boxes_fill_each_table_without_overlap(template):
    for section, layout in layouts(template).items():
        taken = [
            (i, j)
            for box in boxes(layout)
            for i in range(box.top, box.bottom + 1)
            for j in range(box.left, box.right + 1)
        ]
        assert sorted(taken) == [(i, j) for i in range(len(layout)) for j in range(len(WIDTHS[section]))]


def numbers_of_word(content: bytes) -> list[str]:
    """The texts of the tables' cells, each once, row by row."""
    found, seen = [], set()
    for table in Document(io.BytesIO(content)).tables:
        for row in table.rows:
            for cell in row.cells:
                if cell._tc not in seen:
                    seen.add(cell._tc)
                    found.append(cell.text)
    return [text for text in found if text.rstrip(MARK).replace(".", "").isdigit() or not text]


@pytest.mark.parametrize("place", [DISTRICT, CITY])
def test_word_prints_the_sums_in_the_order_of_the_form(place, store):
    snapshot = hold(store)
    form = compiled(snapshot, place, 2023, DAY)
    expected = []
    for name in printed_cells(form.template):
        cell = form.cells[name]
        text = "" if cell.value is None else f"{cell.value:g}"
        expected.append(text + (MARK if cell.partial and text else ""))
    assert numbers_of_word(make_form(snapshot, place, 2023, "docx", "zh", DAY)) == expected


def test_word_says_what_was_left_out_and_lacks(store):
    content = make_form(hold(store), DISTRICT, 2023, "docx", "zh", DAY)
    text = "\n".join(p.text for p in Document(io.BytesIO(content)).paragraphs)
    assert "徐州市鼓楼区2023年\n政府信息公开工作年度报告\n（汇总稿）" in text
    assert "垂直管理单位，不属地方政府：1 份" in text
    assert "徐州市鼓楼区民政局（未见报告）" in text
    assert "表三予以公开（商业企业）1/2 份" in text
    assert "新收" in text.partition("与徐州市鼓楼区全区域报告的比较")[2]


def test_the_workbook_holds_numbers_and_marks_the_partial_ones(store):
    snapshot = hold(store)
    form = compiled(snapshot, DISTRICT, 2023, DAY)
    book = openpyxl.load_workbook(io.BytesIO(make_form(snapshot, DISTRICT, 2023, "xlsx", "zh", DAY)))
    cells = [c for row in book.worksheets[0].iter_rows() for c in row if isinstance(c.value, int | float)]
    expected = [form.cells[n] for n in printed_cells(form.template) if form.cells[n].value is not None]
    assert [c.value for c in cells] == [s.value for s in expected]
    assert [MARK in c.number_format for c in cells] == [s.partial for s in expected]
    marked = [c.comment.text for c in cells if c.comment]
    assert "“予以公开”·“商业企业”：1/2 份报告有数字" in marked
    assert not [c for sheet in book for row in sheet.iter_rows() for c in row if c.data_type == "f"]


def test_libreoffice_opens_both(store):
    require()
    snapshot = hold(store)
    word = make_form(snapshot, DISTRICT, 2023, "docx", "zh", DAY)
    assert numbers_of_word(converted(word, "docx", "docx")) == numbers_of_word(word)
    book = make_form(snapshot, DISTRICT, 2023, "xlsx", "en", DAY)
    sheets = [openpyxl.load_workbook(io.BytesIO(c)).worksheets[0] for c in (book, converted(book, "xlsx", "xlsx"))]
    first, again = ([c.value for row in s.iter_rows() for c in row if c.value is not None] for s in sheets)
    assert first == again


def test_invented_figures_say_so_on_every_page():
    snapshot = open_snapshot(open_store(shipped("demo")))
    content = make_form(snapshot, next(iter(snapshot.places.of)), 2024, "docx", "zh", DAY)
    assert "合成数据" in Document(io.BytesIO(content)).sections[0].header.paragraphs[0].text


def test_the_command_writes_a_place(store, tmp_path):
    out = tmp_path / "汇总.docx"
    done = run("compile", "--store", store, "--place", "鼓楼区", "--year", 2023, "--out", out)
    assert done.exit_code == 0, done.output
    assert "6" in numbers_of_word(out.read_bytes())
    assert run("compile", "--store", store, "--out", tmp_path / "a.pdf").exit_code == 2
    assert "2019" in run("compile", "--store", store, "--year", 2017, "--out", out).output
