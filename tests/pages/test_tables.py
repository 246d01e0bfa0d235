"""A table laid out as one likes holds what the exported facts add up to, and says what stands behind each cell."""

import csv
import io
import random
import re
from datetime import date

import polars as pl
import pytest
import streamlit
from helpers import example, fixed_seed, hold, put, read
from openpyxl import load_workbook
from streamlit_pages import open_page, words

from loaders.form.metrics import METRIC, METRICS, OTHER_PARTS, adds_over_years, is_money
from loaders.form.vocabulary import ALL_SECTIONS, CELLS
from loaders.language.words import LANGS, say
from loaders.query import pivot as module
from loaders.query import pivot_labels
from loaders.query.exports import facts
from loaders.query.figures import OFFERED, expanded, form_ids
from loaders.query.filters import Filter
from loaders.query.pivot import TooMuch, pivot
from loaders.query.pivot_layout import ID_SEPARATOR, Layout
from loaders.store.cubes.sums import IDS
from loaders.store.versions import shipped
from pages.shared.frame.page_params import NOTHING
from pages.tables.ready import READY

DEMO = hold(shipped("demo"))
REPORTS = DEMO.store.read("reports")
CITY = "990100"
KEYS = {
    "district": lambda r: r["division_code"],
    "kind": lambda r: r["kind"],
    "level": lambda r: r["level"],
    "year": lambda r: r["year"],
    "body": lambda r: f"{r['body_id']}{ID_SEPARATOR}{r['scope']}",
}


def read_facts(years: tuple[int, ...]) -> list[dict]:
    """The reports of some years with their printed cells, as `gongkai export facts` gives them."""
    rows = REPORTS.filter(pl.col("year").is_in(years))
    found = facts(DEMO.store, rows["report_id"].to_list()).filter(pl.col("state") == "printed")
    identity = ("report_id", "division_code", "kind", "level", "year", "scope", "body_id")
    out = {r["report_id"]: r | {"cells": {}} for r in rows.select(identity).iter_rows(named=True)}
    for id_, *name, value in found.select("report_id", "section", "item", "column", "value").iter_rows():
        out[id_]["cells"][".".join(name)] = value
    return list(out.values())


def value_of(cells: dict[str, float], names: tuple[str, ...]) -> float | None:
    parts = []
    for name in names:
        value = cells.get(name)
        section, item, column = name.split(".")
        if value is None and (section, item) == ("requests", "other"):
            three = [cells.get(f"requests.{p}.{column}") for p in OTHER_PARTS]
            value = None if None in three else sum(three)
        parts.append(value)
    return None if None in parts else sum(parts)


def added(reports: list[dict], id_: str) -> tuple[float | None, float | None, int]:
    """n, N and how many reports have a figure."""
    metric, n, over, known = METRIC.get(id_), 0.0, 0.0, 0
    for report in reports:
        above = value_of(report["cells"], metric.cells if metric else (id_,))
        below = 0.0
        if metric and metric.rate:
            parts = [value_of(report["cells"], c) for c in (metric.over, metric.less) if c]
            below = None if None in parts else parts[0] - sum(parts[1:])
        if above is None or below is None:
            continue
        n, over, known = n + above, over + below, known + 1
    return (n, over, known) if known else (None, None, 0)


def counted(reports: list[dict], dimensions: set[str]) -> list[dict]:
    """The reports that a table of some dimensions may add up."""
    if "body" in dimensions:
        return reports
    if dimensions & {"kind", "level"}:
        return [r for r in reports if r["scope"] == "own"]
    whole = {(r["division_code"], r["year"]) for r in reports if r["scope"] == "area"}
    if "district" in dimensions:
        areas = {w for w in whole if w[0] != CITY}
        return [r for r in reports if (r["scope"] == "area") == ((r["division_code"], r["year"]) in areas)
                and not (r["scope"] == "area" and r["division_code"] == CITY)]  # fmt: skip
    cities = {y for code, y in whole if code == CITY}
    assert cities == {r["year"] for r in reports}, "the demo's city reports on its area each year"
    return [r for r in reports if r["scope"] == "area" and r["division_code"] == CITY]


