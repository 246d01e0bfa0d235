"""Tables of web pages met in the wild, in small: what editors, browsers and hands do to the form's tables."""

import pytest
from helpers import row, rules

from loaders.reading.extract import Reading, read_file

PAGE = """<html><head><meta charset="utf-8"></head><body><p>望溪市青禾区教育局2023年政府信息公开工作年度报告</p>
<p>三、收到和处理政府信息公开申请情况</p>{table}</body></html>"""


def page(table: str) -> Reading:
    reading = read_file(PAGE.format(table=table).encode(), "a.html")
    assert reading.reason is None, reading.reason
    return reading


def cells(*texts: object) -> str:
    return "".join(f"<td>{t}</td>" for t in texts)


def test_a_header_that_lost_its_merged_cells_does_not_shift_the_numbers():
    table = (
        "<table><tr><td rowspan='2'>勾稽关系</td><td colspan='3'>申请人情况</td></tr>"
        f"<tr>{cells('自然人', '法人或其他组织', '总计')}</tr>"
        f"<tr><td></td><td></td>{cells('商业企业', '科研机构', '社会公益组织', '法律服务机构', '其他')}<td></td></tr>"
        f"<tr>{cells('一、本年新收政府信息公开申请数量', 1, 2, 3, 4, 5, 6, 21)}</tr></table>"
    )
    assert list(row(page(table), "received_new").values()) == ["1", "2", "3", "4", "5", "6", "21"]


def test_a_header_in_another_order_is_followed():
    head = cells("项目", "总计", "自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他")
    table = f"<table><tr>{head}</tr><tr>{cells('一、本年新收政府信息公开申请数量', 21, 1, 2, 3, 4, 5, 6)}</tr></table>"
    assert row(page(table), "received_new") == {
        "total": "21", "natural_person": "1", "business": "2", "research": "3", "public_interest": "4",
        "legal_service": "5", "other": "6",
    }  # fmt: skip


def test_a_number_merged_over_two_rows_belongs_to_neither_for_certain():
    head = (
        "<tr><td>项目</td>"
        + cells("自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计")
        + "</tr>"
    )
    table = (
        f"<table>{head}<tr><td>一、本年新收政府信息公开申请数量</td><td rowspan='2'>5</td>{cells(0, 0, 0, 0, 0, 5)}</tr>"
        f"<tr><td>二、上年结转政府信息公开申请数量</td>{cells(0, 0, 0, 0, 0, 5)}</tr></table>"
    )
    reading = page(table)
    assert row(reading, "received_new")["natural_person"] == "unreadable"
    assert row(reading, "received_new")["total"] == "5"
    assert row(reading, "carried_in")["natural_person"] == "unreadable"


def test_a_quotation_mark_in_a_script_does_not_hide_what_a_style_sheet_hides():
    head = cells("项目", "自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计")
    hidden = '5<span class="gone">3</span>'
    table = (
        """<script>var a = 'id="';</script><style>.gone{display:none}</style>"""
        f"<table><tr>{head}</tr><tr>{cells('一、本年新收政府信息公开申请数量', hidden, 0, 0, 0, 0, 0, 5)}</tr></table>"
    )
    assert row(page(table), "received_new")["natural_person"] == "5"


def test_layout_tables_and_hidden_copies():
    head = cells("项目", "自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计")
    inner = f"<table><tr>{head}</tr><tr>{cells('一、本年新收政府信息公开申请数量', 1, 0, 0, 0, 0, 0, 1)}</tr></table>"
    other = inner.replace("<td>1</td>", "<td>9</td>")
    reading = page(f"<table><tr><td>{inner}</td></tr></table><div style='display: none'>{other}</div>")
    assert row(reading, "received_new")["natural_person"] == "1"


@pytest.mark.parametrize(
    "wrapper", ["{}", "<table><tr><td>导航</td><td>{}</td></tr></table>", "<div><div><center>{}</center></div></div>"]
)
def test_the_same_table_wherever_it_lies(wrapper):
    head = cells("项目", "自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计")
    inner = f"<table><tr>{head}</tr><tr>{cells('一、本年新收政府信息公开申请数量', 1, 2, 3, 4, 5, 6, 21)}</tr></table>"
    assert list(row(page(wrapper.format(inner)), "received_new").values()) == ["1", "2", "3", "4", "5", "6", "21"]


