"""What pages and files show at their edges: the order of a table, a share of nothing, gaps, years, texts Excel would run."""

import csv
import io
import json
from zipfile import ZipFile

import polars as pl
import pytest
from helpers import example, hold, put, read
from openpyxl import load_workbook

from loaders.language.numbers import change_text, points_text, rate, ratio, share
from loaders.language.words import LANGS, say
from loaders.output.bases import Basis
from loaders.output.tables import write
from loaders.query.comparability import Reason
from loaders.query.filters import Filter
from loaders.query.like_for_like import Breaks
from loaders.query.pivot import pivot
from loaders.query.pivot_layout import ID_SEPARATOR, Layout
from loaders.text.formulas import original, original_text
from pages.shared.charts.alt_text import parts, spans
from pages.shared.charts.base import Series
from pages.shared.charts.cached import finish
from pages.shared.charts.heat import Cell, heat
from pages.shared.charts.palette import Palette
from pages.shared.charts.share_bars import ShareRow
from pages.shared.charts.shares import shares
from pages.shared.charts.trend import trend
from pages.shared.parts import chart_data

PALETTE = Palette(False)
FORMULAS = [
    "=1+1", " =1+1", "\t=1+1", "\r=1+1", "\n=1+1", "\u3000=1+1", "\xa0=1+1", " \t @SUM(1)", "+cmd|'/C calc'!A0",
    " -cmd|'/C calc'!A0", "-1+cmd|'/C calc'!A0", '=HYPERLINK("http://a.example")', "＝1+1", "＠SUM(1)", "＋cmd|'/C calc'!A0", "－A1",
    "-\ncmd|'/C calc'!A0", "+\r\n=1", "-1E5&cmd|'/C calc'!A0", "-1E5&A1", "-5*A1", "-5 A1", "+1+1", "-2+3+A1", "--A1", "- =1+1",
    "\u200b=1+1", "\ufeff=1+1", "\x00=1+1", "\x1f@SUM(1)", "'=1+1", "''=1+1", "'+A1", "=", "@", "-5（3%）", "+3（+1.0%）",
]  # fmt: skip
PLAIN = [
    "-5",
    "+5",
    "-0.5",
    "-5%",
    "－5",
    "+ 5",
    "a=b",
    "1-2",
    "甲@乙",
    "'a",
    "",
    "增长 +3（+1.0%）",
    "-",
    "－－",
    "-1,234.5",
    "+3.2 个百分点",
    "-12件",
    "x\n=1+1",
]


def written(frame: pl.DataFrame, **given) -> list[list[str]]:
    text = write(frame, "csv", bom=True, **given).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline="")))


@pytest.mark.parametrize("text", FORMULAS)
def test_no_text_of_a_report_runs_in_excel_when_its_csv_is_opened(text):
    """Behind white space, too, which Excel passes over; in a cell and in a heading, which may be a body's name."""
    assert written(pl.DataFrame({"a": [text]})) == [["a"], ["'" + text]]
    assert written(pl.DataFrame({"a": [1]}), headings=[text]) == [["'" + text], ["1"]]


@pytest.mark.parametrize("text", PLAIN)
def test_what_is_no_formula_stands_in_a_csv_as_it_is(text):
    assert written(pl.DataFrame({"a": [text], "b": [1]}))[1] == [text, "1"]
    assert written(pl.DataFrame({"a": [-5], "b": [1]}))[1] == ["-5", "1"]


def test_every_text_comes_back_as_it_was():
    """A file of facts is read again, by the column or a text at a time."""
    texts = [*FORMULAS, *PLAIN]
    text = write(pl.DataFrame({"a": texts}), "csv").decode()
    stands = [row[0] for row in csv.reader(io.StringIO(text, newline=""))][1:]
    assert all(s.startswith("'") for s in stands[: len(FORMULAS)])
    assert [original_text(s) for s in stands] == texts
    assert pl.DataFrame({"a": stands}).select(original("a"))["a"].to_list() == texts