def test_tables_equal_those_added_up_from_the_facts():
    """Figures, rows, columns and years drawn anew each time; every cell and total added up by hand."""
    seed = fixed_seed()
    rng = random.Random(seed)
    years = tuple(sorted(rng.sample(range(2019, 2025), 2)))
    every = read_facts(years)
    compared = 0
    for sides in (
        (("district",), ("year",)),
        (("kind",), ("year",)),
        (("level", "kind"), ()),
        (("district", "kind"), ("year",)),
        (("year",), ()),
        (("body",), ("year",)),
        (("kind",), ("level",)),
    ):
        ids = tuple(dict.fromkeys([*rng.sample(IDS, 4), rng.choice([m.id for m in METRICS if m.rate])]))
        dimensions = {*sides[0], *sides[1]}
        table = pivot(DEMO, Layout(ids, *sides, Filter(years=years), span="all"))
        there = counted(every, dimensions)
        groups: dict[tuple, list[dict]] = {}
        for report in there:
            key = tuple(KEYS[d](report) for d in (*sides[0], *sides[1]))
            for row_total in (False, True):
                for column_total in (False, True):
                    shown = (*(() if row_total else key[: len(sides[0])]), row_total,
                             *(() if column_total else key[len(sides[0]) :]), column_total)  # fmt: skip
                    groups.setdefault(shown, []).append(report)
        for row in table.rows.iter_rows(named=True):
            for i, column in enumerate(table.columns):
                ours = (*(() if row["total"] else (row[d] for d in sides[0])), row["total"],
                        *(() if column.total else (column.key[d] for d in sides[1])), column.total)  # fmt: skip
                reports = groups.get(ours, [])
                id_ = column.key["figure"]
                n, over, known = added(reports, id_)
                said = (seed, sides, ids, ours, id_)
                assert row[f"{i}.filed"] == len(reports), said
                several = len({r["year"] for r in reports}) > 1 and not adds_over_years(id_)
                state = row[f"{i}.state"]
                if not reports:
                    assert state == "none", said
                    continue
                assert row[f"{i}.reports"] == known, said
                compared += 1
                if several:
                    assert (state, row[f"{i}"]) == ("na", None), said
                elif not known:
                    assert (state, row[f"{i}"]) == ("blank", None), said
                elif id_ in METRIC and METRIC[id_].rate:
                    assert (row[f"{i}.n"], row[f"{i}.over"]) == (n, over), said
                    assert state == ("number" if over else "na"), said
                    assert row[f"{i}"] == (n / over if over else None), said
                else:
                    wanted = pytest.approx(n, abs=1e-6) if is_money(id_) else n
                    assert (state, row[f"{i}"]) == ("number", wanted), said
    assert compared > 1000


def test_the_rows_and_columns_of_the_form_are_laid_out_as_printed():
    table = pivot(DEMO, Layout(expanded(("requests.*",)), ("item",), ("column",), Filter(years=(2024,))))
    city = REPORTS.filter(pl.col("level") == "city", pl.col("scope") == "area", pl.col("year") == 2024)
    got = {
        f"requests.{row['item'].split('.')[1]}.{column.key['column'].split('.')[1]}": row[f"{i}"]
        for row in table.rows.iter_rows(named=True)
        for i, column in enumerate(table.columns)
    }
    assert len(got) == 182
    assert got["requests.received_new.business"] == city["requests.received_new.business"].item()
    for name in ("requests.granted.total", "requests.carried_out.natural_person", "requests.denied_third_party.other"):
        assert got[name] == city[name].item()


def test_what_the_form_does_not_ask_is_no_missing_report():
    ids = expanded(("disclosure.normative_documents.*",))
    table = pivot(DEMO, Layout(ids, ("year",), ("column",), Filter(years=(2019, 2024)), totals=False))
    states = {
        (row["year"], column.key["column"]): row[f"{i}.state"]
        for row in table.rows.iter_rows(named=True)
        for i, column in enumerate(table.columns)
    }
    assert states[2019, "disclosure.issued"] == "blank"
    assert states[2024, "disclosure.issued"] == "number"
    assert states[2024, "disclosure.produced"] == "blank"


def test_no_total_adds_bodies_that_an_area_report_holds_or_years_that_count_twice():
    bodies = pivot(DEMO, Layout(("received_new",), ("body",), ("year",), Filter()))
    assert not bodies.rows["total"].any()
    assert not any(c.total for c in bodies.columns)
    assert not adds_over_years("carried_out")
    assert not adds_over_years("review_total")
    assert adds_over_years("correction_rate")
    assert adds_over_years("received_new")


def test_a_table_without_years_covers_the_last_one_unless_all_are_asked_for():
    one, both = (
        pivot(DEMO, Layout(("received_new",), ("district",), (), Filter(years=(2023, 2024)), span=span))
        for span in ("latest", "all")
    )
    assert one.years == (2024,)
    assert both.years == (2023, 2024)
    assert both.rows["0"][0] > one.rows["0"][0]


def test_a_table_of_nothing_has_no_row():
    for rows in ((), ("kind",)):
        assert not pivot(DEMO, Layout(("received_new",), rows, (), Filter(kinds=("unheard_of",)))).rows.height


def test_what_is_too_large_is_said_not_tried(monkeypatch):
    with pytest.raises(TooMuch) as fault:
        pivot(DEMO, Layout(("received_new",), ("kind",), ("body",), Filter()))
    assert fault.value.what == "columns"
    with pytest.raises(TooMuch) as of_two:
        pivot(DEMO, Layout(("received_new", "granted"), ("kind",), ("body", "figure"), Filter()))
    assert of_two.value.many == 2 * fault.value.many, "as many columns as bodies for each figure"
    monkeypatch.setattr(module, "MAX_REPORTS", 1000)
    with pytest.raises(TooMuch) as fault:
        pivot(DEMO, Layout(("received_new",), ("body",), ("year",), Filter()))
    assert (fault.value.what, fault.value.many) == ("reports", REPORTS.height)


