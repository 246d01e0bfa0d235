"""Whose report, of which year, is it one at all: titles, preambles and metadata in the shapes that sites print."""

from datetime import date

import pytest

from loaders.form.paper import printed_cells
from loaders.reading.extract import read_file
from loaders.reading.formats.text import read_text
from loaders.reading.identity.identify import Identity, identify, scope_of
from loaders.reading.identity.titles import parse_title
from loaders.reading.sections.regions import find_regions
from loaders.synthetic.documents import Example, html, tabs

ZEROS = dict.fromkeys(printed_cells("2021"), "0")


def identity(text: str) -> Identity:
    document = read_text(text)
    return identify(document, find_regions(document))


@pytest.mark.parametrize(
    ("title", "body", "year"),
    [
        ("青禾区人民政府 2023年政府信息公开工作年度报告", "青禾区人民政府", 2023),
        ("青禾区教育局2022年度政府信息公开工作年度报告", "青禾区教育局", 2022),
        ("公安局2019年政府信息公开年度工作报告", "公安局", 2019),
        ("2022年高新区(新市区)市场监督管理局政府信息公开工作年度报告", "高新区(新市区)市场监督管理局", 2022),
        ("江岭省政府国资委2020政府信息公开工作年度报告", "江岭省政府国资委", 2020),
        ("青禾区消防救援支队政府信息公开工作2025年度报告", "青禾区消防救援支队", 2025),
        ("青禾区市场监督管理局2016年政务信息公开年度报告", "青禾区市场监督管理局", 2016),
        ("2024年南浦县白鹭镇人民政府信息公开工作年度报告", "南浦县白鹭镇人民政府", 2024),
        ("南浦县教育局二〇二一年政府信息公开工作年度报告", "南浦县教育局", 2021),
        ("南浦县教育局二○二一年度政府信息公开工作年度报告", "南浦县教育局", 2021),
        ("南浦县审计局政府信息公开工作年度报告", "南浦县审计局", None),
        ("2023年政府信息公开工作年度报告", None, 2023),
        ("国家税务总局望溪市青禾区税务局2023年政府信息公开工作年度报告", "国家税务总局望溪市青禾区税务局", 2023),
        ("望溪市人民政府办公室关于公布望溪市2009年度政府信息公开工作年度报告的通知", "望溪市", 2009),
        ("青禾区教育局2023年政府信息公开工作年度报告.docx", "青禾区教育局", 2023),
    ],
)  # fmt: skip
def test_titles(title, body, year):
    found = parse_title(title)
    assert found is not None
    assert (found.body, found.year) == (body, year)


@pytest.mark.parametrize(
    "line",
    [
        "文字解读：青禾区教育局2022年政府信息公开工作年度报告",
        "首页 > 政府信息公开 > 政府信息公开年报",
        "二、主动公开政府信息情况",
        "青禾区召开2023年度政府信息公开工作年报编制部署会",
    ],
)
def test_lines_that_are_no_titles(line):
    assert parse_title(line) is None


def test_a_place_alone_stands_for_its_government():
    assert identity("江岭省2012年政府信息公开工作年度报告\n一、概述\n").agency == "江岭省人民政府"
    assert identity("大山镇2024年政府信息公开工作年度报告\n一、总体情况\n").agency == "大山镇人民政府"


def test_title_broken_over_lines():
    found = identity("望溪市青禾区教育局2023年度政府\n信息公开工作年度报告\n一、总体情况\n")
    assert (found.agency, found.year) == ("望溪市青禾区教育局", 2023)


def test_generic_title_with_the_body_between():
    found = identity(
        "2022年政府信息公开工作年度报告\n南浦县白鹭镇人民政府\n2022年政府信息公开工作年度报告\n一、总体情况\n"
    )
    assert (found.agency, found.year) == ("南浦县白鹭镇人民政府", 2022)


def test_navigation_names_other_years():
    found = identity(
        "青禾区教育局2019年政府信息公开工作年度报告\n青禾区教育局2020年政府信息公开工作年度报告\n当前位置：首页\n"
        "青禾区教育局2023年政府信息公开工作年度报告\n一、总体情况\n"
    )
    assert found.year == 2023


def test_the_preamble_names_body_and_year_where_the_title_is_missing():
    found = identity(
        "根据《中华人民共和国政府信息公开条例》要求，现公布望溪市青禾区应急管理局2022年政府信息公开工作年度报告。\n一、总体情况\n"
    )
    assert (found.agency, found.agency_source, found.year) == ("望溪市青禾区应急管理局", "preamble", 2022)


def test_years_of_laws_and_documents_are_no_reporting_years():
    found = identity(
        "根据《中华人民共和国政府信息公开条例》（2007年4月5日国务院令第492号公布2019年4月3日国务院令第711号修订）和国办公开办函〔2021〕30号，"
        "由南浦县林业局编制。本报告所列数据的统计期限自2022年1月1日起至2022年12月31日止。\n一、总体情况\n"
    )
    assert (found.agency, found.year, found.year_source) == ("南浦县林业局", 2022, "period")


