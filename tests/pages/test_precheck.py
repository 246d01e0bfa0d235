"""Pre-check as a page: it says what the command says, takes only what it should, and keeps nothing once it is left."""

import pytest
from helpers import ROOT, example, put, read, run
from streamlit.testing.v1 import AppTest
from streamlit_pages import open_page

from loaders import settings
from loaders.form.paper import printed_cells
from loaders.ingest.batch import read_batch
from loaders.precheck import drafts as drafts_module
from loaders.store import versions
from loaders.synthetic.documents import html
from pages.precheck import handing
from pages.shared.frame import cached_queries, session
from pages.shared.parts import chart_data

SECRET = "8642097"
"""In no other test: what the process keeps of others may hold theirs."""
FAULTY = example(2023, reviews__review__upheld=SECRET, requests__granted__business="/")


@pytest.fixture(autouse=True)
def read_here(monkeypatch):
    """Drafts are read in this process: what the workers keep to is tested elsewhere."""
    monkeypatch.setattr(
        handing, "read_drafts", lambda files: [drafts_module._draft(read_batch([f], frozenset())) for f in files]
    )


def drop(test: AppTest, *files: tuple[str, str]) -> AppTest:
    test.file_uploader[0].set_value([(name, text.encode(), "text/html") for name, text in files])
    test.run()
    assert not test.exception, test.exception
    return test


def alone() -> AppTest:
    return AppTest.from_file(str(ROOT / "pages" / "precheck" / "alone.py"), default_timeout=60).run()


def said(test: AppTest) -> str:
    kinds = ("title", "header", "markdown", "caption", "error", "warning", "success")
    return "\n".join(e.value for kind in kinds for e in test.get(kind)).replace("\\", "")


def forms(test: AppTest) -> str:
    return "".join(h.proto.body for h in test.get("html"))


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_page_says_what_the_command_says(tmp_path, monkeypatch, lang):
    put(tmp_path / "in", "before.html", example(2022, requests__carried_out__total="5"))
    read(tmp_path / "store", tmp_path / "in")
    monkeypatch.setenv("GONGKAI_STORE", str(tmp_path / "store"))
    draft = put(tmp_path / "drafts", "draft.html", FAULTY)
    result = run("check", draft, "--lang", lang)
    assert result.exit_code == 1
    test = drop(open_page("precheck", lang=lang), ("draft.html", html(FAULTY)))
    page = said(test).replace("**", "")
    lines = [line.strip() for line in result.output.splitlines() if line.strip()]
    assert len(lines) > 8
    for line in lines:
        sentence = line.split(" ", 2)[-1] if line[0] in "①②③④⑤" else line.removeprefix("提示 ").removeprefix("Note ")
        assert sentence in page, sentence


def test_the_form_is_laid_out_with_its_marks_beside_the_year_before():
    test = drop(alone(), ("b.html", html(FAULTY)), ("a.html", html(example(2022))))
    assert "核对了 2 份，其中 1 份有错误或不能读取。" in said(test)
    [shown] = [box for box in test.selectbox if box.label == "查看"]
    assert shown.options == ["b.html（有错误，改正后再发布）", "a.html（没有发现错误）"]
    tables = forms(test)
    assert "<sup>①</sup>" in tables
    assert "8,642,097<small>上年 0</small>" in tables
    assert tables.count("<td") == len(printed_cells("2021"))
    assert "data-cell" not in tables


def test_nothing_is_kept_once_the_page_is_left():
    test = drop(open_page("precheck", lang="zh"), ("secret.html", html(FAULTY)))
    assert "8,642,097" in forms(test)
    test.switch_page(str(ROOT / "pages" / "about" / "about.py")).run()
    assert session.DRAFTS not in test.session_state
    test.switch_page(str(ROOT / "pages" / "precheck" / "precheck.py")).run()
    assert "8,642,097" not in forms(test)
    for cache in (cached_queries._memory, chart_data._memory):
        assert not [k for k, v in cache._entries.items() if SECRET in f"{k}{v}"]


def test_too_many_files_and_other_types_are_not_read(monkeypatch):
    monkeypatch.setattr(handing, "MAX_FILES", 1)
    monkeypatch.setattr(handing, "read_drafts", lambda files: pytest.fail("they were read"))
    test = drop(open_page("precheck", lang="zh"), ("a.html", "x"), ("b.html", "y"))
    assert "一次放入了 2 个文件，最多 1 个。没有读取" in said(test)
    assert {"docx", "pdf", "html", "wps"} <= set(handing.TYPES)
    assert not {"csv", "json", "parquet", "zip"} & set(handing.TYPES)


def test_whose_draft_it_is_can_be_corrected():
    test = drop(alone(), ("a.html", html(example(2022, "教育局"))), ("b.html", html(example(2021, "洪泽区教育局"))))
    assert "本次一并核对的“b.html”" not in said(test)

    def correct(year: str) -> None:
        boxes = {box.label: box for box in test.selectbox}
        boxes["地区"].set_value("江苏省淮安市洪泽区")
        boxes["报告年度"].select_index(boxes["报告年度"].options.index(year))
        next(b for b in test.button if b.label == "重新核对").click()
        test.run()
        assert not test.exception, test.exception

    correct("2022")
    assert "洪泽区教育局" in test.header[0].value
    assert "本次一并核对的“b.html”" in said(test)
    correct("2020")
    assert "2020" in test.header[0].value
    assert "本次一并核对的“b.html”" not in said(test)
    correct("按文件所述")
    assert "2022" in test.header[0].value


def test_a_name_is_neither_markup_nor_a_path():
    test = drop(open_page("precheck", lang="zh"), ("../![x](http:a.example)<b>.html", html(FAULTY)))
    shown = "\n".join(c.value for c in test.get("caption"))
    assert r"\!\[x\]" in shown
    assert ".." not in shown


def test_a_server_that_others_reach_takes_no_files(monkeypatch):
    monkeypatch.setenv(settings.UPLOADS, "0")
    test = open_page("precheck", lang="zh")
    assert not test.file_uploader
    assert "不接收文件" in said(test)


def test_alone_it_opens_no_store(monkeypatch):
    for name in ("open_store", "exists", "shipped"):
        monkeypatch.setattr(versions, name, lambda *_: pytest.fail("a store was opened"))
        monkeypatch.setattr(session, name, lambda *_: pytest.fail("a store was opened"))
    test = alone()
    assert [t.value for t in test.title] == ["报前核对"]
    drop(test, ("b.html", html(FAULTY)), ("a.html", html(example(2022))))
    assert "本次一并核对的“a.html”" in said(test)
    assert not test.sidebar.children
