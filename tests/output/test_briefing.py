"""The briefing: its figures are those of the exported facts, its two forms say the same, and nothing is hidden in either."""

import io
import random
import re
import xml.etree.ElementTree as ET
import zipfile
from datetime import date

import docx
import openpyxl
import polars as pl
import pytest
from docx.oxml.ns import qn
from helpers import example, fixed_seed, hold, put, read
from starlette.requests import Request
from typer.testing import CliRunner

from loaders.cli.commands import app
from loaders.form.vocabulary import members
from loaders.language.words import item_name, number, say
from loaders.output.briefing import survey
from loaders.output.briefing.brief import brief
from loaders.output.briefing.labels import label_sides
from loaders.output.briefing.model import Briefing, Chart, Paragraph, Section, Series, Table
from loaders.output.briefing.page import write_page
from loaders.output.briefing.text import closed_up, title_lines
from loaders.output.briefing.word import write_word
from loaders.query.exports import export
from loaders.query.filters import Filter
from loaders.reading.formats.word import read_word
from loaders.store.versions import open_store, shipped
from pages.briefing import routes

DAY = date(2026, 11, 28)
CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
OUTCOMES = {
    "granted": ("granted",), "partially_granted": ("partially_granted",), "denied": members("denied"),
    "unavailable": members("unavailable"), "not_processed": members("not_processed"),
}  # fmt: skip


@pytest.fixture(scope="module")
def demo():
    return hold(open_store(shipped("demo")))


@pytest.fixture(scope="module")
def facts(demo):
    """The exported facts of requests and reviews by report, as numbers by cell."""
    rows = export(demo.store, "facts", "zh").filter(pl.col("section") != "disclosure", pl.col("value").is_not_null())
    found: dict[str, dict[str, float]] = {}
    for id_, section, item, column, value in rows.select("report_id", "section", "item", "column", "value").iter_rows():
        found.setdefault(id_, {})[f"{section}.{item}.{column}"] = value
    return found


def blocks(made: Briefing, kind: type) -> list:
    return [b for s in sections(made) for b in s.blocks if isinstance(b, kind)]


def sections(made: Briefing) -> list[Section]:
    return [*made.sections, *filter(None, (made.attached,))]


def table(made: Briefing, key: str, **words: object) -> Table:
    title = words_of(say(key, made.lang, **words), made.lang)
    return next(t for t in blocks(made, Table) if t.title == title)


def words_of(text: str, lang: str = "zh") -> str:
    """A text of the catalogue as a briefing has it."""
    return closed_up(text) if lang == "zh" else text


def added(reports: list[dict]) -> list[dict]:
    """What may be added up: a city's area report for all of it, else a district's, else the bodies' own."""
    reports = [r for r in reports if r["scope"] != "unknown" and r["year"]]
    for level, place in (("city", ("city",)), ("county", ("city", "district"))):
        areas = {(r["year"], *(r[p] for p in place)) for r in reports if r["scope"] == "area" and r["level"] == level}
        reports = [
            r
            for r in reports
            if (r["year"], *(r[p] for p in place)) not in areas or (r["scope"] == "area" and r["level"] == level)
        ]
    return reports


def total(facts: dict, reports: list[dict], cells: tuple[str, ...]) -> str:
    """The sum over the reports that have a number in all of the cells, as a briefing writes it."""
    values = [
        sum(there[c] for c in cells)
        for there in (facts.get(r["report_id"], {}) for r in reports)
        if all(c in there for c in cells)
    ]
    return number(sum(values)) if values else say("value.unasked", "zh")


