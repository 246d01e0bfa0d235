"""Layouts met in the wild, in small: each test is one way in which a table reaches us, with made-up figures."""

from dataclasses import replace

import pytest
from helpers import example, row, rules

from loaders.reading.extract import Reading, read_file
from loaders.synthetic.documents import TEXT_LAYOUTS, html

TITLE = "望溪市青禾区教育局2023年政府信息公开工作年度报告\n"
PART2 = "二、主动公开政府信息情况\n"
PART3 = "三、收到和处理政府信息公开申请情况\n"
PART4 = "四、政府信息公开行政复议、行政诉讼情况\n"
HEAD2 = "第二十条第(一)项 | |||\n信息内容 | 本年制发件数 | 本年废止件数 | 现行有效件数 |\n"


def read(text: str, name: str = "a.txt") -> Reading:
    reading = read_file((TITLE + text).encode(), name)
    assert reading.reason is None, (reading.reason, reading.words)
    return reading


def test_layout_pipes_behind_a_value_are_no_values():
    reading = read(
        PART2
        + HEAD2
        + "规章 | 0 | 0 | 0 | |\n第二十条第(五)项 | ||||\n信息内容 | 本年处理决定数量 | |||\n行政许可 | 7 | ||\n"
    )
    assert row(reading, "regulations") == {"issued": "0", "repealed": "0", "in_force": "0"}
    assert row(reading, "permits") == {"decisions": "7"}


def test_blank_cells_stay_blank():
    reading = read(PART2 + HEAD2 + "规章 | |||\n规范性文件 | 11 | ||\n")
    assert row(reading, "regulations") == {"issued": "blank", "repealed": "blank", "in_force": "blank"}
    assert row(reading, "normative_documents") == {"issued": "11", "repealed": "blank", "in_force": "blank"}


def test_the_header_tells_the_template_not_the_year():
    reading = read(
        PART2 + "信息内容 | 本年新 制作数量 | 本年新 公开数量 | 对外公开总数量 |\n规范性文件 | 3 | 3 | 8 |\n"
    )
    assert row(reading, "normative_documents") == {"produced": "3", "published": "3", "published_total": "8"}
    assert reading.templates["disclosure"] == "2019"


def test_header_words_cut_and_broken():
    cut = "信息内容 | 本年新 | 本年新 | 对外公开总数量 | |\n规范性文件 | 3 | 2 | 8 | |\n"
    assert row(read(PART2 + cut), "normative_documents") == {"produced": "3", "published": "2", "published_total": "8"}
    lost = "信息内容\n本年发件\n本年废止件数\n现行有效件\n规章\n0\n0\n0\n行政规范性文件\n4\n1\n9\n"
    assert row(read(PART2 + lost), "normative_documents") == {"issued": "4", "repealed": "1", "in_force": "9"}


def test_other_words_for_the_columns():
    reading = read(PART2 + "信息内容\n本年度制发数\n本年废止数\n现行有效件数\n规章\n0\n0\n0\n")
    assert row(reading, "regulations") == {"issued": "0", "repealed": "0", "in_force": "0"}


def test_a_form_that_mixes_both_templates():
    mixed = (
        "第二十条第（一）项\n信息内容\t本年新制作数量\t本年新公开数量\t对外公开总数量\n规章\t0\t0\t0\n规范性文件\t2\t2\t5\n"
        "第二十条第（五）项\n信息内容\t本年处理决定数量\n行政许可\t12\n"
        "第二十条第（八）项\n信息内容\t本年收费金额（单位：万元）\n行政事业性收费\t1.5\n"
    )
    reading = read(PART2 + mixed)
    assert reading.templates["disclosure"] == "mixed"
    assert {c.item: c.template for c in reading.cells} == {
        "regulations": "2019", "normative_documents": "2019", "permits": "2021", "fees": "2021",
    }  # fmt: skip


def test_a_missing_number_is_not_taken_from_the_next_row():
    text = "第二十条第（六）项\n\n信息内容\n\n本年处理决定数量\n\n行政处罚\n\n0\n\n行政强制\n\n第二十条第（八）项\n\n信息内容\n\n本年收费金额（单位：万元）\n\n行政事业性收费\n\n3\n"
    reading = read(PART2 + text)
    assert row(reading, "penalties") == {"decisions": "0"}
    assert row(reading, "coercion") == {"decisions": "blank"}
    assert row(reading, "fees") == {"amount_wan_yuan": "3"}