def test_two_columns_of_one_name_both_stand_in_a_csv():
    assert written(pl.DataFrame({"a": [1], "b": [2]}), headings=["区", "区"]) == [["区", "区"], ["1", "2"]]


def test_no_text_or_heading_of_a_workbook_is_a_formula():
    # XML knows no control characters and no ends of lines but one.
    texts = [t for t in FORMULAS if not set(t) & set("\r\x00\x1f")]
    for text in texts:
        book = load_workbook(io.BytesIO(write(pl.DataFrame({"a": [text]}), "xlsx", headings=[text])))
        sheet = book.worksheets[1]
        assert [(c.data_type, c.value) for (c,) in sheet["A1:A2"]] == [("s", text)] * 2


def test_a_sheet_with_an_apostrophe_in_its_name_has_its_filter():
    """The area of the filter names the sheet in quotes, where an apostrophe stands twice; else Excel mends the file."""
    data = write(pl.DataFrame({"a": [1, 2], "b": [3, 4]}), "xlsx", sheets=("about", "it's '24"))
    book = load_workbook(io.BytesIO(data))
    assert book.sheetnames == ["about", "it's '24"]
    workbook = ZipFile(io.BytesIO(data)).read("xl/workbook.xml").decode()
    assert ">'it''s ''24'!$A$1:$B$3</definedName>" in workbook
    assert book.worksheets[1].auto_filter.ref == "A1:B3"


def drawn(figure) -> dict:
    return json.loads(figure.json)


def test_a_trend_has_a_gap_where_a_year_has_no_figure_or_no_report():
    frame = pl.DataFrame({"year": [2019, 2020, 2022, 2023], "n": [1, None, 5, 1200]})
    figure = drawn(trend(frame, [Series("n", "新收", "primary")], PALETTE, "zh"))
    (line,) = figure["data"]
    assert line["x"] == [2019, 2020, 2021, 2022, 2023]
    assert line["y"] == [1, None, None, 5, 1200]
    assert line["connectgaps"] is False
    (name,) = figure["layout"]["annotations"]
    assert (name["x"], name["y"]) == (2023, 1200)
    assert name["text"].endswith("新收 1,200")


def test_a_name_with_a_link_in_it_is_text_in_a_figure():
    figure = trend(
        pl.DataFrame({"year": [2022, 2023], "n": [1, 2]}),
        [Series("n", '<a href="http://a.example">某局</a><script>1</script>', "primary")], PALETTE, "zh",
    )  # fmt: skip
    text = finish(figure).json.decode()
    assert "<a" not in text
    assert "<script" not in text
    assert "&lt;a href" in text


def test_a_trend_names_a_line_at_its_last_figure_and_none_that_has_none():
    frame = pl.DataFrame({"year": [2022, 2023], "n": [7, None], "m": pl.Series([None, None], dtype=pl.Int64)})
    figure = drawn(trend(frame, [Series("n", "新收", "primary"), Series("m", "结转", "third")], PALETTE, "zh"))
    assert [(a["x"], a["text"].split("</span> ")[1]) for a in figure["layout"]["annotations"]] == [(2022, "新收 7")]
    assert drawn(trend(frame.head(0), [Series("n", "新收", "primary")], PALETTE, "zh"))["data"][0]["x"] == []


@pytest.mark.parametrize("lang", LANGS)
def test_a_trend_marks_where_the_form_changed_between_two_of_its_years_and_nowhere_else(lang):
    def marks(first: int, last: int) -> tuple[list, list]:
        frame = pl.DataFrame({"year": list(range(first, last + 1)), "n": 5})
        layout = drawn(trend(frame, [Series("n", "N", "primary")], PALETTE, lang, breaks=Breaks((2021,))))["layout"]
        texts = [(a["x"], a["text"]) for a in layout["annotations"] if a.get("yref") == "paper"]
        return [s["x0"] for s in layout.get("shapes", ())], texts

    word = say("chart.break.other_bodies", lang)
    assert marks(2019, 2023) == marks(2020, 2021) == ([2020.5], [(2020.5, word)])
    assert marks(2019, 2020) == marks(2021, 2023) == ([], [])


