"""The reports behind a cell of a table add up to what the cell says."""

import random

import pytest
from helpers import fixed_seed
from recomputed.stores import random_store

from loaders.query.filters import Filter
from loaders.query.pivot import TooMuch, pivot
from loaders.query.pivot_layout import Layout
from loaders.query.pivot_sources import figure_at
from loaders.query.snapshot import open_snapshot
from loaders.query.sources import COUNTED, NO_NUMBER, counts

DIMENSIONS = ("province", "city", "district", "body", "kind", "level", "year", "figure", "item", "column")
FIGURES = ("received_new", "disclosure_rate", "reviews.review.total", "requests.granted.total", "review_rate")


@pytest.mark.parametrize("n", range(10))
def test_a_cell_leads_to_the_reports_that_it_adds_up(n, tmp_path):
    """In tables laid out at random; a cell without a report, or of several years, leads nowhere."""
    seed = f"{fixed_seed()}/{n}"
    rng = random.Random(seed)
    snapshot = open_snapshot(random_store(tmp_path / "store", rng))
    compared = 0
    for _ in range(20):  # most layouts of a small store have a few cells, some have none that leads anywhere
        if compared > 40:
            break
        chosen = rng.sample(DIMENSIONS, rng.randint(1, 4))
        cut = rng.randint(0, len(chosen))
        kinds = ("people_government", "education") if rng.random() < 0.2 else ()
        figures, span = tuple(rng.sample(FIGURES, 2)), rng.choice(("latest", "all"))
        layout = Layout(figures, tuple(chosen[:cut]), tuple(chosen[cut:]), Filter(kinds=kinds), span)
        try:
            table = pivot(snapshot, layout)
        except TooMuch:  # bodies in the columns of a larger store
            continue
        at = figure_at(table)
        cells = [(row, i) for row in table.rows.to_dicts() for i in range(len(table.columns))]
        for row, i in rng.sample(cells, min(25, len(cells))):
            figure, name = at(row, i), f"SEED={seed} {layout} {row} {i}"
            if figure is None:
                continue
            said = counts(snapshot, figure)
            value = row[f"{i}.n"] if row[f"{i}.over"] is not None else row[str(i)]
            assert said.value == value, name
            assert said.over == row[f"{i}.over"], name
            assert said.of((COUNTED,)) == row[f"{i}.reports"], name
            assert said.of((COUNTED, *NO_NUMBER)) == row[f"{i}.filed"], name
            compared += 1
    assert compared, seed


def test_only_cells_with_reports_of_one_year_lead_to_them(tmp_path):
    snapshot = open_snapshot(random_store(tmp_path / "store", random.Random(5)))
    table = pivot(snapshot, Layout(("received_new",), ("kind",), (), Filter(), "all"))
    assert len(table.years) > 1
    at = figure_at(table)
    assert all(at(row, 0) is None for row in table.rows.to_dicts())
    of_years = pivot(snapshot, Layout(("received_new",), ("kind",), ("year",), Filter()))
    at = figure_at(of_years)
    for row in of_years.rows.to_dicts():
        for i, column in enumerate(of_years.columns):
            leads = not row["total"] and not column.total and row[f"{i}.state"] not in ("none", "not_due", "na")
            assert (at(row, i) is not None) == leads