def test_figures_are_those_of_the_exported_facts(demo, facts):
    seed = fixed_seed()
    draw = random.Random(seed)
    reports = demo.store.read("reports")
    rows = reports.select("report_id", "body_id", "division", "city", "district", "level", "kind", "year", "scope")
    every = list(rows.iter_rows(named=True))
    places = sorted(reports["division"].drop_nulls().unique())
    kinds = sorted(reports["kind"].drop_nulls().unique())
    bodies = sorted(reports["body_id"].drop_nulls().unique())
    every_filter = [Filter(), Filter(years=(draw.randint(2019, 2024),))]
    every_filter += [Filter((draw.randint(2020, 2024),), (p,)) for p in draw.sample(places, 3)]
    every_filter += [Filter((), tuple(draw.sample(places, 2)), (draw.choice(kinds),)) for _ in range(3)]
    every_filter += [Filter(kinds=(k,)) for k in draw.sample(kinds, 3)]
    every_filter += [Filter(bodies=tuple(draw.sample(bodies, n))) for n in (1, 1, 4)]
    compared = 0
    for filters in every_filter:
        here = [
            r
            for r in every
            if (not filters.places or r["division"] in demo.places.divisions(filters.places))
            and (not filters.kinds or r["kind"] in filters.kinds)
            and (not filters.bodies or r["body_id"] in filters.bodies)
        ]
        made = brief(demo, filters, "zh", DAY)
        # Where no year is chosen, a briefing is on the last for which the filter has a report, and its title names it.
        year = max(filters.years, default=max((r["year"] for r in here), default=2024))
        assert f"{year}年" in "".join(made.title), (seed, filters)
        counted = added([r for r in here if r["year"] == year])
        if not counted:
            assert not any(t.title == say("briefing.key", "zh") for t in blocks(made, Table)), (seed, filters)
            continue
        key = {r[0]: r[1] for r in table(made, "briefing.key").rows}
        for id_, cell in {
            "received_new": "requests.received_new.total", "carried_out": "requests.carried_out.total",
            "total_processed": "requests.total_processed.total", "review_total": "reviews.review.total",
        }.items():  # fmt: skip
            assert key[say(f"metric.{id_}", "zh")] == total(facts, counted, (cell,)), (seed, filters, id_)
            compared += 1
        results = table(made, "briefing.results", year=year)
        for row, route in zip(results.rows, ("review", "litigation_direct", "litigation_after_review"), strict=True):
            columns = ("upheld", "corrected", "other", "pending", "total")
            assert row[1:] == tuple(total(facts, counted, (f"reviews.{route}.{c}",)) for c in columns), (seed, filters)
            compared += 5
        headings = table(made, "briefing.outcome_years").headings
        first = headings.index(say("metric.granted", "zh"))
        for line in table(made, "briefing.outcome_years").rows:
            of_year = added([r for r in here if str(r["year"]) == line[0]])
            assert headings[1] != say("column.reports_added", "zh") or line[1] == str(len(of_year)), (
                seed,
                filters,
                line,
            )
            for shown, items in zip(line[first:], OUTCOMES.values(), strict=False):
                cells = tuple(f"requests.{i}.total" for i in items)
                assert shown.split("（")[0] == total(facts, of_year, cells), (seed, filters, line)
                compared += 1
    print(f"{compared} figures of {len(every_filter)} filters")
    assert compared > 200


def test_missing_and_wrong_are_counted_as_the_store_has_them(demo):
    made = brief(demo, Filter(years=(2023,)), "zh", DAY)
    filed = dict(
        demo.rows("filings", ("state",), pl.col("year") == 2023)
        .group_by(pl.col("state").cast(pl.String))
        .len()
        .iter_rows()
    )
    filing = table(made, "briefing.filing_years")
    row = next(r for r in filing.rows if r[0] == "2023")
    given = {state: int(n) for state, n in zip(filing.headings[3:], row[3:], strict=True)}
    states = ("in_time", "late", "undated", "failed", "missing", "not_due")
    assert given == {say(f"coverage.state.{s}", "zh"): filed[s] for s in states if filed.get(s)}
    many = filed.get("missing", 0) + filed.get("failed", 0)
    assert len(table(made, "briefing.owing", n=number(many)).rows) == min(many, 40)
    issues = demo.store.read("issues").join(demo.store.read("reports").select("report_id", "year"), on="report_id")
    shown = {r[1]: r[2] for r in table(made, "briefing.rules").rows}
    counts = issues.filter(pl.col("year") == 2023).group_by("rule").len()
    assert shown == {say(f"rule.{r}", "zh"): number(n) for r, n in counts.iter_rows()}


