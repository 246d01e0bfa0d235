"""Conditions on figures: who meets them, and that every query then asks for these bodies and no others."""

import random
from dataclasses import replace

import pytest
from helpers import example, fixed_seed, hold, put, read
from streamlit_pages import open_page, words

from loaders.bodies.kinds import VERTICAL
from loaders.query import compare, coverage, issues, options
from loaders.query.conditions import condition, meeting
from loaders.query.filter_urls import NotAFilter, filter_words
from loaders.query.filter_urls import read as read_filter
from loaders.query.filters import Filter
from loaders.query.sums import sums
from loaders.query.yearly_rates import errors
from loaders.store.versions import open_store, shipped


@pytest.fixture
def snapshot(tmp_path):
    """Bodies with 19, 20 and 100 requests of which 3, 4 and 15 were granted, one without a number, one with 100 in 2022."""
    for i, (agency, year, n, granted) in enumerate(
        (
            ("洪泽区教育局", 2023, "19", "3"),
            ("洪泽区财政局", 2023, "20", "3"),
            ("洪泽区民政局", 2023, "100", "15"),
            ("洪泽区审计局", 2023, "", ""),
            ("洪泽区统计局", 2022, "100", "15"),
        )
    ):
        cells = {f"requests__{c}__total": n for c in ("received_new", "total_processed")}
        put(tmp_path / "in", f"{i}.html", example(year, agency, **cells, requests__granted__total=granted))
    read(tmp_path / "store", tmp_path / "in")
    return hold(tmp_path / "store")


def met(snapshot, *conditions: str) -> set[str]:
    names = options.names(snapshot, meeting(snapshot, conditions))
    return {name.removeprefix("淮安市洪泽区") for name in names.values()}


def test_a_condition_is_exact_and_a_body_without_the_figure_or_enough_cases_meets_none(snapshot):
    assert met(snapshot, "2023:received_new:ge:20") == {"财政局", "民政局"}
    assert met(snapshot, "2023:received_new:gt:20") == {"民政局"}
    assert met(snapshot, "2023:received_new:lt:99999") == {"教育局", "财政局", "民政局"}
    assert met(snapshot, "2023:granted_rate:eq:15") == {"财政局", "民政局"}
    assert met(snapshot, "2023:granted_rate:le:15.79:1") == {"教育局", "财政局", "民政局"}
    assert met(snapshot, "2023:granted_rate:lt:50:20") == {"财政局", "民政局"}
    assert met(snapshot, "2023:granted_rate:lt:50") == {"教育局", "财政局", "民政局"}
    assert met(snapshot, "2023:received_new:ge:20", "2023:received_new:lt:100") == {"财政局"}
    assert met(snapshot, "2021:received_new:ge:0") == set()


@pytest.mark.parametrize("text", ["", "2023", "2023:received_new:ge", "2023:received_new:ge:-1", "2023:received_new:ge:1e9",
                                  "2023:nothing:ge:1", "2023:received_new:near:1", "２０２３:received_new:ge:1",
                                  "2023:granted_rate:ge:1:2:3", "99999:received_new:ge:1"])  # fmt: skip
def test_what_is_no_condition_is_refused_in_an_address(text):
    assert condition(text) is None
    with pytest.raises(NotAFilter):
        read_filter({"where": [text]})


@pytest.mark.parametrize(
    "given",
    [
        {"level": ["x"]},
        {"template": ["sample"]},
        {"year": ["1e9"]},
        {"year": ["9" * 300]},
        {"year": ["2023", "２０２３"]},
    ],
)
def test_an_id_that_the_form_does_not_know_is_no_filter(given):
    with pytest.raises(NotAFilter):
        read_filter(given)


def test_a_condition_survives_the_address_and_is_worded(snapshot):
    filters = read_filter({"where": ["2023:granted_rate:lt:50:20"]})
    assert filters.conditions == ("2023:granted_rate:lt:50:20",)
    assert "2023 年予以公开率 < 50%（N ≥ 20）" in filter_words(snapshot, filters, "zh")
    assert condition("2023:granted_rate:lt:050.50:020").text == "2023:granted_rate:lt:50.5:20"


def test_every_query_asks_for_the_bodies_that_meet_the_conditions_and_no_others():
    rng = random.Random(fixed_seed())
    snapshot = hold(open_store(shipped("demo")))
    kinds = dict(snapshot.rows("bodies", ("body_id", "kind")).iter_rows())
    for _ in range(4):
        year, n = rng.choice(options.years(snapshot)), rng.choice((1, 5, 30, 100_000))
        asked = Filter(years=rng.choice(((), (year,))), conditions=(f"{year}:received_new:ge:{n}",))
        ids = tuple(b for b in meeting(snapshot, asked.conditions) if kinds[b] not in VERTICAL) or ("nobody",)
        named = replace(asked, conditions=(), bodies=ids)
        for query in (
            lambda f: sums(snapshot, f, ("received_new", "disclosure_rate"), ("year",)),
            lambda f: sums(snapshot, f, ("received_new",), ("division", "year")),
            lambda f: coverage.counts(snapshot, f),
            lambda f: coverage.coverage(snapshot, f),
            lambda f: compare.compared(snapshot, compare.Comparison("disclosure_rate", "body", f)),
            lambda f: compare.compared(snapshot, compare.Comparison("received_new", "district", f)),
            lambda f: issues.by_rule(snapshot, f),
            lambda f: errors(snapshot, f),
            lambda f: options.bodies(snapshot, f),
        ):
            assert query(asked).equals(query(named)), (year, n)


def test_a_condition_of_a_link_is_a_chip_and_bounds_the_page_and_one_that_is_none_is_named():
    page = open_page("requests", lang="zh", where=["2024:received_new:ge:100", "2024:received_new:ge:x"])
    assert page.session_state["filter"].conditions == ("2024:received_new:ge:100",)
    assert "2024:received_new:ge:x" in words(page).replace("\\", "")
    every = open_page("requests", lang="zh")
    assert words(every) != words(page)