HEAD = (
    "<tr><td colspan='3' rowspan='3'>（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）</td>"
    "<td colspan='7'>申请人情况</td></tr>"
    "<tr><td rowspan='2'>自然人</td><td colspan='5'>法人或其他组织</td><td rowspan='2'>总计</td></tr>"
    f"<tr>{cells('商业企业', '科研机构', '社会公益组织', '法律服务机构', '其他')}</tr>"
)
NEW = "一、本年新收政府信息公开申请数量"
CARRIED = "二、上年结转政府信息公开申请数量"
UNREADABLE = ["unreadable"] * 7


def form(*rows: tuple[str, ...]) -> Reading:
    """Part three with the form's header and these rows, each a label and seven or more cells."""
    body = "".join(f"<tr><td colspan='3'>{label}</td>{cells(*values)}</tr>" for label, *values in rows)
    return page(f"<table>{HEAD}{body}</table>")


def values(reading: Reading, item: str) -> list[str]:
    return list(row(reading, item).values())


def test_a_table_inside_a_cell_belongs_to_that_cell():
    inner = "<table><tr><td>2</td></tr></table>"
    assert values(form((NEW, 5, "", inner, "", "", "", 7)), "received_new") == [
        "5", "blank", "2", "blank", "blank", "blank", "7",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "cell",
    [
        "5<sup>1</sup>",
        "5①",
        "<s>5</s>7",
        "<del>5</del>7",
        "<span style='text-decoration: line-through'>5</span>7",
        "5<br>1",
        "5<span style='vertical-align: super'>1</span>",
        "<iframe srcdoc='50'></iframe>5",
        "<canvas></canvas>5",
    ],
)
def test_a_raised_or_struck_figure_or_one_beside_another_page_is_no_figure(cell):
    reading = form((NEW, cell, 0, 0, 0, 0, 0, 5))
    assert values(reading, "received_new") == ["unreadable", "0", "0", "0", "0", "0", "5"]
    assert "unreadable" in rules(reading)


@pytest.mark.parametrize(
    "cell",
    [
        "<input value='5'>", "&#8203;5&#8203;", "<span hidden>9</span>5", "<span style='visibility:hidden'>1</span>5",
        "<!-- 9 -->5", "<font>5</font>&nbsp;", "５", "5件", "<p>5</p>",
    ],
)  # fmt: skip
def test_what_a_reader_sees_is_what_counts(cell):
    assert values(form((NEW, cell, 0, 0, 0, 0, 0, cell)), "received_new") == ["5", "0", "0", "0", "0", "0", "5"]


def test_hidden_rows_are_not_there():
    hidden = f"<tr style='display:none'><td colspan='3'>{NEW}</td>{cells(*[9] * 7)}</tr>"
    shown = f"<tr><td colspan='3'>{NEW}</td>{cells(5, 0, 0, 0, 0, 0, 5)}</tr>"
    assert values(page(f"<table>{HEAD}{shown}{hidden}</table>"), "received_new")[0] == "5"


def test_numbers_that_stand_beside_their_heads_are_unreadable_where_a_number_would_be_lost():
    """Eight cells below seven heads: the row that ends blank would be read one column off."""
    reading = form((NEW, "", 5, 4, 3, 2, 1, 0, 15), (CARRIED, "", 1, 2, 3, 4, 5, 6, ""))
    assert values(reading, "received_new") == ["5", "4", "3", "2", "1", "0", "15"]
    assert values(reading, "carried_in") == UNREADABLE


def test_cells_that_a_row_leaves_out_at_its_end_are_blank():
    assert values(form((NEW, 5, 4, 3, 2, 1)), "received_new") == ["5", "4", "3", "2", "1", "blank", "blank"]


def test_a_row_that_lost_a_cell_somewhere_is_unreadable():
    """Below three lost merged cells the six numbers may belong to any six of the seven heads."""
    row = f"<tr><td>三、本年度办理结果</td><td>（一）予以公开</td>{cells(5, 4, 3, 2, 1, 0)}</tr>"
    reading = page(f"<table>{HEAD}{row}</table>")
    assert values(reading, "granted") == UNREADABLE
    assert "unclear_columns" in rules(reading)