def test_blank_zero_unreadable_and_no_report_are_four_things(tmp_path):
    cell = "requests__received_new__total"
    for i, (name, text) in enumerate({"教育": "0", "民政": "", "财政": "若干"}.items()):
        put(tmp_path / "in", f"{i}.html", example(2023, f"淮安市洪泽区{name}局", **{cell: text}))
    for name in ("教育", "司法"):
        put(tmp_path / "in", f"{name}.html", example(2022, f"淮安市洪泽区{name}局"))
    read(tmp_path / "store", tmp_path / "in")
    made = brief(hold(tmp_path / "store"), Filter(years=(2023,)), "zh", DAY)
    row = table(made, "briefing.cells", year=2023).rows[0]
    assert row[1:] == ("3", "1", "1", "1", "0", "1", "0")
    assert table(made, "briefing.key").rows[0][1] == "0（3份报告中1份有数字）"
    owing = table(made, "briefing.owing", n=1)
    assert [(r[0], r[4]) for r in owing.rows] == [("淮安市洪泽区司法局", say("coverage.state.missing", "zh"))]
    blank = brief(
        hold(tmp_path / "store"), Filter(years=(2023,), bodies=(_body(tmp_path, "淮安市洪泽区民政局"),)), "zh", DAY
    )
    assert table(blank, "briefing.key").rows[0][1] == say("value.unasked", "zh")


def _body(folder, agency: str) -> str:
    reports = open_store(folder / "store").read("reports")
    return reports.filter(pl.col("agency") == agency)["body_id"][0]


def test_years_of_other_bodies_are_named(tmp_path):
    put(tmp_path / "in", "a.html", example(2022, "淮安市洪泽区教育局"))
    for name in ("教育", "民政"):
        put(tmp_path / "in", f"{name}.html", example(2023, f"淮安市洪泽区{name}局"))
    read(tmp_path / "store", tmp_path / "in")
    made = brief(hold(tmp_path / "store"), Filter(), "zh", DAY)
    assert Paragraph(words_of(say("briefing.changed", "zh", years="2023"))) in blocks(made, Paragraph)
    assert all("2023" in c.unit for c in blocks(made, Chart) if c.categories == ("2022", "2023"))
    assert table(made, "briefing.key").rows[0][1:] == ("6", "3", "持平，同口径1家")


def test_partial_sums_are_marked_and_lines_break_before_them(tmp_path):
    """A whole district beside one of which two of three bodies report in 2023, one of these without a total."""
    for year in (2021, 2022, 2023):
        put(tmp_path / "in", f"{year}.html", example(year, "洪泽区人民政府"))
        for agency in ("教育局", "财政局", *(("民政局",) if year < 2023 else ())):
            blank = {"requests__total_processed__total": ""} if (year, agency) == (2023, "财政局") else {}
            put(tmp_path / "in", f"{year}{agency}.html", example(year, f"金湖县{agency}", **blank))
    read(tmp_path / "store", tmp_path / "in")
    made = brief(hold(tmp_path / "store"), Filter(), "en", DAY)
    drawn = {c.title: c for c in blocks(made, Chart)}
    places = drawn[say("briefing.received_places", "en", year=2023)]
    assert places.categories == ("洪泽区", "金湖县 ◇ 2/3")
    years = drawn[say("briefing.requests_years", "en")]
    assert years.categories == ("2021", "2022", "┊", "2023 ◇ 2/3")
    assert years.series[0].values == (12, 12, None, 9)
    assert "┊" not in years.alt
    titles = say("briefing.outcome_years", "en")
    row = next(r for t in blocks(made, Table) if t.title == titles for r in t.rows if r[0] == "2023")
    assert row[2] == "area reports: 1, agencies: 2 of 3, added up"
    assert row[-1] == "6 (a figure in 2 of 3 reports)"
    shares = next(p.text for p in blocks(made, Paragraph) if p.text.startswith("Of 6 closed"))
    assert "Granted 9 (100.0% (6/6))" in shares, "of the two reports that print a total"


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_no_chart_draws_what_stood_at_a_time_beside_what_came_in_a_year(demo, lang):
    stocks = {say(f"metric.{i}", lang) for i in ("carried_in", "carried_out")} | {say("column.in_force", lang)}
    charts = [c for c in blocks(brief(demo, Filter(), lang, DAY), Chart) if c.kind == "lines"]
    drawn = [({s.name for s in c.series} & stocks, len(c.series)) for c in charts]
    assert all(len(found) in (0, n) for found, n in drawn), drawn
    assert ({say("metric.carried_out", lang)}, 1) in drawn


