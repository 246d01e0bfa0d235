"""Many at once: what is remembered is the same for all and bounded, and visitors without a browser see every page."""

import json
import threading
import time

import polars as pl
import pytest

from loaders.store.versions import shipped
from pages.shared.charts.base import Series
from pages.shared.charts.palette import Palette
from pages.shared.charts.trend import trend
from pages.shared.server.sized_cache import SizedCache
from tests.bench import load


def test_what_is_remembered_stays_within_its_bounds():
    memory = SizedCache(100_000)
    made = []
    for i in range(50):
        memory.get(i, lambda i=i: made.append(i) or "x" * 5000)
        assert memory.size <= 100_000
    memory.get(49, lambda: pytest.fail("made twice"))
    memory.get(0, lambda: made.append(0) or "")
    assert made == [*range(50), 0]
    whole = {"of": ["x" * 5000] * 1, "more": [str(i) * 100 for i in range(1000)]}
    assert memory.get("large", lambda: whole) is whole
    assert memory.size <= 100_000


def test_what_several_want_at_once_is_made_once():
    memory, made, got = SizedCache(10**6), [], []
    entered, go = threading.Event(), threading.Event()

    def make() -> str:
        entered.set()
        go.wait(10)
        made.append(1)
        return "made"

    first = threading.Thread(target=lambda: got.append(memory.get("key", make)))
    first.start()
    entered.wait(10)
    others = [threading.Thread(target=lambda: got.append(memory.get("key", make))) for _ in range(3)]
    for other in others:
        other.start()
    go.set()
    for thread in (first, *others):
        thread.join(10)
    assert got == ["made"] * 4
    assert made == [1]


def test_what_fails_is_not_remembered():
    memory = SizedCache(10**6)
    with pytest.raises(ZeroDivisionError):
        memory.get("key", lambda: 1 / 0)
    assert memory.get("key", lambda: 1) == 1


def test_a_finished_chart_shows_the_figures_that_it_was_given():
    frame = pl.DataFrame({"year": [2022, 2023], "n": [1, 2]})
    series = [Series("n", "件数", "primary")]

    def lines(frame: pl.DataFrame, dark: bool = False) -> tuple[list, str]:
        figure = json.loads(trend(frame, series, Palette(dark), "zh").json)
        return figure["data"][0]["y"], figure["layout"]["font"]["color"]

    assert lines(frame)[0] == lines(frame.clone())[0] == [1, 2]
    assert lines(frame.with_columns(n=pl.lit(None, dtype=pl.Int64)))[0] == [None, None]
    assert lines(frame.with_columns(n=pl.Series([1, 3])))[0] == [1, 3]
    assert lines(frame)[1] != lines(frame, dark=True)[1]


def test_visitors_meet_no_error_and_are_let_go():
    with load.serving(shipped("sample")) as server:
        start = time.monotonic()
        met = load.meet(server, "", "soak", 2, 6)
        assert time.monotonic() - start > 6
    assert met.faults[0] == 0
    assert met.runs > 10
    assert len(met.pages) > 3