def test_every_figure_can_be_chosen_and_is_called_by_a_name_of_its_own():
    assert set(expanded(OFFERED)) == set(IDS)
    assert {c.name for c in CELLS} == {n for s in ALL_SECTIONS for n in expanded(form_ids(s, (), ()))}
    for lang in LANGS:
        names = [pivot_labels.offered_name(o, lang) for o in OFFERED]
        assert len(set(names)) == len(names), [n for n in names if names.count(n) > 1]


def test_a_download_says_why_a_cell_is_empty_and_keeps_numbers_numbers():
    table = pivot(DEMO, Layout(("normative_issued", "disclosure_rate"), ("year",), (), Filter()))
    frame, headings, _ = pivot_labels.export_table(DEMO, table, "zh", ("over",))
    assert list(headings) == frame.columns
    old = frame.row(by_predicate=pl.col("year") == "2019", named=True)
    assert old["0"] is None
    assert old["0.state"] == "无数字"
    assert frame.schema["0"] == pl.Int64
    assert frame.schema["1"] == pl.Float64
    assert (frame["1"] - frame["1.n"] / frame["1.over"]).abs().max() < 1e-12


def html(test) -> str:
    return "".join(h.proto.body for h in test.get("html"))


def given(test, name: str) -> list[str]:
    """A parameter of the address."""
    value = test.query_params[name]
    return value if isinstance(value, list) else [value]


def test_a_link_makes_its_table_and_the_first_visit_shows_one():
    test = open_page("tables", data="demo", lang="zh", year=["2023", "2024"])
    assert "各区县取其全区域报告" in words(test)
    link = {"figure": ["received_new", "granted_rate"], "row": ["kind"], "column": ["year"], "show": ["over"]}
    for name, value in link.items():
        test.query_params[name] = value
    test.run()
    assert "予以公开率" in html(test)
    assert "行：单位类别（26 个）" in words(test)
    assert {name: given(test, name) for name in link} == link


def test_a_ready_made_table_is_one_click_away_and_none_can_be_undone_to_nothing():
    test = open_page("tables", data="demo", lang="en")
    for name in READY:
        test.button(key=f"ready_{name}").click().run()
        assert not test.exception
        assert 'class="number"' in html(test), name
        assert given(test, "figure") == list(READY[name]["figure"])
    test.multiselect(key="choose_tables_figure").set_value([]).run()
    assert given(test, "figure") == [NOTHING]
    assert any(say("tables.no_figures", "en") in i.value for i in test.info)


def test_a_table_without_rows_says_that_reports_are_there(tmp_path, monkeypatch):
    """A store of a city's own area report has none of districts."""
    put(tmp_path / "in", "a.html", example(2023, "南京市人民政府"))
    read(tmp_path / "store", tmp_path / "in")
    monkeypatch.setenv("GONGKAI_STORE", str(tmp_path / "store"))
    said = words(open_page("tables", lang="en"))
    assert say("tables.no_rows", "en") in said
    assert say("page.nothing", "en") not in said


def test_both_totals_stand_in_the_files_of_a_table(monkeypatch):
    """A city's own report and the sum of its districts, as below the table; of one total nothing is said."""
    files = {}
    monkeypatch.setattr(streamlit, "download_button", lambda _, data, **given: files.update({given["key"]: data}))

    def note_of(**parameters) -> tuple[str, str | None]:
        page = open_page("tables", data="demo", lang="zh", year=["2024"], **parameters)
        about = load_workbook(io.BytesIO(files["download_tables_xlsx"]())).worksheets[0]
        return words(page), dict(row[:2] for row in about.iter_rows(values_only=True)).get(say("about.note", "zh"))

    said, note = note_of()
    assert "望溪市全区域报告" in note
    assert note in said
    head, first, *_ = csv.reader(io.StringIO(files["download_tables_csv"]().decode("utf-8-sig")))
    assert (head[-1], first[-1]) == (say("about.note", "zh"), " ".join(note.splitlines())), "CSV has no other place"
    _, none = note_of(figure=["received_new"], row=["kind"])
    assert none is None
    assert say("about.note", "zh") not in files["download_tables_csv"]().decode("utf-8-sig")


def test_the_page_tells_a_report_that_is_not_due_from_one_that_is_not_there(tmp_path, monkeypatch):
    year = date.today().year
    for i, (of, agency) in enumerate(((year - 2, "盱眙县教育局"), (year, "金湖县教育局"))):
        put(tmp_path / "in", f"{i}.html", example(of, agency))
    read(tmp_path / "store", tmp_path / "in")
    monkeypatch.setenv("GONGKAI_STORE", str(tmp_path / "store"))
    page = open_page("tables", lang="zh")
    drawn = html(page)
    assert re.findall(r'<td class="not_due"[^>]*>([^<]+)<', drawn) == ["尚未到期"]
    assert re.findall(r'<td class="none"[^>]*>([^<]+)<', drawn) == ["未见报告"]
    assert f">{year}（尚未到期）</th>" in drawn
    assert "尚未到期＝" in words(page)
