"""The pages on requests and reviews: figures as added up from the facts, totals that differ from their parts, readable colours."""

import random
import re

import orjson
import polars as pl
import pytest
import streamlit
from helpers import example, fixed_seed, hold, put, read
from streamlit_pages import charts, open_page, words

from loaders.form.metrics import DENIED, NOT_PROCESSED, UNAVAILABLE
from loaders.language.words import say
from loaders.output import summaries
from loaders.output.colours import contrast
from loaders.query.exports import facts
from loaders.query.filters import Filter
from loaders.query.mismatches import REQUESTS, REVIEWS, examples, mismatches
from loaders.query.same_reports import parts_of
from loaders.query.sums import sums
from loaders.store.additive import known, non_overlapping, vertical
from loaders.store.versions import open_store, shipped
from pages.shared.charts.base import Series
from pages.shared.charts.heat import Cell, heat
from pages.shared.charts.palette import Palette
from pages.shared.charts.share_bars import ShareRow, rows_of, share_bars
from pages.shared.parts import chart_data

OUTCOMES = {
    "granted": ("granted",),
    "partially_granted": ("partially_granted",),
    "denied": DENIED,
    "unavailable": UNAVAILABLE,
    "not_processed": NOT_PROCESSED,
}


def drawn(figure) -> dict:
    return orjson.loads(figure.json)


def cells_of(found: pl.DataFrame) -> dict[str, dict[str, float | None]]:
    """Report → cell → its number, null where none is printed."""
    printed = found.with_columns(n=pl.when(pl.col("state") == "printed").then("value"))
    out: dict[str, dict[str, float | None]] = {}
    for report, section, item, column, n in printed.select("report_id", "section", "item", "column", "n").iter_rows():
        out.setdefault(report, {})[f"{section}.{item}.{column}"] = n
    return out


def added(reports: dict[str, dict[str, float | None]], names: tuple[str, ...]) -> float | None:
    """What the reports that print all of some cells add up to."""
    full = [[cells.get(n) for n in names] for cells in reports.values()]
    known = [sum(line) for line in full if None not in line]
    return sum(known) if known else None


def test_outcomes_by_kind_and_place_equal_what_the_facts_add_up_to():
    seed = fixed_seed()
    rng = random.Random(seed)
    store = open_store(shipped("demo"))
    snapshot, reports = hold(store), store.read("reports").filter(pl.col("scope") == "own")
    for _ in range(3):
        year = rng.choice(range(2019, 2025))
        kind = rng.choice(reports.filter(pl.col("year") == year)["kind"].drop_nulls().unique().sort().to_list())
        wanted = reports.filter(pl.col("kind") == kind, pl.col("year") == year)
        by_hand = cells_of(facts(store, wanted["report_id"].to_list()))
        cells = tuple(f"reviews.review.{c}" for c in ("upheld", "corrected", "other", "pending", "total"))
        found = sums(snapshot, Filter(years=(year,)), (*OUTCOMES, *cells), ("kind",)).filter(pl.col("kind") == kind)
        row = found.row(0, named=True)
        assert any(row[outcome] is not None for outcome in OUTCOMES), (seed, kind, year)
        for outcome, items in OUTCOMES.items():
            assert row[outcome] == added(by_hand, tuple(f"requests.{i}.total" for i in items)), (
                seed,
                kind,
                year,
                outcome,
            )
        for cell in cells:
            assert row[cell] == added(by_hand, (cell,)), (seed, kind, year, cell)


def test_the_rates_of_both_denominators_equal_the_facts():
    seed = fixed_seed()
    year = random.Random(seed).choice(range(2019, 2025))
    store = open_store(shipped("demo"))
    city = store.read("reports").filter(pl.col("level") == "city", pl.col("scope") == "area", pl.col("year") == year)
    cells = cells_of(facts(store, city["report_id"].to_list()))[city["report_id"].item()]
    corrected, all_, pending = (cells[f"reviews.review.{c}"] for c in ("corrected", "total", "pending"))
    said = words(open_page("reviews", data="demo", lang="zh", year=[str(year)]))
    assert f"审结口径 {corrected / (all_ - pending):.1%}（{corrected:,.0f}/{all_ - pending:,.0f}）" in said, seed
    assert f"总数口径 {corrected / all_:.1%}（{corrected:,.0f}/{all_:,.0f}）" in said, seed


