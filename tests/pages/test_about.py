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
from loaders.text.normalize import label_key
from pages.about.find import Fragment, entries, find


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


def visible(html: str) -> list[str]:
    """The texts of the page's tables and terms, one a cell."""
    cells = re.findall(r"<(?:th|td|dt|dd|p)[^>]*>(.*?)</(?:th|td|dt|dd|p)>", html, re.DOTALL)
    return [" ".join(unescape(re.sub(r"<[^>]+>", " ", c)).split()) for c in cells]


@pytest.mark.parametrize("lang", LANGS)
def test_the_search_finds_whatever_stands_on_the_page(lang):
    page = open_page("about", data="demo", lang=lang, find=say("metric.correction_rate", lang))
    tables = [h.proto.body for h in page.get("html")]
    of = entries([Fragment("form", "", html) for html in tables])
    for text in {t for html in tables for t in visible(html)}:
        sought = " ".join(w for w in text.split()[:4] if label_key(w))
        assert not sought or find(of, sought), text
    lines = next(m.value for m in page.markdown if m.value.startswith("- ["))
    html = "".join(tables)
    there = {*re.findall(r' id="([^"]+)"', html), *(h.anchor for h in (*page.header, *page.subheader))}
    links = re.findall(r"\]\(#([^)]+)\)", lines)
    assert "metric-correction_rate" in links
    assert set(links) <= there


def test_the_search_takes_several_words_full_width_and_the_traditional_script():
    page = open_page("about", data="demo", lang="zh", find="第四十九条")
    assert any(m.value.startswith("- [") and "(#law)" in m.value for m in page.markdown)
    of = entries([Fragment("form", "", h.proto.body) for h in page.get("html")])
    for sought in ("纠错率 审结", "糾錯率", "（六）其他处理", "ＤＩＳＣＬＯＳＵＲＥ", "２０１４"):
        assert find(of, sought), sought
    assert not find(of, "没有这样的词")
    assert not find(of, "…")


@pytest.mark.parametrize("lang", LANGS)
def test_no_id_of_the_program_is_seen(lang):
    """Neither in the text nor in what is read on hover."""
    html = "".join(h.proto.body for h in open_page("about", data="demo", lang=lang).get("html"))
    seen = visible(html) + re.findall(r'title="([^"]*)"', html)
    ids = [c.name for c in CELLS] + [m.id for m in METRICS if "_" in m.id] + [r.id for r in RULES if "_" in r.id]
    assert not [(i, t) for t in seen for i in ids if re.search(rf"(?<![\w.]){re.escape(i)}(?![\w.])", t)]
