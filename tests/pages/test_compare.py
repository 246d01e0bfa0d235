"""Compare: like is compared with like, and whoever is left out is named with the reason, on screen and in files."""

import ast
import random

import polars as pl
import pytest
from helpers import ROOT, example, fixed_seed, put, read, run
from streamlit_pages import charts, open_page, words

from loaders.language.numbers import escape_markdown
from loaders.language.words import say
from loaders.output.changes import between
from loaders.output.colours import contrast
from loaders.query.population import per_10k
from pages.shared.charts.palette import Palette
from pages.shared.parts import chart_data

DISTRICTS = ("洪泽区", "金湖县", "盱眙县", "涟水县")


@pytest.fixture
def store(tmp_path, monkeypatch):
    """A function that reads reports into the user's own store."""

    def made(*examples):
        for i, each in enumerate(examples):
            put(tmp_path / "in", f"{i:02}.html", each)
        read(tmp_path / "store", tmp_path / "in")
        monkeypatch.setenv("GONGKAI_STORE", str(tmp_path / "store"))

    return made


def requests(year: int, agency: str, granted: int, denied: int = 0):
    """A report of so many requests, granted or denied."""
    n = granted + denied
    given = {"received_new": n, "granted": granted, "denied_third_party": denied, "total_processed": n}
    cells = {f"requests__{i}__{c}": str(v) for i, v in given.items() for c in ("natural_person", "total")}
    return example(year, agency, **cells)


def partial_store():
    """Of 洪泽区 three of three bodies in 2022 and one in 2023; three districts' own reports in both years."""
    bodies = [requests(2022, f"洪泽区{b}局", 100) for b in ("教育", "民政", "财政")]
    areas = [
        requests(y, f"{d}人民政府", 50 + 10 * i * (y - 2021)) for i, d in enumerate(DISTRICTS[1:]) for y in (2022, 2023)
    ]
    return [*bodies, requests(2023, "洪泽区教育局", 100), *areas]


def titled(page, key: str, **words_: object) -> dict:
    """The chart with the title of a key."""
    title = say(key, "zh", **words_)
    return next(c for c in charts(page) if c["title"] == title)


def file_of(chart: dict) -> chart_data.ChartRows:
    return chart_data._memory.find(chart["rows"].rsplit("/", 1)[1])


def test_two_reports_of_unlike_bodies_get_a_sentence_and_a_table(store):
    store(requests(2022, "红旗区商务局", 0), requests(2023, "洪泽区人民政府", 4, 17))
    for lang in ("zh", "en"):
        page = open_page("compare", data="own", lang=lang, metric="received_new")
        assert not charts(page)
        said = words(page)
        assert say("compare.answer.no_pair", lang, first=2022, last=2023, metric=say("metric.received_new", lang),
                   unit=say("compare.noun.body", lang)) in said  # fmt: skip
        assert escape_markdown(say("compare.unlike", lang)) in said
        none = [say("basis.of_year", lang, year=y, basis=say("value.none", lang)) for y in (2022, 2023)]
        assert all(n in said for n in none)
        assert "洪泽区人民政府 **21**" in said
        assert "红旗区商务局 **0**" in said


def test_a_partial_sum_is_marked_wherever_it_stands_and_compared_nowhere(store):
    store(*partial_store())
    page = open_page("compare", data="own", lang="zh", metric="received_new", unit="district")
    said = words(page)
    assert "不作比较的区县 1 个：洪泽区（2023 年：合计不全）" in said
    assert "（其中 1 个合计不全：洪泽区 1/3 家单位之和）" in said
    year = {"metric": say("metric.received_new", "zh"), "year": 2023}
    bars = titled(page, "compare.bars", **year)["figure"]
    (bar,) = bars["data"]
    assert bars["layout"]["yaxis"]["ticktext"] == ["涟水县", "盱眙县", "金湖县", "洪泽区"], (
        "the partial sum stands last"
    )
    assert bar["marker"]["pattern"]["shape"] == ["", "", "", "/"]
    assert bar["text"][-1] == "100 · 1/3 家单位之和"
    changes = titled(page, "compare.changes", metric=year["metric"], first=2022, last=2023)
    assert changes["figure"]["layout"]["yaxis"]["ticktext"] == ["涟水县", "盱眙县", "金湖县"]
    rows = file_of(changes)
    written = dict(zip(rows.frame["name"], rows.frame.select("basis", "basis_before", "why").rows(), strict=True))
    assert written["洪泽区"] == ("1/3 家单位之和", "3/3 家单位之和", "2023 年：合计不全")
    assert rows.frame["name"].to_list()[:3] == ["涟水县", "盱眙县", "金湖县"], "the file has the order of the chart"