def test_a_period_copied_from_last_year_gives_way_to_the_title():
    found = identity(
        "南浦县自然资源局2021年政府信息公开工作年度报告\n所列数据的统计期限自2020年1月1日起至2020年12月31日止。\n一、总体情况\n"
    )
    assert found.year == 2021


def test_digits_that_lost_their_units():
    found = identity("我局编制本年度政府信息公开报告，统计期限自20231月1日起至202312月31日止。\n一、总体情况\n")
    assert found.year == 2023


def test_unknown_stays_unknown():
    found = identity(
        "依据条例第五十条规定编制本报告，做好政府信息公开工作。\n一、总体情况\n我镇高度重视政府信息公开工作。\n"
    )
    assert (found.agency, found.year) == (None, None)


def test_another_office_that_posts_the_page_is_not_the_body():
    text = "标 题 | 江岭省政府国资委2020政府信息公开工作年度报告 | ||\n索引号 | 000014349/2021-00008 | 文 号 | |\n发布机构 | 江岭省政府办公厅 | 发布日期 | 2021-04-09 17:05:00 |\n一、总体情况\n"
    found = identity(text)
    assert (found.agency, found.year, found.published) == ("江岭省政府国资委", 2020, date(2021, 4, 9))


def test_the_publisher_gives_the_fuller_name_of_the_same_body():
    found = identity("发布机构：望溪市青禾区教育局\n教育局2023年政府信息公开工作年度报告\n一、总体情况\n")
    assert (found.agency, found.agency_source) == ("望溪市青禾区教育局", "publisher")


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("发布时间: 2022-01-29 18:58 字体:[]", date(2022, 1, 29)),
        ("发布日期:[2021-01-28]", date(2021, 1, 28)),
        ("来源:青禾区白鹭镇  |   发布日期:2026-01-28 17:00", date(2026, 1, 28)),
        ("来源：青禾区人民政府 发布日期：2024年01月16日", date(2024, 1, 16)),
        ("发布时间:\n\n2024-01-09 10:10", date(2024, 1, 9)),
        ("2025-02-10 15:59", date(2025, 2, 10)),
        ("归档时间:2023-06-15", None),
        ("青禾区人民政府 2019年12月3日星期二", None),
        ("发布日期:", None),
    ],
)  # fmt: skip
def test_publication_dates(line, day):
    assert identity(f"{line}\n青禾区教育局2023年政府信息公开工作年度报告\n一、总体情况\n").published == day


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("关于做好2023年政府信息公开工作年度报告编制工作的通知\n各科室：\n一、总体情况\n", "notice"),
        ("文字解读：青禾区街道办事处2022年政府信息公开工作年度报告\n一、编制背景\n", "interpretation"),
        ("望溪大学2022-2023学年度信息公开年报\n我校按照要求编制。\n", "university"),
        ("青禾区2023年法治政府建设年度报告\n一、主要成效\n", "rule_of_law"),
        ("2024年政务公开工作要点\n一、加强公开\n", "plan"),
        ("2014年政府信息公开第三方评估报告\n一、评估依据\n", "evaluation"),
        ("青禾区教育局2021年度部门决算\n一、部门基本情况\n", "accounts"),
        ("第一条 为规范依申请公开，根据政府信息公开条例制定本制度。\n", "rules"),
        ("2024年(17篇)市政务公开工作总结汇编\n", "compilation"),
        ("青禾区召开2023年度政府信息公开工作年报编制和发布部署会\n", "news"),
        ("天气晴。\n", "not_a_report"),
    ],
)
def test_lookalikes_are_rejected_with_their_reason(text, reason):
    assert read_file(text.encode(), "a.txt").reason == reason


def test_a_notice_that_publishes_the_report_holds_it():
    example = Example("望溪市人民政府", 2022, "2021", ZEROS)
    text = "望溪市人民政府办公室关于公布\n望溪市2022年度政府信息公开工作年度报告的通知\n" + tabs(example)
    assert read_file(text.encode(), "a.txt").reason is None


def test_a_model_of_the_form_without_figures_is_no_report():
    blank = Example("望溪市人民政府", 2022, "2021", {})
    text = "关于印发政府信息公开工作年度报告格式的通知\n" + tabs(blank).partition("\n")[2]
    assert read_file(text.encode(), "a.txt").reason == "notice"


def test_scopes():
    assert scope_of("望溪市青禾区人民政府") == "area"
    assert scope_of("望溪市人民政府办公室") == "own"
    assert scope_of("南浦县白鹭镇人民政府") == "own"
    assert scope_of("青禾区教育局") == "own"
    assert scope_of(None) == "unknown"


def test_address_and_traditional_pages():
    example = Example("望溪市青禾区教育局", 2023, "2021", ZEROS)
    page = html(example).replace("<head>", '<head><link rel="canonical" href="https://www.example.gov.cn/a.html">')
    found = read_file(page.encode(), "a.html").identity
    assert found.url == "https://www.example.gov.cn/a.html"
    mirror = "望溪市青禾區教育局2023年政府信息公開工作年度報(bào)告\n本報告依據條例，機關應當公開。\n一、總體情況\n"
    assert identity(mirror).agency == "望溪市青禾区教育局"
