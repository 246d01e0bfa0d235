"""Whose report it is: a body's place by its name, by what stands around it, or not at all; never by a guess."""

import polars as pl
import pytest
from helpers import example, put, read

from loaders.bodies.describe import body_id, level_of
from loaders.bodies.kinds import kind_of
from loaders.bodies.placing import Context, place_body
from loaders.places.gazetteer import gazetteer, mentioned
from loaders.places.hosts import spelled
from loaders.reading.identity.score import answer
from loaders.store.versions import open_store
from loaders.synthetic.documents import Example, html


def names(placed) -> list[str]:
    return [d.name for d in placed.path]


@pytest.mark.parametrize(
    ("name", "full", "path"),
    [
        ("霞山区教育局", "湛江市霞山区教育局", ["广东省", "湛江市", "霞山区"]),
        ("怀远县公安局", "怀远县公安局", ["安徽省", "蚌埠市", "怀远县"]),
        ("国家税务总局珠海市香洲区税务局", "国家税务总局珠海市香洲区税务局", ["广东省", "珠海市", "香洲区"]),
        ("官洲街道", "广州市海珠区官洲街道办事处", ["广东省", "广州市", "海珠区", "官洲街道"]),
        ("桃江县松木塘镇人民政府", "桃江县松木塘镇人民政府", ["湖南省", "益阳市", "桃江县", "松木塘镇"]),
        ("浙江省东阳经济开发区管理委员会", "浙江省东阳经济开发区管理委员会", ["浙江省", "金华市", "东阳市"]),
        ("岳阳市生态环境局平江分局", "岳阳市生态环境局平江分局", ["湖南省", "岳阳市", "平江县"]),
        ("上海市生态环境局", "上海市生态环境局", ["上海市"]),
        ("凉山州审计局", "凉山彝族自治州审计局", ["四川省", "凉山彝族自治州"]),
        ("巴州财政局", "巴音郭楞蒙古自治州财政局", ["新疆维吾尔自治区", "巴音郭楞蒙古自治州"]),
        ("前郭县财政局", "前郭尔罗斯蒙古族自治县财政局", ["吉林省", "松原市", "前郭尔罗斯蒙古族自治县"]),
        ("东湖高新区管委会", "武汉东湖新技术开发区管理委员会", ["湖北省", "武汉市", "武汉东湖新技术开发区"]),
        ("人民银行徐州市分行", "人民银行徐州市分行", ["江苏省", "徐州市"]),
        ("江苏煤矿安全监察局", "江苏煤矿安全监察局", ["江苏省"]),
        ("上饶银保监分局", "上饶银保监分局", ["江西省", "上饶市"]),
        ("威海南海新区管理委员会", "威海南海新区管理委员会", ["山东省", "威海市"]),
        ("财政部江苏监管局", "财政部江苏监管局", ["江苏省"]),
        ("中共柳河县委编办", "中共柳河县委编办", ["吉林省", "通化市", "柳河县"]),
        ("中国(上海)自由贸易试验区管理委员会", "中国(上海)自由贸易试验区管理委员会", ["上海市"]),
        ("上海市交通委", "上海市交通委员会", ["上海市"]),
        ("黔东南州政府办公室", "黔东南苗族侗族自治州人民政府办公室", ["贵州省", "黔东南苗族侗族自治州"]),
    ],
)
def test_a_name_that_tells_its_place_is_believed(name, full, path):
    placed = place_body(name, Context(2023))
    assert (placed.name, names(placed), placed.place_source) == (full, path, "name")


@pytest.mark.parametrize(
    ("name", "context", "full"),
    [
        ("鼓楼区公安局", Context(2023, mentions=("福州市",)), "福州市鼓楼区公安局"),
        ("鼓楼区公安局", Context(2023, folders=("南京市", "2023")), "南京市鼓楼区公安局"),
        ("大山镇人民政府", Context(2023, url="http://www.gzxr.gov.cn/a"), "兴仁市大山镇人民政府"),
        (
            "自治区市场监督管理局",
            Context(2024, url="https://scjgj.xinjiang.gov.cn/a"),
            "新疆维吾尔自治区市场监督管理局",
        ),
        ("审计局", Context(2023, url="https://www.xjtl.gov.cn/7253.html", self_references="县"), "托里县审计局"),
        ("县人民政府", Context(2021, url="http://www.xinghai.gov.cn/a"), "兴海县人民政府"),
        ("正阳街道办事处", Context(2023, url="http://www.xixianxinqu.gov.cn/a"), "西咸新区正阳街道办事处"),
        ("审计局", Context(2023, url="https://ya.gov.cn/a", mentions=("福建省", "三明市")), "永安市审计局"),
    ],
)
def test_a_short_name_takes_its_place_from_what_stands_around_it(name, context, full):
    placed = place_body(name, context)
    assert (placed.name, placed.place_source) == (full, "context")


