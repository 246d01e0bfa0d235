"""The states of cells in the reports of a year: the cell that is blank is blank, and no other, wherever it stands on the form."""

import pytest
from helpers import AGENCY, example, put, read

from loaders.form.vocabulary import CELLS, STATES
from loaders.query.cell_states import cell_states, marked
from loaders.query.filters import EVERYTHING
from loaders.query.snapshot import open_snapshot
from loaders.store.versions import open_store

NAMES = [c.name for c in CELLS]


@pytest.mark.parametrize(
    ("blank", "unreadable"),
    [
        ("disclosure.permits.decisions", "requests.granted.business"),
        ("requests.total_processed.total", "reviews.litigation_direct.pending"),
        ("requests.denied_internal_affairs.public_interest", "disclosure.permits.decisions"),
    ],
)
def test_a_cell_is_in_one_state_and_the_others_are_not(tmp_path, blank, unreadable):
    printed = {blank.replace(".", "__"): "", unreadable.replace(".", "__"): "若干"}
    put(tmp_path / "in", "a.html", example(2023, AGENCY, **printed))
    put(tmp_path / "in", "b.html", example(2023, "望溪市青禾区财政局"))
    read(tmp_path / "store", tmp_path / "in")
    found = {s.cell: s for s in cell_states(open_snapshot(open_store(tmp_path / "store")), EVERYTHING, 2023, NAMES)}
    assert len(found) == len(NAMES)
    assert {n for n, s in found.items() if s.blank} == {blank}
    assert {n for n, s in found.items() if s.unreadable} == {unreadable}
    assert {(s.reports, s.numbers, s.unlisted) for n, s in found.items() if n in (blank, unreadable)} == {(2, 1, 0)}


def test_not_applicable_is_no_blank_and_no_number(tmp_path):
    """不适用 anywhere, and a stroke in the row 规章 of a body that cannot make any; a stroke of a city's government is blank."""
    struck = {"disclosure__regulations__issued": "/", "disclosure__permits__decisions": "不适用"}
    put(tmp_path / "in", "a.html", example(2023, AGENCY, **struck))
    put(tmp_path / "in", "b.html", example(2023, "徐州市人民政府", **struck))
    read(tmp_path / "store", tmp_path / "in")
    names = [name.replace("__", ".") for name in struck]
    rows = open_store(tmp_path / "store").read("reports")
    for agency, stroke in ((AGENCY, "not_applicable"), ("徐州市人民政府", "blank")):
        states = rows.filter(agency=agency).select(marked(n, s).alias(f"{n} {s}") for n in names for s in STATES[1:])
        expected = {f"{names[0]} {stroke}", f"{names[1]} not_applicable"}
        assert {name for name, holds in states.row(0, named=True).items() if holds} == expected
    for store in (
        open_snapshot(open_store(tmp_path / "store")),
        open_snapshot(open_store(tmp_path / "store"), low_memory=True),
    ):
        stroke, word = cell_states(store, EVERYTHING, 2023, names)
        assert (stroke.not_applicable, word.not_applicable, stroke.blank + stroke.numbers + stroke.unlisted) == (
            1,
            2,
            1,
        )