def test_values_on_lines_between_pipes():
    text = "| 第二十条第(一)项\n|\n|||\n| 信息内容\n|\n本年制发件数\n|\n本年废止件数\n|\n现行有效件数\n|\n| 规章\n|\n0\n|\n1\n|\n2\n|\n"
    assert row(read(PART2 + text), "regulations") == {"issued": "0", "repealed": "1", "in_force": "2"}


def test_the_number_of_a_page_in_a_blank_cell_between_pipes_moves_no_number():
    figures = ["1", "2", "3", "4 / 9", "10", *("0", "0", "5", "0", "5"), *("0", "0", "0", "6", "6")]
    text = "\n|\n".join(
        ["| 结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]
        + ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"] * 2
    )
    reading = read(PART4 + "| 行政复议\n|\n行政诉讼\n|\n" + text + "\n|\n| " + "\n|\n".join(figures) + "\n|\n")
    assert row(reading, "review") == {"upheld": "1", "corrected": "2", "other": "3", "pending": "blank", "total": "10"}
    assert row(reading, "litigation_direct")["total"] == "5"


def test_spaces_alone_between_the_cells():
    text = "信息内容 上一年项目数量 本年增/减 处理决定数量\n行政许可 66 +126 192\n第二十条第（九）项\n信息内容 采购项目数量 采购总金额\n政府集中采购 14 523.15万元\n"
    reading = read(PART2 + text)
    assert row(reading, "permits") == {"items_last_year": "66", "items_change": "126", "decisions": "192"}
    assert row(reading, "procurement") == {"count": "14", "amount_wan_yuan": "523.15"}


def test_yuan_in_the_header_is_turned_into_wan_yuan():
    reading = read(PART2 + "信息内容\t本年收费金额（单位：元）\n行政事业性收费\t251000\n")
    assert row(reading, "fees") == {"amount_wan_yuan": "25.1"}


SEVEN = "| 自然人 | 法人或其他组织 | 总计 | |||||||\n商业 企业 | 科研 机构 | 社会公益组织 | 法律服务机构 | 其他 |\n"


def test_rows_without_the_label_of_their_group():
    text = (
        "(本列数据的勾稽关系为:第一项加第二项之和,等于第三项加第四项之和) | 申请人情况 |\n" + SEVEN
        + "一、本年新收政府信息公开申请数量 | 5 | 0 | 0 | 0 | 0 | 1 | 6 | ||\n"
        "三、本年度办理结果 | (一)予以公开 | 2 | 0 | 0 | 0 | 0 | 0 | 2 |\n"
        "(二)部分公开(区分处理的,只计这一情形,不计其他情形) | 1 | 0 | 0 | 0 | 0 | 0 | 1 |\n"
        "(三)不予公开 | 1.属于国家秘密 | 0 | 0 | 0 | 0 | 0 | 0 | 0 |\n"
        "2.其他法律行政法规禁止公开 | 0 | 0 | 0 | 0 | 0 | 1 | 1 |\n"
        "(六)其他处理 | 0 | 0 | 0 | 0 | 0 | 0 | 0 |\n"
    )  # fmt: skip
    reading = read(PART3 + text)
    assert row(reading, "received_new")["total"] == "6"
    assert row(reading, "granted")["natural_person"] == "2"
    assert row(reading, "denied_law_prohibits")["other"] == "1"
    assert set(row(reading, "other").values()) == {"0"}
    assert not rules(reading)


def test_labels_broken_over_lines():
    text = "自然人\n\n商业\n\n企业\n\n一、本年新收政府\n\n信息公开申请数量\n\n4\n\n0\n\n0\n\n0\n\n0\n\n0\n\n4\n\n(三)\n\n不予公开\n\n1.属于国家秘密\n\n1\n\n0\n\n0\n\n0\n\n0\n\n0\n\n1\n"
    reading = read(PART3 + text)
    assert row(reading, "received_new")["natural_person"] == "4"
    assert row(reading, "denied_state_secret")["total"] == "1"


NUMBERS = "5\n0\n0\n0\n0\n0\n5\n"


def test_a_label_goes_on_in_the_next_line_though_its_beginning_is_one_too():
    text = f"（四）无法提供\n1.本机关不掌握\n相关政府信息\n{NUMBERS}2.没有现成信息\n需要另行制作\n{NUMBERS}"
    reading = read(PART3 + text)
    assert row(reading, "unavailable_not_held")["natural_person"] == "5"
    assert row(reading, "unavailable_needs_creation")["natural_person"] == "5"
    assert not rules(reading)


def test_the_end_of_a_cut_label_is_no_label_of_its_own():
    """不计其他情形 ends with a name for the row 3.其他."""
    first = "（二）部分公开（区分处理的，只计这一情\n"
    for gap in (" ", "   ", "\t", " | "):
        numbers = gap.join("5000005")
        reading = read(PART3 + first + f"形，不计其他情形）{gap}{numbers}\n（七）总计{gap}{numbers}\n")
        assert row(reading, "partially_granted")["total"] == "5"
        assert not row(reading, "other_other")
        assert not rules(reading)
    reading = read(
        PART3 + f"形，不计其他情形）\t{gap.join('1234567')}\n一、本年新收政府信息公开申请数量\t" + "\t".join("5000005")
    )
    assert not row(reading, "other_other")


def test_the_note_on_arithmetic_cut_over_lines_is_no_column():
    head = "（本列数据的勾稽关系为：第一\n项加第二项之和，等于第三\n项加第四项之和）\t\t\t申请人情况\n\t\t\t自然人\t商业企业\t科研机构\t社会公益组织\t法律服务机构\t其他\t总计\n"
    rows = "一、本年新收政府信息公开申请数量\t\t\t5\t\t\t0\t1\t\t6\n二、上年结转政府信息公开\n申请数量\t\t\t1\t2\t3\t4\t5\t6\t21\n"
    reading = read(PART3 + head + rows)
    assert list(row(reading, "received_new").values()) == ["5", "blank", "blank", "0", "1", "blank", "6"]
    assert list(row(reading, "carried_in").values()) == ["1", "2", "3", "4", "5", "6", "21"]
    assert not rules(reading)


def test_other_handling_in_short_is_not_its_third_row():
    reading = read(PART3 + "（六）其他\t" + "\t".join("5000005") + "\n")
    assert row(reading, "other")["total"] == "5"


def test_results_cut_over_lines():
    cut = "结果\n维持\n结果\n纠正\n其他\n结果\n尚未\n审结\n总计\n"
    numbers = "\n".join(str(i) for i in range(20, 35))
    reading = read(
        PART4 + f"行政复议\n行政诉讼\n{cut}未经复议\n直接起诉\n复议后\n起诉\n{cut}{cut}{numbers}\n五、存在的主要问题"
    )
    assert list(row(reading, "litigation_after_review").values()) == ["30", "31", "32", "33", "34"]


def test_a_dash_for_a_blank_is_no_rule_under_a_head():
    cells = "|\n５ |\n-- |\n1 |\n2 |\n3 |\n4 |\n15 |\n"
    reading = read(PART3 + f"1.信访举报投诉类申请 |\n{cells}2.重复申请 |\n" + "".join(f"{i} |\n" for i in range(7)))
    assert list(row(reading, "not_processed_petition").values()) == ["5", "blank", "1", "2", "3", "4", "15"]


def test_labels_repeated_in_each_column_that_they_cover():
    label = "一、本年新收政府信息公开申请数量"
    reading = read(PART3 + "\t".join([label, label, label, *"1234567"]) + "\n")
    assert list(row(reading, "received_new").values()) == list("1234567")
    assert not rules(reading)


def test_too_few_numbers_for_the_columns_are_unreadable_and_said():
    text = "一、本年新收政府信息公开申请数量\n\n4\n\n4\n\n二、上年结转政府信息公开申请数量\n\n0\n\n0\n\n0\n\n0\n\n0\n\n0\n\n0\n"
    reading = read(PART3 + text)
    assert set(row(reading, "received_new").values()) == {"unreadable"}
    assert set(row(reading, "carried_in").values()) == {"0"}
    assert "unclear_columns" in rules(reading)


def test_typos_in_labels_are_recognised_and_noted():
    text = "一、本年新收政府信息公开申请数量\t1\t0\t0\t0\t0\t0\t1\n5.属于三类内容事务信息\t1\t0\t0\t0\t0\t0\t1\n2.其他法律行政止公开\t0\t0\t0\t0\t0\t0\t0\n"
    reading = read(PART3 + text)
    assert row(reading, "denied_internal_affairs")["total"] == "1"
    assert rules(reading) <= {"inexact_label", "unread"}


def test_a_row_that_nothing_claims_is_an_issue():
    reading = read(
        PART3 + "一、本年新收政府信息公开申请数量\t1\t0\t0\t0\t0\t0\t1\n九、本单位自设项目\t7\t0\t0\t0\t0\t0\t7\n"
    )
    assert ("unread", "7") in {(n.rule, n.text) for n in reading.notes}


def test_figures_in_the_row_of_a_group_are_checked_not_added():
    text = (
        "(三)不予公开\t3\t0\t0\t0\t0\t0\t3\n1.属于国家秘密\t1\t0\t0\t0\t0\t0\t1\n2.其他法律行政法规禁止公开\t1\t0\t0\t0\t0\t0\t1\n"
        + "".join(
            f"{label}\t0\t0\t0\t0\t0\t0\t0\n"
            for label in (
                "3.危及“三安全一稳定”", "4.保护第三方合法权益", "5.属于三类内部事务信息", "6.属于四类过程性信息",
                "7.属于行政执法案卷", "8.属于行政查询事项",
            )
        )
    )  # fmt: skip
    reading = read(PART3 + "一、本年新收政府信息公开申请数量\t3\t0\t0\t0\t0\t0\t3\n" + text)
    assert row(reading, "denied")["total"] == "3"
    group = [n for n in reading.notes if n.rule == "group"]
    assert {(n.column, n.left, n.right) for n in group} == {("natural_person", 2, 3), ("total", 2, 3)}


FIFTEEN = "10\t1\t0\t0\t11\t0\t0\t0\t0\t0\t5\t0\t0\t0\t5"


def test_reviews_in_one_row():
    reading = read(PART4 + FIFTEEN + "\n")
    assert row(reading, "review") == {"upheld": "10", "corrected": "1", "other": "0", "pending": "0", "total": "11"}
    assert row(reading, "litigation_after_review")["upheld"] == "5"


def test_reviews_with_a_row_for_each_route():
    text = "\t结果维持\t结果纠正\t其他结果\t尚未审结\t总计\n行政复议\t1\t2\t3\t4\t10\n未经复议直接起诉\t0\t0\t0\t1\t1\n复议后起诉\t2\t0\t0\t0\t2\n"
    reading = read(PART4 + text)
    assert row(reading, "review") == {"upheld": "1", "corrected": "2", "other": "3", "pending": "4", "total": "10"}
    assert row(reading, "litigation_after_review")["total"] == "2"


def test_the_stated_totals_are_what_stands_there():
    reading = read(PART4 + FIFTEEN.replace("\t11\t", "\t0\t") + "\n")
    assert row(reading, "review")["total"] == "0"


def test_a_row_that_is_shorter_than_those_that_keep_their_blanks_lost_a_cell_somewhere():
    for between, last in (("\t", ""), (" | ", "|")):
        kept = between.join(("规章", "1", "2", last))
        reading = read(
            PART2 + HEAD2.replace(" | ", between) + kept + "\n" + between.join(("规范性文件", "11", "2")) + "\n"
        )
        assert row(reading, "regulations") == {"issued": "1", "repealed": "2", "in_force": "blank"}
        assert set(row(reading, "normative_documents").values()) == {"unreadable"}
        assert rules(reading) == {"unclear_columns"}


def test_a_cell_of_a_text_names_the_line_that_an_editor_shows():
    text = PART2 + HEAD2 + "规章 | 7 | 0 | 9 |\n"
    line = next(n for n, x in enumerate((TITLE + text).splitlines(), 1) if x.startswith("规章"))
    assert {c.location.line for c in read(text).cells} == {line}


@pytest.mark.parametrize("layout", [*TEXT_LAYOUTS, "html"])
@pytest.mark.parametrize("text", ["*", "？", "若干", "约3"])
def test_a_row_without_a_single_number_is_unreadable_and_said(layout, text):
    printed = example(2020, template="2019")
    cells = {c: text if c.startswith("requests.other.") else t for c, t in printed.cells.items()}
    document = replace(printed, cells=cells)
    content = html(document) if layout == "html" else TEXT_LAYOUTS[layout](document)
    reading = read(content, "a.html" if layout == "html" else "a.txt")
    assert row(reading, "other") == dict.fromkeys(row(reading, "granted"), "unreadable")
    assert rules(reading) & {"unreadable", "unclear_columns"}
