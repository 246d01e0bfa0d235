"""Figures, bases and comparisons of stores made at random, beside a recomputation in plain Python over their exports."""

from dataclasses import replace
from fractions import Fraction
from itertools import pairwise

import pytest
from recomputed.filings import apart
from recomputed.reports import METRICS, Alike, change, counting, matching, total
from recomputed.units import KEY, bases_of, quartiles, size_of_change, unit_of

from loaders.query.bases import bases
from loaders.query.cell_states import cell_states
from loaders.query.compare import Comparison, compared, quartiles_of, two_years
from loaders.query.largest_changes import largest_changes
from loaders.query.like_for_like import basis_breaks, like_for_like
from loaders.query.plan import vertical_count
from loaders.query.sums import excluded_count, sums
from loaders.query.unit_changes import unit_changes


def test_totals_and_what_is_set_aside(cases):
    ids = tuple(METRICS)
    for case in cases:
        rows = {r["year"]: r for r in sums(case.snapshot, case.filters, ids).to_dicts()}
        there = {y: counting(case.reports, case.choice, y) for y in case.years}
        assert set(rows) == {y for y, r in there.items() if r}, case.name
        for year, row in rows.items():
            assert row["reports"] == len(there[year]), case.name
            for id_ in ids:
                found = row[id_], row.get(f"{id_}.over"), row[f"{id_}.reports"]
                assert found == total(there[year], id_), (case.name, year, id_)
        aside = [r for r in matching(case.reports, case.choice) if not r.known]
        assert excluded_count(case.snapshot, case.filters) == len(aside), case.name


def test_changes_are_of_the_same_bodies(cases):
    for case in cases:
        for year in case.years:
            found = like_for_like(case.snapshot, case.filters, tuple(METRICS), year)
            for id_, said in found.items():
                here = change(case.reports, case.choice, id_, year)
                values = {f: getattr(said, f) for f in Alike.__dataclass_fields__}
                assert Alike(**values) == here, (case.name, year, id_)


@pytest.mark.parametrize("unit", ["district", "city", "province", "body"])
def test_units_are_compared_where_they_may_be(cases, unit):
    for case in cases:
        for id_ in ("received_new", "disclosure_rate", "permits"):
            rows = compared(case.snapshot, Comparison(id_, unit, replace(case.filters, years=())))
            choice = replace(case.choice, years=())
            every = {(r["unit"], r["year"]): r for r in rows.to_dicts()}
            here = {k: unit_of(case.reports, choice, case.filings, unit, k[0], id_, k[1]) for k in every}
            for k, row in every.items():
                found = row["filed"], row["reports"], row["value"], row["over"], row["reason"]
                u = here[k]
                assert found == (len(u.who), u.numbers, u.value, u.over, u.reason), (case.name, unit, id_, k)
            years = sorted({y for _, y in every})
            for first, last in pairwise(years):
                # Part 二 alone changed with the form of 2021.
                one_form = id_ != "permits" or (first < 2021) == (last < 2021)
                changes = {}
                for row in two_years(rows, first, last).to_dicts():
                    now, before = here[row["unit"], last], here[row["unit"], first]
                    may = not now.reason and not before.reason and now.who == before.who and one_form
                    wanted = now.value - before.value if may else None
                    assert row["difference"] == wanted, (case.name, id_, row)
                    if may:
                        changes[row["unit"]] = size_of_change(id_, now, before)
                said = unit_changes(rows, first, last, METRICS[id_][1] != ())
                assert set(said.rows["unit"]) == set(changes), (case.name, id_, first)
                counts = [sum(test(c) for c in changes.values()) for test in (lambda c: c > 0, lambda c: c < 0)]
                assert [said.up, said.down] == counts, (case.name, id_, first)
                assert said.rows.height + said.apart.height == len({u for u, _ in every}), (case.name, id_, first)


def test_sums_by_place_and_kind(cases):
    for case in cases:
        for by, unit in (("kind", "kind"), ("level", "level"), ("division", "district"), ("city", "city")):
            rows = sums(case.snapshot, case.filters, ("received_new", "review_rate"), ("year", by)).to_dicts()
            wanted: dict[tuple[int, str], list] = {}
            for year in case.years:
                for r in counting(case.reports, case.choice, year, unit):
                    wanted.setdefault((year, r.of[by]), []).append(r)
            found = {
                (r["year"], r[by]): (r["reports"], r["received_new"], r["review_rate"], r["review_rate.over"])
                for r in rows
            }
            there = {k: (len(w), total(w, "received_new")[0], *total(w, "review_rate")[:2]) for k, w in wanted.items()}
            assert found == there, (case.name, by)


