"""Ids of figures: what each stands for on the form, and which row and column it belongs to."""

import pytest

from loaders.query.figures import expanded, form_ids, part_of


@pytest.mark.parametrize(
    ("id_", "item", "column"),
    [
        ("requests.granted.business", "requests.granted", "requests.business"),
        ("received_new", "received_new", ""),
    ],
)
def test_a_cell_belongs_to_its_row_and_column_and_a_metric_is_a_row(id_, item, column):
    assert (part_of(id_, "figure"), part_of(id_, "item"), part_of(id_, "column")) == (id_, item, column)


def test_rows_and_columns_chosen_on_the_form_are_said_in_as_few_ids_as_can_be():
    assert form_ids("requests", (), ()) == ("requests.*",)
    assert form_ids("requests", ("granted",), ()) == ("requests.granted.*",)
    assert form_ids("requests", (), ("business",)) == ("requests.*.business",)
    assert form_ids("requests", ("granted",), ("business", "total")) == (
        "requests.granted.business", "requests.granted.total",
    )  # fmt: skip
    assert form_ids("disclosure", ("permits",), ("issued",)) == (), "no cell of the form"


def test_an_id_with_a_star_is_its_cells_each_once():
    cells = expanded(("requests.granted.*", "requests.granted.total", "unknown"))
    assert len(cells) == len(set(cells)) == 7
    assert all(c.startswith("requests.granted.") for c in cells)