def test_what_stays_ambiguous_is_nobody_with_all_candidates():
    placed = place_body("鼓楼区公安局", Context(2023))
    assert placed.path == ()
    assert set(placed.candidates) == {f"{c}市鼓楼区公安局" for c in ("南京", "徐州", "福州", "开封")}
    assert body_id(placed) is None
    contradicted = place_body("鼓楼区公安局", Context(2023, mentions=("福州市", "徐州市")))
    assert body_id(contradicted) is None


def test_a_dissolved_district_is_counted_under_its_successor_and_said(tmp_path):
    assert names(place_body("崇文区教育局", Context(2009))) == ["北京市", "崇文区"]
    late = place_body("崇文区教育局", Context(2019))
    assert (names(late), late.renamed) == (["北京市", "东城区"], "崇文区 → 东城区")
    assert body_id(late) != body_id(place_body("东城区教育局", Context(2019)))
    put(tmp_path / "in", "a.html", example(2019, "崇文区教育局"))
    read(tmp_path / "store", tmp_path / "in")
    store = open_store(tmp_path / "store")
    assert store.read("reports")["district"].to_list() == ["东城区"]
    assert "renamed_division" in store.read("issues")["rule"].to_list()


@pytest.mark.parametrize(
    "name", ["教育局", "公安局", "市场监督管理局", "人民政府办公室", "经济开发区管理委员会", "大数据管理局"]
)
def test_a_bare_organ_is_nobody_in_particular(name):
    assert body_id(place_body(name, Context(2023))) is None


def test_a_body_keeps_its_id_when_its_place_is_renamed_or_its_name_shortened():
    before, after = place_body("洪泽县教育局", Context(2014)), place_body("淮安市洪泽区教育局", Context(2023))
    assert [p.path[-1].code for p in (before, after)] == ["320829", "320813"]
    assert body_id(before) == body_id(after)
    late = place_body("洪泽县教育局", Context(2023))
    assert (late.renamed, late.path[-1].name) == ("洪泽县 → 洪泽区", "洪泽区")
    assert body_id(place_body("洪泽区住建局", Context(2023))) == body_id(
        place_body("洪泽区住房和城乡建设局", Context(2023))
    )
    assert body_id(place_body("洪泽区教育局", Context(2023))) != body_id(place_body("洪泽区财政局", Context(2023)))


@pytest.mark.parametrize(
    ("name", "level"),
    [
        ("国家税务总局珠海市香洲区税务局", "county"), ("商务部", "national"), ("湛江海关", "city"), ("四川省财政厅", "province"),
        ("广东从化经济开发区管理委员会", "county"), ("邹城市唐村镇人民政府", "township"), ("北京市卫生健康委员会", "province"),
        ("审计署", "national"), ("市场监管总局", "national"), ("拱北海关", "city"), ("北京市人民政府国有资产监督管理委员会", "province"),
        ("黄山风景区管理委员会", "county"),
    ],
)  # fmt: skip
def test_levels(name, level):
    placed = place_body(name, Context(2023))
    assert level_of(placed, kind_of(placed.name), "") == level


def test_hosts_spell_places_in_pinyin_and_initials():
    book = gazetteer()

    def found(host: str) -> set[str]:
        return {book.at(i, None).name for word in spelled(f"http://www.{host}.gov.cn/") for i in word}

    assert found("haizhu") == {"海珠区"}
    assert found("gzxr") == {"兴仁市"}
    assert "涵江区" in found("pthj")
    assert found("czt.sc") >= {"四川省"}
    assert spelled("http://www.haizhu.com/") == []


