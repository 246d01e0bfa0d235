"""The shades of a map: close figures look close, every scale has its ends in words."""

import json

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pages.shared.charts.palette import Palette
from pages.shared.charts.scale import STEPS, axis_of, scale_of
from pages.shared.charts.tile_map import tile_map


def test_rates_that_are_close_are_not_stretched_over_all_shades():
    scale = scale_of([0.75, 0.76, 0.767], rate=True)
    assert scale.high - scale.low == pytest.approx(0.2)
    assert abs(scale.step(0.75) - scale.step(0.767)) <= 1


@pytest.mark.parametrize("values", [[0.0, 0.01], [0.99, 1.0], [0.1, 0.9], [1.4, 1.5], [0.5]])
def test_every_rate_lies_on_its_scale(values):
    scale = scale_of(values, rate=True)
    assert 0 <= scale.low <= min(values) <= max(values) <= scale.high
    assert scale.high - scale.low >= 0.2 - 1e-9


def test_counts_are_shaded_from_zero():
    scale = scale_of([90.0, 100.0], rate=False)
    assert (scale.low, scale.high) == (0, 100)
    assert scale.step(90) == scale.step(100) == STEPS - 1


def test_a_map_shows_its_scale_and_leaves_a_partial_sum_unshaded():
    row = {
        "unit": "a", "name": "甲区", "division": "990101", "value": 50.0, "over": None, "rate": None, "filed": 1, "reports": 1,
        "area": True, "areas": 1, "bodies": 0, "expected": None, "low": None, "high": None, "reason": None,
    }  # fmt: skip
    partial = row | {"unit": "b", "name": "乙区", "division": "990102", "value": 80.0, "area": False, "areas": 0}
    partial |= {"bodies": 2, "expected": 10, "reason": "partial"}
    palette = Palette(dark=False)
    figure, _ = tile_map(pl.DataFrame([row, partial], infer_schema_length=2), False, (), palette, "zh")
    layout = json.loads(figure.json)["layout"]
    texts = [a["text"] for a in layout["annotations"]]
    assert {"0", "50"} <= set(texts)
    assert layout["shapes"][1]["fillcolor"] == palette["ground"]
    assert len(layout["shapes"]) == 2 + STEPS


@given(st.lists(st.floats(0, 1), min_size=1, max_size=12), st.booleans(), st.integers(2, 6))
def test_an_axis_of_rates_ends_at_100_percent_and_names_no_figure_twice(values, zero, steps):
    axis = axis_of(values, rate=True, zero=zero, steps=steps)
    assert 0 <= axis.low <= min(values) + 1e-9
    assert max(values) - 1e-9 <= axis.high <= 1
    assert len(set(axis.texts)) == len(axis.ticks) >= 2


@given(st.lists(st.integers(-(10**6), 10**6), min_size=1, max_size=12), st.booleans())
def test_an_axis_of_counts_shows_whole_cases(values, zero):
    axis = axis_of(values, rate=False, zero=zero)
    assert axis.low <= min(values)
    assert axis.high >= max(values)
    assert all(float(t).is_integer() for t in axis.ticks)
    assert len(set(axis.texts)) == len(axis.ticks) <= 9


def test_a_ratio_may_exceed_100_percent_and_money_has_parts():
    assert axis_of([0.4, 1.3], rate=True).high >= 1.3
    assert axis_of([0.1, 0.35], rate=False, zero=True).texts == ("0", "0.1", "0.2", "0.3", "0.4")