def test_a_trend_opens_the_points_of_partial_sums_and_its_text_never_spans_a_break():
    frame = pl.DataFrame({"year": [2021, 2022, 2023], "n": [900, 1000, 200]})
    bases = {2023: Basis("sum of 2 of 10 agencies", " ◇ 2/10", True)}
    breaks = Breaks(figures={"n": {2023: Reason.NO_NUMBER}})
    figure = drawn(trend(frame, [Series("n", "New", "primary")], PALETTE, "en", breaks=breaks, bases=bases))
    (line,) = figure["data"]
    assert line["y"] == [900, 1000, None, 200]
    assert line["marker"]["symbol"][-1] == "circle-open"
    texts = [a["text"] for a in figure["layout"]["annotations"]]
    assert texts[0].endswith("New 200 ◇ 2/10")
    assert texts[1] == say("chart.break.no_number", "en")
    said = spans(frame, {"n": "New"}, "en", breaks, bases)
    assert "went from 900 in 2021 to 1,000 in 2022" in said
    assert said.endswith("New in 2023: 200 (sum of 2 of 10 agencies)")
    assert "to 200" not in said


def test_years_are_written_without_separators_wherever_numbers_have_them():
    frame = pl.DataFrame({"year": [2023, 2024], "n": [1234, None]})
    rows = chart_data.ChartRows(frame, ("年度", "新收"), (), "—", (), ("说明", "数据"), "表", "")
    assert chart_data._read(rows)["rows"] == [("2023", "1,234"), ("2024", "—")]
    axis = drawn(trend(frame, [Series("n", "新收", "primary")], PALETTE, "zh"))["layout"]["xaxis"]
    assert axis["tickvals"] == [2023, 2024]
    assert "tickformat" not in axis
    assert written(frame)[1:] == [["2023", "1234"], ["2024", ""]]
    sheet = load_workbook(io.BytesIO(write(frame, "xlsx"))).worksheets[1]
    assert [(c.value, c.number_format) for c in sheet["A"][1:]] == [(2023, "General"), (2024, "General")]


@pytest.mark.parametrize("lang", LANGS)
def test_a_share_of_nothing_is_not_applicable_and_of_no_figure_is_no_number(lang):
    na, blank = say("value.na", lang), say("value.unasked", lang)
    assert share(0, 0, lang) == (na, "")
    assert share(None, 0, lang) == share(0, None, lang) == (blank, "")
    assert rate(0, 5, lang).startswith("0.0%")
    assert (ratio(0, 0, lang), ratio(None, 5, lang), ratio(3, None, lang)) == (na, blank, blank)
    assert change_text(5, 0, lang) == "+5"
    assert points_text(1, 0, 1, 2, lang) == points_text(1, 2, 0, 0, lang) == ""
    assert points_text(0, 2, 0, 3, lang) == say("value.same", lang)
    nothing = parts("甲", ("乙", "丙"), (0, None), lang)
    assert "乙 0" in nothing
    assert not any(word in nothing for word in (na, "%"))
    assert "25.0%" in parts("甲", ("乙", "丙"), (10, 30), lang)
    assert "%" not in parts("甲", ("乙", "丙"), (1, 3), lang), "too few for a share"


def test_a_share_of_few_cases_is_hatched_and_not_written():
    cells = [[Cell(3, 19), Cell(0, 19)], [Cell(3, 20), Cell(17, 20)]]
    shaded, texts, hatched = drawn(heat(cells, ("甲", "乙"), ("子", "丑"), ("19", "20"), "合计", PALETTE, "zh"))["data"]
    assert shaded["z"] == [[0, 0], [0.15, 0.85]]
    assert texts["text"][:2] == ["3", "0"]
    assert texts["text"][2] == "<b>3</b><br>15.0%"
    assert hatched["x"] == [0]
    assert hatched["marker"]["pattern"]["shape"]
    assert "3/19" in shaded["hovertext"][0][0]


