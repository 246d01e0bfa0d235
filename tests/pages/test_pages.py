"""Each page runs on the demo and the sample, and shows what the facts add up to."""

import random
import re
from datetime import date

import polars as pl
import pytest
from helpers import example, fixed_seed, hold, put, read
from streamlit_pages import charts, open_page, words

from loaders.language.words import say
from loaders.query.exports import facts
from loaders.query.filters import Filter
from loaders.query.sums import sums
from loaders.store.versions import open_store, shipped
from pages.bodies.sentences import figure_words
from pages.shared.frame.menu import MENU

PAGES = tuple(name for name, _ in MENU)
CITY = "990100"
"""All of the demo lies in it."""


@pytest.mark.parametrize("data", ["demo", "sample"])
@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("page", PAGES)
def test_every_page_runs_in_both_languages(page, lang, data):
    test = open_page(page, lang=lang, data=data)
    assert test.title[0].value
    synthetic = {"zh": "合成示例", "en": "synthetic"}[lang]
    # The page on which files are handed in is about the user's own data.
    assert any(synthetic in w.value for w in test.warning) == (data == "demo" and page not in ("add", "office"))


@pytest.mark.parametrize("page", [p for p in PAGES if p not in ("add", "about", "office", "precheck")])
def test_filters_that_let_nothing_through_say_so(page):
    store = open_store(shipped("demo"))
    body = store.read("reports").filter(pl.col("kind") == "audit")["body_id"][0]
    test = open_page(page, data="demo", kind=["education"], body=[body])
    assert any("没有符合筛选的报告" in i.value for i in test.info)


def total_of(rows: pl.DataFrame, item: str) -> float:
    filters = rows.filter(pl.col("item") == item, pl.col("column") == "total", pl.col("state") == "printed")
    return filters["value"].sum()


def test_totals_equal_those_added_up_from_the_facts():
    """A sample of kinds and districts, drawn anew each time, added up by hand from the exported facts."""
    seed = fixed_seed()
    rng = random.Random(seed)
    store = open_store(shipped("demo"))
    reports = store.read("reports")
    compared = 0
    for _ in range(4):
        kind = rng.choice([k for k in reports["kind"].unique().sort() if k != "people_government"])
        districts = reports.filter(pl.col("district").is_not_null())["division"].unique().sort().to_list()
        codes = tuple(rng.sample(districts, 3)) if rng.random() < 0.8 else (CITY,)
        year = rng.choice(range(2019, 2025))
        filters = Filter(years=(year,), places=codes, kinds=(kind,))
        wanted = reports.filter(pl.col("kind") == kind, pl.col("year") == year)
        wanted = wanted.filter(pl.col("division").is_in(codes)) if codes != (CITY,) else wanted
        found = facts(store, wanted["report_id"].to_list())
        got = sums(hold(store), filters, ("received_new", "carried_out"))
        if not wanted.height:
            assert not got.height
            continue
        assert got["received_new"].item() == total_of(found, "received_new"), seed
        assert got["carried_out"].item() == total_of(found, "carried_out"), seed
        compared += 1
    assert compared, seed


def test_the_overview_says_what_the_area_report_says():
    store = open_store(shipped("demo"))
    city = store.read("reports").filter(pl.col("level") == "city", pl.col("scope") == "area", pl.col("year") == 2024)
    value = city["requests.received_new.total"].item()
    test = open_page("overview", data="demo", lang="zh")
    assert f"**{value:,}** 件" in words(test)


def test_an_area_report_and_the_bodies_inside_it_are_never_both_added():
    store = open_store(shipped("demo"))
    reports = store.scan("reports")
    one = sums(hold(store), Filter(years=(2023,)), ("received_new",))["received_new"].item()
    area = reports.filter(pl.col("year") == 2023, pl.col("level") == "city", pl.col("scope") == "area")
    assert one == area.collect()["requests.received_new.total"].item()


def test_different_bodies_in_two_years_are_not_compared():
    test = open_page("overview", data="sample", lang="zh")
    assert "两年没有相同的单位" in words(test)
    assert "比上年" not in words(test).replace("两年没有相同的单位，不作比较", "")


@pytest.mark.parametrize("page", ["overview", "coverage", "requests"])
def test_a_table_that_stands_for_a_chart_explains_no_mark_of_a_chart(page):
    captions = "\n".join(c.value for c in open_page(page, data="sample", lang="zh").caption)
    assert not re.findall("斜纹|空心点|底色|颜色|◇", captions)


def test_sentences_for_charts_put_shares_in_brackets_and_name_equals_together():
    text = words(open_page("requests", data="sample", lang="zh"))
    assert "洪泽区：无法提供 13（61.9%）、部分公开 4（19.0%）" in text
    assert "最多的是国家秘密、四类过程性信息、行政执法案卷，各 1" in text


def test_forms_are_said_to_stand_apart_where_there_are_several():
    apart = say("disclosure.unit.apart", "zh")
    assert apart not in words(open_page("disclosure", data="sample", lang="zh"))
    assert apart in words(open_page("disclosure", data="demo", lang="zh"))