def test_no_change_is_called_unchanged_and_a_large_one_names_no_year():
    assert between(300, 300, "zh") == "持平"
    assert between(496, 270, "zh") == "+226（+83.7%）"
    assert between(300, 12, "zh") == "+288（为基期的 25.0 倍）"
    assert "year before" not in between(300, 12, "en")
    assert between(5, 0, "zh") == "+5"


def test_an_area_report_is_no_rise_over_a_sum_of_bodies(store):
    store(requests(2022, "洪泽区教育局", 30), requests(2023, "洪泽区人民政府", 90),
          *(requests(y, f"{d}人民政府", 40) for d in DISTRICTS[1:] for y in (2022, 2023)))  # fmt: skip
    said = words(open_page("compare", data="own", lang="zh", metric="received_new", unit="district"))
    assert f"洪泽区（{say('compare.apart.other_bodies', 'zh')}）" in said
    assert "30 → 90" not in said


def test_rates_over_few_cases_have_neither_rank_nor_place_in_the_order(store):
    store(
        *(requests(2023, f"{d}人民政府", 20 + i, 20) for i, d in enumerate(DISTRICTS)),
        requests(2023, "淮阴区人民政府", 19),
    )
    page = open_page("compare", data="own", lang="zh", metric="granted_rate", unit="district")
    chart = titled(page, "compare.intervals", metric=say("metric.granted_rate", "zh"), year=2023)
    layout, dots = chart["figure"]["layout"], chart["figure"]["data"][1]
    assert layout["yaxis"]["ticktext"][-1] == "淮阴区", "100 % of 19"
    assert dots["marker"]["symbol"] == ["circle"] * 4 + ["circle-open"]
    texts = [a["text"] for a in layout["annotations"]]
    assert [say("compare.band", "zh", best=1, worst=4) in t for t in texts] == [True] * 4 + [False]
    assert layout["xaxis"]["range"][1] <= 1
    assert "淮阴区（件数不足 20）" in words(page)


@pytest.mark.parametrize(("units", "ranked"), [(3, True), (2, False)])
def test_fewer_than_three_units_are_neither_ranked_nor_shaded(store, units, ranked):
    store(*(requests(y, f"{d}人民政府", 40 + y - 2022) for d in DISTRICTS[:units] for y in (2022, 2023)))
    page = open_page("compare", data="own", lang="zh", metric="received_new", unit="district")
    metric = say("metric.received_new", "zh")
    titles = {c["title"] for c in charts(page)}
    assert (say("compare.ranks", "zh", metric=metric) in titles) == ranked
    assert (say("compare.tiles", "zh", metric=metric, year=2023) in titles) == ranked
    few = say("compare.too_few", "zh", year=2023, unit=say("compare.noun.district", "zh"), n=3)
    assert (few not in words(page)) == ranked


def test_bodies_of_any_kinds_stand_side_by_side_without_ranks_or_a_total(store):
    store(
        *(
            requests(y, a, 40 + y - 2022)
            for a in ("洪泽区人民政府", "洪泽区教育局", "金湖县水利局")
            for y in (2022, 2023)
        )
    )
    page = open_page("compare", data="own", lang="zh", metric="received_new", unit="body", kind_of="any")
    said, metric = words(page), say("metric.received_new", "zh")
    assert "洪泽区教育局 40 → 41，+1（+2.5%）" in said
    assert "合计 **" not in said
    titles = {c["title"] for c in charts(page)}
    assert say("compare.changes", "zh", metric=metric, first=2022, last=2023) in titles
    assert say("compare.ranks", "zh", metric=metric) not in titles
    chart = titled(page, "compare.bars", metric=metric, year=2023)
    assert "rank_words" not in file_of(chart).frame.columns


