"""The page of a report: it is settled, taken back, withdrawn and put back where visitors may change the store."""

import re
from datetime import datetime

import polars as pl
import pytest
from helpers import documents, example, put, read, reports
from streamlit_pages import open_page, words

from loaders.ingest.withdrawal import withdraw
from loaders.store.versions import open_store
from loaders.synthetic.documents import tabs
from pages.shared.parts.settle_form import place_meant


@pytest.fixture
def store(tmp_path, monkeypatch):
    """A report of a body that is not known, and one that is."""
    put(tmp_path / "in", "a.html", example(2023, "教育局"))
    put(tmp_path / "in", "b.html", example(2022, "洪泽区财政局"))
    read(tmp_path / "store", tmp_path / "in")
    monkeypatch.setenv("GONGKAI_STORE", str(tmp_path / "store"))
    monkeypatch.setenv("GONGKAI_UPLOADS", "1")
    return tmp_path / "store"


def page_of(store, source: str, lang: str = "zh"):
    found = open_store(store).read("documents")
    report = dict(found.select("source", "report_id").iter_rows())[source]
    return open_page("report", data="own", lang=lang, report=report)


def click(test, label: str):
    next(b for b in test.button if b.label == label).click()
    test.run()
    assert not test.exception, test.exception
    return test


def test_a_report_of_nobody_is_settled_on_its_page_and_taken_back(store):
    test = page_of(store, "a.html")
    assert "因此未计入任何汇总" in words(test)
    boxes = {s.label: s for s in test.selectbox}
    boxes["地区"].select("江苏省淮安市洪泽区")
    boxes["报告年度"].select(2021)
    test.text_input[0].input("来函")
    click(test, "认定")
    row = reports(store).filter(reports(store)["agency"] == "淮安市洪泽区教育局").row(0, named=True)
    assert row["year"] == 2021
    assert test.query_params["report"] == row["report_id"]
    assert "来函" in words(test)
    assert "已认定" in test.success[0].value
    click(test, "撤销认定")
    assert not open_store(store).read("overrides").height
    assert "因此未计入任何汇总" in words(test)


def test_what_cannot_be_settled_is_said(store):
    test = page_of(store, "a.html")
    click(test, "认定")
    assert "没有写明认定什么" in test.error[0].value


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("洪泽", "江苏省淮安市洪泽区"),
        ("淮安市", "江苏省淮安市"),
        ("江苏省淮安市洪泽区", "江苏省淮安市洪泽区"),
        ("鼓楼区", "鼓楼区"),
        ("没有的地方", "没有的地方"),
        (None, None),
    ],
)
def test_a_part_of_a_name_stands_for_a_place_where_no_other_has_it(typed, meant):
    assert place_meant(typed) == meant


def test_of_several_documents_each_button_names_the_one_that_it_withdraws(store, tmp_path):
    put(tmp_path / "in", "改/b.html", example(2022, "洪泽区财政局", published="2024-02-01"))
    read(store, tmp_path / "in")
    test = page_of(store, "改/b.html")
    labels = sorted(block.proto.popover.label for block in test.get("popover"))
    assert labels == ["撤回 b.html", "撤回 改/b.html"]


def test_a_document_is_withdrawn_and_put_back_from_its_page(store):
    test = click(page_of(store, "b.html", "en"), "Withdraw it")
    assert "Say why" in test.error[0].value
    assert documents(store)["b.html"] == ("read", None)
    next(t for t in test.text_input if t.label == "Why it is withdrawn").set_value("Sent *twice*")
    click(test, "Withdraw it")
    assert documents(store)["b.html"] == ("rejected", "withdrawn")
    assert "b.html of this report was withdrawn" in words(test)
    assert r"Reason\: Sent \*twice\*" in words(test)
    assert re.search(r"When\\: \d{4}-\d\d-\d\d \d\d\\:\d\d$", words(test), re.MULTILINE), "as times are shown"
    [row] = open_store(store).read("withdrawals").iter_rows(named=True)
    assert (row["source"], row["undone"], row["reason"]) == ("b.html", False, "Sent *twice*")
    assert datetime.fromisoformat(row["when"]).tzinfo
    click(test, "Put it back")
    assert documents(store)["b.html"] == ("read", None)
    assert open_store(store).read("withdrawals")["undone"].to_list() == [False, True]
    assert "b.html is back" in test.success[0].value


