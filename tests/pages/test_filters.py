"""The lists of places in the sidebar: each offers what lies in the ones above, and all show one choice."""

import re

import polars as pl
import pytest
from helpers import hold
from nation import nation
from streamlit.testing.v1 import AppTest
from streamlit_pages import open_page, words

from loaders.language.words import say
from loaders.query.filters import Filter
from loaders.store.versions import open_store, shipped
from pages.shared.parts import breakdown


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    folder = tmp_path_factory.mktemp("nation") / "store"
    nation(folder)
    return folder


@pytest.fixture
def page(path, monkeypatch) -> AppTest:
    monkeypatch.setenv("GONGKAI_STORE", str(path))
    return open_page("overview", data="own", lang="zh", place="970201")


def lists(test: AppTest) -> list[tuple[str, list[str], int]]:
    shown = [m for m in test.multiselect if m.key.startswith("filter_place_")]
    return [(m.label, m.value, len(m.options)) for m in shown]


def pick(test: AppTest, depth: int, *codes: str) -> tuple[str, ...]:
    test.multiselect(key=f"filter_place_{depth}").set_value(list(codes)).run()
    assert not test.exception
    return test.session_state["filter"].places


def test_a_district_of_a_link_shows_what_it_lies_in(page):
    assert lists(page) == [("省", ["970000"], 2), ("市", ["970200"], 3), ("区县", ["970201"], 11)]
    assert page.session_state["filter"] == Filter(places=("970201",))


def test_what_is_taken_away_leaves_the_place_above(page):
    assert pick(page, 2) == ("970200",)
    assert pick(page, 1) == ("970000",)
    assert pick(page, 0) == ()
    assert [label for label, _, _ in lists(page)] == ["省"]


def test_what_is_chosen_below_stands_for_what_is_above_and_goes_with_it(page):
    assert set(pick(page, 0, "970000", "980000")) == {"970201", "980000"}
    assert set(pick(page, 1, "970200", "970100")) == {"970201", "980000", "970100"}
    assert set(pick(page, 0, "980000")) == {"980000"}


def test_one_city_is_not_asked_for(path, monkeypatch):
    test = open_page("overview", data="demo", lang="zh")
    assert lists(test) == [("区县", [], 12)]
    assert pick(test, 1, "990101") == ("990101",)
    assert pick(test, 1) == ()


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_with_a_form_chosen_coverage_shows_its_reports_and_says_that_others_are_not_there(lang):
    """Most bodies have it in some years alone; what is missing has no form, so that nobody is praised for it."""
    for templates in (["2019"], ["2019", "2021"]):
        test = open_page("coverage", data="demo", lang=lang, template=templates)
        assert say("coverage.of_template", lang).strip() in words(test)
        assert not [s for s in test.success if s.value == say("coverage.nobody", lang)]


def test_where_the_last_year_has_no_report_the_last_that_has_one_is_spoken_of(path, monkeypatch):
    """Of provinces themselves the store has 2021 and 2023, and 2024 of others."""
    monkeypatch.setenv("GONGKAI_STORE", str(path))
    for page in ("overview", "requests", "reviews", "disclosure"):
        test = open_page(page, data="own", lang="en", level="province")
        assert "In 2023" in words(test), page
        # What was due last is missing, which is said of its own year.
        said = words(test).replace("2024-", "").replace(say("overview.look", "en", year=2024), "")
        assert "2024" not in said, page
        assert "In 2021" in words(open_page(page, data="own", lang="en", level="province", year=["2021", "2022"]))
    tables = open_page("tables", data="own", lang="en", level="province", rows="kind", columns="figure")
    assert "2023" in words(tables)
    missing = words(open_page("coverage", data="own", lang="en", level="province"))
    assert "For 2024, reports due: **51**, filed: **0**" in missing
    compare = open_page("compare", data="own", lang="en", level="province")
    assert [i.value for i in compare.info] == [say("compare.no_units", "en", unit="Districts")]


def test_a_citys_own_bodies_are_named_as_such_and_a_click_on_them_narrows_to_nothing_else(monkeypatch):
    """To choose the city would show its whole area, another figure than that of the bar."""
    assert say("busiest.own_bodies", "zh", name="望溪市") in words(open_page("coverage", data="demo", lang="zh"))
    narrowed = []
    monkeypatch.setattr(breakdown, "cached", lambda query: query(hold(shipped("demo"))))
    monkeypatch.setattr(breakdown, "narrow", lambda **filters: narrowed.append(filters))
    for code in ("990100", "990101"):
        breakdown.follow_click("division", code)
    assert narrowed == [{"place": "990101"}]


def test_one_of_a_thing_is_not_spoken_of_as_several():
    reports = open_store(shipped("demo")).read("reports")
    body = reports.filter(pl.col("kind") == "audit", pl.col("year") == 2024)["body_id"][0]
    for page in ("overview", "disclosure", "requests", "reviews", "compare", "coverage"):
        shown = words(open_page(page, data="demo", lang="en", body=[body], year=["2024"])).replace("*", "")
        assert "no figure of" not in shown, "0 was printed"
        assert not re.search(r"\b1 (of them have|\w*s (are|have|match|ought|were)\b|areas|units|bodies|lie)", shown), (
            page
        )