def test_a_bar_of_few_cases_is_pale_and_hatched_with_counts():
    rows = [ShareRow("甲", (3, 16)), ShareRow("乙", (4, 16)), ShareRow("丙", (997, 3))]
    [bar] = drawn(shares(rows, [Series("a", "予以公开", "granted"), Series("b", "不予公开", "denied")], PALETTE, "zh"))[
        "data"
    ][:1]
    assert bar["marker"]["opacity"][0] < bar["marker"]["opacity"][1] == 1
    assert [bool(shape) for shape in bar["marker"]["pattern"]["shape"]] == [True, False, False]
    assert bar["text"] == ["3", "20.0%", "99.7%"], "a part is never written as the whole"
    assert "%" not in bar["hovertext"][0]


def test_a_bar_of_nothing_has_no_parts_and_a_row_of_zeros_no_shade():
    names, series = ("甲", "乙", "丙"), [Series("a", "予以公开", "granted"), Series("b", "不予公开", "denied")]
    rows = [ShareRow(name, parts) for name, parts in zip(names, ((0, 0), (30, 10), (None, 40)), strict=True)]
    first, second = drawn(shares(rows, series, PALETTE, "zh"))["data"]
    assert (first["x"], second["x"]) == ([None, 0.75, None], [None, 0.25, 1.0])
    assert first["text"] == ["", "75.0%", ""]
    assert first["hovertext"][0] == first["hovertext"][2] == ""
    cells = [[Cell(0, 0), Cell(0, 0)], [Cell(30, 40), Cell(10, 40)], [Cell(None, 40), Cell(40, 40)]]
    shaded, texts = drawn(heat(cells, names, ("子", "丑"), ("0", "40", "40"), "合计", PALETTE, "zh"))["data"]
    assert shaded["z"] == [[0, 0], [0.75, 0.25], [0, 1.0]]
    assert texts["text"] == [
        "0",
        "0",
        "<b>30</b><br>75.0%",
        "<b>10</b><br>25.0%",
        f"<i>{say('value.unasked', 'zh')}</i>",
        "<b>40</b><br>100.0%",
    ]


@pytest.fixture(scope="module")
def held(tmp_path_factory):
    """Bureaus of districts, a city and a province, read in no order, one without a number; who had most in 2023 had
    fewest in both years together.
    """
    folder = tmp_path_factory.mktemp("pivot")
    bodies = {
        "徐州市云龙区教育局": "7", "淮安市洪泽区民政局": "2", "徐州市鼓楼区教育局": "7", "淮安市洪泽区教育局": "9", "徐州市教育局": "1",
        "徐州市鼓楼区民政局": "", "徐州市鼓楼区某某服务站": "4", "江苏省教育局": "3",
    }  # fmt: skip
    for i, (name, n) in enumerate(bodies.items()):
        for year, number in ((2023, n), (2022, n and str(20 - 2 * int(n)))):
            cells = {f"requests__received_new__{c}": number for c in ("total", "natural_person")}
            put(folder / "in", f"{9 - i}/{year}.html", example(year, name, **cells))
    read(folder / "store", folder / "in")
    return hold(folder / "store")


def heads(held, rows, columns=(), figure="received_new", years=(2023,), **more):
    table = pivot(held, Layout((figure,), rows, columns, Filter(years=years), **more))
    return [("total" if r["total"] else r[rows[-1]], r[str(len(table.columns) - 1)]) for r in table.rows.to_dicts()]


def test_rows_stand_in_the_order_of_codes_and_of_the_list_of_kinds_totals_first(held):
    assert heads(held, ("district",)) == [
        ("total", 33.0),
        ("320000", 3.0),
        ("320300", 1.0),
        ("320302", 11.0),
        ("320303", 7.0),
        ("320813", 11.0),
    ]
    assert heads(held, ("kind",)) == [("total", 33.0), ("education", 27.0), ("civil_affairs", 2.0), ("other", 4.0)]
    assert heads(held, ("level",)) == [("total", 33.0), ("province", 3.0), ("city", 1.0), ("county", 29.0)]
    assert heads(held, ("year",)) == [(2023, 33.0)]