def test_the_denominator_stands_in_the_address():
    test = open_page("reviews", data="demo", lang="zh")
    assert "复议纠错率，审结口径" in words(test)
    test.query_params["base"] = "all"
    test.run()
    assert "复议纠错率，总数口径" in words(test)


def test_a_printed_total_that_is_not_the_sum_is_said_and_counted():
    """The sample's report of 2023 prints a total of 0 beside 10 upheld and 1 corrected."""
    test = open_page("reviews", data="sample", lang="zh")
    assert "计入的报告中有 1 份合计与分项不等" in words(test)
    assert [e.label for e in test.expander] == ["1 份计入的报告自身合计与分项不等（2023 年 1 份）"]
    snapshot = hold(open_store(shipped("sample")))
    assert "四类结果之和为 11" in examples(snapshot, Filter(), REVIEWS, "zh")["message"][0]
    row = sums(snapshot, Filter(years=(2023,)), tuple(f"reviews.review.{c}" for c in ("upheld", "corrected", "total")))
    series = [Series(f"reviews.review.{c}", c, c) for c in ("upheld", "corrected")]
    (line,) = rows_of(row, "year", series, "reviews.review.total", "zh")
    assert line.differs
    assert line.note == "⚠ 11 件，表中总计为 0"


@pytest.mark.parametrize("by", ["total", "district", "own", "body"])
def test_only_reports_that_are_added_up_count_as_inconsistent(by):
    store = open_store(shipped("demo"))
    reports = store.read("reports")
    broken = store.read("issues").filter(pl.col("rule").is_in(REQUESTS))["report_id"].unique()
    wanted = (
        non_overlapping(
            reports.lazy().with_columns(known=known(), vertical=vertical()), by, with_vertical=by in ("own", "body")
        )
        .filter(pl.col("report_id").is_in(broken.implode()))
        .collect()
    )
    found = mismatches(hold(store), Filter(), REQUESTS, by)
    assert dict(found.iter_rows()) == dict(wanted.group_by("year").len().iter_rows())


def test_reports_that_add_up_are_not_remarked_on(tmp_path, here):
    read(tmp_path / "store", put(tmp_path, "a.html", example()))
    snapshot = hold(tmp_path / "store")
    assert not mismatches(snapshot, Filter(), REQUESTS).height
    assert "合计与分项不等" not in summaries.requests(snapshot, Filter(), "zh")


def flow_texts(name: str, tmp_path, *reports) -> tuple[dict, list[str]]:
    """The chart of the flow of a store of some reports, and the texts in it."""
    for i, report in enumerate(reports):
        put(tmp_path / name / "in", f"{i}.html", report)
    read(tmp_path / name / "store", tmp_path / name / "in")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GONGKAI_STORE", str(tmp_path / name / "store"))
        page = open_page("requests", lang="en")
    chart = next(c for c in charts(page) if c["title"].startswith("Where the requests"))
    return chart, re.findall(r'"text":"([^"]*)"', orjson.dumps(chart).decode())


def test_a_flow_that_does_not_balance_has_a_node_for_the_difference(tmp_path):
    odd, texts = flow_texts("odd", tmp_path, example(requests__received_new__total="8"))
    assert "⚠ Difference <b>5</b>" in texts
    assert "The sides differ by 5" in odd["subtitle"]
    even, texts = flow_texts("even", tmp_path, example())
    assert not any("Difference" in t for t in texts)
    assert "plus those carried over to next year: 3" in even["subtitle"]


def test_a_blank_is_no_imbalance_and_shares_are_of_the_same_reports(tmp_path):
    """One body prints no new requests and no total: its outcomes stand against nothing of its own."""
    full = example(2023, "金湖县教育局")
    blank = {"requests__received_new__total": "", "requests__total_processed__total": ""}
    chart, texts = flow_texts("blank", tmp_path, full, example(2023, "金湖县财政局", **blank))
    assert "⚠" not in chart["subtitle"]
    assert "Of 2 reports 1 give every figure" in chart["subtitle"]
    assert "Difference (cells without a figure) <b>3</b>" in texts
    assert "Granted <b>6</b>" in texts, "no share of what other reports say"


