"""What names no body, no place, no date and no year: each looks as if it did."""

from datetime import date

import pytest
from helpers import example

from loaders.bodies.placing import Context, place_body
from loaders.places.gazetteer import gazetteer
from loaders.places.hosts import spelled
from loaders.reading.extract import read_file
from loaders.reading.formats.text import read_text
from loaders.reading.identity.addresses import in_report_folder, organ_in_address, year_of_address
from loaders.reading.identity.bodies import body_of_lookalike
from loaders.reading.identity.front_matter import labelled
from loaders.reading.identity.identify import Identity, identify, scope_of
from loaders.reading.identity.titles import parse_title
from loaders.reading.sections.regions import find_regions
from loaders.synthetic.documents import TEXT_LAYOUTS

TITLE = "青禾区教育局2023年政府信息公开工作年度报告"
UNTITLED = "政府信息公开工作年度报告"


def front(*lines: str, url: str | None = None) -> Identity:
    """The identity of a report that begins with these lines."""
    document = read_text("\n".join([*lines, "一、总体情况", ""]))
    document.url = url
    return identify(document, find_regions(document))


# Dates


@pytest.mark.parametrize(
    "line",
    [
        "2024年3月5日星期二", "2024年3月5日 星期二 10:20", "今天是2024年3月5日", "归档时间：2024-03-05", "更新时间：2024-03-05",
        "2024年3月5日，我局召开会议部署年度报告的编制和发布工作", "2024年13月5日", "2024-02-30",
    ],
)  # fmt: skip
def test_a_clock_a_sentence_and_a_day_that_never_was_are_no_date_of_publication(line):
    assert front(line, TITLE).published is None


@pytest.mark.parametrize(
    ("lines", "day"),
    [
        (("2024年3月5日星期二", "[2024-01-09]"), date(2024, 1, 9)),
        (("归档时间：2024-06-01", "2024-01-09"), date(2024, 1, 9)),
        (("成文日期：2024-01-02",), date(2024, 1, 2)),
        (("成文日期：2024-01-02 发布日期：2024-01-09",), date(2024, 1, 9)),
        (("2024-01-30", "发布日期：2024-01-09"), date(2024, 1, 9)),
        (("发布日期：2024-02-30", "2024-01-09"), date(2024, 1, 9)),
        (("公开时间：长期公开", "发布日期：2024-01-09"), date(2024, 1, 9)),
    ],
)
def test_the_page_s_own_date_is_taken_from_beside_another(lines, day):
    assert front(*lines, TITLE).published == day


@pytest.mark.parametrize("clock", ["10:00", "9:05", "18:58:03"])
@pytest.mark.parametrize(("day", "wanted"), [("2024-1-9", 9), ("2024.1.19", 19), ("2024-01-01", 1)])
def test_the_time_of_day_is_no_part_of_the_day(day, wanted, clock):
    for line in (f"{day} {clock}", f"发布时间: {day} {clock} 字体:[]"):
        assert front(line, TITLE).published == date(2024, 1, wanted), line


# Years


@pytest.mark.parametrize(
    "line",
    [
        "2024-01-15 青禾区教育局认真贯彻条例。",
        "2024年1月20日发布政府信息公开工作年度报告。",
        "根据国办公开办函〔2021〕30号编制政府信息公开工作年度报告。",
        "根据《2021年政府信息公开工作年度报告格式》和国办公开办函〔2021〕30号编制。",
        "公开信息方面，2022年我局有所增加，2021年我局有所减少。",
    ],
)
def test_a_day_a_document_and_two_years_are_no_reporting_year(line):
    assert front(UNTITLED, line).year is None
    assert front(UNTITLED, "一、总体情况", line).year is None


def test_the_year_of_a_title_outweighs_every_other():
    found = front(
        "发布时间：2024-01-15", TITLE, "统计期限自2022年1月1日起至2022年12月31日止。", "2021年，我局共公开信息。"
    )
    assert (found.year, found.year_source) == (2023, "title")


@pytest.mark.parametrize(
    ("url", "text", "year"),
    [
        ("https://www.xuzhou.gov.cn/zfxxgknb/2022/a.html", "", 2022),
        ("https://www.xuzhou.gov.cn/2021/2022/a.html", "", None),
        ("https://www.xuzhou.gov.cn/xxgk?year=2021", "", 2021),
        ("https://www.xuzhou.gov.cn/xxgk?year=12021", "", None),
        ("https://www.xuzhou.gov.cn/art/2024/1/15/a.html", "", 2023),
        ("https://www.xuzhou.gov.cn/202404/t20240430_1.html", "", 2023),
        ("https://www.xuzhou.gov.cn/202405/t20240501_1.html", "", None),
        ("https://www.xuzhou.gov.cn/202401/t20240115_1.html", "2019年，我局", None),
        ("https://www.xuzhou.gov.cn/202401/t20240115_1.html", "2019年和2023年，我局", 2023),
        ("https://www.xuzhou.gov.cn/202401/t20240115_1.html", "条例自2019年5月15日起施行", 2023),
        ("https://www.xuzhou.gov.cn/200801/t20080115_1.html", "", None),
        ("https://www.xuzhou.gov.cn/200901/t20090115_1.html", "", 2008),
    ],
)
def test_the_year_that_an_address_tells(url, text, year):
    assert year_of_address(url, None, text)[0] == year