def test_both_totals_stand_in_every_file_and_only_for_all_districts():
    page = open_page("compare", data="demo", lang="zh", metric="received_new")
    note = next(c.value for c in page.caption if "望溪市全区域报告" in c.value)
    for chart in charts(page):
        rows = file_of(chart)
        assert (say("about.note", "zh"), note) in rows.about, chart["title"]
        assert rows.note == (say("about.note", "zh"), note), f"{chart['title']}: the column of CSV"
    some = open_page("compare", data="demo", lang="zh", metric="received_new", pick=["990101", "990102"])
    assert "全区域报告 3" not in words(some), "two districts are no total of the city"


def test_figures_of_two_forms_are_no_change():
    page = open_page("compare", data="demo", lang="zh", metric="permits", first="2020", last="2021")
    assert say("compare.apart.other_form", "zh") in words(page)
    ordinary = open_page("compare", data="demo", lang="zh", metric="received_new", first="2020", last="2021")
    assert say("compare.apart.other_form", "zh") not in words(ordinary), "part 三 asks the same on both"


def test_nobody_outside_the_limits_is_not_spoken_of():
    said = words(open_page("compare", data="demo", lang="zh"))
    assert "控制界限、应查明" not in said
    assert "有 **0** 个" not in said


@pytest.mark.parametrize("dark", [False, True])
def test_lines_of_units_are_seen_on_their_ground(dark):
    palette = Palette(dark)
    assert contrast(palette["third"], palette["ground"]) >= 3
    page = open_page("compare", data="demo", lang="zh", metric="received_new")
    slope = titled(page, "compare.slope", metric=say("metric.received_new", "zh"), first=2023, last=2024)
    colours = {t["line"]["color"] for t in slope["figure"]["data"]}
    assert colours == {Palette(dark=False)["third"]}


def test_the_page_subtracts_no_two_figures():
    """A difference of figures comes from a query, which knows whether there is one; positions move by constants alone."""
    files = sorted((ROOT / "pages" / "compare").glob("*.py"))
    assert files
    for path in files:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Sub):
                sides = (node.left, node.right)
                assert any(isinstance(s, ast.Constant) for s in sides), f"{path.name}:{node.lineno}"


def test_the_table_says_unchanged(store):
    store(*(requests(y, f"{d}人民政府", 40) for d in DISTRICTS for y in (2022, 2023)))
    page = open_page("compare", data="own", lang="zh", metric="received_new", unit="district")
    frame: pl.DataFrame = page.dataframe[0].value
    assert set(frame["change"]) == {"持平"}
    assert "percent" not in frame.columns


def test_the_outer_limit_is_an_alarm_and_the_inner_one_a_look(store):
    """Around 1,470 of 2,800, 400 lie within 447 to 603 per mille at 99.8 % and 476 to 574 at 95 %: 285 are 713, 185 are 463."""
    names = [*DISTRICTS, "淮阴区", "清江浦区", "淮安区"]
    granted = {"洪泽区": 285, "金湖县": 185}
    store(*(requests(2023, f"{d}人民政府", granted.get(d, 200), 400 - granted.get(d, 200)) for d in names))
    page = open_page("compare", data="own", lang="zh", metric="granted_rate", unit="district")
    said = words(page)
    assert say("compare.answer.alarm", "zh", n=1, names="洪泽区") in said
    assert say("compare.answer.look", "zh", n=1, names="金湖县") in said
    assert (
        "离散度" not in titled(page, "compare.funnel", metric=say("metric.granted_rate", "zh"), year=2023)["subtitle"]
    )