def test_shares_of_grounds_are_of_the_reports_that_print_both(tmp_path):
    for i, (agency, total) in enumerate((("金湖县教育局", "3"), ("金湖县财政局", ""))):
        put(tmp_path / "in", f"{i}.html", example(2023, agency, requests__total_processed__total=total))
    read(tmp_path / "store", tmp_path / "in")
    found = parts_of(hold(tmp_path / "store"), Filter(years=(2023,)), ("granted", "denied"), "total_processed")
    assert found == {"granted": (3, 3, 1), "denied": (0, 3, 1)}


@pytest.mark.parametrize("dark", [False, True])
def test_every_cell_of_the_grid_is_readable_and_zero_is_not_blank(dark):
    palette = Palette(dark)
    cells = [[Cell(n, 100), Cell(100 - n, 100), Cell(0, 100), Cell(None, 100)] for n in range(101)]
    rows = [str(n) for n in range(101)]
    shaded, text = drawn(heat(cells, rows, list("abcd"), rows, "合计", palette, "zh"))["data"]
    for x, y, ink in zip(text["x"], text["y"], text["textfont"]["color"], strict=True):
        assert contrast(ink, palette.shade(shaded["z"][y][x])) >= 4.5
    assert text["text"][2:4] == ["0", "<i>无数字</i>"]
    assert text["text"][4:6] == ["<b>1</b><br>1.0%", "<b>99</b><br>99.0%"]


@pytest.mark.parametrize("dark", [False, True])
def test_names_above_the_bars_neither_cover_each_other_nor_are_crossed(dark):
    series = [
        Series(str(i), "名称" * (i + 1), m)
        for i, m in enumerate(("granted", "denied", "other", "unavailable", "upheld"))
    ]
    names = drawn(share_bars([ShareRow("a", (90, 4, 1, 1, 4))], series, Palette(dark), "zh"))["layout"]["annotations"]
    lines = [n["ay"] for n in names]
    assert len(names) == 5
    assert lines[1:] == sorted(lines[1:], reverse=True)
    assert len(set(lines[1:])) == 4


def test_a_bar_of_few_cases_is_pale_and_hatched_and_counts():
    series = [Series("a", "予以公开", "granted"), Series("b", "不予公开", "denied")]
    rows = [ShareRow("2022", (2, 1)), ShareRow("2023", (20, 10))]
    bar = drawn(share_bars(rows, series, Palette(dark=False), "zh"))["data"][0]
    assert bar["text"] == ["2", "66.7%"]
    assert bar["marker"]["pattern"]["shape"] == ["/", ""]
    assert bar["marker"]["opacity"][0] < bar["marker"]["opacity"][1]


@pytest.mark.parametrize("page", ["requests", "reviews"])
def test_no_chart_of_a_report_with_few_requests_says_a_share(page, tmp_path, monkeypatch):
    store = tmp_path / "store"
    read(store, put(tmp_path, "a.html", example(2023, "金湖县教育局")))
    monkeypatch.setenv("GONGKAI_STORE", str(store))
    shown = charts(open_page(page))
    assert shown
    for chart in shown:
        texts = [chart["alt"], *re.findall(r'"text":"([^"]*)"', orjson.dumps(chart["figure"]).decode())]
        assert not [t for t in texts if re.search(r"\d%", t)], chart["title"]


@pytest.fixture
def partial_place(tmp_path, monkeypatch):
    """A store with a district's own report and two of three bodies of another, one of which prints no total."""
    permits = {"disclosure__permits__decisions": "5"}
    for year in (2022, 2023):
        put(tmp_path / "in", f"{year}.html", example(year, "洪泽区人民政府", **permits))
        put(tmp_path / "in", f"{year}a.html", example(year, "金湖县教育局", **permits))
        put(tmp_path / "in", f"{year}b.html", example(year, "金湖县财政局", requests__total_processed__total=""))
    put(tmp_path / "in", "c.html", example(2022, "金湖县民政局"))
    read(tmp_path / "store", tmp_path / "in")
    monkeypatch.setenv("GONGKAI_STORE", str(tmp_path / "store"))


def rows_behind(page, key: str) -> chart_data.ChartRows:
    """The rows of a chart of a page by the part of its title."""
    chart = next(c for c in charts(page) if key in c["title"])
    return chart_data._memory.find(chart["rows"].rsplit("/", 1)[-1])