def test_the_date_that_a_page_gives_outweighs_the_one_in_its_address():
    url = "https://www.xuzhou.gov.cn/202301/t20230115_1.html"
    assert year_of_address(url, date(2024, 1, 9), "") == (2023, "published")
    assert year_of_address(url, date(2024, 6, 9), "") == (None, None)


# Whom a report stands for


@pytest.mark.parametrize(
    ("name", "scope"),
    [
        ("翁牛特旗阿什罕苏木人民政府", "own"),
        ("莫力达瓦达斡尔族自治旗巴彦鄂温克民族乡人民政府", "own"),
        ("南浦县白鹭镇人民政府", "own"),
        ("翁牛特旗人民政府", "area"),
        ("苏木山市人民政府", "area"),
        ("翁牛特旗人民政府办公室", "own"),
    ],
)
def test_a_township_speaks_for_itself_and_a_government_above_it_for_its_area(name, scope):
    assert scope_of(name) == scope


def test_a_township_s_place_stands_for_its_government():
    found = front("翁牛特旗阿什罕苏木2023年政府信息公开工作年度报告")
    assert (found.agency, found.scope) == ("翁牛特旗阿什罕苏木人民政府", "own")


@pytest.mark.parametrize(
    ("printed", "agency", "scope"),
    [
        ("青禾区人民政府（本级）", "青禾区人民政府", "own"),
        ("南京海关关区", "南京海关", "unknown"),
        ("青禾区税务局（全系统）", "青禾区税务局", "unknown"),
    ],
)
def test_what_a_name_says_of_its_scope_is_believed(printed, agency, scope):
    found = front(f"{printed}2023年政府信息公开工作年度报告")
    assert (found.agency, found.scope) == (agency, scope)


# Addresses


MIRRORS = (
    "https://mirror.example.com/czj.xuzhou.gov.cn/zfxxgknb/czj/a.html",
    "https://web.example.org/http://czj.xuzhou.gov.cn/zfxxgknb/czj/a.html",
    "https://czj.xuzhou.gov.cn.example.com/zfxxgknb/czj/a.html",
    "https://czj.xuzhougov.cn/zfxxgknb/czj/a.html",
)
OFFICIAL = "https://czj.xuzhou.gov.cn/zfxxgknb/a.html"


@pytest.mark.parametrize("url", MIRRORS)
def test_an_address_speaks_for_a_place_or_an_organ_by_an_official_host_alone(url):
    assert spelled(url) == []
    assert organ_in_address(url, "我局") is None
    assert not in_report_folder(url)
    assert front("本报告根据《条例》,我局编制。", url=url).agency is None


def test_the_same_words_in_an_official_host_are_believed():
    assert "徐州市" in {gazetteer().at(i, None).name for word in spelled(OFFICIAL) for i in word}
    assert organ_in_address(OFFICIAL, "我局") == "财政局"
    assert in_report_folder(OFFICIAL)


@pytest.mark.parametrize(
    ("url", "reason"),
    [(OFFICIAL, None), ("https://czj.xuzhou.gov.cn/a.html", "not_a_report"), *((m, "not_a_report") for m in MIRRORS)],
)
def test_a_page_that_says_nothing_is_a_report_only_in_an_official_folder_of_reports(url, reason):
    document = read_text("天气晴。\n")
    document.url = url
    assert identify(document, find_regions(document)).reason == reason


def test_a_page_with_a_title_of_its_own_is_no_report_in_whatever_folder_it_lies():
    document = read_text("天气晴。\n")
    document.url, document.title = OFFICIAL, "今日天气"
    assert identify(document, find_regions(document)).reason == "not_a_report"


@pytest.mark.parametrize(
    ("url", "text", "organ"),
    [
        ("https://www.xuzhou.gov.cn/czj/a.html", "我局", "财政局"),
        ("https://www.xuzhou.gov.cn/czj/a.html", "", "财政局"),
        ("https://www.xuzhou.gov.cn/czj/a.html", "我县", None),
        ("https://www.xuzhou.gov.cn/czj/a.html", "我委", None),
        ("https://www.xuzhou.gov.cn/czj/sjj/a.html", "我局", None),
        ("https://czj.xuzhou.gov.cn/sjj/a.html", "我局", "财政局"),
        ("https://czj.gov.cn/a.html", "我局", None),
        ("https://fgw.xuzhou.gov.cn/a.html", "我委", "发展和改革委员会"),
        ("https://www.customs.gov.cn/nanjing_customs/a.html", "我关", "海关"),
        ("https://www.customs.gov.cn/a.html", "我关", None),
        ("https://jiangsu.chinatax.gov.cn/xzsw_a/a.html", "我局", "国家税务总局税务局"),
        ("https://jiangsu.chinatax.gov.cn/a.html", "我局", None),
    ],
)
def test_the_organ_that_an_address_spells(url, text, organ):
    assert organ_in_address(url, text) == organ


