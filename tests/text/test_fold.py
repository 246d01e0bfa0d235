"""Spellings of one label compare equal; place names keep their characters."""

import pytest

from loaders.text.normalize import label_key, normalize


@pytest.mark.parametrize(
    "text",
    [
        "（一）予以公开", "(一) 予以 公开", "（⼀）予以公开", "(一)予以公開", "（一）　予以\n公开",
    ],
)  # fmt: skip
def test_one_label_in_many_spellings(text):
    assert label_key(text) == "一予以公开"


def test_radicals_that_nfkc_leaves_alone():
    assert label_key("⾃然⼈") == "自然人"
    assert label_key("⼈⺠政府") == "人民政府"
    assert label_key("⻓沙") == "长沙"


def test_readings_behind_characters_are_dropped():
    assert normalize("年度報(bào)告，機(jī)關(guān)的條例應當") == "年度报告,机关的条例应当"


def test_simplified_text_keeps_characters_that_only_look_traditional():
    assert normalize("乾县人民政府2022年政府信息公开工作年度报告") == "乾县人民政府2022年政府信息公开工作年度报告"


def test_spaces_inside_chinese_text_go():
    assert normalize("苏木 2021 年政府信息 公开") == "苏木2021年政府信息公开"
