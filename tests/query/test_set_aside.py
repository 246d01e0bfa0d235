"""A report whose body, year or scope is unknown is in no total, is counted as set aside, and the page says so."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import orjson
import polars as pl
import pytest
from helpers import example, put, read
from streamlit_pages import open_page, words

from loaders.language.words import say
from loaders.output.summaries import overview
from loaders.query.cell_states import cell_states, report_counts
from loaders.query.compare import Comparison, compared
from loaders.query.composition import composition
from loaders.query.filters import EVERYTHING, Filter
from loaders.query.mismatches import REQUESTS, mismatches
from loaders.query.pivot import pivot
from loaders.query.pivot_layout import Layout as Table
from loaders.query.snapshot import Snapshot, open_snapshot
from loaders.query.sums import comparable_counts, count, excluded_count, sums
from loaders.store import writer
from loaders.store.cubes import cubes
from loaders.store.versions import open_store
from loaders.synthetic.documents import html

NEW = "requests.received_new.total"
COUNTED = {"南京市人民政府": 1000, "南京市教育局": 30, "徐州市教育局": 7, "望溪市青禾区教育局": 11}
"""The second is held by the first, an area report. Of the last, known by its full name, no table of divisions tells the
place: it stands beside the reports of nobody."""
ASIDE = {"鼓楼区人民政府": 200, "鼓楼区教育局": 40, "教育局": 5, "南京海关关区": 3}
"""A government and a department of several districts, nobody in particular, and a report on a whole system."""
NO_YEAR = 90


def reported(agency: str, year: int, asked: int) -> str:
    """A page of a report in which a column does not add up."""
    cells = {f"requests__{item}__{who}": str(asked) for item in ("received_new", "granted", "total_processed")
             for who in ("natural_person", "total")}  # fmt: skip
    return html(example(year, agency, **(cells | {"requests__granted__total": "1"})))


@pytest.fixture(scope="module")
def documents(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("documents")
    for year in (2022, 2023):
        for agency, asked in (COUNTED | ASIDE).items():
            put(folder, f"{agency}-{'ab'[year - 2022]}.html", reported(agency, year, asked))
    put(folder, "no-year.html", reported("徐州市公安局", 2023, NO_YEAR).replace("2023", "").replace("2024", ""))
    return folder


@contextmanager
def few(limit: int) -> Iterator[pytest.MonkeyPatch]:
    """Cubes are written for stores of more reports than that."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(writer, "MAX_REPORTS_WITHOUT_CUBES", limit)
        yield patched


def of_somebody(reports: pl.LazyFrame, *others: pl.LazyFrame) -> dict[str, pl.DataFrame]:
    """Cubes as they were made when a report of an unknown body was added up."""
    return cubes(reports.with_columns(pl.col("body_id").fill_null("somebody")), *others)


@pytest.fixture(scope="module", params=["derived", "written", "written before"])
def path(request, documents, tmp_path_factory) -> Path:
    """Stores without cubes, with cubes, and with cubes that an older program wrote."""
    path = tmp_path_factory.mktemp("store") / "store"
    with few(10_000 if request.param == "derived" else 0) as patched:
        if request.param == "written before":
            patched.setattr(writer, "cubes", of_somebody)
        read(path, documents)
    assert ("places" in open_store(path).files) == (request.param != "derived")
    if request.param == "written before":
        manifest = orjson.loads((path / "manifest.json").read_bytes())
        del manifest["cubes"]
        (path / "manifest.json").write_bytes(orjson.dumps(manifest))
        assert "places" not in open_store(path).files
        assert open_store(path).read("reports").height
    return path


@pytest.fixture(scope="module", params=[False, True], ids=["in memory", "on disk"])
def snapshot(request, path) -> Snapshot:
    return open_snapshot(open_store(path), low_memory=request.param)


def test_the_reports_are_those_of_unknown_bodies_and_years(snapshot):
    rows = snapshot.store.read("reports")
    assert rows.height == 2 * len(COUNTED | ASIDE) + 1
    nobody = rows.filter(pl.col("body_id").is_null())
    assert set(nobody["agency"]) == {"鼓楼区人民政府", "鼓楼区教育局", "教育局"}
    assert set(nobody["scope"]) == {"own", "area"}
    assert rows.filter(pl.col("year").is_null())["agency"].to_list() == ["徐州市公安局"]
    assert set(rows.filter(pl.col("scope") == "unknown")["agency"]) == {"南京海关"}


