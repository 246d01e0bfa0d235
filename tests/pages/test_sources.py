"""The page Behind a figure, and the links to it: from each headline figure to its reports, in one click."""

import re
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest
from helpers import hold
from streamlit_pages import open_page, words

from loaders.language.words import LANGS, say
from loaders.query import coverage
from loaders.query.filters import Filter
from loaders.query.sources import Figure, behind, counts, set_aside
from loaders.store.versions import shipped

DEMO = hold(shipped("demo"))
OF_2023 = Filter((2023,), levels=("county",))


def tables(test) -> list:
    return [t.value for t in test.dataframe]


@pytest.mark.parametrize("lang", LANGS)
def test_the_page_says_the_figure_and_lists_its_reports_and_those_set_aside(lang):
    test = open_page("sources", data="demo", lang=lang, year="2023", level="county", figure="disclosure_rate")
    figure = Figure("disclosure_rate", OF_2023)
    said = counts(DEMO, figure)
    assert f"({said.value:,.0f}/{said.over:,.0f})" in words(test).replace("（", "(").replace("）", ")")
    there, aside = tables(test)
    assert there["report_id"].to_list() == behind(DEMO, figure)["report_id"].to_list()
    assert aside["report_id"].to_list() == set_aside(DEMO, figure)["report_id"].to_list()
    assert set(aside["role"]) == {say("sources.role.covered", lang)}
    assert there["value"].sum() == said.value
    assert all(parse_qs(urlsplit(link).query)["report"] for link in there["open"])
    row = coverage.counts(DEMO, OF_2023).row(0, named=True)
    assert any(str(row["expected"]) in c.value and str(row["filed"]) in c.value for c in test.caption)


def test_without_a_year_it_is_the_year_of_which_pages_speak():
    test = open_page("sources", data="demo", lang="zh", figure="received_new")
    assert "年份：2024" in words(test)
    assert f"**{counts(DEMO, Figure('received_new', Filter((2024,)))).value:,}**" in words(test)


def test_a_link_limits_the_figure_to_a_cell_of_a_table():
    figure = Figure("received_new", Filter((2023,)), "district", (("division", "990102"),))
    test = open_page(
        "sources", data="demo", lang="zh", year="2023", figure="received_new", by="district", at="division:990102"
    )
    assert "地区：白鹭区" in words(test)
    assert tables(test)[0]["agency"].to_list() == behind(DEMO, figure)["agency"].to_list() == ["望溪市白鹭区人民政府"]


@pytest.mark.parametrize(("at", "said"), [("colour:red", "colour"), ("nothing", "nothing")])
def test_a_limit_that_means_nothing_is_named(at, said):
    test = open_page("sources", data="demo", lang="zh", year="2023", at=at)
    assert any(said in w.value for w in test.warning)
    assert tables(test)[0].shape[0] == 1


def test_a_place_that_the_data_do_not_have_has_no_reports():
    test = open_page("sources", data="demo", lang="zh", year="2023", at="level:nowhere")
    assert any("没有符合筛选的报告" in i.value for i in test.info)


def links_of(test) -> dict[str, dict[str, list[str]]]:
    """The links to the page, by the figure: their parameters."""
    found = [parse_qs(p.proto.query_string or urlsplit(p.proto.page).query) for p in test.get("page_link")]
    return {q["figure"][0]: q for q in found if "figure" in q and "by" in q}


@pytest.mark.parametrize(
    ("page", "figures"),
    [
        ("requests", {"received_new", "total_processed", "disclosure_rate", "carried_out"}),
        ("reviews", {"review_total", "correction_rate", "litigation_total"}),
        ("disclosure", {"permits", "fees", "normative_issued"}),
    ],
)
def test_the_figures_of_a_page_lead_to_their_reports(page, figures):
    found = links_of(open_page(page, data="demo", lang="zh", year="2023", level="county"))
    assert figures <= set(found)
    assert all((q["year"], q["level"], q["by"]) == (["2023"], ["county"], ["total"]) for q in found.values())


def test_the_figures_of_a_body_lead_to_its_own_report():
    body = DEMO.store.read("reports").row(0, named=True)
    found = links_of(open_page("body", data="demo", lang="zh", of=body["body_id"]))
    query = found["received_new"]
    assert (query["body"], query["by"]) == ([body["body_id"]], ["body"])
    test = open_page("sources", data="demo", **{k: v for k, v in query.items() if k not in ("data",)})
    assert tables(test)[0].shape[0] == 1


def test_a_key_figure_says_on_hover_whose_it_is_and_of_how_many_and_leads_to_its_reports():
    test = open_page("overview", data="demo", lang="zh", year="2023", level="county")
    card = next(h.proto.body for h in test.get("html") if "公开率" in h.proto.body and 'class="key"' in h.proto.body)
    said = counts(DEMO, Figure("disclosure_rate", OF_2023))
    whose = "年份：2023；单位层级：县级"
    assert say("sources.hint", "zh", whose=whose, filed=57, n=said.roles["counted"], aside=0) in card
    assert 'href="sources?' in card
    assert "figure=disclosure_rate" in card


def test_the_numbers_of_a_table_lead_to_their_reports():
    test = open_page(
        "tables", data="demo", lang="zh", year="2023", figure="received_new", row="district", column="year"
    )
    html = next(h.proto.body for h in test.get("html") if "gk-grid" in h.proto.body and "<table>" in h.proto.body)
    links = re.findall(r'<a href="sources\?([^"]+)" tabindex="-1">([\d,]+)</a>', html)
    assert len(links) > 10
    for link, shown in links[:3]:
        query = parse_qs(unescape(link))
        opened = open_page("sources", **query)
        assert f"**{shown}**" in words(opened)
    assert "received_new" in links_of(test)
