"""Documents at the edges of what can be read: what is hidden, shifted, swapped or said twice is never taken for a figure."""

import io
from collections.abc import Sequence

import pytest
from openpyxl import Workbook

from loaders.reading.extract import Reading, read_file
from loaders.reading.sections.numbers import digits

TITLE = "望溪市青禾区教育局2023年政府信息公开工作年度报告"
PART2 = "二、主动公开政府信息情况"
PART3 = "三、收到和处理政府信息公开申请情况"
PART4 = "四、政府信息公开行政复议、行政诉讼情况"
NEW = "一、本年新收政府信息公开申请数量"
CARRIED = "二、上年结转政府信息公开申请数量"
APPLICANTS = ("自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计")
RESULTS = ("结果维持", "结果纠正", "其他结果", "尚未审结", "总计")
UNREADABLE = ["unreadable"]
SEVEN = (1, 0, 0, 0, 0, 0, 1)


def text(*lines: str) -> Reading:
    """A report as lines of text; cells stand apart by tabs."""
    return read_file("\n".join([TITLE, *lines, ""]).encode(), "a.txt")


def page(part: str, body: str) -> Reading:
    return read_file(f"<meta charset=utf-8><h1>{TITLE}</h1><p>{part}</p>{body}".encode(), "a.html")


def cells(*texts: object) -> str:
    return "".join(f"<td>{t}</td>" for t in texts)


HEAD = f"<tr>{cells('', *APPLICANTS)}</tr>"


def applicants(*rows: Sequence[object]) -> Reading:
    """Part three of a page, whose rows stand below the heads of the form."""
    return page(PART3, f"<table>{HEAD}{''.join(f'<tr>{cells(*row)}</tr>' for row in rows)}</table>")