def test_places_mentioned_in_a_text():
    assert mentioned("《莆田市涵江区人民政府办公室关于…》《福建省政府信息公开办法》凉山州") == [
        "莆田市",
        "涵江区",
        "福建省",
        "凉山州",
    ]


def test_words_that_are_also_places_names():
    assert mentioned("综合各乡镇和县直部门年度报告") == []
    assert mentioned("马鞍山市和县") == ["马鞍山市", "和县"]
    assert mentioned("加强主城区管理") == []


def test_two_towns_of_one_name_never_replace_each_other(tmp_path):
    zeros = example().cells
    for i, folder in enumerate(("和县", "未知")):
        for year in (2022, 2023):
            town = Example(
                "城关镇人民政府", year, "2021", {**zeros, "requests.received_new.total": str(i)}, f"{year + 1}-01-20"
            )
            put(tmp_path / "in" / folder, f"{year}.html", html(town))
    read(tmp_path / "store", tmp_path / "in")
    store = open_store(tmp_path / "store")
    assert set(store.read("documents")["status"]) == {"read"}
    assert store.read("reports").height == 4
    unclear = store.read("issues").filter(pl.col("rule") == "ambiguous_body")
    assert unclear.height >= 2
    assert "城关镇" in unclear["text"][0]


def settled(tmp_path, listing: str | bytes) -> tuple[list[str], list]:
    """Two documents of bare names, and what a bodies.csv makes of them: the bodies' names, the faults."""
    folder = tmp_path / "in"
    put(folder, "一季/a.html", example(2023, "教育局"))
    put(folder, "b.html", example(2023, "鼓楼区公安局"))
    put(folder, "bodies.csv", listing)
    outcome = read(tmp_path / "store", folder)
    reports = open_store(tmp_path / "store").read("reports")
    return sorted(reports.filter(pl.col("body_id").is_not_null())["agency"]), outcome.faults


def test_bodies_csv_settles_whose_the_reports_are(tmp_path):
    names, faults = settled(tmp_path, "文件,单位,地区\n一季,,洪泽区\nb.html,鼓楼区公安局,徐州市\n".encode("gbk"))
    assert (names, faults) == (["徐州市鼓楼区公安局", "淮安市洪泽区教育局"], [])
    assert not set(open_store(tmp_path / "store").read("issues")["rule"]) & {"unassigned", "ambiguous_body"}


def test_bodies_csv_may_name_another_body_than_the_document(tmp_path):
    assert settled(tmp_path, "文件,单位,地区\nb.html,档案局,徐州市鼓楼区\n")[0] == ["徐州市鼓楼区档案局"]


def test_bodies_csv_counts_when_it_changes_and_when_it_goes(tmp_path):
    assert settled(tmp_path, "文件,地区\nb.html,徐州市\n")[0] == ["徐州市鼓楼区公安局"]
    assert settled(tmp_path, "文件,地区\nb.html,福州市\n")[0] == ["福州市鼓楼区公安局"]
    (tmp_path / "in" / "bodies.csv").unlink()
    read(tmp_path / "store", tmp_path / "in")
    assert open_store(tmp_path / "store").read("reports")["body_id"].null_count() == 2


def test_a_bodies_csv_that_contradicts_itself_settles_nothing(tmp_path):
    names, faults = settled(tmp_path, "文件,单位,地区\nb.html,南京市鼓楼区公安局,徐州市\n一季,,徐州市\n一季,,洪泽区\n")
    assert names == []
    assert [(f.row, f.reason) for _, f in faults] == [(2, "listing_elsewhere"), (4, "settled_twice")]
    assert faults[1][1].words == {"file": "一季", "before": 3}