def test_a_count_per_10_000_residents_stands_only_where_it_is_whole_and_they_are_known(store, tmp_path):
    store(*partial_store())
    said = say("compare.residents", "zh", year=2023)
    address = {"data": "own", "lang": "zh", "metric": "received_new", "unit": "district"}
    assert said not in words(open_page("compare", **address))
    # 70 new requests of 盱眙县 in 2023 are 1.25 per 10,000; those of 金湖县 are not related to the residents of 2022.
    people = "地区,年份,常住人口\n洪泽区,2023,331200\n盱眙县,2022,1000000\n盱眙县,2023,560000\n金湖县,2022,300000\n"
    assert run("population", "set", put(tmp_path, "p.csv", people), "--store", tmp_path / "store").exit_code == 0
    page = open_page("compare", **address)
    assert said in words(page)
    changes = titled(page, "compare.changes", metric=say("metric.received_new", "zh"), first=2022, last=2023)
    rows = file_of(changes)
    assert say("compare.per_10k", "zh", year=2023) in rows.headings
    values = {n: v for n, *v in rows.frame.select("name", "value", "residents", "per_10k").iter_rows()}
    whole = {n: v for n, v in values.items() if v[1]}
    assert whole["盱眙县"] == [70, 560000, 1.3]
    assert whole["洪泽区"] == [100, 331200, None], "a partial sum"
    assert set(whole) == {"盱眙县", "洪泽区"}
    assert said not in words(open_page("compare", **address | {"metric": "granted_rate"}))


@pytest.mark.parametrize(
    ("count", "people", "share"), [(70, 560_000, 1.3), (5, 1_000_000, 0.1), (1, 400_000, 0.03), (0, 400_000, 0.0)]
)
def test_a_share_of_residents_is_rounded_half_up_and_never_looks_like_nothing(count, people, share):
    assert per_10k(count, people) == share


def test_bodies_stand_as_offices_list_them_not_by_the_code_points_of_their_names(store):
    """水利局 comes before 教育局 by code point, 金湖县 after 洪泽区 by pinyin; equal figures keep the order, too."""
    listed = [
        f"{d}{b}"
        for d in ("淮安市洪泽区", "金湖县")
        for b in ("人民政府办公室", "教育局", "财政局", "水利局", "审计局")
    ]
    seed = fixed_seed()
    shuffled = random.Random(seed).sample(listed, len(listed))
    store(*(requests(y, a, 40) for a in shuffled for y in (2022, 2023)))
    page = open_page("compare", data="own", lang="zh", metric="received_new", unit="body", kind_of="any")
    assert next(m for m in page.multiselect if m.label == say("compare.pick", "zh")).options == listed, seed
    for chart in charts(page):
        names = file_of(chart).frame["name"].unique(maintain_order=True).to_list()
        assert names == listed, f"{chart['title']} {seed}"
    tables_ = [t.value["name"].to_list() for t in page.dataframe if "name" in t.value]
    assert tables_ == [listed], seed


def test_cities_stand_by_code(store):
    cities = ["南京市人民政府", "徐州市人民政府", "常州市人民政府", "淮安市人民政府"]
    store(*(requests(y, a, 40) for a in reversed(cities) for y in (2022, 2023)))
    page = open_page("compare", data="own", lang="zh", metric="received_new", unit="city")
    names = file_of(charts(page)[0]).frame["name"].unique(maintain_order=True).to_list()
    assert names == [c.removesuffix("人民政府") for c in cities]


@pytest.mark.parametrize(
    ("unit", "names", "file"),
    [
        ("city", ("淮安市", "徐州市"), "淮安市,2023,4560000\n徐州市,2023,9020000\n"),
        ("province", ("江苏省", "安徽省"), "江苏省,2023,85260000\n安徽省,2023,61210000\n"),
    ],
)
def test_cities_and_provinces_have_counts_per_10_000_residents_too(store, tmp_path, unit, names, file):
    store(*(requests(y, f"{n}人民政府", 4560) for n in names for y in (2022, 2023)))
    assert run("population", "set", put(tmp_path, "人口.csv", f"地区,年份,常住人口\n{file}")).exit_code == 0
    page = open_page("compare", data="own", lang="zh", metric="received_new", unit=unit)
    table = next(t.value for t in page.dataframe if "per_10k" in t.value)
    of = dict(zip(table["name"], table["per_10k"], strict=True))
    people = dict(line.split(",")[::2] for line in file.split())
    assert of == {n: per_10k(4560, int(people[n])) for n in names}


def test_the_trend_of_each_names_the_units_that_are_compared():
    assert any(
        c["title"].endswith("各单位走势") for c in charts(open_page("compare", data="demo", lang="zh", unit="body"))
    )
    assert any(c["title"].endswith("分地区走势") for c in charts(open_page("compare", data="demo", lang="zh")))