def test_rows_by_their_figures_keep_the_total_first_and_what_has_no_number_last_ties_in_the_order_of_the_form(held):
    agency = dict(held.store.read("reports").select("body_id", "agency").iter_rows())
    for order, wanted in (
        ("high", ["淮安市洪泽区教育局", "徐州市鼓楼区教育局", "徐州市云龙区教育局", "徐州市鼓楼区某某服务站", "江苏省教育局", "淮安市洪泽区民政局", "徐州市教育局"]),
        ("low", ["徐州市教育局", "淮安市洪泽区民政局", "江苏省教育局", "徐州市鼓楼区某某服务站", "徐州市鼓楼区教育局", "徐州市云龙区教育局", "淮安市洪泽区教育局"]),
    ):  # fmt: skip
        shown = [agency[key.split(ID_SEPARATOR)[0]] for key, _ in heads(held, ("body",), order=order)]
        assert shown == [*wanted, "徐州市鼓楼区民政局"], order
    both = heads(held, ("kind",), ("year",), years=(2022, 2023), order="high")
    assert both == [("total", 33.0), ("education", 27.0), ("other", 4.0), ("civil_affairs", 2.0)]
    ties = heads(held, ("body",), figure="carried_out")
    assert len(ties) == 8
    assert heads(held, ("body",), figure="carried_out", order="high") == ties
    assert heads(held, ("body",), figure="carried_out", order="low") == ties
    assert heads(held, ("district",), order="low")[0] == ("total", 33.0)
    assert [n for _, n in heads(held, ("district",), order="high")] == [33.0, 11.0, 11.0, 7.0, 3.0, 1.0]


def test_columns_stand_totals_first_then_years_upward_and_figures_as_they_were_chosen(held):
    chosen = Filter(years=(2022, 2023))
    table = pivot(held, Layout(("granted", "received_new"), ("kind",), ("year", "figure"), chosen))
    assert [(c.total, c.key["year"], c.key["figure"]) for c in table.columns] == [
        (True, None, "granted"), (True, None, "received_new"), (False, 2022, "granted"), (False, 2022, "received_new"),
        (False, 2023, "granted"), (False, 2023, "received_new"),
    ]  # fmt: skip


def test_a_workbook_opens_at_its_data_with_figures_as_offices_write_them():
    frame = pl.DataFrame({"year": [2024], "n": [12_345], "rate": [0.5432], "text": ["长" * 80]})
    data = write(frame, "xlsx", shares=["rate"])
    book = load_workbook(io.BytesIO(data))
    assert book.active is not None
    assert book.active.title == "data"
    year, n, rate, text = book.active[2]
    assert (year.number_format, n.number_format, rate.number_format) == ("General", "#,##0", "0.0%")
    assert (n.value, rate.value) == (12_345, 0.5432)
    assert text.alignment.wrap_text
    assert book.active.print_title_rows == "$1:$1"
    assert book.active.page_setup.fitToHeight == 0


def test_a_workbook_of_many_columns_is_printed_across():
    book = load_workbook(io.BytesIO(write(pl.DataFrame({f"column {i}": [i] for i in range(12)}), "xlsx")))
    assert book["data"].page_setup.orientation == "landscape"
    assert (
        load_workbook(io.BytesIO(write(pl.DataFrame({"a": [1]}), "xlsx")))["data"].page_setup.orientation == "portrait"
    )


def test_a_csv_in_gbk_holds_every_character():
    frame = pl.DataFrame({"单位": ["教育局𠮷", "=1"], "n": [1, 2]})
    data = write(frame, "csv", bom=True, encoding="gb18030")
    assert data[:2] == "单".encode("gbk")
    assert data.decode("gb18030").splitlines() == ["单位,n", "教育局𠮷,1", "'=1,2"]


def test_a_row_of_a_workbook_is_as_high_as_its_longest_text():
    book = load_workbook(io.BytesIO(write(pl.DataFrame({"a": ["长" * 60, "短"]}), "xlsx")))
    assert book["data"].row_dimensions[2].height == 45
    assert book["data"].row_dimensions[3].height == 15
