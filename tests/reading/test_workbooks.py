"""Workbooks and archives as a reader sees them: each test has one oddity in a cell that prints 12, and reads the cell."""

import io
import zipfile
from email.message import EmailMessage

import pytest
import xlsxwriter
from helpers import row
from openpyxl import Workbook
from openpyxl.formatting.rule import CellIsRule, DataBarRule
from openpyxl.styles import Alignment, Font

from loaders.reading.extract import Reading, read_file

TITLE = "望溪市青禾区水务局2023年政府信息公开工作年度报告"
HEADS = ["信息内容", "本年制发件数", "本年废止件数", "现行有效件数"]


def book(value=12) -> Workbook:
    made = Workbook()
    for line in ([TITLE], ["二、主动公开政府信息情况"], HEADS, ["规章", value, 3, 4]):
        made.active.append(line)
    return made


def saved(made: Workbook) -> bytes:
    data = io.BytesIO()
    made.save(data)
    return data.getvalue()


def issued(made: Workbook) -> str:
    reading = read_file(saved(made), "a.xlsx")
    assert reading.reason is None, (reading.reason, reading.words)
    return row(reading, "regulations")["issued"]


def test_a_column_too_narrow_for_its_number_shows_none():
    made = book(123456)
    made.active.column_dimensions["B"].width = 3
    assert issued(made) == "unreadable"
    made.active["B4"].alignment = Alignment(shrink_to_fit=True)
    assert issued(made) == "123456"


def test_a_sheet_that_shows_no_zeros_shows_none():
    made = book(0)
    assert issued(made) == "0"
    made.active.sheet_view.showZeros = False
    assert issued(made) == "blank"


def test_a_condition_that_may_hide_numbers_makes_them_unreadable():
    made = book()
    made.active.conditional_formatting.add(
        "B4", CellIsRule(operator="equal", formula=["12"], font=Font(color="FFFFFF"))
    )
    assert issued(made) == "unreadable"
    assert row(read_file(saved(made), "a.xlsx"), "regulations")["repealed"] == "3"


def test_a_condition_that_only_colours_changes_nothing():
    made = book()
    made.active.conditional_formatting.add(
        "B4", CellIsRule(operator="equal", formula=["12"], font=Font(color="FF0000"))
    )
    assert issued(made) == "12"


def test_bars_in_place_of_numbers():
    made = book()
    rule = DataBarRule(start_type="min", end_type="max", color="638EC6", showValue=False)
    made.active.conditional_formatting.add("B4:D4", rule)
    assert issued(made) == "unreadable"


def test_formulas_count_as_their_results_and_stop_the_file_without_them():
    made = book("=6+6")
    assert read_file(saved(made), "a.xlsx").reason == "formula_without_value"
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(saved(made))) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            new.writestr(
                name,
                old.read(name)
                .replace(b"<v></v>", b"<v>12</v>")
                .replace(b"<v/>", b"<v>12</v>")
                .replace(b"<v />", b"<v>12</v>"),
            )
    assert row(read_file(out.getvalue(), "a.xlsx"), "regulations")["issued"] == "12"


@pytest.mark.parametrize(
    ("merged", "wanted"), [("B4:C4", ["unreadable", "unreadable", "4"]), ("B4:B5", ["unreadable", "3", "4"])]
)
def test_merged_cells_cover_what_they_cover_in_excel(merged, wanted):
    made = book()
    made.active.merge_cells(merged)
    made.active.append(["行政规范性文件", None, 6, 7])
    found = row(read_file(saved(made), "a.xlsx"), "regulations")
    assert [found[name] for name in ("issued", "repealed", "in_force")] == wanted


def with_box(text: str, filled: bool) -> str:
    """What is read of the cell below a text box."""
    data = io.BytesIO()
    made = xlsxwriter.Workbook(data)
    sheet = made.add_worksheet()
    for at, line in enumerate(
        ([TITLE], ["二、主动公开政府信息情况"], HEADS, ["规章", None if filled is None else 12, 3, 4])
    ):
        sheet.write_row(at, 0, line)
    fill = {"none": True} if not filled else {"color": "white"}
    sheet.insert_textbox("B4", text, {"width": 40, "height": 15, "fill": fill})
    made.close()
    return row(read_file(data.getvalue(), "a.xlsx"), "regulations")["issued"]


@pytest.mark.parametrize(
    ("text", "filled", "wanted"),
    [("12", None, "unreadable"), ("注", None, "blank"), ("注", False, "12"), ("13", True, "unreadable")],
)
def test_text_boxes_over_cells(text, filled, wanted):
    assert with_box(text, filled) == wanted


PAGE = f"""<html><head><link rel="stylesheet" href="cid:one"><title>{TITLE}</title></head><body><h1>{TITLE}</h1>
<p>二、主动公开政府信息情况</p><table><tr>{"".join(f"<td>{h}</td>" for h in HEADS)}</tr>
<tr><td>规章</td><td><span class="off">7</span>12</td><td>3</td><td>4</td></tr></table></body></html>"""


def mail(**files: str) -> Reading:
    message = EmailMessage()
    message["Subject"] = TITLE
    message.set_content("见正文。")
    message.add_alternative(PAGE, subtype="html")
    style = message.get_payload()[1]
    style.add_related(b".off{display:none}", "text", "css", cid="<one>")
    for name, text in files.items():
        message.add_attachment(text.encode(), "application", "octet-stream", filename=name)
    return read_file(message.as_bytes(), "a.eml")


def test_a_mail_is_read_with_the_style_sheets_that_came_with_it():
    assert row(mail(), "regulations") == {"issued": "12", "repealed": "3", "in_force": "4"}


def test_files_attached_to_a_mail_are_named():
    reading = mail(**{"年报.docx": "x"})
    assert (reading.reason, reading.words) == ("mail_with_files", {"files": "年报.docx"})


def test_a_mail_of_one_page_is_decoded():
    message = EmailMessage()
    message["From"] = "a@example.cn"
    message.set_content(PAGE, subtype="html", cte="base64")
    assert row(read_file(message.as_bytes(), "a.eml"), "regulations")["repealed"] == "3"
