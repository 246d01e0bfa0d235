"""Figures in words at their edges (nothing under a rate, nothing before a change), and spellings that are not one text."""

import pytest

from loaders.language.numbers import (
    change_phrase,
    change_text,
    escape_markdown,
    points_phrase,
    points_text,
    rate,
    ratio,
    share,
    strip_markdown,
)
from loaders.text.normalize import is_traditional, label_key
from loaders.text.normalize import normalize as common_text


@pytest.mark.parametrize(
    ("n", "over", "zh", "en"),
    [
        (1902, 3521, "54.0%（1,902/3,521）", "54.0% (1,902/3,521)"),
        (0, 5, "0.0%（0/5）", "0.0% (0/5)"),
        (0, 0, "不适用", "n/a"),
        (3, 0, "不适用", "n/a"),
        (None, 0, "无数字", "no figure"),
        (None, 5, "无数字", "no figure"),
        (5, None, "无数字", "no figure"),
    ],
)
def test_a_rate_over_nothing_is_not_applicable_and_one_without_a_figure_says_so(n, over, zh, en):
    assert (rate(n, over, "zh"), rate(n, over, "en")) == (zh, en)
    assert bool(share(n, over, "zh")[1]) == (n is not None and bool(over))


@pytest.mark.parametrize(
    ("n", "over", "text"),
    [
        (182, 3449, "5.3 (182/3,449)"),
        (0, 5, "0.0 (0/5)"),
        (1, 0, "n/a"),
        (None, 3, "no figure"),
        (3, None, "no figure"),
    ],
)
def test_so_many_in_a_hundred(n, over, text):
    assert ratio(n, over, "en") == text


@pytest.mark.parametrize(
    ("now", "before", "change_", "moved_"),
    [
        (114, 100, "+14 (+14.0%)", ", 14 more than the year before (+14.0%)"),
        (86, 100, "−14 (−14.0%)", ", 14 fewer than the year before (−14.0%)"),
        (5, 5, "no change", ", as in the year before"),
        (5, 0, "+5", ", 5 more than the year before"),
        (0, 0, "no change", ", as in the year before"),
        (3000, 2999, "+1 (+0.03%)", ", 1 more than the year before (+0.03%)"),
        (
            1200,
            100,
            "+1,100 (12.0 times the year before)",
            ", 1,100 more than the year before (12.0 times the year before)",
        ),
        (0, 5, "−5 (−100.0%)", ", 5 fewer than the year before (−100.0%)"),
        (None, 5, "", ""),
        (5, None, "", ""),
    ],
)
def test_a_change_has_its_sign_and_a_share_only_of_what_was_there(now, before, change_, moved_):
    assert change_text(now, before, "en") == change_
    assert change_phrase(now, before, "en") == moved_


@pytest.mark.parametrize(
    ("now", "before", "points_", "moved_"),
    [
        ((1, 2), (1, 4), "+25.0 pp", ", 25.0 pp above the year before"),
        ((1, 4), (1, 2), "−25.0 pp", ", 25.0 pp below the year before"),
        ((0, 2), (1, 2), "−50.0 pp", ", 50.0 pp below the year before"),
        ((1, 2), (0, 2), "+50.0 pp", ", 50.0 pp above the year before"),
        ((50_001, 100_000), (1, 2), "under 0.1 pp", ", within 0.1 pp of the year before"),
        ((5_005, 10_000), (1, 2), "+0.1 pp", ", 0.1 pp above the year before"),
        ((50_049, 100_000), (1, 2), "under 0.1 pp", ", within 0.1 pp of the year before"),
        ((503, 1_000), (1, 2), "+0.3 pp", ", 0.3 pp above the year before"),
        ((1, 0), (1, 2), "", ""),
        ((1, 2), (0, 0), "", ""),
        ((None, 2), (1, 2), "", ""),
        ((1, 2), (None, 2), "", ""),
    ],
)
def test_rates_are_compared_in_points_and_only_where_both_years_have_one(now, before, points_, moved_):
    assert points_text(*now, *before, "en") == points_
    assert points_phrase(*now, *before, "en") == moved_


def test_marks_out_of_a_report_come_back_as_they_were_and_ours_go():
    printed = "![x](https://example.com) **a** $5 [b] `c`"
    assert strip_markdown(f"**{escape_markdown('a*b')}**") == "a*b"
    assert escape_markdown("![x]") == r"\!\[x\]"
    assert strip_markdown(escape_markdown(printed)) == printed


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("予以\u200b公开", "予以公开"),
        ("\ufeff总计", "总计"),
        ("總計（注）", "总计注"),
        ("報(bào)告", "报告"),
        ("(abc)报告", "abc报告"),
        ("其他(other)", "其他"),
    ],
)
def test_what_is_no_part_of_a_label(text, folded):
    assert label_key(text) == folded


def test_two_characters_make_no_traditional_text_and_three_do():
    """A place's name may hold a pair of them."""
    assert not is_traditional("乾縣鎮人民政府")
    assert is_traditional("乾縣鎮機")
    assert common_text("乾縣鎮人民政府") == "乾縣鎮人民政府"
    assert common_text("乾縣鎮機") == "乾县镇机"
    assert common_text("縣", traditional=True) == "县"


def test_gaps_between_numbers_and_foreign_words_stay():
    assert common_text("共 12 件 5 0") == "共12件5 0"
    assert common_text("a 总 计 b") == "a 总计 b"
