"""The page of one report: labels in both languages, and a chosen cell with its place and row in the document."""

from html import unescape

from helpers import example, put, read
from streamlit_pages import open_page, words

from loaders.form import paper
from loaders.language.words import say
from loaders.store.versions import open_store

CELL = "requests.granted.natural_person"


def _page(tmp_path, monkeypatch, lang, **parameters):
    put(tmp_path / "in", "a.html", example(requests__granted__natural_person="7"))
    read(tmp_path / "store", tmp_path / "in")
    monkeypatch.setenv("GONGKAI_STORE", str(tmp_path / "store"))
    test = open_page("report", data="own", lang=lang, **parameters)
    return test, unescape("".join(h.proto.body for h in test.get("html")))


def test_in_english_each_label_of_the_form_has_english_under_it(tmp_path, monkeypatch):
    _, html = _page(tmp_path, monkeypatch, "en")
    labels = [s for layout in paper.layouts("2021").values() for row in layout for s in row if not s.cell]
    assert all(f'<span lang="zh">{s.text}</span><small>{s.en}</small>' in html for s in labels)
    assert all(
        s.en for t in ("2019", "2021") for rows in paper.layouts(t).values() for row in rows for s in row if s.text
    )
    _, chinese = _page(tmp_path, monkeypatch, "zh")
    assert "<small>" not in chinese


def test_a_chosen_cell_says_its_place_in_words_and_shows_its_row(tmp_path, monkeypatch):
    _, html = _page(tmp_path, monkeypatch, "zh")
    assert f'data-cell="{CELL}"' in html
    test = open_page("report", data="own", lang="zh")
    address = {"report": test.query_params["report"], "cell": CELL}
    test, html = _page(tmp_path, monkeypatch, "zh", **address)
    line = next(m.value for m in test.markdown if "予以公开 · 自然人" in m.value)
    assert "原文“7”；表 2，第 6 行，第 4 列（a.html）" in line
    row = html[html.index("printed-row") :]
    assert '<td class="aimed">7</td>' in row
    assert "予以公开" in row
    assert "p1" not in words(test)


def test_all_cells_in_which_other_versions_differ_are_one_line(tmp_path, monkeypatch):
    cells = [f"requests__{item}__total" for item in ("granted", "total_processed", "received_new")]
    for day in (1, 2):
        put(tmp_path / "in", f"{day}.html", example(published=f"2024-01-1{day}", **dict.fromkeys(cells, str(day + 40))))
    read(tmp_path / "store", tmp_path / "in")
    monkeypatch.setenv("GONGKAI_STORE", str(tmp_path / "store"))
    rules = open_store(tmp_path / "store").read("issues")["rule"].cast(str).to_list()
    assert rules.count("revision") == len(cells)
    line = say("report.revisions", "zh", n=len(cells))
    report = open_page("report", data="own", lang="zh")
    assert [e.label for e in report.expander].count(line) == 1
    body = open_page("body", data="own", lang="zh")
    listed = unescape("".join(h.proto.body for h in body.get("html")))
    assert listed.count("<b>" + line) == 1
    assert listed.count('<li class="') == len(rules) - len(cells) + 1