def test_a_year_of_none_of_the_same_bodies_is_shown_and_not_compared(tmp_path):
    put(tmp_path / "in", "a.html", example(2022, "淮安市洪泽区教育局"))
    put(tmp_path / "in", "b.html", example(2023, "淮安市洪泽区民政局"))
    read(tmp_path / "store", tmp_path / "in")
    made = brief(hold(tmp_path / "store"), Filter(), "zh", DAY)
    assert table(made, "briefing.key").rows[0][1:] == ("3", "3", words_of(say("reason.other_bodies", "zh")))


def test_a_body_without_a_report_in_the_last_year_is_shown_in_its_own_last_year_and_the_last_is_missing(tmp_path):
    """No year is chosen: the figures are of a year that has some, the title names it, and the report due is listed."""
    put(tmp_path / "in", "a.html", example(2023, "淮安市洪泽区教育局"))
    for year in (2023, 2024):
        put(tmp_path / "in", f"{year}.html", example(year, "淮安市洪泽区民政局"))
    read(tmp_path / "store", tmp_path / "in")
    body = _body(tmp_path, "淮安市洪泽区教育局")
    made = brief(hold(tmp_path / "store"), Filter(bodies=(body,)), "zh", DAY)
    assert "2023年" in "".join(made.title)
    assert table(made, "briefing.key").headings[1] == say("briefing.of_year", "zh", year=2023)
    assert table(made, "briefing.key").rows[0][1] == "3"
    owing = table(made, "briefing.owing", n=1)
    assert [(r[0], r[3], r[4]) for r in owing.rows] == [
        ("淮安市洪泽区教育局", "2024", say("coverage.state.missing", "zh"))
    ]
    filters = brief(hold(tmp_path / "store"), Filter(years=(2024,), bodies=(body,)), "zh", DAY)
    assert "2024年" in "".join(filters.title)
    assert Paragraph(say("briefing.nothing", "zh")) in blocks(filters, Paragraph)


def test_every_figure_has_a_note_and_an_address_stands_there_if_the_server_has_one_for_everybody(demo):
    filters = Filter((2024,), ("990101",))
    made = brief(demo, filters, "zh", DAY, "demo", "http://host:1")
    for block in (*blocks(made, Paragraph), *blocks(made, Table), *blocks(made, Chart)):
        assert block.notes or not re.search(r"\d", getattr(block, "text", "0").replace("2024", "")), block
        assert all(0 < n <= len(made.notes) for n in block.notes)
    links = re.findall(r"http://host:1/\S*", " ".join(made.notes))
    assert len(links) == 1
    assert all(part in links[0] for part in ("990101", "data=demo", "lang=zh"))
    assert demo.build in made.notes[0]
    assert not re.search(r"https?:|/briefing", " ".join(brief(demo, filters, "zh", DAY, "demo").notes))


def test_a_cell_that_no_form_of_the_year_has_is_not_called_without_a_number(demo):
    rows = {r[0]: r for r in table(brief(demo, Filter(), "zh", DAY), "briefing.disclosure_years").rows}
    headings = table(brief(demo, Filter(), "zh", DAY), "briefing.disclosure_years").headings
    issued = headings.index(words_of(say("briefing.norms", "zh", column=say("column.issued", "zh"))))
    assert rows["2020"][issued] == say("briefing.state.unlisted", "zh")
    assert rows["2021"][issued].isdecimal()


def test_what_is_zero_is_left_out_and_what_is_blank_is_not(tmp_path):
    cells = {"requests__denied_state_secret__total": "0", "requests__denied_internal_affairs__total": ""}
    put(tmp_path / "in", "a.html", example(2023, "淮安市洪泽区教育局", **cells))
    read(tmp_path / "store", tmp_path / "in")
    made = brief(hold(tmp_path / "store"), Filter(), "zh", DAY)
    reasons = [r[1] for r in table(made, "briefing.reasons", year=2023).rows]
    assert item_name("requests", "denied_state_secret", "zh") not in reasons
    assert item_name("requests", "denied_internal_affairs", "zh") in reasons


def test_a_title_is_broken_between_its_parts_into_lines_of_like_length():
    parts = ["江苏省淮安市洪泽区", "2024年", "政府信息公开工作", "年度报告汇总情况"]
    assert title_lines(parts) == ("江苏省淮安市洪泽区2024年", "政府信息公开工作年度报告汇总情况")
    assert title_lines(["洪泽区"]) == ("洪泽区",)


def test_a_title_names_the_place_in_full(demo):
    assert "".join(brief(demo, Filter((2024,), ("990101",)), "zh", DAY).title).startswith("江岭省望溪市青禾区2024年")