def test_what_the_sums_of_places_rest_on(cases):
    for case in cases:
        for by in ("total", "district"):
            rows = bases(case.snapshot, case.filters, by).to_dicts()
            for year in case.years:
                found = {r["division"]: (r["areas"], r["bodies"], r["expected"]) for r in rows if r["year"] == year}
                found = {d: b for d, b in found.items() if any(b)}
                there = {d: (b.areas, b.bodies, b.expected)
                         for d, b in bases_of(case.reports, case.choice, case.filings, year, by).items()
                         if d is not None and counting(case.reports, case.choice, year, by)}  # fmt: skip
                if not case.choice.bodies and not case.choice.templates:
                    assert found == there, (case.name, by, year)


def test_lines_break_where_the_bodies_change(cases):
    for case in cases:
        free = replace(case.choice, years=())
        who = {y: {r.who for r in counting(case.reports, free, y)} for y in case.years}
        years = [y for y in case.years if who[y]]
        wanted = [b for a, b in pairwise(years) if b != a + 1 or who[a] != who[b]]
        assert list(basis_breaks(case.snapshot, replace(case.filters, years=()), years)) == wanted, case.name


@pytest.mark.parametrize("id_", ["received_new", "disclosure_rate"])
def test_largest_changes_and_quartiles_are_of_those_that_may_be_compared(cases, id_):
    for case in cases:
        free = replace(case.choice, years=())
        for first, year in pairwise(case.years):
            if year != first + 1:
                continue
            unit, compared_, rows = largest_changes(case.snapshot, case.filters, id_, year, 3)
            keys = {r.of[KEY[unit]] for r in case.reports} - {None}
            if unit == "district":
                keys = {r.of["division"] for r in case.reports if r.of["district"]}
            units = {
                k: [unit_of(case.reports, free, case.filings, unit, k, id_, y) for y in (first, year)] for k in keys
            }
            if unit == "body":
                units = {k: u for k, u in units.items() if not any(scope == "area" for _, scope in u[1].who)}
            sizes = {k: s for k, u in units.items() if (s := size_of_change(id_, u[1], u[0])) is not None}
            assert compared_ == len(sizes), (case.name, unit, year)
            largest = sorted((abs(s) for s in sizes.values() if s), reverse=True)[:3]
            column = "points" if METRICS[id_][1] else "difference"
            found = [(r["unit"], r[column]) for r in rows.to_dicts()]
            assert [abs(v) for _, v in found] == pytest.approx([float(v) for v in largest]), (case.name, unit, year)
            assert all(v == pytest.approx(float(sizes[k])) for k, v in found), (case.name, unit, year)


def test_quartiles_are_of_those_that_may_be_compared(cases):
    for case in cases:
        for id_, unit in (("received_new", "district"), ("disclosure_rate", "body")):
            rows = compared(case.snapshot, Comparison(id_, unit, replace(case.filters, years=())))
            choice = replace(case.choice, years=())
            for year in case.years:
                keys = rows.filter(year=year)["unit"].to_list()
                here = [unit_of(case.reports, choice, case.filings, unit, k, id_, year) for k in keys]
                values = [Fraction(u.value) / Fraction(u.over or 1) for u in here if not u.reason and u.over != 0]
                found = quartiles_of(rows, year, "rate" if METRICS[id_][1] else "value")
                wanted = quartiles(values)
                assert (found is None) == (wanted is None), (case.name, year)
                assert found is None or found == pytest.approx(tuple(map(float, wanted))), (case.name, year)


def test_states_of_cells_are_counted_apart(cases):
    cells = ("requests.received_new.total", "reviews.review.corrected")
    for case in cases:
        for year in case.years:
            there = counting(case.reports, case.choice, year)
            for found in cell_states(case.snapshot, case.filters, year, cells):
                if year in (case.choice.years or case.years):
                    states = [case.states.get(r.id, {}).get(found.cell) for r in there]
                    zeros = sum(r.cells.get(found.cell) == 0 for r in there)
                    wanted = (
                        len(there),
                        states.count("printed"),
                        zeros,
                        states.count("blank"),
                        states.count("unreadable"),
                    )
                    said = (found.reports, found.numbers, found.zeros, found.blank, found.unreadable)
                    assert said == wanted, (case.name, year)


def test_bodies_under_vertical_management_that_no_total_holds_are_counted(cases):
    for case in cases:
        assert vertical_count(case.snapshot, case.filters) == apart(case.reports, case.choice), case.name