def places(url: str) -> dict[str, float]:
    return {gazetteer().at(i, None).name: weight for word in spelled(url) for i, weight in word.items()}


@pytest.mark.parametrize(
    ("url", "found"),
    [
        ("https://www.xinle.gov.cn/", {"新乐市": 3.0}),
        ("https://jyj.xinle.gov.cn/", {"新乐市": 3.0}),
        ("https://www.gzxr.gov.cn/", {"兴仁市": 2.0}),
        ("https://www.js.gov.cn/", {"江苏省": 3.0}),
        ("https://czt.js.gov.cn/", {"江苏省": 3.0}),
        ("https://www.example.gov.cn/xinle/", {}),
        ("https://www.example.gov.cn/xinlermzf/", {"新乐市": 2.0}),
        ("https://www.customs.gov.cn/nanjing_customs/", {"南京市": 3.5, "南靖县": 3.0}),
        ("https://www.shaanxi.gov.cn/", {"陕西省": 3.5}),
        ("https://www.chongwen.gov.cn/", {}),
        ("https://bj.cma.gov.cn/", {"北京市": 3.0}),
    ],
)
def test_how_firmly_an_address_spells_a_place(url, found):
    assert places(url) == found


def test_initials_alone_place_no_body_though_only_one_place_has_them():
    """They are too weak a hint, until something else speaks for the same place."""
    [word] = [w for w in spelled("https://www.wntq.gov.cn/") if w]
    assert {gazetteer().at(i, None).name: weight for i, weight in word.items()} == {"翁牛特旗": 1.0}
    alone = place_body("审计局", Context(2023, url="https://www.wntq.gov.cn/"))
    assert (alone.path, alone.place_source) == ((), None)
    named = place_body("审计局", Context(2023, url="https://www.wntq.gov.cn/", mentions=("翁牛特旗",)))
    assert named.name == "翁牛特旗审计局"


@pytest.mark.parametrize(("length", "taken"), [(40, True), (41, False)])
def test_a_name_longer_than_any_body_is_no_title(length, taken):
    name = "望溪市青禾区" + "甲" * (length - 9) + "管理局"
    title = parse_title(f"{name}2023年政府信息公开工作年度报告")
    assert (title.body if title else None) == (name if taken else None)


@pytest.mark.parametrize(
    ("title", "lines", "body"),
    [
        ("南县住房和城乡建设局2018年度工作总结", ["区住建局办公室"], "南县住房和城乡建设局"),
        ("南县住房和城乡建设局召开2018年度工作总结会", ["区住建局办公室"], "区住建局"),
        ("2018年度工作总结", ["办公室"], None),
    ],
)
def test_whose_document_a_lookalike_is(title, lines, body):
    assert body_of_lookalike([title], lines) == body


def test_labels_of_front_matter_stand_before_their_values():
    assert labelled(["发布机构："]) == {}, "the last line, with nothing behind it"
    assert labelled(["发布机构：", "望溪市教育局"]) == labelled(["甲" * 301, "发布机构：望溪市教育局"])
    assert set(labelled(["发布机构：望溪市教育局"]).values()) == {"望溪市教育局"}


@pytest.mark.parametrize(("first", "last"), [(3, 6), (4, 6), (5, 6), (3, 4), (1, 1), (1, 2), (1, 3), (1, 4)])
@pytest.mark.parametrize("titled", [True, False])
def test_a_page_of_a_report_says_which_parts_it_has(first, last, titled):
    """A page that begins behind part 二, or ends before part 四; one with parts 三 and 四 under the report's title may be
    its tables alone.
    """
    lines = (
        TEXT_LAYOUTS["tabs"](example(2023, "徐州市鼓楼区教育局"))
        .replace("本段为", "政府信息公开工作：本段为")
        .split("\n")
    )
    starts = {
        n: next(i for i, t in enumerate(lines) if t.startswith(f"{'一二三四五六'[n - 1]}、") and len(t) < 30)
        for n in range(1, 7)
    }
    page = lines[starts[first] : starts.get(last + 1)]
    reading = read_file("\n".join([*lines[:titled], *page]).encode(), "a.txt")
    if (last == 4 and first == 1) or (titled and (last == 4 or first == 5)) or (not titled and first == 1):
        assert reading.reason != "part"
        return
    assert (reading.reason, reading.words) == ("part", {"parts": "、".join("一二三四五六"[first - 1 : last])})