def test_chinese_stands_without_blanks_around_figures(demo):
    made = brief(demo, Filter((2024,)), "zh", DAY)
    texts = [p.text for p in blocks(made, Paragraph)] + [*made.notes]
    assert not [t for t in texts if re.search("[\u4e00-\u9fff] [0-9]|[0-9] [\u4e00-\u9fff]", t)]


def test_figures_at_lines_do_not_lie_on_each_other():
    lines = Chart(
        "lines",
        "",
        "",
        ("2022", "2023"),
        (Series("a", "primary", (100.0, 101.0)), Series("b", "second", (99.0, 100.0))),
        "",
    )
    sides = label_sides(lines)
    for i in range(2):
        at = {side: k for (k, j), side in sides.items() if j == i}
        assert at == {"above": 0, "below": 1}
    dip = Chart("lines", "", "", ("1", "2", "3"), (Series("a", "primary", (90.0, 40.0, 80.0)),), "")
    assert label_sides(dip)[0, 1] == "below"


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_word_document_is_in_official_style_and_holds_the_same_figures(demo, lang):
    made = brief(demo, Filter(), lang, DAY)
    content = write_word(made)
    document = docx.Document(io.BytesIO(content))
    fonts = {
        s: (document.styles[s].element.rPr.rFonts.get(qn("w:eastAsia")), document.styles[s].font.size.pt)
        for s in ("Title", "Heading 1", "Heading 2", "Body Text")
    }
    assert fonts == {
        "Title": ("方正小标宋简体", 22), "Heading 1": ("黑体", 16), "Heading 2": ("楷体_GB2312", 16), "Body Text": ("仿宋_GB2312", 16),
    }  # fmt: skip
    body = document.styles["Body Text"].element.pPr
    assert body.spacing.get(qn("w:line")) == "560"
    assert body.ind.get(qn("w:firstLineChars")) == "200"
    page = document.sections[0]
    margins = (page.top_margin, page.bottom_margin, page.left_margin, page.right_margin)
    assert [round(m.mm) for m in (page.page_width, page.page_height, *margins)] == [210, 297, 37, 35, 28, 26]
    assert say("briefing.synthetic", lang) in page.header.paragraphs[0].text
    assert "PAGE" in page.footer._element.xml
    heads = [p.text for p in document.paragraphs if p.style.name == "Heading 1"]
    assert heads[0] == ("一、" if lang == "zh" else "1. ") + made.sections[0].heading
    assert len(heads) == len(sections(made)) + 1
    for given, there in zip(blocks(made, Table), document.tables, strict=True):
        assert [[c.text for c in r.cells] for r in there.rows] == [list(given.headings), *map(list, given.rows)]
        assert there.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
        assert there.columns[-1].cells[1].paragraphs[0].alignment == (2 if given.numeric[-1] else None)
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        for i, chart in enumerate(blocks(made, Chart), 1):
            root = ET.fromstring(package.read(f"word/charts/chart{i}.xml"))
            book = openpyxl.load_workbook(io.BytesIO(package.read(f"word/embeddings/chart{i}.xlsx")))
            rows = list(book.worksheets[1].iter_rows(values_only=True))
            assert rows[0][1:] == tuple(s.name for s in chart.series)
            for k, (line, drawn) in enumerate(zip(chart.series, root.iter(f"{CHART}ser"), strict=True), 1):
                points = drawn.find(f"{CHART}val").iter(f"{CHART}pt")
                there = {int(p.get("idx")): float(p.find(f"{CHART}v").text) for p in points}
                assert there == {j: v for j, v in enumerate(line.values) if v is not None}
                assert [r[k] for r in rows[1:]] == list(line.values)
                assert [r[0] for r in rows[1:]] == list(chart.categories)
        assert "仿宋" in package.read("word/fontTable.xml").decode()


def test_a_body_of_two_years_has_no_chart_of_zeros_and_one_of_one_year_no_column_before(tmp_path):
    for year in (2022, 2023):
        put(tmp_path / "in", f"{year}.html", example(year, "淮安市洪泽区教育局"))
    read(tmp_path / "store", tmp_path / "in")
    made = brief(hold(tmp_path / "store"), Filter(), "zh", DAY)
    drawn = {c.title: [v for s in c.series for v in s.values] for c in blocks(made, Chart)}
    assert 3 in drawn[say("requests.outcomes", "zh")]
    assert all(map(any, drawn.values()))
    assert say("briefing.open_years", "zh") not in drawn
    first = brief(hold(tmp_path / "store"), Filter(years=(2022,)), "zh", DAY)
    assert len(table(made, "briefing.key").headings) == 4
    assert len(table(first, "briefing.key").headings) == 2


