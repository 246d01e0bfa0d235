"""The page on the form and the figures leaves nothing out: every metric, rule, term and cell, in both languages."""

import re
from html import unescape

import pytest
from streamlit_pages import open_page, words

from loaders.form.metrics import METRICS
from loaders.form.rules import EQUATIONS, RULES
from loaders.form.vocabulary import ALL_SECTIONS, CELLS, COLUMNS, ITEMS
from loaders.language.catalogue.pages.about import TERMS
from loaders.language.words import LANGS, say
from loaders.query.about import formula


@pytest.mark.parametrize("lang", LANGS)
def test_every_metric_rule_term_and_cell_is_explained(lang):
    test = open_page("about", data="demo", lang=lang)
    html = unescape("".join(h.proto.body for h in test.get("html")))
    ids = set(re.findall(r' id="([^"]+)"', html))
    assert {f"cell-{c.name}" for c in CELLS} <= ids
    assert {f"metric-{m.id}" for m in METRICS} <= ids
    assert {f"rule-{r.id}" for r in RULES} <= ids
    assert {f"term-{t}" for t in TERMS} <= ids
    for section in ALL_SECTIONS:
        for term in (*ITEMS[section], *COLUMNS[section]):
            assert term.zh in html
            assert term.en in html
    for metric in METRICS:
        assert formula(metric, lang) in html
        for cell in (*metric.cells, *metric.over, *metric.less):
            assert f'href="#cell-{cell}"' in html
    for rule in RULES:
        assert say(f"rule.{rule.id}", lang) in html


def test_every_link_within_the_page_leads_somewhere():
    test = open_page("about", data="demo", lang="zh")
    html = "".join(h.proto.body for h in test.get("html"))
    there = {*re.findall(r' id="([^"]+)"', html), *(h.anchor for h in (*test.header, *test.subheader))}
    linked = {*re.findall(r'href="#([^"]+)"', html), *re.findall(r"\]\(#([^)]+)\)", words(test))}
    assert linked
    assert linked <= there


def test_formulas_are_written_from_the_metrics():
    by_id = {m.id: m for m in METRICS}
    assert formula(by_id["disclosure_rate"], "zh") == "(予以公开 + 部分公开) ÷ 办理结果总计（均在“总计”列）"
    assert formula(by_id["correction_rate"], "en") == (
        "Corrected ÷ (Total − Pending) (all in the row Administrative review)"
    )


def test_each_rule_of_the_forms_arithmetic_shows_one_of_its_equations():
    html = "".join(h.proto.body for h in open_page("about", data="demo", lang="zh").get("html"))
    rules = {e.rule for e in EQUATIONS}
    assert len(rules) > 1
    for rule in rules:
        row = html.split(f'id="rule-{rule}"')[1].split("</tr>")[0]
        assert f"每份报告 {sum(e.rule == rule for e in EQUATIONS)} 式" in row


def test_the_page_says_how_many_documents_became_what():
    test = open_page("about", data="demo", lang="zh")
    html = "".join(h.proto.body for h in test.get("html"))
    assert "1,995" in words(test)
    assert re.search(r"未采用</th><td class=\"number\">22<", html)