def test_the_sample_marks_the_totals_that_are_wrong():
    test = open_page("report", data="sample", lang="zh")
    html = "".join(h.proto.body for h in test.get("html"))
    assert "洪泽区人民政府" in words(test)
    assert "<sup>①</sup>" in html
    assert html.count("marked") >= 2
    assert "4,119" in html


def test_choices_of_a_link_that_the_data_does_not_hold_are_dropped():
    test = open_page("overview", data="demo", year=["1999", "2024"], place="000000")
    assert test.session_state["filter"] == Filter(years=(2024,))


def test_what_the_form_did_not_ask_is_not_called_a_missing_report():
    """The form of 2019 has no figure for documents issued: the table of the page says so."""
    test = open_page("disclosure", data="demo", lang="zh", year=["2019"])
    assert "**无数字**" in words(test)
    assert say("value.none", "zh") not in words(test)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_store_that_cannot_be_read_is_a_page_that_says_so(lang, monkeypatch, tmp_path):
    (tmp_path / "broken").mkdir()
    (tmp_path / "broken" / "manifest.json").write_text("{", encoding="utf-8")
    monkeypatch.setenv("GONGKAI_STORE", str(tmp_path / "broken"))
    test = open_page("overview", lang=lang)
    assert test.title[0].value == say("app.name", lang)
    assert test.error[0].value
    assert [r.value for r in test.sidebar.radio] == ["own"], "one can go on to the demo"


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("manifest", [None, b""])
def test_a_store_whose_manifest_is_lost_never_shows_the_demo_instead(lang, manifest, monkeypatch, tmp_path):
    mine = tmp_path / "store"
    read(mine, put(tmp_path / "in", "a.html", example()))
    (mine / "manifest.json").unlink() if manifest is None else (mine / "manifest.json").write_bytes(manifest)
    monkeypatch.setenv("GONGKAI_STORE", str(mine))
    test = open_page("overview", lang=lang)
    reason = "store_manifest_lost" if manifest is None else "store_broken"
    assert [e.value for e in test.error] == [say(f"reason.{reason}", lang, path=mine, manifest="manifest.json")]
    assert [r.value for r in test.sidebar.radio] == ["own"]
    assert not charts(test)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_no_store_at_all_says_how_to_feed_it(lang, monkeypatch):
    monkeypatch.setattr("pages.shared.frame.session.available", list)
    test = open_page("overview", lang=lang)
    assert test.title[0].value == say("empty.title", lang)
    assert "gongkai ingest" in test.code[0].value
    assert not test.sidebar.radio


def test_no_mark_of_a_report_is_obeyed(monkeypatch, tmp_path):
    """A cell, a name, a sentence about them: an image in them would have the browser ask another server."""
    image = "![x](http://elsewhere.test/x.png)"
    mine = tmp_path / "store"
    read(mine, put(tmp_path / "in", f"{image[:4]}.html", example(requests__granted__natural_person=image)))
    monkeypatch.setenv("GONGKAI_STORE", str(mine))
    test = open_page("report", data="own", lang="zh")
    shown = [m.value for kind in ("markdown", "caption", "title") for m in test.get(kind)]
    assert any("elsewhere" in s for s in shown)
    assert not any("![" in s.replace("\\!", "") for s in shown)


@pytest.mark.parametrize(
    ("published", "said"),
    [("2023-12-20", "lies before the end of 2023"), ("2025-06-01", "posted anew"), ("2024-01-15", None)],
)
def test_a_date_that_cannot_be_the_filings_is_marked_on_report_and_body(tmp_path, monkeypatch, published, said):
    put(tmp_path / "in", "a.html", example(2023, published=published))
    read(tmp_path / "store", tmp_path / "in")
    monkeypatch.setenv("GONGKAI_STORE", str(tmp_path / "store"))
    warnings = "\n".join(w.value for w in open_page("report", lang="en").warning)
    assert (said in warnings) if said else "undated" not in warnings
    documents = next(t.value for t in open_page("body", lang="en").dataframe if "source" in t.value.columns)
    short = {"2023-12-20": ["⚠ before the year's end"], "2025-06-01": ["later than the year due"]}.get(published)
    assert (documents["date"].to_list() if "date" in documents else None) == short


def test_the_page_of_a_body_speaks_of_the_last_year_that_was_due(tmp_path, monkeypatch):
    """A report that came early is named, and the year before it is not called missing while it is not due."""
    year = date.today().year
    for of in (year - 2, year):
        put(tmp_path / "in", f"{of}.html", example(of, "金湖县教育局"))
    read(tmp_path / "store", tmp_path / "in")
    monkeypatch.setenv("GONGKAI_STORE", str(tmp_path / "store"))
    said = words(open_page("body", lang="zh"))
    assert f"{year - 2} 年新收申请" in said
    assert f"{year} 年新收申请" not in said
    assert say("body.not_due", "zh", years=year) in said
    assert figure_words(None, "received_new", "zh", due=False) == "尚未到期"
    assert say("body.before.none", "zh", year=year - 3) in said
    assert figure_words(None, "received_new", "zh") == "未见报告"