def test_the_signature_never_stands_on_a_page_without_text(demo):
    document = docx.Document(
        io.BytesIO(write_word(brief(demo, Filter((2024,)), "zh", DAY, office="望溪市政务公开办公室")))
    )
    above = []
    for part in document.iter_inner_content():
        if getattr(part.style, "name", "") == "Signature":
            break
        above.append(part)
    last = next(i for i in reversed(range(len(above))) if hasattr(above[i], "rows") or above[i].text)
    kept = [
        p for part in above[last:] for p in (part.rows[-1].cells[0].paragraphs if hasattr(part, "rows") else [part])
    ]
    signed = [p for p in document.paragraphs if p.style.name == "Signature"]
    assert len(signed) == 2
    assert all(p.paragraph_format.keep_with_next for p in (*kept, signed[0]))


def test_the_programs_own_reader_opens_the_word_document(demo):
    made = brief(demo, Filter(years=(2024,)), "zh", DAY)
    text = "\n".join(row.text for row in read_word(write_word(made)).rows)
    paragraphs = blocks(made, Paragraph)
    assert len(paragraphs) >= len(made.sections)
    for paragraph in paragraphs:
        assert paragraph.text in text


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_page_is_well_formed_and_needs_nothing_from_elsewhere(demo, lang):
    made = brief(demo, Filter(), lang, DAY, "demo", "http://host:1")
    text = write_page(made)
    root = ET.fromstring(text.split("\n", 1)[1])
    assert root.get("lang") == ("zh-CN" if lang == "zh" else "en")
    tags = {e.tag.rsplit("}", 1)[-1] for e in root.iter()}
    assert not tags & {"script", "link", "img", "iframe", "object", "form"}
    refs = [v for e in root.iter() for k, v in e.attrib.items() if k in ("href", "src")]
    ids = {e.get("id") for e in root.iter()}
    assert refs
    assert all(r.startswith("#") and r[1:] in ids for r in refs)
    style = next(e.text for e in root.iter() if e.tag == "style")
    assert "url(" not in style
    assert "@import" not in style
    assert say("briefing.synthetic", lang) in style
    # The marks of a paragraph's notes stay in the line of its last letter.
    marked = [e for e in root.iter() if e.get("class") == "last" and len(e)]
    assert marked
    assert all(e.text for e in marked)
    shown = "".join(root.itertext())
    for paragraph in blocks(made, Paragraph):
        assert paragraph.text in shown
    tables = list(root.iter("table"))
    for given, there in zip(blocks(made, Table), tables, strict=True):
        assert there.find("caption") is not None
        cells = [tuple("".join(c.itertext()) for c in row) for row in there.find("tbody")]
        assert cells == list(given.rows)
    pictures = [e for e in root.iter() if e.tag.endswith("}svg")]
    for chart, there in zip(blocks(made, Chart), pictures, strict=True):
        assert there.get("role") == "img"
        words = [e.text for e in there.iter() if e.tag.endswith("}text")]
        if chart.kind == "bars":
            assert {number(v) for s in chart.series for v in s.values if v is not None} <= set(words)


def test_texts_of_others_stay_texts():
    nasty = '<script>alert(1)</script>&"\x07'
    chart = Chart("shares", nasty, nasty, (nasty,), (Series(nasty, "granted", (1.0,)),), nasty, (1,))
    rows = Table(nasty, (nasty,), ((nasty,),), (False,), (1,), nasty)
    section = Section(nasty, (Paragraph(nasty, (1,)), chart, rows))
    made = Briefing("zh", (nasty,), nasty, "name", "", (section,), (nasty,), None, nasty, (nasty,))
    root = ET.fromstring(write_page(made).split("\n", 1)[1])
    assert "script" not in {e.tag for e in root.iter()}
    document = docx.Document(io.BytesIO(write_word(made)))
    assert document.tables[0].rows[1].cells[0].text.startswith('<script>alert(1)</script>&"')