def test_a_breakdown_and_its_file_say_of_how_many_bodies_a_sum_is(partial_place):
    page = open_page("requests", lang="en", by="division")
    rows = rows_behind(page, "by place")
    of = {r["name"]: r for r in rows.frame.iter_rows(named=True)}
    assert of["洪泽区"]["basis"] == "report on the whole area"
    assert of["金湖县"]["basis"] == "sum of 2 of 3 agencies"
    assert of["金湖县"]["lacking"] == "Closed 1/2"
    assert rows.frame["name"].to_list() == ["洪泽区", "金湖县"], "a partial sum is not ranked"
    assert any("金湖县 ◇ 2/3" in c["alt"] for c in charts(page))
    kinds = rows_behind(open_page("requests", lang="en", by="kind"), "by kind").frame
    assert dict(kinds.select("name", "basis").iter_rows())["Education"] == "the agency's own report"


def test_places_on_disclosure_with_missing_bodies_are_marked_and_not_ranked(partial_place):
    page = open_page("disclosure", lang="en")
    frame = rows_behind(page, "by place").frame
    assert frame.select("name", "basis").rows() == [
        ("洪泽区", "report on the whole area"), ("金湖县", "sum of 2 of 3 agencies"),
    ]  # fmt: skip
    chart = next(c for c in charts(page) if "by place" in c["title"])
    assert "金湖县 ◇ 2/3" in orjson.dumps(chart).decode()
    assert "most in 洪泽区" in chart["alt"]
    assert "not ranked: 金湖县" in chart["alt"]


def test_the_files_of_one_year_say_what_each_figure_rests_on(partial_place):
    """How many reports give a figure, of how many that were added up, of how many that ought to be there, own or sum."""

    def columns(rows: chart_data.ChartRows, first: str) -> dict[str, tuple]:
        return {r[first]: (r["known"], r["counted"], r["expected"]) for r in rows.frame.iter_rows(named=True)}

    page, later = open_page("requests", lang="en"), open_page("reviews", lang="en")
    flow, grounds = rows_behind(page, "Where the requests"), rows_behind(page, "their grounds")
    applicants, chain = rows_behind(page, "Outcomes by applicant"), rows_behind(later, "From request")
    for rows in (flow, grounds, applicants, chain):
        assert set(rows.frame["basis"]) == {say("basis.mixed", "en", areas=1, k=2, m=3)}, rows.name
        assert say("column.reports_expected", "en") in rows.headings
    assert set(columns(flow, "name").values()) == {(3, 3, 4)}
    assert columns(chain, "step")[say("reviews.chain.processed", "en")] == (2, 3, 4), "one body prints no total"
    assert set(columns(grounds, "name").values()) == {(3, 3, 4)}
    assert set(columns(applicants, "who").values()) == {(3, 3, 4)}
    assert set(applicants.frame["lacking"]) == {""}


def test_the_grid_of_applicants_names_the_outcomes_that_not_all_reports_give(tmp_path, monkeypatch):
    put(tmp_path / "in", "a.html", example(2023, "金湖县教育局"))
    put(tmp_path / "in", "b.html", example(2023, "金湖县财政局", requests__granted__business=""))
    read(tmp_path / "store", tmp_path / "in")
    monkeypatch.setenv("GONGKAI_STORE", str(tmp_path / "store"))
    frame = rows_behind(open_page("requests", lang="en"), "Outcomes by applicant").frame
    of = dict(frame.select("who", "lacking").iter_rows())
    lacking = {who: text for who, text in of.items() if text}
    assert list(lacking.values()) == ["Granted 1/2"]
    assert frame.filter(pl.col("lacking") != "")["known"].to_list() == [1]


def test_the_table_of_disclosure_says_in_its_files_what_each_year_rests_on(partial_place, monkeypatch):
    files = {}
    monkeypatch.setattr(streamlit, "download_button", lambda _, data, **given: files.update({given["key"]: data}))
    open_page("disclosure", lang="en")
    text = next(data() for key, data in files.items() if key.endswith("_csv")).decode("utf-8-sig")
    assert say("basis.mixed", "en", areas=1, k=2, m=3) in text.splitlines()[1]
