"""A body's page compares it with its peers, or with the departments beside it, in words, charts and numbers."""

import io
import statistics

import pytest
import streamlit
from helpers import example, put, read
from openpyxl import load_workbook
from streamlit_pages import charts, open_page, words

from loaders.language.words import say
from loaders.store.versions import open_store

DEPARTMENTS = {"教育局": 40, "财政局": 30, "水利局": 20, "审计局": 60, "商务局": 25, "民政局": 50}


@pytest.fixture
def city(tmp_path, monkeypatch):
    """Six departments of a city, its government and its tax office, each the only one of its kind; the files of a page."""
    names = [f"淮安市{d}" for d in DEPARTMENTS]
    for year in (2022, 2023):
        for i, agency in enumerate((*names, "淮安市人民政府", "国家税务总局淮安市税务局")):
            n = str(list(DEPARTMENTS.values())[i] if i < len(names) else 1000)
            cells = {f"requests__{item}__total": n for item in ("received_new", "granted", "total_processed")}
            put(tmp_path / "in", f"{year}{i}.html", example(year, agency, **cells))
    read(tmp_path / "store", tmp_path / "in")
    monkeypatch.setenv("GONGKAI_STORE", str(tmp_path / "store"))
    files = {}
    monkeypatch.setattr(streamlit, "download_button", lambda _, data, **given: files.update({given["key"]: data}))
    reports = open_store(tmp_path / "store").read("reports")
    return dict(reports.select("agency", "body_id").iter_rows()), files


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_department_without_peers_is_compared_with_the_others_of_its_city(city, lang):
    bodies, _ = city
    page = open_page("body", lang=lang, data="own", of=bodies["淮安市教育局"])
    assert say("body.figures.unit.division", lang, n=5) in words(page)
    others = [n for d, n in DEPARTMENTS.items() if d != "教育局"]
    median = say("body.peers.hover.division", lang, q1="", median="", q3="", n=5)
    hovers = next(t for t in charts(page)[0]["figure"]["data"] if t.get("hovertext"))["hovertext"]
    assert f"{statistics.median(others):g}" in hovers[-1]
    assert median.split("：")[0].split(":")[0].strip() in hovers[-1]


@pytest.mark.parametrize("agency", ["淮安市人民政府", "国家税务总局淮安市税务局"])
def test_a_government_and_a_vertical_organ_are_compared_with_no_departments(city, agency):
    page = open_page("body", lang="zh", data="own", of=city[0][agency])
    assert say("body.no_peers", "zh") in words(page)


def test_its_workbook_has_numbers_as_numbers(city):
    bodies, files = city
    open_page("body", lang="zh", data="own", of=bodies["淮安市教育局"])
    name = next(key for key in files if key.endswith("_xlsx") and "教育局" in key)
    sheet = load_workbook(io.BytesIO(files[name]())).worksheets[1]
    head, *rows = [[c.value for c in row] for row in sheet.iter_rows()]
    of = {row[0]: dict(zip(head, row, strict=True)) for row in rows}
    received, rate = of[say("metric.received_new", "zh")], of[say("metric.disclosure_rate", "zh")]
    assert all(isinstance(v, int | float) for row in rows for v in row[1:] if v is not None)
    assert received[say("body.file.value", "zh", year=2023)] == 40
    assert received[say("column.difference", "zh")] == 0
    who = say("body.file.division", "zh")
    assert received[say("body.file.median", "zh", who=who)] == 30
    assert received[say("body.file.peers", "zh", who=who)] == 5
    assert received[say("body.file.rate", "zh", year=2023)] is None
    n, over, part = (rate[say(f"body.file.{c}", "zh", year=2023)] for c in ("value", "over", "rate"))
    assert part == n / over
    column = head.index(say("body.file.rate", "zh", year=2023)) + 1
    assert sheet.cell(2 + list(of).index(say("metric.disclosure_rate", "zh")), column).number_format == "0.0%"