def test_neither_language_has_words_of_the_other(demo):
    texts = {}
    for lang in ("zh", "en"):
        made = brief(demo, Filter(years=(2024,)), lang, DAY)
        parts = [*made.title, *made.signature, *made.notes, made.notes_heading]
        for section in sections(made):
            parts.append(section.heading)
            for block in section.blocks:
                parts += [v for f in block.__slots__ if isinstance(v := getattr(block, f), str)]
                parts += [c for row in getattr(block, "rows", ()) for c in row] + list(getattr(block, "headings", ()))
        texts[lang] = re.sub(r"/\S*lang=\S*", "", "\n".join(parts)).replace(demo.build, "")
    latin = set(re.findall(r"[A-Za-z]{2,}", texts["zh"])) - {"bars", "shares", "lines"}
    assert not latin
    reports = demo.store.read("reports")
    names = {n for c in ("agency", "province", "city", "district") for n in reports[c].drop_nulls().unique()}
    english = texts["en"]
    for name in sorted(names, key=len, reverse=True):
        english = english.replace(name, "")
    assert not re.search(r"[\u4e00-\u9fff]", english)


def test_nothing_that_matches_is_said(demo):
    made = brief(demo, Filter(years=(1999,)), "zh", DAY)
    assert blocks(made, Paragraph)[0].text == say("briefing.nothing", "zh")
    assert docx.Document(io.BytesIO(write_word(made))).paragraphs


def test_a_year_that_is_not_chosen_is_not_called_blank(demo):
    """A chart leaves a gap between 2021 and 2024: the years in it have reports, which are not asked for."""
    charts = blocks(brief(demo, Filter(years=(2021, 2024)), "zh", DAY), Chart)
    of_years = [c for c in charts if c.categories == ("2021", "2022", "2023", "2024")]
    assert of_years
    for chart in of_years:
        assert "2021" in chart.alt
        assert "2022" not in chart.alt, chart.alt


def _ask(format: str, query: str) -> object:
    scope = {
        "type": "http", "method": "GET", "path": f"/api/briefing.{format}", "query_string": query.encode(),
        "headers": [(b"host", b"host:1")], "path_params": {"format": format}, "scheme": "http", "server": ("host", 1),
        "root_path": "",
    }  # fmt: skip
    return routes.answer(Request(scope))


def test_an_address_gives_what_the_dashboard_shows(demo):
    found = _ask("docx", "year=2024&place=990101&lang=zh&data=demo")
    assert found.status_code == 200
    assert "filename*=UTF-8''%E6%B1%9F" in found.headers["content-disposition"]
    document = docx.Document(io.BytesIO(found.body))
    made = brief(demo, Filter((2024,), ("990101",)), "zh", date.today(), "demo")
    assert document.paragraphs[0].text == "\n".join(made.title)
    page = _ask("html", "year=2024&place=990101&lang=zh&data=demo").body.decode()
    assert page == write_page(made)


def test_an_address_that_means_nothing_is_refused():
    assert _ask("docx", "year=20x4&lang=zh&data=demo").status_code == 400
    assert _ask("docx", "lang=zh&data=../../etc").status_code == 400
    assert _ask("docx", "lang=xx&data=demo").status_code == 400
    assert _ask("pdf", "lang=zh&data=demo").status_code == 404


def test_command_line_writes_both_forms(tmp_path):
    store = ("--store", str(shipped("demo")))
    for name in ("a.docx", "a.html"):
        result = CliRunner().invoke(
            app, ["briefing", *store, "--year", "2024", "--place", "青禾区", "--out", str(tmp_path / name)]
        )
        assert result.exit_code == 0, result.output
    assert "青禾区2024年" in docx.Document(tmp_path / "a.docx").paragraphs[0].text
    assert "青禾区2024年" in (tmp_path / "a.html").read_text(encoding="utf-8")
    for wrong in (("--place", "无此地", "--out", "b.docx"), ("--out", "b.pdf")):
        assert CliRunner().invoke(app, ["briefing", *store, *wrong]).exit_code == 2


def test_a_store_of_bodies_whose_places_are_not_known_has_a_briefing(tmp_path):
    read(tmp_path / "store", put(tmp_path / "in", "a.html", example()))
    snapshot = hold(tmp_path / "store")
    assert snapshot.rows("divisions", ("division",)).height == 0
    assert survey.place(snapshot, Filter(), "zh") == say("briefing.everywhere", "zh")
