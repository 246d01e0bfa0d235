"""Heads of pages written for this purpose, real names and years in them → the share of answers that are wrong or open."""

import pytest

from loaders.bodies.placing import Context, place_body
from loaders.reading.identity.bodies import is_fuller
from loaders.reading.identity.score import ANSWERS, answer, score
from tests.helpers import ROOT

EXAMPLES = ROOT / "tests/examples"
HEADS = ("heads.jsonl", "heads_of_kinds.jsonl")
"""The second was written without a look at the rules: bodies of all kinds, and papers that resemble reports."""


@pytest.fixture(scope="module", params=HEADS)
def scored(request):
    return score(EXAMPLES / request.param)


@pytest.mark.parametrize("column", ANSWERS)
def test_few_answers_are_wrong_or_open(scored, column):
    counts, wrong = scored
    n = sum(counts[column].values())
    assert n > 70
    assert counts[column]["wrong"] <= 0.02 * n, [w for w in wrong if w.answer == column]
    assert counts[column]["unknown"] <= 0.1 * n


@pytest.mark.parametrize(
    ("printed", "full"),
    [
        ("上海市科委", "上海市科学技术委员会"),
        ("重庆市渝北区经济信息委", "重庆市渝北区经济和信息化委员会"),
        ("重庆市渝北区建委", "重庆市渝北区住房和城乡建设委员会"),
        ("北京市怀柔区农委", "北京市怀柔区农业农村委员会"),
        ("凉山州民宗委", "凉山彝族自治州民族宗教事务委员会"),
        ("长阳县教体局", "长阳土家族自治县教育体育局"),
        ("合肥高新区住建局", "合肥高新技术产业开发区住房和城乡建设局"),
        ("甘肃省白银市审计局", "白银市审计局"),
        ("浙江省东阳经济开发区管委会", "浙江省东阳经济开发区管理委员会"),
        ("中华人民共和国南宁海关", "南宁海关"),
        ("浙江银保监局", "中国银行保险监督管理委员会浙江监管局"),
        ("中国证监会山西监管局", "中国证券监督管理委员会山西监管局"),
        ("上海市某某委", "上海市某某委"),
    ],
)  # fmt: skip
def test_short_names_are_written_out_by_a_list(printed, full):
    assert place_body(printed, Context(2022)).name == full


def test_a_ministry_stands_in_no_division():
    placed = place_body("司法部", Context(2022, mentions=("北京市", "朝阳区")))
    assert (placed.name, placed.path) == ("司法部", ())


@pytest.mark.parametrize(
    ("full", "short", "is_it"),
    [
        ("大理白族自治州民族宗教事务委员会", "大理州民宗委", True),
        ("晋江市人民政府青阳街道办事处", "晋江市青阳街道", True),
        ("常州市武进区教育局", "市教育局", False),
        ("常州市人民政府", "常州市教育局", False),
    ],
)  # fmt: skip
def test_fuller_names(full, short, is_it):
    assert is_fuller(full, short) is is_it


@pytest.mark.parametrize("title", ["市民宗委", "国资委", "高新区社会发展局", "鼓楼区民政局"])
def test_a_short_name_without_context_gets_no_division(title):
    line = f"{title}2022年政府信息公开工作年度报告"
    found = answer(f"{line}\n一、总体情况\n我单位依法公开信息。", None, line)
    assert (found["province"], found["city"]) == (None, None)


def test_a_branch_of_a_district_needs_its_parent():
    head = "2021年政府信息公开工作年度报告\n一、总体情况\n"
    assert answer(f"鄞州分局{head}", None, None)["agency"] is None
    full = answer(f"鄞州分局{head}宁波市生态环境局鄞州分局根据条例要求编制本报告。", None, None)
    assert full["agency"] == "宁波市生态环境局鄞州分局"


@pytest.mark.parametrize(
    "title",
    ["龙泉市政务公开办解读《龙泉市2022年政府信息公开工作年度报告》", "2021-01-27 某局2020年政府信息公开工作年度报告"],
)  # fmt: skip
def test_no_words_of_a_list_or_an_interpretation_in_a_name(title):
    found = answer(f"{title}\n一、编制背景\n", None, title)
    assert found["agency"] is None or not {"《", "0"} & set(str(found["agency"]))


def test_a_notice_that_prints_the_report_names_the_government():
    title = "关于印发贺州市平桂区2022年政府信息公开工作年度报告的通知"
    assert answer(f"{title}\n一、总体情况\n", None, title)["agency"] == "贺州市平桂区人民政府"
