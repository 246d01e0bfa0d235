"""Faults over the years: who repeats one, and how districts stand year by year."""

import pytest
from helpers import example, hold, put, read

from loaders.query.filters import Filter
from loaders.query.repeated import repeated
from loaders.query.yearly_rates import errors, punctuality

LATE = {2021: "2022-02-05", 2022: "2023-02-05", 2023: "2024-01-05"}


@pytest.fixture
def snapshot(tmp_path):
    """Of three bodies of one district one is late twice, one wrong twice, and one reported in 2021 alone; a fourth has one
    fault of each sort.
    """
    wrong = {"requests__received_new__total": "4"}
    reports = [example(y, "洪泽区教育局", published=d) for y, d in LATE.items()]
    reports += [example(y, "洪泽区财政局", published=f"{y + 1}-01-05", **(wrong if y > 2021 else {})) for y in LATE]
    reports += [example(2021, "洪泽区民政局", published="2022-01-05")]
    reports += [
        example(y, "金湖县教育局", published=LATE[2021] if y == 2021 else f"{y + 1}-01-05") for y in (2021, 2023)
    ]
    for i, report in enumerate(reports):
        put(tmp_path / "in", f"{i}.html", report)
    read(tmp_path / "store", tmp_path / "in")
    return hold(tmp_path / "store")


def test_who_repeats_one_fault_is_listed_with_its_years_and_who_has_one_of_each_is_not(snapshot):
    rows = repeated(snapshot, Filter())
    years = {
        r["agency"].removeprefix("淮安市洪泽区"): (r["missing"], r["late"], r["errors"])
        for r in rows.iter_rows(named=True)
    }
    assert years == {
        "教育局": ([], [2021, 2022], []),
        "财政局": ([], [], [2022, 2023]),
        "民政局": ([2022, 2023], [], []),
    }
    assert rows["worst"].to_list() == [2, 2, 2]
    assert repeated(snapshot, Filter(years=(2022, 2023)))["errors"].to_list() == [[], [2022, 2023]]
    # One year repeats nothing: the question is then asked of all of them.
    assert repeated(snapshot, Filter(years=(2023,))).equals(rows)


def test_a_district_and_year_counts_what_was_due_in_time_and_reports_with_an_error_once(snapshot):
    names = {n.code: n.name for n in snapshot.places.of.values()}
    in_time = {(names[d], y): (n, over) for d, y, n, over in punctuality(snapshot, Filter()).iter_rows()}
    assert in_time[("洪泽区", 2021)] == (2, 3)
    assert in_time[("洪泽区", 2022)] == (1, 3)
    assert in_time[("金湖县", 2022)] == (0, 1)
    wrong = {(names[d], y): (n, over) for d, y, n, over in errors(snapshot, Filter()).iter_rows()}
    assert wrong[("洪泽区", 2021)] == (0, 3)
    assert wrong[("洪泽区", 2022)] == wrong[("洪泽区", 2023)] == (1, 2)
    assert ("金湖县", 2022) not in wrong, "a year without a report has no rate of errors"