def test_a_column_that_the_form_does_not_have_is_said_and_not_counted():
    head = cells("项目", "备注", "自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计")
    table = (
        f"<table><tr>{head}</tr><tr>{cells(NEW, 3, '', 0, 0, 0, 0, 0, 0)}</tr>"
        f"<tr>{cells(CARRIED, '含信访', 1, 0, 0, 0, 0, 0, 1)}</tr></table>"
    )
    reading = page(table)
    assert values(reading, "received_new") == ["blank", "0", "0", "0", "0", "0", "0"]
    assert values(reading, "carried_in") == ["1", "0", "0", "0", "0", "0", "1"]
    assert {"备注", "3", "含信访"} <= {n.text for n in reading.notes if n.rule == "unread"}


def test_a_merged_label_that_reaches_too_far_names_no_row():
    rows = (
        f"<tr><td rowspan='4'>三、本年度办理结果</td><td rowspan='3'>（六）其他处理</td><td>3.其他</td>{cells(1, 0, 0, 0, 0, 0, 1)}</tr>"
        f"<tr><td>（七）总计</td>{cells(2, 2, 2, 2, 2, 2, 2)}</tr>"
        f"<tr><td>四、结转下年度继续办理</td>{cells(9, 8, 7, 6, 5, 4, 39)}</tr>"
    )
    reading = page(f"<table>{HEAD}{rows}</table>")
    assert values(reading, "total_processed") == ["2"] * 7
    assert values(reading, "carried_out") == ["9", "8", "7", "6", "5", "4", "39"]


def test_rows_and_columns_that_only_number_the_table():
    numbers = ("栏次", *range(1, 8))
    reading = form(numbers, (NEW, 5, 4, 3, 2, 1, 0, 15))
    assert values(reading, "received_new") == ["5", "4", "3", "2", "1", "0", "15"]


def part(section: str, table: str) -> Reading:
    page = f"<meta charset=utf-8><h1>望溪市青禾区教育局2023年政府信息公开工作年度报告</h1><p>{section}</p>{table}"
    return read_file(page.encode(), "a.html")


@pytest.mark.parametrize("caption", ["本年收费金额（元）", "本年收费金额（单位：元）"])
def test_amounts_in_yuan(caption):
    table = f"<table><tr>{cells('信息内容', caption)}</tr><tr>{cells('行政事业性收费', 251000)}</tr></table>"
    assert row(part("二、主动公开政府信息情况", table), "fees") == {"amount_wan_yuan": "25.1"}


@pytest.mark.parametrize(
    ("cell", "state"),
    [
        ("<td><span id='n'>0</span></td>", "unreadable"),
        ("<td><span id='n'></span></td>", "unreadable"),
        ("<td id='n'></td>", "unreadable"),
        ("<td><i class='counter' data-to='48'>0</i></td>", "unreadable"),
        ("<td id='other'>7</td>", "printed"),
        ("<td id='other'></td>", "blank"),
    ],
    ids=["a number", "an empty element", "an empty cell", "a counter", "not named", "empty and not named"],
)
def test_what_a_script_writes_into_a_cell_is_not_what_stands_there(cell, state):
    table = f"<table><tr>{cells('信息内容', '本年收费金额')}</tr><tr><td>行政事业性收费</td>{cell}</tr></table>"
    script = "<script>document.getElementById('n').innerText = 48; $('.counter').countTo()</script>"
    reading = part("二、主动公开政府信息情况", table + script)
    assert {c.state for c in reading.cells if c.item == "fees"} == {state}


@pytest.mark.parametrize(
    "style",
    [
        "-webkit-mask:linear-gradient(transparent,transparent)",
        "mix-blend-mode:lighten",
        "animation:gone 1s forwards",
        "color:transparent;text-shadow:0 0 #000",
    ],
)
def test_a_digit_whose_look_is_not_followed_leaves_the_number_unread(style):
    fee = f"<td>5<b style='{style}'>9</b></td>"
    table = f"<table><tr>{cells('信息内容', '本年收费金额')}</tr><tr><td>行政事业性收费</td>{fee}</tr></table>"
    reading = part("二、主动公开政府信息情况", table)
    assert {c.state for c in reading.cells if c.item == "fees"} == {"unreadable"}


