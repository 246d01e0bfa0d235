"""What a store holds since a day: new reports, new versions, what was not read."""

import orjson
import pytest
from helpers import example, hold, put, read, run
from streamlit_pages import open_page, words

from loaders.language.words import say
from loaders.query.filters import Filter
from loaders.query.news import day_of, recorded_days, since
from loaders.store.versions import MANIFEST, open_store


@pytest.fixture
def store(tmp_path):
    """Two reports read in 2020; since then another version of one, a new report, a repeated one and a notice."""
    folder, store = tmp_path / "in", tmp_path / "store"
    put(folder, "a.html", example(2022, "洪泽区教育局", published="2023-01-10"))
    put(folder, "b.html", example(2022, "洪泽区财政局"))
    read(store, folder)
    manifest = orjson.loads((store / MANIFEST).read_bytes())
    assert list(manifest["commits"]) == ["1"]
    (store / MANIFEST).write_bytes(orjson.dumps(manifest | {"commits": {"1": "2020-05-01"}}))
    put(folder, "c.html", example(2022, "洪泽区教育局", published="2023-02-10", disclosure__permits__decisions="7"))
    put(folder, "d.html", example(2023, "洪泽区财政局"))
    put(folder, "e.html", (folder / "b.html").read_bytes())
    put(folder, "f.html", "<h1>关于做好2023年政府信息公开工作年度报告编制的通知</h1><p>请各单位报送。</p>")
    read(store, folder)
    return store


def test_each_document_since_a_day_is_listed_with_what_became_of_it(store):
    snapshot = hold(store)
    latest, first = recorded_days(snapshot)
    assert first == "2020-05-01"
    news = {r["source"]: r["news"] for r in since(snapshot, Filter(), latest, "zh").iter_rows(named=True)}
    assert news == {"c.html": "changed", "d.html": "new", "e.html": "duplicate", "f.html": "rejected"}
    rows = since(snapshot, Filter(), first, "zh")
    assert rows.height == 6
    assert rows["on"].is_sorted(descending=True)
    assert rows["news"][0] == "rejected"
    assert set(since(snapshot, Filter(years=(2023,)), first, "zh")["source"]) == {"d.html"}


def test_a_commit_without_documents_is_no_day_on_which_some_were_read(store, tmp_path):
    before = open_store(store).commits
    roster = put(tmp_path, "roster.csv", "agency,place\n洪泽区教育局,洪泽区\n")
    assert run("roster", "set", roster, "--store", store).exit_code == 0
    assert open_store(store).commits == before
    snapshot = hold(store)
    manifest = orjson.loads((store / MANIFEST).read_bytes())
    del manifest["commits"]
    (store / MANIFEST).write_bytes(orjson.dumps(manifest))
    assert run("roster", "clear", "--store", store).exit_code == 0
    assert recorded_days(hold(store)) == []
    assert recorded_days(snapshot)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2025-04-30", "2025-04-30"), ("2025年4月30日", "2025-04-30"), ("20250430", "2025-04-30"), ("2025/4", "2025-04-01"),
        ("2025年", "2025-01-01"), ("２０２５．４．３０", "2025-04-30"), ("2025-02-30", None), ("昨天", None), ("", None),
    ],
)  # fmt: skip
def test_a_day_is_read_as_people_write_it(text, day):
    assert day_of(text) == day


def test_a_day_can_be_typed_and_stands_in_the_link(store, monkeypatch):
    monkeypatch.setenv("GONGKAI_STORE", str(store))
    page = open_page("overview", lang="zh", data="own")

    def enter(text: str) -> None:
        box = next(b for b in page.selectbox if b.label == say("overview.news.since", "zh"))
        box.options.append(text)  # what a browser sends for a text that is none of the options
        box.set_value(text).run()

    enter("2020年4月1日")
    said = words(page)
    assert say("overview.news.unit", "zh", day="2020-04-01", all=6, list="").split("：")[0] in said
    assert page.query_params["since"] in ("2020-04-01", ["2020-04-01"])
    enter("昨天")
    assert page.query_params["since"] in ("2020-04-01", ["2020-04-01"]), "what is no day changes nothing"
    assert any("昨天" in w.value for w in page.warning)
    linked = open_page("overview", lang="zh", data="own", since="2020-06-01")
    assert "2020-06-01 以来共 4 个文件" in words(linked)
    wrong = open_page("overview", lang="zh", data="own", since="soon")
    assert any("soon" in w.value for w in wrong.warning)