def test_the_only_report_is_withdrawn_and_put_back_and_each_page_says_so(tmp_path, monkeypatch):
    put(tmp_path / "in", "b.html", example(2022, "洪泽区财政局"))
    put(tmp_path / "in", "empty.html", " ")
    read(tmp_path / "store", tmp_path / "in")
    monkeypatch.setenv("GONGKAI_STORE", str(tmp_path / "store"))
    monkeypatch.setenv("GONGKAI_UPLOADS", "1")
    withdraw(["b.html"], tmp_path / "store")
    test = open_page("overview", data="own", lang="zh")
    assert test.title[0].value == "没有计入汇总的报告"
    assert "已撤回的报告：1 份" in words(test)
    assert "未能读取的文件：1 个" in words(test)
    assert open_page("about", data="own", lang="zh").title[0].value == "说明"
    test = open_page("report", data="own", lang="zh")
    assert "**单位** 淮安市洪泽区财政局 · **年份** 2022" in words(test)
    assert [s.options for s in test.main.selectbox] == [["淮安市洪泽区财政局（已撤回）"], ["2022 · 本机关（已撤回）"]]
    click(test, "恢复文件")
    assert "已恢复 b.html" in test.success[0].value
    assert [s.options for s in test.main.selectbox][:2] == [["淮安市洪泽区财政局"], ["2022 · 本机关"]]
    assert open_page("overview", data="own", lang="zh").title[0].value != "没有计入汇总的报告"


def test_a_report_of_no_year_is_settled_though_it_is_the_only_one(tmp_path, monkeypatch):
    put(tmp_path / "in", "a.txt", tabs(example(2023, "洪泽区财政局")).replace("2023年", ""))
    read(tmp_path / "store", tmp_path / "in")
    monkeypatch.setenv("GONGKAI_STORE", str(tmp_path / "store"))
    monkeypatch.setenv("GONGKAI_UPLOADS", "1")
    assert "年度不明的报告：1 份" in words(open_page("requests", data="own", lang="zh"))
    test = open_page("report", data="own", lang="zh")
    next(s for s in test.selectbox if s.label == "报告年度").select(2023)
    click(test, "认定")
    assert reports(tmp_path / "store")["year"].to_list() == [2023]


def test_a_withdrawn_report_stands_among_those_of_its_body(store, tmp_path):
    put(tmp_path / "in", "c.html", example(2021, "洪泽区财政局"))
    read(store, tmp_path / "in")
    withdraw(["b.html"], store, reason="印错")
    gone = open_store(store).read("documents").filter(pl.col("source") == "b.html")["report_id"][0]
    test = page_of(store, "c.html")
    box = next(s for s in test.main.selectbox if s.label == "报告")
    assert box.options == ["2021 · 本机关", "2022 · 本机关（已撤回）"]
    box.select_index(1)
    test.run()
    assert test.query_params["report"] == gone
    assert "理由：印错" in words(test)


def test_one_of_several_versions_is_withdrawn_and_put_back_from_the_page_of_the_others(store, tmp_path):
    put(tmp_path / "in", "改/b.html", example(2022, "洪泽区财政局", published="2024-02-01"))
    read(store, tmp_path / "in")
    test = page_of(store, "改/b.html")
    next(t for t in test.text_input if t.form_id == "withdraw_改/b.html").set_value("印错")
    next(b for b in test.button if b.form_id == "withdraw_改/b.html").click()
    test.run()
    assert not test.exception
    assert documents(store)["改/b.html"] == ("rejected", "withdrawn")
    assert documents(store)["b.html"] == ("read", None)
    assert "改/b.html 已撤回" in words(test)
    assert "未能读取" not in words(test)
    click(test, "恢复文件")
    assert documents(store)["改/b.html"][0] == "read"
    assert "已撤回" not in words(test)


def test_where_visitors_may_not_change_the_store_nothing_is_offered(store, monkeypatch):
    monkeypatch.setenv("GONGKAI_UPLOADS", "0")
    test = page_of(store, "a.html")
    assert not [b.label for b in test.button if b.label in ("认定", "确认撤回")]
