"""Labels at the ends of lines: none covers another, none lies on the years below, each stays near its point."""

import json
from itertools import pairwise

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from loaders.language.words import say
from loaders.query.like_for_like import Breaks
from pages.reviews.figures import ratios
from pages.shared.charts.base import Series
from pages.shared.charts.labels import GAP, spread
from pages.shared.charts.palette import Palette

heights = st.lists(st.floats(0, 300), max_size=12)


@given(heights)
def test_no_label_covers_another_or_leaves_the_chart(values):
    places = sorted(h + s for h, s in zip(values, spread(values, 8, 600), strict=True))
    assert all(b - a >= GAP - 1e-6 for a, b in pairwise(places))
    assert not places or (places[0] >= 8 - 1e-6 and places[-1] <= 600 + 1e-6)


@given(heights)
def test_labels_keep_the_order_of_their_points(values):
    places = [h + s for h, s in zip(values, spread(values, 8, 600), strict=True)]
    pairs = sorted(zip(values, places, strict=True))
    assert all(p <= q for (a, p), (b, q) in pairwise(pairs) if a < b)


def test_a_label_with_room_stays_at_its_point():
    assert spread([20, 100, 60], 8, 200) == [0, 0, 0]


def test_two_labels_at_one_point_move_apart_by_half_a_gap_each():
    assert sorted(spread([100, 100], 8, 200)) == pytest.approx([-GAP / 2, GAP / 2])


def test_labels_at_the_bottom_move_upward():
    assert sorted(spread([0, 0], 8, 200)) == pytest.approx([8, 8 + GAP])


def test_no_line_of_ratios_leads_to_a_year_of_other_bodies():
    frame = pl.DataFrame({"year": [2021, 2022, 2023], "r": [1, 2, 3], "r.over": [100, 100, 100]})
    series = [Series("r", "R", "primary")]
    figure = json.loads(ratios(frame, series, Breaks((2023,)), {}, True, Palette(False), "zh").json)
    (line,) = figure["data"]
    assert line["x"] == [2021, 2022, 2022.5, 2023]
    assert line["y"] == [1.0, 2.0, None, 3.0]
    assert line["connectgaps"] is False
    assert say("chart.break.other_bodies", "zh") in [a["text"] for a in figure["layout"]["annotations"]]