def test_what_is_unknown_is_in_no_sum(snapshot):
    total, bodies = sum(COUNTED.values()) - COUNTED["南京市教育局"], sum(COUNTED.values())
    own = bodies - COUNTED["南京市人民政府"]
    for by, wanted in ((("year",), total), (("year", "kind"), own), (("year", "level"), own), (("year", "city"), total),
                       (("year", "division"), own), (("year", "body_id", "scope"), bodies)):  # fmt: skip
        found = sums(snapshot, EVERYTHING, ("received_new", NEW), by)
        of_year = found.group_by("year").agg(pl.col("received_new", NEW).sum()).sort("year")
        assert of_year.rows() == [(2022, wanted, wanted), (2023, wanted, wanted)], by
    for filters, wanted in (
        (Filter((2023,)), total),
        (Filter((2023,), kinds=("people_government",)), COUNTED["南京市人民政府"]),
        (Filter((2023,), kinds=("education",)), own),
        (Filter((2023,), templates=("2021",)), total),
        (Filter((2023,), levels=("city",)), 1007),
        (Filter((2023,), places=("320000",)), 1007),
        (Filter((2023,), places=("320300",)), COUNTED["徐州市教育局"]),
    ):
        assert sums(snapshot, filters, (NEW,))[NEW].to_list() == [wanted], filters
    for filters in (Filter(levels=("county",)), Filter(kinds=("public_security",))):
        assert not sums(snapshot, filters, (NEW,)).height, filters


def test_what_is_unknown_is_in_no_table(snapshot):
    wanted = {"total": 1018, "kind": 48, "level": 48, "city": 1018, "district": 48, "body": 1048}
    for dimension, value in wanted.items():
        rows = () if dimension == "total" else (dimension,)
        table = pivot(snapshot, Table((NEW,), rows, (), EVERYTHING))
        assert table.years == (2023,)
        assert table.rows.filter(~pl.col("total"))["0"].sum() == value, dimension
        assert table.reports == (4 if dimension == "body" else 3), dimension


def test_what_is_unknown_is_no_unit_and_in_none(snapshot):
    for unit, wanted in (("city", [7, 1000]), ("province", [1007]), ("body", [7, 11, 30, 1000])):
        rows = compared(snapshot, Comparison("received_new", unit, EVERYTHING, years=(2023,)))
        assert sorted(rows["value"]) == wanted, unit
        assert rows["filed"].sum() == (2 if unit != "body" else 4), unit


def test_what_is_unknown_stands_behind_no_total(snapshot):
    assert (
        comparable_counts(snapshot, EVERYTHING, 2023)
        == comparable_counts(snapshot, Filter(templates=("2021",)), 2023)
        == (3, 3, 3)
    )
    assert report_counts(snapshot, EVERYTHING, 2023) == (1, 2)
    assert report_counts(snapshot, Filter(kinds=("education",)), 2023) == (0, 3)
    assert report_counts(snapshot, Filter(kinds=("people_government",)), 2023) == (1, 0)
    assert composition(snapshot, EVERYTHING, 2023).reports == 3
    assert [s.numbers for s in cell_states(snapshot, EVERYTHING, 2023, (NEW,))] == [3]
    for filters in (EVERYTHING, Filter((2022, 2023)), Filter(templates=("2021",))):
        for by, wanted in (("total", 3), ("district", 3), ("own", 3), ("body", 4)):
            assert mismatches(snapshot, filters, REQUESTS, by).rows() == [(2022, wanted), (2023, wanted)], (filters, by)


def test_what_is_unknown_is_counted(snapshot):
    every = 2 * len(ASIDE) + 1
    assert excluded_count(snapshot, EVERYTHING) == excluded_count(snapshot, Filter(templates=("2021",))) == every
    assert excluded_count(snapshot, Filter((2023,))) == len(ASIDE)
    assert excluded_count(snapshot, Filter((2023,), kinds=("education",))) == 2
    assert excluded_count(snapshot, Filter((2023,), kinds=("education",), places=("320000",))) == 0
    assert count(snapshot, EVERYTHING) == every + 2 * len(COUNTED)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_overview_says_how_many_are_left_out(path, monkeypatch, lang):
    monkeypatch.setenv("GONGKAI_STORE", str(path))
    test = open_page("overview", lang=lang, year="2023")
    assert say("page.aside", lang, n=str(len(ASIDE))) in words(test)
    assert say("overview.look.unassigned", lang, n=str(2 * len(ASIDE) + 1)) in "\n".join(
        [words(test), *(link.proto.label for link in test.get("page_link"))]
    )
    assert "1,018" in words(test)
    assert "1,218" not in words(test)


def test_where_nothing_else_is_there_the_page_says_why_no_figure_stands(tmp_path, monkeypatch):
    put(tmp_path, "in/a.html", reported("鼓楼区人民政府", 2023, 200))
    read(tmp_path / "store", tmp_path / "in")
    monkeypatch.setenv("GONGKAI_STORE", str(tmp_path / "store"))
    for page in ("overview", "requests"):
        assert say("page.only_aside", "zh", n="1") in words(open_page(page, lang="zh")), page


def test_areas_of_unknown_places_are_counted_in_the_first_sentence(tmp_path):
    for i, place in enumerate(("望溪市", "望溪市青禾区")):
        put(tmp_path / "in", f"{i}.html", example(2023, f"{place}人民政府"))
    read(tmp_path / "store", tmp_path / "in")
    snapshot = open_snapshot(open_store(tmp_path / "store"))
    made_of = composition(snapshot, EVERYTHING, 2023)
    assert (made_of.reports, made_of.bodies) == (2, 0)
    assert "2 个地区共收到" in overview(snapshot, EVERYTHING, "zh")