def saved(book: Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def tabbed(label: str, values: Sequence[object] = SEVEN) -> str:
    return "\t".join([label, *map(str, values)])


def row(reading: Reading, item: str) -> list[str]:
    assert reading.reason is None, (reading.reason, reading.words)
    return [digits(c.value) if c.state == "printed" else c.state for c in reading.cells if c.item == item]


def notes(reading: Reading) -> set[tuple[str, str]]:
    return {(n.rule, n.text) for n in reading.notes}


# Units


FEES = "信息内容\t本年收费金额"


@pytest.mark.parametrize(
    ("caption", "head", "line", "amount"),
    [
        ("单位：元", FEES, "行政事业性收费\t251000", "25.1"),
        ("单位：千元", FEES, "行政事业性收费\t251", "25.1"),
        ("单位：千万元", FEES, "行政事业性收费\t0.5", "500"),
        ("单位：百万元", FEES, "行政事业性收费\t0.5", "50"),
        ("单位：百元", FEES, "行政事业性收费\t251", "2.51"),
        ("单位：亿元", FEES, "行政事业性收费\t0.5", "5000"),
        ("单位：元", FEES + "（单位：万元）", "行政事业性收费\t25.1", "25.1"),
        ("单位：万元", FEES, "行政事业性收费（元）\t251000", "25.1"),
        ("单位：元", FEES, "行政事业性收费\t25.1万元", "25.1"),
        ("", FEES, "行政事业性收费\t25.1", "25.1"),
    ],
    ids=[
        "caption",
        "thousands",
        "ten millions",
        "millions",
        "hundreds",
        "hundred millions",
        "head",
        "label",
        "cell",
        "none",
    ],
)
def test_the_unit_that_stands_nearest_to_an_amount_is_the_amounts(caption, head, line, amount):
    assert row(text(PART2, caption, head, line), "fees") == [amount]


def test_a_caption_holds_for_all_tables_below_it_and_for_none_above():
    reading = text(
        PART2,
        "信息内容\t采购项目数量\t采购总金额", "政府集中采购\t14\t5230",
        "单位：元",
        "信息内容\t本年制发件数\t本年废止件数\t现行有效件数", "规章\t1\t2\t3",
        "第二十条第（八）项", FEES, "行政事业性收费\t251000",
    )  # fmt: skip
    assert row(reading, "procurement") == ["14", "5230"]
    assert row(reading, "regulations") == ["1", "2", "3"]
    assert row(reading, "fees") == ["25.1"]


@pytest.mark.parametrize(
    ("head", "amount"), [(FEES, "25.1"), (FEES + "（单位：万元）", "251000")], ids=["none", "head"]
)
@pytest.mark.parametrize("line", ["单位：元", "注：金额单位为元。"])
def test_a_unit_below_the_tables_holds_where_none_stands_nearer(line, head, amount):
    assert row(text(PART2, head, "行政事业性收费\t251000", line, PART3), "fees") == [amount]


def test_a_unit_of_money_changes_no_count():
    reading = text(PART2, "单位：元", "信息内容\t采购项目数量\t采购总金额", "政府集中采购\t14\t5230000")
    assert row(reading, "procurement") == ["14", "523"]


# What a page hides


@pytest.mark.parametrize("hidden", ["hidden", "style='display:none'", "style='Display : None'"])
def test_a_hidden_part_of_a_table_is_not_there(hidden):
    shown = f"<tbody>{HEAD}<tr>{cells(NEW, *SEVEN)}</tr></tbody>"
    reading = page(PART3, f"<table>{shown}<tbody {hidden}><tr>{cells(CARRIED, *[9] * 7)}</tr></tbody></table>")
    assert row(reading, "received_new") == ["1", "0", "0", "0", "0", "0", "1"]
    assert row(reading, "carried_in") == []


def test_a_hidden_cell_moves_none_of_its_neighbours():
    line = f"<tr><td>{NEW}</td><td style='display:none'>9</td>{cells(*SEVEN)}</tr>"
    assert row(page(PART3, f"<table>{HEAD}{line}</table>"), "received_new") == ["1", "0", "0", "0", "0", "0", "1"]


@pytest.mark.parametrize(
    ("cell", "state"),
    [
        ("<input type=hidden value=9>5", "5"),
        ("<input type=checkbox value=9>5", "5"),
        ("<select><option>9</option></select>5", "unreadable"),
        ("<select><option>9<option selected>5</select>", "5"),
        ("<textarea>9</textarea>5", "unreadable"),
        ("<textarea>5</textarea>", "5"),
        ("<svg><text y=15>5</text></svg>", "5"),
        ("<svg><title>9</title><path d=M0></svg>", "unreadable"),
        ("<input type=text value=5>", "5"),
        ("<img src=5.png>", "unreadable"),
        ("<img src=5.png hidden>", "blank"),
    ],
)
def test_fields_and_pictures_in_a_cell(cell, state):
    assert row(applicants((NEW, cell, 0, 0, 0, 0, 0, 5)), "received_new") == [state, "0", "0", "0", "0", "0", "5"]


@pytest.mark.parametrize("span", ["0", "-1", "x", "", "1.5", "²"])
def test_a_span_that_is_no_number_is_one(span):
    line = f"<tr><td rowspan='{span}' colspan='{span}'>{NEW}</td>{cells(*SEVEN)}</tr>"
    reading = page(PART3, f"<table>{HEAD}{line}<tr>{cells(CARRIED, *SEVEN)}</tr></table>")
    assert row(reading, "received_new") == row(reading, "carried_in") == ["1", "0", "0", "0", "0", "0", "1"]


# Rows that do not stand below their heads


WIDE = (
    f"<tr><td colspan='3' rowspan='2'></td><td colspan='7'>申请人情况</td></tr><tr>{cells(*APPLICANTS)}</tr>"
)  # fmt: skip


def test_a_row_with_a_cell_too_many_in_front_and_one_too_few_behind_is_unreadable():
    full = f"<tr>{cells(CARRIED, '', '', 1, 2, 3, 4, 5, 6, 21)}</tr>"
    short = f"<tr>{cells(NEW, '', '', 5, 4, 3, 2, 1, 0)}</tr>"
    reading = page(PART3, f"<table>{WIDE}{full}{short}</table>")
    assert row(reading, "carried_in") == ["1", "2", "3", "4", "5", "6", "21"]
    assert row(reading, "received_new") == UNREADABLE * 7


def test_a_row_wider_than_its_header_is_unreadable_and_shows_all_that_stands():
    reading = applicants((NEW, 5, 4, 3, 2, 1, 0, 15, 9))
    assert row(reading, "received_new") == UNREADABLE * 7
    assert ("unclear_columns", "5 4 3 2 1 0 15 9") in notes(reading)


def test_a_number_over_two_columns_belongs_to_neither_and_a_blank_to_both():
    reading = page(
        PART3,
        f"<table>{HEAD}<tr><td>{NEW}</td><td colspan='2'>5</td>{cells(0, 0, 0, 0, 5)}</tr>"
        f"<tr><td>{CARRIED}</td><td>1</td><td colspan='5'></td><td>1</td></tr></table>",
    )
    assert row(reading, "received_new") == ["unreadable", "unreadable", "0", "0", "0", "0", "5"]
    assert row(reading, "carried_in") == ["1", "blank", "blank", "blank", "blank", "blank", "1"]


@pytest.mark.parametrize("label", [NEW + "12", "本年新收政府信息公开申请数量总数12"])
def test_a_label_that_swallowed_its_first_number_leaves_its_row_unread(label):
    """One cell was lost between them: the rest would move a column to the left."""
    reading = text(PART3, tabbed(label, (0, 0, 0, 0, 0, 12)), tabbed(CARRIED))
    assert row(reading, "received_new") == []
    assert ("unread", label) in notes(reading)
    assert row(reading, "carried_in") == ["1", "0", "0", "0", "0", "0", "1"]


# Part four


def routes(second: str, third: str, gap: str) -> Reading:
    """The form's part four without places: its heads and fifteen numbers on lines, with this between the cells."""
    heads = (*RESULTS, second, third) if gap == "\t" else (*RESULTS, second, *RESULTS, third, *RESULTS)
    below = [gap.join((*RESULTS, *RESULTS))] if gap == "\t" else []
    return text(PART4, gap.join(("行政复议", "行政诉讼")), gap.join(heads), *below, gap.join(map(str, range(20, 35))))


@pytest.mark.parametrize("gap", ["\t", "\n"])
def test_routes_in_another_order_are_unreadable_where_no_layout_tells_which_is_which(gap):
    usual, swapped = (
        routes("未经复议直接起诉", "复议后起诉", gap),
        routes("复议后起诉", "未经复议直接起诉", gap),
    )
    assert row(usual, "litigation_direct") == ["25", "26", "27", "28", "29"]
    assert row(usual, "litigation_after_review") == ["30", "31", "32", "33", "34"]
    for item in ("review", "litigation_direct", "litigation_after_review"):
        assert row(swapped, item) == UNREADABLE * 5
    assert {n.rule for n in swapped.notes} == {"unclear_columns"}


def test_a_row_of_part_four_that_lost_a_cell_is_unreadable():
    reading = text(PART4, "\t".join(map(str, range(20, 34))))
    assert row(reading, "review") == row(reading, "litigation_after_review") == UNREADABLE * 5


def test_a_row_that_numbers_the_columns_is_no_row_of_results():
    numbers, results = range(1, 16), range(20, 35)
    reading = text(PART4, "\t".join(map(str, numbers)), "\t".join(map(str, results)))
    assert row(reading, "review") == ["20", "21", "22", "23", "24"]


def test_a_label_in_front_of_the_results_is_no_result():
    reading = text(
        PART4,
        "行政复议\t行政诉讼", "\t".join((*RESULTS, "未经复议直接起诉", "复议后起诉")), "\t".join((*RESULTS, *RESULTS)),
        tabbed("数量", range(20, 35)),
    )  # fmt: skip
    assert row(reading, "review") == ["20", "21", "22", "23", "24"]
    assert row(reading, "litigation_after_review") == ["30", "31", "32", "33", "34"]
    assert ("unread", "数量") in notes(reading)


def results(*rows: Sequence[object]) -> Reading:
    """Part four of a page as the form prints it, with these rows of fifteen cells."""
    head = "".join(f"<td rowspan='2'>{r}</td>" for r in RESULTS)
    routes = "<td colspan='5'>未经复议直接起诉</td><td colspan='5'>复议后起诉</td>"
    return page(
        PART4,
        f"<table><tr><td colspan='5'>行政复议</td><td colspan='10'>行政诉讼</td></tr><tr>{head}{routes}</tr>"
        f"<tr>{cells(*RESULTS, *RESULTS)}</tr>{''.join(f'<tr>{cells(*r)}</tr>' for r in rows)}</table>",
    )


def test_a_blank_row_of_results_is_blank_and_one_before_the_figures_is_nothing():
    assert row(results([""] * 15), "litigation_direct") == ["blank"] * 5
    assert row(results([""] * 15, range(20, 35)), "litigation_direct") == ["25", "26", "27", "28", "29"]


def test_words_for_all_results_are_unreadable_and_not_missing():
    reading = results(["若干"] * 15)
    assert row(reading, "review") == UNREADABLE * 5
    assert ("unreadable", "若干") in notes(reading)


# Tables that come twice, parts that are only announced


def test_of_a_table_printed_twice_the_second_gives_the_rows_that_the_first_lacks():
    twice = [
        f"<table>{HEAD}<tr>{cells(NEW, *SEVEN)}</tr>{more}</table>"
        for more in ("", f"<tr>{cells(CARRIED, *SEVEN)}</tr>")
    ]
    reading = page(PART3, "".join(twice))
    assert reading.reason is None
    assert row(reading, "received_new") == row(reading, "carried_in") == ["1", "0", "0", "0", "0", "0", "1"]


def test_what_one_printing_of_a_table_leaves_unreadable_contradicts_nothing_and_is_not_taken_from_the_other():
    first, second = (f"<table>{HEAD}<tr>{cells(NEW, n, 0, 0, 0, 0, 0, 5)}</tr></table>" for n in ("若干", 5))
    reading = page(PART3, first + second)
    assert reading.reason is None
    assert row(reading, "received_new") == ["unreadable", "0", "0", "0", "0", "0", "5"]


def test_a_blank_in_one_printing_contradicts_a_figure_in_the_other():
    first, second = (f"<table>{HEAD}<tr>{cells(NEW, n, 0, 0, 0, 0, 0, 5)}</tr></table>" for n in ("", 5))
    assert page(PART3, first + second).reason == "conflicting_tables"


def test_a_list_of_contents_is_no_part_of_the_report():
    contents = ("一、总体情况", PART2, PART3, PART4, "编制：办公室")
    reading = text(*contents, "一、总体情况", "无。", PART3, tabbed(NEW), PART4, "\t".join(map(str, range(20, 35))))
    assert row(reading, "received_new") == ["1", "0", "0", "0", "0", "0", "1"]
    assert row(reading, "review") == ["20", "21", "22", "23", "24"]
    assert notes(reading) == set()


def test_a_heading_printed_again_below_a_header_leaves_the_header_in_force():
    """It prints the total first."""
    head = "\t".join(("申请人情况", APPLICANTS[-1], *APPLICANTS[:-1]))
    reading = text(PART3, head, PART3, tabbed(NEW, (21, 1, 2, 3, 4, 5, 6)))
    assert {c.column: digits(c.value) for c in reading.cells} == {
        "total": "21", "natural_person": "1", "business": "2", "research": "3", "public_interest": "4",
        "legal_service": "5", "other": "6",
    }  # fmt: skip


def test_a_heading_printed_again_over_the_next_page_loses_no_row():
    reading = text(PART3, tabbed(NEW), PART3, tabbed(CARRIED))
    assert row(reading, "received_new") == row(reading, "carried_in") == ["1", "0", "0", "0", "0", "0", "1"]


def test_a_table_in_a_later_part_is_none_of_the_form():
    reading = text(PART3, tabbed(NEW), "五、存在的主要问题及改进情况", tabbed("（一）予以公开", [9] * 7))
    assert row(reading, "granted") == []


# Figures of part three


def test_the_third_row_of_its_group_is_not_the_group():
    reading = text(PART3, tabbed(NEW), tabbed("2.逾期未缴费", [0] * 7), tabbed("3.其他处理"))
    assert row(reading, "other") == []
    assert row(reading, "other_other") == ["1", "0", "0", "0", "0", "0", "1"]
    assert reading.templates["requests"] == "2021"
    assert ("inexact_label", "3.其他处理") in notes(reading)


@pytest.mark.parametrize(
    ("group", "member", "said"), [(3, 1, False), (1, 2, True)], ids=["rows are missing", "rows exceed it"]
)
def test_a_groups_figure_is_held_against_its_rows_as_far_as_they_stand(group, member, said):
    reading = text(
        PART3,
        tabbed(NEW, (3, 0, 0, 0, 0, 0, 3)),
        tabbed("（三）不予公开", (group, 0, 0, 0, 0, 0, group)),
        tabbed("1.属于国家秘密", (member, 0, 0, 0, 0, 0, member)),
    )
    assert row(reading, "denied") == [str(group), "0", "0", "0", "0", "0", str(group)]
    found = [(n.left, n.right, n.partial) for n in reading.notes if n.rule == "group"]
    assert found == ([(member, group, True)] * 2 if said else [])


@pytest.mark.parametrize("printed", ["3.5", "-3", "10000001"])
def test_a_number_that_no_cell_can_hold_is_listed_and_in_no_sum(printed):
    reading = text(PART3, tabbed(NEW, (printed, 0, 0, 0, 0, 0, printed)))
    assert row(reading, "received_new")[0] == "unreadable"
    assert {str(n.left) for n in reading.notes} == {printed}
    assert {n.rule for n in reading.notes} == {"whole_number"}


# Models of the form


@pytest.mark.parametrize(("values", "reason"), [([""] * 7, "model"), (SEVEN, None)])
def test_a_form_for_a_body_without_a_name_is_a_model_only_while_no_figure_stands_in_it(values, reason):
    lines = ("××局2023年政府信息公开工作年度报告", PART3, tabbed(NEW, values), "")
    assert read_file("\n".join(lines).encode(), "a.txt").reason == reason


# Workbooks


def test_a_hidden_sheet_of_a_workbook_is_not_there():
    """Whatever its name holds: last year's figures are often kept on one."""
    book = Workbook()
    for sheet, own in ((book.active, 5), (book.create_sheet("2022年（旧）"), 9)):
        for line in ((TITLE,), (PART3,), ("", *APPLICANTS), (NEW, *[own] * 7)):
            sheet.append(line)
    assert read_file(saved(book), "a.xlsx").reason is not None, "two reports in one"
    book.worksheets[1].sheet_state = "hidden"
    assert row(read_file(saved(book), "a.xlsx"), "received_new") == ["5"] * 7
