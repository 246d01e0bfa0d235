"""The text of a cell: a number, a blank or neither, and never a guess."""

from decimal import Decimal

import pytest

from loaders.reading.sections.numbers import Number, digits, read_number


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0", "0"), ("12", "12"), ("１，２３４", "1234"), ("1,234", "1234"), ("12件", "12"), ("3 条", "3"), ("64 件", "64"),
        (" 7 ", "7"), ("7\n", "7"), ("７０", "70"), ("1472 件", "1472"), ("-5", "-5"), ("+126", "126"),
    ],
)  # fmt: skip
def test_counts(text, value):
    number = read_number(text, "count")
    assert (number.state, digits(number.value)) == ("printed", value)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("251000元", "25.1"),
        ("523.15万元", "523.15"),
        ("7730.28", "7730.28"),
        ("1.50", "1.5"),
        ("2亿元", "20000"),
        ("0.00", "0"),
        ("1元", "0.0001"),
    ],
)
def test_money_is_in_wan_yuan(text, value):
    assert digits(read_number(text, "money").value) == value


@pytest.mark.parametrize(("text", "kind"), [("12件", "money"), ("12万元", "count"), ("3项", "money")])
def test_a_unit_of_another_kind_is_no_number_of_this(text, kind):
    assert read_number(text, kind).state == "unreadable"


@pytest.mark.parametrize(
    ("text", "value"), [("+126", "126"), ("－3", "-3"), ("−3", "-3"), ("减少3", "-3"), ("增2", "2")]
)
def test_changes_have_signs(text, value):
    assert digits(read_number(text, "change").value) == value


@pytest.mark.parametrize("text", ["", " ", "\u00a0", "/", "—", "——", "－", "-", "无", "\\"])
def test_blanks_are_blank_and_not_zero(text):
    assert read_number(text) == ("blank", None)


@pytest.mark.parametrize(
    "text", ["1 2", "1\n2", "见附件", "若干", "O", "l0", "1,23", "100元", "1/2", "12%", "⼀", "1e3", "20240101120000"]
)
def test_what_is_no_number_is_unreadable(text):
    assert read_number(text, "count") == ("unreadable", None)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("31批次", 31),
        ("5人次", 5),
        ("8笔", 8),
        ("22（其中修订16件）", 22),
        ("22件（含修订3件）", 22),
        ("１２（其中：３件）", 12),
    ],
)
def test_a_counter_or_a_remark_behind_a_number_is_no_part_of_it(text, value):
    assert read_number(text) == Number("printed", Decimal(value))


@pytest.mark.parametrize("text", ["22（2）", "22（约）", "（其中3件）", "1 2（其中3件）", "约22（其中3件）"])
def test_a_remark_that_may_change_a_number_leaves_it_unreadable(text):
    assert read_number(text).state == "unreadable"


@pytest.mark.parametrize("text", ["100（万元）", "100元（其中罚没2元）"])
def test_a_remark_behind_an_amount_is_not_left_out(text):
    assert read_number(text, "money").state == "unreadable"


@pytest.mark.parametrize("text", ["不适用", "（不适用）", " 不 适 用 ", "不適用", "不适用。"])
@pytest.mark.parametrize("kind", ["count", "change", "money"])
def test_not_applicable_is_neither_blank_nor_unreadable(text, kind):
    assert read_number(text, kind) == ("not_applicable", None)