@pytest.mark.parametrize(
    "style",
    ["mask:none", "mix-blend-mode:normal", "animation:none 0s ease 0s 1 normal none running", "text-shadow:none"],
)
def test_a_style_that_is_spelt_out_and_does_nothing_changes_no_number(style):
    fee = f"<td style='{style}'>5<b style='{style}'>9</b></td>"
    table = f"<table><tr>{cells('信息内容', '本年收费金额')}</tr><tr><td>行政事业性收费</td>{fee}</tr></table>"
    assert row(part("二、主动公开政府信息情况", table), "fees") == {"amount_wan_yuan": "59"}


def test_last_years_column_is_not_this_years():
    table = f"<table><tr>{cells('信息内容', '上年处理决定数量', '本年处理决定数量')}</tr><tr>{cells('行政许可', 55, '')}</tr></table>"
    reading = part("二、主动公开政府信息情况", table)
    assert row(reading, "permits") == {"decisions": "blank"}
    assert {"55", "上年处理决定数量"} <= {n.text for n in reading.notes if n.rule == "unread"}


RESULTS = ("结果维持", "结果纠正", "其他结果", "尚未审结", "总计")


def test_routes_of_review_in_another_order_are_followed():
    table = (
        "<table><tr><td colspan='5'>行政复议</td><td colspan='10'>行政诉讼</td></tr>"
        + "<tr>" + "".join(f"<td rowspan='2'>{r}</td>" for r in RESULTS)
        + "<td colspan='5'>复议后起诉</td><td colspan='5'>未经复议直接起诉</td></tr>"
        + f"<tr>{cells(*RESULTS, *RESULTS)}</tr><tr>{cells(*range(20, 35))}</tr></table>"
    )  # fmt: skip
    reading = part("四、政府信息公开行政复议、行政诉讼情况", table)
    assert values(reading, "review") == ["20", "21", "22", "23", "24"]
    assert values(reading, "litigation_after_review") == ["25", "26", "27", "28", "29"]
    assert values(reading, "litigation_direct") == ["30", "31", "32", "33", "34"]


def test_reviews_printed_downwards():
    table = "".join(
        f"<tr>{f'<td rowspan=5>{route}</td>' if i == 0 else ''}{cells(result, 5 * r + i)}</tr>"
        for r, route in enumerate(("行政复议", "未经复议直接起诉", "复议后起诉"))
        for i, result in enumerate(RESULTS)
    )
    reading = part("四、政府信息公开行政复议、行政诉讼情况", f"<table>{table}</table>")
    assert values(reading, "review") == ["0", "1", "2", "3", "4"]
    assert values(reading, "litigation_after_review") == ["10", "11", "12", "13", "14"]


def test_figures_under_labels_that_the_form_does_not_have_are_no_report():
    table = f"<table><tr>{cells('项目', '数量')}</tr><tr>{cells('接待来访', 12)}</tr></table>"
    assert part("三、收到和处理政府信息公开申请情况", table).reason == "tables_unclear"


def test_the_same_table_twice_is_read_once_and_other_figures_are_a_conflict():
    table = f"<table>{HEAD}<tr><td colspan='3'>{NEW}</td>{cells(5, 0, 0, 0, 0, 0, 5)}</tr></table>"
    assert values(page(table + table), "received_new")[0] == "5"
    other = table.replace("<td>5</td>", "<td>6</td>")
    assert part("三、收到和处理政府信息公开申请情况", table + other).reason == "conflicting_tables"


def test_a_row_that_holds_several_labels_is_not_read():
    swallowed = "<br>".join((NEW, CARRIED, "（一）予以公开"))
    reading = form((swallowed, 1, 0, 0, 0, 0, 0, 1), (CARRIED, 2, 0, 0, 0, 0, 0, 2))
    assert set(row(reading, "granted").values()) == {"unreadable"}
    assert values(reading, "carried_in")[0] == "2"
    assert "unread" in rules(reading)
