"""Bodies found by any part of a name, an old name or pinyin initials."""

import json
from urllib.parse import urlencode

import pytest
from helpers import example, hold, put, read
from starlette.requests import Request

from loaders.query.search import index
from loaders.store.cubes.bodies import initials
from pages.shared.frame.search import PATH, answer


@pytest.fixture(scope="module")
def found(tmp_path_factory):
    folder = tmp_path_factory.mktemp("search")
    for i, name in enumerate(("洪泽区教育局", "洪泽区人民政府", "鼓楼区公安局", "重庆市长寿区财政局", "乐清市水利局")):
        put(folder / "in" / "福州市", f"{i}.html", example(2021 + i % 2, name))
    read(folder / "store", folder / "in")
    return index(hold(folder / "store"))


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("泽区教", "淮安市洪泽区教育局"), ("hzqjyj", "淮安市洪泽区教育局"), ("HZQJY", "淮安市洪泽区教育局"), ("洪泽县教育", "淮安市洪泽区教育局"),
        ("fzsglqgaj", "福州市鼓楼区公安局"), ("cqscsq", "重庆市长寿区财政局"), ("yqsslj", "乐清市水利局"), (" 水利 ", "乐清市水利局"),
        ("洪澤區教育", "淮安市洪泽区教育局"), ("ＨＺＱＪＹＪ", "淮安市洪泽区教育局"), ("江苏", "淮安市洪泽区人民政府"),
        # In full pinyin, with a wrong or a missing character or letter, with words swapped.
        ("hongzequ", "淮安市洪泽区教育局"), ("changshouqucaizheng", "重庆市长寿区财政局"), ("hongzqujiaoyu", "淮安市洪泽区教育局"),
        ("洪泽区教玉局", "淮安市洪泽区教育局"), ("洪区教育局", "淮安市洪泽区教育局"), ("教育局洪泽区", "淮安市洪泽区教育局"),
        ("重庆长寿财政", "重庆市长寿区财政局"), ("公安局鼓楼", "福州市鼓楼区公安局"),
    ],
)  # fmt: skip
def test_a_body_is_found(found, words, name):
    assert name in [h.name for h in found.find(words)]


def test_a_district_comes_before_the_bodies_in_it(found):
    assert next((h.sort, h.name) for h in found.find("hzq")) == ("place", "洪泽区")


def test_what_is_spelled_right_comes_alone_and_the_likest_first(found):
    assert {h.name for h in found.find("鼓楼区公安局")} == {"福州市鼓楼区公安局"}
    assert found.find("洪泽区人民政俯")[0].name == "淮安市洪泽区人民政府"


def test_nothing_is_found_for_nothing(found):
    assert found.find("  ") == found.find("不存在的局") == found.find("qwertyuiop") == []


def test_initials_read_places_as_words():
    assert initials("重庆市长寿区财政局", ("重庆市", "长寿区")) == "cqscsqczj"


def ask(**parameters: str) -> list[dict]:
    scope = {
        "type": "http",
        "method": "GET",
        "path": PATH,
        "headers": [],
        "query_string": urlencode(parameters).encode(),
    }
    return json.loads(answer(Request(scope)).body)


def test_the_server_answers_and_shows_nothing_of_other_stores(monkeypatch, tmp_path):
    monkeypatch.setenv("GONGKAI_STORE", str(tmp_path))
    assert [h["name"] for h in ask(data="demo", q="qhqjyj")] == ["望溪市青禾区教育局"]
    for data in ("own", "../demo", ""):
        assert ask(data=data, q="教育") == []