def test_a_bodies_csv_with_a_fault_settles_nothing(tmp_path):
    listing = "文件,单位,地区\nb.html,,徐州市\n无.html,教育局,洪泽区\n一季,,\nb.html,鼓楼区公安局,\nb.html,,无此地\n../x,,徐州市\n"
    names, faults = settled(tmp_path, listing)
    assert names == []
    assert [(f.row, f.reason) for _, f in faults] == [
        (3, "settled_no_file"), (4, "settled_nothing"), (5, "settled_unknown"), (6, "settled_place"), (7, "settled_no_file"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("head", "year"),
    [
        ("发布时间:2021-02-03\n洛宁县政府信息公开工作年度报告\n2020年,洛宁县人民政府认真贯彻", 2020),
        ("2023-01-18\n寿县司法局关于政府信息公开工作的年度报告\n根据《条例》编制", 2022),
        ("汝阳县政府信息公开年报(2020年度)\n根据《条例》", 2020),
        ("洪泽区教育局政府信息公开工作年度报告(2022)\n根据《条例》", 2022),
        ("一、总体情况\n(一)主动公开。2022年,我局共主动公开政府信息380条", 2022),
        ("根据《寿县人民政府办公室关于做好2021年政府信息公开工作年度报告编制发布工作的通知》编制", 2021),
    ],
)
def test_a_day_is_no_year_and_a_year_in_brackets_is_one(head, year):
    assert answer(head, None, None)["year"] == year


@pytest.mark.parametrize(
    ("head", "agency"),
    [
        ("2022年,雨城区财政局在区委、区政府的坚强领导下,认真贯彻落实《条例》", "雅安市雨城区财政局"),
        ("根据《条例》要求,由寿县消防救援大队编制2022年度政府信息公开年度报告。", "寿县消防救援大队"),
        ("现将桐庐县2021年度政府信息公开工作情况公布如下", "桐庐县人民政府"),
        ("国家统计局新乡调查队2022年政府信息公开工作年度报告", "国家统计局新乡调查队"),
        ("张卜街道办2022年政府信息公开工作年度报告", "西安市高陵区张卜街道办事处"),
        ("互助县自然资源局2022年政府信息公开工作年度报告", "互助土族自治县自然资源局"),
        ("根据《条例》规定,昌吉市农业农村局特编制本年度报告。", "昌吉市农业农村局"),
        ("根据《条例》规定,现向社会公布2022年全椒县教育局政府信息公开工作年度报告。", "全椒县教育局"),
        ("本溪市教育局2021年政府信息公开工作年度报告", "本溪市教育局"),
        ("社旗县应急管理局2022年度政府信息公开工作在县委领导下取得成效,现报告如下", "社旗县应急管理局"),
        ("本报告可从无锡市财政局网站(http://cz.wuxi.gov.cn)下载,《条例》", "无锡市财政局"),
        ("关于2022年政府信息公开工作年度报告\n惠水县工业和信息化局\n根据《条例》", "惠水县工业和信息化局"),
        ("慈溪市综合行政执法局(慈溪市城市管理局)2022年政府信息公开工作年度报告", "慈溪市综合行政执法局"),
        ("科技部2011年政府信息公开工作年度报告", "科学技术部"),
        ("松滋市残联2021年政府信息公开工作年度报告", "松滋市残疾人联合会"),
    ],
)
def test_bodies_as_their_pages_name_them(head, agency):
    assert answer(head, None, None)["agency"] == agency


@pytest.mark.parametrize(
    "title",
    [
        "图说龙泉市2022年政府信息公开工作年度报告", "南安市人民医院2022年度信息公开工作报告", "宁国市教体局2022年政务公开工作总结",
        "黄骅市第一中学2022年信息公开年度报告", "某某自来水公司2022年度信息公开年报",
        "民政局扎实做好2022年政府信息公开年度报告编制工作", "各部门2022年政府信息公开年度报告", "政府信息公开工作年度报告怎么写",
        "2022年度政务公开工作考核自评报告", "关于报送2023年政府信息公开工作年度报告的通知", "2022年行政执法工作年度报告",
        "论政府信息公开年度报告制度的完善", "一张图看懂洪泽区2022年政府信息公开工作年度报告", "重点排污单位环境信息公开年报",
    ],
)  # fmt: skip
def test_lookalikes_by_their_titles(title):
    assert answer(title, None, title)["is_report"] is False


@pytest.mark.parametrize(
    ("url", "text", "agency"),
    [
        ("http://sjj.xiangyang.gov.cn/a.html", "2022年,我局认真贯彻《条例》", "襄阳市审计局"),
        ("http://www.zjj.gov.cn/a.html", "2019年,我局认真贯彻《条例》", None),
        ("http://jyj.cq.gov.cn/a.html", "2022年,我委认真贯彻《条例》", None),
    ],
)
def test_an_address_names_an_organ_only_where_the_text_agrees(url, text, agency):
    assert answer(text, url, None)["agency"] == agency


@pytest.mark.parametrize(
    "head",
    [
        "政府信息公开年报\n无为市财政局2022年政府信息公开年度报告 2023-01-20\n无为市教育局2022年政府信息公开年度报告 2023-01-20",
        "金华发布2022年政府信息公开年报\n本报讯(记者 张三)近日",
        "政府信息公开工作年度报告\n2022年度\n2021年度\n2020年度\n2019年度",
        "近日,市政务公开办检查了各部门年度报告的发布,现将有关情况通报如下",
    ],
)
def test_lists_and_news_of_reports_are_none(head):
    assert answer(head, None, "2022年政府信息公开工作年度报告")["is_report"] is False


def test_branches_of_two_national_bodies_in_one_place_are_two_bodies():
    names_ = (
        "国家金融监督管理总局江苏监管局",
        "中国证券监督管理委员会江苏监管局",
        "国家矿山安全监察局江苏局",
        "国家粮食和物资储备局江苏局",
    )
    placed = [place_body(n, Context(2023)) for n in names_]
    assert [names(p) for p in placed] == [["江苏省"]] * 4
    assert len({body_id(p) for p in placed}) == 4
    tax = ("国家税务总局徐州市税务局", "徐州市税务局")
    assert len({body_id(place_body(n, Context(2023))) for n in tax}) == 1


@pytest.mark.parametrize(
    "head",
    [
        "2020年,我镇以建设法治政府为目标,严格按照《条例》主动公开各类信息220条",
        "按照县政府办公室要求,双堆集镇人民政府认真组织编写了2021年政府信息公开工作年度报告",
        "大学路街道办事处2022年政府信息公开年度报告\n一、总体情况",
    ],
)
def test_words_of_lookalikes_in_reports(head):
    assert answer(head, None, None)["is_report"] is True


def test_the_page_of_a_government_office_is_not_said_to_be_the_offices_own():
    head = "2022年政府信息公开工作年度报告\n来源:市政府办公室 发布日期:2023-03-28\n"
    url = "http://www.yangzhou.gov.cn/a.html"
    assert answer(head, url, None)["agency"] is None
    whole = answer(head + "本报告综合全市各县(市、区)人民政府的年度报告编制。", url, None)
    assert whole["agency"] == "扬州市人民政府"


def test_the_season_of_publication_tells_the_year_however_the_address_writes_it():
    text = "由义乌市人民政府办公室编制。根据《条例》(2007年4月5日国务院令第492号公布)"
    assert answer(text, "http://www.yiwu.gov.cn/art/2024/1/15/art_1.html", None)["year"] == 2023


def test_a_title_that_lost_its_first_characters_gives_way_to_the_same_in_full():
    head = "四川省财政厅2020年政府信息公开工作年度报告\n川省财政厅2020年政府信息公开工作年度报告\n本报告根据《条例》"
    assert answer(head, None, None)["agency"] == "四川省财政厅"


def test_an_office_that_names_no_body_is_nobody():
    head = "2023年政府信息公开工作年度报告\n发布时间:2024-01-31 信息来源:办公厅\n"
    assert answer(head, None, None)["agency"] is None
    named = head.replace("办公厅", "国家税务总局办公厅")
    assert answer(named, None, None)["agency"] == "国家税务总局"


def test_a_folder_of_publication_is_no_reporting_year():
    url = "https://www.mofcom.gov.cn/zfxxgk/xxgkndbg/art/2016/art_238c.html"
    assert answer("本报告根据《条例》编制。", url, None)["year"] is None


def test_a_page_that_only_its_address_names():
    head = "一、概述,(一)注重重点推进,深化公开内容。"
    url = "https://newton.com.tw/wiki/2012%E5%B9%B4%E4%B8%8A%E6%B5%B7%E5%B8%82%E6%94%BF%E5%BA%9C%E4%BF%A1%E6%81%AF%E5%85%AC%E9%96%8B%E5%B7%A5%E4%BD%9C%E5%B9%B4%E5%BA%A6%E5%A0%B1%E5%91%8A"
    found = answer(head, url, None)
    assert (found["agency"], found["year"]) == ("上海市人民政府", 2012)
