"""The population that an office supplies: read as offices keep it, refused row by row, and never half taken."""

import polars as pl
import pytest
from helpers import example, put, read, run, workbook

from loaders.ingest.population import places_of, read_population
from loaders.store.versions import open_store

HEAD = "地区,年份,常住人口\n"


@pytest.mark.parametrize(
    "data",
    [
        f"{HEAD}洪泽区,2022,331200\n江苏省淮安市,2023年,4551000\n".encode("gbk"),
        f"{HEAD}淮安市洪泽区,2022,\"331,200\"\n淮安市,2023,455.1万人\n".encode("utf-8-sig"),
        "各县区人口\n地区\t年度\t常住人口（万人）\n洪泽县\t2022\t33.12\n淮安市\t2023\t455.1\n".encode("utf-16"),
        workbook([["地区", "年份", "常住人口"], ["洪泽区", 2022, 331200], ["淮安市", 2023, 4551000]]),
        workbook([["附表"], [], ["区县", "年度", "常住人口（万人）"], ["洪泽区", 2022, 33.12], ["淮安市", 2023, 455.1]]),
    ],
)  # fmt: skip
def test_a_population_is_read_as_offices_keep_it(data):
    rows, faults = read_population(data)
    assert not faults
    assert rows.rows() == [
        ("320800", "江苏省淮安市", 2023, 4551000),
        ("320813", "江苏省淮安市洪泽区", 2022, 331200),
    ]


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (",2023,5", "population_no_place"),
        ("鼓楼区,2023,500000", "population_ambiguous"),
        ("合计,2023,500000", "population_unknown"),
        ("洪泽区教育局,2023,500000", "population_unknown"),
        ("金湖县,去年,300000", "population_year"),
        ("金湖县,,300000", "population_year"),
        ("金湖县,2023,", "population_number"),
        ("金湖县,2023,约30万", "population_number"),
        ("金湖县,2023,28.5", "population_number"),
        ("金湖县,2023,-300000", "population_number"),
        ("金湖县,2023,28", "population_absurd"),
        ("金湖县,2023,2850000000", "population_absurd"),
        ("洪泽县,2023,331000", "population_twice"),
    ],
)
def test_a_faulty_row_is_named_and_no_row_is_taken(row, reason):
    rows, faults = read_population(f"{HEAD}洪泽区,2023,331200\n{row}\n".encode())
    assert [(f.row, f.reason) for f in faults] == [(3, reason)]
    assert rows.is_empty()


@pytest.mark.parametrize("head", ["地区,年份,户数", "地区,常住人口", "地名,年份,常住人口"])
def test_a_missing_column_is_said_once(head):
    rows, faults = read_population(f"表\n{head}\n洪泽区,2023,331200\n金湖县,2023,300000\n".encode())
    assert len(faults) == 1
    assert rows.is_empty()


def test_a_file_with_faults_changes_nothing(tmp_path):
    store = tmp_path / "store"
    good = put(tmp_path, "good.csv", f"{HEAD}洪泽区,2023,331200\n")
    taken = run("population", "set", good, "--store", store)
    assert taken.exit_code == 0
    bad = put(tmp_path, "bad.csv", f"{HEAD}金湖县,2023,300000\n鼓楼区,2023,500000\n金湖县,2024,28\n")
    for lang, row in (("zh", "第 4 行"), ("en", "Row 4")):
        refused = run("population", "set", bad, "--store", store, "--lang", lang)
        assert refused.exit_code == 1
        assert "徐州市鼓楼区" in refused.output
        assert row in refused.output
    assert run("population", "set", tmp_path / "none.csv", "--store", store).exit_code == 2
    shown = run("population", "show", "--store", store)
    assert shown.stdout == "place,year,residents\n江苏省淮安市洪泽区,2023,331200\n"
    assert run("population", "clear", "--store", store).exit_code == 0
    assert open_store(store).read("population").is_empty()


def test_reading_more_reports_keeps_the_population(tmp_path):
    store = tmp_path / "store"
    run("population", "set", put(tmp_path, "good.csv", f"{HEAD}洪泽区,2023,331200\n"), "--store", store)
    read(store, put(tmp_path / "more", "a.html", example(2023, "洪泽区财政局")).parent)
    assert open_store(store).read("population").height == 1


def test_a_place_that_no_table_lists_is_one_of_the_stores():
    named = {"province": "江岭省", "city": "望溪市", "district": "白鹭区", "division": "990102", "level": "county"}
    places = places_of(pl.LazyFrame([named]))
    data = f"{HEAD}望溪市白鹭区,2023,331200\n".encode()
    assert read_population(data, places)[0]["division"].to_list() == ["990102"]
    assert [f.reason for f in read_population(data)[1]] == ["population_unknown"]
